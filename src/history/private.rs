//! Files that only their owner may read: scores are the seller's business.

use crate::system::{private_file, private_folder};
use std::io;
use std::path::Path;

/// Creates the file and the folders above it, for the owner's eyes only; what exists already stays as it is.
///
/// SQLite gives the journal beside the file the same mode.
pub(super) fn create(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder)?;
    }
    // Only ever a new file: to close a file that is open elsewhere in this process would drop SQLite's locks on it.
    match private_file(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
