//! A seller's own spreadsheet, saved as CSV: its lines and cells, its dates, and what can be wrong with it.
//!
//! Such a file is read whole, or refused whole with all its problems: what is left out of it silently is missed by nobody.

mod day;
mod problem;
mod text;

pub use day::{Cell, Order};
pub use problem::{Problem, Problems, shown};

use text::{Lines, delimiter, plain};

/// A row: its line, as an editor counts, and its cells without the blanks around them.
pub type Row = (usize, Vec<String>);

/// Why a file is not the text of a spreadsheet: what it is, why it cannot be read, what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotText {
    /// What it is.
    pub what: &'static str,
    /// Why it cannot be read.
    pub why: &'static str,
    /// What to do.
    pub next: &'static str,
}

/// The rows of a file that have a cell with something in it, the head among them. The separator is a comma, a semicolon or a
/// tab, whichever the head has most of.
///
/// ```
/// use ipi::spreadsheet::rows;
/// let all = rows(b"\xef\xbb\xbfsku;units\r\n\r\nLAMP; 40 \r\n").unwrap();
/// assert_eq!(all[1], (3, vec!["LAMP".to_owned(), "40".to_owned()]));
/// assert!(rows(b"PK\x03\x04...").is_err());
/// ```
///
/// # Errors
/// It is a workbook, or in an encoding that is not read.
pub fn rows(bytes: &[u8]) -> Result<Vec<Row>, NotText> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(NotText {
            what: "this is an Excel workbook",
            why: "only text is read",
            next: "save it as CSV and import that",
        });
    }
    if bytes.contains(&0) {
        return Err(NotText {
            what: "this is not plain text",
            why: "it holds zero bytes, as UTF-16 does",
            next: "save it as \"CSV UTF-8\" and import that",
        });
    }
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(bytes))
        .from_reader(bytes);
    let mut row = csv::ByteRecord::new();
    let mut all = Vec::new();
    let mut lines = Lines::new(bytes);
    // Reading from memory into byte records cannot fail.
    while rows.read_byte_record(&mut row).unwrap_or(false) {
        let line = lines.of(row.position().map_or(0, csv::Position::byte));
        let cells: Vec<String> = row.iter().map(plain).collect();
        if !cells.iter().all(String::is_empty) {
            all.push((line, cells));
        }
    }
    Ok(all)
}
