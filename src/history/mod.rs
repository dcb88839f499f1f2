//! The history: what `ipi` computed and what Amazon showed, week by week, in one SQLite file.
//!
//! Two things are kept for each account and marketplace. A [`Run`] is what `ipi` computed for a day: one per day, a
//! second run of the same day replaces the first; what it knew of each SKU is [`Packed`] beside the newest runs. An [`Official`] is what the seller read off Amazon's dashboard: a
//! journal that only grows, in which the newest entry of a week counts and the last step can be taken back.
//!
//! [`History`] is the store. It never asks for the time or for the place of the file; whoever opens it says both.

mod connect;
mod error;
mod facts;
pub mod figure;
pub mod import;
mod journal;
mod migrate;
mod packed;
mod parcel;
mod private;
mod record;
mod series;
mod skus;
mod store;

pub use error::{HistoryError, Why};
pub use facts::Facts;
pub use journal::{Changed, Earlier, Logged, Undone};
pub use packed::{MOST_BYTES, MOST_SKUS, Packed};
pub use parcel::Parcel;
pub use series::{Kept, SeriesWeek, as_weeks};
pub use skus::{Forgotten, KeptSkus, MOST_RUNS, NEWEST_RUNS, Unreadable};
pub use store::History;

use crate::factor::Readings;
use crate::ids::Marketplace;
use crate::units::Points;
use chrono::NaiveDate;
use std::fmt;
use std::str::FromStr;

/// Whose scores these are: a name that the seller chooses, `default` where none is chosen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(Box<str>);

impl Account {
    /// Characters that a name may have.
    pub const MAX_CHARS: usize = 80;

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Account {
    fn default() -> Self {
        Account("default".into())
    }
}

impl FromStr for Account {
    type Err = &'static str;

    /// Takes any name of 1 to 80 characters; blanks around it do not count.
    ///
    /// ```
    /// use ipi::history::Account;
    /// assert_eq!(" Shop 2 ".parse::<Account>().unwrap().as_str(), "Shop 2");
    /// assert!("".parse::<Account>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim();
        match name.chars().count() {
            0 => Err("an account needs a name; leave the option out for the account \"default\""),
            n if n > Self::MAX_CHARS => Err("the name of an account has at most 80 characters"),
            _ if name.chars().any(char::is_control) => {
                Err("the name of an account holds no control characters")
            }
            _ => Ok(Account(name.into())),
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What `ipi` computed for one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The day the account was judged for.
    pub day: NaiveDate,
    /// The marketplace it was judged in.
    pub marketplace: Marketplace,
    /// The four figures computed from the reports.
    pub readings: Readings,
    /// The middle of the estimate.
    pub points: Points,
    /// Lower end of the 90 % interval.
    pub low: Points,
    /// Upper end of the 90 % interval.
    pub high: Points,
    /// Name and date of the model.
    pub model: String,
    /// The files it was computed from.
    pub sources: Vec<SourceMark>,
    /// Parts of the input were damaged and left out.
    pub partial: bool,
    /// What it knew beside.
    pub facts: Facts,
}

/// A file that a run read, so that a figure can be traced to the bytes behind it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceMark {
    /// The path as it was given.
    pub path: String,
    /// The kind of report.
    pub kind: String,
    /// Hash of the content.
    pub hash: String,
}

/// What Amazon showed in one week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Official {
    /// The day on which the dashboard showed it; its ISO week is what counts.
    pub day: NaiveDate,
    /// The score, 0–1000, where noted.
    pub score: Option<f64>,
    /// The four figures, as far as noted.
    pub readings: Readings,
}
