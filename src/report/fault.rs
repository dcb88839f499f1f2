//! What is wrong with rows, collected while reading; places are offsets until the end, when they become lines.

use super::problem::{Code, Problem};
use super::table::Table;
use std::io;

/// How many rows of each kind of problem are shown one by one; the rest is counted.
const SHOWN: usize = 10;

/// One cell or row that does not fit.
#[derive(Clone, Debug)]
struct Fault {
    code: Code,
    offset: u64,
    column: Option<u16>,
    value: String,
    detail: Option<String>,
}

/// The faults of a piece of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    shown: Vec<Fault>,
    counts: Vec<(Code, u64)>,
    /// How many faults there are in all.
    pub(super) total: u64,
}

impl Faults {
    /// Notes a fault at an offset of the file, in a column counted from 0.
    #[cold]
    pub(super) fn add(&mut self, code: Code, offset: u64, column: Option<u16>, value: &[u8]) {
        let value = String::from_utf8_lossy(value);
        let cut = value.char_indices().nth(60).map_or(value.len(), |(at, _)| at);
        let value = if cut < value.len() { format!("{}…", &value[..cut]) } else { value.into_owned() };
        self.push(Fault { code, offset, column, value, detail: None });
    }

    /// Notes a fault of a whole row.
    #[cold]
    pub(super) fn add_row(&mut self, code: Code, offset: u64, detail: String) {
        let detail = (!detail.is_empty()).then_some(detail);
        self.push(Fault { code, offset, column: None, value: String::new(), detail });
    }

    /// Notes a fault of a cell with more to say of it.
    #[cold]
    pub(super) fn add_told(&mut self, code: Code, offset: u64, column: usize, value: &[u8], detail: String) {
        self.add(code, offset, u16::try_from(column).ok(), value);
        if let Some(last) = self.shown.last_mut().filter(|last| last.offset == offset && !detail.is_empty()) {
            last.detail = Some(detail);
        }
    }

    fn push(&mut self, fault: Fault) {
        self.total += 1;
        if self.count(fault.code, 1) <= SHOWN as u64 {
            self.shown.push(fault);
        }
    }

    /// Counts `more` faults of a kind and says how many there are now.
    fn count(&mut self, code: Code, more: u64) -> u64 {
        if let Some((_, count)) = self.counts.iter_mut().find(|(known, _)| *known == code) {
            *count += more;
            return *count;
        }
        self.counts.push((code, more));
        more
    }

    /// Adds the faults of the next piece.
    pub(super) fn append(&mut self, next: Faults) {
        self.total += next.total;
        for (code, count) in next.counts {
            self.count(code, count);
        }
        for fault in next.shown {
            if self.shown.iter().filter(|known| known.code == fault.code).count() < SHOWN {
                self.shown.push(fault);
            }
        }
    }

    /// Into problems with lines, by reading the file once more as far as the last fault.
    pub(super) fn resolve(mut self, table: &Table) -> io::Result<Vec<Problem>> {
        self.shown.sort_by_key(|fault| (fault.offset, fault.code));
        let mut lines = Vec::with_capacity(self.shown.len());
        let (mut at, mut line) = (0_u64, 1_u64);
        if !self.shown.is_empty() {
            table.source.each_piece(|piece| {
                let mut from = 0;
                while let Some(fault) = self.shown.get(lines.len()) {
                    let Some(to) = usize::try_from(fault.offset - at).ok().filter(|&to| to < piece.len())
                    else {
                        break;
                    };
                    line += memchr::memchr_iter(b'\n', &piece[from..to]).count() as u64;
                    from = to;
                    lines.push(line);
                }
                line += memchr::memchr_iter(b'\n', &piece[from..]).count() as u64;
                at += piece.len() as u64;
                lines.len() < self.shown.len()
            })?;
        }
        lines.resize(self.shown.len(), line);
        let mut problems: Vec<Problem> = Vec::new();
        for (fault, line) in self.shown.into_iter().zip(lines) {
            problems.push(Problem {
                code: fault.code,
                file: table.source.name().clone(),
                line: Some(line),
                column: fault.column.and_then(|column| table.header.get(usize::from(column)).cloned()),
                value: fault.column.map(|_| fault.value),
                detail: fault.detail,
                more: 0,
            });
        }
        for (code, count) in self.counts {
            if let Some(last) = problems.iter_mut().rfind(|problem| problem.code == code) {
                last.more = count.saturating_sub(SHOWN as u64);
            }
        }
        Ok(problems)
    }
}
