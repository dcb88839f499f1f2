//! What can be taken from the run before, or from this one before it was ended.

use super::record::{HEADER, Read, Record, Where, mark, read};
use crate::cli::fleet::wire::Stand;
use ipi::output::fleet::{Kind, ending, is_of};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// A record of the journal: where it begins, and its length.
pub(super) type Span = (u64, u64);

/// A line that is there.
#[derive(Clone, Debug)]
pub(in crate::cli::fleet) struct Kept {
    pub(in crate::cli::fleet) line: String,
    pub(in crate::cli::fleet) kind: Option<Kind>,
    /// What it was made from; `None` where it holds without a question, since it is of this very run.
    pub(in crate::cli::fleet) stand: Option<Stand>,
    /// Its record.
    pub(super) span: Span,
}

/// Finds lines by the id of their account. In memory stand 24 bytes an account.
pub(in crate::cli::fleet) struct Lookup {
    journal: File,
    /// The output file of the last run.
    out: Option<File>,
    spans: HashMap<u64, Span>,
}

impl Lookup {
    /// Reads a journal; says too where its last whole record ends.
    pub(super) fn read(path: &Path, out: &Path) -> io::Result<(Lookup, u64)> {
        let mut lines = BufReader::with_capacity(256 << 10, File::open(path)?);
        let mut line = Vec::new();
        lines.read_until(b'\n', &mut line)?;
        if line != HEADER {
            return Err(io::Error::other(
                "it is no journal of this ipi; next: move it away, or name another file",
            ));
        }
        let (mut end, mut spans, mut passing) = (line.len() as u64, HashMap::new(), Vec::new());
        loop {
            line.clear();
            let length = lines.read_until(b'\n', &mut line)? as u64;
            match read(&line) {
                Some(Read::Record(Record { id, stand, .. })) if line.ends_with(b"\n") => {
                    spans.insert(id, (end, length));
                    if stand.is_none() {
                        passing.push(id);
                    }
                }
                // The run is over: what failed then may pass now.
                Some(Read::End) if line.ends_with(b"\n") => {
                    for id in passing.drain(..) {
                        spans.remove(&id);
                    }
                }
                _ => break,
            }
            end += length;
        }
        Ok((Lookup { journal: File::open(path)?, out: File::open(out).ok(), spans }, end))
    }

    /// The line of an account, if there is one that is whole.
    pub(in crate::cli::fleet) fn line(&mut self, id: &str) -> Option<Kept> {
        let span = *self.spans.get(&mark(id))?;
        let record = piece(&mut self.journal, span).ok()?;
        let Some(Read::Record(Record { stand, place, .. })) = read(&record) else { return None };
        let mut line = row(&place, self.out.as_mut())?;
        if !is_of(&line, id) {
            return None;
        }
        let kind = ending(&line).ok()?;
        line.push('\n');
        Some(Kept { line, kind, stand, span })
    }
}

/// The line that a record tells of, without its end; `None` where it is not the one that was written.
pub(super) fn row(place: &Where<'_>, out: Option<&mut File>) -> Option<String> {
    match *place {
        Where::Here(row) => Some(row.into()),
        Where::There { offset, length, mark: written } => {
            let row = String::from_utf8(piece(out?, (offset, length)).ok()?).ok()?;
            (mark(&row) == written).then_some(row)
        }
    }
}

/// Some bytes of a file.
pub(super) fn piece(file: &mut File, (offset, length): Span) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}
