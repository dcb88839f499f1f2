//! What the store keeps of each SKU: one packed row beside a run, for the newest runs only.

use super::packed::{FORMAT, Packed, unpack};
use super::record;
use super::{Account, History, HistoryError};
use crate::dates::week_start;
use crate::factor::Parts;
use crate::ids::Marketplace;
use chrono::NaiveDate;
use rusqlite::{OptionalExtension as _, Transaction, params};
use std::fmt;

/// The SKUs of so many runs are kept of each account and marketplace: of the newest [`NEWEST_RUNS`], and before these of the
/// last run of each ISO week.
pub const MOST_RUNS: usize = 14;
/// The SKUs of so many runs are kept whatever their week.
pub const NEWEST_RUNS: usize = 7;

/// Why the SKUs of a run that are kept cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// A newer `ipi` wrote them.
    Newer,
    /// The bytes are not what was written.
    Damaged,
}

impl Unreadable {
    /// What to do about it.
    #[must_use]
    pub const fn next(self) -> &'static str {
        match self {
            Unreadable::Newer => "update ipi",
            Unreadable::Damaged => {
                "ipi history --forget-skus makes room for new ones, and ipi score keeps them at each run; the scores are \
                 not touched"
            }
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unreadable::Newer => "a newer ipi wrote what is kept of its SKUs",
            Unreadable::Damaged => "what is kept of its SKUs is damaged",
        })
    }
}

/// What is kept of the SKUs of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum KeptSkus {
    /// All that brings points.
    Parts(Parts),
    /// Nothing: an older `ipi` computed the run, it is too long ago, it was partial, or there were too many SKUs.
    Nothing,
    /// Something that cannot be read.
    Unreadable(Unreadable),
}

/// What a call of [`History::forget_skus`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Runs of which the SKUs were kept.
    pub runs: usize,
    /// By how many bytes the file became smaller.
    pub bytes: u64,
}

impl History {
    /// What is kept of the SKUs of the run of `day`.
    ///
    /// # Errors
    /// Where the store cannot be read. What is kept and cannot be understood is no error: the scores do not depend on it.
    pub fn skus(
        &self,
        account: &Account,
        marketplace: Marketplace,
        day: NaiveDate,
    ) -> Result<KeptSkus, HistoryError> {
        self.read_skus(account, marketplace, day).map_err(|error| self.failed(error))
    }

    /// The days of which SKUs are kept, oldest first.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn days_with_skus(
        &self,
        account: &Account,
        marketplace: Marketplace,
    ) -> Result<Vec<NaiveDate>, HistoryError> {
        if self.is_older {
            return Ok(Vec::new());
        }
        self.read_days(account, marketplace).map_err(|error| self.failed(error))
    }

    /// Forgets the SKUs of all runs of an account in a marketplace, and makes the file smaller; the runs themselves stay.
    ///
    /// The bytes are overwritten and the pages given back, so that nothing of them is left in the file.
    ///
    /// # Errors
    /// Where the store cannot be written. Where only the file could not be made smaller, a second call does the rest.
    pub fn forget_skus(
        &mut self,
        account: &Account,
        marketplace: Marketplace,
    ) -> Result<Forgotten, HistoryError> {
        let path = self.path().to_owned();
        let size = || std::fs::metadata(&path).map_or(0, |file| file.len());
        let before = size();
        let failed = |error| HistoryError::new(&path, error);
        self.db.execute_batch("PRAGMA secure_delete = ON").map_err(failed)?;
        let tx = self.write()?;
        let of = params![account.as_str(), marketplace.code()];
        let runs = tx
            .execute(
                "DELETE FROM run_skus WHERE run_id IN (SELECT id FROM run WHERE account = ? AND marketplace = ?)",
                of,
            )
            .and_then(|runs| tx.commit().map(|()| runs))
            .map_err(failed)?;
        let free = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        if self.db.query_row("PRAGMA freelist_count", [], free).map_err(failed)? > 0 {
            self.db.execute_batch("VACUUM").map_err(failed)?;
        }
        Ok(Forgotten { runs, bytes: before.saturating_sub(size()) })
    }

    /// Is anything kept of the SKUs of the run of `day`?
    pub(super) fn has_skus(
        &self,
        account: &Account,
        marketplace: Marketplace,
        day: NaiveDate,
    ) -> rusqlite::Result<bool> {
        if self.is_older {
            return Ok(false);
        }
        self.db
            .prepare("SELECT 1 FROM run JOIN run_skus ON run_id = id WHERE account = ? AND marketplace = ? AND day = ?")?
            .exists(params![account.as_str(), marketplace.code(), day.to_string()])
    }

    fn read_days(&self, account: &Account, marketplace: Marketplace) -> rusqlite::Result<Vec<NaiveDate>> {
        self.db
            .prepare(
                "SELECT day FROM run JOIN run_skus ON run_id = id WHERE account = ? AND marketplace = ? ORDER BY day",
            )?
            .query_map(params![account.as_str(), marketplace.code()], |row| record::day(row, "day"))?
            .collect()
    }

    fn read_skus(
        &self,
        account: &Account,
        marketplace: Marketplace,
        day: NaiveDate,
    ) -> rusqlite::Result<KeptSkus> {
        if self.is_older {
            return Ok(KeptSkus::Nothing);
        }
        let kept = self
            .db
            .query_row(
                "SELECT format, skus, packed FROM run JOIN run_skus ON run_id = id
                 WHERE account = ? AND marketplace = ? AND day = ?",
                params![account.as_str(), marketplace.code(), day.to_string()],
                |row| {
                    let (format, skus): (i64, i64) = (row.get(0)?, row.get(1)?);
                    if format > FORMAT {
                        return Ok(KeptSkus::Unreadable(Unreadable::Newer));
                    }
                    let parts = unpack(row.get_ref(2)?.as_blob().unwrap_or_default()).ok();
                    let parts = parts.filter(|parts| i64::try_from(parts.list.len()) == Ok(skus));
                    Ok(parts.map_or(KeptSkus::Unreadable(Unreadable::Damaged), KeptSkus::Parts))
                },
            )
            .optional()?;
        Ok(kept.unwrap_or(KeptSkus::Nothing))
    }
}

/// Keeps the SKUs of a run, and drops those of older runs that are too many.
pub(super) fn keep(
    tx: &Transaction<'_>,
    run: i64,
    account: &Account,
    marketplace: Marketplace,
    packed: &Packed,
) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT INTO run_skus (run_id, format, skus, packed) VALUES (?, ?, ?, ?)",
        params![run, FORMAT, i64::try_from(packed.skus).unwrap_or(i64::MAX), packed.bytes],
    )?;
    let kept: Vec<(i64, NaiveDate)> = tx
        .prepare(
            "SELECT id, day FROM run JOIN run_skus ON run_id = id WHERE account = ? AND marketplace = ?
             ORDER BY day DESC",
        )?
        .query_map(params![account.as_str(), marketplace.code()], |row| {
            Ok((row.get(0)?, record::day(row, "day")?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    for run in too_many(&kept) {
        tx.execute("DELETE FROM run_skus WHERE run_id = ?", [run])?;
    }
    Ok(())
}

/// The runs, of those given newest first, of which the SKUs are kept no longer.
fn too_many(kept: &[(i64, NaiveDate)]) -> Vec<i64> {
    let (newest, older) = kept.split_at(NEWEST_RUNS.min(kept.len()));
    let mut weeks = newest.len();
    let mut week = None;
    let goes = |(run, day): &(i64, NaiveDate)| {
        let is_last_of_week = week.replace(week_start(*day)) != Some(week_start(*day));
        weeks += usize::from(is_last_of_week);
        (!is_last_of_week || weeks > MOST_RUNS).then_some(*run)
    };
    older.iter().filter_map(goes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_runs_every_day_a_week_and_the_last_of_seven_weeks_before_stay() {
        // 60 days, newest first; the newest, 2026-06-30, is a Tuesday.
        let newest: NaiveDate = "2026-06-30".parse().unwrap();
        let days = (0..60_u32).map(|age| (i64::from(age), newest - chrono::Days::new(age.into())));
        let days: Vec<_> = days.collect();
        let gone = too_many(&days);
        let stay: Vec<i64> = days.iter().map(|(age, _)| *age).filter(|age| !gone.contains(age)).collect();
        // Ages 0 to 6 reach back to Wednesday; then Tuesday of that week, and the Sundays (age 9, 16 …) of those before.
        assert_eq!(stay, [0, 1, 2, 3, 4, 5, 6, 7, 9, 16, 23, 30, 37, 44]);
    }
}
