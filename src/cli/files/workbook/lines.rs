//! The cells of a sheet into lines of text, cells parted by tabs: the form in which Seller Central delivers.

use super::super::archive;
use super::super::spool::{Spool, Spooling};
use std::io::{self, Write as _};

/// No report has so many columns; a cell beyond them is a slip, and would make every line as wide.
pub(super) const COLUMNS: u32 = 1024;
/// No row of a report is so long, in bytes.
pub(super) const LONGEST: usize = 1 << 20;

/// Writes cells, which come row by row and in each from left to right.
pub(super) struct Lines {
    text: Spooling,
    line: Vec<u8>,
    /// The row and the column that are being written, from 0.
    row: u32,
    column: u32,
    /// Columns of the first row that has any: shorter rows are filled up, since sheets leave out empty cells.
    width: Option<u32>,
    /// Rows that are wanted.
    rows: u32,
    /// Bytes that may still be written.
    left: u64,
}

/// Has there been enough?
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Go {
    On,
    Enough,
}

impl Lines {
    /// All rows of a sheet of a workbook of `length` bytes.
    pub(super) fn all(length: u64) -> Self {
        Lines::first(u32::MAX, length)
    }

    /// The first rows of it.
    pub(super) fn first(rows: u32, length: u64) -> Self {
        let left = archive::most(length);
        Lines { text: Spooling::default(), line: Vec::new(), row: 0, column: 0, width: None, rows, left }
    }

    /// Writes a cell; what is blank is left out as what is empty is.
    pub(super) fn cell(&mut self, row: u32, column: u32, text: &str) -> Result<Go, String> {
        if text.trim().is_empty() {
            return Ok(Go::On);
        }
        if row >= self.rows {
            return Ok(Go::Enough);
        }
        if column >= COLUMNS {
            return Err(format!("row {} has a cell beyond column {COLUMNS}", row + 1));
        }
        let begun = !self.line.is_empty();
        if row < self.row || (row == self.row && begun && column <= self.column) {
            return Err(format!("its cells are out of order in row {}", row + 1));
        }
        while self.row < row {
            self.end_line()?;
        }
        while self.column < column {
            self.line.push(b'\t');
            self.column += 1;
        }
        if self.line.len() + text.len() > LONGEST {
            return Err(too_long(row));
        }
        // What would end a cell or a line cannot stand in one. Only titles have it, and no title is read.
        self.line.extend(text.bytes().map(|b| if matches!(b, b'\t' | b'\n' | b'\r') { b' ' } else { b }));
        Ok(Go::On)
    }

    fn end_line(&mut self) -> Result<(), String> {
        if !self.line.is_empty() {
            let width = *self.width.get_or_insert(self.column + 1);
            self.line.extend((self.column + 1..width).map(|_| b'\t'));
        }
        self.line.push(b'\n');
        self.left = self
            .left
            .checked_sub(self.line.len() as u64)
            .ok_or("as text it is larger than any report of a workbook of this size")?;
        self.text.write_all(&self.line).map_err(|error| error.to_string())?;
        self.line.clear();
        (self.row, self.column) = (self.row + 1, 0);
        Ok(())
    }

    /// What was written.
    pub(super) fn done(mut self) -> io::Result<Spool> {
        if !self.line.is_empty() {
            self.end_line().map_err(io::Error::other)?;
        }
        self.text.done()
    }
}

/// What is wrong with a row that is longer than any of a report.
pub(super) fn too_long(row: u32) -> String {
    format!("row {} is longer than any report's", row.saturating_add(1))
}

/// A number as a report writes it: a whole one without a point.
pub(super) fn number(value: f64) -> String {
    // Display has no exponent and as few digits as tell the number.
    value.to_string()
}
