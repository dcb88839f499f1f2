//! Rows for spreadsheets and pipes: one neutral sheet, written as CSV, as TSV or as lines of JSON.

use crate::ids::printable;
use chrono::NaiveDate;
use serde_json::{Map, Value};
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
    /// A number with a fraction.
    Number(f64),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    Flag(bool),
}

impl From<Option<f64>> for Cell<'_> {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Cell::Empty, Cell::Number)
    }
}

impl From<NaiveDate> for Cell<'_> {
    fn from(day: NaiveDate) -> Self {
        Cell::Day(day)
    }
}

impl From<Option<NaiveDate>> for Cell<'_> {
    fn from(day: Option<NaiveDate>) -> Self {
        day.map_or(Cell::Empty, Cell::Day)
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Cell::Flag(flag)
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

/// A cell for each column.
pub type Row<'a> = Vec<Cell<'a>>;

/// A head and rows. The rows are made as they are written, so that a long sheet takes no more memory than its text.
pub struct Sheet<'a> {
    /// What the rows are about, in a word: the name of the sheet in a workbook.
    pub name: &'static str,
    /// The names of the columns, in `snake_case` with their units.
    pub head: Vec<Cow<'static, str>>,
    /// The rows; each has one cell per column.
    pub rows: Box<dyn Iterator<Item = Row<'a>> + 'a>,
}

/// How cells are written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// What stands between two cells.
    pub delimiter: u8,
    /// Numbers have a decimal comma.
    pub decimal_comma: bool,
    /// Text is written as it is, even where a spreadsheet takes it for a formula.
    pub raw: bool,
}

impl Dialect {
    /// Comma-separated values with decimal points.
    pub const CSV: Dialect = Dialect { delimiter: b',', decimal_comma: false, raw: false };
    /// Tab-separated values with decimal points.
    pub const TSV: Dialect = Dialect { delimiter: b'\t', ..Dialect::CSV };
}

impl<'a> Sheet<'a> {
    /// A sheet.
    pub fn new(
        name: &'static str,
        head: impl IntoIterator<Item = impl Into<Cow<'static, str>>>,
        rows: impl IntoIterator<Item = Row<'a>, IntoIter: 'a> + 'a,
    ) -> Sheet<'a> {
        Sheet { name, head: head.into_iter().map(Into::into).collect(), rows: Box::new(rows.into_iter()) }
    }

    /// With a last column that says of every row whether something was left out at the seller's wish.
    #[must_use]
    pub fn marked(mut self, partial: bool) -> Sheet<'a> {
        self.head.push("partial".into());
        let rows = self.rows.map(move |mut row| {
            row.push(Cell::Flag(partial));
            row
        });
        Sheet { rows: Box::new(rows), ..self }
    }

    /// Writes head and rows with CRLF line ends. Text that a spreadsheet would run as a formula is guarded by a quote.
    ///
    /// ```
    /// use ipi::output::sheet::{Cell, Dialect, Sheet};
    /// let sheet = || Sheet::new("stock", ["sku", "units"], [vec!["=1+2".into(), Cell::Number(-5.5)]]).marked(true);
    /// assert_eq!(sheet().csv(Dialect::CSV), "sku,units,partial\r\n'=1+2,-5.5,true\r\n");
    /// let german = Dialect { delimiter: b';', decimal_comma: true, ..Dialect::CSV };
    /// assert_eq!(sheet().csv(german), "sku;units;partial\r\n'=1+2;-5,5;true\r\n");
    /// ```
    #[must_use]
    pub fn csv(self, dialect: Dialect) -> String {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .delimiter(dialect.delimiter)
            .from_writer(Vec::new());
        // Writing into a vector cannot fail, and every byte written comes from a string.
        _ = writer.write_record(self.head.iter().map(|name| name.as_bytes()));
        for row in self.rows {
            _ = writer.write_record(row.iter().map(|cell| text(cell, dialect).into_owned()));
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// Writes a JSON object for each row, a line each; what is not stated is null.
    ///
    /// ```
    /// use ipi::output::sheet::{Cell, Sheet};
    /// let sheet = Sheet::new("stock", ["sku", "units"], [vec!["=1+2".into(), Cell::Empty]]);
    /// assert_eq!(sheet.jsonl(), "{\"sku\":\"=1+2\",\"units\":null}\n");
    /// ```
    #[must_use]
    pub fn jsonl(self) -> String {
        let mut out = String::new();
        for row in self.rows {
            let fields = self.head.iter().zip(&row).map(|(name, cell)| (name.to_string(), value(cell)));
            let object = Value::Object(fields.collect::<Map<_, _>>());
            out += &crate::output::words::escape_hidden(&object.to_string());
            out.push('\n');
        }
        out
    }
}

fn text<'a>(cell: &'a Cell<'_>, dialect: Dialect) -> Cow<'a, str> {
    match cell {
        Cell::Empty => "".into(),
        // Whoever looks at it in a terminal is not to have it obeyed.
        Cell::Text(text) if text.contains(crate::ids::is_hidden) && !dialect.raw => {
            guard(&printable(text)).into_owned().into()
        }
        Cell::Text(text) if dialect.raw => text.as_ref().into(),
        Cell::Text(text) => guard(text),
        Cell::Whole(number) => number.to_string().into(),
        Cell::Number(number) if dialect.decimal_comma => number.to_string().replace('.', ",").into(),
        Cell::Number(number) => number.to_string().into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Flag(flag) => if *flag { "true" } else { "false" }.into(),
    }
}

fn value(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.as_ref().into(),
        Cell::Whole(number) => (*number).into(),
        Cell::Number(number) => (*number).into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Flag(flag) => (*flag).into(),
    }
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
