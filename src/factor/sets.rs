//! Which of the four factors count in which marketplace.
//!
//! Amazon names them on the marketplace's own help page. Where no page was seen there is no row, and [`of`] says so:
//! a caller must not take the American four for granted.

use super::FactorSet;
use crate::evidence::Certainty;
use crate::ids::Marketplace;

/// The factors of one marketplace and where that is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactorRule {
    /// The marketplace.
    pub marketplace: Marketplace,
    /// The factors that count there.
    pub set: FactorSet,
    /// Link to the text it rests on.
    pub source: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// What else there is to know; empty where nothing is.
    pub note: &'static str,
}

/// Excess, sell-through and stranded: the in-stock rate does not count.
const THREE: FactorSet = FactorSet { in_stock: false, ..FactorSet::FOUR };
/// Sell-through and stranded only.
const TWO: FactorSet = FactorSet { excess: false, ..THREE };

const EUROPE: &str = "https://sellercentral.amazon.co.uk/gp/help/external/G202174810?language=de_DE";
const ONE_PAGE_FOR_EUROPE: &str = "the European pages read in English and German; this one not seen";
/// One set of limits for the United Kingdom, a second across the European Union, since 2021.
const TWO_SETS: &str =
    "https://sellercentral-europe.amazon.com/gp/help/external/XLRKWL8L5BMSHWB?language=en_GB";
const AS_GERMANY: &str =
    "taken from Germany, with which it shares one set of limits; no page on this country's factors seen";
const ARABIA: &str =
    "https://sellercentral.amazon.sa/gp/help/external/help.html?itemID=202174810&language=en_AE";

/// The marketplaces whose factors are known, in the order of their codes.
pub const TABLE: &[FactorRule] = &[
    rule(
        Marketplace::AE,
        TWO,
        Certainty::Assumed,
        ARABIA,
        "taken from the Saudi page in its UAE language form",
    ),
    rule(
        Marketplace::AU,
        TWO,
        Certainty::Official,
        "https://sellercentral.amazon.com.au/gp/help/external/G202174810?language=en_AU",
        "",
    ),
    rule(Marketplace::BE, FactorSet::FOUR, Certainty::Assumed, TWO_SETS, AS_GERMANY),
    rule(
        Marketplace::CA,
        THREE,
        Certainty::Official,
        "https://sellercentral.amazon.ca/gp/help/external/help.html?itemID=202174810&language=en_CA",
        "the page rules the in-stock rate out by name",
    ),
    rule(Marketplace::DE, FactorSet::FOUR, Certainty::Official, EUROPE, ""),
    rule(Marketplace::ES, FactorSet::FOUR, Certainty::Assumed, EUROPE, ONE_PAGE_FOR_EUROPE),
    rule(Marketplace::FR, FactorSet::FOUR, Certainty::Assumed, EUROPE, ONE_PAGE_FOR_EUROPE),
    rule(Marketplace::IE, FactorSet::FOUR, Certainty::Assumed, TWO_SETS, AS_GERMANY),
    rule(
        Marketplace::IN,
        THREE,
        Certainty::Official,
        "https://sellercentral.amazon.in/gp/help/external/help.html?itemID=202174810&language=en_IN",
        "three categories are listed, the in-stock rate is not among them",
    ),
    rule(Marketplace::IT, FactorSet::FOUR, Certainty::Assumed, EUROPE, ONE_PAGE_FOR_EUROPE),
    rule(
        Marketplace::JP,
        FactorSet::FOUR,
        Certainty::Official,
        "https://sellercentral.amazon.co.jp/gp/help/external/help.html?itemID=202174810&language=en_JP",
        "",
    ),
    rule(Marketplace::NL, FactorSet::FOUR, Certainty::Assumed, TWO_SETS, AS_GERMANY),
    rule(Marketplace::PL, FactorSet::FOUR, Certainty::Assumed, TWO_SETS, AS_GERMANY),
    rule(Marketplace::SA, TWO, Certainty::Official, ARABIA, ""),
    rule(Marketplace::SE, FactorSet::FOUR, Certainty::Assumed, TWO_SETS, AS_GERMANY),
    rule(
        Marketplace::UK,
        FactorSet::FOUR,
        Certainty::Official,
        "https://sellercentral-europe.amazon.com/gp/help/external/G202174810?language=en_GB",
        "",
    ),
    rule(
        Marketplace::US,
        FactorSet::FOUR,
        Certainty::Official,
        "https://sellercentral.amazon.com/gp/help/external/202174810",
        "",
    ),
];

const fn rule(
    marketplace: Marketplace,
    set: FactorSet,
    certainty: Certainty,
    source: &'static str,
    note: &'static str,
) -> FactorRule {
    FactorRule { marketplace, set, source, certainty, note }
}

/// The factors of `marketplace`, and `None` where they are not known.
///
/// The pages carry no date, so the rule stands for every day.
///
/// ```
/// use ipi::factor::{FactorKind, sets};
/// use ipi::ids::Marketplace;
/// let canada = sets::of(Marketplace::CA).unwrap();
/// assert!(canada.set.has(FactorKind::Excess));
/// assert!(!canada.set.has(FactorKind::InStock));
/// assert_eq!(sets::of(Marketplace::MX), None);
/// ```
#[must_use]
pub fn of(marketplace: Marketplace) -> Option<&'static FactorRule> {
    TABLE.iter().find(|rule| rule.marketplace == marketplace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factor::FactorKind;

    fn counting(marketplace: Marketplace) -> Option<Vec<&'static str>> {
        let set = of(marketplace)?.set;
        Some(FactorKind::ALL.into_iter().filter(|&factor| set.has(factor)).map(FactorKind::key).collect())
    }

    #[test]
    fn four_three_or_two_factors_by_marketplace() {
        let four = Some(vec!["excess", "sell_through", "stranded", "in_stock"]);
        let pool = ["DE", "FR", "IT", "ES", "NL", "PL", "SE", "BE", "IE"];
        for marketplace in ["US", "UK", "JP"].into_iter().chain(pool) {
            assert_eq!(counting(marketplace.parse().unwrap()), four, "{marketplace}");
        }
        for marketplace in ["CA", "IN"] {
            let three = Some(vec!["excess", "sell_through", "stranded"]);
            assert_eq!(counting(marketplace.parse().unwrap()), three, "{marketplace}");
        }
        for marketplace in ["AU", "SA", "AE"] {
            let two = Some(vec!["sell_through", "stranded"]);
            assert_eq!(counting(marketplace.parse().unwrap()), two, "{marketplace}");
        }
    }

    #[test]
    fn what_no_page_says_is_not_assumed() {
        for marketplace in ["BR", "MX", "SG", "TR", "EG", "ZA"] {
            assert_eq!(of(marketplace.parse().unwrap()), None, "{marketplace}");
        }
        // Carried over from Germany, and said to be so.
        for marketplace in ["NL", "PL", "SE", "BE", "IE"] {
            let rule = of(marketplace.parse().unwrap()).unwrap();
            assert_eq!(rule.certainty, Certainty::Assumed, "{marketplace}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_every_row_has_a_link() {
        assert!(TABLE.is_sorted_by(|a, b| a.marketplace < b.marketplace));
        assert!(TABLE.iter().all(|rule| rule.source.starts_with("https://")));
    }
}
