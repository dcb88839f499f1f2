//! What `ipi` computed: one run for each account, marketplace and day.

use super::{Account, Facts, History, HistoryError, Packed, Parcel, Run, SourceMark, skus};
use crate::factor::Readings;
use crate::ids::Marketplace;
use crate::units::Points;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rusqlite::types::{FromSqlError, Type};
use rusqlite::{Row, Transaction, named_params, params};

impl History {
    /// Keeps a run; an earlier one of the same account, marketplace and day is replaced, but not a whole one by one of
    /// which parts were left out. Nothing is written, and nothing waited for, where the very same run is kept already.
    ///
    /// What the run knew of each SKU is kept with it, of the newest runs only ([`MOST_RUNS`](super::MOST_RUNS)); of a run of
    /// which parts were left out it is not, since a SKU that is missing there is none that is gone.
    ///
    /// # Errors
    /// Where the store cannot be written; it is then as it was before.
    pub fn record(
        &mut self,
        account: &Account,
        run: &Run,
        skus: Option<&Packed>,
        at: DateTime<Utc>,
    ) -> Result<(), HistoryError> {
        let skus = skus.filter(|_| !run.partial);
        if self.is_kept(account, run, skus.is_some()).map_err(|error| self.failed(error))? {
            return Ok(());
        }
        let path = self.path().to_owned();
        let tx = self.write()?;
        insert(&tx, account, run, skus, at)
            .and_then(|()| tx.commit())
            .map_err(|error| HistoryError::new(&path, error))
    }

    /// Keeps many runs as [`History::record`] keeps one, all of them or none.
    ///
    /// # Errors
    /// Where the store cannot be written; it is then as it was before.
    pub fn record_all(&mut self, parcels: &[Parcel], at: DateTime<Utc>) -> Result<(), HistoryError> {
        let mut new = Vec::new();
        for Parcel { account, run, skus } in parcels {
            let skus = skus.as_ref().filter(|_| !run.partial);
            if !self.is_kept(account, run, skus.is_some()).map_err(|error| self.failed(error))? {
                new.push((account, run, skus));
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        let path = self.path().to_owned();
        let tx = self.write()?;
        new.into_iter()
            .try_for_each(|(account, run, skus)| insert(&tx, account, run, skus, at))
            .and_then(|()| tx.commit())
            .map_err(|error| HistoryError::new(&path, error))
    }

    /// Is there nothing in a run that the store would not have already?
    fn is_kept(&self, account: &Account, run: &Run, with_skus: bool) -> rusqlite::Result<bool> {
        let kept = self.read_runs(account, run.marketplace, Some(run.day))?;
        let Some(kept) = kept.first() else { return Ok(false) };
        if run.partial && !kept.partial {
            return Ok(true);
        }
        Ok(kept == run && (!with_skus || self.has_skus(account, run.marketplace, run.day)?))
    }

    /// All runs of an account in a marketplace, oldest first.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn runs(&self, account: &Account, marketplace: Marketplace) -> Result<Vec<Run>, HistoryError> {
        self.read_runs(account, marketplace, None).map_err(|error| self.failed(error))
    }

    pub(super) fn read_runs(
        &self,
        account: &Account,
        marketplace: Marketplace,
        day: Option<NaiveDate>,
    ) -> rusqlite::Result<Vec<Run>> {
        let mut sources =
            self.db.prepare("SELECT path, kind, hash FROM run_source WHERE run_id = ? ORDER BY rowid")?;
        let mut runs =
            self.db.prepare("SELECT * FROM run WHERE account = ?1 AND marketplace = ?2 AND (?3 IS NULL OR day = ?3) ORDER BY day")?;
        let of = params![account.as_str(), marketplace.code(), day.map(|day| day.to_string())];
        let rows = runs.query_map(of, |row| {
            let marks = sources.query_map([row.get::<_, i64>("id")?], |row| {
                Ok(SourceMark { path: row.get(0)?, kind: row.get(1)?, hash: row.get(2)? })
            })?;
            Ok(Run {
                facts: self.facts(row.get("id")?)?,
                day: self::day(row, "day")?,
                marketplace,
                readings: readings(row)?,
                points: Points::clamped(row.get("points")?),
                low: Points::clamped(row.get("low")?),
                high: Points::clamped(row.get("high")?),
                model: row.get("model")?,
                sources: marks.collect::<rusqlite::Result<_>>()?,
                partial: row.get("partial")?,
            })
        })?;
        rows.collect()
    }
}

fn insert(
    tx: &Transaction<'_>,
    account: &Account,
    run: &Run,
    skus: Option<&Packed>,
    at: DateTime<Utc>,
) -> rusqlite::Result<()> {
    tx.execute(
        "DELETE FROM run WHERE account = ? AND marketplace = ? AND day = ?",
        params![account.as_str(), run.marketplace.code(), run.day.to_string()],
    )?;
    tx.execute(
        "INSERT INTO run (account, marketplace, day, excess_pct, sell_through, stranded_pct, in_stock_pct,
                          points, low, high, model, partial, recorded_at)
         VALUES (:account, :marketplace, :day, :excess, :sell_through, :stranded, :in_stock,
                 :points, :low, :high, :model, :partial, :at)",
        named_params! {
            ":account": account.as_str(), ":marketplace": run.marketplace.code(), ":day": run.day.to_string(),
            ":excess": run.readings.excess_pct, ":sell_through": run.readings.sell_through,
            ":stranded": run.readings.stranded_pct, ":in_stock": run.readings.in_stock_pct,
            ":points": run.points.get(), ":low": run.low.get(), ":high": run.high.get(),
            ":model": run.model, ":partial": run.partial, ":at": stamp(at),
        },
    )?;
    let id = tx.last_insert_rowid();
    for mark in &run.sources {
        tx.execute(
            "INSERT INTO run_source (run_id, path, kind, hash) VALUES (?, ?, ?, ?)",
            params![id, mark.path, mark.kind, mark.hash],
        )?;
    }
    Facts::keep(run, id, tx)?;
    if let Some(packed) = skus {
        skus::keep(tx, id, account, run.marketplace, packed)?;
    }
    Ok(())
}

/// A moment as the store writes it: `2026-06-30T08:15:00Z`.
pub(super) fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The day in a column.
pub(super) fn day(row: &Row<'_>, column: &str) -> rusqlite::Result<NaiveDate> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, Type::Text, FromSqlError::other(error).into())
    })
}

/// The four figures of a row.
pub(super) fn readings(row: &Row<'_>) -> rusqlite::Result<Readings> {
    Ok(Readings {
        excess_pct: row.get("excess_pct")?,
        sell_through: row.get("sell_through")?,
        stranded_pct: row.get("stranded_pct")?,
        in_stock_pct: row.get("in_stock_pct")?,
    })
}
