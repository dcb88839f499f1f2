//! How a fact of the outside world is kept: since when, until when, from where, and how sure.
//!
//! Amazon's rules change by date and marketplace and are only partly published, so no rule is a bare constant: each is
//! a row of a dated table with a [`Period`], a link and a [`Certainty`].

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

/// How sure a fact is, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Seen in a text of Amazon's own.
    Official,
    /// Amazon's words as somebody else quotes them.
    Quoted,
    /// Worked out from what Amazon's pages show, such as the place of a needle on a coloured bar.
    Measured,
    /// Said by others without Amazon's words.
    ThirdParty,
    /// Carried over from another marketplace or another time, for want of anything better.
    Assumed,
}

impl Certainty {
    /// The word that stands for it in every output.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Certainty::Official => "official",
            Certainty::Quoted => "quoted",
            Certainty::Measured => "measured",
            Certainty::ThirdParty => "third-party",
            Certainty::Assumed => "assumed",
        }
    }

    /// What the word means, in one line.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Certainty::Official => "in a text of Amazon's own",
            Certainty::Quoted => "Amazon's words, as somebody else quotes them",
            Certainty::Measured => "worked out from what Amazon's dashboard shows",
            Certainty::ThirdParty => "said by others, without Amazon's words",
            Certainty::Assumed => "carried over from another marketplace or time",
        }
    }

    /// All of them, surest first.
    pub const ALL: [Certainty; 5] = [
        Certainty::Official,
        Certainty::Quoted,
        Certainty::Measured,
        Certainty::ThirdParty,
        Certainty::Assumed,
    ];
}

/// Days on which a rule holds: both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` where no end is known.
    pub until: Option<NaiveDate>,
}

impl Period {
    /// From `from` on, without a known end.
    #[must_use]
    pub const fn since(from: NaiveDate) -> Self {
        Period { from, until: None }
    }

    /// From `from` to `until`, both included.
    #[must_use]
    pub const fn between(from: NaiveDate, until: NaiveDate) -> Self {
        Period { from, until: Some(until) }
    }

    /// Is `day` one of its days?
    ///
    /// ```
    /// use ipi::evidence::{Period, day};
    /// let quarter = Period::between(day(2022, 1, 1), day(2022, 3, 31));
    /// assert!(quarter.holds(day(2022, 3, 31)));
    /// assert!(!quarter.holds(day(2022, 4, 1)));
    /// assert!(Period::since(day(2023, 3, 1)).holds(day(2030, 1, 1)));
    /// ```
    #[must_use]
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Do the two share a day?
    #[must_use]
    pub fn overlaps(self, other: Period) -> bool {
        self.until.is_none_or(|until| other.from <= until)
            && other.until.is_none_or(|until| self.from <= until)
    }

    /// Can it stand in a table: real days, in order?
    #[must_use]
    pub fn is_sound(self) -> bool {
        self.from.year() > 2000 && self.until.is_none_or(|until| self.from <= until)
    }
}

/// A day for a table. A day that no calendar has becomes the earliest of all, which [`Period::is_sound`] refuses, and
/// every table is tested with it.
#[must_use]
pub const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}
