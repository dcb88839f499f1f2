//! The weekly letter: a subject that tells all by itself, a text for a phone, and a page that mail programs show.
//!
//! Text and page say the same: both are drawn from one telling. How a letter is sent is no matter of this floor.

mod change;
mod failed;
mod html;
mod marks;
mod subject;
mod text;
mod told;

pub use change::{Change, Score};
pub use failed::failed;

use super::weekly::Weekly;
use chrono::NaiveDate;

/// Reports older than this, in days, are old: a week, and a day for whoever is late.
pub const OLD_DAYS: i64 = 8;

/// A letter, before it has a sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject, in one line without control characters.
    pub subject: String,
    /// At most [`Letter::LINES`] lines of at most [`Letter::WIDTH`] columns; the first two tell what matters most.
    pub text: String,
    /// The same as a page: tables and inline styles alone, since mail programs drop everything else.
    pub html: String,
}

impl Letter {
    /// Lines that the text has at most.
    pub const LINES: usize = 25;
    /// Columns that a line of the text has at most, unless it is a command: that stays whole, so that it can be copied.
    pub const WIDTH: usize = 78;
}

/// Why a letter is written, and when.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// The day on which it is written: how old the reports are is reckoned to it.
    pub today: NaiveDate,
    /// The command that wrote it.
    pub command: &'a str,
    /// What follows the name of a command that reads the same reports of the same account.
    pub reports: &'a str,
    /// The conditions that were met, in words; empty where it is sent every time.
    pub met: &'a [String],
}

/// The letter of a week.
#[must_use]
pub fn week(week: &Weekly<'_>, occasion: &Occasion<'_>) -> Letter {
    let told = told::Told::of(week, occasion);
    Letter {
        subject: subject::subject(week, occasion),
        text: text::text(&told),
        html: html::html(&told, week),
    }
}
