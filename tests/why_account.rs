//! Why the score of a simulated seller changed between any two days: the parts add up, the units are those that truly moved,
//! the history tells the same as the reports, and the order of rows and files is no part of it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::float_cmp)]

mod simulated;

use chrono::NaiveDate;
use ipi::account::{Account, Settings, Steer};
use ipi::assess::Assessment;
use ipi::factor::{FactorKind, Parts, Readings};
use ipi::history::Packed;
use ipi::ids::{Marketplace, Sku};
use ipi::report::{Plan, Source};
use ipi::score::{Past, Week};
use ipi::why::{Kind, Question, Side, Why};
use simulated::{DAYS, Dice, Seller, Style, Table};

/// The ledger, with a row for each day on which a stock moved or stood.
fn ledger(seller: &Seller, dice: &mut Dice) -> Vec<u8> {
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
        "Location",
    ]);
    for (at, product) in seller.products.iter().enumerate() {
        for (place, days) in seller.places.iter().zip(&product.centres) {
            for (day, moved) in days.iter().enumerate() {
                // The ledger has to tell every day of one product at least.
                if at > 0 && moved.is_still() && moved.end == 0 {
                    continue;
                }
                let number = |n: u64| n.to_string();
                let leaving = |n: u64| if n == 0 { "0".to_owned() } else { format!("-{n}") };
                table.row([
                    seller.day(day).format("%m/%d/%Y").to_string(),
                    product.fnsku.clone(),
                    String::new(),
                    product.sku.clone(),
                    "Mug".into(),
                    "SELLABLE".into(),
                    number(moved.start),
                    number(moved.receipts),
                    leaving(moved.shipped),
                    number(moved.returned),
                    leaving(moved.lost),
                    number(moved.end),
                    (*place).into(),
                ]);
            }
        }
    }
    table.shuffle_rows(dice);
    let style = Style { delimiter: '\t', quote_all: false, line_end: "\n", bom: false, last_line_end: true };
    table.bytes(style)
}

/// A day of the seller, as its ledger tells it.
struct Day {
    day: NaiveDate,
    readings: Readings,
    parts: Parts,
    moves: Vec<ipi::account::Moves>,
    set: ipi::factor::FactorSet,
}

fn read(bytes: &[u8], day: NaiveDate, since: Option<NaiveDate>) -> Day {
    let settings = Settings {
        marketplace: Some(Marketplace::US),
        as_of: Some(day),
        no_stranded: true,
        lenient: false,
        excluded: Default::default(),
        steer: Some(Steer { since, ..Steer::default() }),
        plan: Plan::with_threads(2),
    };
    let account = match Account::read(&[Source::new("ledger.txt", bytes.to_vec())], &settings) {
        Ok(account) => account,
        Err(error) => panic!("{error}"),
    };
    let assessment = Assessment::of(&account, &[], |_, _, _| Past::default());
    let parts = Parts::of(&account, assessment.factors.as_ref().unwrap());
    let moves = account.steering.map(|steering| steering.moves).unwrap_or_default();
    Day { day, readings: assessment.readings, parts, moves, set: assessment.set }
}

fn side<'a>(day: &'a Day, past: &'a [Week]) -> Side<'a> {
    Side { day: day.day, readings: day.readings, parts: Some(&day.parts), other_names: &[], past }
}

fn why(then: &Day, now: &Day, past: &[Week], newer: &[Week]) -> Why {
    Why::of(&Question {
        set: now.set,
        before: side(then, past),
        after: side(now, newer),
        recorded: None,
        moves: &now.moves,
    })
    .unwrap()
}

/// How many units a kind of cause moved by the excess share, which sees every movement once.
fn moved(why: &Why, sku: Option<&Sku>, kind: Kind) -> f64 {
    let excess = why.factors.iter().find(|change| change.factor == FactorKind::Excess).unwrap();
    let skus = excess.skus.iter().filter(|change| sku.is_none_or(|sku| change.sku == *sku));
    skus.flat_map(|change| &change.causes)
        .filter(|cause| cause.kind == kind)
        .map(|cause| cause.quantity)
        .sum()
}

#[test]
#[allow(clippy::cast_precision_loss)]
fn any_two_days_of_a_seller_are_told_apart() {
    for seed in 0..6 {
        let dice = &mut Dice(seed);
        let seller = Seller::simulate(dice);
        let bytes = ledger(&seller, dice);
        for _ in 0..3 {
            let first = 91 + usize::try_from(dice.below(20)).unwrap();
            let second = (first + 1 + usize::try_from(dice.below(12)).unwrap()).min(DAYS - 1);
            let (from, to) = (seller.day(first), seller.day(second));
            let (then, now) = (read(&bytes, from, None), read(&bytes, to, Some(from)));
            assert_eq!(now.moves.len(), now.parts.list.len(), "seed {seed}");
            let past =
                [Week { day: from - chrono::Days::new(9), score: Some(480.0), readings: then.readings }];
            let scored = Week { day: to, score: Some(500.0), readings: now.readings };
            let newer = [past[0], scored];
            let told = why(&then, &now, &past, &newer);

            let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "seed {seed}: {a} {b}");
            close(told.blocks.sum(), told.change());
            close(told.groups.iter().map(|group| group.points).sum(), told.change());
            let of_factors: f64 = told.factors.iter().map(|change| change.points).sum();
            close(of_factors + told.other_readings, told.blocks.readings);
            for change in &told.factors {
                close(change.untold, 0.0);
                let skus: f64 = change.skus.iter().map(|sku| sku.points).sum();
                close(skus + change.earlier_weeks, change.points);
            }

            // What truly moved on the days after the first one.
            for product in seller.products.iter().filter(|product| product.launched.is_none()) {
                let sku = Sku::from(product.sku.as_str());
                let days = first + 1..=second;
                let sum = |of: &dyn Fn(&simulated::Moved) -> u64| -> f64 {
                    product
                        .centres
                        .iter()
                        .map(|stock| stock[days.clone()].iter().map(of).sum::<u64>())
                        .sum::<u64>() as f64
                };
                close(moved(&told, Some(&sku), Kind::Sold), -sum(&|moved| moved.shipped));
                close(moved(&told, Some(&sku), Kind::Received), sum(&|moved| moved.receipts));
                close(moved(&told, Some(&sku), Kind::Returned), sum(&|moved| moved.returned));
                close(moved(&told, Some(&sku), Kind::Lost), -sum(&|moved| moved.lost));
            }
            // The ledger tells all that moves, so nothing is left over, and nothing is missing.
            for kind in [Kind::NotTold, Kind::ReportGap, Kind::Stock] {
                assert_eq!(moved(&told, None, kind), 0.0, "seed {seed} {kind:?}");
            }

            // Kept by the history, the first day tells the same.
            let kept =
                Day { parts: Packed::of(&then.parts).unwrap().parts().unwrap(), moves: Vec::new(), ..then };
            assert_eq!(why(&kept, &now, &past, &newer), told, "seed {seed}");
        }
    }
}

#[test]
fn rows_in_any_order_tell_the_same() {
    let mut told = Vec::new();
    for order in 0..3 {
        let seller = Seller::simulate(&mut Dice(7));
        let bytes = ledger(&seller, &mut Dice(order));
        let (from, to) = (seller.day(100), seller.day(107));
        told.push(why(&read(&bytes, from, None), &read(&bytes, to, Some(from)), &[], &[]));
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
}
