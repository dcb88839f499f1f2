//! The reader against slower and simpler ones, and against every form in which the exports have been seen.

mod against_csv;
mod cells;
mod encodings;
mod ends;
mod headers;
mod lines;
mod pieces;
mod spreadsheets;

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::{Export, Oddity, Plan, Problem, Report, ReportKind, Sink, Source};
use crate::report::table::Table;
use std::sync::Arc;

columns! {
    A: optional "a";
    B: optional "b";
    C: optional "c";
}

/// A report of three columns of text, each cell taken as it is.
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
struct Kept(Vec<(u64, [String; 3])>);

impl Sink<Three> for Kept {
    fn row(&mut self, row: [Vec<u8>; 3], offset: u64) {
        self.0.push((offset, row.map(|cell| String::from_utf8(cell).expect("cells are decoded"))));
    }
}

/// What a reading gives, pieces joined.
#[derive(Debug, Default, PartialEq)]
struct Outcome {
    rows: Vec<(u64, [String; 3])>,
    counted: u64,
    left_out: u64,
    problems: Vec<Problem>,
    odd: Vec<Oddity>,
    encoding: &'static str,
}

impl Outcome {
    fn cells(&self) -> Vec<[String; 3]> {
        self.rows.iter().map(|(_, row)| row.clone()).collect()
    }

    fn told(&self) -> Vec<String> {
        self.problems.iter().map(ToString::to_string).collect()
    }
}

fn plan(threads: usize, piece: u64, chunk: usize) -> Plan {
    Plan { threads, piece, chunk, read: Arc::default() }
}

/// Reads a file of the columns a, b and c.
fn read(bytes: &[u8], plan: &Plan) -> Outcome {
    let table = match Table::open(&Source::new("file", bytes.to_vec())) {
        Ok(table) => table,
        Err(problem) => return Outcome { problems: vec![*problem], ..Outcome::default() },
    };
    let mut report = Report { kind: ReportKind::Business, table, order: None };
    let mut reading = report.read_alone::<Three, Kept>(plan, Kept::default).expect("memory does not fail");
    let problems = report.problems(&mut reading).expect("memory does not fail");
    let odd = report.oddities(&mut reading).expect("memory does not fail");
    Outcome {
        odd,
        encoding: report.shape().encoding,
        rows: reading.sinks.into_iter().flat_map(|kept| kept.0).collect(),
        counted: reading.rows,
        left_out: reading.left_out,
        problems,
    }
}

/// Reads it in one go.
fn plainly(bytes: &[u8]) -> Outcome {
    read(bytes, &plan(1, 1 << 20, 1 << 20))
}
