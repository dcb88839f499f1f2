//! Reasons, places and chances in words.

use crate::factor::{self, FactorKind};
use crate::ids::Marketplace;
use crate::output::words::{count, short_percent};
use crate::report::ReportKind;
use crate::score;

/// Why a factor has no figure, and what would give it one.
#[must_use]
pub fn unstated(reason: factor::Reason, marketplace: Option<Marketplace>) -> String {
    use factor::Reason;
    let add = |what: &str, kind: ReportKind| format!("{what} Add {}: {}.", kind.title(), kind.place());
    match reason {
        Reason::NotCounted => {
            format!("does not count in {}.", marketplace.map_or("this marketplace".into(), place))
        }
        Reason::NoStock => add("no report says what is on hand.", ReportKind::FbaInventory),
        Reason::NothingOnHand => "nothing is on hand, so there is no ratio.".into(),
        Reason::NoSales => {
            add("no report says for every SKU what was shipped in 90 days.", ReportKind::FbaInventory)
        }
        Reason::NothingSold => "nothing was shipped in the last 60 days.".into(),
        Reason::NoSnapshots => {
            add("the stock 30, 60 and 90 days ago is not known.", ReportKind::LedgerSummary)
        }
        Reason::NoStranded => add(
            "no report says what is stranded. If Amazon lists nothing there, say --no-stranded.",
            ReportKind::Stranded,
        ),
        Reason::NoLedger => add("no report says on which days there was stock.", ReportKind::LedgerSummary),
        Reason::LedgerTooShort => add(
            "the ledger must cover the 91 days up to the day judged, and does not.",
            ReportKind::LedgerSummary,
        ),
    }
}

/// What would give a factor its figure, in a few words.
#[must_use]
pub fn wanting(reason: factor::Reason) -> &'static str {
    use factor::Reason;
    match reason {
        Reason::NotCounted => "does not count",
        Reason::NoStock => "add FBA Inventory",
        Reason::NothingOnHand => "nothing is on hand",
        Reason::NoSales => "add FBA Inventory, or the sales of 90 days",
        Reason::NothingSold => "nothing was shipped in 60 days",
        Reason::NoSnapshots | Reason::NoLedger => "add Inventory Ledger, Summary",
        Reason::NoStranded => "add Stranded Inventory, or say --no-stranded",
        Reason::LedgerTooShort => "the ledger must cover the 91 days to the day judged",
    }
}

/// Why the interval is as wide as it is.
#[must_use]
pub fn width(reason: &score::Reason) -> String {
    use score::Reason;
    let name = |factor: &FactorKind| factor.title();
    match reason {
        Reason::NoOfficialScore => {
            "No official score is noted: accounts with equal factors differ by hundreds of points. \
             One official score makes the interval about ten times narrower."
                .into()
        }
        Reason::FewOfficialScores { scores } => format!(
            "{} noted; with five or more the weight of each factor is your own.",
            count(*scores, "official score is", "official scores are")
        ),
        Reason::OldOfficialScore { weeks } => {
            let age = count((*weeks).max(0), "week", "weeks");
            format!("The newest official score is {age} old; note this week's with ipi log SCORE.")
        }
        Reason::FactorNotStated { factor } => format!("{} is not stated.", name(factor)),
        Reason::FactorCarried { factor, weeks } => format!(
            "{} is not stated for this day; its reading of {} is carried on.",
            name(factor),
            count((*weeks).max(0), "week ago", "weeks ago")
        ),
    }
}

/// `the United States`, `Germany`.
#[must_use]
pub fn place(marketplace: Marketplace) -> String {
    let article =
        matches!(marketplace, Marketplace::US | Marketplace::UK | Marketplace::NL | Marketplace::AE);
    format!("{}{}", if article { "the " } else { "" }, marketplace.name())
}

/// A chance in words that do not promise more than is known.
#[must_use]
pub fn chance(chance: f64) -> String {
    match chance {
        c if c < 0.005 => "under 1 %".into(),
        c if c > 0.995 => "over 99 %".into(),
        c => short_percent((c * 100.0).round() / 100.0),
    }
}
