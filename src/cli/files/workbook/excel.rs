//! Workbooks of Excel.

use super::lines::{Go, Lines, number};
use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, Xlsx, XlsxError};
use quick_xml::events::Event;
use std::fs::File;
use std::io::BufReader;
use zip::ZipArchive;

/// A workbook says how many texts its cells share, and room is made for so many before one is read.
const MOST_TEXTS: u64 = 5_000_000;

/// Does the workbook say that it has no more texts than there is room for?
pub(super) fn texts_are_few(packed: &mut ZipArchive<BufReader<File>>) -> Result<(), String> {
    for i in 0..packed.len() {
        let part = packed.by_index(i).map_err(super::damaged)?;
        if !part.name().map_err(super::damaged)?.to_ascii_lowercase().ends_with("sharedstrings.xml") {
            continue;
        }
        let mut reader = quick_xml::reader::Reader::from_reader(BufReader::new(part));
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let said = match reader.read_event_into(&mut buffer).map_err(super::damaged)? {
                Event::Start(tag) if tag.local_name().as_ref() == "sst" => tag
                    .try_get_attribute("uniqueCount")
                    .map_err(super::damaged)?
                    .map(|count| count.value.into_owned()),
                Event::Eof => None,
                _ => continue,
            };
            if said.is_some_and(|said| said.trim().parse::<u64>().is_ok_and(|said| said > MOST_TEXTS)) {
                return Err("it says that it has more texts than any report".into());
            }
            break;
        }
    }
    Ok(())
}

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
    fn form(&self) -> &'static str {
        "Excel"
    }

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
