//! The surcharge for stock of more than half a year: the aged-inventory surcharge, formerly long-term storage fee.
//!
//! What lies in the fulfilment centres on the 15th of a month is charged by its age and volume, beside storage; the oldest at
//! least so much a unit. Amazon counts the oldest units as those that leave first.

mod ages;
mod table;

use super::{Basis, FeeTable, Goods, Item, Unknown};
use crate::evidence::Period;
use crate::ids::Marketplace;
use crate::money::{Amount, Currency};
use crate::units::Units;
use crate::volume::VolumeUnit;
use chrono::{Datelike as _, Days, Months, NaiveDate};

pub use ages::Ages;
pub use table::TABLE;

/// The surcharge on units of some ages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgedBand {
    /// The ages.
    pub ages: Ages,
    /// Minor units per volume; `None` where something is charged, or may be, that was not seen.
    pub rate: Option<u32>,
    /// Minor units that each unit costs at least.
    pub least: u32,
}

/// The surcharge of some days, by age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgedRule {
    /// Where.
    pub marketplace: Marketplace,
    /// The days of the charge.
    pub period: Period,
    /// The currency.
    pub currency: Currency,
    /// The volume that the rates are for.
    pub per: VolumeUnit,
    /// What each age costs, without a gap from the first on; younger stock is free.
    pub bands: &'static [AgedBand],
    /// The age from which apparel is charged, where it is later than for other goods.
    pub apparel_from: Option<u16>,
    /// What it rests on.
    pub basis: Basis,
}

impl AgedRule {
    /// What these ages may cost: the bands that they meet, `None` among them where some of them are free.
    fn met(&self, ages: Ages, goods: Goods) -> impl Iterator<Item = Option<&'static AgedBand>> {
        let free_until = self.apparel_from.filter(|_| goods == Goods::Apparel).unwrap_or(0);
        let first = self.bands.first().map_or(u16::MAX, |band| band.ages.from.max(free_until));
        let young = (ages.from < first).then_some(None);
        let charged = self.bands.iter().filter(move |band| band.ages.from >= free_until);
        young.into_iter().chain(charged.filter(move |band| band.ages.meets(ages)).map(Some))
    }
}

/// Units of some ages, as a report counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stock {
    /// Their ages.
    pub ages: Ages,
    /// How many they are.
    pub units: Units,
}

/// What a surcharge comes to: a range where the ages of a report are coarser than those of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// At least so much.
    pub low: Amount,
    /// At most so much.
    pub high: Amount,
}

impl Due {
    /// The amount, where it is only one.
    #[must_use]
    pub fn exact(self) -> Option<Amount> {
        (self.low == self.high).then_some(self.low)
    }
}

/// The next day on which stock is charged by its age: the 15th, on or after `day`.
///
/// ```
/// use ipi::policy::fees::aged::next_day;
/// let next = |day: &str| next_day(day.parse().unwrap()).to_string();
/// assert_eq!(next("2026-10-31"), "2026-11-15");
/// assert_eq!(next("2026-12-15"), "2026-12-15");
/// assert_eq!(next("2026-12-16"), "2027-01-15");
/// ```
#[must_use]
pub fn next_day(day: NaiveDate) -> NaiveDate {
    let month = crate::dates::month_start(day);
    let month = if day.day() > 15 { month.checked_add_months(Months::new(1)) } else { Some(month) };
    month.and_then(|first| first.checked_add_days(Days::new(14))).unwrap_or(NaiveDate::MAX)
}

/// What is charged on `day`, a 15th, for units of these ages; nothing where all are known to be too young.
///
/// # Errors
///
/// What is not known: the table, the figure, any age ([`Unknown::NoAge`] where `stock` is empty) or the volume.
///
/// ```
/// use ipi::ids::Marketplace::US;
/// use ipi::policy::fees::{Item, aged::{Ages, Stock, due}};
/// use ipi::units::Units;
/// use ipi::volume::{Volume, VolumeUnit::CubicFeet};
/// let mug = Item { volume: Volume::new(0.05, CubicFeet), ..Item::default() };
/// let due = |ages, units| {
///     let stock = [Stock { ages, units: Units::new(units) }];
///     due(US, "2026-11-15".parse().unwrap(), &mug, &stock).unwrap()
/// };
/// // 0.05 cu ft × $6.90 = $0.345 a unit, more than the $0.30 that it costs at least: × 10 = $3.45.
/// assert_eq!(due(Ages::between(366, 455), 10).exact().unwrap().to_string(), "USD 3.45");
/// // 181 to 270 days cost $0.50, $1.00 or $1.50 per cu ft: 0.05 × 100 = 5 cu ft, $2.50 to $7.50.
/// let coarse = due(Ages::between(181, 270), 100);
/// assert_eq!((coarse.low.minor, coarse.high.minor), (250, 750));
/// assert_eq!(due(Ages::between(0, 90), 40).high.minor, 0);
/// ```
pub fn due(marketplace: Marketplace, day: NaiveDate, item: &Item, stock: &[Stock]) -> Result<Due, Unknown> {
    let rule = rule(marketplace, day)?;
    if stock.is_empty() {
        return Err(Unknown::NoAge);
    }
    let per = u128::from(rule.per.grains());
    let (mut low, mut high) = (0_u128, 0_u128);
    for some in stock.iter().filter(|some| some.units > Units::ZERO) {
        let (mut least, mut most) = (u128::MAX, 0);
        for band in rule.met(some.ages, item.goods) {
            // Minor units of one unit, times the grains of the volume that the rate is for.
            let one = match band {
                None => 0,
                Some(band) => {
                    let rate = u128::from(band.rate.ok_or(Unknown::NoRate)?);
                    let volume = item.volume.ok_or(Unknown::NoVolume)?;
                    volume.grains().saturating_mul(rate).max(per * u128::from(band.least))
                }
            };
            (least, most) = (least.min(one), most.max(one));
        }
        let units = u128::from(some.units.get());
        low = low.saturating_add(least.saturating_mul(units));
        high = high.saturating_add(most.saturating_mul(units));
    }
    let amount = |minor| Amount::rounded(rule.currency, minor, per);
    Ok(Due { low: amount(low), high: amount(high) })
}

/// The table by which [`due`] goes.
///
/// # Errors
///
/// [`Unknown::NoTable`] where none is known there and then.
pub fn table(marketplace: Marketplace, day: NaiveDate) -> Result<FeeTable, Unknown> {
    rule(marketplace, day).map(|rule| FeeTable::of(rule.period, rule.basis))
}

fn rule(marketplace: Marketplace, day: NaiveDate) -> Result<&'static AgedRule, Unknown> {
    let here = |rule: &&AgedRule| rule.marketplace == marketplace && rule.period.holds(day);
    TABLE.iter().find(here).ok_or(Unknown::NoTable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::day;
    use crate::volume::Volume;
    use Marketplace::{CA, DE, ES, UK, US};

    fn of(
        marketplace: Marketplace,
        on: NaiveDate,
        item: Item,
        stock: &[(Ages, u64)],
    ) -> Result<(u64, u64), Unknown> {
        let stock: Vec<_> =
            stock.iter().map(|&(ages, units)| Stock { ages, units: Units::new(units) }).collect();
        due(marketplace, on, &item, &stock).map(|due| (due.low.minor, due.high.minor))
    }

    fn cubic_feet(value: f64) -> Item {
        Item { volume: Volume::new(value, VolumeUnit::CubicFeet), ..Item::default() }
    }

    #[test]
    fn the_greater_of_volume_and_unit_counts() {
        let old = [(Ages::between(366, 455), 100)];
        // 0.01 cu ft × $6.90 = $0.069, less than $0.30; until January 2026 less than $0.15.
        assert_eq!(of(US, day(2026, 1, 15), cubic_feet(0.01), &old), Ok((3_000, 3_000)));
        assert_eq!(of(US, day(2025, 12, 15), cubic_feet(0.01), &old), Ok((1_500, 1_500)));
        // 1 cu ft × $6.90; $7.90 for the oldest.
        assert_eq!(of(US, day(2026, 1, 15), cubic_feet(1.0), &old), Ok((69_000, 69_000)));
        assert_eq!(of(US, day(2026, 1, 15), cubic_feet(1.0), &[(Ages::since(456), 1)]), Ok((790, 790)));
        // Coarser than the table: $6.90 or $7.90.
        assert_eq!(of(US, day(2026, 1, 15), cubic_feet(1.0), &[(Ages::since(366), 1)]), Ok((690, 790)));
    }

    #[test]
    fn fractions_of_units_are_rounded_once() {
        // 3 × 0.03 cu ft × $0.50 = 4.5 cents, half up; 2 × 0.03 × $1.00 = 6 cents: 10.5 cents in all.
        let stock = [(Ages::between(181, 210), 3), (Ages::between(211, 240), 2)];
        assert_eq!(of(US, day(2026, 1, 15), cubic_feet(0.03), &stock[..1]), Ok((5, 5)));
        assert_eq!(of(US, day(2026, 1, 15), cubic_feet(0.03), &stock), Ok((11, 11)));
    }

    #[test]
    fn young_stock_and_apparel_are_free() {
        let apparel = |value| Item { goods: Goods::Apparel, ..cubic_feet(value) };
        let young = [(Ages::between(91, 180), 10)];
        let half_a_year = [(Ages::between(181, 270), 10)];
        assert_eq!(of(US, day(2026, 2, 15), Item::default(), &young), Ok((0, 0)));
        assert_eq!(of(US, day(2026, 2, 15), Item::default(), &half_a_year), Err(Unknown::NoVolume));
        assert_eq!(of(US, day(2026, 2, 15), apparel(1.0), &half_a_year), Ok((0, 0)));
        assert_eq!(of(US, day(2026, 2, 15), apparel(1.0), &[(Ages::between(271, 300), 1)]), Ok((545, 545)));
        // In Britain stock of up to 240 days is free.
        assert_eq!(of(UK, day(2026, 7, 15), cubic_feet(1.0), &[(Ages::between(181, 270), 1)]), Ok((0, 118)));
    }

    #[test]
    fn what_is_missing_is_named_and_never_nothing() {
        let one = [(Ages::between(271, 300), 1)];
        assert_eq!(of(ES, day(2026, 7, 15), cubic_feet(1.0), &one), Err(Unknown::NoTable));
        assert_eq!(of(US, day(2026, 7, 15), cubic_feet(1.0), &[]), Err(Unknown::NoAge));
        assert_eq!(of(UK, day(2025, 7, 15), cubic_feet(1.0), &one), Ok((232, 232)));
        for unseen in [Ages::between(241, 270), Ages::since(366)] {
            assert_eq!(of(UK, day(2025, 7, 15), cubic_feet(1.0), &[(unseen, 1)]), Err(Unknown::NoRate));
        }
    }

    #[test]
    fn the_metric_tables_go_by_the_cubic_metre() {
        let litre = Item { volume: Volume::new(1_000.0, VolumeUnit::CubicCentimetres), ..Item::default() };
        // 0.001 m³ × €125.16 = €0.12516, × 100; × €261.97 = €0.26197, more than €0.25; × C$330 = C$0.33.
        assert_eq!(of(DE, day(2026, 7, 15), litre, &[(Ages::between(271, 300), 100)]), Ok((1_252, 1_252)));
        assert_eq!(of(DE, day(2026, 7, 15), litre, &[(Ages::since(456), 100)]), Ok((2_620, 2_620)));
        assert_eq!(of(CA, day(2026, 7, 15), litre, &[(Ages::since(366), 100)]), Ok((3_300, 3_300)));
    }
}
