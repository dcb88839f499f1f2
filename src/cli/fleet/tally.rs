//! What is counted while lines go out, and what the table needs of them.

use super::crew::Done;
use ipi::output::fleet::Told;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counts, for the line of progress and for the end.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    done: Arc<AtomicU64>,
    wrong: Arc<AtomicU64>,
}

impl Counts {
    pub(super) fn add(&self, batch: &[Done]) {
        let wrong = batch.iter().filter(|done| done.kind.is_some()).count() as u64;
        self.done.fetch_add(batch.len() as u64, Ordering::Relaxed);
        self.wrong.fetch_add(wrong, Ordering::Relaxed);
    }

    /// Lines without a figure.
    pub(super) fn wrong(&self) -> u64 {
        self.wrong.load(Ordering::Relaxed)
    }

    pub(super) fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// How far the work has come.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn line(&self, total: u64, since: Duration) -> String {
        let (done, wrong) = (self.done(), self.wrong());
        let rate = done as f64 / since.as_secs_f64().max(0.001);
        let left = total.saturating_sub(done) as f64 / rate.max(0.001);
        let wrong = if wrong == 0 { String::new() } else { format!(", {wrong} without a figure") };
        format!("{done} of {total} accounts, {rate:.0}/s, {left:.0} s left{wrong}")
    }
}

/// What is kept of lines for the table and for the check of the scores.
#[derive(Debug)]
pub(super) struct Tally {
    /// The rows of the table, where one is asked for.
    pub(super) rows: Option<Vec<Told>>,
    /// Scores below it make the run fail.
    pub(super) line: Option<f64>,
    /// How many there are.
    pub(super) below: u64,
    /// Those that have neither a score of Amazon's nor an estimate.
    pub(super) unknown: u64,
}

impl Tally {
    pub(super) fn add(&mut self, batch: &[Done]) {
        if self.rows.is_none() && self.line.is_none() {
            return;
        }
        for told in batch.iter().filter_map(|done| Told::of(&done.line)) {
            self.unknown += u64::from(told.counts().is_none());
            self.below += u64::from(told.counts().zip(self.line).is_some_and(|(score, line)| score < line));
            if let Some(rows) = &mut self.rows {
                rows.push(told);
            }
        }
    }
}
