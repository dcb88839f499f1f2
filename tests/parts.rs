//! The factors taken apart by stock: in every shape of account under `fixtures/accounts` the parts add up to the factors, to
//! the last digit, whatever their stock of past days comes from, and reading them changes no figure.

#![allow(clippy::unwrap_used, clippy::panic)]

use ipi::account::{Account, ReadError, Settings, Steer};
use ipi::assess::Assessment;
use ipi::factor::{FactorKind, Parts, Readings, Sums};
use ipi::report::{Plan, Source};
use ipi::score::Past;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// The reports of a shape of account.
fn sources(shape: &Path) -> Vec<Source> {
    let mut paths = Vec::new();
    let reports = shape.join("reports");
    files(if reports.is_dir() { &reports } else { shape }, &mut paths);
    let is_report = |path: &PathBuf| {
        path.extension().is_some_and(|ending| ["csv", "txt", "tsv"].iter().any(|known| ending == *known))
            && !path.ends_with("notes.txt")
    };
    let name = |path: &PathBuf| path.strip_prefix(shape).unwrap().to_str().unwrap().to_owned();
    paths
        .iter()
        .filter(|path| is_report(path))
        .map(|path| Source::new(&name(path), fs::read(path).unwrap()))
        .collect()
}

/// Reads a shape, with or without what steering needs.
fn read(shape: &Path, steer: Option<Steer>) -> Account {
    let words = fs::read_to_string(shape.join("args")).unwrap_or_default();
    let words: Vec<_> = words.split_whitespace().collect();
    let after = |flag: &str| words.iter().skip_while(|word| **word != flag).nth(1).copied();
    let settings = fs::read_to_string(shape.join("reports/ipi.toml")).unwrap_or_default();
    let quoted = |line: &str| line.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let setting =
        |name: &str| settings.lines().find(|line| line.starts_with(name)).map(quoted).unwrap_or_default();
    let settings = Settings {
        marketplace: setting("marketplace").first().map(|code| code.parse().unwrap()),
        as_of: after("--as-of").map(|day| day.parse().unwrap()),
        no_stranded: settings.contains("no_stranded = true") || words.contains(&"--no-stranded"),
        lenient: false,
        excluded: setting("exclude").into_iter().collect(),
        steer,
        plan: Plan::with_threads(2),
    };
    match Account::read(&sources(shape), &settings) {
        Ok(account) => account,
        Err(error @ (ReadError::Refused(_) | ReadError::TooLittle(_))) => panic!("{shape:?}: {error}"),
    }
}

fn readings(account: &Account) -> (Parts, Readings) {
    let assessment = Assessment::of(account, &[], |_, _, _| Past::default());
    (Parts::of(account, assessment.factors.as_ref().unwrap()), assessment.readings)
}

fn shapes() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts");
    let mut shapes: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    shapes.sort();
    shapes
}

#[test]
fn the_parts_of_every_shape_add_up_to_its_factors() {
    let mut compared = 0;
    for shape in shapes() {
        for steer in [
            Steer::default(),
            Steer { details: true, demand: true, since: Some("2026-06-01".parse().unwrap()) },
        ] {
            let account = read(&shape, Some(steer));
            let (parts, measured) = readings(&account);
            assert_eq!(parts.readings(), measured, "{}", shape.display());
            assert_eq!(
                readings(&read(&shape, None)).1,
                measured,
                "{}: reading more changes nothing",
                shape.display()
            );
            compared += FactorKind::ALL.iter().filter(|factor| measured.get(**factor).is_some()).count();
        }
    }
    assert!(compared > 150, "{compared} figures");
}

/// Without what steering needs nobody knows which stock had what in the past.
#[test]
fn without_past_stock_by_sku_there_is_no_part_in_sell_through() {
    let demo = shapes().into_iter().find(|shape| shape.ends_with("demo")).unwrap();
    let (parts, measured) = readings(&read(&demo, None));
    assert_eq!(parts.readings(), Readings { sell_through: None, ..measured });
}

/// The demo account's `worked.md` counts the stock of every product on the four days.
#[test]
fn the_parts_of_the_demo_account_are_those_that_were_counted() {
    let demo = shapes().into_iter().find(|shape| shape.ends_with("demo")).unwrap();
    let (parts, _) = readings(&read(&demo, Some(Steer::default())));
    let part = |sku: &str| &parts.list[parts.find(sku).unwrap()];
    let kettle = part("KETTLE-SWITCH");
    assert_eq!(kettle.snapshots.map(ipi::units::Units::get), [0, 5, 21, 36]);
    assert_eq!(
        (kettle.average, kettle.weight.get(), kettle.days_out, kettle.shipped_90.get()),
        (15.5, 21, 24, 36)
    );
    let garland = part("GARLAND-PINE");
    assert_eq!((garland.on_hand.get(), garland.excess.get(), garland.average), (62, 46, 66.25));
    let mut sums = Sums::default();
    parts.list.iter().for_each(|part| sums.add(part));
    assert_eq!(sums.snapshots.map(ipi::units::Units::get), [424, 567, 504, 413]);
    assert_eq!((sums.stranded.get(), sums.stranded_of.get(), sums.excess.get()), (11, 418, 74));
}

/// Added up from the ledger's rows by another program: units shipped × 2^20 × 2^-(age ÷ 30), each day's weight rounded, and the
/// same weights of the days that ended with stock or on which units shipped: 67 of KETTLE-SWITCH, 19 of ADVENT-2026, all 90
/// of GARLAND-PINE.
#[test]
fn demand_and_moves_are_those_of_the_ledger() {
    let demo = shapes().into_iter().find(|shape| shape.ends_with("demo")).unwrap();
    let steer = Steer { demand: true, since: Some("2026-10-24".parse().unwrap()), ..Steer::default() };
    let account = read(&demo, Some(steer));
    let steering = account.steering.as_ref().unwrap();
    let of = |sku: &str| {
        steering.stock(account.stocks.iter().position(|facts| facts.sku.as_str() == sku).unwrap())
    };
    let demand = |sku: &str| of(sku).demand.map(|demand| (demand.sold, demand.on_offer)).unwrap();
    assert_eq!(demand("KETTLE-SWITCH"), (11_710_350, 21_245_754));
    assert_eq!(demand("ADVENT-2026"), (19_352_305, 16_312_349));
    assert_eq!(demand("GARLAND-PINE"), (3_727_507, 40_170_871));
    let sold = |sku: &str| of(sku).moves.unwrap().sold;
    assert_eq!((sold("ADVENT-2026"), sold("MAT-YOGA-6MM"), sold("KETTLE-SWITCH")), (9, 3, 0));
    // 9 + 6 + 6 + 2 + 3 + 9 + 3 + 4 + 4 + 2 + 5 + 1 + 1, as the rows of the seven days have it.
    assert_eq!(steering.shipped_by_age.iter().take(7).sum::<u64>(), 55);
}

const LEDGER: &str = "Date,FNSKU,MSKU,Disposition,Starting Warehouse Balance,In Transit Between Warehouses,Receipts,\
                      Customer Shipments,Customer Returns,Vendor Returns,Warehouse Transfer In/Out,Found,Lost,Damaged,\
                      Disposed,Other Events,Ending Warehouse Balance,Unknown Events,Location\n";

#[test]
fn what_moved_is_told_by_why() {
    // 100 - 7 shipped; + 40 - 9 + 2 returned - 5 removed - 3 moved away + 4 found - 1 lost - 2 damaged - 6 disposed + 8.
    let rows = "09/30/2026,X1,A,SELLABLE,100,0,0,-7,0,0,0,0,0,0,0,0,93,0,US\n\
                10/01/2026,X1,A,SELLABLE,93,0,40,-9,2,-5,-3,4,-1,-2,-6,8,121,0,US\n\
                10/01/2026,X1,A,DEFECTIVE,0,0,0,0,3,0,0,0,0,0,0,0,3,0,US\n";
    let since = |day: &str| {
        let settings = Settings {
            marketplace: None,
            as_of: None,
            no_stranded: true,
            lenient: false,
            excluded: std::collections::BTreeSet::new(),
            steer: Some(Steer { since: Some(day.parse().unwrap()), ..Steer::default() }),
            plan: Plan::with_threads(1),
        };
        let source = Source::new("ledger.csv", format!("{LEDGER}{rows}").into_bytes());
        Account::read(&[source], &settings).unwrap().steering.unwrap().stock(0).moves
    };
    let moves = since("2026-09-30").unwrap();
    assert_eq!((moves.sold, moves.received, moves.returned, moves.removed), (9, 40, 2, 11));
    assert_eq!((moves.lost, moves.found, moves.transferred, moves.other), (3, 4, -3, 8));
    assert_eq!(moves.net(), 121 - 93);
    assert_eq!(since("2026-09-29").unwrap().net(), 121 - 100);
    // Nobody knows what moved on the days before the ledger begins.
    assert_eq!(since("2026-09-28"), None);
}

/// As the rows of the demo account's files have it.
#[test]
fn details_come_from_every_report_that_has_them() {
    let demo = shapes().into_iter().find(|shape| shape.ends_with("demo")).unwrap();
    let account = read(&demo, Some(Steer { details: true, ..Steer::default() }));
    let steering = account.steering.as_ref().unwrap();
    assert_eq!(steering.currency.as_deref(), Some("USD"));
    let of = |sku: &str| {
        let at = account.stocks.iter().position(|facts| facts.sku.as_str() == sku).unwrap();
        steering.stock(at).details.unwrap().clone()
    };
    let money = |text: &str| ipi::money::Money::parse(text);
    let planter = of("PLANTER-TERRA-9");
    assert_eq!(
        (planter.title.as_deref(), planter.asin.as_deref()),
        (Some("Terracotta Planter, 9 in"), Some("B0DEMO0016"))
    );
    assert_eq!((planter.price, planter.storage_next_month), (money("22.00"), money("15.19")));
    assert_eq!((planter.ages.to_270.map(ipi::units::Units::get), planter.ages.over_365), (Some(18), None));
    assert_eq!(
        (planter.amazon.action.as_deref(), planter.amazon.price),
        (Some("CreateSale"), money("18.70"))
    );
    assert_eq!(
        planter.size.weight.as_ref().map(|(weight, unit)| (*weight, unit.as_str())),
        Some((3.16, "pounds"))
    );
    // No charge is stated, and none is taken for zero.
    assert_eq!((planter.aged_charge, planter.stranded.is_some()), (None, false));
    // FBA Inventory leaves it out: its price is that of Restock, its size that of the storage fees.
    let soap = of("OLD-LABEL-SOAP");
    assert_eq!((soap.price, soap.size.tier.as_deref()), (money("6.50"), Some("Large standard-size")));
    let why = soap.stranded.unwrap();
    assert_eq!(
        (why.reason.as_deref(), why.action.as_deref()),
        (Some("Listing deleted"), Some("Create removal order"))
    );
    assert_eq!(of("LUNCHBOX-KIDS").stranded.unwrap().removed_from, "2026-12-29".parse().ok());
    // Nothing that is read beside is a fault of the reports.
    assert!(account.notes.iter().all(|note| !note.is_fault()), "{:?}", account.notes);
}
