//! Workbooks that `ipi` writes: what is in their cells, and that no cell does anything.

#![cfg(all(feature = "workbook", feature = "spreadsheet"))]
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot build its input has failed

#[path = "xlsx/read.rs"]
#[allow(unreachable_pub)]
mod read;

use calamine::{Data, Reader as _};
use ipi::output::sheet::{Cell, Sheet};
use ipi::output::workbook;
use read::{dump, example, ipi, open, parts, rows, said};
use serde_json::Value;
use std::path::Path;

const SHEETS: [&str; 10] =
    ["Summary", "Factors", "SKUs", "Plan", "Why", "Forecast", "Run-out", "History", "Course", "Sources"];

/// Every scenario, cell by cell. `SNAPSHOTS=overwrite cargo test --test xlsx` writes them anew.
#[test]
fn every_cell_is_the_expected_one() {
    let assert = snapbox::Assert::new().action_env("SNAPSHOTS");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut shapes: Vec<_> =
        root.join("fixtures/accounts").read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    shapes.retain(|shape| shape.join("reports").exists());
    shapes.sort();
    assert!(shapes.len() > 30);
    for shape in shapes {
        let more = std::fs::read_to_string(shape.join("args")).unwrap_or_default();
        let args: Vec<_> = ["score", "reports", "--no-history", "-f", "xlsx"]
            .into_iter()
            .chain(more.split_whitespace())
            .collect();
        let name = shape.file_name().unwrap().to_str().unwrap();
        let golden = root.join(format!("tests/xlsx/{name}.txt"));
        let expected = snapbox::Data::read_from(&golden, Some(snapbox::data::DataFormat::Text));
        // What is warned of beside it has tests of its own.
        let done = ipi().args(&args).current_dir(&shape).output().unwrap();
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
        assert.eq(dump(&done.stdout), expected.raw());
    }
}

/// A week with a past and a plan: an official score and an earlier run are noted.
fn week(folder: &Path) -> Vec<u8> {
    let log = ["log", "450", "--on", "2026-10-10", "--account", "Shop 2", "--history", "h.db", "-m", "US"];
    assert!(ipi().args(log).current_dir(folder).output().unwrap().status.success());
    let score = ["score", "reports", "--account", "Shop 2", "--history", "h.db", "-f"];
    said(folder, &[&score[..], &["json"]].concat());
    said(folder, &[&score[..], &["xlsx"]].concat())
}

#[test]
fn the_figures_are_those_of_the_other_forms_and_have_their_types() {
    let folder = example();
    let mut book = open(&week(folder.path()));
    assert_eq!(book.sheet_names(), SHEETS);
    let score = ["score", "reports", "--account", "Shop 2", "--history", "h.db", "-f", "json"];
    let json: Value = serde_json::from_slice(&said(folder.path(), &score)).unwrap();
    let near = |cell: &Data, pointer: &str| {
        let expected = json.pointer(pointer).and_then(Value::as_f64).unwrap();
        let Data::Float(found) = cell else { panic!("{pointer}: {cell:?}") };
        assert!((found - expected).abs() < 1e-4, "{pointer}: {found}, not {expected}");
    };
    let summary = rows(&mut book, "Summary");
    let figure = |name: &str| &summary.iter().find(|row| row[0] == Data::String(name.into())).unwrap()[1];
    near(figure("Estimated score"), "/score/points");
    near(figure("Low"), "/score/low");
    near(figure("High"), "/score/high");
    near(figure("Chance of being below 350"), "/verdict/lines/0/chance_below");
    near(figure("Chance of being below then"), "/verdict/next/chance_below");
    assert_eq!(*figure("Line in force"), Data::Float(400.0));
    assert!(
        matches!(figure("Day judged"), Data::DateTime(day) if read::day(day.as_f64()).to_string() == "2026-10-31")
    );
    let factors = rows(&mut book, "Factors");
    for (row, pointers) in [
        (1, ["excess/share", "excess/excess_units", "excess/on_hand_units"]),
        (2, ["sell_through/ratio", "sell_through/shipped_90d_units", "sell_through/average_on_hand_units"]),
        (3, ["stranded/share", "stranded/stranded_units", "stranded/on_hand_units"]),
    ] {
        for (column, pointer) in [1, 3, 5].into_iter().zip(pointers) {
            near(&factors[row][column], &format!("/factors/{pointer}"));
        }
    }
    near(&factors[4][1], "/factors/in_stock/rate");
    near(&factors[1][8], "/score/contributions/excess");
    // One week ago as noted, this week, thirteen to come.
    assert_eq!(rows(&mut book, "Course").len(), 1 + 2 + 13);
}

/// The line of 400 is in force in the United States: red, and 350 grey and dotted, as on the page.
#[test]
fn the_line_in_force_has_the_colours_of_the_page() {
    let folder = example();
    let all = parts(&week(folder.path()));
    let (_, chart) = all.iter().find(|(name, _)| name == "xl/charts/chart1.xml").unwrap();
    let series = |name: &str| {
        let drawn = chart.split("<c:ser>").find(|series| series.contains(&format!("<c:v>{name}</c:v>")));
        drawn.unwrap_or_else(|| panic!("no {name}: {chart}")).split("<c:cat>").next().unwrap().to_owned()
    };
    let (force, other) = (series("400 in force"), series("350"));
    assert!(force.contains("B32D2D") && !force.contains("prstDash"), "{force}");
    assert!(other.contains("57606A") && other.contains("<a:prstDash val=\"sysDot\"/>"), "{other}");
}

#[test]
fn rows_are_those_of_csv() {
    let folder = example();
    let mut book = open(&week(folder.path()));
    let all = ["reports", "--account", "Shop 2", "--history", "h.db", "-f", "csv"];
    for (command, sheet) in [("skus", "SKUs"), ("history", "History")] {
        let args: Vec<_> = [&[command][..], if command == "history" { &all[1..] } else { &all }].concat();
        let csv = said(folder.path(), &args);
        let mut csv = csv::ReaderBuilder::new().has_headers(false).from_reader(&csv[..]);
        let expected: Vec<_> = csv.records().map(Result::unwrap).collect();
        let found = rows(&mut book, sheet);
        assert_eq!(found.len(), expected.len(), "{sheet}");
        for (found, expected) in found.iter().zip(&expected) {
            for (found, expected) in found.iter().zip(expected) {
                let same = match found {
                    Data::Empty => expected.is_empty(),
                    Data::Float(number) => expected.parse() == Ok(*number),
                    Data::Bool(flag) => expected == flag.to_string(),
                    Data::DateTime(days) => read::day(days.as_f64()).to_string() == expected,
                    Data::String(text) => text == expected,
                    other => panic!("{other:?}"),
                };
                assert!(same, "{sheet}: {found:?}, not {expected}");
            }
        }
    }
}

#[test]
fn every_report_is_a_workbook_of_one_sheet() {
    let folder = example();
    for (args, sheet) in [
        (&["skus", "reports", "--no-history"][..], "SKUs"),
        (&["plan", "reports", "--no-history", "--target", "540"], "Plan"),
        (&["forecast", "reports", "--no-history"], "Forecast"),
        (&["check", "reports"], "Check"),
        (&["rules"], "Rules"),
        (&["estimate", "--excess", "12.3", "--no-history", "--on", "2026-10-31"], "Score"),
    ] {
        let mut book = open(&said(folder.path(), &[args, &["-f", "xlsx"]].concat()));
        assert_eq!(book.sheet_names(), [sheet]);
        assert!(rows(&mut book, sheet).len() > 1, "{sheet}");
    }
}

#[test]
fn the_same_week_is_the_same_bytes_and_of_its_own_day() {
    let folder = example();
    let args = ["score", "reports", "--no-history", "-f", "xlsx"];
    let first = said(folder.path(), &args);
    assert!(first == said(folder.path(), &args));
    let core = parts(&first).into_iter().find(|(name, _)| name == "docProps/core.xml").unwrap().1;
    assert_eq!(core.matches("2026-10-31T00:00:00Z").count(), 2, "{core}");
    said(folder.path(), &["score", "reports", "--no-history", "-o", "week.xlsx"]);
    assert!(std::fs::read(folder.path().join("week.xlsx")).unwrap() == first);
}

/// What spreadsheets take for formulas, links or commands, what cannot be seen, and what no cell holds.
fn hostile() -> Vec<String> {
    let fixed = [
        "=1+2",
        "+1+2",
        "-1+2",
        "@SUM(1)",
        "=cmd|'/C calc'!A0",
        "\t=1+2",
        "\r=1+2",
        " =1+2",
        "＝1+2",
        "{=1+2}",
        "=HYPERLINK(\"http://example.com\")",
        "http://example.com/a?b",
        "mailto:a@example.com",
        "internal:SKUs!A1",
        "file:///etc/passwd",
        "a\u{0}b\u{1b}[2Jc",
        "a\u{202e}b",
        "a\u{ffff}b",
        "_x0041_",
        "<f>1</f>",
        "]]>&amp;",
        "😀 茶碗",
        "00123",
        "1E5",
        "#REF!",
        "TRUE",
        "2026-01-01",
        "'quoted",
        " blanks ",
        "a\nb",
    ];
    fixed.into_iter().map(String::from).chain(["x".repeat(40_000)]).collect()
}

#[test]
fn text_stays_text_whatever_it_says() {
    let texts = hostile();
    let cells =
        texts.iter().map(|text| vec![Cell::from(text.as_str()), Cell::Number(f64::NAN), Cell::Number(-1.5)]);
    let bytes = workbook::sheet(Sheet::new("SKUs", ["sku", "price", "points"], cells)).unwrap();
    let mut book = open(&bytes);
    let found = rows(&mut book, "SKUs");
    for (row, text) in found[1..].iter().zip(&texts) {
        let Data::String(cell) = &row[0] else { panic!("{text:?}: {:?}", row[0]) };
        if text.len() == 40_000 {
            assert!(
                cell.starts_with("xxx")
                    && cell.ends_with(" … (cut)")
                    && cell.encode_utf16().count() == 32_767
            );
        } else {
            assert_eq!(*cell, ipi::ids::printable(text).replace('\u{ffff}', "\\u{ffff}"));
        }
        assert_eq!(row[1..], [Data::Empty, Data::Float(-1.5)]);
    }
    nothing_is_done(&bytes);
}

/// No formula, no link, nothing from outside.
fn nothing_is_done(bytes: &[u8]) {
    let mut book = open(bytes);
    for sheet in book.sheet_names() {
        assert!(book.worksheet_formula(&sheet).unwrap().is_empty(), "{sheet}");
    }
    for (name, text) in parts(bytes) {
        let is_cells = name.starts_with("xl/worksheets/");
        assert!(
            !is_cells || !(text.contains("<f>") || text.contains("<f ") || text.contains("<hyperlink")),
            "{name}"
        );
        assert!(
            !name.ends_with(".rels") || !(text.contains("hyperlink") || text.contains("External")),
            "{name}"
        );
        assert!(!name.contains("externalLink") && !name.contains("vba"), "{name}");
    }
}

#[test]
fn a_hostile_account_makes_a_workbook_that_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut report = String::from(
        "snapshot-date\tsku\tproduct-name\tavailable\tunits-shipped-t30\tunits-shipped-t90\tmarketplace\n",
    );
    let can_be_read =
        |text: &&String| !text.contains(['\t', '\r', '\n', '\0', '\u{1b}', '"']) && text.trim() == *text;
    let texts: Vec<_> =
        hostile().into_iter().filter(|text| can_be_read(&text)).filter(|text| text.len() < 100).collect();
    assert!(texts.len() > 20);
    for text in &texts {
        report += &format!("2026-06-30\t{text}\t{text}\t45\t10\t30\tUS\n");
    }
    std::fs::write(folder.path().join("inventory.txt"), report).unwrap();
    let mut score = ipi();
    score.args([
        "score",
        "inventory.txt",
        "--no-history",
        "--no-stranded",
        "--account",
        "=1+2",
        "-o",
        "w.xlsx",
    ]);
    let done = score.current_dir(folder.path()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let bytes = std::fs::read(folder.path().join("w.xlsx")).unwrap();
    nothing_is_done(&bytes);
    let mut found: Vec<_> =
        rows(&mut open(&bytes), "SKUs")[1..].iter().map(|row| row[3].to_string()).collect();
    let mut expected: Vec<_> =
        texts.iter().map(|text| ipi::ids::printable(text).replace('\u{ffff}', "\\u{ffff}")).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn its_own_workbook_among_the_reports_changes_nothing() {
    let folder = example();
    let args = ["score", "reports", "--no-history", "--details"];
    let before = said(folder.path(), &args);
    said(folder.path(), &["score", "reports", "--no-history", "-o", "reports/last-week.xlsx"]);
    said(folder.path(), &["skus", "reports", "--no-history", "-o", "reports/skus.xlsx"]);
    assert_eq!(String::from_utf8(said(folder.path(), &args)), String::from_utf8(before));
    let check = String::from_utf8(said(folder.path(), &["check", "reports"])).unwrap();
    assert!(!check.contains("xlsx"), "{check}");
}
