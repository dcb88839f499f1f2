//! What it costs to have units sent back or thrown away, by the unit and its shipping weight.
//!
//! The fee is that of the day on which the order is made. In the United States what needs special handling, which may be
//! clothing, shoes, jewellery, watches and dangerous goods, costs as much as oversize; no report says which those are, so a
//! unit of standard size is taken to cost what its size does.

mod table;

use super::weights::Ladder;
use super::{Basis, FeeTable, Group, Item, Unknown};
use crate::evidence::Period;
use crate::ids::Marketplace;
use crate::money::Amount;
use chrono::NaiveDate;
use serde::Serialize;

pub use table::TABLE;

/// What becomes of the units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// They are sent back, within the country.
    Removal,
    /// They are thrown away.
    Disposal,
}

/// The fee for one group of sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovalRule {
    /// Where.
    pub marketplaces: &'static [Marketplace],
    /// The days on which orders are made.
    pub period: Period,
    /// The group of sizes.
    pub group: Group,
    /// Is it the fee for disposal too? Where not, that is not known.
    pub disposal: bool,
    /// The fee of a unit by its weight.
    pub ladder: Ladder,
    /// What it rests on.
    pub basis: Basis,
}

/// What one unit costs, by an order made on `day`.
///
/// # Errors
///
/// What is not known: the table, the tier or the weight.
///
/// ```
/// use ipi::ids::Marketplace::{FR, US};
/// use ipi::policy::fees::{Item, Tier, Unknown, removal::{Order, per_unit}};
/// use ipi::weight::{Weight, WeightUnit::Pounds};
/// let lamp = Item { tier: Some(Tier::LargeStandard), weight: Weight::new(3.4, Pounds), ..Item::default() };
/// let fee = |marketplace, item| per_unit(marketplace, "2026-11-01".parse().unwrap(), Order::Removal, &item);
/// // 3.4 lb: two pounds begun above the first two, $2.89 + 2 × $1.06 = $5.01.
/// assert_eq!(fee(US, lamp).unwrap().to_string(), "USD 5.01");
/// assert_eq!(fee(US, Item { weight: None, ..lamp }), Err(Unknown::NoWeight));
/// assert_eq!(fee(FR, lamp), Err(Unknown::NoTable));
/// ```
pub fn per_unit(
    marketplace: Marketplace,
    day: NaiveDate,
    order: Order,
    item: &Item,
) -> Result<Amount, Unknown> {
    let row = rule(marketplace, day, order, item)?;
    Ok(row.ladder.fee(item.weight.ok_or(Unknown::NoWeight)?))
}

/// The table by which [`per_unit`] goes.
///
/// # Errors
///
/// What is not known: the table, the figure or the tier.
pub fn table(
    marketplace: Marketplace,
    day: NaiveDate,
    order: Order,
    item: &Item,
) -> Result<FeeTable, Unknown> {
    rule(marketplace, day, order, item).map(|row| FeeTable::of(row.period, row.basis))
}

fn rule(
    marketplace: Marketplace,
    day: NaiveDate,
    order: Order,
    item: &Item,
) -> Result<&'static RemovalRule, Unknown> {
    let here = |row: &&RemovalRule| {
        row.marketplaces.contains(&marketplace)
            && row.period.holds(day)
            && (row.disposal || order == Order::Removal)
    };
    if !TABLE.iter().any(|row| here(&row)) {
        return Err(Unknown::NoTable);
    }
    let group = item.group()?;
    TABLE.iter().filter(here).find(|row| row.group == group).ok_or(Unknown::NoRate)
}

#[cfg(test)]
mod tests {
    use super::super::Tier;
    use super::*;
    use crate::evidence::day;
    use crate::weight::WeightUnit::{Kilograms, Pounds};
    use crate::weight::{Weight, WeightUnit};
    use Marketplace::{CA, DE, ES, FR, IT, JP, UK, US};

    fn fee(at: Marketplace, on: NaiveDate, tier: Tier, weight: (f64, WeightUnit)) -> Result<u64, Unknown> {
        let item = Item { tier: Some(tier), weight: Weight::new(weight.0, weight.1), ..Item::default() };
        per_unit(at, on, Order::Removal, &item).map(|amount| amount.minor)
    }

    #[test]
    fn the_fee_is_that_of_the_day_the_group_and_the_weight() {
        let us = |on, tier, pounds| fee(US, on, tier, (pounds, Pounds));
        assert_eq!(us(day(2021, 7, 1), Tier::SmallStandard, 0.4), Ok(32));
        assert_eq!(us(day(2022, 1, 18), Tier::SmallStandard, 0.4), Ok(52));
        assert_eq!(us(day(2026, 1, 14), Tier::SmallStandard, 0.4), Ok(104));
        assert_eq!(us(day(2026, 1, 15), Tier::SmallStandard, 0.4), Ok(84));
        assert_eq!(us(day(2026, 1, 15), Tier::SmallStandard, 0.51), Ok(153));
        assert_eq!(us(day(2026, 1, 15), Tier::LargeBulky, 0.51), Ok(312));
        assert_eq!(us(day(2026, 1, 15), Tier::ExtraLarge, 12.3), Ok(1_432 + 3 * 106)); // 2.3 lb over: three begun
        assert_eq!(us(day(2024, 2, 1), Tier::SmallStandard, 0.4), Err(Unknown::NoTable));
    }

    #[test]
    fn weight_above_the_last_step_counts_by_the_kilogram_begun_or_to_the_gram() {
        let of = |at, on, kilograms| fee(at, on, Tier::StandardParcel, (kilograms, Kilograms));
        assert_eq!(of(CA, day(2026, 11, 1), 1.2), Ok(231 + 154));
        assert_eq!(of(FR, day(2022, 11, 1), 1.2), Ok(97 + 57));
        assert_eq!(of(UK, day(2026, 11, 1), 1.2), Ok(203 + 16)); // 80 × 0.2
        assert_eq!(of(DE, day(2026, 11, 1), 1.2), Ok(249)); // 232 + 87 × 0.2 = 249.4
    }

    #[test]
    fn disposal_is_known_where_the_table_says_that_it_is_for_both() {
        let of = |at, order| {
            let weight = Weight::new(0.1, Kilograms);
            let item = Item { tier: Some(Tier::Standard), weight, ..Item::default() };
            per_unit(at, day(2026, 11, 1), order, &item).map(|amount| amount.minor)
        };
        assert_eq!((of(US, Order::Disposal), of(US, Order::Removal)), (Ok(84), Ok(84)));
        assert_eq!((of(UK, Order::Disposal), of(UK, Order::Removal)), (Err(Unknown::NoTable), Ok(49)));
    }

    #[test]
    fn what_is_missing_is_named_and_never_nothing() {
        for at in [FR, IT, ES, JP] {
            assert_eq!(
                fee(at, day(2026, 11, 1), Tier::Standard, (1.0, Kilograms)),
                Err(Unknown::NoTable),
                "{at}"
            );
        }
        let nothing = Item::default();
        let of = |item| per_unit(US, day(2026, 11, 1), Order::Removal, &item);
        assert_eq!(of(nothing), Err(Unknown::NoTier));
        assert_eq!(of(Item { tier: Some(Tier::Standard), ..nothing }), Err(Unknown::NoWeight));
    }
}
