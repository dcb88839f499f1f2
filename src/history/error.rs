//! What can go wrong with the history, said so that the seller knows the next step.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// An error of the history: which file, why, and what to do next.
#[derive(Debug)]
pub struct HistoryError {
    /// The history file.
    pub path: PathBuf,
    /// What happened.
    pub why: Why,
}

/// What happened to the history.
#[derive(Debug)]
#[non_exhaustive]
pub enum Why {
    /// The file cannot be opened or created.
    Open(io::Error),
    /// The path names a folder, a device or a pipe.
    NotAFile,
    /// The file is no SQLite database.
    NotADatabase,
    /// The file is the database of another program.
    OtherProgram,
    /// A newer `ipi` wrote the file.
    Newer {
        /// The schema of the file.
        found: i64,
        /// The newest schema that this `ipi` knows.
        known: i64,
    },
    /// Another process held the file for too long.
    Locked,
    /// The file or its folder cannot be written.
    ReadOnly,
    /// The disk is full.
    Full,
    /// The content of the file is damaged.
    Damaged(String),
    /// The disk or the network drive reported an error.
    Disk(String),
    /// The copy that is taken before an older file is brought up to date cannot be written.
    Backup(String),
    /// Anything else that SQLite reports.
    Other(String),
}

impl HistoryError {
    pub(super) fn new(path: &Path, why: impl Into<Why>) -> Self {
        HistoryError { path: path.into(), why: why.into() }
    }

    /// Does another process hold the file?
    #[must_use]
    pub fn is_locked(&self) -> bool {
        matches!(self.why, Why::Locked)
    }

    /// What to do about it.
    #[must_use]
    pub fn next(&self) -> &'static str {
        match &self.why {
            Why::Open(_) => "check the path and its permissions, or name another file with --history",
            Why::NotAFile => "name a file with --history; --no-history does without",
            Why::NotADatabase => {
                "name the right file with --history; if this was your history, put a copy of it back"
            }
            Why::OtherProgram => "name another file with --history; this one is left as it is",
            Why::Newer { .. } => "update ipi, or name another file with --history; this one is left as it is",
            Why::Locked => {
                "wait for the other ipi to end and try again; a program that browses the file may hold it too"
            }
            Why::ReadOnly => {
                "make the file and its folder writable, or name another file with --history; \
                 nothing in it was changed"
            }
            Why::Full => "free some space and try again; nothing noted before is lost",
            Why::Damaged(_) => {
                "put a copy of the file back, or move it away and import your scores anew with ipi log --import"
            }
            Why::Disk(_) => "check the drive and try again; nothing noted before is lost",
            Why::Backup(_) => {
                "make room and the folder writable, then try again; the history is left as it is"
            }
            Why::Other(_) => "try again; if it stays, move the file away and report this text",
        }
    }
}

impl fmt::Display for HistoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.path.display(), self.why, self.next())
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Open(error) => write!(f, "the history cannot be opened: {error}"),
            Why::NotAFile => f.write_str("the history must be a file; this is a folder, a device or a pipe"),
            Why::NotADatabase => f.write_str("this file is not a history of ipi: it is no SQLite database"),
            Why::OtherProgram => {
                f.write_str("this file is not a history of ipi: it is the database of another program")
            }
            Why::Newer { found, known } => write!(
                f,
                "a newer ipi wrote this history: it has schema {found}, this ipi knows schemas up to {known}"
            ),
            Why::Locked => f.write_str("the history is in use by another process"),
            Why::ReadOnly => {
                f.write_str("the history cannot be written: the file or its folder is read-only")
            }
            Why::Full => f.write_str("the history cannot be written: the disk is full"),
            Why::Damaged(detail) => write!(f, "the history is damaged ({detail})"),
            Why::Disk(detail) => write!(f, "the drive of the history reports an error ({detail})"),
            Why::Backup(detail) => write!(
                f,
                "an older ipi wrote this history, and the copy to keep before it is brought up to date cannot be \
                 written ({detail})"
            ),
            Why::Other(detail) => write!(f, "the history cannot be used ({detail})"),
        }
    }
}

impl std::error::Error for HistoryError {}

impl From<io::Error> for Why {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::StorageFull { Why::Full } else { Why::Open(error) }
    }
}

impl From<rusqlite::Error> for Why {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let detail = error.to_string();
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                Code::DatabaseBusy | Code::DatabaseLocked | Code::FileLockingProtocolFailed => Why::Locked,
                Code::NotADatabase => Why::NotADatabase,
                Code::DatabaseCorrupt => Why::Damaged(detail),
                Code::DiskFull => Why::Full,
                Code::ReadOnly | Code::PermissionDenied | Code::AuthorizationForStatementDenied => {
                    Why::ReadOnly
                }
                Code::CannotOpen => Why::Open(io::Error::other(detail)),
                Code::SystemIoFailure => Why::Disk(detail),
                _ => Why::Other(detail),
            },
            // A column that holds what this program never writes.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..) => Why::Damaged(detail),
            _ => Why::Other(detail),
        }
    }
}
