//! What the parent and a child say to each other: a line of JSON asks, a line of JSON and the bytes that it announces answer.

use super::entry::Entry;
use ipi::output::fleet::Kind;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read as _, Write};

/// What an account's line was made from. Where neither has changed, the line would be the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stand {
    /// A mark of the folder, of the settings and of the program.
    pub(super) folder: u64,
    /// The past that was looked at: marketplace, day and a mark; empty where none was.
    pub(super) past: String,
}

/// Asks for an account.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) entry: Entry,
    /// Is it to be told what the line was made from?
    pub(super) stand: bool,
    /// What the line that is there was made from.
    pub(super) before: Option<Stand>,
}

/// Begins an answer.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    stand: Option<Stand>,
    kind: Option<Kind>,
    line: Option<usize>,
    parcel: usize,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) stand: Option<Stand>,
    /// Why there is no figure, in a word.
    pub(super) kind: Option<Kind>,
    /// The account's line; `None` where the one that is there still holds.
    pub(super) line: Option<String>,
    /// What is to be kept in the history, packed.
    pub(super) parcel: Vec<u8>,
}

impl Request {
    pub(super) fn send(&self, to: &mut impl Write) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(self)?;
        bytes.push(b'\n');
        to.write_all(&bytes)?;
        to.flush()
    }
}

impl Answer {
    pub(super) fn send(&self, to: &mut impl Write) -> io::Result<()> {
        let line = self.line.as_deref().unwrap_or_default();
        let head = Head {
            stand: self.stand.clone(),
            kind: self.kind,
            line: self.line.as_ref().map(String::len),
            parcel: self.parcel.len(),
        };
        let mut bytes = serde_json::to_vec(&head)?;
        bytes.push(b'\n');
        bytes.extend_from_slice(line.as_bytes());
        bytes.extend_from_slice(&self.parcel);
        to.write_all(&bytes)?;
        to.flush()
    }

    /// Reads an answer; an error where the other side ended before it was complete.
    pub(super) fn receive(from: &mut impl BufRead) -> io::Result<Answer> {
        let mut head = Vec::new();
        from.read_until(b'\n', &mut head)?;
        if head.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let head: Head = serde_json::from_slice(&head)?;
        let mut take = |length: usize| {
            let mut bytes = Vec::new();
            let read = from.by_ref().take(length as u64).read_to_end(&mut bytes)?;
            if read == length { Ok(bytes) } else { Err(io::Error::from(io::ErrorKind::UnexpectedEof)) }
        };
        let line = head.line.map(&mut take).transpose()?;
        let line = line.map(String::from_utf8).transpose().map_err(io::Error::other)?;
        Ok(Answer { stand: head.stand, kind: head.kind, line, parcel: take(head.parcel)? })
    }
}
