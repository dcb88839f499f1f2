//! `ipi skus` from outside, and the points of SKUs as properties.
//!
//! The pages under `tests/skus` are written with `SNAPSHOTS=overwrite cargo test --test skus`; the numbers in them are those
//! of the demo account's `worked.md` and of the worked example in `ipi::skus::Attribution`.

#![allow(clippy::unwrap_used, clippy::panic)]

use ipi::factor::{FactorSet, Part, Parts, Readings};
use ipi::ids::Sku;
use ipi::score::{Question, Week, estimate};
use ipi::skus::Attribution;
use ipi::units::Units;
use proptest::prelude::*;
use serde_json::Value;
use snapbox::{Assert, Data};
use std::path::Path;
use std::process::{Command, Output};

fn ipi(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_")) {
        command.env_remove(name);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts");
    command.args(args).arg("--no-history").env("IPI_MAX_AGE", "off").current_dir(root).output().unwrap()
}

fn says(args: &[&str]) -> String {
    let done = ipi(args);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&says(&[args, &["-f", "json"]].concat())).unwrap()
}

#[test]
fn the_pages_of_the_demo_account_are_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/skus");
    for (file, args) in [
        ("points.txt", &[][..]),
        ("sales.txt", &["--by", "sales"]),
        ("alerts.txt", &["--alerts"]),
        ("excess.md", &["--factor", "excess", "-f", "md"]),
        ("details.txt", &["--details", "--top", "3"]),
        ("all.csv", &["-f", "csv"]),
        ("first.json", &["--top", "1", "-f", "json"]),
    ] {
        let page = says(&[&["skus", "demo"], args].concat());
        if file.ends_with(".txt") {
            let wide = page.lines().find(|line| line.chars().count() > 80);
            assert_eq!(wide, None, "{file}");
        }
        let expected = Data::read_from(&folder.join(file), None);
        Assert::new().action_env("SNAPSHOTS").eq(Data::text(page), expected.raw());
    }
}

/// The facts of KETTLE-SWITCH, OLD-LABEL-SOAP and GARLAND-PINE as `worked.md` counts them.
#[test]
fn facts_are_those_that_were_counted() {
    let found = json(&["skus", "demo"]);
    let of =
        |sku: &str| found["skus"].as_array().unwrap().iter().find(|line| line["sku"] == sku).unwrap().clone();
    let kettle = of("KETTLE-SWITCH");
    assert_eq!((&kettle["on_hand_units"], &kettle["shipped_60d_units"]), (&0.into(), &21.into()));
    assert_eq!(kettle["in_stock"]["days_out_30d"], 24);
    // 21 of 445 units; 36 shipped ÷ 15.5 on average.
    assert!((kettle["in_stock"]["weight_share"].as_f64().unwrap() - 21.0 / 445.0).abs() < 1e-11);
    assert!((kettle["sell_through"].as_f64().unwrap() - 36.0 / 15.5).abs() < 1e-11);
    assert_eq!((&kettle["action"], &kettle["alert"]), (&"restock".into(), &"out-of-stock".into()));
    let garland = of("GARLAND-PINE");
    // 62 on hand, 8 shipped on 90 days: 62 × 90 ÷ 8 = 697.5.
    assert_eq!((&garland["excess_units"], &garland["cover_days"]), (&46.into(), &697.5.into()));
    let soap = of("OLD-LABEL-SOAP");
    assert_eq!(
        (&soap["stranded_units"], &soap["stranded"]["reason"]),
        (&4.into(), &"Listing deleted".into())
    );
    // Not stated is not zero.
    assert_eq!((&soap["cover_days"], &soap["aged_charge"]), (&Value::Null, &Value::Null));
}

/// The points that `worked.md` of the three products works out.
#[test]
fn points_are_those_that_were_worked_out() {
    let found = json(&["skus", "three-products/reports"]);
    let near = |found: &Value, by_hand: f64| {
        assert!((found.as_f64().unwrap() - by_hand).abs() < 5e-5, "{found} is not {by_hand}");
    };
    near(&found["score"]["points"], 436.8053);
    near(&found["score"]["base"], 591.75);
    let of = |sku: &str| {
        found["skus"].as_array().unwrap().iter().find(|line| line["sku"] == sku).unwrap()["points"].clone()
    };
    let (lamp, mat, cup) = (of("LAMP"), of("MAT"), of("CUP"));
    near(&lamp["excess"], -120.0);
    near(&lamp["sell_through"], -45.4295);
    near(&mat["total"], 11.5717);
    near(&cup["sell_through"], 3.0001);
    near(&cup["stranded"], -2.0);
    near(&cup["in_stock"], -2.0870);
    near(&cup["total"], -1.0869);
}

/// What `worked.md` works out under "What it costs", and where each figure is from.
#[test]
fn costs_are_those_that_were_worked_by_hand() {
    let found = json(&["skus", "demo"]);
    let of = |sku: &str, key: &str| {
        let line = found["skus"].as_array().unwrap().iter().find(|line| line["sku"] == sku).unwrap();
        (line[key].clone(), line[format!("{key}_origin")].as_str().unwrap().to_owned())
    };
    let exact = |amount: f64, from: &str| (Value::from(amount), from.to_owned());
    let range =
        |low: f64, high: f64, from: &str| (serde_json::json!({ "low": low, "high": high }), from.into());
    let unknown = |why: &str| (Value::Null, why.to_owned());
    let (garland, planter) = ("GARLAND-PINE", "PLANTER-TERRA-9");
    assert_eq!(of(garland, "storage_next_month"), exact(46.5, "stated"));
    assert_eq!(of(garland, "storage_this_month"), exact(46.5, "table"));
    assert_eq!(of("OLD-LABEL-SOAP", "storage_next_month"), exact(0.1498, "table"));
    let aged = of(planter, "aged_charge").0;
    assert_eq!(aged, serde_json::json!({ "units": 18, "amount": null, "low": 3.1644, "high": 34.492 }));
    assert_eq!(of("OLD-LABEL-SOAP", "aged_charge"), unknown("no-age"));
    assert_eq!(of(garland, "removal_per_unit"), exact(5.01, "table"));
    assert_eq!(of(planter, "disposal_per_unit"), exact(6.07, "table"));
    assert_eq!(of(garland, "liquidation_per_unit"), range(0.86, 2.52, "table"));
    assert_eq!(of(planter, "liquidation_per_unit"), range(-0.06, 0.87, "table"));
    assert_eq!(of("ADVENT-2026", "removal_per_unit"), unknown("no-weight"));
    assert_eq!(of("KETTLE-SWITCH", "lost_sales_30d"), exact(100.5851, "reports"));
    assert_eq!(of("ADVENT-2026", "lost_sales_30d"), unknown("may-be-new"));
    assert_eq!(of("KETTLE-SWITCH", "low_inventory_fee_30d"), unknown("no-days-of-supply"));
    assert_eq!(of(garland, "low_inventory_fee_30d"), range(0.0, 0.0, "stated"));
}

#[test]
fn base_and_points_add_up_to_the_score_in_every_shape_of_account() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts");
    let mut compared = 0;
    for shape in std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
        let name = shape.file_name().unwrap().to_str().unwrap().to_owned();
        let reports = if name == "demo" { name } else { format!("{name}/reports") };
        let more = std::fs::read_to_string(shape.join("args")).unwrap_or_default();
        let args: Vec<_> = ["skus", &reports].into_iter().chain(more.split_whitespace()).collect();
        let found = json(&args);
        let number = |key: &str| found["score"][key].as_f64();
        let Some(points) = number("points") else { continue };
        let lines = found["skus"].as_array().unwrap();
        let sum: f64 = lines.iter().map(|line| line["points"]["total"].as_f64().unwrap()).sum();
        let whole = number("base").unwrap() + sum + number("clamped").unwrap();
        assert!((whole - points).abs() < 1e-9, "{reports}: {whole} is not {points}");
        let score = json(&[&["score"], &args[1..]].concat());
        assert_eq!(score["score"]["points"], found["score"]["points"], "{reports}");
        compared += 1;
    }
    assert!(compared > 25, "{compared}");
}

/// Nothing is no less than nothing: in some of these accounts no SKU adds points, in some none costs any.
#[test]
fn no_page_says_minus_nothing() {
    for account in ["missing-middle", "canada", "planning-only", "demo"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts").join(account);
        let more = std::fs::read_to_string(root.join("args")).unwrap_or_default();
        let reports = if account == "demo" { account.to_owned() } else { format!("{account}/reports") };
        let args: Vec<_> = ["skus", &reports].into_iter().chain(more.split_whitespace()).collect();
        let page = says(&args).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains(" points of it") && !page.contains("-0.0"), "{account}: {page}");
        assert!(account != "missing-middle" || page.contains("the others add about 0.0."), "{page}");
    }
}

#[test]
fn an_alert_fails_only_where_it_is_asked_to() {
    assert_eq!(ipi(&["skus", "demo", "--alerts"]).status.code(), Some(0));
    let done = ipi(&["skus", "demo", "--fail-on-alert"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8(done.stderr).unwrap().contains("there are 7 alerts: exit code 1"));
    assert_eq!(ipi(&["skus", "demo", "--top", "0"]).status.code(), Some(2));
    assert_eq!(ipi(&["skus", "demo", "--factor", "size"]).status.code(), Some(2));
}

#[test]
fn what_is_not_asked_for_stands_beside_the_base() {
    let all = json(&["skus", "demo"]);
    let first = json(&["skus", "demo", "--top", "2"]);
    let number = |found: &Value, key: &str| found["score"][key].as_f64().unwrap();
    let shown: f64 =
        first["skus"].as_array().unwrap().iter().map(|line| line["points"]["total"].as_f64().unwrap()).sum();
    assert!((number(&first, "skus") - number(&first, "skus_not_shown") - shown).abs() < 1e-9);
    assert_eq!(number(&all, "skus_not_shown"), 0.0);
    assert_eq!((&first["skus_total"], &first["skus_selected"]), (&18.into(), &18.into()));
}

/// Units on hand, excess, stranded, shipped in 90 days, snapshots, shipped in 60 days, days out.
type Numbers = (u64, u64, u64, u64, [u64; 4], u64, u16);

fn part(at: usize, (on_hand, excess, stranded, shipped, past, weight, out): Numbers) -> Part {
    let units = Units::new;
    let mut part = Part::new(Sku::from(&*format!("SKU-{at:03}")));
    (part.on_hand, part.excess, part.stranded_of) =
        (units(on_hand), units(excess.min(on_hand)), units(on_hand));
    (part.stranded, part.shipped_90) = (units(stranded.min(on_hand)), units(shipped));
    (part.weight, part.days_out) = (units(weight.min(shipped)), out);
    part.set_snapshots([on_hand, past[1], past[2], past[3]].map(units));
    part
}

fn numbers() -> impl Strategy<Value = Numbers> {
    let units = || prop_oneof![Just(0), 0..500_u64];
    (units(), units(), units(), units(), [units(), units(), units(), units()], units(), 0..=30_u16)
}

fn parts(all: &[Numbers]) -> Parts {
    let list = all.iter().enumerate().map(|(at, numbers)| part(at, *numbers)).collect();
    Parts { list, stated: FactorSet::FOUR, days: Some(["2026-10-31".parse().unwrap(); 4]) }
}

fn attribution(parts: &Parts, past: &[Week]) -> Option<Attribution> {
    let day = "2026-10-31".parse().unwrap();
    let question = Question { day, set: FactorSet::FOUR, readings: parts.readings(), past };
    Some(Attribution::of(parts, &parts.sums(), &estimate(&question)?))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn points_add_up_with_any_past(all in prop::collection::vec(numbers(), 1..12), score in 0.0..1000.0_f64, excess in 0.0..90.0_f64) {
        let readings = Readings { excess_pct: Some(excess), sell_through: Some(1.7), ..Readings::default() };
        let week = |day: &str, score| Week { day: day.parse().unwrap(), score, readings };
        let past = [week("2026-10-12", Some(score)), week("2026-10-19", None), week("2026-10-26", Some(score))];
        for past in [&past[..], &past[..2], &[]] {
            let Some(found) = attribution(&parts(&all), past) else { continue };
            let sum: f64 = found.points.iter().map(|points| points.total()).sum();
            prop_assert!((found.base + sum + found.clamped - found.score).abs() < 1e-9);
        }
    }

    #[test]
    fn stock_that_does_not_sell_never_gains(all in prop::collection::vec(numbers(), 1..12), units in 1..500_u64) {
        let mut all = all;
        all.push((units, units, 0, 0, [units; 4], 0, 0));
        let Some(found) = attribution(&parts(&all), &[]) else { return Ok(()) };
        let dead = found.points.last().unwrap();
        prop_assert!(dead.total() < 0.0 && dead.excess <= 0.0 && dead.sell_through <= 0.0, "{dead:?}");
    }

    #[test]
    fn the_order_of_skus_gives_every_sku_the_same_points(all in prop::collection::vec(numbers(), 2..12), turn in 1..11_usize) {
        let before = parts(&all);
        let mut after = before.clone();
        let turn = turn % after.list.len();
        after.list.rotate_left(turn);
        if let (Some(before), Some(mut after)) = (attribution(&before, &[]), attribution(&after, &[])) {
            after.points.rotate_right(turn);
            prop_assert_eq!(before.points, after.points);
        }
    }
}

/// The demo account's FBA Inventory alone, with a change: there is no ledger, and nothing says what is stranded.
fn without_ledger(change: impl Fn(&str) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts/demo/fba-inventory.csv");
    let text = std::fs::read_to_string(root).unwrap();
    std::fs::write(folder.path().join("fba-inventory.csv"), change(&text)).unwrap();
    folder
}

/// What is sold out is sold out whether or not a ledger tells the days.
#[test]
fn alerts_need_no_ledger() {
    let folder = without_ledger(str::to_owned);
    let found = json(&["skus", folder.path().to_str().unwrap(), "--alerts"]);
    let alerts: Vec<_> =
        found["skus"].as_array().unwrap().iter().map(|line| (&line["sku"], &line["alert"])).collect();
    assert!(alerts.contains(&(&"FILTER-4PK".into(), &"out-of-stock".into())), "{alerts:?}");
    assert!(alerts.contains(&(&"TOWEL-GREY-2".into(), &"low-stock".into())), "{alerts:?}");
    let sales = says(&["skus", folder.path().to_str().unwrap(), "--by", "sales", "--top", "2"]);
    assert!(sales.contains("TEA-GREEN-100") && sales.contains("FILTER-4PK"), "{sales}");
}

/// Amounts of another currency are not those of the account, and are not added up with them.
#[test]
fn amounts_in_another_currency_are_not_stated() {
    let folder = without_ledger(|text| {
        let lines = text.lines().map(|line| {
            if line.contains("GARLAND-PINE") { line.replace("\"USD\"", "\"EUR\"") } else { line.to_owned() }
        });
        lines.collect::<Vec<_>>().join("\n") + "\n"
    });
    let found = json(&["skus", folder.path().to_str().unwrap()]);
    let line =
        |sku: &str| found["skus"].as_array().unwrap().iter().find(|line| line["sku"] == sku).unwrap().clone();
    assert_eq!((&found["currency"], &line("GARLAND-PINE")["price"]), (&"USD".into(), &Value::Null));
    assert_eq!(line("PLANTER-TERRA-9")["price"], 22.0);
    // What Amazon states of it in euro is not taken; the table costs it in dollars.
    assert_eq!(line("GARLAND-PINE")["storage_next_month_origin"], "table");
}

/// Every form says that something was left out, the spreadsheet's too.
#[test]
fn rows_say_whether_they_are_partial() {
    let whole = says(&["skus", "demo", "-f", "csv", "--top", "1"]);
    assert!(
        whole.lines().next().unwrap().ends_with(",partial") && whole.trim_end().ends_with(",false"),
        "{whole}"
    );
    let folder = without_ledger(|text| text[..text.len() * 2 / 3].to_owned());
    let part = says(&["skus", folder.path().to_str().unwrap(), "-f", "csv", "--top", "1", "--lenient"]);
    assert!(part.trim_end().ends_with(",true"), "{part}");
}

#[test]
fn no_output_replaces_a_report() {
    let folder = without_ledger(str::to_owned);
    let file = folder.path().join("fba-inventory.csv");
    let before = std::fs::read(&file).unwrap();
    let (file, place) = (file.to_str().unwrap(), folder.path().to_str().unwrap());
    for args in [
        vec!["skus", place, "-o", file],
        vec!["score", place, "-o", file],
        vec!["plan", place, "--target", "700", "--by", "2026-10-31", "--removal-file", file],
    ] {
        let done = ipi(&args);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(
            (done.status.code(), said.contains("one of the files that were read")),
            (Some(3), true),
            "{said}"
        );
        assert_eq!(std::fs::read(file).unwrap(), before);
    }
}

/// What ipi wrote lies among the reports next week, and is none of them.
#[test]
fn outputs_among_the_reports_are_known_as_our_own() {
    let folder = without_ledger(str::to_owned);
    let place = folder.path().to_str().unwrap();
    let sku_shipments = folder.path().join("ship.csv");
    std::fs::write(sku_shipments, "sku,units,date\nFILTER-4PK,60,2026-11-10\n").unwrap();
    let before = says(&["score", place]);
    for (at, args) in [
        &["score"][..],
        &["skus"],
        &["forecast"],
        &["forecast", "--list", "run-out"],
        &["plan", "--target", "700", "--by", "2026-10-31"],
    ]
    .into_iter()
    .enumerate()
    {
        for ending in ["csv", "json", "md", "txt"] {
            if args.contains(&"run-out") && ending != "csv" {
                continue;
            }
            let file = folder.path().join(format!("out-{at}.{ending}"));
            says(&[args, &[place, "-o", file.to_str().unwrap()]].concat());
            // A second time, over the first.
            says(&[args, &[place, "-o", file.to_str().unwrap()]].concat());
        }
    }
    let order = folder.path().join("order.txt");
    says(&[
        "plan",
        place,
        "--target",
        "700",
        "--by",
        "2026-10-31",
        "--removal-file",
        order.to_str().unwrap(),
    ]);
    assert_eq!(says(&["score", place]), before);
}
