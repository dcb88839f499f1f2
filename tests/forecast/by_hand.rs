//! Accounts whose coming weeks can be worked out by hand.

use crate::assess;
use crate::seller::{Seller, USUAL};
use chrono::{Days, NaiveDate};
use ipi::account::{
    Account, Demand, Details, Fact, Inbound, SnapshotSource, Snapshots, Steering, StockFacts, StrandedWhy,
    StrandedWord,
};
use ipi::dates::AsOf;
use ipi::factor::Parts;
use ipi::forecast::{Asked, Forecast, Note, Reason, Shipment};
use ipi::ids::{Marketplace, Sku};
use ipi::report::{Refused, ReportKind};
use ipi::units::Units;

fn as_of() -> NaiveDate {
    "2026-10-31".parse().unwrap()
}

fn after(days: u64) -> NaiveDate {
    as_of() + Days::new(days)
}

/// One stock: its name, units, units sold in each of 90 days, stranded units, stock on the four snapshot days.
struct Stock {
    sku: &'static str,
    units: u64,
    a_day: u64,
    stranded: u64,
    past: [u32; 4],
}

const LAMP: Stock = Stock { sku: "LAMP", units: 100, a_day: 0, stranded: 0, past: [100, 120, 140, 160] };
const MAT: Stock = Stock { sku: "MAT", units: 4000, a_day: 20, stranded: 0, past: [4000, 4600, 5200, 5800] };

/// An account of stocks that have been on offer for 90 days.
fn account(stocks: &[Stock]) -> Account {
    let stated = |units: u64| Some(Fact::stated(Units::new(units), ReportKind::FbaInventory));
    let facts = |stock: &Stock| StockFacts {
        on_hand: stated(stock.units),
        shipped_60: stated(stock.a_day * 60),
        shipped_90: stated(stock.a_day * 90),
        days_in_stock_30: Some(30),
        days_on_offer_90: Some(90),
        stranded: Some(Units::new(stock.stranded)),
        is_listed: true,
        ..StockFacts::new(Sku::from(stock.sku))
    };
    let weights: u64 = (0..90).map(Demand::weight).sum();
    let demand = |stock: &Stock| Demand { sold: stock.a_day * weights, on_offer: weights };
    let total = |i: usize| stocks.iter().map(|stock| Units::new(stock.past[i].into())).sum();
    let as_of = AsOf::new(as_of());
    Account {
        as_of,
        marketplace: Some(Marketplace::UK),
        stocks: stocks.iter().map(facts).collect(),
        inventory: Some(ReportKind::FbaInventory),
        snapshots: vec![Snapshots {
            source: SnapshotSource::Ledger,
            units: [0, 1, 2, 3].map(|i| Some(total(i))),
            days: [0, 30, 60, 90].map(|age| as_of.back(age)),
            average: None,
        }],
        stranded: StrandedWord::Reported,
        in_stock_known: true,
        ledger: Some((as_of.back(120), as_of.day())),
        sources: Vec::new(),
        notes: Vec::new(),
        partial: false,
        passed_over: Refused(Vec::new()),
        steering: Some(Steering {
            ledger: stocks.iter().map(|stock| stock.past).collect(),
            demand: stocks.iter().map(demand).collect(),
            ..Steering::default()
        }),
    }
}

fn forecast(account: &Account, asked: &Asked) -> Forecast {
    Forecast::of(account, &assess(account), asked).unwrap()
}

#[test]
fn what_never_sells_stays_as_it_is() {
    let forecast = forecast(&account(&[LAMP]), &Asked::default());
    for week in &forecast.weeks {
        assert_eq!((week.low.excess_pct, week.high.excess_pct), (Some(100.0), Some(100.0)));
    }
    assert!(forecast.run_out.is_empty());
    assert_eq!(forecast.demand_a_day, 0.0);
    // The four snapshots: on 30 November 100, 100, 120, 140; on 29 January 100 all four.
    assert_eq!(forecast.projection.parts_on(after(30)).sums().mean_stock(), 115.0);
    assert_eq!(forecast.projection.parts_on(after(90)).sums().mean_stock(), 100.0);
    // Half-way between known days the mean lies half-way: 100, 110, 130, 150.
    assert_eq!(forecast.projection.parts_on(after(15)).sums().mean_stock(), 122.5);
}

#[test]
fn what_rolls_off_is_named_with_its_day_and_its_quarter() {
    let forecast = forecast(&account(&[LAMP]), &Asked::default());
    let told: Vec<_> =
        forecast.roll_offs.iter().map(|roll| (roll.on, roll.leaves, roll.units, roll.mean_change)).collect();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    // (100 − 160) ÷ 4, (100 − 140) ÷ 4, (100 − 120) ÷ 4.
    assert_eq!(
        told,
        [
            (day("2026-11-30"), day("2026-08-02"), 160.0, -15.0),
            (day("2026-12-30"), day("2026-09-01"), 140.0, -10.0),
            (day("2027-01-29"), day("2026-10-01"), 120.0, -5.0),
        ]
    );
    assert_eq!(forecast.roll_offs[0].skus, [(Sku::from("LAMP"), -15.0)]);
}

#[test]
fn today_is_today() {
    let seller = Seller::simulate(7, USUAL);
    for account in [account(&[LAMP, MAT]), seller.account(0)] {
        let assessment = assess(&account);
        let forecast = forecast(&account, &Asked::default());
        let parts = Parts::of(&account, assessment.factors.as_ref().unwrap());
        assert_eq!(forecast.projection.parts_on(as_of().min(account.as_of.day())), parts);
        assert_eq!(forecast.today.readings, assessment.readings);
        assert_eq!(forecast.doubt_on(account.as_of.day()), 0.0);
    }
}

#[test]
fn a_steady_pace_is_carried_on() {
    let forecast = forecast(&account(&[LAMP, MAT]), &Asked::default());
    // 20 a day, drawn towards the mean of both, which is 10, by a prior that is worth little: 760 of 38 days.
    assert!((forecast.demand_a_day - 20.0).abs() < 0.2, "{}", forecast.demand_a_day);
    let sums = forecast.projection.parts_on(after(91)).sums();
    // All of the window is sold ahead by now: 1,800 and of the stock 4,100 − 1,820 are left, but for chance.
    let near = |units: Units, expected: f64, by: f64| (units.get() as f64 - expected).abs() < by;
    assert!(near(sums.shipped_90, 1800.0, 120.0), "{sums:?}");
    assert!(near(sums.on_hand, 2280.0, 120.0), "{sums:?}");
    // What is expected in whole units is what the week says.
    let week = &forecast.weeks[12].readings;
    let parts = forecast.projection.parts_on(after(91)).readings();
    assert!((week.sell_through.unwrap() - parts.sell_through.unwrap()).abs() < 0.002);
    assert!((week.excess_pct.unwrap() - parts.excess_pct.unwrap()).abs() < 0.1);
}

#[test]
fn growth_scales_what_is_asked_for() {
    let account = account(&[MAT]);
    let sold = |growth_pct: f64| {
        let forecast = forecast(&account, &Asked { growth_pct, ..Asked::default() });
        4000.0 - forecast.projection.parts_on(after(56)).sums().on_hand.get() as f64
    };
    let (usual, more, none) = (sold(0.0), sold(50.0), sold(-90.0));
    assert!((more / usual - 1.5).abs() < 0.01 && (none / usual - 0.1).abs() < 0.01, "{usual} {more} {none}");
}

#[test]
fn a_named_shipment_is_there_on_its_day_and_not_before() {
    let shipment = |units, day| Shipment { sku: Sku::from("LAMP"), units: Units::new(units), day };
    let shipments = vec![shipment(60, after(10)), shipment(5, after(400))];
    let forecast = forecast(&account(&[LAMP]), &Asked { shipments, ..Asked::default() });
    let units = |day| forecast.projection.parts_on(after(day)).sums().on_hand.get();
    assert_eq!([9, 10, 91].map(units), [100, 160, 160]);
    assert_eq!([9, 10].map(|day| forecast.projection.arrived_by(after(day))[0].get()), [0, 60]);
    assert!(forecast.notes.contains(&Note::ShipmentsLater { shipments: 1, units: Units::new(5) }));
}

#[test]
fn what_a_file_says_of_a_sku_stands_instead_of_what_is_assumed() {
    let mut account = account(&[LAMP, MAT]);
    let inbound = Inbound { shipped: Some(Units::new(40)), ..Inbound::default() };
    let details = Some(std::sync::Arc::new(Details { inbound, ..Details::default() }));
    account.steering.as_mut().unwrap().details = vec![details.clone(), details];
    let assumed = forecast(&account, &Asked::default());
    assert!(assumed.notes.contains(&Note::InboundAssumed { skus: 2, units: Units::new(80) }));
    let lamp = |forecast: &Forecast, day| forecast.projection.parts_on(after(day)).list[0].on_hand.get();
    // Between the eighth day and the 35th.
    assert!((99..=100).contains(&lamp(&assumed, 7)) && (138..=140).contains(&lamp(&assumed, 35)));
    assert!((115..125).contains(&lamp(&assumed, 21)), "{}", lamp(&assumed, 21));
    let none = Shipment { sku: Sku::from("LAMP"), units: Units::ZERO, day: after(1) };
    let told = forecast(&account, &Asked { shipments: vec![none], ..Asked::default() });
    assert!((97..=100).contains(&lamp(&told, 91)));
    assert!(told.notes.contains(&Note::InboundAssumed { skus: 1, units: Units::new(40) }));
}

#[test]
fn stranded_units_stay_until_amazon_takes_them_out() {
    let mut account = account(&[Stock { stranded: 30, ..LAMP }]);
    let stays = forecast(&account, &Asked::default());
    assert_eq!(stays.weeks[12].readings.stranded_pct, Some(30.0));
    let why = StrandedWhy { removed_from: Some(after(20)), ..StrandedWhy::default() };
    let details = Details { stranded: Some(why), ..Details::default() };
    account.steering.as_mut().unwrap().details = vec![Some(std::sync::Arc::new(details))];
    let taken = forecast(&account, &Asked::default());
    let on = |day| {
        let sums = taken.projection.parts_on(after(day)).sums();
        (sums.stranded.get(), sums.on_hand.get())
    };
    assert_eq!((on(19), on(20)), ((30, 100), (0, 70)));
    let note = Note::StrandedRemoved { skus: 1, units: Units::new(30), first: after(20) };
    assert!(taken.notes.contains(&note));
}

#[test]
fn what_is_too_little_is_said() {
    let of = |account: &Account| Forecast::of(account, &assess(account), &Asked::default()).err();
    let mut unread = account(&[LAMP]);
    unread.steering = None;
    assert_eq!(of(&unread), Some(Reason::NotRead));
    let mut unsold = account(&[LAMP]);
    unsold.stocks[0].shipped_90 = None;
    unsold.steering.as_mut().unwrap().demand.clear();
    // The stranded share alone is stated still.
    assert_eq!(of(&unsold), Some(Reason::NoSales));
    unsold.stranded = StrandedWord::NotStated;
    assert_eq!(of(&unsold), Some(Reason::NoFactors));
}

#[test]
fn the_same_on_any_number_of_threads() {
    let names: Vec<String> = (0..2100).map(|i| format!("SKU-{i:05}")).collect();
    let stocks: Vec<Stock> = names
        .iter()
        .map(|_| Stock { sku: "X", units: 5, a_day: 1, stranded: 0, past: [5, 6, 7, 8] })
        .collect();
    let mut account = account(&stocks);
    account.marketplace = None;
    for (facts, name) in account.stocks.iter_mut().zip(&names) {
        facts.sku = Sku::from(name.as_str());
    }
    let with = |threads| {
        let forecast = forecast(&account, &Asked { weeks: 1, threads, ..Asked::default() });
        (forecast.weeks[0].readings, forecast.weeks[0].low, forecast.run_out.clone())
    };
    let one = with(1);
    assert!(one == with(3));
    assert_eq!(one.2.len(), 2100);
}

#[test]
fn the_order_of_stocks_changes_nothing() {
    let seller = Seller::simulate(3, USUAL);
    let account = seller.account(0);
    let mut turned = seller.account(0);
    turned.stocks.reverse();
    let steering = turned.steering.as_mut().unwrap();
    steering.ledger.reverse();
    steering.demand.reverse();
    let (one, other) = (forecast(&account, &Asked::default()), forecast(&turned, &Asked::default()));
    for (one, other) in one.weeks.iter().zip(&other.weeks) {
        let near = |a: Option<f64>, b: Option<f64>| (a.unwrap() - b.unwrap()).abs() < 1e-9;
        assert!(near(one.readings.excess_pct, other.readings.excess_pct));
        assert!(near(one.readings.sell_through, other.readings.sell_through));
        assert!(near(one.readings.in_stock_pct, other.readings.in_stock_pct));
    }
    let mut names: Vec<_> = other.run_out.iter().map(|run_out| (run_out.sku.clone(), run_out.day)).collect();
    names.sort();
    let mut same: Vec<_> = one.run_out.iter().map(|run_out| (run_out.sku.clone(), run_out.day)).collect();
    same.sort();
    assert_eq!(names, same);
}

#[test]
fn the_doubt_grows_and_the_score_is_that_of_the_mean_figures() {
    let seller = Seller::simulate(11, USUAL);
    let forecast = forecast(&seller.account(0), &Asked::default());
    let doubts: Vec<f64> = forecast.weeks.iter().map(|week| week.doubt).collect();
    assert!(doubts[0] < doubts[3] && doubts[3] < doubts[12], "{doubts:?}");
    let between = forecast.doubt_on(forecast.as_of + Days::new(10));
    assert!(doubts[0] < between && between < doubts[1]);
    // The model, fed by the weeks that are projected, gives the same middle.
    let weeks = forecast.projected_weeks();
    let (last, before) = weeks.split_last().unwrap();
    let learnt = ipi::score::Learnt::new(&ipi::score::MODEL, forecast.set(), before, last.day);
    let estimate = learnt.estimate(&last.readings).unwrap();
    let told = forecast.weeks[12].estimate.as_ref().unwrap();
    assert_eq!(estimate.points, told.points);
    assert!((estimate.deviation.hypot(doubts[12]) - told.deviation).abs() < 1e-9);
}
