//! Rows for spreadsheets and pipes: one neutral sheet, written as CSV, as TSV or as lines of JSON.

use super::wire;
use crate::ids::{Marketplace, is_hidden, printable};
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

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.unwrap_or_default().into()
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

/// A text without a character states nothing.
impl<'a> From<Cow<'a, str>> for Cell<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Cow::from(text).into()
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cow::from(text).into()
    }
}

/// A cell for each column.
pub type Row<'a> = Vec<Cell<'a>>;

/// What the rows of a report are of: it stands at the end of each, so that those of several weeks and accounts go together.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// The day judged.
    pub as_of: Option<NaiveDate>,
    /// The account, where one was named.
    pub account: Option<&'a str>,
    /// The marketplace, where it is known.
    pub marketplace: Option<Marketplace>,
    /// Something was left out at the seller's wish.
    pub partial: bool,
}

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
    /// The text begins with the mark by which Excel on Windows knows UTF-8.
    pub bom: bool,
}

impl Dialect {
    /// Comma-separated values with decimal points.
    pub const CSV: Dialect = Dialect { delimiter: b',', decimal_comma: false, raw: false, bom: false };
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

    /// With last columns that say of every row whose it is, of which day, and whether something was left out.
    #[must_use]
    pub fn of(mut self, of: Of<'a>) -> Sheet<'a> {
        self.head.extend(["as_of", "account", "marketplace"].map(Cow::from));
        let rows = self.rows.map(move |mut row| {
            row.extend([of.as_of.into(), of.account.into(), of.marketplace.map(Marketplace::code).into()]);
            row
        });
        Sheet { rows: Box::new(rows), ..self }.marked(of.partial)
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
        let start = if dialect.bom { "\u{feff}" } else { "" };
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .delimiter(dialect.delimiter)
            .from_writer(Vec::from(start));
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
            out += &wire::json_line(&fields.collect::<Map<_, _>>());
        }
        out
    }
}

fn text<'a>(cell: &'a Cell<'_>, dialect: Dialect) -> Cow<'a, str> {
    match cell {
        Cell::Empty => "".into(),
        Cell::Text(text) if dialect.raw => text.as_ref().into(),
        Cell::Text(text) => guard(text),
        Cell::Whole(number) => number.to_string().into(),
        Cell::Number(number) if dialect.decimal_comma => {
            wire::number(*number).to_string().replace('.', ",").into()
        }
        Cell::Number(number) => wire::number(*number).to_string().into(),
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

/// Keeps a spreadsheet from taking text for a formula: a quote goes before `=`, `+`, `-`, `@`, tab or line end at the head of
/// the text, also behind blanks and what nobody sees, and in full-width and small forms. What a terminal would obey is made
/// visible, for whoever looks at the rows there.
fn guard(text: &str) -> Cow<'_, str> {
    let shown = if text.contains(is_hidden) { printable(text).into() } else { Cow::from(text) };
    if is_formula(text) { format!("'{shown}").into() } else { shown }
}

/// Might a spreadsheet take the text for a formula?
pub(super) fn is_formula(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n']) || text.trim_start_matches(is_unseen).starts_with(FORMULA)
}

/// What a spreadsheet may take for the start of a formula.
const FORMULA: [char; 13] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹢', '﹣', '﹦', '﹫', '−'];

/// Does it take no place on the page, or an empty one?
fn is_unseen(c: char) -> bool {
    c.is_whitespace() || is_hidden(c)
}
