//! `ipi rules` as a user runs it.

#![allow(clippy::unwrap_used)] // a test that cannot run the program has failed

use serde_json::Value;
use std::process::{Command, Output};

fn ipi(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ipi")).arg("rules").args(args).output().unwrap()
}

fn text(args: &[&str]) -> String {
    let output = ipi(args);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&text(&[args, &["-f", "json"]].concat())).unwrap()
}

#[test]
fn every_row_has_a_source_and_says_how_sure_it_is() {
    let rules = json(&[]);
    assert_eq!(rules["schema"], "ipi.rules/1");
    assert_eq!(rules["lines"], serde_json::json!([350, 400]));
    let lists =
        ["thresholds", "evaluations", "evaluation_exceptions", "factor_sets", "bands", "overage_fees"];
    for list in lists {
        let rows = rules[list].as_array().unwrap();
        assert!(rows.len() >= 4, "{list}");
        for row in rows {
            assert!(row["source"].as_str().unwrap().starts_with("http"), "{row}");
            assert!(row["certainty"].is_string() || row["band"] == "unknown", "{row}");
        }
    }
    assert_eq!(rules["next_dates"], serde_json::json!([]));
}

#[test]
fn a_marketplace_and_a_day_leave_what_was_in_force() {
    let rules = json(&["--marketplace", "us", "--on", "2020-12-01"]);
    let thresholds = rules["thresholds"].as_array().unwrap();
    assert_eq!(thresholds.len(), 1);
    assert_eq!((&thresholds[0]["threshold"], &thresholds[0]["system"]), (&500.into(), &"quarterly".into()));
    let fees = rules["overage_fees"].as_array().unwrap();
    assert_eq!(fees.len(), 1);
    assert_eq!((&fees[0]["rate_per_month"], &fees[0]["currency"]), (&10.0.into(), &"USD".into()));
    let next = &rules["next_dates"][0];
    assert_eq!(
        (&next["what"], &next["date"], &next["days_left"]),
        (&"only-check".into(), &"2020-12-14".into(), &13.into())
    );
}

#[test]
fn what_is_not_known_is_said_to_be_not_known() {
    let rules = json(&["-m", "BR", "--on", "2026-06-30"]);
    for list in ["thresholds", "next_dates", "factor_sets", "overage_fees"] {
        assert_eq!(rules[list], serde_json::json!([]), "{list}");
    }
    assert_eq!(rules["factor_sets_unknown"], serde_json::json!(["BR"]));
    let page = text(&["-m", "BR"]);
    assert!(page.contains("None is known here") && page.contains("not assumed to be all four: BR"));
}

#[test]
fn the_sell_through_bands_of_japan_are_gone_since_2025() {
    let factors = |on| {
        let rules = json(&["-m", "JP", "--on", on]);
        let bands = rules["bands"].as_array().unwrap().clone();
        let replaced = rules["bands_replaced"].as_array().unwrap().len();
        (bands.iter().filter(|row| row["factor"] == "sell_through").count(), replaced)
    };
    assert_eq!(factors("2024-12-31"), (4, 0));
    assert_eq!(factors("2025-01-01"), (0, 1));
}

#[test]
fn text_fits_80_columns_but_for_links() {
    for args in [&[][..], &["-m", "US"], &["--on", "2022-06-01"], &["-m", "DE", "--on", "2026-11-18"]] {
        for line in text(args).lines().filter(|line| !line.contains("http")) {
            assert!(line.chars().count() <= 80, "{line}");
            assert!(!line.contains('\u{1b}'));
        }
    }
}

#[test]
fn a_sheet_has_twelve_columns_everywhere() {
    let sheet = text(&["-f", "csv"]);
    let mut rows = csv::Reader::from_reader(sheet.as_bytes());
    assert_eq!(rows.headers().unwrap().len(), 12);
    let kinds: std::collections::BTreeSet<_> = rows.records().map(|row| row.unwrap()[0].to_owned()).collect();
    let all = ["band", "check", "evaluation", "factor", "overage-fee", "threshold"];
    assert!(kinds.iter().eq(all), "{kinds:?}");
}

#[test]
fn a_day_that_is_none_is_wrong_usage() {
    for args in [["--on", "2026-02-30"], ["--on", "soon"], ["-m", "XX"]] {
        assert_eq!(ipi(&args).status.code(), Some(2), "{args:?}");
    }
    // The ends of the calendar are days like others.
    for day in ["0001-01-01", "9999-12-31", "+262142-12-31"] {
        assert_eq!(ipi(&["--on", day]).status.code(), Some(0), "{day}");
    }
}
