//! What must hold for any account.

use super::invented::{Dice, Done, account, baseline, cents, done, mean, offers, plan, sku};
use ipi::factor::{FactorSet, Readings};
use ipi::money::Money;
use ipi::plan::{Action, Gauge, Offer, Wanted, What, WhatIf, cheapest};
use ipi::score::{Learnt, MODEL};
use ipi::units::Units;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// Taking dead stock out never lowers the score, at once or in full; what nobody buys never gains by arriving.
    #[test]
    fn dead_stock_never_gains(seed in any::<u64>(), at in 0_usize..8, share in 1_u64..=100) {
        let mut dice = Dice(seed);
        let mut stocks = account(&mut dice, 8, 200);
        let dead = &mut stocks[at];
        (dead.excess, dead.sold_90, dead.sold_60, dead.stranded) = (dead.on_hand, 0, 0, 0);
        let units = Units::new((dead.on_hand * share / 100).max(1));
        stocks.push(super::invented::Stock { on_hand: 50, snapshots: [50; 4], sold_90: 60, sold_60: 40, ..stocks[0] });
        stocks[8].excess = 0;
        stocks.iter_mut().for_each(|stock| stock.stranded = 0);
        let baseline = baseline(&stocks, 1.0);
        let parts = &baseline.looks[0].parts;
        let learnt = Learnt::new(&MODEL, FactorSet::FOUR, &[], super::invented::day());
        let gauge = Gauge::new(learnt, parts, &baseline.holdings, Readings::default()).unwrap();
        let change = |what| {
            let action = Action { sku: sku(at).as_str().into(), what, units };
            let answer = WhatIf::of(&gauge, FactorSet::FOUR, &[(at, action)]).unwrap().together;
            (answer.at_once(), answer.in_full())
        };
        let (at_once, in_full) = change(What::Remove);
        prop_assert!(at_once >= 0.0 && in_full >= 0.0, "{at_once} {in_full}");
        let (at_once, in_full) = change(What::Receive);
        prop_assert!(at_once <= 0.0 && in_full <= 0.0, "{at_once} {in_full}");
    }

    /// What a plan says of itself is what the score is with it, and each line is what a what-if of it says.
    #[test]
    fn a_plan_does_what_it_says(seed in any::<u64>(), more in 0_u32..80, cap in 500_i64..5_000) {
        let mut dice = Dice(seed);
        let stocks = account(&mut dice, 30, 80);
        let nothing = mean(&stocks, &vec![Done::default(); stocks.len()]);
        prop_assume!(nothing.is_finite());
        for budget in [None, Some(Money::from_cents(cap))] {
            let found = plan(&stocks, nothing + f64::from(more), budget);
            let chosen = done(&stocks, &found);
            prop_assert!((mean(&stocks, &chosen) - found.after.mean).abs() < 1e-9);
            prop_assert_eq!(found.reached, found.after.mean >= found.needed);
            prop_assert_eq!(found.cost, Money::from_cents(cents(&stocks, &chosen)));
            prop_assert!(budget.is_none_or(|budget| found.cost <= budget));
            let parts: f64 = found.lines.iter().map(|line| line.on_the_day).sum();
            prop_assert!((parts - (found.after.mean - found.nothing.mean)).abs() < 1e-9);
            let baseline = baseline(&stocks, 1.0);
            let learnt = Learnt::new(&MODEL, FactorSet::FOUR, &[], super::invented::day());
            let gauge =
                Gauge::new(learnt, &baseline.looks[0].parts, &baseline.holdings, Readings::default()).unwrap();
            for line in &found.lines {
                let place = baseline.looks[0].parts.find(line.action.sku.as_str()).unwrap();
                let one = WhatIf::of(&gauge, FactorSet::FOUR, &[(place, line.action.clone())]).unwrap().together;
                prop_assert!((one.at_once() - line.at_once).abs() < 1e-9);
                prop_assert!((one.in_full() - line.in_full).abs() < 1e-9);
            }
        }
    }

    /// The order in which stocks stand makes no difference to what is done.
    #[test]
    fn order_is_no_matter(seed in any::<u64>(), more in 5_u32..60) {
        let mut dice = Dice(seed);
        let stocks = account(&mut dice, 30, 80);
        let nothing = mean(&stocks, &vec![Done::default(); stocks.len()]);
        prop_assume!(nothing.is_finite());
        let found = plan(&stocks, nothing + f64::from(more), None);
        let back: Vec<_> = stocks.iter().rev().copied().collect();
        let other = plan(&back, nothing + f64::from(more), None);
        prop_assert_eq!(found.reached, other.reached);
        if found.reached {
            prop_assert_eq!(found.cost, other.cost);
        }
    }
}

#[test]
fn a_fee_that_is_not_known_is_never_nothing() {
    let stocks = account(&mut Dice(7), 30, 80);
    let nothing = mean(&stocks, &vec![Done::default(); stocks.len()]);
    let baseline = baseline(&stocks, 1.0);
    let learnt = Learnt::new(&MODEL, FactorSet::FOUR, &[], super::invented::day());
    let gauge =
        Gauge::new(learnt, &baseline.looks[0].parts, &baseline.holdings, Readings::default()).unwrap();
    let wanted = Wanted { target: nothing + 30.0, confidence: 0.5, ..Wanted::default() };
    let mut offers = offers(&stocks);
    let all_known = cheapest(wanted, &baseline, &offers, &gauge).unwrap();
    assert!(!all_known.is_incomplete() && all_known.reached);
    let none: Vec<_> = offers.iter().map(|_| Offer::unknown("the weight is not stated")).collect();
    let found = cheapest(wanted, &baseline, &none, &gauge).unwrap();
    assert!(found.is_incomplete() && found.reached && found.cost == Money::ZERO);
    let removed = found.lines.iter().filter(|line| line.action.what.is_removal());
    assert!(removed.clone().count() > 0 && removed.clone().all(|line| line.cost.is_none()));
    assert!(removed.clone().all(|line| line.unknown == Some("the weight is not stated")));
    let units: u64 = removed.map(|line| line.action.units.get()).sum();
    assert_eq!(found.units_without_fee, Units::new(units));
    // Where known ones are enough, none is taken whose fee is not.
    let taken = all_known.lines.iter().find(|line| line.action.what == What::Remove).unwrap();
    let at: usize = taken.action.sku.as_str()[4..].parse().unwrap();
    offers[at] = Offer::unknown("the weight is not stated");
    let found = cheapest(wanted, &baseline, &offers, &gauge).unwrap();
    assert!(found.reached && !found.is_incomplete() && found.cost > all_known.cost);
}
