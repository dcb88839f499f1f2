//! Labels in a ledger that change from one day to another, are missing from a row, or are written in more than one way: the stock is
//! one and the same, and so are all figures.

#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/demo");

/// The example account, or its ledger alone, with every row of the ledger as it is given back.
fn judged(only_ledger: bool, row: impl Fn(&str) -> String) -> Value {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(DEMO).unwrap() {
        let path = entry.unwrap().path();
        let name = PathBuf::from(path.file_name().unwrap());
        let is_ledger = name == Path::new("inventory-ledger.csv");
        if is_ledger {
            let text = fs::read_to_string(&path).unwrap();
            let rows: String = text.lines().map(|line| row(line) + "\n").collect();
            fs::write(folder.path().join(name), rows).unwrap();
        } else if path.is_file() && (!only_ledger || name.to_str().unwrap().starts_with("stranded")) {
            fs::copy(&path, folder.path().join(name)).unwrap();
        }
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    command.args(["score", ".", "--no-history", "-f", "json"]).current_dir(folder.path());
    let output = command.env("IPI_MAX_AGE", "off").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut document: Value = serde_json::from_slice(&output.stdout).unwrap();
    document["factors"].take()
}

fn day(row: &str) -> &str {
    // "10/31/2026"
    row.get(1..6).unwrap_or_default()
}

#[test]
fn a_label_that_changes_on_a_day_is_the_same_stock() {
    for only_ledger in [true, false] {
        let whole = judged(only_ledger, str::to_owned);
        let units = &whole["excess"]["on_hand_units"];
        assert_eq!(units, if only_ledger { 424 } else { 418 });
        let changed = |row: &str| {
            if day(row) >= "09/20" { row.replace("\"X00DEMO017\"", "\"X00NEWLAB1\"") } else { row.to_owned() }
        };
        assert_eq!(judged(only_ledger, changed), whole);
        // Of all at once.
        let all = |row: &str| {
            if day(row) >= "09/20" { row.replace("\"X00DEMO0", "\"X00NEWL0") } else { row.to_owned() }
        };
        assert_eq!(judged(true, all), judged(true, str::to_owned));
    }
}

#[test]
fn a_row_without_a_label_belongs_to_its_sku() {
    for only_ledger in [true, false] {
        let whole = judged(only_ledger, str::to_owned);
        for label in ["X00DEMO005", "X00DEMO010", "X00DEMO017"] {
            for blank in ["", "X00OTHER99"] {
                let one = |row: &str| {
                    if day(row) == "09/08" {
                        row.replace(&format!("\"{label}\""), &format!("\"{blank}\""))
                    } else {
                        row.to_owned()
                    }
                };
                assert_eq!(judged(only_ledger, one), whole, "{label} {blank}");
            }
        }
    }
}

#[test]
fn a_label_may_be_written_in_more_than_one_way() {
    let whole = judged(true, str::to_owned);
    for end in [" \"", "\u{a0}\"", "\u{200b}\""] {
        let older = |row: &str| {
            let is_older = day(row) < "09/01" && day(row) > "00";
            let (head, rest) = row.split_once(',').unwrap();
            let (label, rest) = rest.split_once(',').unwrap();
            let label = if is_older { label.trim_end_matches('"').to_owned() + end } else { label.into() };
            format!("{head},{label},{rest}")
        };
        assert_eq!(judged(true, older), whole, "{end:?}");
    }
    let lower = |row: &str| {
        if day(row) < "09/01" { row.replace("X00DEMO", "x00demo") } else { row.to_owned() }
    };
    assert_eq!(judged(true, lower), whole);
}
