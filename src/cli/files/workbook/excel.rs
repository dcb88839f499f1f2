//! Workbooks of Excel.

use super::lines::{Go, Lines, number};
use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, Xlsx, XlsxError};
use std::fs::File;
use std::io::BufReader;

pub(super) struct Book {
    book: Xlsx<BufReader<File>>,
    sheets: Vec<String>,
}

impl Book {
    pub(super) fn open(file: BufReader<File>) -> Result<Book, String> {
        let book = Xlsx::new(file).map_err(why)?;
        let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let sheets = sheets.map(|sheet| sheet.name.clone()).collect();
        Ok(Book { book, sheets })
    }
}

impl super::Book for Book {
    fn sheets(&self) -> &[String] {
        &self.sheets
    }

    fn write(&mut self, sheet: &str, lines: &mut Lines) -> Result<(), String> {
        let mut cells = self.book.worksheet_cells_reader(sheet).map_err(why)?;
        while let Some(cell) = cells.next_cell().map_err(why)? {
            let (row, column) = cell.get_position();
            let text = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                    lines.cell(row, column, text)?
                }
                DataRef::SharedString(text) => lines.cell(row, column, text)?,
                DataRef::Int(whole) => lines.cell(row, column, &whole.to_string())?,
                DataRef::Float(value) => lines.cell(row, column, &number(*value))?,
                DataRef::Bool(value) => lines.cell(row, column, if *value { "TRUE" } else { "FALSE" })?,
                DataRef::DateTime(time) => lines.cell(row, column, &date(*time))?,
                DataRef::Error(error) => lines.cell(row, column, &error.to_string())?,
            };
            if text == Go::Enough {
                break;
            }
        }
        Ok(())
    }
}

/// A day, with its time where it is not midnight; spans of time stay numbers.
fn date(time: ExcelDateTime) -> String {
    if !time.is_datetime() {
        return number(time.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { day } else { format!("{day} {hour:02}:{minute:02}:{second:02}") }
}

fn why(error: XlsxError) -> String {
    match error {
        XlsxError::Password => "it is locked with a password".into(),
        error => super::damaged(error),
    }
}
