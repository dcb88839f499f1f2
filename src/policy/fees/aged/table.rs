//! The table of the aged-inventory surcharge.

use super::{AgedBand, AgedRule, Ages};
use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace::{CA, DE, UK, US};
use crate::money::Currency;
use crate::policy::fees::Basis;
use crate::volume::VolumeUnit::{CubicFeet, CubicMetres};

const CHANGES_2023: &str = "https://petani-logistics.com/the-amazon-monthly-storage-fee-aged-inventory-surcharge-and-fba-capacity-limits-have-been-changed-in-2023/";
const CARD: &str = "https://m.media-amazon.com/images/G/02/sell/images/260630-FBA-Rate-Card-EN1.pdf";

/// A band of thirty days or more.
const fn band(from: u16, until: u16, rate: u32) -> AgedBand {
    AgedBand { ages: Ages::between(from, until), rate: Some(rate), least: 0 }
}

/// A band with a fee that each unit costs at least.
const fn old(ages: Ages, rate: u32, least: u32) -> AgedBand {
    AgedBand { ages, rate: Some(rate), least }
}

/// A band in which something is charged, or may be, that was not seen.
const fn unseen(ages: Ages) -> AgedBand {
    AgedBand { ages, rate: None, least: 0 }
}

/// Every surcharge known.
pub const TABLE: &[AgedRule] = &[
    AgedRule {
        marketplace: US,
        period: Period::between(day(2023, 4, 15), day(2024, 2, 14)),
        currency: Currency::Usd,
        per: CubicFeet,
        bands: &[
            band(181, 210, 50),
            band(211, 240, 100),
            band(241, 270, 150),
            band(271, 300, 380),
            band(301, 330, 400),
            band(331, 365, 420),
            old(Ages::since(366), 690, 15),
        ],
        apparel_from: Some(271),
        basis: Basis {
            certainty: Certainty::ThirdParty,
            days_assumed: true,
            source: CHANGES_2023,
            note: "the last day is ours",
        },
    },
    AgedRule {
        marketplace: US,
        period: Period::between(day(2024, 2, 15), day(2026, 1, 14)),
        currency: Currency::Usd,
        per: CubicFeet,
        bands: &[
            band(181, 210, 50),
            band(211, 240, 100),
            band(241, 270, 150),
            band(271, 300, 545),
            band(301, 330, 570),
            band(331, 365, 590),
            old(Ages::since(366), 690, 15),
        ],
        apparel_from: Some(271),
        basis: Basis {
            certainty: Certainty::ThirdParty,
            days_assumed: true,
            source: "https://petani-logistics.com/",
            note: "the year is given, the first day is ours",
        },
    },
    AgedRule {
        marketplace: US,
        period: Period::since(day(2026, 1, 15)),
        currency: Currency::Usd,
        per: CubicFeet,
        bands: &[
            band(181, 210, 50),
            band(211, 240, 100),
            band(241, 270, 150),
            band(271, 300, 545),
            band(301, 330, 570),
            band(331, 365, 590),
            old(Ages::between(366, 455), 690, 30),
            old(Ages::since(456), 790, 35),
        ],
        apparel_from: Some(271),
        basis: Basis {
            certainty: Certainty::Quoted,
            days_assumed: false,
            source: "https://sellercentral.amazon.com/help/hub/reference/external/G201411300",
            note: "one text has it begin a day later",
        },
    },
    AgedRule {
        marketplace: UK,
        period: Period::between(day(2024, 2, 5), day(2026, 6, 30)),
        currency: Currency::Gbp,
        per: CubicFeet,
        bands: &[
            unseen(Ages::between(181, 270)),
            band(271, 300, 232),
            band(301, 330, 240),
            band(331, 365, 248),
            unseen(Ages::since(366)),
        ],
        apparel_from: None,
        basis: Basis {
            certainty: Certainty::ThirdParty,
            days_assumed: true,
            source: "https://www.xdexpress.com/amazon-fee-adjustment/",
            note: "other ages were not seen; the last day is that before the next table known",
        },
    },
    AgedRule {
        marketplace: UK,
        period: Period::since(day(2026, 7, 1)),
        currency: Currency::Gbp,
        per: CubicFeet,
        bands: &[
            band(241, 270, 118),
            band(271, 300, 314),
            band(301, 330, 326),
            band(331, 365, 341),
            old(Ages::between(366, 455), 571, 20),
            old(Ages::since(456), 614, 25),
        ],
        apparel_from: None,
        basis: CARD_2026,
    },
    AgedRule {
        marketplace: DE,
        period: Period::since(day(2026, 7, 1)),
        currency: Currency::Eur,
        per: CubicMetres,
        bands: &[
            band(241, 270, 4_799),
            band(271, 300, 12_516),
            band(301, 330, 12_992),
            band(331, 365, 13_598),
            old(Ages::between(366, 455), 22_763, 20),
            old(Ages::since(456), 26_197, 25),
        ],
        apparel_from: None,
        basis: CARD_2026,
    },
    AgedRule {
        marketplace: CA,
        period: Period::since(day(2026, 1, 1)),
        currency: Currency::Cad,
        per: CubicMetres,
        bands: &[
            band(181, 210, 2_400),
            band(211, 240, 4_800),
            band(241, 270, 7_200),
            band(271, 300, 15_600),
            band(301, 330, 17_200),
            band(331, 365, 18_900),
            old(Ages::since(366), 33_000, 15),
        ],
        apparel_from: None,
        basis: Basis {
            certainty: Certainty::ThirdParty,
            days_assumed: false,
            source: "https://sellercentral.amazon.ca/gp/help/external/200684750?locale=en-GB",
            note: "the page as a third party's table gives it; another text has Canada begin at 271 days",
        },
    },
];

const CARD_2026: Basis = Basis {
    certainty: Certainty::ThirdParty,
    days_assumed: false,
    source: CARD,
    note: "the card as a third party's table gives it",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_follow_each_other_and_the_last_has_no_end() {
        for rule in TABLE {
            for pair in rule.bands.windows(2) {
                assert_eq!(pair[0].ages.until.map(|until| until + 1), Some(pair[1].ages.from), "{rule:?}");
            }
            assert!(rule.bands.last().is_some_and(|last| last.ages.until.is_none()), "{rule:?}");
            let rates: Vec<_> = rule.bands.iter().filter_map(|band| band.rate).collect();
            assert!(rates.is_sorted() && rates[0] > 0, "{rule:?}");
            // Apparel begins where a band does.
            let begins = |from| rule.bands.iter().any(|band| band.ages.from == from);
            assert!(rule.apparel_from.is_none_or(begins), "{rule:?}");
        }
    }

    #[test]
    fn periods_are_sound_do_not_overlap_and_every_row_has_a_link() {
        for (i, rule) in TABLE.iter().enumerate() {
            assert!(rule.period.is_sound() && rule.basis.source.starts_with("https://"));
            for other in TABLE[..i].iter().filter(|other| other.marketplace == rule.marketplace) {
                assert!(!rule.period.overlaps(other.period), "{rule:?} {other:?}");
            }
        }
    }
}
