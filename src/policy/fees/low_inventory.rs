//! The fee on units shipped of what is kept in too small a stock: the low-inventory-level fee.
//!
//! It is charged beside fulfilment, for each unit shipped, while the historical days of supply of the last 30 and of the last
//! 90 days are both below 28; the greater of the two picks the step. New sellers of up to a year, new products in FBA New
//! Selection, what Amazon's own distribution refills by 70 % or more, and what sold less than 20 units in 7 days are exempt:
//! none of that stands in a table, and whoever asks for the fee has to know.

use super::{Basis, FeeTable, Group, Item, Tier, Unknown};
use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use crate::money::{Amount, Currency};
use crate::weight::{Weight, WeightUnit};
use chrono::NaiveDate;

/// The fee of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LowInventoryRule {
    /// Where.
    pub marketplace: Marketplace,
    /// The days.
    pub period: Period,
    /// The size tier.
    pub tier: Tier,
    /// The shipping weight that it takes in; `None` where the rest of the tier has this fee.
    pub at_most: Option<Weight>,
    /// The currency.
    pub currency: Currency,
    /// Below so many days of supply: so many minor units a unit, by rising days.
    pub steps: &'static [(u16, u32)],
    /// What it rests on.
    pub basis: Basis,
}

impl LowInventoryRule {
    /// From so many days of supply on, nothing is charged.
    fn enough(&self) -> u16 {
        self.steps.last().map_or(0, |&(days, _)| days)
    }
}

const THREE_POUNDS: Weight = Weight::thousandths(3_000, WeightUnit::Pounds);

/// Since when bulky and extra-large products are charged too, at rates that were not found.
pub const BULKY_FROM: NaiveDate = day(2026, 1, 15);

const US: Basis = Basis {
    certainty: Certainty::Official,
    days_assumed: false,
    source: "https://sellercentral.amazon.com/help/hub/reference/GV43F6S76Y9DHYRH",
    note: "by product since 2026-01-15, by its parent before, says a third party; bulky since then too, up to 2.09",
};

/// One row of [`TABLE`].
const fn row(tier: Tier, at_most: Option<Weight>, steps: &'static [(u16, u32)]) -> LowInventoryRule {
    LowInventoryRule {
        marketplace: Marketplace::US,
        period: Period::since(day(2024, 4, 1)),
        tier,
        at_most,
        currency: Currency::Usd,
        steps,
        basis: US,
    }
}

/// Every fee known; of two rows of a tier the lighter one first.
pub const TABLE: &[LowInventoryRule] = &[
    row(Tier::SmallStandard, None, &[(14, 89), (21, 63), (28, 32)]),
    row(Tier::LargeStandard, Some(THREE_POUNDS), &[(14, 97), (21, 70), (28, 36)]),
    row(Tier::LargeStandard, None, &[(14, 111), (21, 87), (28, 47)]),
];

/// The historical days of supply of the last 30 and of the last 90 days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Supply {
    /// Of the last 30 days.
    pub short: Option<f64>,
    /// Of the last 90 days.
    pub long: Option<f64>,
}

/// What each unit shipped on `day` costs beside its fulfilment; `None` where nothing is charged.
///
/// # Errors
///
/// What is not known: the table, the figure, the days of supply, the tier or the weight.
///
/// ```
/// use ipi::ids::Marketplace::US;
/// use ipi::policy::fees::{Item, Tier, low_inventory::{Supply, per_unit}};
/// let case = Item { tier: Some(Tier::SmallStandard), ..Item::default() };
/// let fee = |short, long| {
///     let supply = Supply { short: Some(short), long: Some(long) };
///     per_unit(US, "2026-11-01".parse().unwrap(), &case, supply).unwrap().map(|fee| fee.to_string())
/// };
/// assert_eq!(fee(9.0, 17.5), Some("USD 0.63".into())); // 17.5, the greater, lies within 14 to 21
/// assert_eq!(fee(9.0, 28.0), None);
/// ```
pub fn per_unit(
    marketplace: Marketplace,
    day: NaiveDate,
    item: &Item,
    supply: Supply,
) -> Result<Option<Amount>, Unknown> {
    let here = |row: &&LowInventoryRule| row.marketplace == marketplace && row.period.holds(day);
    let enough = TABLE.iter().find(here).ok_or(Unknown::NoTable)?.enough();
    // One that is high enough decides, whatever the other is.
    if [supply.short, supply.long].into_iter().flatten().any(|days| days >= f64::from(enough)) {
        return Ok(None);
    }
    let tier = item.tier.ok_or(Unknown::NoTier)?;
    if tier.group() == Group::Oversize {
        return if day < BULKY_FROM { Ok(None) } else { Err(Unknown::NoRate) };
    }
    let (Some(short), Some(long)) = (supply.short, supply.long) else {
        return Err(Unknown::NoDaysOfSupply);
    };
    let mut rows = TABLE.iter().filter(here).filter(|row| row.tier == tier).peekable();
    // The group alone does not tell the fee.
    rows.peek().ok_or(Unknown::NoTier)?;
    for row in rows {
        let takes = match (row.at_most, item.weight) {
            (None, _) => true,
            (Some(_), None) => return Err(Unknown::NoWeight),
            (Some(most), Some(weight)) => weight <= most,
        };
        if takes {
            let step = row.steps.iter().find(|&&(days, _)| short.max(long) < f64::from(days));
            return Ok(step.map(|&(_, minor)| Amount::new(row.currency, minor.into())));
        }
    }
    Err(Unknown::NoRate)
}

/// The table by which [`per_unit`] goes: all sizes of a marketplace rest on the same.
///
/// # Errors
///
/// [`Unknown::NoTable`] where none is known there and then.
pub fn table(marketplace: Marketplace, day: NaiveDate) -> Result<FeeTable, Unknown> {
    let here = |row: &&LowInventoryRule| row.marketplace == marketplace && row.period.holds(day);
    TABLE.iter().find(here).map(|row| FeeTable::of(row.period, row.basis)).ok_or(Unknown::NoTable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fee(
        on: NaiveDate,
        tier: Tier,
        pounds: Option<f64>,
        days: [Option<f64>; 2],
    ) -> Result<Option<u64>, Unknown> {
        let weight = pounds.and_then(|pounds| Weight::new(pounds, WeightUnit::Pounds));
        let item = Item { tier: Some(tier), weight, ..Item::default() };
        let supply = Supply { short: days[0], long: days[1] };
        per_unit(Marketplace::US, on, &item, supply).map(|fee| fee.map(|fee| fee.minor))
    }

    #[test]
    fn the_greater_supply_picks_the_step_and_an_edge_the_cheaper_one() {
        let of =
            |short, long| fee(day(2026, 11, 1), Tier::LargeStandard, Some(3.0), [Some(short), Some(long)]);
        assert_eq!([of(0.0, 0.0), of(13.9, 2.0), of(2.0, 14.0)], [Ok(Some(97)), Ok(Some(97)), Ok(Some(70))]);
        assert_eq!([of(21.0, 2.0), of(27.9, 27.9), of(28.0, 2.0)], [Ok(Some(36)), Ok(Some(36)), Ok(None)]);
        let heavy = fee(day(2026, 11, 1), Tier::LargeStandard, Some(3.01), [Some(5.0), Some(5.0)]);
        assert_eq!(heavy, Ok(Some(111)));
    }

    #[test]
    fn bulky_products_are_charged_since_2026_at_rates_that_are_not_known() {
        let of = |on| fee(on, Tier::LargeBulky, Some(9.0), [Some(5.0), Some(5.0)]);
        assert_eq!((of(day(2026, 1, 14)), of(day(2026, 1, 15))), (Ok(None), Err(Unknown::NoRate)));
    }

    #[test]
    fn what_is_missing_is_named_and_never_nothing() {
        let (on, low) = (day(2026, 11, 1), [Some(5.0), Some(5.0)]);
        assert_eq!(fee(day(2024, 3, 31), Tier::SmallStandard, None, low), Err(Unknown::NoTable));
        assert_eq!(fee(on, Tier::LargeStandard, None, low), Err(Unknown::NoWeight));
        assert_eq!(fee(on, Tier::Standard, None, low), Err(Unknown::NoTier));
        assert_eq!(fee(on, Tier::SmallStandard, None, [Some(5.0), None]), Err(Unknown::NoDaysOfSupply));
        assert_eq!(fee(on, Tier::SmallStandard, None, [None, Some(30.0)]), Ok(None));
        let here = |at| per_unit(at, on, &Item::default(), Supply { short: Some(5.0), long: Some(5.0) });
        assert_eq!(here(Marketplace::US), Err(Unknown::NoTier));
        assert_eq!(here(Marketplace::JP), Err(Unknown::NoTable));
    }

    #[test]
    fn steps_fall_and_every_row_has_a_link() {
        for row in TABLE {
            assert!(row.steps.is_sorted_by(|a, b| a.0 < b.0 && a.1 > b.1) && row.enough() == 28, "{row:?}");
            assert!(row.basis.source.starts_with("https://") && row.period.is_sound());
        }
    }
}
