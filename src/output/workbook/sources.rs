//! The sheet of sources: the files, and below them the rules and the program that made figures of them.

use super::WorkbookError;
use super::book::Book;
use super::table::Around;
use crate::account::SourceFile;
use crate::assess::Assessment;
use crate::output::sheet::{Cell, Row, Sheet};

const HEAD: [&str; 10] = [
    "file",
    "report",
    "rows",
    "rows_left_out",
    "first_day",
    "last_day",
    "encoding",
    "bytes",
    "fingerprint",
    "used",
];

/// Adds the sheet.
pub(super) fn add(book: &mut Book, assessment: &Assessment) -> Result<(), WorkbookError> {
    let sheet = Sheet::new("Sources", HEAD, assessment.sources.iter().map(row));
    let without = "No file was read: the figures were typed in.";
    book.table(sheet, &Around { without, below: rules(assessment) }).map(|_| ())
}

fn row(source: &SourceFile) -> Row<'_> {
    vec![
        source.file.as_ref().into(),
        source.kind.title().into(),
        Cell::Whole(source.rows),
        Cell::Whole(source.left_out),
        source.days.map(|(first, _)| first).into(),
        source.days.map(|(_, last)| last).into(),
        source.encoding.into(),
        Cell::Whole(source.bytes),
        format!("{:016x}", source.fingerprint).into(),
        source.used.into(),
    ]
}

/// By which rules the figures were made.
fn rules(assessment: &Assessment) -> Vec<String> {
    let mut lines = vec![format!("Program: ipi {}", env!("CARGO_PKG_VERSION"))];
    lines.extend(
        assessment.estimate.as_ref().map(|estimate| format!("Model of the score: {}", estimate.model)),
    );
    let threshold = assessment.verdict.as_ref().and_then(|verdict| verdict.threshold);
    if let Some(row) = threshold {
        lines.push(format!(
            "Line of {} points since {} ({}): {}",
            row.threshold,
            row.period.from,
            row.certainty.meaning(),
            row.source
        ));
        lines.push(format!("Below the line: {}.", row.system.meaning()));
    }
    lines.push("All rules with their days and sources: ipi rules --all".into());
    lines
}
