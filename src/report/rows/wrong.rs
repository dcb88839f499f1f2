//! Records that cannot be read: damaged bytes, stray quotes, too many or too few cells.

use super::{Piece, Reader};
use crate::report::cells::Cells;
use crate::report::code::Code;
use crate::report::columns::plain;
use crate::report::scan::Marks;
use encoding_rs::UTF_8;

/// Why a record gives no row.
pub(super) enum Wrong {
    /// There is nothing in it.
    Blank,
    /// It cannot be read, and takes so many lines with it.
    Unreadable { lines: u64, code: Code, detail: String },
    /// It is a header, though not of as many names as the first.
    Header,
    /// It has too few cells, and the file ends with it.
    CutOff { detail: String },
}

impl Reader<'_> {
    /// What is wrong with a record, behind which the file goes on at `next`; `None` if it can be read, perhaps without
    /// empty cells at its end.
    #[cold]
    pub(super) fn wrong<K>(&self, cells: &mut Cells<'_, '_, K>, next: u64, careful: bool) -> Option<Wrong> {
        let bytes = cells.row();
        if careful && let Some(code) = self.damage(cells) {
            let (lines, detail) = swallowed(bytes, code == Code::StrayQuote);
            return Some(Wrong::Unreadable { lines, code, detail });
        }
        let width = cells.bounds.len() - 1;
        if width == self.cells {
            return None;
        }
        // Empty cells under empty names at the end are fine; further ones are not, for then two names of the header may
        // have run together and every cell may be shifted.
        let is_blank = |bytes: &[u8]| {
            bytes.iter().all(|&b| b.is_ascii_whitespace() || b == b'"' || b == self.table.delimiter)
        };
        if is_blank(bytes) {
            return Some(Wrong::Blank);
        }
        if (self.cells..=self.table.widest).contains(&width) && cells.all().skip(self.cells).all(is_blank) {
            cells.bounds = &cells.bounds[..=self.cells];
            return None;
        }
        let mut detail = format!("{width} cells under {} column names", self.cells);
        if self.is_header(cells) {
            return Some(Wrong::Header);
        }
        cells.faults.short |= width < self.cells;
        if self.cells > 2 && width + 2 >= self.cells * 2 {
            return Some(Wrong::Unreadable { lines: 1, code: Code::RunTogether, detail });
        }
        if width < self.cells && next >= self.table.source.len() {
            detail.push_str("; the file ends here, cut off, or something was added to it");
            return Some(Wrong::CutOff { detail });
        }
        Some(Wrong::Unreadable { lines: 1, code: Code::CellCount, detail })
    }

    /// Are most cells of a row names of columns?
    fn is_header<K>(&self, cells: &Cells<'_, '_, K>) -> bool {
        let is_name = |cell: &&[u8]| {
            let cell = plain(&String::from_utf8_lossy(cell));
            !cell.is_empty() && self.table.header.iter().any(|name| plain(name) == cell)
        };
        let first = cells.all().next().is_some_and(|cell| is_name(&cell));
        first && cells.all().filter(is_name).count() * 2 > cells.bounds.len()
    }

    /// What is wrong with the bytes of a record in a chunk where something is.
    fn damage<K>(&self, cells: &Cells<'_, '_, K>) -> Option<Code> {
        let bytes = cells.row();
        if memchr::memchr(0, bytes).is_some() {
            return Some(Code::NulByte);
        }
        if self.table.encoding == UTF_8 && std::str::from_utf8(bytes).is_err() {
            return Some(Code::NotUtf8);
        }
        // A line end inside a record must stand in a cell that is quoted as a whole; else a stray quote has swallowed
        // the end of a row.
        let swallows = |cell: &[u8]| {
            let quoted = cell.len() > 1 && cell.starts_with(b"\"") && cell.ends_with(b"\"");
            memchr::memchr(b'\n', cell).is_some() && !(quoted && pairs(&cell[1..cell.len() - 1]))
        };
        cells.all().any(swallows).then_some(Code::StrayQuote)
    }
}

/// Notes that the chunk, which lies at `at` and ends the file, ends inside quotes: the cell in which they opened.
#[cold]
pub(super) fn open_quote<S>(chunk: &[u8], at: u64, delimiter: u8, marks: &Marks, piece: &mut Piece<S>) {
    let before = marks.records().last().map_or(0, |&n| n as usize);
    let open = marks.bounds().len() - 1;
    let start = marks.bounds()[open] as usize;
    let (lines, detail) = swallowed(chunk[marks.used()..].trim_ascii_end(), true);
    piece.rows += lines;
    piece.left_out += lines;
    let cell = chunk[start..].split(|&b| b == b'\n').next().unwrap_or_default().trim_ascii_end();
    let (code, cell) = match cell.strip_prefix(b"\"") {
        Some(cell) => (Code::OpenQuote, cell),
        None => (Code::StrayQuote, cell.split(|&b| b == delimiter).next().unwrap_or_default()),
    };
    piece.faults.add_told(code, at + start as u64, open - before, cell, detail);
}

/// How many rows a damaged record takes with it: quotes that do not close make one record of many lines.
fn swallowed(record: &[u8], by_quote: bool) -> (u64, String) {
    let lines = if by_quote { 1 + memchr::memchr_iter(b'\n', record).count() as u64 } else { 1 };
    let detail = if lines > 1 { format!("{lines} lines are taken for one row") } else { String::new() };
    (lines, detail)
}

/// Are all quotes inside a quoted cell doubled?
fn pairs(inner: &[u8]) -> bool {
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'"', &inner[from..]) {
        if inner.get(from + at + 1) != Some(&b'"') {
            return false;
        }
        from += at + 2;
    }
    true
}
