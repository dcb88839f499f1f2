//! The scores below which Amazon limited storage, by marketplace and date, and what is known of them today.

use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use chrono::NaiveDate;
use serde::Serialize;

/// The two lines that sellers know: the first threshold of all, and the last one that Amazon announced.
pub const LINES: [u16; 2] = [350, 400];

/// What being below a threshold means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// Storage is limited by volume for a quarter to whom was below at the checks before it.
    Quarterly,
    /// Everybody has a monthly limit by volume; the score is one input, and the threshold only a line that sellers go by.
    Monthly,
    /// Storage is limited in units, not volume, for a quarter; where its check is known, there is one.
    Units,
}

impl System {
    /// The word that stands for it in every output.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            System::Quarterly => "quarterly",
            System::Monthly => "monthly",
            System::Units => "units",
        }
    }

    /// What a score below the threshold means for storage, in one line.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            System::Quarterly => {
                "storage is limited for a quarter only if the score is below at both checks before it"
            }
            System::Monthly => {
                "everybody has a limit per storage type and month; the score is one input to it, so a score below \
                 the line is a risk of less storage, not a cut-off"
            }
            System::Units => {
                "the units stored, not their volume, are limited for a quarter if the score is below before it; \
                 Australia looks once"
            }
        }
    }

    /// All of them, in the order of their coming.
    pub const ALL: [System; 3] = [System::Quarterly, System::Units, System::Monthly];
}

/// A threshold and the days on which it was in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// The marketplace.
    pub marketplace: Marketplace,
    /// The days.
    pub period: Period,
    /// A score below this many points is below the threshold; this many points are enough.
    pub threshold: u16,
    /// What being below means.
    pub system: System,
    /// How sure the value is; where its first or last day is less sure, the note says so.
    pub certainty: Certainty,
    /// Link to what it rests on.
    pub source: &'static str,
    /// What else there is to know.
    pub note: &'static str,
}

/// The threshold in force in `marketplace` on `day`, and `None` where none is known.
///
/// ```
/// use ipi::ids::Marketplace::{CA, UK, US};
/// use ipi::policy::thresholds::in_force;
/// let of = |marketplace, day: &str| in_force(marketplace, day.parse().unwrap()).map(|row| row.threshold);
/// assert_eq!(of(US, "2019-12-31"), Some(350));
/// assert_eq!(of(US, "2020-08-16"), Some(500));
/// assert_eq!(of(UK, "2026-06-30"), Some(400));
/// assert_eq!(of(CA, "2026-06-30"), None);
/// ```
#[must_use]
pub fn in_force(marketplace: Marketplace, day: NaiveDate) -> Option<&'static Threshold> {
    TABLE.iter().find(|row| row.marketplace == marketplace && row.period.holds(day))
}

const HELP_2018: &str = "https://sellercentral.amazon.com/gp/help/external/G93D6U2APR9UYBG5";
const EVOLVED: &str = "https://evolvedcommerce.com/resources/blog/are-your-storage-limits-in-jeopardy/";
const US_500: &str = "https://sellercentral.amazon.com/forums/t/ipi-threshold-change-increased-to-500/660976";
const US_450: &str = "https://sellercentral.amazon.com/forums/t/inventory-performance-index-threshold-will-change-to-450/755699";
const CHANNELKEY: &str = "https://channelkey.com/amazon-account-management/the-biggest-challenge-brands-will-face-during-amazon-prime-day-2021";
const US_400: &str = "https://sellercentral.amazon.com/forums/t/important-changes-planned-for-restock-limits-ipi-threshold/943999";
const VERTICAL_RAIL: &str = "https://www.verticalrail.com/kb/what-are-fba-capacity-limits/";
const MDEAY: &str = "https://mdeay.com/es/amazon-inventory-performance-index.html";
const UK_400: &str =
    "https://sellercentral-europe.amazon.com/seller-forums/discussions/t/befc961d25121b91d2136392756ac66a";
const ROICOS: &str = "https://roicos.com/el-ipi-score-en-amazon-una-metrica-a-tener-en-cuenta/";
const OHN_2019: &str =
    "https://onlinehaendler-news.de/amazon/marktplatz/1749-amazon-fuehrt-lagerbestandsindex-ein";
const OHN_2021: &str =
    "https://www.onlinehaendler-news.de/online-handel/haendler/135778-amazon-fba-haendler-lagern";
const ETAILMENT: &str =
    "https://etailment.de/news/stories/Amazon-FBA-Was-Seller-beim-Lagerbestandsindex-beachten-muessen-23467";
const EU_COVID: &str = "https://sellercentral-europe.amazon.com/forums/t/ipi-score-dropped-because-of-covid-19-amazon-now-raising-our-threshold/294022";
const EU_MONTHLY: &str = "https://sellercentral-europe.amazon.com/forums/t/simplifying-fba-capacity-limits-for-your-business/572278";
const OHN_2020: &str = "https://www.onlinehaendler-news.de/online-handel/marktplaetze/133415-amazon-lager-kennzahlen-weihnachtsgeschaeft";
const PEOPLE: &str = "http://peopleopinion.cn/articleid/21840.html";
const LOGISTICS: &str = "https://www.3kjwl.com/article/38.html";
const WING7: &str = "https://wing7kanzuki.hatenablog.com/entry/2020/08/13/";
const SOBANI: &str = "https://sobani.co.jp/columnlist/amazon_ipi";
const YOULE: &str = "https://www.youlechuhai.com/news/1418554543189262338";
const AMZ10: &str = "https://amz10.com/p/14905.html";
const AMEBLO: &str = "https://ameblo.jp/amazin77/entry-12652669552";
const CHANYAMA: &str = "https://chanyama.info/amazon-fba-performance";
const TWO_SETS: &str =
    "https://sellercentral-europe.amazon.com/gp/help/external/XLRKWL8L5BMSHWB?language=en_GB";

const ONE_POOL: &str = "taken from Germany, with which it shares one pool of storage";
const WEEK_51: &str = "the notice to the US, Europe and Japan, translated: a single check in week 51 of 2020";
const ONE_SET: &str = "taken from Germany: one set of limits holds across the European Union, says Amazon's page; no text on this country's score";
const ADVISORY: &str = "no official figure since monthly limits began; the line that sellers go by";

/// One row of [`TABLE`]; the last days are given as in the sources, both ends included.
const fn row(
    marketplace: Marketplace,
    period: Period,
    threshold: u16,
    system: System,
    certainty: Certainty,
    source: &'static str,
    note: &'static str,
) -> Threshold {
    Threshold { marketplace, period, threshold, system, certainty, source, note }
}

/// The eras that the United Kingdom and the European pool had in common.
const P350: Period = Period::between(day(2019, 10, 1), day(2020, 5, 13));
const P400: Period = Period::between(day(2020, 5, 14), day(2020, 8, 15));
const P500: Period = Period::between(day(2020, 8, 16), day(2020, 12, 31));
const P450: Period = Period::between(day(2021, 1, 1), day(2021, 6, 30));
const P500_AGAIN: Period = Period::between(day(2021, 7, 1), day(2021, 12, 31));
const P400_AGAIN: Period = Period::between(day(2022, 1, 1), day(2023, 2, 28));
const SINCE_2023: Period = Period::since(day(2023, 3, 1));

/// Every threshold known, by marketplace and date.
#[rustfmt::skip]
pub const TABLE: &[Threshold] = &{
    use Certainty::{Assumed, Official, Quoted, ThirdParty};
    use Marketplace::{AE, AU, BE, DE, ES, FR, IE, IT, JP, NL, PL, SE, UK, US};
    use System::{Monthly, Quarterly, Units};
    [
        row(AE, Period::between(day(2021, 9, 1), day(2023, 2, 28)), 450, Units, ThirdParty, AMZ10, "one text; nobody is limited to less than 500 standard and 300 oversize units; which check counts is not said"),
        row(AE, SINCE_2023, 450, Units, Assumed, AMZ10, "no later figure and no end found; carried on from 2021"),
        row(AU, Period::between(day(2021, 9, 1), day(2023, 2, 28)), 550, Units, Quoted, YOULE, "one check about a month before quarters that begin in March, June, September and December"),
        row(AU, SINCE_2023, 550, Units, Assumed, YOULE, "no later figure and no end found; carried on from 2021"),
        row(BE, SINCE_2023, 400, Monthly, Assumed, TWO_SETS, ONE_SET),
        row(DE, P350, 350, Quarterly, Quoted, OHN_2019, "press report on Amazon's notice"),
        row(DE, P400, 400, Quarterly, ThirdParty, EU_COVID, "sellers' reports, in line with the British post"),
        row(DE, P500, 500, Quarterly, Quoted, OHN_2020, "press report on Amazon's notice; a German help page of that time has the value too"),
        row(DE, P450, 450, Quarterly, Quoted, PEOPLE, WEEK_51),
        row(DE, P500_AGAIN, 500, Quarterly, ThirdParty, ETAILMENT, "several European texts agree"),
        row(DE, P400_AGAIN, 400, Quarterly, Quoted, OHN_2021, "the press quotes Amazon's e-mail"),
        row(DE, SINCE_2023, 400, Monthly, ThirdParty, EU_MONTHLY, ADVISORY),
        row(ES, P350, 350, Quarterly, Assumed, OHN_2019, ONE_POOL),
        row(ES, P400, 400, Quarterly, Assumed, EU_COVID, ONE_POOL),
        row(ES, P500, 500, Quarterly, Assumed, OHN_2020, ONE_POOL),
        row(ES, P450, 450, Quarterly, Quoted, PEOPLE, WEEK_51),
        row(ES, P500_AGAIN, 500, Quarterly, ThirdParty, ROICOS, "one Spanish text"),
        row(ES, P400_AGAIN, 400, Quarterly, Assumed, OHN_2021, ONE_POOL),
        row(ES, SINCE_2023, 400, Monthly, ThirdParty, EU_MONTHLY, ADVISORY),
        row(FR, P350, 350, Quarterly, Assumed, OHN_2019, ONE_POOL),
        row(FR, P400, 400, Quarterly, ThirdParty, EU_COVID, "a French seller's report; last day taken from Germany"),
        row(FR, P500, 500, Quarterly, Assumed, OHN_2020, ONE_POOL),
        row(FR, P450, 450, Quarterly, Quoted, PEOPLE, WEEK_51),
        row(FR, P500_AGAIN, 500, Quarterly, Assumed, ROICOS, ONE_POOL),
        row(FR, P400_AGAIN, 400, Quarterly, Assumed, OHN_2021, ONE_POOL),
        row(FR, SINCE_2023, 400, Monthly, ThirdParty, EU_MONTHLY, ADVISORY),
        row(IE, SINCE_2023, 400, Monthly, Assumed, TWO_SETS, ONE_SET),
        row(IT, P350, 350, Quarterly, Assumed, OHN_2019, ONE_POOL),
        row(IT, P400, 400, Quarterly, Assumed, EU_COVID, ONE_POOL),
        row(IT, P500, 500, Quarterly, Assumed, OHN_2020, ONE_POOL),
        row(IT, P450, 450, Quarterly, Quoted, PEOPLE, WEEK_51),
        row(IT, P500_AGAIN, 500, Quarterly, Assumed, ROICOS, ONE_POOL),
        row(IT, P400_AGAIN, 400, Quarterly, Assumed, OHN_2021, ONE_POOL),
        row(IT, SINCE_2023, 400, Monthly, ThirdParty, EU_MONTHLY, ADVISORY),
        row(JP, Period::between(day(2020, 4, 1), day(2020, 8, 31)), 400, Quarterly, ThirdParty, WING7, "named as the value before the rise; an undated text has 350"),
        row(JP, Period::between(day(2020, 9, 1), day(2020, 12, 31)), 500, Quarterly, Quoted, WING7, "Amazon's e-mail"),
        row(JP, Period::between(day(2021, 1, 1), day(2021, 9, 30)), 450, Quarterly, ThirdParty, AMEBLO, "one text has it for January; taken to hold until the change to 400, though the US and Europe had 500 from July"),
        row(JP, Period::between(day(2021, 10, 1), day(2021, 12, 31)), 400, Quarterly, ThirdParty, CHANYAMA, "one text, on a notice of 30 August 2021"),
        row(JP, P400_AGAIN, 400, Quarterly, ThirdParty, SOBANI, "several texts give the value"),
        row(JP, SINCE_2023, 400, Monthly, ThirdParty, SOBANI, "several texts give the value; first day taken from the US and Europe"),
        row(NL, SINCE_2023, 400, Monthly, Assumed, TWO_SETS, ONE_SET),
        row(PL, SINCE_2023, 400, Monthly, Assumed, TWO_SETS, ONE_SET),
        row(SE, SINCE_2023, 400, Monthly, Assumed, TWO_SETS, ONE_SET),
        row(UK, P350, 350, Quarterly, Quoted, MDEAY, "others quote Amazon"),
        row(UK, P400, 400, Quarterly, Official, UK_400, "value and first day in a post of Amazon's; last day taken from Germany"),
        row(UK, P500, 500, Quarterly, Assumed, OHN_2020, "taken from the notice to Germany"),
        row(UK, P450, 450, Quarterly, Quoted, PEOPLE, WEEK_51),
        row(UK, P500_AGAIN, 500, Quarterly, Quoted, LOGISTICS, "the notice, translated: 500 from July 2021, 450 before"),
        row(UK, P400_AGAIN, 400, Quarterly, Assumed, OHN_2021, "from the notice to European sellers"),
        row(UK, SINCE_2023, 400, Monthly, ThirdParty, EU_MONTHLY, ADVISORY),
        row(US, Period::between(day(2018, 7, 1), day(2019, 12, 31)), 350, Quarterly, Official, HELP_2018, "at or above it, no limit for standard and oversize items"),
        row(US, Period::between(day(2020, 1, 1), day(2020, 8, 15)), 400, Quarterly, Quoted, EVOLVED, "Amazon's announcement word for word"),
        row(US, P500, 500, Quarterly, Quoted, US_500, "Amazon's mail in the sellers' forum"),
        row(US, P450, 450, Quarterly, Official, US_450, "a single check, in week 51 of 2020"),
        row(US, P500_AGAIN, 500, Quarterly, ThirdParty, CHANNELKEY, "one text on the US; European texts agree"),
        row(US, P400_AGAIN, 400, Quarterly, Official, US_400, "Amazon expected fewer than a tenth of sellers below it"),
        row(US, SINCE_2023, 400, Monthly, ThirdParty, VERTICAL_RAIL, "no official figure since monthly limits began; the line that sellers go by; texts of 2026 differ: two have 350, four have 400"),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_does_not_overlap_and_every_row_has_a_link() {
        assert!(TABLE.is_sorted_by(|a, b| (a.marketplace, a.period.from) < (b.marketplace, b.period.from)));
        for pair in TABLE.windows(2).filter(|pair| pair[0].marketplace == pair[1].marketplace) {
            assert!(!pair[0].period.overlaps(pair[1].period), "{pair:?}");
        }
        for row in TABLE {
            assert!(row.period.is_sound() && row.source.starts_with("http"), "{row:?}");
            assert!((300..=600).contains(&row.threshold) && !row.note.is_empty(), "{row:?}");
        }
    }

    #[test]
    fn only_the_last_row_of_a_marketplace_is_open() {
        for marketplace in Marketplace::ALL {
            let rows: Vec<_> = TABLE.iter().filter(|row| row.marketplace == *marketplace).collect();
            let open: Vec<_> = rows.iter().map(|row| row.period.until.is_none()).collect();
            assert_eq!(
                open.iter().filter(|open| **open).count(),
                usize::from(!rows.is_empty()),
                "{marketplace}"
            );
            assert!(open.last().is_none_or(|last| *last), "{marketplace}");
        }
    }

    #[test]
    fn the_american_threshold_rose_and_fell() {
        let on = |year, month, of| in_force(Marketplace::US, day(year, month, of)).map(|row| row.threshold);
        assert_eq!(on(2018, 6, 30), None);
        assert_eq!(on(2018, 7, 1), Some(350));
        assert_eq!(on(2020, 1, 1), Some(400));
        assert_eq!(on(2020, 8, 15), Some(400));
        assert_eq!(on(2020, 8, 16), Some(500));
        assert_eq!(on(2021, 1, 1), Some(450));
        assert_eq!(on(2021, 7, 1), Some(500));
        assert_eq!(on(2022, 1, 1), Some(400));
        assert_eq!(
            in_force(Marketplace::US, day(2023, 2, 28)).map(|row| row.system),
            Some(System::Quarterly)
        );
        assert_eq!(in_force(Marketplace::US, day(2023, 3, 1)).map(|row| row.system), Some(System::Monthly));
    }

    #[test]
    fn the_japanese_threshold_rose_and_fell() {
        let on = |year, month, of| in_force(Marketplace::JP, day(year, month, of)).map(|row| row.threshold);
        assert_eq!(on(2020, 3, 31), None);
        assert_eq!(on(2020, 8, 31), Some(400));
        assert_eq!(on(2020, 12, 31), Some(500));
        assert_eq!((on(2021, 1, 1), on(2021, 9, 30)), (Some(450), Some(450)));
        assert_eq!((on(2021, 10, 1), on(2022, 1, 1)), (Some(400), Some(400)));
    }

    #[test]
    fn the_emirates_count_units_like_australia() {
        let on = |year, month, of| in_force(Marketplace::AE, day(year, month, of));
        assert_eq!(on(2021, 8, 31), None);
        let then = on(2021, 9, 1).unwrap();
        assert_eq!(
            (then.threshold, then.system, then.certainty),
            (450, System::Units, Certainty::ThirdParty)
        );
        let now = on(2026, 6, 30).unwrap();
        assert_eq!((now.threshold, now.system, now.certainty), (450, System::Units, Certainty::Assumed));
    }

    #[test]
    fn the_rest_of_the_european_pool_is_taken_from_germany() {
        let row = |marketplace| in_force(marketplace, day(2026, 6, 30)).unwrap();
        let germany = row(Marketplace::DE);
        for code in ["BE", "IE", "NL", "PL", "SE"] {
            let here = row(code.parse().unwrap());
            assert_eq!((here.threshold, here.system), (germany.threshold, germany.system), "{code}");
            assert_eq!(here.certainty, Certainty::Assumed, "{code}");
        }
    }

    #[test]
    fn texts_of_2026_that_differ_leave_400_in_force() {
        let row = in_force(Marketplace::US, day(2026, 6, 30)).unwrap();
        assert!(row.threshold == 400 && row.note.contains("350"), "{row:?}");
    }

    #[test]
    fn a_gap_in_what_is_known_stays_a_gap() {
        assert_eq!(in_force(Marketplace::AU, day(2021, 8, 31)), None);
        assert_eq!(in_force(Marketplace::NL, day(2022, 6, 30)), None);
        assert_eq!(in_force(Marketplace::AU, day(2022, 1, 1)).map(|row| row.threshold), Some(550));
        assert_eq!(in_force(Marketplace::IN, day(2026, 1, 1)), None);
    }
}
