//! Many accounts at once: a line of JSON for each as the work goes on, and one table of all, worst first.

mod compact;
mod line;
mod page;
mod sheet;
mod told;
mod totals;

pub use compact::compact;
pub use line::{Failure, Kind, Line, SCHEMA, ending, is_of};
pub use page::page;
pub use sheet::sheet;
pub use told::Told;

use chrono::NaiveDate;

/// The table of a fleet: its rows in the order in which they are told, and what stands behind them.
#[derive(Clone, Copy, Debug)]
pub struct Fleet<'a> {
    /// Worst first, those without a figure last; see [`Told::worst_first`].
    pub rows: &'a [Told],
    /// How many of them are shown, where not all.
    pub top: Option<usize>,
    /// The day on which ages are told.
    pub today: NaiveDate,
}

impl<'a> Fleet<'a> {
    /// The rows that are shown: the worst of those with a figure, and all others, since nobody is to be lost.
    pub(super) fn shown(&self) -> impl Iterator<Item = &'a Told> + use<'a> {
        let top = self.top.unwrap_or(usize::MAX);
        let (good, bad): (Vec<_>, Vec<_>) = self.rows.iter().partition(|row| row.wrong.is_none());
        good.into_iter().take(top).chain(bad)
    }

    /// How many are left out.
    pub(super) fn left_out(&self) -> usize {
        self.rows.len() - self.shown().count()
    }
}
