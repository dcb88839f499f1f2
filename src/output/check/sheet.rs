//! The check as rows for a spreadsheet: one row per file, then one per thing that is wrong or odd.

use crate::account::{Examination, Examined};
use crate::ids::printable;
use crate::output::notes;
use crate::output::sheet::{Cell, Row, Sheet};

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
    ];
    let files = examination.files.iter().map(file);
    let problems = examination.problems.iter().map(|problem| {
        let file = printable(&problem.file);
        let told = [&problem.column, &problem.value].map(|text| optional(text.as_deref().map(printable)));
        finding("problem", Some(file), problem.line, told, problem.code.name(), problem.to_string())
    });
    let notes = examination.notes.iter().map(|note| {
        let (file, line) = note.place();
        let row = if note.is_fault() { "fault" } else { "note" };
        let told = [Cell::Empty, Cell::Empty];
        finding(row, file.map(printable), line, told, note.code(), notes::note(note))
    });
    Sheet::new("Check", head, files.chain(problems).chain(notes))
}

fn optional<'a>(text: Option<String>) -> Cell<'a> {
    text.map_or(Cell::Empty, Cell::from)
}

fn file(Examined { file, source, .. }: &Examined) -> Row<'_> {
    let mut row: Row<'_> = vec!["file".into(), printable(file).into()];
    if let Some(source) = source {
        row.extend([
            source.kind.title().into(),
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
    row
}

fn finding<'a>(
    row: &'static str,
    file: Option<String>,
    line: Option<u64>,
    told: [Cell<'a>; 2],
    code: &'static str,
    text: String,
) -> Row<'a> {
    let mut cells = vec![row.into(), optional(file)];
    cells.extend((0..8).map(|_| Cell::Empty));
    cells.push(line.map_or(Cell::Empty, Cell::Whole));
    cells.extend(told);
    cells.extend([code.into(), text.into()]);
    cells
}
