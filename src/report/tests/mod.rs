//! The reader against slower and simpler ones, and against every form in which the exports have been seen.

mod against_csv;
mod cells;
mod encodings;
mod ends;
mod headers;
mod lines;
mod pieces;
mod spreadsheets;

use super::stages::{Texts, texts};
use super::{Plan, Problem, Report, ReportKind, Sink, Source};
use std::sync::Arc;

impl Texts {
    fn cells(&self) -> Vec<[String; 3]> {
        let text = |cell: &Vec<u8>| String::from_utf8(cell.clone()).expect("cells are decoded");
        self.rows.iter().map(|(_, row)| [0, 1, 2].map(|i| text(&row[i]))).collect()
    }

    fn told(&self) -> Vec<String> {
        self.problems.iter().map(ToString::to_string).collect()
    }
}

fn plan(threads: usize, piece: u64, chunk: usize) -> Plan {
    Plan { threads, piece, chunk, read: Arc::default() }
}

/// Reads a file of the columns a, b and c.
fn read(bytes: &[u8], plan: &Plan) -> Texts {
    texts(&Source::new("file", bytes.to_vec()), plan).expect("memory does not fail")
}

/// Reads it in one go.
fn plainly(bytes: &[u8]) -> Texts {
    read(bytes, &plan(1, 1 << 20, 1 << 20))
}
