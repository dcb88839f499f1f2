//! Where lines go as they become ready: to stdout at once, to stdout in the order of the manifest, or into the journal.

use super::crew::Done;
use super::journal::Journal;
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};

/// Where lines go.
pub(super) enum Rows {
    /// Nowhere: the table alone is asked for.
    None,
    /// To stdout, as they come.
    AsReady,
    /// To stdout, in the order of the manifest.
    Ordered(Ordered),
    /// Into the journal, and at the end into the file beside it.
    Journal(Journal),
}

impl Rows {
    /// Takes lines; they are out when this returns.
    pub(super) fn take(&mut self, batch: &[Done]) -> anyhow::Result<()> {
        match self {
            Rows::None => Ok(()),
            Rows::AsReady => {
                let mut out = io::stdout().lock();
                let mut write = || {
                    batch.iter().try_for_each(|done| out.write_all(done.line.as_bytes()))?;
                    out.flush()
                };
                write().context("cannot write to stdout")
            }
            Rows::Ordered(ordered) => ordered.take(batch),
            Rows::Journal(journal) => {
                let mut add = || {
                    batch.iter().try_for_each(|done| journal.add(done))?;
                    journal.flush()
                };
                add().context("cannot write the journal")
            }
        }
    }

    /// All lines have been taken.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        match self {
            Rows::Journal(journal) => journal.finish(),
            Rows::None | Rows::AsReady | Rows::Ordered(_) => Ok(()),
        }
    }
}

/// Holds back lines until all before them are out. They wait in a temporary file, so that one account that hangs holds back
/// neither the work on the others nor memory.
pub(super) struct Ordered {
    file: File,
    end: u64,
    /// Number of a line that waits, and where it lies.
    waiting: BTreeMap<u64, (u64, u64)>,
    next: u64,
}

impl Ordered {
    pub(super) fn new() -> anyhow::Result<Ordered> {
        let file = tempfile::tempfile().context("cannot keep lines until those before them are ready")?;
        Ok(Ordered { file, end: 0, waiting: BTreeMap::new(), next: 0 })
    }

    fn take(&mut self, batch: &[Done]) -> anyhow::Result<()> {
        let mut write = || {
            let mut out = io::stdout().lock();
            for done in batch {
                if done.number == self.next {
                    out.write_all(done.line.as_bytes())?;
                    self.next += 1;
                    self.follow(&mut out)?;
                } else {
                    self.wait(done)?;
                }
            }
            out.flush()
        };
        write().context("cannot write to stdout")
    }

    fn wait(&mut self, done: &Done) -> io::Result<()> {
        if self.waiting.is_empty() {
            self.end = 0;
        }
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(done.line.as_bytes())?;
        self.waiting.insert(done.number, (self.end, done.line.len() as u64));
        self.end += done.line.len() as u64;
        Ok(())
    }

    /// Writes what has waited for the line before it.
    fn follow(&mut self, out: &mut impl io::Write) -> io::Result<()> {
        while let Some((offset, length)) = self.waiting.remove(&self.next) {
            self.file.seek(SeekFrom::Start(offset))?;
            io::copy(&mut (&mut self.file).take(length), out)?;
            self.next += 1;
        }
        Ok(())
    }
}
