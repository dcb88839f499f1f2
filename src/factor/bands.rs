//! The four coloured bands of a factor on Amazon's dashboard: poor, fair, good, excellent.
//!
//! Amazon's help pages name the colours but hardly any edge. The edges here come from a video of Amazon's, from
//! sellers who wrote them down, and from where the needle stands on published pictures of American and British
//! dashboards of 2020 to 2023. Amazon also tells sellers that the bars compare them with other sellers, so the edges
//! may move; a notice of 2025 says that the one for sell-through did in Japan.
//!
//! **On an edge** a value belongs to the better band: a sell-through of exactly 2 is good, an in-stock rate of exactly
//! 90 % is good, an excess of exactly 10 % is good. Excellent asks for perfection in three of the four: no excess unit,
//! no stranded unit, every product in stock all the time.
//!
//! **Where an edge is not known** the band is [`Band::Unknown`], but only for values that the missing edge could put
//! on either side:
//!
//! * Excess: fair begins right above 10 %. No picture shows where it ends, and the lowest figure that anybody calls bad is 20 %. So
//!   values up to 20 % are fair, on a third party's word, and above that fair or poor is undecided.
//! * Stranded: one picture only. It fits "good up to 1.5 %, excellent at 0" and also "good up to 1.0 %, excellent up to
//!   0.2 %". The first is taken, because excellent means perfect in the other factors too. Above 1.5 % there is no evidence.

use super::FactorKind;
use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use chrono::NaiveDate;
use serde::Serialize;

/// A coloured part of a factor's bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// Red.
    Poor,
    /// Yellow.
    Fair,
    /// Light green.
    Good,
    /// Dark green.
    Excellent,
    /// Not decidable from what is known.
    Unknown,
}

impl Band {
    /// The word that stands for it in every output.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Band::Poor => "poor",
            Band::Fair => "fair",
            Band::Good => "good",
            Band::Excellent => "excellent",
            Band::Unknown => "unknown",
        }
    }
}

/// One band of one factor: values from `low` to `high`, both included unless a better band begins or ends there.
///
/// Shares and rates are within 0–1, sell-through is a ratio of 0 or more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BandRule {
    /// The factor.
    pub factor: FactorKind,
    /// The band, [`Band::Unknown`] for values that no evidence places.
    pub band: Band,
    /// The least value of the band.
    pub low: f64,
    /// The greatest value of the band; `None` where there is no end.
    pub high: Option<f64>,
    /// The days that the evidence is from.
    pub seen: Period,
    /// How sure the band is in the United States and the United Kingdom on those days.
    pub certainty: Certainty,
    /// Link to what it rests on.
    pub source: &'static str,
    /// What it rests on.
    pub note: &'static str,
}

impl BandRule {
    /// How sure the band is there and then: outside the marketplaces and days that the evidence is from it is
    /// assumed, no more. `None` where the band is unknown, or has been replaced by one that is not published. Without
    /// a marketplace or day: where and when the evidence is from.
    #[must_use]
    pub fn certainty_in(
        &self,
        marketplace: Option<Marketplace>,
        day: Option<NaiveDate>,
    ) -> Option<Certainty> {
        let replaced =
            marketplace.zip(day).is_some_and(|(marketplace, day)| is_replaced(self.factor, marketplace, day));
        let seen = marketplace.is_none_or(|marketplace| SEEN_IN.contains(&marketplace))
            && day.is_none_or(|day| self.seen.holds(day));
        match self.band {
            Band::Unknown => None,
            _ if replaced => None,
            _ if seen => Some(self.certainty),
            _ => Some(Certainty::Assumed),
        }
    }
}

/// Whose dashboards the evidence shows.
pub const SEEN_IN: [Marketplace; 2] = [Marketplace::UK, Marketplace::US];

/// Since when the sell-through bands of Japan are other ones, whose figures are not published.
pub const JAPAN_CHANGED: NaiveDate = day(2025, 1, 1);
/// Where the change in Japan is told of.
pub const JAPAN_SOURCE: &str =
    "https://www.sabosedo-experience.com/fba-sellthrough-update-ipi-kaitori-accounthealth/4613";

const PICTURES: &str = "https://github.com/seymaharslan/Amazon-Data-Analysis";
const VIDEO: &str = "https://stacysbarbeque.info/what-is-fba-in-stock-rate/";
const FAQ: &str =
    "https://sellercentral.amazon.de/gp/help/external/help.html?itemID=ZJF4DY2W6MERBAL&language=de_DE";
const SELLERS: &str = "https://sellersasksellers.com/t/2723";

const ERA: Period = Period::between(day(2020, 1, 1), day(2023, 12, 31));
const ERA_2021: Period = Period::between(day(2021, 1, 1), day(2021, 12, 31));
const ERA_2021_23: Period = Period::between(day(2021, 1, 1), day(2023, 12, 31));

/// Every band, by factor, the best first: the order in which an edge is given away.
pub const TABLE: &[BandRule] = &[
    BandRule {
        factor: FactorKind::Excess,
        band: Band::Excellent,
        low: 0.0,
        high: Some(0.0),
        seen: ERA,
        certainty: Certainty::Measured,
        source: PICTURES,
        note: "only a needle at 0 stands in the dark green",
    },
    BandRule {
        factor: FactorKind::Excess,
        band: Band::Good,
        low: 0.0,
        high: Some(0.10),
        seen: ERA,
        certainty: Certainty::Measured,
        source: PICTURES,
        note: "9.96 % stands on the line between yellow and light green; a Japanese text has 10 % and less",
    },
    BandRule {
        factor: FactorKind::Excess,
        band: Band::Fair,
        low: 0.10,
        high: Some(0.20),
        seen: ERA,
        certainty: Certainty::ThirdParty,
        source: PICTURES,
        note: "begins at 10 %; 20 % is the lowest figure that a third party (sellergenix) calls bad",
    },
    BandRule {
        factor: FactorKind::Excess,
        band: Band::Unknown,
        low: 0.20,
        high: Some(1.0),
        seen: ERA,
        certainty: Certainty::Measured,
        source: PICTURES,
        note: "fair or poor: no picture shows the edge",
    },
    BandRule {
        factor: FactorKind::SellThrough,
        band: Band::Excellent,
        low: 7.0,
        high: None,
        seen: ERA_2021_23,
        certainty: Certainty::ThirdParty,
        source: SELLERS,
        note: "two sellers say 7, and a needle at 2.8 agrees",
    },
    BandRule {
        factor: FactorKind::SellThrough,
        band: Band::Good,
        low: 2.0,
        high: Some(7.0),
        seen: ERA_2021_23,
        certainty: Certainty::Official,
        source: FAQ,
        note: "Amazon's questions and answers call less than 2 fair",
    },
    BandRule {
        factor: FactorKind::SellThrough,
        band: Band::Fair,
        low: 1.0,
        high: Some(2.0),
        seen: ERA_2021_23,
        certainty: Certainty::Measured,
        source: PICTURES,
        note: "needles at 0.5, 0.6 and 1.8 fit an edge at 1",
    },
    BandRule {
        factor: FactorKind::SellThrough,
        band: Band::Poor,
        low: 0.0,
        high: Some(1.0),
        seen: ERA_2021_23,
        certainty: Certainty::Measured,
        source: PICTURES,
        note: "needles at 0.5, 0.6 and 1.8 fit an edge at 1",
    },
    BandRule {
        factor: FactorKind::Stranded,
        band: Band::Excellent,
        low: 0.0,
        high: Some(0.0),
        seen: ERA_2021,
        certainty: Certainty::Measured,
        source: PICTURES,
        note: "may reach up to 0.2 %: one picture fits both",
    },
    BandRule {
        factor: FactorKind::Stranded,
        band: Band::Good,
        low: 0.0,
        high: Some(0.015),
        seen: ERA_2021,
        certainty: Certainty::Measured,
        source: PICTURES,
        note: "one needle, at 0.43 %; ends at 1.0 % if excellent reaches up to 0.2 %",
    },
    BandRule {
        factor: FactorKind::Stranded,
        band: Band::Unknown,
        low: 0.015,
        high: Some(1.0),
        seen: ERA_2021,
        certainty: Certainty::Measured,
        source: PICTURES,
        note: "fair or poor: no picture shows such a value",
    },
    BandRule {
        factor: FactorKind::InStock,
        band: Band::Excellent,
        low: 1.0,
        high: Some(1.0),
        seen: ERA,
        certainty: Certainty::Quoted,
        source: VIDEO,
        note: "told in a video of Amazon's; 99.98 % still stands in the light green",
    },
    BandRule {
        factor: FactorKind::InStock,
        band: Band::Good,
        low: 0.90,
        high: Some(1.0),
        seen: ERA,
        certainty: Certainty::Quoted,
        source: VIDEO,
        note: "told in a video of Amazon's; five needles agree",
    },
    BandRule {
        factor: FactorKind::InStock,
        band: Band::Fair,
        low: 0.70,
        high: Some(0.90),
        seen: ERA,
        certainty: Certainty::Quoted,
        source: VIDEO,
        note: "told in a video of Amazon's; one needle agrees",
    },
    BandRule {
        factor: FactorKind::InStock,
        band: Band::Poor,
        low: 0.0,
        high: Some(0.70),
        seen: ERA,
        certainty: Certainty::Quoted,
        source: VIDEO,
        note: "told in a video of Amazon's",
    },
];

/// A band and how sure it is that Amazon shows it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// The band.
    pub band: Band,
    /// How sure; `None` where the band is unknown.
    pub certainty: Option<Certainty>,
}

/// The band of a value: a share or rate within 0–1, or sell-through as a ratio.
///
/// ```
/// use ipi::factor::FactorKind::*;
/// use ipi::factor::bands::{self, Band};
/// use ipi::ids::Marketplace::US;
/// let day = "2022-06-30".parse().unwrap();
/// assert_eq!(bands::of(SellThrough, 2.0, US, day), Band::Good);
/// assert_eq!(bands::of(Excess, 0.12, US, day), Band::Fair);
/// assert_eq!(bands::of(Excess, 0.25, US, day), Band::Unknown);
/// assert_eq!(bands::of(InStock, 0.9998, US, day), Band::Good);
/// ```
#[must_use]
pub fn of(factor: FactorKind, value: f64, marketplace: Marketplace, day: NaiveDate) -> Band {
    judge(factor, value, marketplace, day).band
}

/// The band of a value, with how sure it is: outside the marketplaces and days that the evidence is from it is
/// assumed, no more.
///
/// ```
/// use ipi::evidence::Certainty;
/// use ipi::factor::{FactorKind::InStock, bands};
/// use ipi::ids::Marketplace::{FR, US};
/// let (then, now) = ("2022-06-30".parse().unwrap(), "2026-06-30".parse().unwrap());
/// assert_eq!(bands::judge(InStock, 0.8, US, then).certainty, Some(Certainty::Quoted));
/// assert_eq!(bands::judge(InStock, 0.8, US, now).certainty, Some(Certainty::Assumed));
/// assert_eq!(bands::judge(InStock, 0.8, FR, then).certainty, Some(Certainty::Assumed));
/// ```
#[must_use]
pub fn judge(factor: FactorKind, value: f64, marketplace: Marketplace, day: NaiveDate) -> Judged {
    let found = TABLE.iter().find(|rule| {
        rule.factor == factor && rule.low <= value && rule.high.is_none_or(|high| value <= high)
    });
    // An infinite ratio is a division by nothing, not an excellent account.
    let known = found.filter(|_| value.is_finite()).and_then(|rule| {
        let certainty = rule.certainty_in(Some(marketplace), Some(day))?;
        Some(Judged { band: rule.band, certainty: Some(certainty) })
    });
    known.unwrap_or(Judged { band: Band::Unknown, certainty: None })
}

/// Are the bands of the table known to be out of date for this factor there and then?
#[must_use]
pub fn is_replaced(factor: FactorKind, marketplace: Marketplace, day: NaiveDate) -> bool {
    factor == FactorKind::SellThrough && marketplace == Marketplace::JP && day >= JAPAN_CHANGED
}

#[cfg(test)]
mod tests {
    use super::*;
    use FactorKind::{Excess, InStock, SellThrough, Stranded};
    use Marketplace::{JP, US};

    fn bands(factor: FactorKind, values: &[f64]) -> Vec<&'static str> {
        values.iter().map(|&value| of(factor, value, US, day(2022, 6, 30)).key()).collect()
    }

    #[test]
    fn an_edge_belongs_to_the_better_band() {
        assert_eq!(
            bands(SellThrough, &[0.0, 0.999, 1.0, 1.999, 2.0, 6.999, 7.0, 40.0]),
            ["poor", "poor", "fair", "fair", "good", "good", "excellent", "excellent"]
        );
        assert_eq!(
            bands(InStock, &[0.0, 0.699, 0.7, 0.899, 0.9, 0.9999, 1.0]),
            ["poor", "poor", "fair", "fair", "good", "good", "excellent"]
        );
        assert_eq!(
            bands(Excess, &[0.0, 0.0001, 0.0996, 0.1, 0.1001, 0.2, 0.2001, 1.0]),
            ["excellent", "good", "good", "good", "fair", "fair", "unknown", "unknown"]
        );
        assert_eq!(
            bands(Stranded, &[0.0, 0.0043, 0.015, 0.0151, 1.0]),
            ["excellent", "good", "good", "unknown", "unknown"]
        );
    }

    #[test]
    fn a_ratio_of_whole_units_meets_the_edge_exactly() {
        use crate::units::Units;
        let share = |part, whole| Units::new(part).ratio(Units::new(whole)).unwrap();
        assert_eq!(bands(Excess, &[share(7, 70), share(123, 1230), share(3, 30)]), ["good"; 3]);
        assert_eq!(bands(InStock, &[share(63, 70), share(27, 30)]), ["good"; 2]);
        assert_eq!(bands(Stranded, &[share(3, 200), share(9, 600)]), ["good"; 2]);
    }

    #[test]
    fn what_is_no_share_has_no_band() {
        assert_eq!(bands(Excess, &[-0.1, 1.01, f64::NAN]), ["unknown"; 3]);
        assert_eq!(bands(SellThrough, &[-1.0, f64::INFINITY, f64::NAN]), ["unknown"; 3]);
    }

    #[test]
    fn japan_changed_the_sell_through_bands() {
        assert_eq!(of(SellThrough, 3.0, JP, day(2024, 12, 31)), Band::Good);
        assert_eq!(of(SellThrough, 3.0, JP, day(2025, 1, 1)), Band::Unknown);
        assert_eq!(of(InStock, 0.95, JP, day(2025, 1, 1)), Band::Good);
        assert_eq!(of(SellThrough, 3.0, US, day(2025, 1, 1)), Band::Good);
    }

    #[test]
    fn the_table_covers_every_value_once_and_every_row_has_a_link() {
        for factor in FactorKind::ALL {
            let mut rows: Vec<_> = TABLE.iter().filter(|rule| rule.factor == factor).collect();
            rows.sort_by(|a, b| a.low.total_cmp(&b.low).then(a.high.is_none().cmp(&b.high.is_none())));
            assert_eq!(rows[0].low, 0.0);
            for pair in rows.windows(2) {
                assert!(pair[0].high == Some(pair[1].low) || pair[0].low == pair[1].low, "{factor:?}");
            }
        }
        assert!(TABLE.iter().all(|rule| rule.seen.is_sound() && rule.source.starts_with("https://")));
    }
}
