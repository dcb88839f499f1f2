//! The table: worst first, everybody in it.

use crate::accounts::{Folder, ipi};
use std::collections::BTreeMap;

fn csv(folder: &Folder, args: &[&str]) -> Vec<BTreeMap<String, String>> {
    let output = folder.fleet(args).args(["-f", "csv"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let head = reader.headers().unwrap().clone();
    let row =
        |row: csv::StringRecord| head.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn the_worst_stand_first_and_those_without_a_figure_last() {
    let folder = Folder::of(12);
    folder.write("accounts/page/fba-inventory.csv", "<!DOCTYPE html><html></html>\n");
    folder.write("accounts/003/ipi.toml", "[limits]\nstandard = \"100units\"\n");
    let rows = csv(&folder, &["accounts"]);
    assert_eq!(rows.len(), 13);
    let chances: Vec<f64> =
        rows[..12].iter().map(|row| row["chance_below_threshold"].parse().unwrap()).collect();
    assert!(chances.is_sorted_by(|a, b| a >= b), "{chances:?}");
    let last = &rows[12];
    assert_eq!((last["id"].as_str(), last["error"].as_str()), ("page", "unreadable"));
    assert!(last["reason"].contains("web page") && last["score_estimate"].is_empty(), "{last:?}");
    // Every figure is the one of the score, to the digit.
    for row in &rows[..12] {
        let path = format!("accounts/{}", row["id"]);
        let alone = ipi(&["score", &path, "-f", "json", "--no-history"])
            .current_dir(folder.0.path())
            .output()
            .unwrap();
        let document = String::from_utf8(alone.stdout).unwrap();
        for (column, key) in [("score_estimate", "points"), ("score_low", "low"), ("score_high", "high")] {
            let told =
                document.split_once(&format!("\"{key}\": ")).unwrap().1.split([',', '\n']).next().unwrap();
            assert_eq!(row[column], told.trim_end_matches(".0"), "{path} {column}");
        }
    }
    // 121 + 122 + 123 units of account 003 against 100.
    let over = rows.iter().find(|row| row["id"] == "003").unwrap();
    assert_eq!(over["storage_over"], "standard 266 units");
    // Those with no figure stay, however few are asked for.
    let top = csv(&folder, &["accounts", "--top", "2"]);
    assert_eq!(
        top.iter().map(|row| row["id"].clone()).collect::<Vec<_>>(),
        [rows[0]["id"].clone(), rows[1]["id"].clone(), "page".into()]
    );
}

#[test]
fn every_form_has_everybody() {
    let folder = Folder::of(3);
    folder.write("accounts/page/fba-inventory.csv", "<!DOCTYPE html><html></html>\n");
    for form in ["text", "md", "html", "csv", "tsv"] {
        let output = folder.fleet(&["accounts", "-f", form]).output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        for name in ["000", "001", "002", "page"] {
            assert!(text.contains(name), "{form}: {text}");
        }
        if form == "text" {
            assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
            assert!(text.contains("Fleet of 4 accounts"), "{text}");
        }
    }
    let output = folder.fleet(&["accounts", "-o", "week.xlsx", "--out", "week.jsonl"]).output().unwrap();
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
    assert!(folder.path("week.xlsx").metadata().unwrap().len() > 0);
    assert_eq!(std::fs::read_to_string(folder.path("week.jsonl")).unwrap().lines().count(), 4);
}

#[test]
fn what_is_doubtful_is_told_in_the_table() {
    let folder = Folder::of(2);
    folder.account("a name that is longer than its column/of a client", 1);
    let path = folder.path("accounts/001/fba-inventory.csv");
    let report = std::fs::read_to_string(&path).unwrap();
    // Canada has no line.
    std::fs::write(&path, report.replace(",USD,", ",CAD,").replace(",US\n", ",CA\n")).unwrap();
    let rows = csv(&folder, &["accounts", "--exclude", "NOBODY"]);
    let canada = rows.iter().find(|row| row["marketplace"] == "CA").unwrap();
    assert_eq!((canada["threshold"].as_str(), canada["chance_below_threshold"].as_str()), ("", ""));
    assert!(rows.iter().all(|row| row["faults"] == "excluded-unknown"), "{rows:?}");
    let page = folder.fleet(&["accounts", "--exclude", "NOBODY", "-f", "text"]).output().unwrap();
    let page = String::from_utf8(page.stdout).unwrap();
    let after = |heading: &str| page.split_once(heading).unwrap().1;
    let look = after("Look at these reports");
    assert!(look.contains("excluded-unknown"), "{page}");
    // A long name is cut where figures stand beside it, and whole where there is room.
    assert!(page.split_once("Factors").unwrap().0.contains("a name th.. client"), "{page}");
    let factors = after("Factors").split_once("Look at").unwrap().0;
    assert!(factors.lines().filter(|line| line.contains("US")).all(|line| line.contains('?')), "{page}");
    let last = after("By marketplace");
    let of = |code: &str| last.lines().find(|line| line.trim_start().starts_with(code)).unwrap();
    assert_eq!(of("CA").split_whitespace().collect::<Vec<_>>(), ["CA", "1", "0", "0", "0", "1", "0", "0"]);
}

#[test]
fn several_problems_are_counted() {
    let folder = Folder::of(1);
    let report = "snapshot-date,sku,available,units-shipped-t30,units-shipped-t90\n2026-10-31,A,1.2e,x,y\n2026-13-45,B,1,0,0\n";
    folder.write("accounts/torn/fba-inventory.csv", report);
    let page = folder.fleet(&["accounts", "-f", "text"]).output().unwrap();
    let page = String::from_utf8(page.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("(and 2 more: ipi check FOLDER)"), "{page}");
    let torn = csv(&folder, &["accounts"]).into_iter().find(|row| row["id"] == "torn").unwrap();
    assert!(torn["reason"].contains("; ") && !torn["reason"].contains("\\u{a}"), "{torn:?}");
}

#[test]
fn a_low_score_fails_where_that_is_asked_for() {
    let folder = Folder::of(3);
    let code = |line: &str| folder.fleet(&["accounts", "--fail-under", line]).output().unwrap().status.code();
    assert_eq!(code("1"), Some(0));
    assert_eq!(code("1000"), Some(1));
}
