//! A record of the journal: a line of text that tells by itself whether it is whole.

use super::super::wire::Stand;
use std::hash::BuildHasher as _;

/// How every journal begins.
pub(super) const HEADER: &[u8] = b"ipi fleet journal 1\n";

/// What stands in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record<'a> {
    /// A mark of the id.
    pub(super) id: u64,
    /// What the line was made from; `None` for one that holds only until this run is at its end.
    pub(super) stand: Option<Stand>,
    pub(super) place: Where<'a>,
}

/// Where the line of an account is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Where<'a> {
    /// Here.
    Here(&'a str),
    /// In the output file, with a mark of it.
    There { offset: u64, length: u64, mark: u64 },
}

/// What a line of the journal is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Read<'a> {
    Record(Record<'a>),
    /// The run came to its end.
    End,
}

/// A mark of a text. It differs from one program to the next, as does what is marked.
pub(super) fn mark(text: &str) -> u64 {
    foldhash::fast::FixedState::default().hash_one(text)
}

/// The record as it is written: a mark of the rest, the rest, a line end.
pub(super) fn framed(record: &Record<'_>) -> Vec<u8> {
    let stand = match &record.stand {
        Some(Stand { folder, past }) => format!("{folder:016x} {}", if past.is_empty() { "-" } else { past }),
        None => "~ -".into(),
    };
    let place = match record.place {
        Where::Here(row) => format!("row {row}"),
        Where::There { offset, length, mark } => format!("at {offset} {length} {mark:016x}"),
    };
    sealed(&format!("{:016x} {stand} {place}", record.id))
}

/// The record that ends a run.
pub(super) fn end() -> Vec<u8> {
    sealed("end")
}

fn sealed(text: &str) -> Vec<u8> {
    format!("{:016x} {text}\n", mark(text)).into_bytes()
}

/// Reads a record, with or without its line end; `None` where it is not whole.
pub(super) fn read(line: &[u8]) -> Option<Read<'_>> {
    let line = std::str::from_utf8(line).ok()?;
    let (seal, text) = line.strip_suffix('\n').unwrap_or(line).split_once(' ')?;
    if hex(seal)? != mark(text) {
        return None;
    }
    if text == "end" {
        return Some(Read::End);
    }
    let mut parts = text.splitn(5, ' ');
    let mut part = || parts.next();
    let (id, folder, past, word, rest) = (hex(part()?)?, part()?, part()?, part()?, part()?);
    let stand = match folder {
        "~" => None,
        folder => {
            Some(Stand { folder: hex(folder)?, past: if past == "-" { String::new() } else { past.into() } })
        }
    };
    let place = match word {
        "row" => Where::Here(rest),
        _ => {
            let mut numbers = rest.split(' ');
            let mut number = || numbers.next();
            Where::There {
                offset: number()?.parse().ok()?,
                length: number()?.parse().ok()?,
                mark: hex(number()?)?,
            }
        }
    };
    Some(Read::Record(Record { id, stand, place }))
}

fn hex(text: &str) -> Option<u64> {
    u64::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_back_and_a_torn_or_changed_one_is_none() {
        let stand = Stand { folder: 7, past: "US:2026-10-31:00ff".into() };
        for stand in [None, Some(stand), Some(Stand { folder: u64::MAX, past: String::new() })] {
            for place in [Where::Here("{\"a b\":1}"), Where::There { offset: 12, length: 5, mark: 99 }] {
                let record = Record { id: 3, stand: stand.clone(), place };
                let framed = framed(&record);
                assert_eq!(read(&framed), Some(Read::Record(record)));
                for cut in 0..framed.len() - 1 {
                    assert_eq!(read(&framed[..cut]), None, "{cut}");
                }
                let mut changed = framed.clone();
                changed[20] ^= 1;
                assert_eq!(read(&changed), None);
            }
        }
        assert_eq!(read(&end()), Some(Read::End));
    }
}
