//! Opening the store so that two processes, a kill and a full disk leave it whole.

use super::connect::connect;
use super::migrate::{STEPS, empty, migrate, newest, version};
use super::{HistoryError, Why, private};
use crate::draft::sweep_beside;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The open store.
#[derive(Debug)]
pub struct History {
    pub(super) db: Connection,
    path: PathBuf,
    /// The file has an older schema, and cannot be brought up to date because it can only be read.
    pub(super) is_older: bool,
}

impl History {
    /// Opens the history to add to it; creates the file, readable by its owner only, where there is none.
    ///
    /// # Errors
    /// Where the file cannot be opened, is no history, or was written by a newer `ipi`.
    pub fn open(path: &Path) -> Result<Self, HistoryError> {
        if exists(path)? {
            sweep_beside(path);
        } else {
            let failed = |why: Why| HistoryError::new(path, why);
            let bytes = empty(STEPS).map_err(|error| failed(error.into()))?;
            private::create(path, &bytes).map_err(|error| failed(error.into()))?;
        }
        Self::connect(path)
    }

    /// Opens the history to read it; `None` where there is no file, and none is made.
    ///
    /// # Errors
    /// As [`History::open`].
    pub fn open_existing(path: &Path) -> Result<Option<Self>, HistoryError> {
        if exists(path)? { Self::connect(path).map(Some) } else { Ok(None) }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn connect(path: &Path) -> Result<Self, HistoryError> {
        let mut db = connect(path).map_err(|error| HistoryError::new(path, error))?;
        let is_older = match migrate(&mut db, path, STEPS) {
            // Later steps have only added tables, so that what stands in an older one can still be shown.
            Err(error) if matches!(error.why, Why::ReadOnly) => {
                if version(&db, path, STEPS)? == 0 {
                    return Err(error);
                }
                true
            }
            migrated => migrated.map(|()| false)?,
        };
        let history = History { db, path: path.into(), is_older };
        history.run("PRAGMA foreign_keys = ON")?;
        Ok(history)
    }

    /// Starts a write: waits for the lock first, so that what is read within it stays true until it ends.
    pub(super) fn write(&mut self) -> Result<Transaction<'_>, HistoryError> {
        let path = &self.path;
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| HistoryError::new(path, error))?;
        // A newer ipi may have brought the file up to date since it was opened.
        match version(&tx, path, STEPS)? {
            found if found == newest(STEPS) => Ok(tx),
            found => Err(HistoryError::new(path, Why::Newer { found, known: newest(STEPS) })),
        }
    }

    pub(super) fn failed(&self, error: rusqlite::Error) -> HistoryError {
        HistoryError::new(&self.path, error)
    }

    fn run(&self, sql: &str) -> Result<(), HistoryError> {
        self.db.execute_batch(sql).map_err(|error| self.failed(error))
    }
}

/// Is there a file? A folder, a device or a pipe is refused: SQLite would wait for it, or write into it.
fn exists(path: &Path) -> Result<bool, HistoryError> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(true),
        Ok(_) => Err(HistoryError::new(path, Why::NotAFile)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(HistoryError::new(path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Account, Earlier, Official};
    use crate::ids::Marketplace;
    use chrono::DateTime;
    use std::time::Duration;

    #[test]
    fn a_store_that_stays_locked_is_told_and_can_still_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.sqlite3");
        let mut first = History::open(&path).unwrap();
        let mut second = History::open(&path).unwrap();
        second.db.busy_timeout(Duration::from_millis(30)).unwrap();
        let held = first.write().unwrap();
        let official =
            Official { day: "2026-06-29".parse().unwrap(), score: Some(512.0), readings: Default::default() };
        let error = second
            .log(&Account::default(), Marketplace::US, &[official], Earlier::Kept, DateTime::UNIX_EPOCH)
            .unwrap_err();
        assert!(matches!(error.why, Why::Locked), "{error}");
        assert_eq!(second.weeks(&Account::default(), Marketplace::US).unwrap(), []);
        drop(held);
        second
            .log(&Account::default(), Marketplace::US, &[official], Earlier::Kept, DateTime::UNIX_EPOCH)
            .unwrap();
    }

    #[test]
    fn a_name_that_looks_like_a_uri_is_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file:x?mode=memory");
        drop(History::open(&path).unwrap());
        assert!(path.metadata().unwrap().len() > 0);
    }
}
