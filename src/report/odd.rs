//! What is odd about a file and forbids no figure: cells that no factor needs and that do not fit their column, lines that
//! were put together, an encoding that is not sure.

use super::fault::shown;
use super::table::Table;
use std::io;

/// Something odd about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// Cells of a column that do not fit it, and are taken as not stated.
    Cells { column: String, cells: u64, line: u64, value: String },
    /// Rows that stood on several lines.
    Joined { rows: u64, line: u64 },
    /// The file is in an old encoding, and might be in another than the one taken.
    Encoding { taken: &'static str },
}

impl Oddity {
    /// Is it about the cells of one column?
    pub(crate) fn is_of_cells(&self) -> bool {
        matches!(self, Oddity::Cells { .. })
    }
}

/// The odd cells of a piece of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Odd {
    columns: Vec<OddColumn>,
    /// How many there are in all.
    pub(super) total: u64,
}

#[derive(Clone, Debug)]
struct OddColumn {
    /// Its place in the file.
    column: u16,
    cells: u64,
    /// The first of them.
    offset: u64,
    value: String,
}

impl Odd {
    /// One more, at an offset of the file; those of one column come in order.
    #[cold]
    pub(super) fn add(&mut self, column: u16, offset: u64, value: &[u8]) {
        self.total += 1;
        match self.columns.iter_mut().find(|known| known.column == column) {
            Some(known) => known.cells += 1,
            None => self.columns.push(OddColumn { column, cells: 1, offset, value: shown(value) }),
        }
    }

    /// Adds those of the next piece.
    pub(super) fn append(&mut self, next: Odd) {
        self.total += next.total;
        for next in next.columns {
            match self.columns.iter_mut().find(|known| known.column == next.column) {
                Some(known) => known.cells += next.cells,
                None => self.columns.push(next),
            }
        }
    }

    /// With lines, in the order of the columns.
    pub(super) fn resolve(mut self, table: &Table) -> io::Result<Vec<Oddity>> {
        self.columns.sort_by_key(|odd| odd.column);
        let offsets: Vec<_> = self.columns.iter().map(|odd| odd.offset).collect();
        let lines = table.lines_at(&offsets)?;
        let name = |column: u16| table.header.get(usize::from(column)).cloned().unwrap_or_default();
        let oddity = |(odd, line): (OddColumn, u64)| Oddity::Cells {
            column: name(odd.column),
            cells: odd.cells,
            line,
            value: odd.value,
        };
        Ok(self.columns.into_iter().zip(lines).map(oddity).collect())
    }
}
