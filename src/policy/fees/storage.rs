//! The monthly fee for storage, by volume; from October to December it is higher.
//!
//! Amazon charges the mean daily volume of a calendar month, in the month after. What stands here is the fee for a volume that
//! lies there all month long.

mod table;

use super::{Basis, FeeTable, Goods, Group, Item, Unknown, by_volume};
use crate::evidence::Period;
use crate::ids::Marketplace;
use crate::money::{Amount, Currency};
use crate::units::Units;
use crate::volume::VolumeUnit;
use chrono::{Datelike as _, NaiveDate};

pub use table::TABLE;

/// The fee for one group of sizes and kind of goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StorageRule {
    /// Where.
    pub marketplaces: &'static [Marketplace],
    /// The days of storage.
    pub period: Period,
    /// The group of sizes.
    pub group: Group,
    /// The kind of goods; what has no row of its own goes by the ordinary one, but for dangerous goods.
    pub goods: Goods,
    /// The currency.
    pub currency: Currency,
    /// The volume that the rates are for.
    pub per: VolumeUnit,
    /// Minor units a month from January to September; `None` where that was not seen.
    pub january: Option<u32>,
    /// Minor units a month from October to December; `None` where that was not seen.
    pub october: Option<u32>,
    /// What it rests on.
    pub basis: Basis,
}

impl StorageRule {
    /// The rate of the month that holds `day`.
    fn rate(&self, day: NaiveDate) -> Option<u32> {
        if day.month() >= 10 { self.october } else { self.january }
    }
}

/// What storing `units` costs for the whole month that holds `day`.
///
/// # Errors
///
/// What is not known: the table, the figure, the tier or the volume.
///
/// ```
/// use ipi::ids::Marketplace::{FR, US};
/// use ipi::policy::fees::{Item, Tier, Unknown, storage::month};
/// use ipi::units::Units;
/// use ipi::volume::{Volume, VolumeUnit::CubicFeet};
/// let lamp = Item { tier: Some(Tier::LargeStandard), volume: Volume::new(0.25, CubicFeet), ..Item::default() };
/// let cost = |marketplace, day: &str| month(marketplace, day.parse().unwrap(), &lamp, Units::new(210));
/// // 210 × 0.25 cu ft = 52.5 cu ft, × $0.78 = $40.95; in October × $2.40 = $126.00.
/// assert_eq!(cost(US, "2026-09-30").unwrap().to_string(), "USD 40.95");
/// assert_eq!(cost(US, "2026-10-01").unwrap().to_string(), "USD 126.00");
/// assert_eq!(cost(FR, "2026-10-01"), Err(Unknown::NoTable));
/// ```
pub fn month(marketplace: Marketplace, day: NaiveDate, item: &Item, units: Units) -> Result<Amount, Unknown> {
    let row = rule(marketplace, day, item)?;
    let rate = row.rate(day).ok_or(Unknown::NoRate)?;
    let volume = item.volume.ok_or(Unknown::NoVolume)?;
    Ok(by_volume(row.currency, rate, row.per, volume.times(units)))
}

/// The table by which [`month`] goes.
///
/// # Errors
///
/// What is not known: the table, the figure or the tier.
pub fn table(marketplace: Marketplace, day: NaiveDate, item: &Item) -> Result<FeeTable, Unknown> {
    rule(marketplace, day, item).map(|row| FeeTable::of(row.period, row.basis))
}

fn rule(marketplace: Marketplace, day: NaiveDate, item: &Item) -> Result<&'static StorageRule, Unknown> {
    let here = |row: &&StorageRule| row.marketplaces.contains(&marketplace) && row.period.holds(day);
    if !TABLE.iter().any(|row| here(&row)) {
        return Err(Unknown::NoTable);
    }
    let group = item.group()?;
    let of = |goods| TABLE.iter().filter(here).find(|row| row.group == group && row.goods == goods);
    let usual = || of(Goods::Ordinary).filter(|_| item.goods != Goods::Dangerous);
    of(item.goods).or_else(usual).ok_or(Unknown::NoRate)
}

#[cfg(test)]
mod tests {
    use super::super::Tier;
    use super::*;
    use crate::evidence::day;
    use crate::volume::Volume;

    fn item(tier: Tier, goods: Goods, cubic_feet: f64) -> Item {
        let volume = Volume::new(cubic_feet, VolumeUnit::CubicFeet);
        Item { tier: Some(tier), goods, volume, weight: None }
    }

    fn cost(at: Marketplace, on: NaiveDate, item: &Item) -> Result<String, Unknown> {
        month(at, on, item, Units::new(1)).map(|amount| amount.to_string())
    }

    #[test]
    fn months_groups_and_goods_have_their_rates() {
        let (standard, bulky) = (Tier::SmallStandard, Tier::LargeBulky);
        let us = |tier, goods, on| cost(Marketplace::US, on, &item(tier, goods, 10.0));
        assert_eq!(us(standard, Goods::Ordinary, day(2024, 3, 31)), Ok("USD 8.70".into()));
        assert_eq!(us(standard, Goods::Ordinary, day(2024, 4, 1)), Ok("USD 7.80".into()));
        assert_eq!(us(bulky, Goods::Ordinary, day(2026, 12, 31)), Ok("USD 14.00".into()));
        assert_eq!(us(standard, Goods::Dangerous, day(2026, 12, 31)), Ok("USD 36.30".into()));
        // Apparel has no rate of its own in the United States, dangerous goods none in Germany.
        assert_eq!(us(standard, Goods::Apparel, day(2026, 1, 1)), Ok("USD 7.80".into()));
        let on = day(2026, 11, 1);
        assert_eq!(
            cost(Marketplace::UK, on, &item(Tier::SmallParcel, Goods::Apparel, 10.0)),
            Ok("GBP 8.20".into())
        );
        let dangerous = item(Tier::SmallParcel, Goods::Dangerous, 10.0);
        assert_eq!(cost(Marketplace::DE, on, &dangerous), Err(Unknown::NoRate));
    }

    #[test]
    fn a_rate_by_the_cubic_metre_is_exact() {
        // 10 cu ft are 0.28316846592 m³, × €52.20 = €14.7814; × ¥5,160 = ¥1,461.15 in whole yen.
        let ten = item(Tier::Standard, Goods::Ordinary, 10.0);
        assert_eq!(cost(Marketplace::DE, day(2026, 10, 1), &ten), Ok("EUR 14.78".into()));
        assert_eq!(cost(Marketplace::JP, day(2022, 9, 1), &ten), Ok("JPY 1461".into()));
        assert_eq!(cost(Marketplace::JP, day(2022, 10, 1), &ten), Err(Unknown::NoRate));
    }

    #[test]
    fn what_is_missing_is_named_and_never_nothing() {
        let on = day(2026, 11, 1);
        let whole = item(Tier::Standard, Goods::Ordinary, 1.0);
        for marketplace in [Marketplace::FR, Marketplace::IT, Marketplace::ES, Marketplace::JP] {
            for on in [day(2024, 1, 1), on] {
                assert_eq!(cost(marketplace, on, &whole), Err(Unknown::NoTable), "{marketplace} {on}");
            }
        }
        assert_eq!(cost(Marketplace::UK, day(2025, 1, 1), &whole), Err(Unknown::NoTable));
        assert_eq!(cost(Marketplace::US, on, &Item { tier: None, ..whole }), Err(Unknown::NoTier));
        assert_eq!(cost(Marketplace::US, on, &Item { volume: None, ..whole }), Err(Unknown::NoVolume));
    }
}
