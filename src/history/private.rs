//! Files that only their owner may read: scores are the seller's business.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

/// Creates the file and the folders above it, for the owner's eyes only; what exists already stays as it is.
///
/// SQLite gives the journal beside the file the same mode.
pub(super) fn create(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        owners(&mut DirBuilder::new()).recursive(true).create(folder)?;
    }
    // Only ever a new file: to close a file that is open elsewhere in this process would drop SQLite's locks on it.
    match owners_file(&mut OpenOptions::new()).append(true).create_new(true).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn owners(builder: &mut DirBuilder) -> &mut DirBuilder {
    use std::os::unix::fs::DirBuilderExt as _;
    builder.mode(0o700)
}

#[cfg(unix)]
fn owners_file(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600)
}

// On Windows the user's own folders already keep other users out, and files inherit that.
#[cfg(not(unix))]
fn owners(builder: &mut DirBuilder) -> &mut DirBuilder {
    builder
}

#[cfg(not(unix))]
fn owners_file(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}
