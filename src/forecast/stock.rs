//! What a forecast knows of one stock, and what of it can be told beforehand for a later day.

use super::arrivals::Arrival;
use super::demand::Pace;
use super::dice::seed;
use crate::account::{Demand, StockFacts};
use crate::dates::{IN_STOCK_DAYS, SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};
use crate::factor::Part;

/// The three months of the past that sales leave one after the other, 30 days each.
pub(super) const MONTHS: usize = 3;
/// Mean weight of the newest 30 days in a discounted sum: (1 − ½) ÷ (1 − 2^(−1/30)) ÷ 30; of each month before it is half of the
/// one after.
const NEWEST: f64 = 0.729_72;

/// One stock on the day judged.
#[derive(Clone, Debug)]
pub(super) struct Stock {
    pub(super) seed: u64,
    /// Sellable units; none where no report tells.
    pub(super) on_hand: u32,
    /// Units that cannot be sold for want of a listing.
    pub(super) stranded: u32,
    /// Days until Amazon takes them out by itself.
    pub(super) stranded_for: Option<u16>,
    /// The stranded share is taken of stranded units alone, because what is on hand is not known.
    pub(super) is_stranded_only: bool,
    pub(super) arrivals: Box<[Arrival]>,
    pub(super) pace: Pace,
    /// Units that are asked for in 90 days by Amazon's forecast: more than so many are excess.
    pub(super) covered: Covered,
    /// No report states excess units, so they are worked out from sales.
    pub(super) is_derived: bool,
    /// Days of the last 90 on which it could be bought.
    pub(super) offered: f64,
    /// Units sold in each of the last three months, the newest first.
    pub(super) sold: [f64; MONTHS],
    /// Units on the snapshot days.
    pub(super) past: [f64; SNAPSHOT_AGES.len()],
    /// Of the last 30 days those without stock.
    pub(super) days_out: f64,
    /// Days from which on it counts toward the excess share; none where it never does.
    pub(super) excess_from: Option<u16>,
    /// Its sales count toward sell-through, its stock toward the stranded share, its sales weigh in the in-stock rate.
    pub(super) counts: Counts,
}

/// Units that are asked for in 90 days by Amazon's forecast.
#[derive(Clone, Copy, Debug)]
pub(super) enum Covered {
    /// It states excess units: what is on hand less those.
    Known(f64),
    /// It states none: at least what is on hand; by our own forecast the second.
    AtLeast(f64, f64),
}

impl Covered {
    /// The units, where Amazon's forecast is so many times ours.
    pub(super) fn of(self, times: f64) -> f64 {
        match self {
            Covered::Known(units) => units,
            Covered::AtLeast(units, ours) => units.max(ours * times),
        }
    }
}

/// Toward which sums a stock counts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) shipped: bool,
    pub(super) stock: bool,
    pub(super) stranded: bool,
    pub(super) weight: bool,
}

/// What is told of a stock beside its facts.
pub(super) struct Beside {
    pub(super) demand: Option<Demand>,
    pub(super) pace: Pace,
    pub(super) arrivals: Box<[Arrival]>,
    /// Days until stranded units are taken out.
    pub(super) stranded_for: Option<u16>,
    /// New stocks do not count toward the excess share.
    pub(super) new_out: bool,
}

#[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
fn float(units: crate::units::Units) -> f64 {
    units.get() as f64
}

fn small(units: crate::units::Units) -> u32 {
    u32::try_from(units.get()).unwrap_or(u32::MAX)
}

impl Stock {
    /// A stock of which only past days are known.
    pub(super) fn gone(part: &Part) -> Stock {
        let counts = Counts { stock: true, ..Counts::default() };
        Stock {
            seed: seed(part.sku.as_str()),
            on_hand: 0,
            stranded: 0,
            stranded_for: None,
            is_stranded_only: false,
            arrivals: Box::default(),
            pace: Pace::default(),
            covered: Covered::Known(0.0),
            is_derived: false,
            offered: 0.0,
            sold: [0.0; MONTHS],
            past: past(part, 0.0),
            days_out: 0.0,
            excess_from: None,
            counts,
        }
    }

    pub(super) fn of(
        facts: &StockFacts,
        part: &Part,
        stated: crate::factor::FactorSet,
        beside: Beside,
    ) -> Stock {
        let on_hand = facts.on_hand_units();
        let shipped = facts.shipped_90.map(|fact| float(fact.value));
        let weight = facts.shipped_60.map(|fact| float(fact.value));
        let offered = facts.days_on_offer_90.map_or(f64::from(SELL_THROUGH_DAYS), f64::from);
        let excess = float(part.excess);
        // A stock of the inventory report that is left out brings nothing, though it has units.
        let is_new = beside.new_out && facts.is_new;
        let is_left_out = !is_new && part.on_hand < on_hand;
        let excess_from = match stated.excess && !is_left_out {
            false => None,
            // It is at least as old as the days on which it was seen on offer; on the ninetieth it is no longer new.
            true if is_new => Some(SELL_THROUGH_DAYS.saturating_sub(facts.days_on_offer_90.unwrap_or(0))),
            true => Some(0),
        };
        let a_season = beside.pace.a_day() * f64::from(SELL_THROUGH_DAYS);
        Stock {
            seed: seed(facts.sku.as_str()),
            on_hand: small(on_hand),
            stranded: small(part.stranded),
            stranded_for: beside.stranded_for,
            is_stranded_only: facts.on_hand.is_none(),
            arrivals: beside.arrivals,
            pace: beside.pace,
            covered: if excess > 0.0 {
                Covered::Known(float(on_hand) - excess)
            } else {
                Covered::AtLeast(float(on_hand), a_season)
            },
            is_derived: facts.excess_stated.is_none(),
            offered,
            sold: months(shipped, weight, beside.demand),
            past: past(part, float(on_hand)),
            days_out: part_days_out(facts),
            excess_from,
            counts: Counts {
                shipped: stated.sell_through && !is_left_out,
                stock: stated.sell_through,
                stranded: stated.stranded,
                weight: stated.in_stock && !facts.excluded,
            },
        }
    }
}

fn part_days_out(facts: &StockFacts) -> f64 {
    IN_STOCK_DAYS.saturating_sub(facts.days_in_stock_30.unwrap_or(0)).into()
}

/// The stock of the snapshot days; where only an average is known, today's units and for the other days what the average leaves.
fn past(part: &Part, on_hand: f64) -> [f64; SNAPSHOT_AGES.len()] {
    let known = part.snapshots.map(float);
    if known.iter().any(|units| *units > 0.0) || part.average <= 0.0 {
        return known;
    }
    let all = part.average * super::dice::float(SNAPSHOT_AGES.len());
    let rest = (all - on_hand).max(0.0) / super::dice::float(SNAPSHOT_AGES.len() - 1);
    [all - rest * super::dice::float(SNAPSHOT_AGES.len() - 1), rest, rest, rest]
}

/// Sales of the last three months, from those of 90 days, of 60 days and, where the ledger tells, the discounted sum: three
/// sums for three months.
fn months(shipped_90: Option<f64>, shipped_60: Option<f64>, demand: Option<Demand>) -> [f64; MONTHS] {
    let two =
        shipped_60.or(shipped_90.map(|all| all * f64::from(WEIGHT_DAYS) / f64::from(SELL_THROUGH_DAYS)));
    let two = two.unwrap_or(0.0);
    let oldest = shipped_90.map_or(two / 2.0, |all| (all - two).max(0.0));
    // sold = NEWEST × (newest + middle ÷ 2 + oldest ÷ 4), and newest + middle = two.
    let newest = demand.map_or(two / 2.0, |demand| {
        let (sold, _) = demand.numbers();
        2.0 * (sold / NEWEST - oldest / 4.0 - two / 2.0)
    });
    let newest = newest.clamp(0.0, two);
    [newest, two - newest, oldest]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_sums_tell_three_months() {
        // 30 units in the newest month, 12 and 8 before: 0.72972 × (30 + 6 + 2) = 27.73 in the discounted sum.
        // 27.72936 × 2^20 = 29,076,341.4.
        let demand = Demand { sold: 29_076_341, on_offer: 0 };
        let [a, b, c] = months(Some(50.0), Some(42.0), Some(demand));
        assert!((a - 30.0).abs() < 1e-4 && (b - 12.0).abs() < 1e-4 && c == 8.0, "{a} {b} {c}");
        assert_eq!(months(Some(90.0), None, None), [30.0; 3]);
        assert_eq!(months(Some(50.0), Some(42.0), None), [21.0, 21.0, 8.0]);
        assert_eq!(months(None, None, None), [0.0; 3]);
    }
}
