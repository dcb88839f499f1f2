//! Excess inventory share = excess units ÷ units on hand.
//!
//! An item is excess when it has more than 90 days of supply on forecast demand (Amazon's help page on the index). Only
//! Amazon knows its forecast, so its own figure counts wherever FBA Inventory states it; for SKUs that the report leaves
//! out the figure is derived, and both are compared where both exist.

use super::{LeftOut, Reason, Unstated};
use crate::account::{Account, Note, StockFacts};
use crate::dates::SELL_THROUGH_DAYS;
use crate::ids::Marketplace;
use crate::units::Units;
use chrono::NaiveDate;
use serde::Serialize;

/// Where the excess units come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Amazon states them for every SKU with stock.
    Stated,
    /// Worked out for every SKU with stock.
    Derived,
    /// Stated for the SKUs that the report lists, worked out for the others.
    Mixed,
}

/// The excess inventory share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Excess {
    /// Units beyond 90 days of supply.
    pub excess_units: Units,
    /// All units on hand, less those of new SKUs where these do not count.
    pub on_hand_units: Units,
    /// The first ÷ the second, 0–1.
    pub share: f64,
    /// Where the excess units come from.
    pub basis: Basis,
}

/// Excess units of a SKU without Amazon's word: what is on hand beyond 90 days at the pace of the days on which it was
/// on offer.
///
/// `max(0, on hand − ⌈90 × shipped ÷ days⌉)`, in whole units. `days` are those of the last 90 that ended with stock or
/// had units shipped. A SKU that shipped nothing has no demand to cover, so all of it is excess.
///
/// ```
/// use ipi::factor::excess::derived;
/// use ipi::units::Units;
/// let units = |n| Units::new(n);
/// // 20 shipped on 45 days of offer are 40 in 90 days; of 100 on hand 60 are more than that.
/// assert_eq!(derived(units(100), units(20), 45), units(60));
/// // 7 shipped on 89 days: 90 × 7 ÷ 89 = 7.08, so 8 are covered.
/// assert_eq!(derived(units(10), units(7), 89), units(2));
/// assert_eq!(derived(units(5), units(0), 90), units(5));
/// ```
#[must_use]
pub fn derived(on_hand: Units, shipped_90: Units, days: u16) -> Units {
    if shipped_90 == Units::ZERO {
        return on_hand;
    }
    let demand = (shipped_90.get() * u64::from(SELL_THROUGH_DAYS)).div_ceil(u64::from(days.max(1)));
    on_hand.saturating_sub(Units::new(demand))
}

/// From when on units of a SKU that is new (first stock less than 90 days ago) do not count, where Amazon says so.
///
/// Canada, Saudi Arabia and Germany have the sentence on their FAQ page (no date; seen in texts of 2021 and later); for
/// the United States it stands in notes on the help page of 2026.
const NEW_DO_NOT_COUNT: &[(Marketplace, NaiveDate, &str)] = &[
    (Marketplace::CA, day(2021), "https://sellercentral.amazon.ca/gp/help/external/GZJF4DY2W6MERBAL"),
    (Marketplace::DE, day(2021), "https://sellercentral-europe.amazon.com/gp/help/external/GZJF4DY2W6MERBAL"),
    (Marketplace::SA, day(2021), "https://sellercentral.amazon.sa/gp/help/external/GZJF4DY2W6MERBAL"),
    (Marketplace::US, day(2026), "https://sellercentral.amazon.com/gp/help/external/GZJF4DY2W6MERBAL"),
];

const fn day(year: i32) -> NaiveDate {
    crate::evidence::day(year, 1, 1)
}

/// Do new SKUs stay out of the share there and then?
#[must_use]
pub fn leaves_new_out(marketplace: Option<Marketplace>, day: NaiveDate) -> bool {
    NEW_DO_NOT_COUNT.iter().any(|(m, from, _)| Some(*m) == marketplace && day >= *from)
}

/// What the SKU has too much of, by the figures that are there.
#[must_use]
pub fn derived_for(facts: &StockFacts) -> Option<Units> {
    let shipped = facts.shipped_90?.value;
    let days = facts.days_on_offer_90.unwrap_or(SELL_THROUGH_DAYS);
    Some(derived(facts.on_hand_units(), shipped, days))
}

/// What the SKU has too much of: as Amazon states it, but no more than there is; else by the figures that are there.
#[must_use]
pub fn of_stock(facts: &StockFacts) -> Option<Units> {
    facts.excess_stated.map(|stated| stated.min(facts.on_hand_units())).or_else(|| derived_for(facts))
}

/// Amazon's forecast and the pace of the last 90 days may well differ; by more than so many units, and one in so many of all
/// on hand, its column is hardly what it is called.
const FAR_UNITS: Units = Units::new(100);
const FAR_SHARE: u64 = 2;
const FAR_NONE: u64 = 5;

/// The share of an account, and what there is to say of it.
pub(super) fn of(account: &Account, notes: &mut Vec<Note>) -> Result<Excess, Unstated> {
    if account.stocks.iter().all(|facts| facts.on_hand.is_none()) {
        return Err(Unstated::because(Reason::NoStock));
    }
    let new_out = leaves_new_out(account.marketplace, account.as_of.day());
    let (mut excess, mut on_hand) = (Units::ZERO, Units::ZERO);
    let (mut stated, mut worked_out, mut unknown) = (0_u64, 0_u64, 0_u64);
    let (mut both, mut both_stated, mut both_derived) = (0, Units::ZERO, Units::ZERO);
    let mut others = Units::ZERO;
    let (mut new, mut new_units) = (0, Units::ZERO);
    let (mut beyond, mut beyond_units) = (0, Units::ZERO);
    let mut left_out = LeftOut::default();
    for facts in &account.stocks {
        let units = facts.on_hand_units();
        if left_out.takes(account, facts) {
            continue;
        }
        if new_out && facts.is_new {
            new += 1;
            new_units += units;
            continue;
        }
        on_hand += units;
        let derived = derived_for(facts);
        match (facts.excess_stated, derived) {
            (Some(amazon), derived) => {
                // Of what is there no more than all of it can be too much.
                let over = amazon.saturating_sub(units);
                if over > Units::ZERO {
                    beyond += 1;
                    beyond_units += over;
                }
                excess += amazon.saturating_sub(over);
                stated += 1;
                if let Some(derived) = derived {
                    both += 1;
                    both_stated += amazon;
                    both_derived += derived;
                }
            }
            _ if units == Units::ZERO => {}
            (None, Some(derived)) => {
                others += derived;
                excess += derived;
                worked_out += 1;
            }
            (None, None) => unknown += 1,
        }
    }
    if unknown > 0 {
        return Err(Unstated::of_sales(account));
    }
    let share = excess.ratio(on_hand).ok_or(Unstated::because(Reason::NothingOnHand))?;
    left_out.note(account, notes);
    if beyond > 0 {
        notes.push(Note::ExcessBeyond { skus: beyond, units: beyond_units });
    }
    if new > 0 {
        notes.push(Note::NewLeftOut { skus: new, units: new_units });
    }
    if both > 0 {
        let gap = both_stated.saturating_sub(both_derived) + both_derived.saturating_sub(both_stated);
        // Where Amazon states none at all, a fifth is as far.
        let share = if both_stated == Units::ZERO { FAR_NONE } else { FAR_SHARE };
        let is_far = gap > FAR_UNITS && gap.get() * share > on_hand.get();
        notes.push(Note::ExcessCompared {
            stated: both_stated,
            derived: both_derived,
            skus: both,
            others,
            is_far,
        });
    }
    let basis = match (stated, worked_out) {
        (_, 0) if stated > 0 => Basis::Stated,
        (0, _) => Basis::Derived,
        _ => Basis::Mixed,
    };
    Ok(Excess { excess_units: excess, on_hand_units: on_hand, share, basis })
}
