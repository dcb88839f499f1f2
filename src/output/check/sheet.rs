//! The check as rows for a spreadsheet: one row per file, then one per thing that is wrong or odd.

use crate::account::{Examination, Examined};
use crate::output::notes;
use crate::output::sheet::{Cell, Row, Sheet};
use crate::report::ReportKind;
use serde_json::Value;

/// One row per file with what it is, and one row per problem and note, told apart by the column `row`.
#[must_use]
pub fn sheet(examination: &Examination) -> Sheet<'_> {
    let head = [
        "row",
        "file",
        "kind",
        "rows",
        "rows_left_out",
        "first_day",
        "last_day",
        "encoding",
        "delimiter",
        "used",
        "line",
        "column",
        "value",
        "code",
        "text",
        "report",
    ];
    let files = examination.files.iter().map(file);
    let problems = examination.problems.iter().map(|problem| {
        let told = [&problem.column, &problem.value].map(|text| Cell::from(text.as_deref()));
        finding("problem", Some(&problem.file), problem.line, told, problem.code.name(), problem.to_string())
    });
    let notes = examination.notes.iter().map(|note| {
        let (file, line) = note.place();
        let row = if note.is_fault() { "fault" } else { "note" };
        let told = [Cell::Empty, Cell::Empty];
        finding(row, file, line, told, note.code(), notes::note(note))
    });
    Sheet::new("Check", head, files.chain(problems).chain(notes)).marked(examination.partial)
}

fn file(Examined { file, source, .. }: &Examined) -> Row<'_> {
    let mut row: Row<'_> = vec!["file".into(), Cell::from(&**file)];
    if let Some(source) = source {
        row.extend([
            kind(source.kind),
            Cell::Whole(source.rows),
            Cell::Whole(source.left_out),
            source.days.map(|(first, _)| first).into(),
            source.days.map(|(_, last)| last).into(),
            source.encoding.into(),
            source.delimiter.into(),
        ]);
    } else {
        row.extend((0..7).map(|_| Cell::Empty));
    }
    let used = source.as_ref().is_some_and(|source| source.used);
    row.push(used.into());
    row.extend((0..5).map(|_| Cell::Empty));
    row.push(source.as_ref().map(|source| source.kind.title()).into());
    row
}

/// The name of a kind in machine formats, as JSON has it.
fn kind(kind: ReportKind) -> Cell<'static> {
    match serde_json::to_value(kind) {
        Ok(Value::String(name)) => name.into(),
        _ => Cell::Empty,
    }
}

fn finding<'a>(
    row: &'static str,
    file: Option<&'a str>,
    line: Option<u64>,
    told: [Cell<'a>; 2],
    code: &'static str,
    text: String,
) -> Row<'a> {
    let mut cells = vec![row.into(), file.into()];
    cells.extend((0..8).map(|_| Cell::Empty));
    cells.push(line.map_or(Cell::Empty, Cell::Whole));
    cells.extend(told);
    cells.extend([code.into(), text.into(), Cell::Empty]);
    cells
}
