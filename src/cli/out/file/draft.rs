//! Files that are not complete yet, under names of their own.

use ipi::system::open_to_others;
use std::path::Path;
use std::time::Duration;
use tempfile::{Builder, NamedTempFile};

const PREFIX: &str = ".ipi-";
const SUFFIX: &str = ".draft";

/// No report takes so long to write: what is older was left by a run that was killed.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);

/// A new draft, which others may read as far as files of this user may be read.
pub(super) fn new(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    open_to_others(&mut builder);
    builder.tempfile_in(folder)
}

/// Takes away what runs that were killed have left in the folder.
pub(super) fn sweep(folder: &Path) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_draft = name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if is_draft && age().is_some_and(|age| age > LEFT_BEHIND) {
            _ = std::fs::remove_file(entry.path());
        }
    }
}
