//! The wire form of a check, `ipi.check/1`: fields are added to it, never renamed or taken away.

use crate::account::{Examination, Examined, Fitness, Note};
use crate::output::{notes, words};
use serde_json::{Value, json};

/// The schema's name and version.
const SCHEMA: &str = "ipi.check/1";

/// Writes the check as one JSON document with a final line end.
#[must_use]
pub fn json(examination: &Examination) -> String {
    let problems = examination.problems.iter().map(|problem| {
        json!({
            "code": problem.code.name(),
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "value": problem.value,
            "why": problem.code.why(),
            "detail": problem.detail,
            "next": problem.code.next(),
            "more_rows": problem.more,
            "also_lines": problem.also,
            "text": problem.to_string(),
        })
    });
    let document = json!({
        "schema": SCHEMA,
        "fitness": match examination.fitness() {
            Fitness::Well => "well",
            Fitness::Odd => "odd",
            Fitness::Unfit => "unfit",
        },
        "partial": examination.partial,
        "as_of": examination.as_of(),
        "marketplace": examination.marketplace(),
        "too_little": examination.too_little,
        "rows_left_out": examination.rows_left_out,
        "files": examination.files.iter().map(file).collect::<Vec<_>>(),
        "problems": problems.collect::<Vec<_>>(),
        "notes": examination.notes.iter().map(note).collect::<Vec<_>>(),
    });
    words::json_text(&document)
}

fn file(Examined { file, bytes, source }: &Examined) -> Value {
    let source = source.as_ref();
    json!({
        "file": file,
        "kind": source.map(|source| source.kind),
        "report": source.map(|source| source.kind.title()),
        "rows": source.map(|source| source.rows),
        "rows_left_out": source.map(|source| source.left_out),
        "first_day": source.and_then(|source| source.days).map(|(first, _)| first),
        "last_day": source.and_then(|source| source.days).map(|(_, last)| last),
        "encoding": source.map(|source| source.encoding),
        "delimiter": source.map(|source| source.delimiter),
        "bytes": bytes,
        "fingerprint": source.map(|source| format!("{:016x}", source.fingerprint)),
        "used": source.is_some_and(|source| source.used),
    })
}

fn note(note: &Note) -> Value {
    let (file, line) = note.place();
    let mut told = json!({
        "code": note.code(),
        "fault": note.is_fault(),
        "file": file,
        "line": line,
        "text": notes::note(note),
    });
    // The text names the first few.
    if !note.files().is_empty() {
        told["files"] = note.files().into();
    }
    told
}
