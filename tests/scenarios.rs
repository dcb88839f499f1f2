//! The shapes of account under `fixtures/accounts`: each a folder with `reports`, the numbers worked by hand in
//! `worked.md`, and every expected output.
//!
//! `SNAPSHOTS=overwrite cargo test --test scenarios` writes the outputs anew. The table below is written by hand from
//! the pages of arithmetic, so that a wrong number cannot hide in a refreshed output.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The four factors of a scenario, each as the whole numbers it is made of; `None` is not stated.
struct Worked {
    shape: &'static str,
    /// Excess units, units on hand.
    excess: Option<(u64, u64)>,
    /// Units shipped in 90 days, and what the mean is made of.
    sell_through: Option<(u64, Mean)>,
    /// Stranded units, units on hand.
    stranded: Option<(u64, u64)>,
    /// Sum of weight × days, weight, SKUs.
    in_stock: Option<(u64, u64, u64)>,
}

#[derive(Clone, Copy)]
enum Mean {
    /// Of four snapshots, today first.
    Of([u64; 4]),
    /// Implied by the sell-through column.
    Implied(u64),
}
use Mean::{Implied, Of};

#[rustfmt::skip]
const WORKED: &[Worked] = &[
    Worked { shape: "amazons-example", excess: Some((20, 50)), sell_through: Some((120, Of([50, 40, 150, 80]))), stranded: Some((0, 50)), in_stock: Some((120, 5, 2)) },
    Worked { shape: "amazons-second-example", excess: Some((15, 20)), sell_through: Some((5, Of([20, 33, 33, 33]))), stranded: Some((0, 20)), in_stock: Some((114, 5, 2)) },
    Worked { shape: "australia", excess: None, sell_through: Some((30, Implied(45))), stranded: Some((4, 40)), in_stock: None },
    Worked { shape: "canada", excess: Some((5, 100)), sell_through: Some((60, Of([100, 120, 130, 60]))), stranded: Some((2, 100)), in_stock: None },
    Worked { shape: "centres-of-two-countries", excess: Some((0, 10)), sell_through: Some((90, Of([10, 40, 70, 100]))), stranded: Some((0, 10)), in_stock: Some((1800, 60, 1)) },
    Worked { shape: "detail-managed", excess: Some((38, 63)), sell_through: Some((15, Of([63, 68, 8, 18]))), stranded: Some((0, 63)), in_stock: Some((150, 5, 1)) },
    Worked { shape: "detail-only", excess: Some((30, 50)), sell_through: Some((45, Of([50, 48, 60, 80]))), stranded: Some((0, 50)), in_stock: Some((550, 25, 2)) },
    Worked { shape: "europe", excess: Some((15, 35)), sell_through: Some((50, Of([35, 51, 75, 85]))), stranded: Some((7, 35)), in_stock: Some((1200, 40, 2)) },
    Worked { shape: "excluded", excess: Some((2, 20)), sell_through: Some((20, Of([20, 30, 40, 40]))), stranded: Some((0, 20)), in_stock: Some((300, 10, 1)) },
    Worked { shape: "ghosts", excess: Some((47, 187)), sell_through: Some((117, Of([187, 253, 179, 204]))), stranded: Some((10, 190)), in_stock: Some((2520, 92, 4)) },
    Worked { shape: "growing-folder", excess: Some((2, 55)), sell_through: Some((45, Of([55, 100, 80, 45]))), stranded: Some((3, 55)), in_stock: None },
    Worked { shape: "japan", excess: Some((10, 45)), sell_through: Some((35, Of([45, 56, 70, 30]))), stranded: Some((0, 45)), in_stock: Some((750, 25, 2)) },
    Worked { shape: "kept-reports", excess: Some((5, 50)), sell_through: Some((120, Of([50, 40, 150, 80]))), stranded: Some((3, 50)), in_stock: None },
    Worked { shape: "ledger-gaps", excess: Some((6, 30)), sell_through: Some((55, Of([30, 69, 45, 45]))), stranded: Some((0, 30)), in_stock: Some((1470, 55, 3)) },
    Worked { shape: "legacy", excess: Some((15, 60)), sell_through: Some((95, Of([60, 85, 65, 105]))), stranded: Some((3, 60)), in_stock: Some((1570, 55, 3)) },
    Worked { shape: "legacy-age", excess: Some((10, 50)), sell_through: Some((40, Of([50, 50, 80, 80]))), stranded: Some((0, 50)), in_stock: None },
    Worked { shape: "minimum", excess: Some((10, 100)), sell_through: Some((110, Of([100, 170, 20, 60]))), stranded: Some((5, 100)), in_stock: Some((1940, 70, 3)) },
    Worked { shape: "missing-middle", excess: None, sell_through: None, stranded: Some((6, 60)), in_stock: None },
    Worked { shape: "new-items", excess: Some((5, 30)), sell_through: Some((30, Of([120, 130, 50, 50]))), stranded: Some((6, 120)), in_stock: Some((900, 30, 2)) },
    Worked { shape: "new-unproven", excess: Some((65, 120)), sell_through: Some((30, Of([120, 130, 50, 50]))), stranded: Some((6, 120)), in_stock: Some((900, 30, 2)) },
    Worked { shape: "old-names", excess: Some((10, 30)), sell_through: Some((20, Of([30, 42, 50, 50]))), stranded: Some((0, 30)), in_stock: Some((600, 20, 1)) },
    Worked { shape: "orders-only", excess: Some((32, 70)), sell_through: None, stranded: Some((7, 70)), in_stock: None },
    Worked { shape: "orders-not-shipped", excess: Some((46, 130)), sell_through: Some((94, Of([130; 4]))), stranded: Some((0, 130)), in_stock: Some((1920, 64, 2)) },
    Worked { shape: "overlapping-sales", excess: Some((11, 60)), sell_through: Some((99, Of([60; 4]))), stranded: Some((0, 60)), in_stock: Some((2070, 69, 2)) },
    Worked { shape: "planning-only", excess: Some((50, 130)), sell_through: Some((120, Implied(130))), stranded: None, in_stock: None },
    Worked { shape: "shared-fnsku", excess: Some((56, 116)), sell_through: Some((60, Of([116, 146, 166, 176]))), stranded: Some((6, 116)), in_stock: Some((1500, 50, 3)) },
    Worked { shape: "shared-fnsku-column", excess: Some((4, 50)), sell_through: Some((60, Implied(50))), stranded: Some((0, 50)), in_stock: None },
    Worked { shape: "shared-fnsku-sales", excess: Some((4, 50)), sell_through: Some((60, Of([50, 70, 90, 110]))), stranded: Some((0, 50)), in_stock: Some((1200, 40, 2)) },
    Worked { shape: "short-ledger", excess: Some((10, 100)), sell_through: Some((80, Implied(120))), stranded: Some((0, 180)), in_stock: None },
    Worked { shape: "stranded-extra", excess: Some((20, 100)), sell_through: Some((60, Implied(80))), stranded: Some((29, 120)), in_stock: None },
    Worked { shape: "three-products", excess: Some((150, 300)), sell_through: Some((360, Of([300, 340, 375, 425]))), stranded: Some((12, 300)), in_stock: Some((6420, 230, 3)) },
    Worked { shape: "two-ledgers", excess: Some((17, 41)), sell_through: Some((69, Of([41, 76, 100, 110]))), stranded: Some((0, 41)), in_stock: Some((1440, 59, 3)) },
    Worked { shape: "united-kingdom", excess: Some((40, 90)), sell_through: Some((50, Of([90, 140, 140, 140]))), stranded: Some((0, 90)), in_stock: Some((1500, 50, 1)) },
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts")
}

/// What `ipi score reports` prints in the folder of a shape, in a form.
fn score(shape: &str, form: &[&str]) -> String {
    let folder = folder().join(shape);
    let more = std::fs::read_to_string(folder.join("args")).unwrap_or_default();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    command.args(["score", "reports", "--no-history", "--details", "--format"]);
    command.args(form);
    command.args(more.split_whitespace());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_")) {
        command.env_remove(name);
    }
    // The reports are of days long ago, and stay so.
    let done = command.env("IPI_MAX_AGE", "off").current_dir(folder).output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success(), "{shape}: {said}");
    // The letter tells a forecast too, and says aloud where there is none.
    let said = if form[0] == "eml" { said.replace("ipi: warning: no forecast: ", "") } else { said };
    assert!(said.is_empty() || form[0] == "eml" && said.contains("the plan is for"), "{shape}: {said}");
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn every_output_is_the_expected_one() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    for Worked { shape, .. } in WORKED {
        let forms: [(&[&str], &str); 9] = [
            (&["text"], "score.txt"),
            (&["json"], "score.json"),
            // What others read since before stays as it is, to the last byte.
            (&["json", "--schema", "1"], "score-1.json"),
            (&["csv"], "score.csv"),
            (&["tsv"], "score.tsv"),
            (&["jsonl"], "score.jsonl"),
            (&["md"], "score.md"),
            (&["row"], "week.csv"),
            (
                &["eml", "--from", "a@example.com", "--to", "b@example.com", "--today", "2026-12-01"],
                "week.eml",
            ),
        ];
        for (form, file) in forms {
            let expected = Data::read_from(&folder().join(shape).join(file), Some(DataFormat::Text));
            assert.eq(score(shape, form), expected.raw());
        }
    }
}

#[test]
fn every_number_is_the_one_worked_by_hand() {
    for worked in WORKED {
        let document: Value = serde_json::from_str(&score(worked.shape, &["json"])).unwrap();
        let check = |pointer: &str, expected: Option<u64>| {
            let found = document.pointer(&format!("/factors/{pointer}")).and_then(Value::as_u64);
            assert_eq!(found, expected, "{}: {pointer}", worked.shape);
        };
        let ratio = |pointer: &str, expected: Option<(u64, u64)>| {
            let found = document.pointer(&format!("/factors/{pointer}")).and_then(Value::as_f64);
            #[allow(clippy::cast_precision_loss)]
            let expected = expected.map(|(part, whole)| part as f64 / whole as f64);
            let near = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() <= 1e-11,
                (found, expected) => found == expected,
            };
            assert!(near, "{}: {pointer}: {found:?}, by hand {expected:?}", worked.shape);
        };
        ratio("excess/share", worked.excess);
        check("excess/excess_units", worked.excess.map(|(units, _)| units));
        check("excess/on_hand_units", worked.excess.map(|(_, units)| units));
        let whole = worked.sell_through.map(|(shipped, mean)| match mean {
            Of(snapshots) => (shipped * 4, snapshots.iter().sum()),
            Implied(mean) => (shipped, mean),
        });
        ratio("sell_through/ratio", whole);
        check("sell_through/shipped_90d_units", worked.sell_through.map(|(units, _)| units));
        for i in 0..4 {
            let snapshot = match worked.sell_through {
                Some((_, Of(snapshots))) => Some(snapshots[i]),
                _ => None,
            };
            check(&format!("sell_through/snapshots/{i}/units"), snapshot);
        }
        ratio("stranded/share", worked.stranded);
        check("stranded/stranded_units", worked.stranded.map(|(units, _)| units));
        check("stranded/on_hand_units", worked.stranded.map(|(_, units)| units));
        ratio("in_stock/rate", worked.in_stock.map(|(days, weight, _)| (days, weight * 30)));
        check("in_stock/weight_units_60d", worked.in_stock.map(|(_, weight, _)| weight));
        check("in_stock/skus", worked.in_stock.map(|(.., skus)| skus));
    }
}

#[test]
fn every_folder_is_worked_and_tested() {
    let tested: BTreeSet<_> = WORKED.iter().map(|worked| worked.shape.to_owned()).collect();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let entry = entry.unwrap();
        let shape = entry.file_name().into_string().unwrap();
        if entry.path().join("reports").exists() {
            assert!(tested.contains(&shape), "fixtures/accounts/{shape} has no row in the table");
        }
    }
    for shape in tested {
        assert!(folder().join(&shape).join("worked.md").exists(), "{shape} is not worked by hand");
    }
}
