//! A date that matters, as a value.

use crate::evidence::{Certainty, Period};
use chrono::NaiveDate;
use serde::Serialize;

/// What happens on a date that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// The first of two checks before a quarter.
    FirstCheck,
    /// The second of two checks before a quarter.
    SecondCheck,
    /// The only check before a quarter.
    OnlyCheck,
    /// Limits by the quarter end and monthly limits begin.
    MonthlyLimitsBegin,
    /// Amazon announces the limits of the coming month.
    LimitsAnnounced,
}

impl EventKind {
    /// The word that stands for it in machine formats.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            EventKind::FirstCheck => "first-check",
            EventKind::SecondCheck => "second-check",
            EventKind::OnlyCheck => "only-check",
            EventKind::MonthlyLimitsBegin => "monthly-limits-begin",
            EventKind::LimitsAnnounced => "limits-announced",
        }
    }

    /// What it is, in a few words.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            EventKind::FirstCheck => "first check of the score",
            EventKind::SecondCheck => "second check of the score",
            EventKind::OnlyCheck => "the only check of the score",
            EventKind::MonthlyLimitsBegin => "monthly limits begin",
            EventKind::LimitsAnnounced => "next month's limits are announced",
        }
    }

    /// What it means for storage, in one line.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            EventKind::FirstCheck => {
                "first check of the score; storage is limited only if it is below at both checks"
            }
            EventKind::SecondCheck => {
                "second check of the score; storage is limited only if it is below at both checks"
            }
            EventKind::OnlyCheck => "the only check of the score before storage is limited",
            EventKind::MonthlyLimitsBegin => {
                "limits by the quarter end and monthly limits begin, with the score as one input"
            }
            EventKind::LimitsAnnounced => {
                "week in which Amazon announces next month's storage limits; the score is one input"
            }
        }
    }
}

/// A date that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happens.
    pub what: EventKind,
    /// The day, or the first day (Monday) of the week in which it happens. That week may have begun already.
    pub date: NaiveDate,
    /// The last day on which it may happen: `date`, or the Sunday of the week.
    pub last: NaiveDate,
    /// Days from the day asked about to `date`; 0 on the day and within the week.
    pub days_left: i64,
    /// The days of storage that it decides on.
    pub limits: Period,
    /// How sure the date is.
    pub certainty: Certainty,
    /// Link to what it rests on.
    pub source: &'static str,
}
