//! What stock costs, worked by hand: the surcharge for age, and sales lost for want of stock.

#![allow(clippy::unwrap_used)]

use ipi::account::{Ages, Details, Fact, StockFacts};
use ipi::costs::{Cost, StockCosts, Terms};
use ipi::evidence::day;
use ipi::ids::Marketplace::{FR, US};
use ipi::ids::{Marketplace, Sku};
use ipi::money::Money;
use ipi::report::ReportKind::FbaInventory;
use ipi::units::Units;
use ipi::volume::VolumeUnit::CubicFeet;

fn stated(units: u64) -> Option<Fact<Units>> {
    Some(Fact::stated(Units::new(units), FbaInventory))
}

/// An amount and where it is from, or why it is not known.
fn told(cost: Cost) -> String {
    cost.range().map_or_else(|| cost.key().to_owned(), |range| format!("{range} {}", cost.key()))
}

/// The surcharge on 15 October, seen from 30 September, on units of a cubic foot, and the units that bear it.
fn aged_in(
    marketplace: Marketplace,
    on_hand: u64,
    details: &Details,
    change: impl FnOnce(&mut StockFacts),
) -> (String, u64) {
    let mut facts = StockFacts::new(Sku::from("A"));
    (facts.on_hand, facts.volume) = (stated(on_hand), Some((1.0, Some(CubicFeet))));
    change(&mut facts);
    let costs = StockCosts::of(&Terms::new(marketplace, day(2026, 9, 30)), &facts, details);
    (told(costs.aged_due), costs.aged_units.get())
}

fn aged(on_hand: u64, ages: Ages) -> (String, u64) {
    aged_in(US, on_hand, &Details { ages, ..Details::default() }, |_| {})
}

fn some(units: u64) -> Option<Units> {
    Some(Units::new(units))
}

#[test]
fn ages_are_those_of_the_fifteenth_and_coarse_ones_give_a_range() {
    // 15 days later 106 to 195 days: nothing, or $0.50.
    assert_eq!(aged(10, Ages { to_180: some(10), ..Ages::default() }), ("0.00 to 5.00 table".into(), 10));
    // 15 to 105 days: nothing.
    let new = Ages { to_90: some(10), to_180: some(0), ..Ages::default() };
    assert_eq!(aged(10, new), ("0.00 table".into(), 0));
    // 381 to 470 days: $6.90 to $7.90; 471 and more: $7.90.
    let old = Ages { to_455: some(1), over_455: some(2), ..Ages::default() };
    assert_eq!(aged(3, old), ("22.70 to 23.70 table".into(), 3));
    assert_eq!(aged(3, Ages { over_365: some(3), ..Ages::default() }), ("20.70 to 23.70 table".into(), 3));
}

#[test]
fn an_age_that_nobody_states_is_not_young() {
    assert_eq!(aged(3, Ages::default()), ("no-age".into(), 0));
    assert_eq!(aged(0, Ages::default()), ("0.00 reports".into(), 0));
    // The files prove that the first unit came less than 90 days ago.
    let new = aged_in(US, 3, &Details::default(), |facts| facts.is_new = true);
    assert_eq!(new, ("0.00 table".into(), 0));
}

#[test]
fn clothes_are_spared_and_what_amazon_states_wins() {
    let ages = Ages { to_270: some(10), ..Ages::default() };
    let group = |group: &str| Details { ages, group: Some(group.into()), ..Details::default() };
    let of = |marketplace, details: &Details| aged_in(marketplace, 10, details, |_| {});
    // 196 to 285 days: $0.50 to $5.45; clothes are free up to 270.
    assert_eq!(of(US, &group("gl_kitchen")).0, "5.00 to 54.50 table");
    assert_eq!(of(US, &group("gl_apparel")).0, "0.00 to 54.50 table");
    let charge = (Units::new(4), Money::from_cents(200));
    let charged = Details { aged_charge: Some(charge), ..group("gl_kitchen") };
    assert_eq!(of(US, &charged), ("2.00 stated".into(), 4));
    assert_eq!(of(FR, &group("gl_kitchen")), ("no-table".into(), 0));
}

/// Units and sales lost of a product at 10.00 that sold 40 in 60 and 70 in 90 days, was on offer on 80 of 90 and had stock on
/// 20 of 30 days.
fn lost(change: impl FnOnce(&mut StockFacts, &mut Details, &mut Terms)) -> (Option<f64>, String) {
    let mut terms = Terms { days_known: true, ..Terms::new(US, day(2026, 10, 31)) };
    let mut details = Details { price: Money::parse("10.00"), ..Details::default() };
    let mut facts = StockFacts::new(Sku::from("A"));
    (facts.shipped_60, facts.shipped_90) = (stated(40), stated(70));
    (facts.days_in_stock_30, facts.days_on_offer_90) = (Some(20), Some(80));
    change(&mut facts, &mut details, &mut terms);
    let found = StockCosts::of(&terms, &facts, &details).lost;
    (found.units, told(found.sales))
}

#[test]
fn lost_is_the_pace_of_the_days_on_offer() {
    // 10 days × 70 ÷ 80 a day.
    assert_eq!(lost(|_, _, _| {}), (Some(8.75), "87.50 reports".into()));
    // 10 × 70 ÷ 79 = 8.8607…, × 10.00, rounded at the end.
    let (units, sales) = lost(|facts, _, _| facts.days_on_offer_90 = Some(79));
    assert!((units.unwrap() - 700.0 / 79.0).abs() < 1e-12 && sales == "88.61 reports");
    assert_eq!(lost(|facts, _, _| facts.days_in_stock_30 = Some(30)), (Some(0.0), "0.00 reports".into()));
    // A SKU that the ledger never lists had no stock: 30 days × 70 ÷ 80.
    assert_eq!(lost(|facts, _, _| facts.days_in_stock_30 = None).0, Some(26.25));
}

#[test]
fn sales_that_nobody_can_tell_are_not_nothing() {
    assert_eq!(lost(|_, details, _| details.price = None), (Some(8.75), "no-price".into()));
    assert_eq!(lost(|_, _, terms| terms.days_known = false), (None, "no-days".into()));
    assert_eq!(lost(|facts, _, _| facts.shipped_60 = None), (None, "no-sales".into()));
    assert_eq!(lost(|facts, _, _| facts.shipped_90 = None), (None, "no-sales".into()));
    // On offer on the last 20 days alone: the ten before may have been before its first unit.
    assert_eq!(lost(|facts, _, _| facts.days_on_offer_90 = Some(20)), (None, "may-be-new".into()));
    assert_eq!(lost(|facts, _, _| facts.is_new = true), (None, "may-be-new".into()));
}

/// What nothing but a name is known of takes nothing away, as in the in-stock rate; what has stock, or had some, does.
#[test]
fn a_name_alone_loses_nothing() {
    let bare = |facts: &mut StockFacts| {
        (facts.shipped_60, facts.shipped_90, facts.days_in_stock_30) = (None, None, None);
    };
    assert_eq!(lost(|facts, _, _| bare(facts)), (Some(0.0), "0.00 reports".into()));
    let stocked = |facts: &mut StockFacts| {
        bare(facts);
        facts.on_hand = stated(5);
    };
    assert_eq!(lost(|facts, _, _| stocked(facts)), (None, "no-sales".into()));
}

/// Many SKUs with little volume: each costs less than a cent.
#[test]
fn sums_are_of_hundredths_of_a_cent() {
    let mut facts = StockFacts::new(Sku::from("A"));
    (facts.on_hand, facts.volume) = (stated(1), Some((0.005, Some(CubicFeet))));
    facts.storage = ipi::volume::StorageType::named("Standard");
    let costs = StockCosts::of(&Terms::new(US, day(2026, 9, 30)), &facts, &Details::default());
    // 0.005 cu ft × $0.78 = $0.0039.
    assert_eq!(costs.storage_this_month.range().unwrap().exact(), Some(Money::from_ten_thousandths(39)));
}

/// The low-inventory-level fee of a product that no report states anything of but what it shipped in 60 and 90 days.
#[test]
fn what_shipped_nothing_for_longer_pays_nothing() {
    let fee = |sixty, ninety| {
        let mut facts = StockFacts::new(Sku::from("A"));
        (facts.on_hand, facts.shipped_60, facts.shipped_90) = (stated(5), sixty, ninety);
        told(StockCosts::of(&Terms::new(US, day(2026, 10, 31)), &facts, &Details::default()).low_inventory)
    };
    assert_eq!(fee(stated(0), stated(9)), "0.00 reports");
    assert_eq!(fee(None, stated(0)), "0.00 reports");
    assert_eq!(fee(stated(4), stated(9)), "no-tier");
    assert_eq!(fee(None, None), "no-tier");
}

#[test]
fn what_is_not_to_be_in_stock_loses_nothing() {
    assert_eq!(lost(|facts, _, _| facts.excluded = true).0, Some(0.0));
    assert_eq!(lost(|facts, _, _| facts.shipped_60 = stated(0)).0, Some(0.0));
}

/// A band that is not stated may hold the dearest units, and ages of more units than there are are of something else.
#[test]
fn ages_of_another_number_of_units_tell_no_charge() {
    let young = Ages { to_90: some(2), to_180: some(0), to_270: some(0), to_365: some(0), ..Ages::default() };
    assert_eq!(aged(64, young), ("other-units".into(), 0));
    assert_eq!(aged(10, Ages { over_365: some(9_999), ..Ages::default() }), ("other-units".into(), 0));
    assert_eq!(
        aged(10, Ages { to_90: some(0), over_365: some(0), ..Ages::default() }),
        ("other-units".into(), 0)
    );
    // Units in transfer have no age: all bands are there, and hold fewer than are on hand.
    let whole = Ages { over_365: some(3), ..young };
    assert_eq!(aged(8, Ages { to_90: some(0), ..whole }), ("20.70 to 23.70 table".into(), 3));
}
