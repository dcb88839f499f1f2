//! The journal beside an output file: what is done stays done, whenever the run is ended.
//!
//! Beside `FILE` stands `FILE.journal`, to which every line is added as it becomes ready. At the end `FILE` is written in the order
//! of the manifest, in one step, and the journal keeps of each line only what it was made from and where in `FILE` it stands. The
//! next run takes from both what has not changed. So a run that was ended and begun again, and the run of the week after, are the
//! same thing.

mod lookup;
mod record;

pub(super) use lookup::{Kept, Lookup};

use super::crew::Done;
use crate::cli::out::{Replacement, try_lock};
use crate::cli::usage::Usage;
use anyhow::Context as _;
use ipi::output::fleet::{Kind, SCHEMA};
use lookup::{Span, piece, row};
use record::{HEADER, Read, Record, Where, framed, read};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// The journal of a run.
pub(super) struct Journal {
    out: PathBuf,
    path: PathBuf,
    file: BufWriter<File>,
    /// Where the next record begins.
    end: u64,
    /// The record of each line, in the order of the manifest.
    lines: Vec<Span>,
    /// As long as it is there no other run may write.
    lock: File,
}

impl Journal {
    /// Opens the journal beside an output file, and what can be taken from it. With `fresh` nothing is.
    pub(super) fn open(out: &Path, fresh: bool) -> anyhow::Result<(Journal, Option<Lookup>)> {
        not_anothers(out)?;
        let path = beside(out);
        let failed = || format!("cannot keep a journal in {}", path.display());
        let lock = match try_lock(out) {
            Ok(lock) => lock,
            Err(TryLockError::WouldBlock) => {
                let why = format!("another ipi fleet writes {} at this moment", out.display());
                return Err(Usage(why).into());
            }
            Err(TryLockError::Error(error)) => return Err(error).with_context(failed),
        };
        let mut options = OpenOptions::new();
        let mut file =
            options.read(true).write(true).create(true).truncate(false).open(&path).with_context(failed)?;
        let length = file.metadata().with_context(failed)?.len();
        let mut end = HEADER.len() as u64;
        let mut lookup = None;
        if fresh || length == 0 {
            file.set_len(0).and_then(|()| file.write_all(HEADER)).with_context(failed)?;
        } else {
            let (found, good) = Lookup::read(&path, out).with_context(failed)?;
            // What a killed run left half written goes.
            file.set_len(good).with_context(failed)?;
            (lookup, end) = (Some(found), good);
        }
        file.seek(SeekFrom::Start(end)).with_context(failed)?;
        let file = BufWriter::with_capacity(256 << 10, file);
        Ok((Journal { out: out.into(), path, file, end, lines: Vec::new(), lock }, lookup))
    }

    /// Adds a line, unless it is there. It is safe from the end of this process after [`Journal::flush`].
    pub(super) fn add(&mut self, done: &Done) -> io::Result<()> {
        let span = match &done.kept {
            Some(kept) => kept.span,
            None => self.append(done)?,
        };
        let number = usize::try_from(done.number).map_err(io::Error::other)?;
        if self.lines.len() <= number {
            self.lines.resize(number + 1, Span::default());
        }
        self.lines[number] = span;
        Ok(())
    }

    fn append(&mut self, done: &Done) -> io::Result<Span> {
        let lasts = !done.kind.is_some_and(Kind::may_pass);
        let row = done.line.trim_end_matches('\n');
        let stand = done.stand.clone().filter(|_| lasts);
        let record = framed(&Record { id: record::mark(&done.id), stand, place: Where::Here(row) });
        self.file.write_all(&record)?;
        let span = (self.end, record.len() as u64);
        self.end += span.1;
        Ok(span)
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }

    /// Writes the output file in the order of the manifest, and the journal of what is in it.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.file.flush().with_context(|| format!("cannot write {}", self.path.display()))?;
        let failed = |out: &Path| format!("cannot write {}", out.display());
        let draft =
            |place: &Path| Replacement::of(place).map(BufWriter::new).with_context(|| failed(&self.out));
        let (mut out, mut journal) = (draft(&self.out)?, draft(&self.path)?);
        self.copy(&mut out, &mut journal).with_context(|| failed(&self.out))?;
        // Not every system replaces a file that is open.
        let Journal { out: place, file, lock, .. } = self;
        drop(file);
        done(out).and_then(|()| done(journal)).with_context(|| failed(&place))?;
        drop(lock);
        Ok(())
    }

    fn copy(&self, out: &mut impl io::Write, journal: &mut impl io::Write) -> io::Result<()> {
        let mut here = File::open(&self.path)?;
        let mut before = File::open(&self.out).ok();
        journal.write_all(HEADER)?;
        let mut offset = 0;
        for &span in &self.lines {
            let record = piece(&mut here, span)?;
            let Some(Read::Record(Record { id, stand, place })) = read(&record) else {
                return Err(io::Error::other("the journal was changed meanwhile; run it once more"));
            };
            let row = row(&place, before.as_mut()).ok_or_else(|| {
                io::Error::other("what the last run wrote was changed meanwhile; run it once more")
            })?;
            out.write_all(row.as_bytes())?;
            out.write_all(b"\n")?;
            let length = row.len() as u64;
            if stand.is_some() {
                let place = Where::There { offset, length, mark: record::mark(&row) };
                journal.write_all(&framed(&Record { id, stand, place }))?;
            }
            offset += length + 1;
        }
        journal.write_all(&record::end())
    }
}

/// Where the journal of an output file stands.
pub(super) fn beside(out: &Path) -> PathBuf {
    let mut path = out.as_os_str().to_owned();
    path.push(".journal");
    path.into()
}

/// Refuses to write over a file that is not ours.
fn not_anothers(out: &Path) -> anyhow::Result<()> {
    let Ok(mut file) = File::open(out) else { return Ok(()) };
    let ours = format!("{{\"schema\":\"{SCHEMA}\"");
    let mut start = Vec::new();
    (&mut file)
        .take(ours.len() as u64)
        .read_to_end(&mut start)
        .with_context(|| format!("cannot read {}", out.display()))?;
    if start.is_empty() || start == ours.as_bytes() {
        return Ok(());
    }
    Err(Usage(format!("{} is there, and no output of ipi fleet; next: name another file", out.display()))
        .into())
}

fn done(file: BufWriter<Replacement>) -> io::Result<()> {
    file.into_inner().map_err(io::IntoInnerError::into_error)?.done()
}
