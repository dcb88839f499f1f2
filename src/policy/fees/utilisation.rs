//! The surcharge on storage for stock that lies long against what is shipped of it: the storage-utilisation surcharge.
//!
//! The ratio is the mean daily volume ÷ the mean daily shipped volume of 13 weeks ÷ 7, in weeks. It is charged beside
//! [`super::storage`] to professional sellers whose first stock came more than a year ago and who keep 25 cubic feet or more of
//! the size; stock of up to 30 days is left out, and so is what Amazon's own distribution refills by 70 % or more. None of that
//! stands in a table: whoever asks for the fee has to know.

use super::{Basis, Group, Item, Unknown, by_volume};
use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use crate::money::{Amount, Currency};
use crate::units::Units;
use crate::volume::VolumeUnit;
use chrono::{Datelike as _, NaiveDate};

/// The surcharge from a ratio on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UtilisationRule {
    /// Where.
    pub marketplace: Marketplace,
    /// The days of storage.
    pub period: Period,
    /// The group of sizes.
    pub group: Group,
    /// From so many weeks on, up to those of the next row.
    pub weeks: u16,
    /// The currency.
    pub currency: Currency,
    /// The volume that the rates are for.
    pub per: VolumeUnit,
    /// Minor units a month from January to September.
    pub january: u32,
    /// Minor units a month from October to December; `None` where that was not seen.
    pub october: Option<u32>,
    /// What it rests on.
    pub basis: Basis,
}

const US: Basis = Basis {
    certainty: Certainty::Quoted,
    days_assumed: false,
    source: "https://sellercentral.amazon.com/help/hub/reference/external/G3EDYEF6KUCFQTNM",
    note: "the last quarter was seen for 52 weeks and more only, as a total of 4.28, called oversize but 2.40 + 1.88; oversize \
           itself was not seen",
};

/// One row of [`TABLE`].
const fn row(weeks: u16, january: u32, october: Option<u32>) -> UtilisationRule {
    UtilisationRule {
        marketplace: Marketplace::US,
        period: Period::since(day(2024, 4, 1)),
        group: Group::Standard,
        weeks,
        currency: Currency::Usd,
        per: VolumeUnit::CubicFeet,
        january,
        october,
        basis: US,
    }
}

/// Every surcharge known, by rising ratio.
pub const TABLE: &[UtilisationRule] =
    &[row(22, 44, None), row(28, 76, None), row(36, 116, None), row(44, 158, None), row(52, 188, Some(188))];

/// What is charged beside storage for `units` in the month that holds `day`, where the ratio is so many weeks; `None` where it
/// is too low for a surcharge.
///
/// # Errors
///
/// What is not known: the table, the figure, the tier or the volume.
///
/// ```
/// use ipi::ids::Marketplace::US;
/// use ipi::policy::fees::{Item, Tier, utilisation::month};
/// use ipi::units::Units;
/// use ipi::volume::{Volume, VolumeUnit::CubicFeet};
/// let lamp = Item { tier: Some(Tier::LargeStandard), volume: Volume::new(0.25, CubicFeet), ..Item::default() };
/// let surcharge = |weeks| month(US, "2026-09-30".parse().unwrap(), &lamp, Units::new(210), weeks).unwrap();
/// assert_eq!(surcharge(21.9), None);
/// assert_eq!(surcharge(30.0).unwrap().to_string(), "USD 39.90"); // 52.5 cu ft × $0.76
/// ```
pub fn month(
    marketplace: Marketplace,
    day: NaiveDate,
    item: &Item,
    units: Units,
    weeks: f64,
) -> Result<Option<Amount>, Unknown> {
    let here = |row: &&UtilisationRule| row.marketplace == marketplace && row.period.holds(day);
    let first = TABLE.iter().find(here).ok_or(Unknown::NoTable)?;
    if weeks < f64::from(first.weeks) {
        return Ok(None);
    }
    let group = item.group()?;
    let of = |row: &&UtilisationRule| here(row) && row.group == group && f64::from(row.weeks) <= weeks;
    let row = TABLE.iter().rfind(of).ok_or(Unknown::NoRate)?;
    let rate = if day.month() >= 10 { row.october } else { Some(row.january) };
    let rate = rate.ok_or(Unknown::NoRate)?;
    let volume = item.volume.ok_or(Unknown::NoVolume)?;
    Ok(Some(by_volume(row.currency, rate, row.per, volume.times(units))))
}

#[cfg(test)]
mod tests {
    use super::super::Tier;
    use super::*;
    use crate::volume::Volume;

    fn surcharge(at: Marketplace, on: NaiveDate, tier: Tier, weeks: f64) -> Result<Option<u64>, Unknown> {
        let volume = Volume::new(1.0, VolumeUnit::CubicFeet);
        let item = Item { tier: Some(tier), volume, ..Item::default() };
        month(at, on, &item, Units::new(100), weeks).map(|amount| amount.map(|amount| amount.minor))
    }

    #[test]
    fn each_ratio_has_its_rate_and_an_edge_the_higher_one() {
        let us = |weeks| surcharge(Marketplace::US, day(2026, 3, 1), Tier::SmallStandard, weeks);
        let cents = [21.999, 22.0, 27.9, 28.0, 43.9, 44.0, 52.0, 900.0].map(us);
        let expected =
            [None, Some(4_400), Some(4_400), Some(7_600), Some(11_600), Some(15_800), Some(18_800)];
        assert_eq!(cents[..7], expected.map(Ok));
        assert_eq!(cents[7], Ok(Some(18_800)));
    }

    #[test]
    fn what_was_not_seen_is_not_known() {
        let us = |on, tier, weeks| surcharge(Marketplace::US, on, tier, weeks);
        assert_eq!(us(day(2026, 10, 1), Tier::SmallStandard, 30.0), Err(Unknown::NoRate));
        assert_eq!(us(day(2026, 10, 1), Tier::SmallStandard, 52.0), Ok(Some(18_800)));
        assert_eq!(us(day(2026, 3, 1), Tier::LargeBulky, 30.0), Err(Unknown::NoRate));
        assert_eq!(us(day(2024, 3, 31), Tier::SmallStandard, 30.0), Err(Unknown::NoTable));
        let uk = surcharge(Marketplace::UK, day(2026, 3, 1), Tier::SmallParcel, 30.0);
        assert_eq!(uk, Err(Unknown::NoTable));
    }

    #[test]
    fn rows_rise_and_have_a_link() {
        assert!(TABLE.is_sorted_by(|a, b| a.weeks < b.weeks && a.january < b.january));
        assert!(TABLE.iter().all(|row| row.basis.source.starts_with("https://")));
    }
}
