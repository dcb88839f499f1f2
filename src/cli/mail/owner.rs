//! Files and folders for their owner alone.

use std::fs::{DirBuilder, Metadata};
use std::io;
use std::path::Path;

/// Why it is refused, where others than its owner may read it.
#[cfg(unix)]
pub(super) fn readable_by_others(file: &Metadata) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    let mode = file.mode() & 0o777;
    (mode & 0o077 != 0).then(|| format!("others may read it (its mode is {mode:03o}); next: chmod 600"))
}

// Windows keeps other users out of the user's own folders by lists that the standard library does not read: it is not looked at.
#[cfg(not(unix))]
pub(super) fn readable_by_others(_: &Metadata) -> Option<String> {
    None
}

/// Creates a folder for the owner's eyes only, and those above it; what exists stays as it is.
#[cfg(unix)]
pub(super) fn folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    DirBuilder::new().mode(0o700).recursive(true).create(path)
}

#[cfg(not(unix))]
pub(super) fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(path)
}
