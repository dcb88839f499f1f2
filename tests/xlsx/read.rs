//! Reading workbooks back, and making them.

use calamine::{Data, Reader as _, Xlsx};
use std::fmt::Write as _;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::Command;

/// `ipi` without what the surroundings say.
pub fn ipi() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_")) {
        command.env_remove(name);
    }
    command.env("IPI_MAX_AGE", "off");
    command
}

/// What `ipi` prints, which is to say nothing else.
pub fn said(folder: &Path, args: &[&str]) -> Vec<u8> {
    let done = ipi().args(args).current_dir(folder).output().unwrap();
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{args:?}: {told}");
    assert_eq!(told, "", "{args:?}");
    done.stdout
}

/// The example account in a folder of its own.
pub fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    said(folder.path(), &["demo", "reports"]);
    folder
}

/// An opened workbook.
pub type Book = Xlsx<Cursor<Vec<u8>>>;

/// Opens a workbook.
pub fn open(bytes: &[u8]) -> Book {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

/// The rows of a sheet, from its first cell.
pub fn rows(book: &mut Book, sheet: &str) -> Vec<Vec<Data>> {
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// Every part of the archive that is XML, with its name.
pub fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let part = |at: usize| {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        (name, text)
    };
    (0..zip::ZipArchive::new(Cursor::new(bytes)).unwrap().len()).map(part).collect()
}

/// The day of a cell of Excel.
pub fn day(days: f64) -> chrono::NaiveDate {
    #[allow(clippy::cast_possible_truncation)]
    let days = chrono::Duration::days(days as i64);
    chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap() + days
}

/// Every cell that holds something: a line for each row, with type and value of each.
pub fn dump(bytes: &[u8]) -> String {
    let mut book = open(bytes);
    let mut out = String::new();
    for sheet in book.sheet_names() {
        writeln!(out, "=== {sheet}").unwrap();
        let range = book.worksheet_range(&sheet).unwrap();
        let (from, _) = range.start().unwrap_or_default();
        for (row, cells) in (from + 1..).zip(range.rows()) {
            let told: Vec<_> =
                ('A'..='Z').map(String::from).chain(('A'..='Z').map(|c| format!("A{c}"))).collect();
            let told = told.into_iter().chain(('A'..='Z').map(|c| format!("B{c}")));
            let told: Vec<_> =
                told.zip(cells).filter_map(|(at, cell)| Some(format!("{at} {}", cell_told(cell)?))).collect();
            if !told.is_empty() {
                writeln!(out, "{row}: {}", told.join(" | ")).unwrap();
            }
        }
    }
    out.replace(concat!("ipi ", env!("CARGO_PKG_VERSION")), "ipi [VERSION]")
}

fn cell_told(cell: &Data) -> Option<String> {
    Some(match cell {
        Data::Empty => return None,
        Data::String(text) => format!("text {text}"),
        Data::Float(number) => format!("number {number}"),
        Data::Bool(flag) => format!("flag {flag}"),
        Data::DateTime(days) => format!("day {}", day(days.as_f64())),
        other => format!("OTHER {other:?}"),
    })
}
