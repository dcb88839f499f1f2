//! Files on disk, of which only so many are open at a time: a folder may hold more of them than a process may open.

use ipi::report::ReadAt;
use ipi::system::{identity, read_at};
use std::fs::File;
use std::io::{self, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// So many stay open; each of the others is opened anew whenever some of it is read. Some systems allow 256 in all.
const MOST_OPEN: usize = 100;

/// How many are.
static OPEN: AtomicUsize = AtomicUsize::new(0);

/// A file as long as it was when it was opened: what is appended meanwhile is not read.
pub(super) struct OnDisk {
    file: Held,
    length: u64,
}

enum Held {
    /// A file that no name leads to.
    Nameless(File),
    /// One of those that stay open.
    Open(File),
    /// One that is opened anew.
    Closed(PathBuf, (u64, u64)),
}

impl OnDisk {
    /// A file that no name leads to.
    pub(super) fn of(file: File, length: u64) -> Self {
        OnDisk { file: Held::Nameless(file), length }
    }

    /// The file of a path.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let there = file.metadata()?;
        let is_one_of_few = OPEN.fetch_add(1, Ordering::Relaxed) < MOST_OPEN;
        let file = if is_one_of_few {
            Held::Open(file)
        } else {
            OPEN.fetch_sub(1, Ordering::Relaxed);
            Held::Closed(path.into(), identity(&there))
        };
        Ok(OnDisk { file, length: there.len() })
    }

    /// How many bytes there are.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// A file of its own, from its beginning.
    pub(super) fn file(&self) -> io::Result<File> {
        let mut file = match &self.file {
            Held::Nameless(file) | Held::Open(file) => file.try_clone(),
            Held::Closed(path, identity) => again(path, identity),
        }?;
        file.rewind()?;
        Ok(file)
    }
}

impl Drop for OnDisk {
    fn drop(&mut self) {
        if matches!(self.file, Held::Open(_)) {
            OPEN.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl ReadAt for OnDisk {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(offset);
        let wanted = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let buffer = &mut buffer[..wanted];
        let read = match &self.file {
            Held::Nameless(file) | Held::Open(file) => read_at(file, offset, buffer),
            Held::Closed(path, identity) => read_at(&again(path, identity)?, offset, buffer),
        }?;
        if read == 0 && wanted > 0 {
            return Err(io::Error::other(
                "the file became shorter while it was read; try again when it is complete",
            ));
        }
        Ok(read)
    }
}

/// Opens a file once more; another one of its name is not taken for it.
fn again(path: &Path, known: &(u64, u64)) -> io::Result<File> {
    let file = File::open(path)?;
    if identity(&file.metadata()?) == *known {
        return Ok(file);
    }
    Err(io::Error::other("another file took its place while it was read; try again when it is complete"))
}
