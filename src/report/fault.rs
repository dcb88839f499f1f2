//! What is wrong with rows, collected while reading; places are offsets until the end, when they become lines.

use super::code::Code;
use super::odd::Odd;
use super::problem::Problem;
use super::table::Table;
use std::io;

/// How many places of each fault are shown; the rest is counted.
const SHOWN: usize = 3;

/// What is wrong in the same way in one column, or with whole rows, wherever in the file.
#[derive(Clone, Debug)]
struct Fault {
    code: Code,
    column: Option<u16>,
    /// It is the end of the file that is wrong, which is told by itself.
    at_end: bool,
    /// Of the first place.
    value: String,
    detail: Option<String>,
    /// The first places, in the order of the file.
    places: Vec<u64>,
    /// How many places there are in all.
    count: u64,
}

/// The faults of a piece of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    all: Vec<Fault>,
    /// How many faults there are in all.
    pub(super) total: u64,
    /// Cells that do not fit columns which no factor needs.
    pub(super) odd: Odd,
    /// Rows in which no cell holds anything; they are no rows.
    pub(super) blank: u64,
    /// Some row has fewer cells than the header has names.
    pub(super) short: bool,
    /// The first number with a decimal point and the first with a decimal comma, where both might be.
    pub(super) decimals: [Option<u64>; 2],
}

impl Faults {
    /// Notes a fault at an offset of the file, in a column counted from 0.
    #[cold]
    pub(super) fn add(&mut self, code: Code, offset: u64, column: Option<u16>, value: &[u8]) {
        let fault = Fault::new(code, offset, column);
        self.push(Fault { value: shown(value), ..fault });
    }

    /// Notes a fault of a whole row.
    #[cold]
    pub(super) fn add_row(&mut self, code: Code, offset: u64, detail: String) {
        let detail = (!detail.is_empty()).then_some(detail);
        self.push(Fault { detail, ..Fault::new(code, offset, None) });
    }

    /// Notes that the last row is not whole.
    #[cold]
    pub(super) fn add_end(&mut self, code: Code, offset: u64, detail: String) {
        self.push(Fault { detail: Some(detail), at_end: true, ..Fault::new(code, offset, None) });
    }

    /// Notes a fault of a cell with more to say of it.
    #[cold]
    pub(super) fn add_told(&mut self, code: Code, offset: u64, column: usize, value: &[u8], detail: String) {
        let detail = (!detail.is_empty()).then_some(detail);
        let fault = Fault::new(code, offset, u16::try_from(column).ok());
        self.push(Fault { value: shown(value), detail, ..fault });
    }

    /// Notes that the row at `offset` is the header once more; each of its cells may tell it.
    #[cold]
    pub(super) fn add_header(&mut self, offset: u64) {
        let mut headers = self.all.iter_mut().filter(|fault| fault.code == Code::HeaderAgain);
        if headers.all(|fault| fault.places.last() != Some(&offset)) {
            self.add_row(Code::HeaderAgain, offset, String::new());
        }
    }

    fn push(&mut self, fault: Fault) {
        self.total += fault.count;
        match self.all.iter_mut().find(|known| known.is_like(&fault)) {
            Some(known) => {
                known.count += fault.count;
                let free = SHOWN.saturating_sub(known.places.len());
                known.places.extend(fault.places.into_iter().take(free));
            }
            None => self.all.push(fault),
        }
    }

    /// Adds the faults of the next piece.
    pub(super) fn append(&mut self, next: Faults) {
        let told: u64 = next.all.iter().map(|fault| fault.count).sum();
        // Faults that are not told by themselves count too.
        self.total += next.total - told;
        next.all.into_iter().for_each(|fault| self.push(fault));
        self.odd.append(next.odd);
        self.blank += next.blank;
        self.short |= next.short;
        for (mine, next) in self.decimals.iter_mut().zip(next.decimals) {
            *mine = mine.or(next);
        }
    }

    /// Into problems with lines, by reading the file once more as far as the last place that is shown.
    pub(super) fn resolve(mut self, table: &Table) -> io::Result<Vec<Problem>> {
        self.all.sort_by_key(|fault| (fault.places[0], fault.code));
        let offsets: Vec<_> = self.all.iter().flat_map(|fault| fault.places.iter().copied()).collect();
        let lines = table.lines_at(&offsets)?;
        let mut lines = lines.into_iter();
        let problem = |fault: Fault| {
            let mut places = lines.by_ref().take(fault.places.len());
            Problem {
                code: fault.code,
                file: table.source.name().clone(),
                line: places.next(),
                also: places.collect(),
                column: fault.column.and_then(|column| table.header.get(usize::from(column)).cloned()),
                value: fault.column.map(|_| fault.value),
                detail: fault.detail,
                more: fault.count - 1,
            }
        };
        Ok(self.all.into_iter().map(problem).collect())
    }
}

impl Fault {
    fn new(code: Code, offset: u64, column: Option<u16>) -> Self {
        let (value, detail, places) = (String::new(), None, vec![offset]);
        Fault { code, column, at_end: false, value, detail, places, count: 1 }
    }

    fn is_like(&self, other: &Fault) -> bool {
        (self.code, self.column, self.at_end) == (other.code, other.column, other.at_end)
    }
}

/// A cell, cut to a length that can be read.
pub(super) fn shown(value: &[u8]) -> String {
    let value = String::from_utf8_lossy(value);
    match value.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", &value[..cut]),
        None => value.into_owned(),
    }
}
