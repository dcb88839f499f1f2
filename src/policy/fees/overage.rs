//! The fee for storing more than the limit, where and while one was charged.
//!
//! Amazon charged by volume over the limit and month, pro rata by day, and ended it in the United States, Canada, the
//! United Kingdom and Europe on 1 July 2024. Open shipments count toward the limit but not toward this fee.
//!
//! Rates are whole minor units (cents, pence). A fee is volume × rate, computed once in floating point from an exact
//! volume, and rounded half up to whole minor units at the very end.

use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use crate::money::{Amount, Currency};
use crate::volume::{Volume, VolumeUnit};
use chrono::{Months, NaiveDate};
use std::fmt;

/// What being over the limit costs in some marketplaces and on some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverageRule {
    /// Where.
    pub marketplaces: &'static [Marketplace],
    /// The days.
    pub period: Period,
    /// The fee per month and `per`; `None` where there is no fee any more.
    pub rate: Option<Amount>,
    /// The volume that the rate is for.
    pub per: VolumeUnit,
    /// How sure it is.
    pub certainty: Certainty,
    /// Link to what it rests on.
    pub source: &'static str,
    /// What else there is to know.
    pub note: &'static str,
}

const ENDED: &str = "https://sellercentral.amazon.com/help/hub/reference/GV8JEETWV9Q33CMX";
const LAST: NaiveDate = day(2024, 6, 30);

/// Every fee known, and its end.
pub const TABLE: &[OverageRule] = &[
    OverageRule {
        marketplaces: &[Marketplace::US],
        period: Period::between(day(2018, 7, 1), LAST),
        rate: Some(Amount { currency: Currency::Usd, minor: 1_000 }),
        per: VolumeUnit::CubicFeet,
        certainty: Certainty::Official,
        source: "https://sellercentral.amazon.com/gp/help/external/V8JEETWV9Q33CMX",
        note: "pro rata by day; the page is undated, the first day is that of the first limits",
    },
    OverageRule {
        marketplaces: &[Marketplace::UK],
        period: Period::between(day(2020, 8, 1), LAST),
        rate: Some(Amount { currency: Currency::Gbp, minor: 780 }),
        per: VolumeUnit::CubicFeet,
        certainty: Certainty::Official,
        source: "https://sellercentral-europe.amazon.com/seller-forums/discussions/t/befc961d25121b91d2136392756ac66a",
        note: "pro rata by day, as in the US",
    },
    OverageRule {
        marketplaces: &[Marketplace::DE, Marketplace::ES, Marketplace::FR, Marketplace::IT],
        period: Period::between(day(2021, 8, 1), LAST),
        rate: Some(Amount { currency: Currency::Eur, minor: 32_000 }),
        per: VolumeUnit::CubicMetres,
        certainty: Certainty::Official,
        source: "https://sellercentral.amazon.fr/gp/help/external/V8JEETWV9Q33CMX",
        note: "seen on the French page; pro rata by day, as in the US",
    },
    OverageRule {
        marketplaces: &[
            Marketplace::CA,
            Marketplace::DE,
            Marketplace::ES,
            Marketplace::FR,
            Marketplace::IT,
            Marketplace::UK,
            Marketplace::US,
        ],
        period: Period::since(day(2024, 7, 1)),
        rate: None,
        per: VolumeUnit::CubicFeet,
        certainty: Certainty::Official,
        source: ENDED,
        note: "no longer charged; Japan and Australia are not mentioned",
    },
];

/// The rule on `day`, also where it says that there is no fee any more; `None` where nothing is known.
#[must_use]
pub fn in_force(marketplace: Marketplace, day: NaiveDate) -> Option<&'static OverageRule> {
    TABLE.iter().find(|rule| rule.marketplaces.contains(&marketplace) && rule.period.holds(day))
}

/// What being over the limit costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fee {
    /// For the one day: a month's fee ÷ the days of that month.
    pub per_day: Amount,
    /// For the whole month that holds the day.
    pub per_month: Amount,
    /// The rule it follows from.
    pub rule: &'static OverageRule,
}

impl fmt::Display for Fee {
    /// `USD 12.30 a month`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} a month", self.per_month)
    }
}

/// The fee for `over`, the volume over the limit; `None` where no fee is, or is known to be, charged
/// ([`in_force`] tells the two apart).
///
/// ```
/// use ipi::ids::Marketplace::{JP, UK, US};
/// use ipi::policy::fees::overage::{in_force, overage};
/// use ipi::volume::{Volume, VolumeUnit::CubicFeet};
/// let over = Volume::new(12.5, CubicFeet).unwrap();
/// // 12.5 cu ft × $10 = $125 for the month, ÷ 30 days of June = $4.1667 for a day.
/// let fee = overage(US, "2024-06-30".parse().unwrap(), over).unwrap();
/// assert_eq!((fee.per_month.to_string(), fee.per_day.to_string()), ("USD 125.00".into(), "USD 4.17".into()));
/// // Ended the day after: no fee, and known to be none. In Japan nothing is known.
/// let after = "2024-07-01".parse().unwrap();
/// assert_eq!(overage(US, after, over), None);
/// assert!(in_force(US, after).is_some_and(|rule| rule.rate.is_none()));
/// assert_eq!(in_force(JP, after), None);
/// ```
#[must_use]
pub fn overage(marketplace: Marketplace, day: NaiveDate, over: Volume) -> Option<Fee> {
    let rule = in_force(marketplace, day)?;
    let rate = rule.rate?;
    let first = crate::dates::month_start(day);
    let days = first.checked_add_months(Months::new(1))?.signed_duration_since(first).num_days();
    #[allow(clippy::cast_precision_loss)] // rates and days of a month are small
    let (month, days) = (over.to(rule.per) * rate.minor as f64, days as f64);
    Some(Fee {
        per_day: rounded(month / days, rate.currency),
        per_month: rounded(month, rate.currency),
        rule,
    })
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative, and `as` stops at the type's end
fn rounded(minor: f64, currency: Currency) -> Amount {
    Amount { currency, minor: minor.round() as u64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Marketplace::{CA, FR, UK, US};

    fn month(marketplace: Marketplace, on: NaiveDate, value: f64, unit: VolumeUnit) -> Option<String> {
        Some(overage(marketplace, on, Volume::new(value, unit)?)?.per_month.to_string())
    }

    #[test]
    fn each_country_has_its_rate_and_unit() {
        assert_eq!(month(UK, day(2022, 1, 1), 10.0, VolumeUnit::CubicFeet), Some("GBP 78.00".into()));
        assert_eq!(month(FR, day(2022, 1, 1), 0.5, VolumeUnit::CubicMetres), Some("EUR 160.00".into()));
        // One cubic foot is 0.028316846592 m³, × 320 = 9.0614.
        assert_eq!(month(FR, day(2022, 1, 1), 1.0, VolumeUnit::CubicFeet), Some("EUR 9.06".into()));
    }

    #[test]
    fn no_fee_before_it_began_nor_where_its_rate_is_unknown() {
        assert_eq!(month(UK, day(2020, 7, 31), 10.0, VolumeUnit::CubicFeet), None);
        assert_eq!(month(CA, day(2022, 1, 1), 10.0, VolumeUnit::CubicFeet), None);
        assert_eq!(month(US, day(2026, 6, 30), 10.0, VolumeUnit::CubicFeet), None);
    }

    #[test]
    fn a_day_costs_less_in_a_longer_month() {
        let day_of = |on| overage(US, on, Volume::new(29.0, VolumeUnit::CubicFeet).unwrap()).unwrap().per_day;
        assert_eq!(day_of(day(2024, 2, 10)).minor, 1_000); // 290 ÷ 29
        assert_eq!(day_of(day(2024, 3, 10)).minor, 935); // 290 ÷ 31 = 9.3548
    }

    #[test]
    fn periods_are_sound_do_not_overlap_and_every_row_has_a_link() {
        for (i, rule) in TABLE.iter().enumerate() {
            assert!(rule.period.is_sound() && rule.source.starts_with("https://"));
            for other in &TABLE[..i] {
                let shared = rule.marketplaces.iter().any(|it| other.marketplaces.contains(it));
                assert!(!shared || !rule.period.overlaps(other.period));
            }
        }
    }
}
