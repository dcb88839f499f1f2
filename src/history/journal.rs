//! What Amazon showed: a journal of entries, the newest of a week counts, the last step can be taken back.
//!
//! An entry holds all that is known of its week: what is noted later is laid over what stood before, figure by figure. So
//! the score of Monday stays when the factors are added on Tuesday, and taking a step back brings the week back as it was.

use super::record::{day, readings, stamp};
use super::{Account, History, HistoryError, Official};
use crate::dates::week_start;
use crate::ids::Marketplace;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params};

/// What becomes of what was noted for the same week before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// It stays, but for the figures that are given anew.
    Kept,
    /// It goes, as a whole.
    Replaced,
}

/// A week of which something else is noted than before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Changed {
    /// What stood there before.
    pub before: Official,
    /// What stands there now.
    pub after: Official,
}

/// What a call of [`History::log`] did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Logged {
    /// Weeks that had no entry before.
    pub added: usize,
    /// Weeks that had one and say something else now, in the order given.
    pub changed: Vec<Changed>,
    /// Weeks of which all this was noted already.
    pub unchanged: usize,
}

/// What a call of [`History::undo`] took back.
#[derive(Clone, Debug, PartialEq)]
pub struct Undone {
    /// The entries that no longer count, oldest week first.
    pub removed: Vec<Official>,
    /// What counts again in their weeks.
    pub restored: Vec<Official>,
}

impl History {
    /// Notes what Amazon showed. All entries go in as one step, or none does; `earlier` says what becomes of what was noted
    /// for the same weeks before. What changes nothing is no step.
    ///
    /// # Errors
    /// Where the store cannot be written; it is then as it was before.
    pub fn log(
        &mut self,
        account: &Account,
        marketplace: Marketplace,
        entries: &[Official],
        earlier: Earlier,
        at: DateTime<Utc>,
    ) -> Result<Logged, HistoryError> {
        let path = self.path().to_owned();
        let tx = self.write()?;
        append(&tx, account, marketplace, (entries, earlier), &stamp(at))
            .and_then(|logged| tx.commit().map(|()| logged))
            .map_err(|error| HistoryError::new(&path, error))
    }

    /// Takes back the last step noted for the account and marketplace, a whole import at once; what it had replaced
    /// counts again. `None` where nothing is left to take back.
    ///
    /// # Errors
    /// Where the store cannot be written; it is then as it was before.
    pub fn undo(
        &mut self,
        account: &Account,
        marketplace: Marketplace,
        at: DateTime<Utc>,
    ) -> Result<Option<Undone>, HistoryError> {
        let path = self.path().to_owned();
        let tx = self.write()?;
        take_back(&tx, account, marketplace, &stamp(at))
            .and_then(|undone| tx.commit().map(|()| undone))
            .map_err(|error| HistoryError::new(&path, error))
    }

    pub(super) fn read_officials(
        &self,
        account: &Account,
        marketplace: Marketplace,
    ) -> rusqlite::Result<Vec<Official>> {
        self.db
            .prepare("SELECT * FROM official WHERE account = ? AND marketplace = ? ORDER BY week")?
            .query_map(params![account.as_str(), marketplace.code()], official)?
            .collect()
    }
}

fn append(
    tx: &Connection,
    account: &Account,
    marketplace: Marketplace,
    (entries, earlier): (&[Official], Earlier),
    at: &str,
) -> rusqlite::Result<Logged> {
    let mut logged = Logged::default();
    let batch: i64 = tx.query_row("SELECT ifnull(max(batch), 0) + 1 FROM entry", [], |row| row.get(0))?;
    let mut insert = tx.prepare(
        "INSERT INTO entry (batch, account, marketplace, week, day, score, excess_pct, sell_through, stranded_pct,
                            in_stock_pct, noted_at)
         VALUES (:batch, :account, :marketplace, :week, :day, :score, :excess, :sell_through, :stranded, :in_stock, :at)",
    )?;
    for entry in entries {
        let week = week_start(entry.day).to_string();
        let before = standing(tx, account, marketplace, &week)?;
        let entry = match before.filter(|_| earlier == Earlier::Kept) {
            Some(before) => over(before, *entry),
            None => *entry,
        };
        match before {
            Some(before) if before == entry => {
                logged.unchanged += 1;
                continue;
            }
            Some(before) => logged.changed.push(Changed { before, after: entry }),
            None => logged.added += 1,
        }
        insert.execute(named_params! {
            ":batch": batch, ":account": account.as_str(), ":marketplace": marketplace.code(),
            ":week": week, ":day": entry.day.to_string(), ":score": entry.score,
            ":excess": entry.readings.excess_pct, ":sell_through": entry.readings.sell_through,
            ":stranded": entry.readings.stranded_pct, ":in_stock": entry.readings.in_stock_pct, ":at": at,
        })?;
    }
    Ok(logged)
}

/// What is known of a week when an entry is laid over the one before. Its day is that of the score, and stays where the same
/// score is noted once more.
fn over(before: Official, entry: Official) -> Official {
    Official {
        day: if before.score.is_some() && entry.score.is_none_or(|score| before.score == Some(score)) {
            before.day
        } else {
            entry.day
        },
        score: entry.score.or(before.score),
        readings: entry.readings.or(before.readings),
    }
}

fn take_back(
    tx: &Connection,
    account: &Account,
    marketplace: Marketplace,
    at: &str,
) -> rusqlite::Result<Option<Undone>> {
    let last: Option<i64> = tx.query_row(
        "SELECT max(batch) FROM entry WHERE account = ? AND marketplace = ? AND undone_at IS NULL",
        params![account.as_str(), marketplace.code()],
        |row| row.get(0),
    )?;
    let Some(batch) = last else { return Ok(None) };
    let removed: Vec<Official> = tx
        .prepare("SELECT * FROM entry WHERE batch = ? ORDER BY week, id")?
        .query_map([batch], official)?
        .collect::<rusqlite::Result<_>>()?;
    tx.execute("UPDATE entry SET undone_at = ? WHERE batch = ?", params![at, batch])?;
    let mut restored = Vec::new();
    for entry in &removed {
        restored.extend(standing(tx, account, marketplace, &week_start(entry.day).to_string())?);
    }
    Ok(Some(Undone { removed, restored }))
}

/// What counts for a week now.
fn standing(
    tx: &Connection,
    account: &Account,
    marketplace: Marketplace,
    week: &str,
) -> rusqlite::Result<Option<Official>> {
    tx.query_row(
        "SELECT * FROM entry WHERE account = ? AND marketplace = ? AND week = ? AND undone_at IS NULL
         ORDER BY id DESC LIMIT 1",
        params![account.as_str(), marketplace.code(), week],
        official,
    )
    .optional()
}

fn official(row: &Row<'_>) -> rusqlite::Result<Official> {
    Ok(Official { day: day(row, "day")?, score: row.get("score")?, readings: readings(row)? })
}
