//! Files that are not complete yet: each has a name of its own until it takes its place in one step, so that nobody sees half of it.
//!
//! A run that is killed leaves its drafts behind; whoever begins one in the same folder takes old ones away.

use crate::system::new_file;
use std::ffi::OsStr;
use std::fs::{Permissions, read_dir, remove_file};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;
use tempfile::{Builder, NamedTempFile};

const PREFIX: &str = ".ipi-";
const SUFFIX: &str = ".draft";

/// Nothing takes so long to write: what is older was left by a run that was killed.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);

/// Who may read what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone.
    Owner,
    /// Whoever may read the files of this user.
    Usual,
}

/// A file that is not complete yet. Dropped, it is gone.
#[derive(Debug)]
pub struct Draft {
    file: NamedTempFile,
}

impl Draft {
    /// Begins what is to stand at `place`.
    ///
    /// # Errors
    /// Where the folder takes no new file. Errors of a draft name no path: its name means nothing to anybody.
    pub fn of(place: &Path, readers: Readers) -> io::Result<Draft> {
        // What tempfile itself opens has the name in its errors.
        let open = |path: &Path| new_file(readers == Readers::Owner).open(path);
        let file = Builder::new().prefix(PREFIX).suffix(SUFFIX).make_in(folder_of(place), open)?;
        sweep_beside(file.path());
        Ok(Draft { file })
    }

    /// Where it stands meanwhile.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Gives it the permissions of another file.
    ///
    /// # Errors
    /// Where the file system refuses.
    pub fn set_permissions(&self, permissions: Permissions) -> io::Result<()> {
        self.file.as_file().set_permissions(permissions)
    }

    /// Takes its place, whatever stands there.
    ///
    /// # Errors
    /// Where it cannot be written to the end, or not be moved; then it is gone, and what stood there stands there.
    pub fn replace(self, place: &Path) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist(place).map(drop).map_err(|error| error.error)
    }

    /// Takes its place unless it is taken: then it is given back.
    ///
    /// # Errors
    /// As [`Draft::replace`], and where the file system cannot tell whether a place is taken.
    pub fn settle(self, place: &Path) -> io::Result<Option<Draft>> {
        self.file.as_file().sync_all()?;
        match self.file.persist_noclobber(place) {
            Ok(_) => Ok(None),
            Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => {
                Ok(Some(Draft { file: taken.file }))
            }
            Err(other) => Err(other.error),
        }
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes away what runs that were killed have left in the folder of a file. How old that is, is told by the time at which the file was
/// written: the clock of the drive itself.
pub fn sweep_beside(file: &Path) {
    let (Ok(now), folder) = (file.metadata().and_then(|of| of.modified()), folder_of(file)) else { return };
    for entry in read_dir(folder).into_iter().flatten().flatten() {
        let age = || now.duration_since(entry.metadata().ok()?.modified().ok()?).ok();
        if is_draft(&entry.file_name()) && age().is_some_and(|age| age > LEFT_BEHIND) {
            _ = remove_file(entry.path());
        }
    }
}

/// The folder in which a file stands: for a bare name the current one.
#[must_use]
pub fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Is a name that of a draft?
#[must_use]
pub fn is_draft(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_does_not_tell_the_name_of_the_draft() {
        let error = Draft::of(Path::new("/nowhere/at/all"), Readers::Usual).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert!(error.raw_os_error().is_some() && !error.to_string().contains(PREFIX), "{error}");
    }

    #[test]
    fn a_place_is_taken_once_and_a_draft_that_is_dropped_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("place");
        let begun = |text: &str| {
            let mut draft = Draft::of(&place, Readers::Owner).unwrap();
            draft.write_all(text.as_bytes()).unwrap();
            draft
        };
        assert!(begun("one").settle(&place).unwrap().is_none());
        assert!(begun("two").settle(&place).unwrap().is_some());
        assert_eq!(std::fs::read_to_string(&place).unwrap(), "one");
        begun("three").replace(&place).unwrap();
        assert_eq!(std::fs::read_to_string(&place).unwrap(), "three");
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }
}
