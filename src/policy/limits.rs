//! What is known of storage limits beside the threshold: who has which, for how long, and what else asks for a score.
//!
//! None of it enters a verdict, which needs the seller's own limits; `ipi rules` tells it, with its sources.

use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use serde::Serialize;

/// What a rule on limits is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// How many months of expected sales a limit is made for.
    ExpectedSales,
    /// Days of supply beyond which a single product is not taken in.
    SupplyPerProduct,
    /// Weeks for which a new professional account has no limit.
    NewSellers,
    /// What an individual account may store.
    IndividualSellers,
    /// What an account without a score may store.
    WithoutScore,
    /// The least that anybody's limit may be.
    LeastLimit,
    /// How limits follow the score where no threshold is published.
    Review,
    /// The score that the programme FBA New Selection asks for.
    NewSelection,
}

impl Topic {
    /// The word that stands for it in machine formats.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Topic::ExpectedSales => "expected-sales",
            Topic::SupplyPerProduct => "supply-per-product",
            Topic::NewSellers => "new-sellers",
            Topic::IndividualSellers => "individual-sellers",
            Topic::WithoutScore => "without-score",
            Topic::LeastLimit => "least-limit",
            Topic::Review => "review",
            Topic::NewSelection => "new-selection",
        }
    }

    /// What it is, in a few words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Topic::ExpectedSales => "sales a limit is made for",
            Topic::SupplyPerProduct => "most supply of one product",
            Topic::NewSellers => "new account: no limit for",
            Topic::IndividualSellers => "individual account",
            Topic::WithoutScore => "account without a score",
            Topic::LeastLimit => "least limit",
            Topic::Review => "limits by score",
            Topic::NewSelection => "FBA New Selection asks for",
        }
    }
}

/// The measure of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Measure {
    Months,
    Weeks,
    Days,
    CubicFeet,
    Units,
    Points,
}

impl Measure {
    /// The word that stands for it in machine formats.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Measure::Months => "months",
            Measure::Weeks => "weeks",
            Measure::Days => "days",
            Measure::CubicFeet => "cubic_feet",
            Measure::Units => "units",
            Measure::Points => "points",
        }
    }

    /// The word that follows an amount on a page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Measure::CubicFeet => "cu ft",
            other => other.key(),
        }
    }
}

/// One rule on limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitRule {
    /// Where.
    pub marketplace: Marketplace,
    /// What it is about.
    pub topic: Topic,
    /// The days; `None` where the text carries no date.
    pub period: Option<Period>,
    /// The storage type that it is for; empty where it is for all.
    pub storage: &'static str,
    /// How much; `None` where the text has no number.
    pub amount: Option<(u16, Measure)>,
    /// How sure it is.
    pub certainty: Certainty,
    /// Link to what it rests on.
    pub source: &'static str,
    /// What else there is to know; empty where nothing is.
    pub note: &'static str,
}

impl LimitRule {
    /// Did it hold on `day`? What carries no date is taken to hold on every day.
    #[must_use]
    pub fn holds(&self, day: chrono::NaiveDate) -> bool {
        self.period.is_none_or(|period| period.holds(day))
    }
}

const AMZ10: &str = "https://amz10.com/p/14905.html";
const AU_NEW: &str = "http://dj.5688.com.cn/news/detail-26751.html";
const BR_HELP: &str = "https://sellercentral.amazon.com.br/gp/help/external/help.html?itemID=200685730";
const CA_HELP: &str = "https://sellercentral.amazon.ca/gp/help/external/G200685730";
const VERTICAL_RAIL: &str = "https://www.verticalrail.com/kb/what-are-fba-capacity-limits/";
const AURA: &str = "https://goaura.com/";
const US_SELECTION: &str = "https://sellercentral.amazon.com/gp/help/external/GWHQRT98SAZC29VQ";
const UK_SELECTION: &str = "https://sellercentral.amazon.co.uk/gp/help/external/5KCMZFVXE5DF3QE";

/// Since monthly limits began.
const SINCE_2023: Option<Period> = Some(Period::since(day(2023, 3, 1)));

/// One row of [`TABLE`].
#[allow(clippy::too_many_arguments)] // a row of the table, column by column
const fn row(
    marketplace: Marketplace,
    topic: Topic,
    period: Option<Period>,
    storage: &'static str,
    amount: Option<(u16, Measure)>,
    certainty: Certainty,
    source: &'static str,
    note: &'static str,
) -> LimitRule {
    LimitRule { marketplace, topic, period, storage, amount, certainty, source, note }
}

/// Every rule on limits known, by marketplace and topic.
#[rustfmt::skip]
pub const TABLE: &[LimitRule] = &{
    use Certainty::{Official, Quoted, ThirdParty};
    use Marketplace::{AE, AU, BR, CA, UK, US};
    use Measure::{CubicFeet, Days, Months, Points, Units, Weeks};
    use Topic::{ExpectedSales, IndividualSellers, LeastLimit, NewSelection, NewSellers, Review, SupplyPerProduct, WithoutScore};
    [
        row(AE, LeastLimit, Some(Period::since(day(2021, 9, 1))), "standard", Some((500, Units)), ThirdParty, AMZ10, "no end found"),
        row(AE, LeastLimit, Some(Period::since(day(2021, 9, 1))), "oversize", Some((300, Units)), ThirdParty, AMZ10, "no end found"),
        row(AU, IndividualSellers, None, "standard", Some((500, Units)), ThirdParty, AU_NEW, ""),
        row(AU, IndividualSellers, None, "oversize", Some((100, Units)), ThirdParty, AU_NEW, ""),
        row(AU, WithoutScore, None, "standard", Some((3_000, Units)), ThirdParty, AU_NEW, "also for who sells for less than 90 days"),
        row(AU, WithoutScore, None, "oversize", Some((300, Units)), ThirdParty, AU_NEW, "also for who sells for less than 90 days"),
        row(BR, IndividualSellers, None, "sortable", Some((250, Units)), Official, BR_HELP, ""),
        row(BR, IndividualSellers, None, "non-sortable", Some((150, Units)), Official, BR_HELP, ""),
        row(BR, IndividualSellers, None, "dangerous", Some((25, Units)), Official, BR_HELP, ""),
        row(BR, Review, None, "", None, Official, BR_HELP, "by the quarter and in units; a higher score gives a higher limit, which score gives which is not said"),
        row(CA, Review, None, "", None, Official, CA_HELP, "looked at from time to time, with limits by product; the score's number is not said"),
        row(UK, NewSelection, None, "", None, Official, UK_SELECTION, "the score is named among what is looked at, without a number"),
        row(US, ExpectedSales, Some(Period::between(day(2023, 3, 1), day(2025, 4, 30))), "", Some((6, Months)), ThirdParty, AURA, "named as the value before the cut; first day taken to be that of monthly limits"),
        row(US, ExpectedSales, Some(Period::since(day(2025, 5, 1))), "", Some((5, Months)), ThirdParty, AURA, "three texts agree, this is the site of one"),
        row(US, SupplyPerProduct, Some(Period::since(day(2025, 4, 1))), "", Some((90, Days)), ThirdParty, AURA, "the month is given, the very day is ours"),
        row(US, NewSellers, SINCE_2023, "", Some((39, Weeks)), ThirdParty, VERTICAL_RAIL, "several texts agree"),
        row(US, IndividualSellers, SINCE_2023, "", Some((15, CubicFeet)), ThirdParty, VERTICAL_RAIL, "several texts agree"),
        row(US, NewSelection, None, "", Some((300, Points)), Quoted, US_SELECTION, "only where the account has a score; below it no storage is lost, but the programme is closed"),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(marketplace: Marketplace, topic: Topic, on: chrono::NaiveDate) -> Vec<Option<u16>> {
        let rows = TABLE.iter().filter(|row| row.marketplace == marketplace && row.topic == topic);
        rows.filter(|row| row.holds(on)).map(|row| row.amount.map(|(amount, _)| amount)).collect()
    }

    #[test]
    fn american_limits_are_made_for_a_month_less_since_may_2025() {
        let sales = |on| amounts(Marketplace::US, Topic::ExpectedSales, on);
        assert_eq!(sales(day(2023, 2, 28)), []);
        assert_eq!(sales(day(2025, 4, 30)), [Some(6)]);
        assert_eq!(sales(day(2025, 5, 1)), [Some(5)]);
        assert_eq!(amounts(Marketplace::US, Topic::NewSellers, day(2026, 6, 30)), [Some(39)]);
        assert_eq!(amounts(Marketplace::US, Topic::IndividualSellers, day(2026, 6, 30)), [Some(15)]);
    }

    #[test]
    fn what_has_no_number_has_none() {
        let now = day(2026, 6, 30);
        assert_eq!(amounts(Marketplace::BR, Topic::Review, now), [None]);
        assert_eq!(amounts(Marketplace::BR, Topic::IndividualSellers, now), [Some(250), Some(150), Some(25)]);
        assert_eq!(amounts(Marketplace::UK, Topic::NewSelection, now), [None]);
        assert_eq!(amounts(Marketplace::US, Topic::NewSelection, now), [Some(300)]);
    }

    #[test]
    fn the_table_is_sorted_and_every_row_has_a_link() {
        assert!(TABLE.is_sorted_by_key(|row| row.marketplace));
        for row in TABLE {
            assert!(row.period.is_none_or(Period::is_sound) && row.source.starts_with("http"), "{row:?}");
            assert!(row.amount.is_some() || !row.note.is_empty(), "{row:?}");
        }
    }
}
