//! What each SKU costs in points, and the facts to act on: units, days, money.
//!
//! The facts come first and are what reports state. The points come second: they rest on slopes that are known from one
//! account's weeks, so that every output says "about" of them.

mod action;
mod attribution;
mod costliest;
mod line;
mod select;

pub use action::{Action, Alert, LOW_COVER_DAYS};
pub use attribution::{Attribution, SkuPoints};
pub use costliest::Costliest;
pub use line::{Line, Weight};
pub use select::{Order, Selection};

use crate::account::Account;
use crate::assess::Assessment;
use crate::costs::Terms;
use crate::factor::Parts;
use crate::ids::Marketplace;
use chrono::NaiveDate;
use compact_str::CompactString;

/// Every SKU of an account with its facts and its points.
#[derive(Clone, Debug, PartialEq)]
pub struct Skus {
    /// The day judged.
    pub as_of: NaiveDate,
    /// The marketplace judged, where it is known.
    pub marketplace: Option<Marketplace>,
    /// Something was left out at the seller's wish.
    pub partial: bool,
    /// The currency of all amounts: the one that the reports name, else that of the marketplace.
    pub currency: Option<CompactString>,
    /// How the estimate comes about; `None` where there is none.
    pub attribution: Option<Attribution>,
    /// In the order of their names.
    pub lines: Vec<Line>,
}

impl Skus {
    /// Of an account of which steering was read, with its details (`Settings::steer`).
    #[must_use]
    pub fn of(account: &Account, assessment: &Assessment) -> Skus {
        let parts = assessment.factors.as_ref().map(|factors| Parts::of(account, factors));
        let sums = parts.as_ref().map(Parts::sums).unwrap_or_default();
        let attribution = parts
            .as_ref()
            .zip(assessment.estimate.as_ref())
            .map(|(parts, estimate)| Attribution::of(parts, &sums, estimate));
        let terms = Terms::of(account);
        let line = |(at, part)| {
            let points = attribution.as_ref().map(|attribution| attribution.points[at]);
            Line::of(account, &terms, at, part, &sums, points)
        };
        let lines = parts.iter().flat_map(|parts| parts.list.iter().enumerate()).map(line).collect();
        Skus {
            as_of: assessment.as_of,
            marketplace: assessment.marketplace,
            partial: assessment.partial,
            currency: account
                .steering
                .as_ref()
                .and_then(|steering| steering.currency.clone())
                .or_else(|| terms.currency.map(|currency| currency.code().into())),
            attribution,
            lines,
        }
    }
}
