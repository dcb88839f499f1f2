//! Locks beside files that are replaced: the file itself is another one afterwards, and not every system replaces or reads
//! one that is locked.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Locks a file against other runs, until the value is let go.
pub(in crate::cli) fn try_lock(file: &Path) -> Result<File, TryLockError> {
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(beside(file));
    let lock = lock.map_err(TryLockError::Error)?;
    match lock.try_lock() {
        // A file system without locks: one run at a time is all that can be promised there.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(lock),
        tried => tried.map(|()| lock),
    }
}

/// `.weeks.csv.lock` beside `weeks.csv`.
fn beside(file: &Path) -> PathBuf {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    file.with_file_name(format!(".{name}.lock"))
}
