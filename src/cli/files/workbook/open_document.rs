//! Workbooks of LibreOffice, read from their XML as it streams by: cells and rows that are repeated are written once in it, so
//! a few bytes may stand for millions of cells.

use super::lines::{COLUMNS, Go, LONGEST, Lines, number, too_long};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::fs::File;
use std::io::BufReader;
use zip::ZipArchive;

/// Rows of equal content are written one by one up to this many; beyond it is a fill that was dragged down to the end.
const MOST_REPEATED: u32 = 100_000;

pub(super) struct Book<'a> {
    packed: &'a mut ZipArchive<BufReader<File>>,
    sheets: Vec<String>,
}

impl<'a> Book<'a> {
    pub(super) fn open(packed: &'a mut ZipArchive<BufReader<File>>) -> Result<Book<'a>, String> {
        let mut book = Book { packed, sheets: Vec::new() };
        let mut sheets = Vec::new();
        book.each(|event| {
            if let Event::Start(tag) = event
                && tag.name().as_ref() == "table:table"
            {
                sheets.push(attribute(tag, "table:name")?.unwrap_or_default());
            }
            Ok(Go::On)
        })?;
        book.sheets = sheets;
        Ok(book)
    }

    /// Calls `take` with every piece of the content until it has enough.
    fn each(&mut self, mut take: impl FnMut(&Event<'_>) -> Result<Go, String>) -> Result<(), String> {
        let content = self.packed.by_name("content.xml").map_err(super::damaged)?;
        let mut reader = Reader::from_reader(BufReader::new(content));
        reader.config_mut().expand_empty_elements = true;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer).map_err(super::damaged)?;
            if event == Event::Eof || take(&event)? == Go::Enough {
                return Ok(());
            }
        }
    }
}

impl super::Book for Book<'_> {
    fn form(&self) -> &'static str {
        "OpenDocument"
    }

    fn sheets(&self) -> &[String] {
        &self.sheets
    }

    fn write(&mut self, sheet: &str, lines: &mut Lines) -> Result<(), String> {
        let mut at = Place::default();
        self.each(|event| match event {
            Event::Start(tag) => at.begin(tag, sheet),
            Event::End(tag) => at.end(tag.name().as_ref(), lines),
            Event::Text(text) => at.add(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let c = reference.resolve_char_ref().map_err(super::damaged)?;
                let named = quick_xml::escape::resolve_predefined_entity(reference.as_ref());
                match c {
                    Some(c) => at.add(c.encode_utf8(&mut [0; 4])),
                    None => at.add(named.unwrap_or_default()),
                }
            }
            _ => Ok(Go::On),
        })
    }
}

/// Where in the content the reader is.
#[derive(Default)]
struct Place {
    /// In the table that is wanted.
    wanted: bool,
    row: u32,
    column: u32,
    /// How often the row stands there.
    rows: u32,
    /// What the row has so far: cells that are not empty, each with its column and how often it stands there.
    cells: Vec<(u32, u32, String)>,
    /// Bytes of those.
    held: usize,
    cell: Option<Cell>,
    /// In a remark beside a cell, which is none of its text.
    remark: bool,
}

/// The cell that is being read.
struct Cell {
    times: u32,
    /// What its attributes state: a number, a day; else its text is what it holds.
    stated: Option<String>,
    text: String,
    paragraphs: u32,
}

impl Place {
    fn begin(&mut self, tag: &BytesStart<'_>, sheet: &str) -> Result<Go, String> {
        let name = tag.name();
        let name = name.as_ref();
        if name == "table:table" {
            self.wanted = attribute(tag, "table:name")?.unwrap_or_default() == sheet;
        }
        if !self.wanted {
            return Ok(Go::On);
        }
        let times = |key| Ok::<_, String>(attribute(tag, key)?.and_then(|n| n.parse().ok()).unwrap_or(1_u32));
        match name {
            "table:table-row" => {
                self.rows = times("table:number-rows-repeated")?;
                self.column = 0;
                self.cells.clear();
                self.held = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let stated = match attribute(tag, "office:value-type")?.as_deref() {
                    Some("float" | "percentage" | "currency") => {
                        let value = attribute(tag, "office:value")?;
                        value.map(|value| value.parse().map_or(value, number))
                    }
                    Some("date") => attribute(tag, "office:date-value")?,
                    Some("boolean") => attribute(tag, "office:boolean-value")?.map(|b| b.to_uppercase()),
                    _ => None,
                };
                let times = times("table:number-columns-repeated")?;
                self.cell = Some(Cell { times, stated, text: String::new(), paragraphs: 0 });
            }
            "office:annotation" => self.remark = true,
            "text:p" if !self.remark => {
                if let Some(cell) = &mut self.cell {
                    cell.paragraphs += 1;
                    if cell.paragraphs > 1 {
                        cell.text.push(' ');
                    }
                }
            }
            "text:s" | "text:tab" | "text:line-break" => return self.add(" "),
            _ => {}
        }
        Ok(Go::On)
    }

    #[allow(clippy::unnecessary_wraps)] // one arm among others that fail
    fn add(&mut self, text: &str) -> Result<Go, String> {
        if let Some(cell) = self.cell.as_mut().filter(|cell| !self.remark && cell.paragraphs > 0) {
            cell.text.push_str(text);
        }
        Ok(Go::On)
    }

    fn end(&mut self, name: &str, lines: &mut Lines) -> Result<Go, String> {
        match name {
            "table:table" if self.wanted => return Ok(Go::Enough),
            "office:annotation" => self.remark = false,
            "table:table-cell" | "table:covered-table-cell" => {
                let Some(Cell { times, stated, text, .. }) = self.cell.take() else { return Ok(Go::On) };
                let text = stated.unwrap_or(text);
                if !text.is_empty() {
                    self.held += text.len();
                    if self.held > LONGEST {
                        return Err(too_long(self.row));
                    }
                    self.cells.push((self.column, times, text));
                }
                self.column = self.column.saturating_add(times);
            }
            "table:table-row" if self.wanted => {
                if !self.cells.is_empty() && self.rows > MOST_REPEATED {
                    return Err(format!("row {} is repeated {} times", self.row + 1, self.rows));
                }
                for i in 0..if self.cells.is_empty() { 0 } else { self.rows } {
                    for (column, times, text) in &self.cells {
                        // A fill to the right edge is refused at the first cell that is beyond every report.
                        for j in 0..(*times).min(COLUMNS + 1) {
                            let (row, column) = (self.row.saturating_add(i), column.saturating_add(j));
                            if lines.cell(row, column, text)? == Go::Enough {
                                return Ok(Go::Enough);
                            }
                        }
                    }
                }
                self.row = self.row.saturating_add(self.rows);
            }
            _ => {}
        }
        Ok(Go::On)
    }
}

fn attribute(tag: &BytesStart<'_>, key: &str) -> Result<Option<String>, String> {
    let found = tag.try_get_attribute(key).map_err(super::damaged)?;
    let value = found.map(|found| found.normalized_value(XmlVersion::Implicit1_0)).transpose();
    Ok(value.map_err(super::damaged)?.map(std::borrow::Cow::into_owned))
}
