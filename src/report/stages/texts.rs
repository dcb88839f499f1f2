//! A report of three columns of text, each cell taken as it is: what splitting and decoding come to, and nothing else.

use crate::report::cells::Cells;
use crate::report::columns::{Columns, columns};
use crate::report::table::Table;
use crate::report::{Export, Oddity, Plan, Problem, Report, ReportKind, Sink, Source};
use std::io;

columns! {
    A: optional "a";
    B: optional "b";
    C: optional "c";
}

struct Three;

impl Export for Three {
    type Row<'a> = [Vec<u8>; 3];
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<[Vec<u8>; 3]> {
        Some([A, B, C].map(|column| cells.bytes(column).into_owned()))
    }
}

/// Keeps all rows with their offsets.
#[derive(Default)]
struct Kept(Vec<(u64, [Vec<u8>; 3])>);

impl Sink<Three> for Kept {
    fn row(&mut self, row: [Vec<u8>; 3], offset: u64) {
        self.0.push((offset, row));
    }
}

/// What a reading gives, pieces joined.
#[derive(Debug, Default, PartialEq)]
pub struct Texts {
    /// The cells of every sound row, in UTF-8, and where in the file it begins.
    pub rows: Vec<(u64, [Vec<u8>; 3])>,
    /// Rows that are not blank.
    pub counted: u64,
    /// Rows left out because something in them is wrong.
    pub left_out: u64,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// In what the file is written.
    pub encoding: &'static str,
    /// What is odd.
    pub(in crate::report) odd: Vec<Oddity>,
}

/// Reads a file of the columns a, b and c.
///
/// # Errors
/// Whatever the medium reports.
pub fn texts(source: &Source, plan: &Plan) -> io::Result<Texts> {
    let table = match Table::open(source) {
        Ok(table) => table,
        Err(problem) => return Ok(Texts { problems: vec![*problem], ..Texts::default() }),
    };
    let mut report = Report { kind: ReportKind::Business, table, order: None };
    let mut reading = report.read_alone::<Three, Kept>(plan, Kept::default)?;
    let problems = report.problems(&mut reading)?;
    let odd = report.oddities(&mut reading)?;
    Ok(Texts {
        odd,
        problems,
        encoding: report.shape().encoding,
        rows: reading.sinks.into_iter().flat_map(|kept| kept.0).collect(),
        counted: reading.rows,
        left_out: reading.left_out,
    })
}
