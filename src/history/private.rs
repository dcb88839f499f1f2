//! Files that only their owner may read: scores are the seller's business.

use crate::draft::{Draft, Readers};
use crate::system::{private_file, private_folder};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

/// Creates the file and the folders above it, for the owner's eyes only; what exists already stays as it is.
///
/// The file is there with all that is in it or not at all: on a full disk, or after a kill, nothing of it is left. SQLite
/// gives the journal beside it the same mode.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder)?;
    }
    let mut draft = Draft::of(path, Readers::Owner)?;
    draft.write_all(bytes)?;
    match draft.settle(path) {
        // Where another process was first, its file is the history.
        Ok(_) => Ok(()),
        Err(error) if is_of_drive(&error) => begin(path),
        Err(error) => Err(error),
    }
}

/// Does the error say that the drive cannot move a file to a place only if that is free, as those of cameras cannot?
fn is_of_drive(error: &io::Error) -> bool {
    [ErrorKind::Unsupported, ErrorKind::PermissionDenied, ErrorKind::InvalidInput].contains(&error.kind())
}

/// An empty file, to which SQLite adds the tables under its own lock.
fn begin(path: &Path) -> io::Result<()> {
    // Only ever a new file: to close a file that is open elsewhere in this process would drop SQLite's locks on it.
    match private_file(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
