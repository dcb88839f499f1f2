//! What is read: a name, a length, and bytes at a position.
//!
//! Positioned reads let one big file be read by several threads at once, and let a test be a string of bytes.

use super::problem::Problem;
use crate::hash::Mark;
use std::io;
use std::sync::Arc;

/// Bytes that can be read at any position by any thread.
pub trait ReadAt: Send + Sync {
    /// How many bytes there are.
    fn len(&self) -> u64;

    /// Are there no bytes?
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads into `buffer` from `offset`; 0 means the end. May read less than asked.
    ///
    /// # Errors
    /// Whatever the medium reports.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
}

impl ReadAt for Vec<u8> {
    fn len(&self) -> u64 {
        self.as_slice().len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.get(offset..)).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

/// One downloaded report, not yet recognised.
#[derive(Clone)]
pub struct Source {
    name: Arc<str>,
    bytes: Arc<dyn ReadAt>,
    standing: Standing,
    written_in: Option<&'static str>,
}

/// What is known of a source before it is read.
#[derive(Clone)]
enum Standing {
    /// Nothing.
    Open,
    /// It cannot be opened, and why.
    Wrong(Arc<Problem>),
    /// It lay in a folder or an archive and is no report.
    Stray,
}

impl Source {
    /// A report called `name` (the path that messages show).
    pub fn new(name: &str, bytes: impl ReadAt + 'static) -> Self {
        Source { name: name.into(), bytes: Arc::new(bytes), standing: Standing::Open, written_in: None }
    }

    /// A report that cannot be opened: it is one problem among the others when all are read.
    #[must_use]
    pub fn wrong(problem: Problem) -> Self {
        let name = problem.file.clone();
        Source {
            name,
            bytes: Arc::new(Vec::new()),
            standing: Standing::Wrong(Arc::new(problem)),
            written_in: None,
        }
    }

    /// A file that nobody named and that is no report (see [`is_stray`](super::is_stray)): it is told, and not read.
    #[must_use]
    pub fn stray(name: &str) -> Self {
        Source { name: name.into(), bytes: Arc::new(Vec::new()), standing: Standing::Stray, written_in: None }
    }

    /// Says in what the file is written, where its bytes are not those of the file.
    #[must_use]
    pub fn written_in(mut self, form: &'static str) -> Self {
        self.written_in = Some(form);
        self
    }

    /// In what the file is written, where that was said.
    pub(crate) fn form(&self) -> Option<&'static str> {
        self.written_in
    }

    /// Is it a file that lay there and is no report?
    #[must_use]
    pub fn is_stray(&self) -> bool {
        matches!(self.standing, Standing::Stray)
    }

    /// Why it cannot be opened, where it cannot.
    pub(crate) fn trouble(&self) -> Option<&Problem> {
        match &self.standing {
            Standing::Wrong(problem) => Some(problem),
            _ => None,
        }
    }

    /// The path as the user gave it; a member of an archive is `archive.zip!member`.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// How many bytes there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.bytes.len()
    }

    /// Are there no bytes?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Fills `buffer` from `offset` as far as there are bytes, and says how many it got.
    ///
    /// # Errors
    /// Whatever the medium reports, but for an interruption, which is tried again.
    pub fn fill(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.bytes.read_at(offset + filled as u64, &mut buffer[filled..]) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }

    /// The first bytes, `most` at most.
    ///
    /// # Errors
    /// Whatever the medium reports.
    pub fn head(&self, most: usize) -> io::Result<Vec<u8>> {
        let mut head = vec![0; usize::try_from(self.len()).map_or(most, |length| length.min(most))];
        let n = self.fill(0, &mut head)?;
        head.truncate(n);
        Ok(head)
    }

    /// Calls `take` with one piece after the other, from the first byte to the last, until it says stop.
    ///
    /// # Errors
    /// Whatever the medium reports.
    pub(crate) fn each_piece(&self, mut take: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
        let mut buffer = vec![0; PIECE];
        let mut at = 0;
        loop {
            let n = self.fill(at, &mut buffer)?;
            if n == 0 || !take(&buffer[..n]) {
                return Ok(());
            }
            at += n as u64;
        }
    }

    /// All bytes at once; for files that had to be turned into another encoding.
    pub(crate) fn all(&self) -> io::Result<Vec<u8>> {
        let mut all = Vec::new();
        self.each_piece(|piece| {
            all.extend_from_slice(piece);
            true
        })?;
        Ok(all)
    }

    /// A short mark of the content: length, and a hash of the first and the last 64 KiB. Equal files have equal marks.
    ///
    /// # Errors
    /// Whatever the medium reports.
    pub fn fingerprint(&self) -> io::Result<u64> {
        let mark = Mark::default().with(&self.len().to_le_bytes());
        let Some(tail_at) = self.len().checked_sub(END as u64).filter(|&at| at > END as u64) else {
            // Both ends together are all of it.
            return Ok(mark.with(&self.head(2 * END)?).get());
        };
        let mut end = self.head(END)?;
        let mark = mark.with(&end);
        let n = self.fill(tail_at, &mut end)?;
        Ok(mark.with(&end[..n]).get())
    }

    /// Do both hold the same bytes, each from a place of its own on?
    ///
    /// # Errors
    /// Whatever the media report.
    pub(crate) fn same_bytes(&self, from: u64, other: &Source, others_from: u64) -> io::Result<bool> {
        let length = self.len().saturating_sub(from);
        if length != other.len().saturating_sub(others_from) {
            return Ok(false);
        }
        let (mut mine, mut theirs, mut at) = (vec![0; PIECE], vec![0; PIECE], 0);
        while at < length {
            let n = self.fill(from + at, &mut mine)?;
            let m = other.fill(others_from + at, &mut theirs)?;
            if n == 0 || mine[..n] != theirs[..m] {
                return Ok(false);
            }
            at += n as u64;
        }
        Ok(true)
    }
}

const PIECE: usize = 256 << 10;
/// So much of each end of a file goes into its mark.
const END: usize = 64 << 10;
