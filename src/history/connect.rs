//! A connection to the file, with what makes a commit last; the store and its migration both stand on it.

use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// How long to wait for another process. A write takes milliseconds; this outlasts a queue of cron jobs.
const PATIENCE: Duration = Duration::from_secs(20);

/// Connects and sets what makes a commit last.
///
/// The journal is SQLite's rollback journal, not the write-ahead log: one file to copy or mail, nothing in shared
/// memory (which network drives do not have), and at one write a day speed does not matter. Where the file cannot be
/// written SQLite opens it for reading, so that a history on a read-only medium can still be shown.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    // Not the default flags: they would take a name that begins with `file:` for a URI.
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    db.busy_timeout(PATIENCE)?;
    // EXTRA is FULL and also flushes the folder after a commit; fullfsync makes macOS flush the drive's own cache.
    db.execute_batch(
        "PRAGMA synchronous = EXTRA;
         PRAGMA fullfsync = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA foreign_keys = OFF;",
    )?;
    Ok(db)
}
