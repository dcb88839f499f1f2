//! Comma files that a spreadsheet of a country with decimal commas has opened and saved: each row has become one cell,
//! `"2026-10-31,""SKU-A"",…"`, and rows without quotes are left as they were.

use super::source::Source;
use super::table::{separator, split};
use std::io;

/// How many lines are looked at to find one that is wrapped.
const LOOKED_AT: usize = 50;

/// Is the file such a one, as far as its beginning tells?
pub(super) fn is_wrapped(head: &[u8]) -> bool {
    let mut lines = lines(head).filter(|line| !line.is_empty() && separator(line).is_none());
    let Some(header) = lines.next() else { return false };
    let width = |line: &[u8]| split(&String::from_utf8_lossy(line), ',').len();
    match inner(header) {
        Some(header) => width(&header) > 1,
        None if header.contains(&b'"') || header.contains(&b'\t') => false,
        None => {
            let names = width(header);
            let mut inside = false;
            // Within a cell of several lines a line may look like anything.
            let wrapped = |line: &[u8]| {
                let begins = !inside;
                inside ^= line.iter().filter(|&&b| b == b'"').count() % 2 == 1;
                begins && inner(line).is_some_and(|line| width(&line) == names)
            };
            names > 2 && lines.take(LOOKED_AT).any(wrapped)
        }
    }
}

/// Every row as it was before. Or else the line, from 1, that is neither wrapped nor free of quotes.
pub(super) fn unwrapped(source: &Source) -> io::Result<Result<Vec<u8>, u64>> {
    let all = source.all()?;
    let mut out = Vec::with_capacity(all.len());
    for (line, number) in lines(&all).zip(1..) {
        match inner(line) {
            Some(inner) => out.extend(inner),
            None if line.contains(&b'"') => return Ok(Err(number)),
            None => out.extend_from_slice(line),
        }
        out.push(b'\n');
    }
    Ok(Ok(out))
}

/// The lines without their ends and without a byte-order mark.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.split(|&b| b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// What stands in a line that is one quoted cell, with perhaps some empty ones behind it.
fn inner(line: &[u8]) -> Option<Vec<u8>> {
    let end = line.iter().rposition(|&b| b != b';')?;
    let cell = line[..=end].strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let mut out = Vec::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(quote) = memchr::memchr(b'"', rest) {
        // A single one would end the cell.
        if rest.get(quote + 1) != Some(&b'"') {
            return None;
        }
        out.extend_from_slice(&rest[..=quote]);
        rest = &rest[quote + 2..];
    }
    out.extend_from_slice(rest);
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn such_files_are_told_from_those_that_quote_every_cell() {
        for head in [
            "\"\"\"a\"\",\"\"b\"\",\"\"c\"\"\"\n",
            "\u{feff}\"a,b,\"\"c\"\"\"\r\n",
            "a,b,c\n1,2,3\n\"1,\"\"x, y\"\",3\"\n",
            "sep=;\n\"a,b,\"\"c\"\"\";;\n",
        ] {
            assert!(is_wrapped(head.as_bytes()), "{head}");
        }
        for head in [
            "\"a\",\"b\",\"c\"\n",
            "a,b,c\n\"1\",\"2,3\",\"4\"\n",
            "a\tb\n\"x,y\"\t2\n",
            "\"a\"\n",
            "a,b,c\n1,2,\"\n\"x,y,z\"\n\"\n",
            "",
        ] {
            assert!(!is_wrapped(head.as_bytes()), "{head}");
        }
    }

    #[test]
    fn a_file_is_unwrapped_as_a_whole_or_not_at_all() {
        let file = |text: &str| Source::new("file", text.as_bytes().to_vec());
        let whole = file("\"a,\"\"b\"\"\"\r\n1,2\n\"1,\"\"x \"\"\"\"y\"\"\"\"\"\"\";;\n");
        assert_eq!(unwrapped(&whole).unwrap(), Ok(b"a,\"b\"\n1,2\n1,\"x \"\"y\"\"\"\n".to_vec()));
        let mixed = file("\"a,\"\"b\"\"\"\n1,2\n1,\"x\"\n");
        assert_eq!(unwrapped(&mixed).unwrap(), Err(3));
    }
}
