//! Tab files in which a line end stands inside a cell, mostly a title: nothing around the cell tells it, but lines whose
//! cells add up to the width of the header do.

use super::source::{ReadAt, Source};
use std::io;
use std::ops::RangeInclusive;

/// Over more lines than this no title goes.
const MOST_LINES: usize = 64;

/// Which line ends of a file are inside a cell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Inside {
    /// Their offsets, in order.
    line_ends: Vec<u64>,
    /// Rows that are put together.
    pub(super) rows: u64,
    /// Where the first of them begins.
    pub(super) first: u64,
}

/// A line that is too short to be a row.
#[derive(Clone, Copy, Debug)]
struct Short {
    begin: u64,
    end: u64,
    cells: usize,
}

impl Inside {
    /// Finds them behind the header, which ends at `body`; rows have as many cells as `width` allows.
    pub(super) fn of(source: &Source, body: u64, width: &RangeInclusive<usize>) -> io::Result<Inside> {
        let mut inside = Inside::default();
        let mut waiting: Vec<Short> = Vec::new();
        let (mut at, mut line) = (0, Short { begin: body, end: body, cells: 1 });
        source.each_piece(|piece| {
            let skipped = usize::try_from(body.saturating_sub(at)).unwrap_or(usize::MAX).min(piece.len());
            for place in memchr::memchr2_iter(b'\t', b'\n', &piece[skipped..]) {
                line.end = at + (skipped + place) as u64;
                if piece[skipped + place] == b'\t' {
                    line.cells += 1;
                } else {
                    inside.line(line, &mut waiting, width);
                    line = Short { begin: line.end + 1, end: line.end + 1, cells: 1 };
                }
            }
            at += piece.len() as u64;
            true
        })?;
        if line.begin < at {
            inside.line(Short { end: at, ..line }, &mut waiting, width);
        }
        Ok(inside)
    }

    /// Takes the next line. Cells of lines that belong together add up to one less for every line end between them.
    fn line(&mut self, line: Short, waiting: &mut Vec<Short>, width: &RangeInclusive<usize>) {
        let is_blank = line.end <= line.begin + 1 && line.cells == 1;
        if line.cells >= *width.start() || waiting.len() >= MOST_LINES {
            waiting.clear();
        }
        if line.cells >= *width.start() || waiting.is_empty() && is_blank {
            return;
        }
        waiting.push(line);
        let cells = |lines: &[Short]| lines.iter().map(|line| line.cells - 1).sum::<usize>() + 1;
        while cells(waiting) > *width.end() {
            waiting.remove(0);
        }
        if let [first, .., _] = waiting[..]
            && width.contains(&cells(waiting))
        {
            if self.rows == 0 {
                self.first = first.begin;
            }
            self.rows += 1;
            self.line_ends.extend(waiting[..waiting.len() - 1].iter().map(|line| line.end));
            waiting.clear();
        }
    }

    /// The same bytes, but for a blank in place of each of these line ends; `None` where there are none.
    pub(super) fn mend(self, source: &Source) -> Option<Source> {
        let mended = Mended { source: source.clone(), line_ends: self.line_ends };
        (!mended.line_ends.is_empty()).then(|| Source::new(source.name(), mended))
    }
}

/// A file without the line ends inside its cells.
struct Mended {
    source: Source,
    line_ends: Vec<u64>,
}

impl ReadAt for Mended {
    fn len(&self) -> u64 {
        self.source.len()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.source.fill(offset, buffer)?;
        let first = self.line_ends.partition_point(|&end| end < offset);
        for end in &self.line_ends[first..] {
            let Some(byte) = usize::try_from(end - offset).ok().and_then(|at| buffer[..n].get_mut(at)) else {
                break;
            };
            *byte = b' ';
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str, width: usize) -> (String, u64) {
        let source = Source::new("file", text.as_bytes().to_vec());
        let inside = Inside::of(&source, 0, &(width..=width)).unwrap();
        let rows = inside.rows;
        let source = inside.mend(&source).unwrap_or(source);
        (String::from_utf8(source.all().unwrap()).unwrap(), rows)
    }

    #[test]
    fn lines_whose_cells_add_up_are_one_row() {
        for (text, whole, rows) in [
            ("1\t2\t3\n1\ta\nb\t3\n", "1\t2\t3\n1\ta b\t3\n", 1),
            ("1\ta\nb\nc\t3\n", "1\ta b c\t3\n", 1),
            ("1\ta\n\nb\t3", "1\ta  b\t3", 1),
            ("1\ta\nb\t3\n1\tc\nd\t3\n", "1\ta b\t3\n1\tc d\t3\n", 2),
            // A row that was cut before one that is whole, or before one that is broken.
            ("1\t2\n1\t2\t3\n2\t3\n", "1\t2\n1\t2\t3\n2\t3\n", 0),
            ("1\n1\t2\t3\n", "1\n1\t2\t3\n", 0),
            ("1\t2\t3\t\n", "1\t2\t3\t\n", 0),
        ] {
            assert_eq!(mended(text, 3), (whole.to_owned(), rows), "{text:?}");
        }
        assert_eq!(mended("1\t2\n1\t2\na\t3\t4\n", 4), ("1\t2\n1\t2 a\t3\t4\n".into(), 1));
    }
}
