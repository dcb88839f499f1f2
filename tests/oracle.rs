//! `ipi` against a simulated seller: the factors are known from what happened, never from the files.

#![allow(clippy::unwrap_used, clippy::panic, clippy::cast_precision_loss)]

mod simulated;

use ipi::account::{Account, Settings};
use ipi::assess::Assessment;
use ipi::factor::Factors;
use ipi::output::score::{Beside, json_1};
use ipi::report::{Plan, Source};
use ipi::score::Past;
use proptest::prelude::*;
use simulated::{DAYS, Dice, Moved, Product, Seller, Style, TODAY, Table};
use std::collections::BTreeSet;

const PLANNING: [&str; 15] = [
    "snapshot-date",
    "sku",
    "fnsku",
    "asin",
    "product-name",
    "available",
    "fc-transfer",
    "units-shipped-t7",
    "units-shipped-t30",
    "units-shipped-t60",
    "units-shipped-t90",
    "sell-through",
    "marketplace",
    "estimated-excess-quantity",
    "unfulfillable-quantity",
];

fn planning(seller: &Seller, day: usize, current: bool) -> Table {
    let mut table = Table::new(&PLANNING);
    for product in seller.products.iter().filter(|product| product.listed) {
        let number = |n: u64| n.to_string();
        let blank = |n: u64| if product.sales_blank { String::new() } else { n.to_string() };
        let (available, transfer) =
            if current { (product.available(), product.transfer) } else { (product.end(day), 0) };
        table.row([
            seller.day(day).to_string(),
            product.sku.clone(),
            product.fnsku.clone(),
            String::new(),
            product.title.clone(),
            number(available),
            number(transfer),
            number(0),
            number(product.shipped(30)),
            blank(product.shipped(60)),
            blank(product.shipped(90)),
            String::new(),
            "US".into(),
            product.excess.map_or(String::new(), number),
            number(3),
        ]);
    }
    table
}

/// The ledger: rows without movement may be missing once the SKU has been listed, rows of nothing always may.
fn ledger(seller: &Seller, dice: &mut Dice) -> Table {
    let mut table = Table::new(&[
        "Date",
        "FNSKU",
        "ASIN",
        "MSKU",
        "Title",
        "Disposition",
        "Starting Warehouse Balance",
        "Receipts",
        "Customer Shipments",
        "Customer Returns",
        "Lost",
        "Ending Warehouse Balance",
        "Unknown Events",
        "Location",
    ]);
    let form = ["%m/%d/%Y", "%Y-%m-%d", "%d/%m/%Y"][usize::try_from(dice.below(3)).unwrap()];
    let sign = if dice.chance(50) { "-" } else { "" };
    let leaving = |n: u64| if n == 0 { "0".into() } else { format!("{sign}{n}") };
    // Without a word on the place there are several rows a day, and a day has all of them or none.
    let placeless = dice.chance(50);
    for (at, product) in seller.products.iter().enumerate() {
        let msku = if product.nameless { "" } else { &product.sku };
        let mut row = |day: usize, disposition: &str, place: &str, moved: Moved| {
            let date = seller.day(day).format(form).to_string();
            let number = |n: u64| n.to_string();
            table.row([
                date,
                product.fnsku.clone(),
                String::new(),
                msku.into(),
                product.title.clone(),
                disposition.into(),
                number(moved.start),
                number(moved.receipts),
                leaving(moved.shipped),
                number(moved.returned),
                leaving(moved.lost),
                number(moved.end),
                number(0),
                if placeless { String::new() } else { place.into() },
            ]);
        };
        let unsellable = dice.chance(10);
        let centres: Vec<_> = seller.places.iter().zip(&product.centres).collect();
        for group in centres.chunks(if placeless { centres.len() } else { 1 }) {
            for day in 0..DAYS {
                // What was there before the first day has to stand there once, and the ledger has to end somewhere.
                let sure = day == 0 && product.launched.is_none() || at == 0 && day == TODAY;
                let moving = group.iter().any(|(_, days)| !days[day].is_still());
                let stocked = group.iter().any(|(_, days)| days[day].end > 0);
                if sure
                    || moving
                    || stocked && dice.chance(60)
                    || dice.chance(5) && product.launched.is_none()
                {
                    group.iter().for_each(|(place, days)| row(day, "SELLABLE", place, days[day]));
                }
                if unsellable && dice.chance(50) {
                    row(day, "DEFECTIVE", group[0].0, Moved { start: 7, end: 7, ..Moved::default() });
                }
            }
        }
    }
    table
}

fn shipments(seller: &Seller, dice: &mut Dice) -> Table {
    let mut table = Table::new(&[
        "amazon-order-id",
        "shipment-id",
        "purchase-date",
        "shipment-date",
        "sku",
        "product-name",
        "quantity-shipped",
        "fulfillment-channel",
    ]);
    let mut row = |day: usize, product: &Product, units: u64| {
        let date = format!("{}T11:22:33+00:00", seller.day(day));
        table.row([
            "1".into(),
            "D1".into(),
            date.clone(),
            date,
            product.sku.clone(),
            product.title.clone(),
            units.to_string(),
            "AFN".into(),
        ]);
    };
    for product in &seller.products {
        for day in 0..DAYS {
            let mut left = product.shipped_on(day);
            while left > 0 {
                let units = 1 + dice.below(left);
                row(day, product, units);
                left -= units;
            }
        }
    }
    // The report covers the window even where nothing was sold on its edges.
    row(TODAY - 89, &seller.products[0], 0);
    row(TODAY, &seller.products[0], 0);
    table
}

fn stranded(seller: &Seller) -> Table {
    let mut table = Table::new(&[
        "primary-action",
        "date-stranded",
        "status-primary",
        "sku",
        "fnsku",
        "fulfillable-qty",
        "unfulfillable-qty",
    ]);
    let mut row = |sku: &str, fnsku: &str, units: u64| {
        let cells = ["Relist", "2025-06-01T00:00:00+00:00", "Stranded", sku, fnsku, &units.to_string(), "4"];
        table.row(cells.map(String::from));
    };
    for product in &seller.products {
        if let Some(units) = product.stranded {
            row(&product.sku, &product.fnsku, units);
        }
    }
    row("STRAY", "X00STRAYXX", seller.stray.unwrap_or(0));
    table
}

/// What must come out: whole numbers, from the simulation alone.
#[derive(Debug, Default, PartialEq)]
struct Truth {
    excess: (u64, u64),
    shipped: u64,
    snapshots: [u64; 4],
    stranded: (u64, u64),
    /// Sum of weight × days, weight, SKUs; `None` where no ledger tells.
    in_stock: Option<(u64, u64, u64)>,
}

fn truth(seller: &Seller, ledger: bool, kept: [usize; 4]) -> Truth {
    let mut truth = Truth::default();
    let (mut weighted, mut weight, mut skus) = (0, 0, 0);
    for product in &seller.products {
        let on_hand = match (product.listed, ledger) {
            (true, _) => product.available() + product.transfer,
            (false, true) => product.end(TODAY),
            (false, false) => 0,
        };
        let shipped = product.shipped(90);
        let on_offer = (TODAY - 89..=TODAY)
            .filter(|&day| product.end(day) > 0 || product.shipped_on(day) > 0)
            .count() as u64;
        let days = if ledger { on_offer.max(1) } else { 90 };
        let demand = (90 * shipped).div_ceil(days);
        let derived = if shipped == 0 { on_hand } else { on_hand.saturating_sub(demand) };
        let excess = product.excess.filter(|_| product.listed).unwrap_or(derived);
        // A launch within a ledger of four months is no proof that the item is new, so it counts.
        truth.excess.0 += excess;
        truth.excess.1 += on_hand;
        truth.shipped += shipped;
        for (sum, (age, day)) in truth.snapshots.iter_mut().zip([0, 30, 60, 90].into_iter().zip(kept)) {
            *sum += match (ledger, product.listed, age) {
                (true, ..) => product.end(TODAY - age),
                (false, true, 0) => on_hand,
                (false, true, _) => product.end(day),
                (false, false, _) => 0,
            };
        }
        let units = product.stranded.unwrap_or(0);
        truth.stranded.0 += units;
        // Without a ledger a SKU that is not listed has no stock but what is stranded.
        truth.stranded.1 += if product.listed || ledger { on_hand } else { units };
        let stocked = (TODAY - 29..=TODAY).filter(|&day| product.end(day) > 0).count() as u64;
        weighted += product.shipped(60) * stocked;
        weight += product.shipped(60);
        skus += u64::from(product.shipped(60) > 0);
    }
    truth.stranded.0 += seller.stray.unwrap_or(0);
    truth.stranded.1 += seller.stray.unwrap_or(0);
    truth.in_stock = ledger.then_some((weighted, weight, skus));
    truth
}

fn settings(threads: usize, piece: u64, chunk: usize) -> Settings {
    Settings {
        marketplace: None,
        as_of: None,
        no_stranded: false,
        lenient: false,
        excluded: BTreeSet::new(),
        steer: None,
        plan: Plan { threads, piece, chunk, ..Plan::with_threads(threads) },
    }
}

fn assess(files: &[(&str, Vec<u8>)], settings: &Settings) -> Assessment {
    let sources: Vec<_> = files.iter().map(|(name, bytes)| Source::new(name, bytes.clone())).collect();
    let account = Account::read(&sources, settings).unwrap_or_else(|error| panic!("{error}"));
    Assessment::of(&account, &[], |_, _, _| Past::default())
}

fn compare(truth: &Truth, factors: &Factors) {
    let near = |found: f64, part: u64, whole: u64| {
        let by_hand = part as f64 / whole as f64;
        assert!((found - by_hand).abs() <= 1e-9 * by_hand.max(1.0), "{found} is not {by_hand}");
    };
    let excess = factors.excess.as_ref().unwrap();
    assert_eq!((excess.excess_units.get(), excess.on_hand_units.get()), truth.excess, "excess");
    near(excess.share, truth.excess.0, truth.excess.1);
    let found = factors.sell_through.as_ref().unwrap();
    assert_eq!(found.shipped_90d_units.get(), truth.shipped, "shipped");
    let snapshots: Vec<_> = found.snapshots.iter().map(|snapshot| snapshot.units.get()).collect();
    assert_eq!(snapshots, truth.snapshots, "snapshots");
    near(found.ratio, truth.shipped * 4, truth.snapshots.iter().sum());
    let found = factors.stranded.as_ref().unwrap();
    assert_eq!((found.stranded_units.get(), found.on_hand_units.get()), truth.stranded, "stranded");
    near(found.share, truth.stranded.0, truth.stranded.1);
    match (&factors.in_stock, truth.in_stock) {
        (Ok(found), Some((weighted, weight, skus))) => {
            assert_eq!((found.weight_units_60d.get(), found.skus), (weight, skus), "in stock");
            near(found.rate, weighted, weight * 30);
        }
        (found, None) => assert!(found.is_err(), "without a ledger nobody knows"),
        (found, truth) => panic!("{found:?}, in truth {truth:?}"),
    }
}

/// The report without what names the bytes of the files.
fn without_marks(assessment: &Assessment) -> String {
    let text = json_1(assessment, Beside::default());
    text.lines().filter(|line| !line.contains("\"fingerprint\"") && !line.contains("\"bytes\"")).collect()
}

/// Judges a set of reports in every way that must not matter.
fn judge(mut tables: Vec<(&'static str, Table, Style)>, truth: &Truth, dice: &mut Dice) {
    let written = |tables: &[(&'static str, Table, Style)]| -> Vec<(&'static str, Vec<u8>)> {
        tables.iter().map(|(name, table, style)| (*name, table.bytes(*style))).collect()
    };
    let mut files = written(&tables);
    let first = assess(&files, &settings(1, 1 << 20, 1 << 16));
    compare(truth, first.factors.as_ref().unwrap());
    let page = json_1(&first, Beside::default());
    for (threads, piece, chunk) in [(2, 9000, 512), (7, 2500, 100)] {
        dice.shuffle(&mut files);
        assert_eq!(
            json_1(&assess(&files, &settings(threads, piece, chunk)), Beside::default()),
            page,
            "{threads} threads"
        );
    }
    tables.iter_mut().for_each(|(_, table, _)| table.shuffle_rows(dice));
    let shuffled = assess(&written(&tables), &settings(2, 4000, 256));
    assert_eq!(without_marks(&shuffled), without_marks(&first), "another order of rows");
    tables.iter_mut().for_each(|(_, table, _)| table.shuffle_columns(dice));
    let shuffled = assess(&written(&tables), &settings(1, 1 << 20, 1 << 16));
    compare(truth, shuffled.factors.as_ref().unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12,
        // A smaller seed is no smaller seller.
        max_shrink_iters: 0,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn factors_of_planning_ledger_shipments_and_stranded_are_those_of_the_simulation(seed: u64) {
        let dice = &mut Dice(seed);
        let seller = Seller::simulate(dice);
        let mut tables = vec![
            ("planning", planning(&seller, TODAY, true), Style::any(dice)),
            ("ledger", ledger(&seller, dice), Style::any(dice)),
            ("shipments", shipments(&seller, dice), Style::any(dice)),
            ("stranded", stranded(&seller), Style::any(dice)),
        ];
        if dice.chance(30) {
            tables.remove(2);
        }
        judge(tables, &truth(&seller, true, [TODAY; 4]), dice);
    }

    #[test]
    fn factors_of_kept_reports_and_shipments_are_those_of_the_simulation(seed: u64) {
        let dice = &mut Dice(seed);
        let seller = Seller::simulate(dice);
        let near = |dice: &mut Dice, age: usize| TODAY - age + 3 - usize::try_from(dice.below(7)).unwrap();
        let kept = [TODAY, near(dice, 30), near(dice, 60), near(dice, 90)];
        let tables = vec![
            ("planning", planning(&seller, TODAY, true), Style::any(dice)),
            ("kept-30", planning(&seller, kept[1], false), Style::any(dice)),
            ("kept-60", planning(&seller, kept[2], false), Style::any(dice)),
            ("kept-90", planning(&seller, kept[3], false), Style::any(dice)),
            ("shipments", shipments(&seller, dice), Style::any(dice)),
            ("stranded", stranded(&seller), Style::any(dice)),
        ];
        judge(tables, &truth(&seller, false, kept), dice);
    }
}
