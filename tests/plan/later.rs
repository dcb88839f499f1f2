//! Plans for a later day: how much of an action has come into the averages by then.

use super::invented::{Stock, baseline, day, offers};
use chrono::Days;
use ipi::factor::{FactorSet, Readings};
use ipi::money::Money;
use ipi::plan::{Gauge, Plan, Wanted, What, cheapest};
use ipi::score::{Learnt, MODEL};
use ipi::units::Units;

/// The three products of the worked example: LAMP with 150 of 200 units too many, MAT and CUP without.
fn stocks() -> [Stock; 3] {
    let stock = |on_hand, excess, stranded, sold_90, sold_60, days_out, snapshots, cents| Stock {
        on_hand,
        excess,
        stranded,
        snapshots,
        sold_90,
        sold_60,
        days_out,
        coming: 0,
        cents,
    };
    [
        stock(200, 150, 0, 50, 30, 0, [200, 213, 213, 214], 104),
        stock(60, 0, 0, 180, 120, 0, [60, 80, 80, 80], 104),
        stock(40, 0, 12, 130, 80, 6, [40, 87, 87, 86], 104),
    ]
}

/// A plan for the day so many days after the one on which it begins, with the figures of that day as they are above.
fn plan(days: u64, points: f64) -> Plan {
    let stocks = stocks();
    let mut baseline = baseline(&stocks, 1.0);
    baseline.looks[0].day = day() + Days::new(days);
    let learnt = Learnt::new(&MODEL, FactorSet::FOUR, &[], day());
    let parts = baseline.looks[0].parts.clone();
    let holdings = baseline.holdings.clone();
    let gauge = Gauge::new(learnt, &parts, &holdings, Readings::default()).unwrap();
    let wanted = Wanted { target: points, confidence: 0.5, ..Wanted::default() };
    cheapest(wanted, &baseline, &offers(&stocks), &gauge).unwrap()
}

/// The score with n lamps fewer, counted in so many of the four snapshots, by the slopes −2.4, 230, −0.5, −0.3; stranded cups
/// are on sale again.
fn score(n: f64, snapshots: f64) -> f64 {
    let through = |ratio: f64| 1.0 - (-ratio / 2.0).exp();
    let excess = 100.0 * (150.0 - n) / (300.0 - n);
    let sold = 360.0 / (360.0 - n * snapshots / 4.0);
    // 80 of 230 sales lacked 6 of 30 days.
    let out = 100.0 * 80.0 * 6.0 / (230.0 * 30.0);
    566.0 - 2.4 * (excess - 10.0) + 230.0 * (through(sold) - through(1.5)) + 0.5 * 0.5 - 0.3 * (out - 5.0)
}

#[test]
fn an_action_counts_in_the_snapshots_taken_since() {
    for (days, snapshots) in [(0, 1.0), (29, 1.0), (30, 2.0), (59, 2.0), (60, 3.0), (90, 4.0)] {
        let found = plan(days, 500.0);
        let lamp = found.lines.iter().find(|line| line.action.what == What::Remove).unwrap();
        let units = lamp.action.units.get();
        let exact = |units: u64| score(f64::from(u32::try_from(units).unwrap()), snapshots);
        assert!(
            (found.after.mean - exact(units)).abs() < 1e-9,
            "{days}: {} {}",
            found.after.mean,
            exact(units)
        );
        // It is the least number that does.
        assert!(exact(units) >= 500.0 && exact(units - 1) < 500.0, "{days}: {units}");
        assert_eq!(found.cost, Money::from_cents(104).times(units));
    }
}

/// The more snapshots have it, the fewer units are enough.
#[test]
fn waiting_makes_it_cheaper() {
    let costs = [0, 30, 60, 90].map(|days| plan(days, 500.0).cost);
    assert!(costs.is_sorted_by(|a, b| a > b), "{costs:?}");
}

#[test]
fn nothing_more_can_be_done_than_there_is() {
    let found = plan(0, 900.0);
    let lamp = found.lines.iter().find(|line| line.action.what == What::Remove).unwrap();
    // All excess units, and no others.
    assert!(!found.reached && lamp.action.units == Units::new(150));
    assert!((found.after.mean - score(150.0, 1.0)).abs() < 1e-9);
}
