//! The dated tables of the calendar: who was evaluated by the quarter, who has monthly limits, and which checks were
//! on days of their own.

use super::{Evaluation, QUARTERLY_UNTIL};
use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use chrono::NaiveDate;

/// An evaluation that did not follow the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Where.
    pub marketplaces: &'static [Marketplace],
    /// Its checks and the days that it decided on.
    pub evaluation: Evaluation,
    /// The first day of the quarter whose ordinary evaluation it took the place of.
    pub replaces: NaiveDate,
    /// What else there is to know.
    pub note: &'static str,
}

const EUROPE: &[Marketplace] =
    &[Marketplace::DE, Marketplace::ES, Marketplace::FR, Marketplace::IT, Marketplace::UK];
const ALL_SEVEN: &[Marketplace] = &[
    Marketplace::DE,
    Marketplace::ES,
    Marketplace::FR,
    Marketplace::IT,
    Marketplace::JP,
    Marketplace::UK,
    Marketplace::US,
];
const AMERICA: &[Marketplace] = &[Marketplace::US];
const JAPAN: &[Marketplace] = &[Marketplace::JP];

/// The evaluations that are known to have had days of their own, by their first check.
pub const EXCEPTIONS: &[Exception] = &[
    Exception {
        marketplaces: AMERICA,
        evaluation: Evaluation {
            first: Some(day(2019, 11, 11)),
            last: day(2019, 12, 23),
            by_week: true,
            limits: Period::between(day(2020, 1, 1), day(2020, 3, 31)),
            certainty: Certainty::Quoted,
            source: "https://evolvedcommerce.com/resources/blog/are-your-storage-limits-in-jeopardy/",
        },
        replaces: day(2020, 1, 1),
        note: "the first with 400",
    },
    Exception {
        marketplaces: EUROPE,
        evaluation: Evaluation {
            first: Some(day(2020, 5, 11)),
            last: day(2020, 6, 22),
            by_week: true,
            limits: Period::between(day(2020, 7, 1), day(2020, 9, 30)),
            certainty: Certainty::Official,
            source: "https://sellercentral-europe.amazon.com/seller-forums/discussions/t/befc961d25121b91d2136392756ac66a",
        },
        replaces: day(2020, 7, 1),
        note: "weeks 20 and 26; Amazon counts weeks from Sunday, the days here are their Mondays",
    },
    Exception {
        marketplaces: AMERICA,
        evaluation: Evaluation {
            first: Some(day(2020, 7, 13)),
            last: day(2020, 8, 10),
            by_week: true,
            limits: Period::between(day(2020, 8, 16), day(2020, 12, 31)),
            certainty: Certainty::ThirdParty,
            source: "https://sellercentral.amazon.com/forums/t/ipi-threshold-change-increased-to-500/660976",
        },
        replaces: day(2020, 10, 1),
        note: "limits began in the middle of a quarter, with 500",
    },
    Exception {
        marketplaces: JAPAN,
        evaluation: Evaluation {
            first: Some(day(2020, 7, 20)),
            last: day(2020, 8, 24),
            by_week: true,
            limits: Period::between(day(2020, 9, 1), day(2020, 12, 31)),
            certainty: Certainty::ThirdParty,
            source: "https://azs25.com/sale/amazon/limit",
        },
        replaces: day(2020, 10, 1),
        note: "the weeks that hold 21 July and 25 August, the days here are their Mondays; limits a month early, with 500",
    },
    Exception {
        marketplaces: EUROPE,
        evaluation: Evaluation {
            first: None,
            last: day(2020, 8, 16),
            by_week: false,
            limits: Period::between(day(2020, 9, 1), day(2020, 12, 31)),
            certainty: Certainty::Assumed,
            source: "https://www.onlinehaendler-news.de/online-handel/marktplaetze/133415-amazon-lager-kennzahlen-weihnachtsgeschaeft",
        },
        replaces: day(2020, 10, 1),
        note: "the German notice has 500 from that day and limits from September to the end of the year; it names no check",
    },
    Exception {
        marketplaces: AMERICA,
        evaluation: Evaluation {
            first: None,
            last: day(2020, 12, 14),
            by_week: true,
            limits: Period::between(day(2021, 2, 1), day(2021, 3, 31)),
            certainty: Certainty::Official,
            source: "https://sellercentral.amazon.com/forums/t/inventory-performance-index-threshold-will-change-to-450/755699",
        },
        replaces: day(2021, 1, 1),
        note: "a single check, in week 51; limits a month late",
    },
    Exception {
        marketplaces: EUROPE,
        evaluation: Evaluation {
            first: None,
            last: day(2020, 12, 14),
            by_week: true,
            limits: Period::between(day(2021, 2, 1), day(2021, 3, 31)),
            certainty: Certainty::Quoted,
            source: "http://peopleopinion.cn/articleid/21840.html",
        },
        replaces: day(2021, 1, 1),
        note: "the same notice as in the US",
    },
    Exception {
        marketplaces: EUROPE,
        evaluation: Evaluation {
            first: Some(day(2021, 5, 17)),
            last: day(2021, 6, 21),
            by_week: true,
            limits: Period::between(day(2021, 7, 1), day(2021, 9, 30)),
            certainty: Certainty::Quoted,
            source: "https://www.3kjwl.com/article/38.html",
        },
        replaces: day(2021, 7, 1),
        note: "the notice to Europe is quoted for the United Kingdom",
    },
    Exception {
        marketplaces: AMERICA,
        evaluation: Evaluation {
            first: Some(day(2021, 12, 15)),
            last: day(2021, 12, 31),
            by_week: false,
            limits: Period::between(day(2022, 1, 1), day(2022, 3, 31)),
            certainty: Certainty::ThirdParty,
            source: "https://overseadia.baidu.com/",
        },
        replaces: day(2022, 1, 1),
        note: "put off to the middle of December; the very day is ours, and the second check is taken to be unmoved",
    },
    Exception {
        marketplaces: ALL_SEVEN,
        evaluation: Evaluation {
            first: Some(day(2022, 5, 9)),
            last: day(2022, 6, 20),
            by_week: true,
            limits: Period::between(day(2022, 7, 1), day(2022, 9, 30)),
            certainty: Certainty::ThirdParty,
            source: "https://sellerby.com/p/2790",
        },
        replaces: day(2022, 7, 1),
        note: "",
    },
];

/// How a marketplace was, or is, evaluated by the quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Era {
    /// The marketplace.
    pub marketplace: Marketplace,
    /// The days on which limits by the quarter could hold.
    pub period: Period,
    /// Months after January at which the first quarter of a year begins: 0, or 2 in Australia (1 March).
    pub shift: u32,
    /// Is there one check, about a month before a quarter, instead of two?
    pub single: bool,
    /// How sure it is.
    pub certainty: Certainty,
    /// Link to what it rests on.
    pub source: &'static str,
}

const PATTERN: &str = "https://sellercentral.amazon.com/gp/help/external/G93D6U2APR9UYBG5";
const MDEAY: &str = "https://mdeay.com/es/amazon-inventory-performance-index.html";
const OHN: &str =
    "https://onlinehaendler-news.de/amazon/marktplatz/1749-amazon-fuehrt-lagerbestandsindex-ein";
const WING7: &str = "https://wing7kanzuki.hatenablog.com/entry/2020/08/13/";
const YOULE: &str = "https://www.youlechuhai.com/news/1418554543189262338";

const fn era(marketplace: Marketplace, from: NaiveDate, certainty: Certainty, source: &'static str) -> Era {
    Era {
        marketplace,
        period: Period::between(from, QUARTERLY_UNTIL),
        shift: 0,
        single: false,
        certainty,
        source,
    }
}

/// The marketplaces that were evaluated by the quarter, in the order of their codes.
pub const ERAS: &[Era] = &[
    Era {
        marketplace: Marketplace::AU,
        period: Period::since(day(2021, 9, 1)),
        shift: 2,
        single: true,
        certainty: Certainty::Quoted,
        source: YOULE,
    },
    era(Marketplace::DE, day(2019, 10, 1), Certainty::Quoted, OHN),
    era(Marketplace::ES, day(2019, 10, 1), Certainty::Assumed, OHN),
    era(Marketplace::FR, day(2019, 10, 1), Certainty::Assumed, OHN),
    era(Marketplace::IT, day(2019, 10, 1), Certainty::Assumed, OHN),
    era(Marketplace::JP, day(2020, 4, 1), Certainty::Assumed, WING7),
    era(Marketplace::UK, day(2019, 10, 1), Certainty::Quoted, MDEAY),
    era(Marketplace::US, day(2018, 7, 1), Certainty::Official, PATTERN),
];

/// Where limits are announced by the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Monthly {
    /// The marketplace.
    pub marketplace: Marketplace,
    /// How sure it is.
    pub certainty: Certainty,
    /// Link to what it rests on.
    pub source: &'static str,
}

const EU_MONTHLY: &str = "https://sellercentral-europe.amazon.com/forums/t/simplifying-fba-capacity-limits-for-your-business/572278";
const US_MONTHLY: &str =
    "https://sellercentral.amazon.com/seller-forums/discussions/t/3c9cef3c-530b-4846-a3b3-a855ed62f241";

const JP_MONTHLY: &str =
    "https://sellercentral.amazon.co.jp/seller-forums/discussions/t/8a116a97-43f7-42e7-8830-d0481c068245";
const TWO_SETS: &str =
    "https://sellercentral-europe.amazon.com/gp/help/external/XLRKWL8L5BMSHWB?language=en_GB";

const fn monthly(marketplace: Marketplace, certainty: Certainty, source: &'static str) -> Monthly {
    Monthly { marketplace, certainty, source }
}

/// The marketplaces with monthly limits since [`super::MONTHLY_FROM`], in the order of their codes.
pub const MONTHLY: &[Monthly] = &[
    monthly(Marketplace::BE, Certainty::Assumed, TWO_SETS),
    monthly(Marketplace::CA, Certainty::Assumed, US_MONTHLY),
    monthly(Marketplace::DE, Certainty::Official, EU_MONTHLY),
    monthly(Marketplace::ES, Certainty::Official, EU_MONTHLY),
    monthly(Marketplace::FR, Certainty::Official, EU_MONTHLY),
    monthly(Marketplace::IE, Certainty::Assumed, TWO_SETS),
    monthly(Marketplace::IT, Certainty::Official, EU_MONTHLY),
    monthly(Marketplace::JP, Certainty::Quoted, JP_MONTHLY),
    monthly(Marketplace::NL, Certainty::Assumed, TWO_SETS),
    monthly(Marketplace::PL, Certainty::Assumed, TWO_SETS),
    monthly(Marketplace::SE, Certainty::Assumed, TWO_SETS),
    monthly(Marketplace::UK, Certainty::Official, EU_MONTHLY),
    monthly(Marketplace::US, Certainty::Official, US_MONTHLY),
];

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Datelike as _;

    #[test]
    fn the_tables_are_sorted_and_every_row_has_a_link() {
        assert!(EXCEPTIONS.is_sorted_by_key(|row| row.evaluation.first.unwrap_or(row.evaluation.last)));
        assert!(
            ERAS.is_sorted_by_key(|row| row.marketplace) && MONTHLY.is_sorted_by_key(|row| row.marketplace)
        );
        for Exception { evaluation, replaces, .. } in EXCEPTIONS {
            assert!(evaluation.limits.is_sound() && evaluation.source.starts_with("http"));
            assert!(evaluation.first.is_none_or(|first| first < evaluation.last), "{evaluation:?}");
            assert!(evaluation.last < evaluation.limits.from, "{evaluation:?}");
            assert!(replaces.day() == 1 && replaces.month0() % 3 == 0);
        }
    }
}
