//! Labels and marketplaces in the inventory reports that let stock be counted twice, or make one stock of several.

#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/demo");

/// What `ipi score` says of some reports of the example account, of which one is changed: the exit code, its document, its errors.
fn judged(reports: &[&str], name: &str, change: impl Fn(String) -> String) -> (i32, Value, String) {
    let folder = tempfile::tempdir().unwrap();
    for report in reports {
        let text = fs::read_to_string(Path::new(DEMO).join(report)).unwrap();
        fs::write(folder.path().join(report), if *report == name { change(text) } else { text }).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    command.args(["score", ".", "--no-history", "-f", "json"]).current_dir(folder.path());
    let output = command.env("IPI_MAX_AGE", "off").output().unwrap();
    let document = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code().unwrap(), document, String::from_utf8(output.stderr).unwrap())
}

/// Gives every row but the head back as `of` makes it from its cells.
fn rows(text: &str, delimiter: char, of: impl Fn(usize, &mut Vec<String>)) -> String {
    let mut lines = text.lines();
    let mut all = vec![lines.next().unwrap().to_owned()];
    all.extend(lines.enumerate().map(|(at, line)| {
        let mut cells: Vec<_> = line.split(delimiter).map(str::to_owned).collect();
        of(at, &mut cells);
        cells.join(&delimiter.to_string())
    }));
    all.join("\n") + "\n"
}

const STANDING: [&str; 4] =
    ["fba-inventory.csv", "inventory-ledger.csv", "stranded-inventory.txt", "manage-fba-inventory.txt"];

#[test]
fn listings_without_labels_may_share_a_stock_and_are_refused() {
    let manage = "manage-fba-inventory.txt";
    let (code, document, _) = judged(&STANDING, manage, |text| text);
    assert_eq!((code, &document["factors"]["excess"]["on_hand_units"]), (0, &Value::from(418)));
    for every in [1, 2] {
        let blank = |text: String| {
            rows(&text, '\t', |at, cells| {
                if at % every == 0 {
                    cells[1].clear();
                }
            })
        };
        let (code, _, said) = judged(&STANDING, manage, blank);
        assert!(code == 3 && said.contains("\"fnsku\" is blank in "), "{every}: {said}");
    }
}

#[test]
fn rows_that_come_again_without_a_marketplace_are_refused() {
    let reports = ["fba-inventory.csv", "stranded-inventory.txt"];
    for other in ["", "EU", "ATVPDKIKX0DER"] {
        let again = |text: String| {
            let more =
                text.lines().skip(1).map(|line| line.replace("\"US\",", &format!("\"{other}\",")) + "\n");
            text.clone() + &more.collect::<String>()
        };
        let (code, _, said) = judged(&reports, reports[0], again);
        assert!(code == 3 && said.contains("[rows-twice]"), "{other}: {said}");
    }
}

#[test]
fn one_word_in_the_place_of_many_labels_is_refused() {
    for word in ["1.98E+11", "N/A"] {
        let seven = |text: String| {
            rows(&text, ',', |at, cells| {
                if at < 7 {
                    cells[2] = format!("\"{word}\"");
                }
            })
        };
        let (code, _, said) = judged(&STANDING, "fba-inventory.csv", seven);
        let told = format!("the label {word} stands beside 7 SKUs");
        assert!(code == 3 && said.contains(&told), "{word}: {said}");
    }
}

#[test]
fn sales_without_the_stock_that_they_were_made_from_do_not_raise_sell_through() {
    let reports = ["fba-inventory.csv", "stranded-inventory.txt", "fulfilled-shipments.txt"];
    let without = |text: String| {
        let kept: Vec<_> = text.lines().filter(|line| !line.contains("\"TEA-GREEN-100\"")).collect();
        kept.join("\n") + "\n"
    };
    let of = |document: &Value| document["factors"]["sell_through"]["ratio"].as_f64().unwrap();
    let (_, alone, _) = judged(&reports[..2], reports[0], without);
    let (code, document, _) = judged(&reports, reports[0], without);
    assert_eq!((code, of(&document)), (0, of(&alone)));
    let notes = document["notes"].as_array().unwrap();
    let note = notes.iter().find(|note| note["code"] == "sold-out").unwrap();
    // 106 of tea, and 50 of the two that the report leaves out anyway.
    assert!(note["text"].as_str().unwrap().contains("156 units sold by 3 SKUs"), "{note}");
}
