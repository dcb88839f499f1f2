//! Files that are written: each in one step, and none over what was read.

mod draft;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Writes a further file in one step, as reports are written.
pub(in crate::cli) fn write_file(file: &Path, text: &str) -> std::io::Result<()> {
    replace(file, text.as_bytes())
}

/// Files that were read in this run: no output replaces one of them.
static READ: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Notes that a file is an input, or the history: whatever is asked for, it is not written over.
pub(in crate::cli) fn keep(file: &Path) {
    // A child writes no file: it need not know what it has read, however much that becomes.
    if super::is_child() {
        return;
    }
    if let (Ok(mut read), Ok(path)) = (READ.lock(), file.canonicalize()) {
        read.insert(path);
    }
}

fn is_read(file: &Path) -> bool {
    let path = file.canonicalize();
    path.is_ok_and(|path| READ.lock().is_ok_and(|read| read.contains(&path)))
}

/// Replaces `file` in one step, so that a reader never sees half a report. What is there and no plain file, such as a
/// device, is written to instead.
pub(super) fn replace(file: &Path, report: &[u8]) -> std::io::Result<()> {
    if is_read(file) {
        return Err(std::io::Error::new(
            std::io::ErrorKind::AlreadyExists,
            "it is one of the files that were read, and nothing was written; next: name another file",
        ));
    }
    // A link goes on leading where it leads.
    let file = &file.canonicalize().unwrap_or_else(|_| file.into());
    let there = file.metadata().ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return std::fs::write(file, report);
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    draft::sweep(folder);
    let mut draft = draft::new(folder)?;
    draft.write_all(report)?;
    if let Some(there) = there {
        draft.as_file().set_permissions(there.permissions())?;
    }
    draft.as_file().sync_all()?;
    draft.persist(file).map_err(|error| error.error)?;
    // Nor does a second output of the same run take its place.
    keep(file);
    Ok(())
}
