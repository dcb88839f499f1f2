//! Files that are written: each in one step, and none over what was read.

use crate::cli::usage::Usage;
use ipi::draft::{Draft, Readers};
use ipi::output::score::keeps_weeks;
use std::collections::BTreeSet;
use std::fs::{File, Permissions};
use std::io::{Error, ErrorKind, Read as _, Result, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Writes a further file in one step, as reports are written.
pub(in crate::cli) fn write_file(file: &Path, text: impl AsRef<[u8]>) -> Result<()> {
    replace(file, text.as_ref())
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

/// Links that are followed to a file that is not there yet; more go round in a circle.
const MOST_LINKS: usize = 40;

/// Where a path leads: a link goes on leading where it leads, also where nothing is there yet.
pub(in crate::cli) fn target(file: &Path) -> PathBuf {
    if let Ok(found) = file.canonicalize() {
        return found;
    }
    let mut file = file.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(to) = file.read_link() else { break };
        file = file.with_file_name("").join(to);
    }
    file
}

/// What is to take the place of a file, or to stand where none is yet.
pub(in crate::cli) struct Replacement {
    draft: Draft,
    to: PathBuf,
    /// Those of the file that is there.
    permissions: Option<Permissions>,
}

impl Replacement {
    /// Begins it; what is there stays until [`Replacement::done`].
    pub(in crate::cli) fn of(file: &Path) -> Result<Replacement> {
        let to = target(file);
        let permissions = match to.metadata() {
            Ok(there) if there.permissions().readonly() => {
                return Err(Error::new(
                    ErrorKind::PermissionDenied,
                    "it may only be read, and nothing was written; next: allow writing to it, or name another file",
                ));
            }
            Ok(there) => Some(there.permissions()),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        Ok(Replacement { draft: Draft::of(&to, Readers::Usual)?, to, permissions })
    }

    /// Takes the place of the file in one step.
    pub(in crate::cli) fn done(self) -> Result<()> {
        if let Some(permissions) = self.permissions {
            self.draft.set_permissions(permissions)?;
        }
        self.draft.replace(&self.to)
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.draft.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        self.draft.flush()
    }
}

/// Refuses to write over a table of weeks that `--append` keeps: its rows are of downloads that may be gone.
pub(super) fn spare_weeks(file: &Path) -> std::result::Result<(), Usage> {
    let begin = || {
        let mut begin = Vec::new();
        File::open(file).and_then(|there| there.take(BEGINS).read_to_end(&mut begin)).map(|_| begin)
    };
    // Nobody is waited for behind a pipe.
    if file.is_file() && begin().is_ok_and(|begin| keeps_weeks(&begin)) {
        return Err(Usage(format!(
            "{} is a table of weeks that --append keeps, and nothing was written; next: name another file",
            file.display()
        )));
    }
    Ok(())
}

/// Of a file that is there so much is looked at: a head and two rows fit in.
const BEGINS: u64 = 16 << 10;

/// Replaces `file` in one step, so that a reader never sees half a report. What is there and no plain file, such as a
/// device, is written to instead.
pub(super) fn replace(file: &Path, report: &[u8]) -> Result<()> {
    if is_read(file) {
        return Err(Error::new(
            ErrorKind::AlreadyExists,
            "it is one of the files that were read, and nothing was written; next: name another file",
        ));
    }
    if file.metadata().is_ok_and(|there| !there.is_file()) {
        return std::fs::write(file, report);
    }
    let mut replacement = Replacement::of(file)?;
    replacement.write_all(report)?;
    replacement.done()?;
    // Nor does a second output of the same run take its place.
    keep(file);
    Ok(())
}
