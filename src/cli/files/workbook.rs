//! Workbooks: each sheet that is a report becomes the text that Seller Central would have delivered, and goes the way of
//! every report from there. Its name is `book.xlsx!Sheet1`, and its lines are the sheet's rows, so that messages name both.
//!
//! A sheet is read cell by cell and never held as a whole. A workbook is an archive, and what is packed small may be very
//! large: before anything is opened its parts are unpacked once to be measured, against bounds that no report comes near.

mod excel;
mod lines;
mod open_document;

use super::spool::Spool;
use super::{Found, archive, own};
use ipi::report::{Code, Problem, Source, is_report, is_stray};
use lines::Lines;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::sync::Arc;
use zip::ZipArchive;

/// Rows that tell whether a sheet is a report.
const FIRST_ROWS: u32 = 64;
/// What is held in memory as a whole (texts that cells share, styles) may have so many bytes.
const MOST_SHARED: u64 = 48 << 20;
/// The last cell of a sheet is XFD1048576.
const LONGEST_PLACE: usize = 10;
const MOST_LETTERS: usize = 3;
/// One cell, one tag: a part of a workbook that has this many bytes without a mark is none.
const MOST_BETWEEN_MARKS: u64 = 1 << 20;

/// Reads a workbook of Excel.
pub(super) fn excel(
    name: &Arc<str>,
    mut packed: ZipArchive<BufReader<File>>,
    length: u64,
    found: Found,
) -> Vec<Source> {
    let opened = measure(&mut packed, length, &|part| part.starts_with("xl/worksheets/"))
        .and_then(|()| excel::texts_are_few(&mut packed))
        .and_then(|()| excel::Book::open(packed.into_inner()));
    sources(name, found, length, opened)
}

/// Reads a workbook of LibreOffice.
pub(super) fn open_document(
    name: &Arc<str>,
    packed: &mut ZipArchive<BufReader<File>>,
    length: u64,
    found: Found,
) -> Vec<Source> {
    let opened = measure(packed, length, &|part| part == "content.xml")
        .and_then(|()| open_document::Book::open(packed));
    sources(name, found, length, opened)
}

/// A workbook of any make.
trait Book {
    /// In what it is written.
    fn form(&self) -> &'static str;
    /// The names of its sheets, in their order.
    fn sheets(&self) -> &[String];
    /// Writes the rows of a sheet until the lines have had enough.
    fn write(&mut self, sheet: &str, lines: &mut Lines) -> Result<(), String>;
}

/// The sheets of a workbook that are reports; else the first that may be meant as one; else a word on the workbook.
fn sources(name: &Arc<str>, found: Found, length: u64, book: Result<impl Book, String>) -> Vec<Source> {
    let chosen = book.and_then(|mut book| {
        let (sheets, mut begun) = (book.sheets().to_vec(), Vec::new());
        for sheet in &sheets {
            let first = sheet_source(name, &mut book, sheet, Lines::first(FIRST_ROWS, length))?;
            // Rows of ours that a spreadsheet has saved are ours still.
            let is_none = first.is_empty() || own::is_own(&first);
            begun.push(if is_none { Source::stray(first.name()) } else { first });
        }
        let is_meant = |sheet: &Source| !sheet.is_stray() && !is_stray(sheet);
        let mut meant: Vec<usize> = (0..begun.len()).filter(|&at| is_report(&begun[at])).collect();
        if meant.is_empty() {
            meant.extend(begun.iter().position(is_meant));
        }
        if meant.is_empty() {
            return Ok(begun.iter().map(|sheet| Source::stray(sheet.name())).collect());
        }
        meant.into_iter().map(|at| sheet_source(name, &mut book, &sheets[at], Lines::all(length))).collect()
    });
    match chosen {
        Ok(sources) => found.unless_all_stray(name, sources, "sheets"),
        Err(why) => vec![Source::wrong(Problem::of_file(Code::Workbook, name).detail(why))],
    }
}

fn sheet_source(name: &str, book: &mut impl Book, sheet: &str, mut lines: Lines) -> Result<Source, String> {
    book.write(sheet, &mut lines)?;
    let text: Spool = lines.done().map_err(|error| error.to_string())?;
    Ok(Source::new(&format!("{name}!{sheet}"), text).written_in(book.form()))
}

/// Unpacks all parts of a workbook once, to see that they have a size that one can have.
fn measure(
    packed: &mut ZipArchive<impl Read + Seek>,
    length: u64,
    is_sheet: &dyn Fn(&str) -> bool,
) -> Result<(), String> {
    let mut left = archive::most(length);
    for i in 0..packed.len() {
        let part = packed.by_index(i).map_err(damaged)?;
        let part_name = part.name().map_err(damaged)?.to_ascii_lowercase();
        let is_picture = part_name.contains("media/") || part_name.contains("pictures/");
        let most = if is_sheet(&part_name) { left } else { left.min(MOST_SHARED) };
        let mut measured = Measured::default();
        let unpacked = io::copy(&mut part.take(most + 1), &mut measured).map_err(damaged)?;
        if unpacked > most || (measured.longest > MOST_BETWEEN_MARKS && !is_picture) {
            return Err("unpacked it is larger than any report".into());
        }
        let Places { longest, most_letters, .. } = measured.places;
        if is_sheet(&part_name) && (longest > LONGEST_PLACE || most_letters > MOST_LETTERS) {
            return Err("a cell is said to stand beyond the last row or column of any sheet".into());
        }
        left -= unpacked;
    }
    Ok(())
}

fn damaged(error: impl std::fmt::Display) -> String {
    format!("the workbook is damaged or cut off: {error}")
}

/// Measures the longest stretch without a `<`, and the longest place of a row or a cell.
#[derive(Default)]
struct Measured {
    longest: u64,
    since: u64,
    places: Places,
}

/// Measures the values of attributes that are called `r`: a longer one than any sheet has would come back as another, once its
/// number is too large for those who read it.
#[derive(Default)]
struct Places {
    longest: usize,
    most_letters: usize,
    letters: usize,
    /// How much of ` r="` has been seen, and then how long the value is behind that.
    seen: usize,
}

impl Places {
    fn look(&mut self, byte: u8) {
        self.seen = match (self.seen, byte) {
            (1, b'r') => 2,
            (2, b'=') => 3,
            (3, b'"' | b'\'') => 4,
            (seen @ 4.., byte) if byte.is_ascii_alphanumeric() => seen + 1,
            (_, byte) => usize::from(byte.is_ascii_whitespace()),
        };
        self.longest = self.longest.max(self.seen.saturating_sub(4));
        self.letters = match self.seen {
            5.. => self.letters + usize::from(byte.is_ascii_alphabetic()),
            _ => 0,
        };
        self.most_letters = self.most_letters.max(self.letters);
    }
}

impl io::Write for Measured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        bytes.iter().for_each(|byte| self.places.look(*byte));
        let mut from = 0;
        for mark in memchr::memchr_iter(b'<', bytes) {
            self.longest = self.longest.max(self.since + (mark - from) as u64);
            (self.since, from) = (0, mark);
        }
        self.since += (bytes.len() - from) as u64;
        self.longest = self.longest.max(self.since);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
