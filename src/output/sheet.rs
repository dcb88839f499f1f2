//! Rows for spreadsheets: CSV with CRLF line ends, text cells guarded against being run as formulas.

use crate::ids::printable;
use std::borrow::Cow;

/// A cell of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing stated.
    Empty,
    /// Text from outside or from us.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(u64),
    /// A number with a fraction, written in full.
    Number(f64),
}

impl From<Option<f64>> for Cell<'_> {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Cell::Empty, Cell::Number)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Cell::Text(text.into())
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::Text(text.into())
    }
}

/// Writes a head and rows as CSV.
///
/// ```
/// use ipi::output::sheet::{Cell, csv};
/// let text = csv(&["sku", "units"], vec![vec!["=1+2".into(), Cell::Number(-5.0)]]);
/// assert_eq!(text, "sku,units\r\n'=1+2,-5\r\n");
/// ```
#[must_use]
pub fn csv<'a>(head: &[&str], rows: impl IntoIterator<Item = Vec<Cell<'a>>>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing into a vector cannot fail, and every byte written comes from a string.
    _ = writer.write_record(head);
    for row in rows {
        _ = writer.write_record(row.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            // Whoever looks at it in a terminal is not to have it obeyed.
            Cell::Text(text) if text.contains(crate::ids::is_hidden) => guard(&printable(text)).into_owned(),
            Cell::Text(text) => guard(text).into_owned(),
            Cell::Whole(number) => number.to_string(),
            Cell::Number(number) => number.to_string(),
        }));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// Writes a head and rows as CSV, with a last column that says of every row whether something was left out at the seller's wish.
///
/// ```
/// use ipi::output::sheet::{Cell, marked};
/// let text = marked(&["sku"], vec![vec!["LAMP".into()]], true);
/// assert_eq!(text, "sku,partial\r\nLAMP,yes\r\n");
/// ```
#[must_use]
pub fn marked<'a>(head: &[&str], rows: impl IntoIterator<Item = Vec<Cell<'a>>>, partial: bool) -> String {
    let head: Vec<_> = head.iter().copied().chain(["partial"]).collect();
    let mark = if partial { "yes" } else { "no" };
    csv(&head, rows.into_iter().map(|row| row.into_iter().chain([Cell::from(mark)]).collect()))
}

/// Keeps a spreadsheet from taking text for a formula: a quote goes before `=`, `+`, `-`, `@`, tab or line end at the
/// head of the text, also behind spaces and in full-width form.
fn guard(text: &str) -> Cow<'_, str> {
    let first = text.trim_start_matches([' ', '\u{feff}', '\u{200b}']).chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            format!("'{text}").into()
        }
        _ => text.into(),
    }
}
