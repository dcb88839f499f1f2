//! A neutral sheet as a table: frozen head, filter, widths from what stands in it, colours, and how it is printed.

use super::WorkbookError;
use super::book::{BAD, Book, FAIR, Formats, GOOD, coloured, put, width};
use super::column::{Colours, Kind};
use crate::output::sheet::{Cell, Row, Sheet};
use rust_xlsxwriter::{
    ConditionalFormatBlank, ConditionalFormatCell, ConditionalFormatCellRule, Format, IgnoreError, Worksheet,
};
use std::borrow::Cow;
use std::iter::Peekable;

/// So many rows a sheet holds below its head.
pub(super) const MOST_ROWS: u32 = 1_048_575;
/// A table of more rows is written by way of a temporary file, row by row, and is never held as a whole.
const HELD: usize = 4_000;
/// How wide a column is at least and at most, in digits.
const WIDTH: (usize, usize) = (7, 42);
/// The button of the filter takes so much of the head.
const BUTTON: usize = 3;
/// Height of the head, in points.
const HEAD_HEIGHT: u32 = 20;
/// A page of paper holds so much of a table that can still be read.
const PAPER: usize = 150;

/// What stands beside the rows of a table.
#[derive(Default)]
pub(super) struct Around<'a> {
    /// Stands instead of rows where there are none.
    pub(super) without: &'a str,
    /// Lines below the table.
    pub(super) below: Vec<String>,
}

/// Where a table came to stand.
pub(super) struct Placed {
    /// The name of its last sheet.
    pub(super) name: String,
    /// Its rows on that sheet.
    pub(super) rows: u32,
}

impl Book {
    /// Adds a table; where it has more rows than a sheet holds, it goes on in a sheet of the same name with a number.
    pub(super) fn table(&mut self, sheet: Sheet<'_>, around: &Around<'_>) -> Result<Placed, WorkbookError> {
        self.split(sheet, around, MOST_ROWS)
    }

    fn split(&mut self, sheet: Sheet<'_>, around: &Around<'_>, most: u32) -> Result<Placed, WorkbookError> {
        let Sheet { name, head, rows } = sheet;
        let mut rows = rows.peekable();
        let mut part = 1;
        loop {
            let name = if part == 1 { name.to_owned() } else { format!("{name} {part}") };
            let rows_here = self.part(&name, &head, &mut rows, around, most)?;
            if rows.peek().is_none() {
                return Ok(Placed { name, rows: rows_here });
            }
            part += 1;
        }
    }

    /// One sheet of a table; how many rows it took.
    fn part<'a>(
        &mut self,
        name: &str,
        head: &[Cow<'static, str>],
        rows: &mut Peekable<impl Iterator<Item = Row<'a>>>,
        around: &Around<'_>,
        most: u32,
    ) -> Result<u32, WorkbookError> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let first: Vec<Row<'_>> = rows.by_ref().take(HELD.min(most)).collect();
        let is_long = first.len() < most && rows.peek().is_some();
        let Book { file, formats } = self;
        let sheet = if is_long { file.add_worksheet_with_low_memory()? } else { file.add_worksheet() };
        sheet.set_name(name)?;
        let mut table = Table::begin(sheet, formats, head)?;
        let left = most - first.len();
        for row in first.into_iter().chain(rows.take(left)) {
            table.row(&row)?;
        }
        table.end(around)
    }
}

/// A table whose rows are being written.
struct Table<'a> {
    sheet: &'a mut Worksheet,
    formats: &'a Formats,
    kinds: Vec<Kind>,
    /// Where a value and its unit stand, which tells what it is row by row.
    unit: Option<(usize, usize)>,
    head: &'a [Cow<'static, str>],
    widths: Vec<usize>,
    rows: u32,
}

/// The place of a column.
fn at(column: usize) -> Result<u16, WorkbookError> {
    u16::try_from(column).map_err(|_| WorkbookError("a sheet has at most 16,384 columns".into()))
}

impl<'a> Table<'a> {
    fn begin(
        sheet: &'a mut Worksheet,
        formats: &'a Formats,
        head: &'a [Cow<'static, str>],
    ) -> Result<Table<'a>, WorkbookError> {
        for (column, name) in head.iter().enumerate() {
            sheet.write_string_with_format(0, at(column)?, name.as_ref(), &formats.head)?;
        }
        sheet.set_row_height(0, HEAD_HEIGHT)?;
        let place = |name: &str| head.iter().position(|column| column == name);
        Ok(Table {
            sheet,
            formats,
            kinds: head.iter().map(|name| Kind::of(name)).collect(),
            unit: place("value").zip(place("unit")),
            head,
            widths: head.iter().map(|name| name.len() + BUTTON).collect(),
            rows: 0,
        })
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), WorkbookError> {
        self.rows += 1;
        let told = self.unit.and_then(|(value, unit)| match row.get(unit) {
            Some(Cell::Text(unit)) => Some((value, Kind::of_unit(unit))),
            _ => None,
        });
        for (column, cell) in row.iter().enumerate() {
            let kind = match told {
                Some((value, kind)) if value == column => kind,
                _ => self.kinds.get(column).copied().unwrap_or(Kind::Plain),
            };
            let kind = kind.for_cell(cell);
            put(self.sheet, (self.rows, at(column)?), cell, self.formats.of(kind))?;
            if let Some(widest) = self.widths.get_mut(column) {
                *widest = (*widest).max(width(cell, kind) + 2);
            }
        }
        Ok(())
    }

    fn end(mut self, around: &Around<'_>) -> Result<u32, WorkbookError> {
        if self.rows == 0 {
            self.sheet.write_string(1, 0, super::text::shown(around.without))?;
        }
        for (line, told) in (self.rows + 3..).zip(&around.below) {
            self.sheet.write_string(line, 0, super::text::shown(told))?;
        }
        self.colour()?;
        self.shape()?;
        self.print()?;
        Ok(self.rows)
    }

    fn last(&self) -> Result<u16, WorkbookError> {
        at(self.head.len().saturating_sub(1))
    }

    /// Colours what is bad, middling and well.
    fn colour(&mut self) -> Result<(), WorkbookError> {
        if self.rows == 0 {
            return Ok(());
        }
        for (column, name) in self.head.iter().enumerate() {
            let range = (1, at(column)?, self.rows, at(column)?);
            match Colours::of(name) {
                Some(Colours::Bands) => {
                    for (band, pair) in [("poor", BAD), ("fair", FAIR), ("good", GOOD), ("excellent", GOOD)] {
                        add(self.sheet, range, ConditionalFormatCellRule::EqualTo(band), pair)?;
                    }
                }
                Some(Colours::Points) => {
                    add(self.sheet, range, ConditionalFormatCellRule::LessThan(-0.05), BAD)?;
                    add(self.sheet, range, ConditionalFormatCellRule::GreaterThan(0.05), GOOD)?;
                }
                Some(Colours::Chance) => {
                    // What is not stated would count as none.
                    let blank = ConditionalFormatBlank::new().set_stop_if_true(true);
                    let (r1, c1, r2, c2) = range;
                    self.sheet.add_conditional_format(r1, c1, r2, c2, &blank)?;
                    add(self.sheet, range, ConditionalFormatCellRule::GreaterThanOrEqualTo(0.75), BAD)?;
                    add(self.sheet, range, ConditionalFormatCellRule::GreaterThan(0.25), FAIR)?;
                    add(self.sheet, range, ConditionalFormatCellRule::LessThanOrEqualTo(0.25), GOOD)?;
                }
                Some(Colours::Alert) => {
                    let some =
                        ConditionalFormatBlank::new().invert().set_format(coloured(&Format::new(), BAD));
                    let (r1, c1, r2, c2) = range;
                    self.sheet.add_conditional_format(r1, c1, r2, c2, &some)?;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// Widths, the filter, and a head that stays, with the columns up to the SKU.
    fn shape(&mut self) -> Result<(), WorkbookError> {
        for (column, width) in self.widths.iter().enumerate() {
            let width = u32::try_from((*width).clamp(WIDTH.0, WIDTH.1)).unwrap_or_default();
            self.sheet.set_column_width(at(column)?, width)?;
        }
        let last = self.last()?;
        self.sheet.autofilter(0, 0, self.rows.max(1), last)?;
        self.sheet.set_freeze_panes(1, self.kept()?)?;
        // A SKU of digits is no number by mistake.
        self.sheet.ignore_error_range(1, 0, self.rows.max(1), last, IgnoreError::NumberStoredAsText)?;
        Ok(())
    }

    /// So many columns stay in sight: up to the name of what a row is about.
    fn kept(&self) -> Result<u16, WorkbookError> {
        let named = self.head.iter().position(|name| name == "sku").filter(|column| *column < 5);
        at(named.map_or(0, |column| column + 1))
    }

    /// On paper: across, as wide as it is, or on as many pages beside each other as can be read.
    fn print(&mut self) -> Result<(), WorkbookError> {
        let all: usize = self.widths.iter().map(|width| (*width).clamp(WIDTH.0, WIDTH.1)).sum();
        let pages = u16::try_from(all.div_ceil(PAPER)).unwrap_or(1);
        let kept = self.kept()?;
        on_paper(self.sheet, pages);
        self.sheet.set_repeat_rows(0, 0)?;
        if kept > 0 && pages > 1 {
            self.sheet.set_repeat_columns(kept - 1, kept - 1)?;
        }
        Ok(())
    }
}

/// How every sheet is printed.
pub(super) fn on_paper(sheet: &mut Worksheet, pages: u16) {
    sheet.set_landscape().set_print_fit_to_pages(pages.max(1), 0).set_footer("&L&A&RPage &P of &N");
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
}

fn add<T>(
    sheet: &mut Worksheet,
    (r1, c1, r2, c2): (u32, u16, u32, u16),
    rule: ConditionalFormatCellRule<T>,
    pair: (rust_xlsxwriter::Color, rust_xlsxwriter::Color),
) -> Result<(), WorkbookError>
where
    T: rust_xlsxwriter::IntoConditionalFormatValue,
{
    let format = ConditionalFormatCell::new().set_rule(rule).set_format(coloured(&Format::new(), pair));
    sheet.add_conditional_format(r1, c1, r2, c2, &format)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_sheet_does_not_hold_goes_on_in_the_next() -> Result<(), WorkbookError> {
        let names = |rows: u64, most: u32| {
            let mut book = Book::new("stock", None)?;
            let rows = (0..rows).map(|n| vec![Cell::Whole(n)]);
            let placed = book.split(Sheet::new("SKUs", ["n"], rows), &Around::default(), most)?;
            let names: Vec<_> = book.file.worksheets().iter().map(Worksheet::name).collect();
            Ok::<_, WorkbookError>((names.join(", "), placed.rows))
        };
        assert_eq!(names(0, 3)?, ("SKUs".into(), 0));
        assert_eq!(names(3, 3)?, ("SKUs".into(), 3));
        assert_eq!(names(4, 3)?, ("SKUs, SKUs 2".into(), 1));
        assert_eq!(names(9, 3)?, ("SKUs, SKUs 2, SKUs 3".into(), 3));
        // By way of a temporary file.
        assert_eq!(names(13_000, 6_000)?, ("SKUs, SKUs 2, SKUs 3".into(), 1_000));
        Ok(())
    }
}
