//! The schema of the store, as the steps that lead to it, and how an older file is brought up to date.
//!
//! The number of a schema is the number of steps taken; SQLite keeps it in the header as `user_version`, beside an
//! `application_id` that tells a history from any other database. A step, once published, never changes.

use super::connect::connect;
use super::{HistoryError, Why};
use crate::draft::{Draft, Readers};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, MAIN_DB, TransactionBehavior};
use std::path::{Path, PathBuf};

/// "ipih" in ASCII: this file is a history of `ipi`.
pub(super) const APPLICATION_ID: i64 = 0x6970_6968;

/// The steps from an empty file to the newest schema.
pub(super) const STEPS: &[&str] = &[
    "
CREATE TABLE run (
    id           INTEGER PRIMARY KEY,
    account      TEXT NOT NULL,
    marketplace  TEXT NOT NULL,
    day          TEXT NOT NULL,
    excess_pct   REAL CHECK (excess_pct >= 0),
    sell_through REAL CHECK (sell_through >= 0),
    stranded_pct REAL CHECK (stranded_pct >= 0),
    in_stock_pct REAL CHECK (in_stock_pct >= 0),
    points       REAL NOT NULL CHECK (points BETWEEN 0 AND 1000),
    low          REAL NOT NULL CHECK (low BETWEEN 0 AND 1000),
    high         REAL NOT NULL CHECK (high BETWEEN 0 AND 1000),
    model        TEXT NOT NULL,
    partial      INTEGER NOT NULL CHECK (partial IN (0, 1)),
    recorded_at  TEXT NOT NULL,
    UNIQUE (account, marketplace, day)
) STRICT;

CREATE TABLE run_source (
    run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    path   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    hash   TEXT NOT NULL
) STRICT;
CREATE INDEX run_source_run ON run_source (run_id);

-- Every figure ever noted; rows are only added, or marked as taken back. `batch` is one call of `ipi log`.
CREATE TABLE entry (
    id           INTEGER PRIMARY KEY,
    batch        INTEGER NOT NULL,
    account      TEXT NOT NULL,
    marketplace  TEXT NOT NULL,
    week         TEXT NOT NULL,
    day          TEXT NOT NULL,
    score        REAL CHECK (score BETWEEN 0 AND 1000),
    excess_pct   REAL CHECK (excess_pct BETWEEN 0 AND 100),
    sell_through REAL CHECK (sell_through >= 0),
    stranded_pct REAL CHECK (stranded_pct BETWEEN 0 AND 100),
    in_stock_pct REAL CHECK (in_stock_pct BETWEEN 0 AND 100),
    noted_at     TEXT NOT NULL,
    undone_at    TEXT
) STRICT;
CREATE INDEX entry_week ON entry (account, marketplace, week);

-- What counts: the newest entry of each week that was not taken back.
CREATE VIEW official AS
SELECT * FROM entry WHERE id IN
    (SELECT max(id) FROM entry WHERE undone_at IS NULL GROUP BY account, marketplace, week);
",
    "
-- What a run knew of each SKU, packed as `format` says; kept of the newest runs only.
CREATE TABLE run_skus (
    run_id INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    format INTEGER NOT NULL,
    skus   INTEGER NOT NULL,
    packed BLOB NOT NULL
) STRICT;
",
    "
-- What a run knew beside its estimate; runs of before have none.
CREATE TABLE run_facts (
    run_id INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    threshold                 INTEGER CHECK (threshold BETWEEN 0 AND 1000),
    chance_below              REAL CHECK (chance_below BETWEEN 0 AND 1),
    on_hand_units             INTEGER CHECK (on_hand_units >= 0),
    excess_units              INTEGER CHECK (excess_units >= 0),
    shipped_90d_units         INTEGER CHECK (shipped_90d_units >= 0),
    average_on_hand_units     REAL CHECK (average_on_hand_units >= 0),
    stranded_units            INTEGER CHECK (stranded_units >= 0),
    in_stock_weight_units_60d INTEGER CHECK (in_stock_weight_units_60d >= 0)
) STRICT;
",
];

/// The schema that `steps` lead to.
pub(super) fn newest(steps: &[&str]) -> i64 {
    i64::try_from(steps.len()).unwrap_or(i64::MAX)
}

/// Brings the file to the newest schema, after a copy of what it was. A file that is new gets its tables.
pub(super) fn migrate(db: &mut Connection, path: &Path, steps: &[&str]) -> Result<(), HistoryError> {
    let failed = |error: rusqlite::Error| HistoryError::new(path, error);
    if version(db, path, steps)? == newest(steps) {
        return Ok(());
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    // Asked again behind the lock: another process may have done the work while this one waited.
    let found = version(&tx, path, steps)?;
    if found == newest(steps) {
        return Ok(());
    }
    // SQLite takes a file of a few bytes for an empty one, and would overwrite it.
    if found == 0 && std::fs::metadata(path).is_ok_and(|file| file.len() > 0) {
        return Err(HistoryError::new(path, Why::NotADatabase));
    }
    if found > 0 {
        keep(path, found).map_err(|detail| HistoryError::new(path, Why::Backup(detail)))?;
    }
    advance(&tx, found, steps).map_err(failed)?;
    tx.commit().map_err(failed)
}

/// A history in which nothing is noted yet, as the bytes of its file.
pub(super) fn empty(steps: &[&str]) -> rusqlite::Result<Vec<u8>> {
    let mut db = Connection::open_in_memory()?;
    advance(&db, 0, steps)?;
    Ok(db.serialize(MAIN_DB)?.to_vec())
}

/// Takes the steps that are left.
fn advance(db: &Connection, found: i64, steps: &[&str]) -> rusqlite::Result<()> {
    for step in steps.iter().skip(usize::try_from(found).unwrap_or(0)) {
        db.execute_batch(step)?;
    }
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    db.pragma_update(None, "user_version", newest(steps))
}

/// The schema of the file, 0 for one without tables; refuses what is not ours or is newer.
pub(super) fn version(db: &Connection, path: &Path, steps: &[&str]) -> Result<i64, HistoryError> {
    // One statement, so that the three are of one moment.
    let stamps = "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
                  FROM pragma_application_id, pragma_user_version";
    let (owner, version, tables): (i64, i64, i64) = db
        .query_row(stamps, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .map_err(|error| HistoryError::new(path, error))?;
    match (owner, version) {
        (APPLICATION_ID, found) if found > newest(steps) => {
            Err(HistoryError::new(path, Why::Newer { found, known: newest(steps) }))
        }
        (APPLICATION_ID, found) if found > 0 => Ok(found),
        (0, 0) if tables == 0 => Ok(0),
        _ => Err(HistoryError::new(path, Why::OtherProgram)),
    }
}

/// Copies the store to a new file beside it, such as `history.sqlite3.schema-1.bak`; an older copy is never replaced.
///
/// Called behind the write lock, so nothing changes meanwhile; read through a connection of its own, because SQLite
/// does not copy from one that is in a write.
fn keep(path: &Path, version: i64) -> Result<PathBuf, String> {
    let mut draft = Draft::of(path, Readers::Owner).map_err(|error| error.to_string())?;
    // What SQLite says of a file that it cannot open is its name, and that of a draft means nothing to anybody.
    let mut copy = Connection::open(draft.path()).map_err(|_| "it cannot be opened")?;
    // Nobody needs half a copy, so no journal is to lie beside it.
    copy.pragma_update(None, "journal_mode", "OFF").map_err(|error| error.to_string())?;
    let db = connect(path).map_err(|error| error.to_string())?;
    let step = Backup::new(&db, &mut copy).and_then(|backup| backup.step(-1));
    if !matches!(step, Ok(StepResult::Done)) {
        return Err(step.map_or_else(|error| error.to_string(), |_| "the file is in use".into()));
    }
    copy.close().map_err(|(_, error)| error.to_string())?;
    for n in 1.. {
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(if n == 1 {
            format!(".schema-{version}.bak")
        } else {
            format!(".schema-{version}.{n}.bak")
        });
        let kept = path.with_file_name(name);
        match draft.settle(&kept).map_err(|error| error.to_string())? {
            None => return Ok(kept),
            Some(again) => draft = again,
        }
    }
    Err("no free name for the copy".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const ONE: &str = "CREATE TABLE note (text TEXT NOT NULL);";
    const TWO: &str = "ALTER TABLE note ADD COLUMN day TEXT; UPDATE note SET day = 'then';";

    fn store(folder: &Path, steps: &[&str]) -> (PathBuf, Connection) {
        let path = folder.join("history.sqlite3");
        fs::OpenOptions::new().append(true).create(true).open(&path).unwrap();
        let mut db = connect(&path).unwrap();
        migrate(&mut db, &path, steps).unwrap();
        (path, db)
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn an_older_schema_is_brought_up_to_date_behind_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        let (path, db) = store(folder.path(), &[ONE]);
        db.execute_batch("INSERT INTO note VALUES ('kept')").unwrap();
        drop(db);

        let mut db = connect(&path).unwrap();
        migrate(&mut db, &path, &[ONE, TWO]).unwrap();
        let row: (String, String) =
            db.query_row("SELECT text, day FROM note", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(row, ("kept".into(), "then".into()));
        assert_eq!(version(&db, &path, &[ONE, TWO]).unwrap(), 2);

        assert_eq!(names(folder.path()), ["history.sqlite3", "history.sqlite3.schema-1.bak"]);
        let copy = folder.path().join("history.sqlite3.schema-1.bak");
        let old = connect(&copy).unwrap();
        assert_eq!(version(&old, &copy, &[ONE]).unwrap(), 1);
        let text: String = old.query_row("SELECT text FROM note", [], |row| row.get(0)).unwrap();
        assert_eq!(text, "kept");
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was_and_no_copy_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut db) = store(folder.path(), &[ONE]);
        migrate(&mut db, &path, &[ONE, "CREATE TABLE half (a); SELECT no_such_column FROM note;"])
            .unwrap_err();
        assert_eq!(version(&db, &path, &[ONE]).unwrap(), 1);
        let half: i64 = db
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(half, 0);

        migrate(&mut db, &path, &[ONE, TWO]).unwrap();
        assert_eq!(
            names(folder.path()),
            ["history.sqlite3", "history.sqlite3.schema-1.2.bak", "history.sqlite3.schema-1.bak"]
        );
    }

    #[test]
    fn two_at_once_take_each_step_once() {
        let folder = tempfile::tempdir().unwrap();
        let (path, db) = store(folder.path(), &[ONE]);
        drop(db);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| migrate(&mut connect(&path).unwrap(), &path, &[ONE, TWO]).unwrap());
            }
        });
        assert_eq!(names(folder.path()), ["history.sqlite3", "history.sqlite3.schema-1.bak"]);
    }

    #[test]
    fn a_newer_schema_is_refused_with_both_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut db) = store(folder.path(), &[ONE, TWO]);
        let error = migrate(&mut db, &path, &[ONE]).unwrap_err();
        assert!(matches!(error.why, Why::Newer { found: 2, known: 1 }));
        assert!(error.to_string().contains("schema 2"), "{error}");
    }

    #[test]
    fn a_full_disk_is_told_and_what_was_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (path, db) = store(folder.path(), &[ONE]);
        db.execute_batch("INSERT INTO note VALUES ('kept'); PRAGMA max_page_count = 2;").unwrap();
        let error = db
            .execute_batch("INSERT INTO note SELECT hex(zeroblob(10000))")
            .map_err(|error| HistoryError::new(&path, error))
            .unwrap_err();
        assert!(matches!(error.why, Why::Full), "{error}");
        let notes: i64 = db.query_row("SELECT count(*) FROM note", [], |row| row.get(0)).unwrap();
        assert_eq!(notes, 1);
    }
}
