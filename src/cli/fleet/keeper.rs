//! The history of a fleet: written by the parent alone, many accounts at a time.

use super::crew::Done;
use crate::cli::out::warning;
use chrono::Utc;
use ipi::history::{History, Parcel};

/// Keeps runs. The scores do not depend on it: where it fails, a warning says so, once.
pub(super) struct Keeper {
    history: Option<History>,
}

impl Keeper {
    pub(super) fn new(history: Option<History>) -> Keeper {
        Keeper { history }
    }

    /// Is there somewhere to keep anything?
    pub(super) fn is_there(&self) -> bool {
        self.history.is_some()
    }

    /// Keeps what a batch leaves, all of it or nothing.
    pub(super) fn keep(&mut self, batch: &[Done]) {
        let Some(history) = &mut self.history else { return };
        let parcels: Vec<_> = batch.iter().filter_map(|done| Parcel::of_bytes(&done.parcel)).collect();
        if let Err(error) = history.record_all(&parcels, Utc::now()) {
            warning(&format!("{error}; nothing more is kept of this run"));
            self.history = None;
        }
    }
}
