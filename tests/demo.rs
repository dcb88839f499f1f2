//! The example account: what `ipi demo` writes, and that its reports agree with each other and with `worked.md`.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/demo");

fn ipi(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ipi"))
        .args(args)
        .current_dir(folder)
        .env_remove("IPI_ACCOUNT")
        .env_remove("IPI_MARKETPLACE")
        .env("IPI_MAX_AGE", "off")
        .env("IPI_HISTORY", folder.join("history.sqlite3"))
        .output()
        .unwrap()
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
        .collect()
}

#[test]
fn it_writes_the_account_of_the_source_tree_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let output = ipi(&["demo", "new/example"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("ipi score new/example --account example"), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 80) && said.lines().count() == 9, "{said}");
    let written = contents(&folder.path().join("new/example"));
    assert_eq!(written.keys().collect::<Vec<_>>(), contents(Path::new(DEMO)).keys().collect::<Vec<_>>());
    assert!(written == contents(Path::new(DEMO)), "the bytes differ");
}

#[test]
fn it_never_writes_among_other_files() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("mine");
    fs::create_dir(&own).unwrap();
    fs::write(own.join("report.csv"), "mine").unwrap();
    for place in ["mine", "mine/report.csv"] {
        let output = ipi(&["demo", place], folder.path());
        assert_eq!(output.status.code(), Some(2), "{place}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("nothing was written") && said.contains("ipi demo ipi-example"), "{said}");
    }
    assert_eq!(contents(&own).into_iter().collect::<Vec<_>>(), [("report.csv".into(), b"mine".to_vec())]);
    fs::create_dir(folder.path().join("empty")).unwrap();
    assert_eq!(ipi(&["demo", "empty"], folder.path()).status.code(), Some(0));
    assert_eq!(ipi(&["demo", "empty"], folder.path()).status.code(), Some(2), "the second time");
}

/// The rows of a file of the account, by column name. Read without the program's own readers.
fn rows(file: &str, delimiter: u8) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(Path::new(DEMO).join(file)).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(text.starts_with(['"', '\u{feff}']))
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> i64 {
    row[column].parse().unwrap()
}

/// A day of the ledger as `2026-10-31`.
fn day(row: &BTreeMap<String, String>) -> String {
    let date = &row["Date"];
    format!("{}-{}-{}", &date[6..], &date[..2], &date[3..5])
}

fn sums<'a>(rows: impl Iterator<Item = (&'a String, i64)>) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for (sku, units) in rows {
        *sums.entry(sku.clone()).or_default() += units;
    }
    sums.retain(|_, units| *units != 0);
    sums
}

#[test]
fn ledger_rows_add_up_and_follow_each_other() {
    const MOVES: [&str; 10] = [
        "Receipts",
        "Customer Shipments",
        "Customer Returns",
        "Vendor Returns",
        "Warehouse Transfer In/Out",
        "Found",
        "Lost",
        "Damaged",
        "Disposed",
        "Other Events",
    ];
    let mut ledger = rows("inventory-ledger.csv", b',');
    ledger.sort_by_key(day);
    let mut last: BTreeMap<(String, String), i64> = BTreeMap::new();
    for row in &ledger {
        let start = number(row, "Starting Warehouse Balance");
        let moved: i64 = MOVES.iter().map(|column| number(row, column)).sum();
        let end = number(row, "Ending Warehouse Balance");
        assert!(start + moved == end && end >= 0, "{row:?}");
        let before = last.insert((row["MSKU"].clone(), row["Disposition"].clone()), end);
        assert!(before.is_none_or(|before| before == start), "{row:?}");
    }
    let days: BTreeSet<_> = ledger.iter().map(day).collect();
    assert_eq!((days.len(), days.first().unwrap().as_str()), (120, "2026-07-04"));
    assert_eq!(days.last().unwrap(), "2026-10-31");
}

#[test]
fn the_reports_tell_the_same_story() {
    let ledger: Vec<_> = rows("inventory-ledger.csv", b',')
        .into_iter()
        .filter(|row| row["Disposition"] == "SELLABLE")
        .collect();
    let shipments = rows("fulfilled-shipments.txt", b'\t');
    let planning = rows("fba-inventory.csv", b',');
    let managed = rows("manage-fba-inventory.txt", b'\t');
    let since = |from: &str| {
        let rows = ledger.iter().filter(|row| *day(row) >= *from);
        sums(rows.map(|row| (&row["MSKU"], -number(row, "Customer Shipments"))))
    };
    // Everything since 1 August stands in both, unit by unit.
    let shipped = sums(shipments.iter().map(|row| (&row["sku"], number(row, "quantity-shipped"))));
    assert_eq!(shipped, since("2026-08-01"));
    for (column, from) in [
        ("units-shipped-t7", "2026-10-25"),
        ("units-shipped-t30", "2026-10-02"),
        ("units-shipped-t60", "2026-09-02"),
        ("units-shipped-t90", "2026-08-03"),
    ] {
        let counted = since(from);
        for row in &planning {
            let counted = counted.get(&row["sku"]).copied().unwrap_or(0);
            assert_eq!(number(row, column), counted, "{column} of {}", row["sku"]);
        }
    }
    let ending = ledger.iter().filter(|row| day(row) == "2026-10-31");
    let balance = sums(ending.map(|row| (&row["MSKU"], number(row, "Ending Warehouse Balance"))));
    for row in &planning {
        let parts = ["available", "fc-transfer", "Total Reserved Quantity"].map(|column| number(row, column));
        let ledger = balance.get(&row["sku"]).copied().unwrap_or(0);
        assert_eq!(parts.iter().sum::<i64>(), ledger, "{}", row["sku"]);
        let ages = ["0-to-90", "91-to-180", "181-to-270", "271-to-365", "366-to-455", "456-plus"]
            .map(|age| number(row, &format!("inv-age-{age}-days")));
        assert_eq!(ages.iter().sum::<i64>(), number(row, "available"), "ages of {}", row["sku"]);
        let there = managed.iter().find(|managed| managed["sku"] == row["sku"]).unwrap();
        assert_eq!(there["afn-fulfillable-quantity"], row["available"], "{}", row["sku"]);
    }
    for row in &managed {
        let of = |name: &str| number(row, &format!("afn-{name}-quantity"));
        let parts = ["fulfillable", "unsellable", "reserved", "researching", "fc-transfer"].map(of);
        assert_eq!(of("warehouse"), parts.iter().sum::<i64>(), "{}", row["sku"]);
        let inbound = ["inbound-working", "inbound-shipped", "inbound-receiving"].map(of);
        assert_eq!(of("total"), of("warehouse") + inbound.iter().sum::<i64>(), "{}", row["sku"]);
    }
    // What the account is for: a label under two SKUs, products that are missing, names that are hard to read.
    let labels: BTreeSet<_> = managed.iter().map(|row| &row["fnsku"]).collect();
    assert_eq!(labels.len() + 1, managed.len());
    let listed: BTreeSet<_> = planning.iter().map(|row| row["sku"].as_str()).collect();
    assert!(listed.contains("00482910") && listed.contains("MUG BLUE 11OZ"));
    assert!(["COASTER-CORK-6", "KETTLE-SWITCH"].iter().all(|sku| shipped[*sku] > 0 && !listed.contains(sku)));
    assert!(planning.iter().any(|row| row["product-name"].contains("8\" x 10\"")));
    assert!(planning.iter().any(|row| row["product-name"].contains("抹茶")));
    let private: Vec<_> = shipments[0]
        .keys()
        .filter(|name| {
            ["buyer", "recipient", "address", "city", "phone", "postal"].iter().any(|p| name.contains(p))
        })
        .cloned()
        .collect();
    assert!(private.len() > 10);
    assert!(shipments.iter().all(|row| private.iter().all(|name| row[name].is_empty())));
}

/// The numbers of `worked.md`.
#[test]
fn the_four_factors_are_those_worked_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let output = ipi(&["score", DEMO, "--no-history", "-f", "json"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&said["as_of"], &said["marketplace"]), (&"2026-10-31".into(), &"US".into()));
    let factors = &said["factors"];
    for (factor, counts) in [
        ("excess", [("excess_units", 74), ("on_hand_units", 418)].as_slice()),
        ("sell_through", &[("shipped_90d_units", 639)]),
        ("stranded", &[("stranded_units", 11), ("on_hand_units", 418)]),
        ("in_stock", &[("weight_units_60d", 445), ("skus", 16)]),
    ] {
        for (key, units) in counts {
            assert_eq!(factors[factor][key], *units, "{factor}.{key}");
        }
    }
    let snapshots: Vec<_> =
        factors["sell_through"]["snapshots"].as_array().unwrap().iter().map(|s| &s["units"]).collect();
    assert_eq!(snapshots, [424, 567, 504, 413]);
    let worked = fs::read_to_string(Path::new(DEMO).join("worked.md")).unwrap();
    for (value, by_hand, scale) in [
        (&factors["excess"]["share"], "17.7033 %", 100.0),
        (&factors["sell_through"]["ratio"], "1.339623", 1.0),
        (&factors["stranded"]["share"], "2.6316 %", 100.0),
        (&factors["in_stock"]["rate"], "90.9663 %", 100.0),
    ] {
        assert!(worked.contains(&format!("**{by_hand}**")), "{by_hand} stands in worked.md");
        let by_hand: f64 = by_hand.trim_end_matches(" %").parse().unwrap();
        let off = (value.as_f64().unwrap() * scale - by_hand).abs();
        assert!(off <= 0.000_051, "{value} {by_hand}");
    }
}

#[test]
fn what_it_costs_is_what_was_worked_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let output = ipi(&["score", DEMO, "--no-history", "--details", "-f", "json"], folder.path());
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let costs = &document["consequences"];
    let of = |key: &str| [&costs[key]["low"], &costs[key]["high"]].map(|it| it.as_f64().unwrap());
    assert_eq!(costs["currency"], "USD");
    assert_eq!(of("storage_this_month"), [137.7575; 2]);
    assert_eq!(of("storage_next_month"), [138.6298; 2]);
    assert_eq!(costs["storage_next_month"]["stated_skus"], 15);
    assert_eq!(costs["aged_due_on"], "2026-11-15");
    assert_eq!(costs["aged_due_units"], 87);
    assert_eq!(of("aged_due"), [136.8519, 187.9647]);
    let unknown = |key: &str| {
        let [reason] = costs[key]["unknown"].as_array().unwrap().as_slice() else { panic!("{key}") };
        (reason["reason"].as_str().unwrap(), reason["skus"].as_u64(), reason["units"].as_u64())
    };
    assert_eq!(unknown("aged_due"), ("no-age", Some(2), Some(24)));
    assert_eq!(of("low_inventory_fee_30d"), [0.0; 2]);
    assert_eq!(unknown("low_inventory_fee_30d"), ("no-days-of-supply", Some(2), Some(20)));
    assert_eq!(of("lost_sales_30d"), [290.6221; 2]);
    assert_eq!(costs["lost_sales_30d"]["units"], 21.5375);
    assert_eq!(unknown("lost_sales_30d"), ("may-be-new", Some(1), Some(38)));
    // Only where details are asked for.
    let output = ipi(&["score", DEMO, "--no-history", "-f", "json"], folder.path());
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["consequences"].is_null());
}
