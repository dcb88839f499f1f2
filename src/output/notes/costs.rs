//! Where an amount is from, and why there is none, in words.

use crate::costs::{Cost, Origin, Why};
use crate::evidence::Certainty;
use crate::policy::fees::{FeeTable, Unknown};
use crate::report::ReportKind;

/// Why a cost is not known, and what would tell it.
#[must_use]
pub fn not_known(why: Why) -> String {
    // The report may be there and leave the SKU out, so it is named and not asked for.
    let stands = |kind: ReportKind| format!("{} (that stands in {})", why.meaning(), kind.title());
    match why {
        Why::Fee(Unknown::NoTier | Unknown::NoWeight) => stands(ReportKind::StorageFees),
        Why::Fee(Unknown::NoVolume | Unknown::NoAge | Unknown::NoPrice | Unknown::NoDaysOfSupply)
        | Why::NoSales => stands(ReportKind::FbaInventory),
        Why::NoDays => stands(ReportKind::LedgerSummary),
        Why::NoMarketplace => format!("{} (say --marketplace)", why.meaning()),
        Why::Fee(Unknown::NoTable | Unknown::NoRate | Unknown::OtherCurrency)
        | Why::OtherCurrency
        | Why::MayBeNew
        | Why::Contradicted
        | Why::OtherUnits => why.meaning().into(),
    }
}

/// Where an amount is from.
fn origin(origin: Origin) -> String {
    match origin {
        Origin::Stated => "Amazon's figure".into(),
        Origin::Table(table) => format!("by the {}", fee_table(&table)),
        Origin::Reports => "from your reports".into(),
    }
}

/// A table of fees by its first day, and how sure it is where that is less than Amazon's words.
#[must_use]
pub fn fee_table(table: &FeeTable) -> String {
    let sure = match table.certainty {
        Certainty::Official | Certainty::Quoted | Certainty::Measured => "",
        Certainty::ThirdParty => ", as others give it",
        Certainty::Assumed => ", assumed",
    };
    format!("fee table of {}{sure}", table.since)
}

/// An amount with where it is from, or that it is not known and why: `USD 126.00 (Amazon's figure)`. The currency, if any,
/// has a blank behind it.
#[must_use]
pub fn cost(cost: Cost, currency: &str) -> String {
    match cost {
        Cost::Known(range, from) => format!("{currency}{range} ({})", origin(from)),
        Cost::Unknown(why) => format!("not known: {}", not_known(why)),
    }
}
