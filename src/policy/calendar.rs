//! The days on which the score was, or is, looked at.
//!
//! **Until February 2023** storage was limited by the quarter. The six weeks before a quarter were its evaluation
//! window, with a check at each end (19 November and 31 December for the quarter from 1 January, and so on); only a
//! score below the threshold at *both* checks limited storage. Amazon moved some checks to certain weeks, and held some
//! only once: those are the rows of [`EXCEPTIONS`].
//!
//! **From 1 March 2023** everybody has a limit per storage type and month. It is announced in the third full week of
//! the month before (third parties report the fourth week in 2025 and 2026), and the score is one of its inputs. There
//! is no check to pass any more.
//!
//! Texts differ on the second check: last day of the quarter, its last full week, or a week before the next one. The
//! last day is taken.

mod evaluation;
mod event;
mod next;
mod quarters;
mod tables;

use crate::evidence::day;
use chrono::{Datelike as _, NaiveDate};

pub use evaluation::{Evaluation, limited};
pub use event::{Event, EventKind};
pub use next::{next_date, third_full_week};
pub use quarters::deciding;
pub use tables::{ERAS, EXCEPTIONS, Era, Exception, MONTHLY, Monthly};

/// The first day of monthly limits.
pub const MONTHLY_FROM: NaiveDate = day(2023, 3, 1);
/// The last day of limits by the quarter.
pub const QUARTERLY_UNTIL: NaiveDate = day(2023, 2, 28);

/// Is there a year before and after `day`? The calendar's arithmetic ends where chrono's does.
fn is_in_reach(day: NaiveDate) -> bool {
    (1000..=9999).contains(&day.year())
}
