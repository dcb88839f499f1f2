//! `ipi rules` as a user runs it.

#![allow(clippy::unwrap_used)] // a test that cannot run the program has failed

use serde_json::Value;
use std::process::{Command, Output};

/// In an empty folder, so that no settings of the developer count.
fn command(args: &[&str]) -> (Command, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    command.arg("rules").args(args).current_dir(folder.path()).env_remove("IPI_MARKETPLACE");
    (command, folder)
}

fn ipi(args: &[&str]) -> Output {
    command(args).0.output().unwrap()
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
    let rules = json(&["--all"]);
    assert_eq!(rules["schema"], "ipi.rules/1");
    assert_eq!(rules["lines"], serde_json::json!([350, 400]));
    let lists = [
        "thresholds",
        "evaluations",
        "evaluation_exceptions",
        "factor_sets",
        "bands",
        "limits",
        "overage_fees",
        "stock_fees",
    ];
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
fn without_options_it_is_the_usual_marketplace_today() {
    let scope = |command: &mut Command| {
        let output = command.args(["-f", "json"]).output().unwrap();
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        let codes = said["thresholds"].as_array().unwrap().len();
        (said["marketplace"].clone(), said["on"].is_string(), codes)
    };
    let (mut plain, _folder) = command(&[]);
    assert_eq!(scope(&mut plain), ("US".into(), true, 1));
    let (mut settings, folder) = command(&[]);
    std::fs::write(folder.path().join("ipi.toml"), "marketplace = \"NL\"\n").unwrap();
    assert_eq!(scope(&mut settings), ("NL".into(), true, 1));
    // The variable wins over the settings, the flag over both.
    let (mut variable, folder) = command(&[]);
    std::fs::write(folder.path().join("ipi.toml"), "marketplace = \"NL\"\n").unwrap();
    assert_eq!(scope(variable.env("IPI_MARKETPLACE", "de")), ("DE".into(), true, 1));
    let (mut flag, _folder) = command(&["-m", "JP"]);
    assert_eq!(scope(flag.env("IPI_MARKETPLACE", "de")), ("JP".into(), true, 1));
    let (mut wrong, _folder) = command(&[]);
    let wrong = wrong.env("IPI_MARKETPLACE", "XX").output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("IPI_MARKETPLACE: \"XX\" is no marketplace"));
}

#[test]
fn all_is_narrowed_by_what_is_named_only() {
    let (mut everything, _folder) = command(&["--all", "-f", "json"]);
    let everything = everything.env("IPI_MARKETPLACE", "DE").output().unwrap();
    let everything: Value = serde_json::from_slice(&everything.stdout).unwrap();
    assert_eq!((&everything["marketplace"], &everything["on"]), (&Value::Null, &Value::Null));
    let america = json(&["--all", "-m", "US"]);
    assert_eq!((&america["marketplace"], &america["on"]), (&"US".into(), &Value::Null));
    assert_eq!(america["thresholds"].as_array().unwrap().len(), 7);
    let then = json(&["--all", "--on", "2020-12-01"]);
    assert_eq!((&then["marketplace"], &then["on"]), (&Value::Null, &"2020-12-01".into()));
    // DE, ES, FR, IT, JP, UK, US.
    assert_eq!(then["thresholds"].as_array().unwrap().len(), 7);
    let page = text(&["-m", "UK", "--on", "2026-06-30"]);
    assert!(page.starts_with("Rules for the United Kingdom on 2026-06-30\n--all gives"), "{page}");
    let html = text(&["-m", "US", "--on", "2026-06-30", "-f", "html"]);
    let heads: Vec<_> = html.split("<h1>").skip(1).map(|rest| rest.split("</h1>").next().unwrap()).collect();
    assert_eq!(heads, ["Rules for the United States on 2026-06-30"]);
    assert!(html.contains("<title>Rules for the United States on 2026-06-30</title>"), "{html}");
    assert!(text(&["--all"]).starts_with("Rules for every marketplace and day\n"));
    assert!(page.lines().count() < text(&["--all"]).lines().count() / 2);
}

#[test]
fn limits_beside_the_threshold_are_told() {
    let limits = |args: &[&str]| {
        let rules = json(args);
        let rows = rules["limits"].as_array().unwrap().clone();
        let told = |row: &Value| (row["topic"].clone(), row["amount"].clone(), row["unit"].clone());
        rows.iter().map(told).collect::<Vec<_>>()
    };
    let america = limits(&["-m", "US", "--on", "2026-06-30"]);
    for (topic, amount, unit) in [
        ("expected-sales", 5, "months"),
        ("supply-per-product", 90, "days"),
        ("new-sellers", 39, "weeks"),
        ("individual-sellers", 15, "cubic_feet"),
        ("new-selection", 300, "points"),
    ] {
        assert!(america.contains(&(topic.into(), amount.into(), unit.into())), "{topic} {america:?}");
    }
    let before = limits(&["-m", "US", "--on", "2025-04-30"]);
    let months = |rows: &[(Value, Value, Value)]| -> Vec<Value> {
        rows.iter().filter(|(_, _, unit)| unit == "months").map(|(_, amount, _)| amount.clone()).collect()
    };
    assert_eq!((months(&before), months(&america)), (vec![6.into()], vec![5.into()]));
    let brazil = limits(&["-m", "BR", "--on", "2026-06-30"]);
    assert!(brazil.contains(&("review".into(), Value::Null, Value::Null)), "{brazil:?}");
    let sheet = text(&["-m", "AU", "--on", "2026-06-30", "-f", "csv"]);
    assert!(sheet.contains("limit,AU,,,without-score/oversize,300,,,units,third-party,"), "{sheet}");
}

#[test]
fn what_is_not_known_is_said_to_be_not_known() {
    let rules = json(&["-m", "BR", "--on", "2026-06-30"]);
    for list in ["thresholds", "next_dates", "factor_sets", "overage_fees"] {
        assert_eq!(rules[list], serde_json::json!([]), "{list}");
    }
    assert_eq!(rules["factor_sets_unknown"], serde_json::json!(["BR"]));
    let page = text(&["-m", "BR"]);
    assert!(page.contains("limits by score     no number"), "{page}");
    assert!(page.contains("None is known here") && page.contains("not assumed to be all four: BR"));
}

#[test]
fn fees_for_stock_are_summed_up_for_a_day_and_told_in_full_for_all() {
    let page = text(&["-m", "US", "--on", "2026-06-30"]);
    for line in [
        "storage          standard  USD 0.78/cu ft, Oct-Dec 2.40  official",
        "aged stock       all       USD 0.50 to 7.90/cu ft        quoted",
        "removal          standard  USD 0.84 to 2.89, +1.06/lb    quoted",
        "liquidation      all       5-10 % of price, less 15 %    quoted",
        "low stock        standard  USD 0.32 to 1.11              official",
    ] {
        assert!(page.contains(line), "{line}: {page}");
    }
    assert!(page.contains("Every figure with its days and notes: ipi rules --all -m US"), "{page}");
    // Whatever the width, a line of the list is one text.
    let full = text(&["--all", "-m", "US"]).split_whitespace().collect::<Vec<_>>().join(" ");
    for told in [
        "storage a month, oversize, dangerous, since 2024-04-01: January to September USD 0.78/cu ft, October to December 2.43",
        "366-455 days 6.90 (a unit at least 0.30), 456 days and more 7.90 (a unit at least 0.35)",
        "removal of a unit, standard, 2022-01-18 to 2023-12-31: up to 0.5 lb USD 0.52, up to 1 lb 0.75, up to 2 lb 1.14, above \
         1.51 and 0.63 for each further lb begun; the same for disposal (official, days assumed",
        "liquidation, since 2024-01-01: brings 5 % to 10 % of the price, of which Amazon keeps 15 %",
        "low stock, a unit shipped, large-standard, above 3 lb, since 2024-04-01: below 14 days USD 1.11",
        "from 52 weeks on 1.88; October to December from 52 weeks on USD 1.88/cu ft",
    ] {
        assert!(full.contains(told), "{told}: {full}");
    }
    let sheet = text(&["-m", "CA", "--on", "2026-06-30", "-f", "csv"]);
    for row in [
        "removal-fee,CA,2026-01-01,,standard/kilograms,0.82,0.2,0.5,CAD/unit,third-party,",
        "removal-fee,CA,2026-01-01,,standard/kilograms/each further,1.54,1,,CAD/kilograms,third-party,",
        "aged-inventory-fee,CA,2026-01-01,,age_days/at least,0.15,366,,CAD/unit,third-party,",
        "liquidation-recovery,CA,2024-01-01,,referral,0.15,,,recovery,assumed,",
    ] {
        assert!(sheet.contains(row), "{row}: {sheet}");
    }
}

#[test]
fn a_fee_that_is_not_known_is_not_free() {
    let unknown = |args: &[&str]| {
        let rules = json(args);
        let rows = rules["stock_fees_unknown"].as_array().unwrap().clone();
        rows.iter().map(|row| row["fee"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(unknown(&["-m", "US", "--on", "2026-06-30"]), Vec::<String>::new());
    assert_eq!(unknown(&["-m", "UK", "--on", "2026-07-01"]), ["storage-utilisation", "low-inventory"]);
    assert_eq!(unknown(&["-m", "FR", "--on", "2026-07-01"]).len(), 7);
    let page = text(&["-m", "FR", "--on", "2026-07-01"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("Not known here, which is not the same as free: storage, utilisation, aged stock"));
    // A figure that was not seen is null and empty, not nought.
    let japan = json(&["-m", "JP", "--on", "2022-06-01"]);
    let rates = &japan["stock_fees"][0]["rates"];
    assert_eq!((&rates[0]["rate"], &rates[1]["rate"]), (&5160.0.into(), &Value::Null));
    let sheet = text(&["-m", "JP", "--on", "2022-06-01", "-f", "csv"]);
    assert!(
        sheet.contains("storage-fee,JP,2020-07-01,2023-12-31,standard/oct-dec,,,,JPY/cubic_metres,"),
        "{sheet}"
    );
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
    let all = &["--all"][..];
    let days = ["-m", "US", "--all"];
    for args in [&[][..], all, &days, &["--all", "--on", "2022-06-01"], &["-m", "DE", "--on", "2026-11-18"]] {
        for line in text(args).lines().filter(|line| !line.contains("http")) {
            assert!(line.chars().count() <= 80, "{line}");
            assert!(!line.contains('\u{1b}'));
        }
    }
}

#[test]
fn a_sheet_has_twelve_columns_everywhere() {
    let sheet = text(&["--all", "-f", "csv"]);
    let mut rows = csv::Reader::from_reader(sheet.as_bytes());
    assert_eq!(rows.headers().unwrap().len(), 12);
    let kinds: std::collections::BTreeSet<_> = rows.records().map(|row| row.unwrap()[0].to_owned()).collect();
    let mut all = vec!["band", "check", "evaluation", "factor", "limit", "overage-fee", "threshold"];
    all.extend(["storage-fee", "storage-utilisation-fee", "aged-inventory-fee", "removal-fee"]);
    all.extend(["liquidation-recovery", "liquidation-processing-fee", "low-inventory-fee"]);
    all.sort_unstable();
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
