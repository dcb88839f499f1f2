//! Bytes into a table: what separates the cells, where the header stands, what the columns are called.

use super::columns::plain;
use super::encoding::{self, Verdict};
use super::problem::{Code, Problem};
use super::source::Source;
use encoding_rs::{Encoding, UTF_8};
use std::io;

/// How much of a file is looked at to find its header.
const HEAD: usize = 256 << 10;

/// A report as a table whose rows have not been read yet.
pub(crate) struct Table {
    /// The bytes, turned into UTF-8 with LF line ends where they do not agree with ASCII.
    pub(crate) source: Source,
    /// In what the bytes are encoded; UTF-8 until a byte says otherwise.
    pub(crate) encoding: &'static Encoding,
    /// The encoding's name for people.
    pub(crate) encoding_name: &'static str,
    /// Between cells.
    pub(crate) delimiter: u8,
    /// Around cells that may hold delimiters and line ends. `None` in tab files, in which a quote hides nothing.
    pub(crate) quote: Option<u8>,
    /// Offset of the first row.
    pub(crate) body: u64,
    /// The column names as the file spells them, without an empty last one.
    pub(crate) header: Vec<String>,
    /// How many cells a row may have: an empty last column name stands for an empty last cell.
    pub(crate) widest: usize,
    /// The line in which they stand, from 1.
    pub(crate) header_line: u64,
    /// Day before month in dates with slashes; month before day until a date says otherwise.
    pub(crate) day_first: bool,
    /// UTF-8 with bytes here and there that are not: their rows are problems, not a reason to read it as another encoding.
    pub(crate) damaged: bool,
    /// Records lie across the places where the file was cut: it is read in one piece.
    pub(crate) one_piece: bool,
}

impl Table {
    /// Looks at the beginning of a file and finds the header.
    pub(crate) fn open(source: &Source) -> Result<Table, Problem> {
        let unreadable = |error: io::Error| Problem::unreadable(source.name(), &error);
        let mut head = vec![0; HEAD];
        let n = source.fill(0, &mut head).map_err(unreadable)?;
        head.truncate(n);
        if head.iter().all(u8::is_ascii_whitespace) {
            return Err(Problem::of_file(Code::EmptyFile, source.name()));
        }
        if let Some((code, detail)) = no_table(&head) {
            return Err(Problem::of_file(code, source.name()).detail(detail));
        }
        let (mut source, mut turned_from) = (source.clone(), None);
        if let Some((bytes, name)) = encoding::turned(&source, &head).map_err(unreadable)? {
            head = bytes[..bytes.len().min(HEAD)].to_vec();
            source = Source::new(source.name(), bytes);
            turned_from = Some(name);
        }
        let first = FirstLine::of(&head);
        if first.line.is_empty() {
            return Err(Problem::of_file(Code::EmptyFile, source.name()));
        }
        if first.line.contains(&0) {
            let detail = "it holds NUL bytes from its first line on";
            return Err(Problem::of_file(Code::NotATable, source.name()).detail(detail));
        }
        let mut table = Table {
            encoding: UTF_8,
            encoding_name: turned_from.unwrap_or(if first.bom { "UTF-8 with BOM" } else { "UTF-8" }),
            delimiter: b',',
            quote: None,
            body: first.body,
            header: Vec::new(),
            widest: 0,
            header_line: first.number,
            day_first: false,
            damaged: false,
            one_piece: false,
            source,
        };
        if std::str::from_utf8(first.line).is_err() {
            table.find_encoding().map_err(unreadable)?;
        }
        table.name_columns(first.line);
        Ok(table)
    }

    /// Takes the column names from the first line, and with them what separates cells.
    fn name_columns(&mut self, line: &[u8]) {
        let count = |byte| line.iter().filter(|&&b| b == byte).count();
        self.delimiter =
            [b'\t', b',', b';'].into_iter().rev().max_by_key(|&byte| count(byte)).unwrap_or(b',');
        self.quote = (self.delimiter != b'\t').then_some(b'"');
        let (line, _) = self.encoding.decode_without_bom_handling(line);
        self.header = split(&line, self.delimiter.into());
        self.widest = self.header.len();
        while self.header.len() > 1 && self.header.last().is_some_and(|name| plain(name).is_empty()) {
            self.header.pop();
        }
    }

    /// The line, from 1, in which a byte stands.
    pub(crate) fn line_at(&self, offset: u64) -> io::Result<u64> {
        let (mut line, mut left) = (1, offset);
        self.source.each_piece(|piece| {
            let before = usize::try_from(left).map_or(piece.len(), |left| left.min(piece.len()));
            line += memchr::memchr_iter(b'\n', &piece[..before]).count() as u64;
            left -= before as u64;
            left > 0
        })?;
        Ok(line)
    }

    /// Reads the whole file to find out in what it is encoded, since UTF-8 it is not.
    pub(crate) fn find_encoding(&mut self) -> io::Result<()> {
        match encoding::detect(&self.source)? {
            Verdict::Is(encoding) => {
                self.encoding = encoding;
                self.encoding_name = encoding.name();
                // Reading it once more would come to the same: a piece cut off in a character is damage.
                self.damaged = encoding == UTF_8;
            }
            Verdict::Damaged => self.damaged = true,
        }
        Ok(())
    }

    /// What separates the cells, in words.
    pub(crate) fn delimiter_name(&self) -> &'static str {
        match self.delimiter {
            b'\t' => "tab",
            b';' => "semicolon",
            _ => "comma",
        }
    }
}

/// The first line of a file that is not blank.
struct FirstLine<'a> {
    line: &'a [u8],
    /// From 1.
    number: u64,
    /// Offset of what follows.
    body: u64,
    /// The file begins with a byte-order mark.
    bom: bool,
}

impl<'a> FirstLine<'a> {
    fn of(head: &'a [u8]) -> Self {
        let bom = head.starts_with(b"\xef\xbb\xbf");
        let skipped = if bom { 3 } else { 0 };
        let blank = head[skipped..].iter().take_while(|b| b.is_ascii_whitespace() && **b != b'\t').count();
        let number = 1 + memchr::memchr_iter(b'\n', &head[..skipped + blank]).count() as u64;
        let rest = &head[skipped + blank..];
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let body = (skipped + blank + (end + 1).min(rest.len())) as u64;
        FirstLine { line: &rest[..end], number, body, bom }
    }
}

/// The cells of a header line; quotes around them go, doubled ones inside become one.
pub(super) fn split(line: &str, delimiter: char) -> Vec<String> {
    let (mut cells, mut cell, mut inside) = (Vec::new(), String::new(), false);
    for c in line.trim_end_matches('\r').chars() {
        match c {
            '"' => inside ^= true,
            c if c == delimiter && !inside => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Files that are no tables of text, told by how they begin, with a word on what they are.
fn no_table(head: &[u8]) -> Option<(Code, String)> {
    let start = head.trim_ascii_start();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let begins = |with: &[u8]| start.get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with));
    if [&b"<!doctype"[..], b"<html", b"<head", b"<script"].into_iter().any(begins) {
        let text = String::from_utf8_lossy(&start[..start.len().min(16 << 10)]).into_owned();
        let title = text.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
        let title = title.map(|(title, _)| format!("titled \"{}\"", title.trim()));
        return Some((Code::WebPage, title.unwrap_or_else(|| "without a title".into())));
    }
    let what = match () {
        () if begins(b"<") => "XML",
        () if begins(b"{") || begins(b"[") => "JSON",
        () if begins(b"%PDF") => "a PDF document",
        () if begins(b"PK\x03\x04") => {
            let spreadsheet = [&b"[Content_Types].xml"[..], b"mimetype"];
            let head = &start[..start.len().min(256)];
            if spreadsheet.iter().any(|name| memchr::memmem::find(head, name).is_some()) {
                "a spreadsheet, whatever its ending says"
            } else {
                "an archive in an archive"
            }
        }
        () if begins(b"\x1f\x8b") => "an archive in an archive",
        () if begins(b"\xd0\xcf\x11\xe0") => "an old Excel file",
        () if begins(b"SQLite format 3") => "a database",
        () if super::stray::is_marked(head) => "a picture or a program",
        () => return None,
    };
    Some((Code::NotATable, format!("it is {what}")))
}
