//! Bytes into a table: what separates the cells, where the header stands, what the columns are called.

use super::code::Code;
use super::columns::{Header, plain};
use super::encoding::{self, Verdict};
use super::mended::Inside;
use super::odd::Oddity;
use super::problem::Problem;
use super::source::Source;
use super::wrapped::{is_wrapped, unwrapped};
use encoding_rs::{Encoding, UTF_8};
use std::io;

/// How much of a file is looked at to find its header.
const HEAD: usize = 256 << 10;

/// A report as a table whose rows have not been read yet.
pub(crate) struct Table {
    /// The bytes, turned into UTF-8 with LF line ends where they do not agree with ASCII.
    pub(crate) source: Source,
    /// The same with the lines that an editor shows, where rows were put together from several.
    lines: Source,
    /// Each row was one quoted cell.
    wrapped: bool,
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
    /// The same, to look columns up.
    pub(crate) names: Header,
    /// How many cells a row may have: an empty last column name stands for an empty last cell.
    pub(crate) widest: usize,
    /// The line in which they stand, from 1.
    pub(crate) header_line: u64,
    /// Day before month in dates with slashes; month before day until a date says otherwise.
    pub(crate) day_first: bool,
    /// That order is given from outside, for a file whose own dates do not tell.
    pub(crate) order_given: bool,
    /// The dates leave it in doubt which days they are.
    pub(crate) unsure_days: bool,
    /// Line ends inside the cells of a tab file have been looked for.
    pub(crate) mended: bool,
    /// How many rows stood on several lines, and where the first of them begins.
    joined: (u64, u64),
    /// The encoding might be another.
    unsure: bool,
    /// UTF-8 with bytes here and there that are not: their rows are problems, not a reason to read it as another encoding.
    pub(crate) damaged: bool,
    /// Records lie across the places where the file was cut: it is read in one piece.
    pub(crate) one_piece: bool,
}

impl Table {
    /// Looks at the beginning of a file and finds the header.
    pub(crate) fn open(source: &Source) -> Result<Table, Box<Problem>> {
        let unreadable = |error: io::Error| Box::new(Problem::unreadable(source.name(), &error));
        let mut head = source.head(HEAD).map_err(unreadable)?;
        if head.iter().all(u8::is_ascii_whitespace) {
            return Err(Problem::of_file(Code::EmptyFile, source.name()).into());
        }
        if let Some((code, detail)) = no_table(&head) {
            return Err(Problem::of_file(code, source.name()).detail(detail).into());
        }
        let (mut source, mut turned_from) = (source.clone(), None);
        if let Some((bytes, name)) = encoding::turned(&source, &head).map_err(unreadable)? {
            head = bytes[..bytes.len().min(HEAD)].to_vec();
            source = Source::new(source.name(), bytes);
            turned_from = Some(name);
        }
        let wrapped = is_wrapped(&head);
        if wrapped {
            let bytes = unwrapped(&source).map_err(unreadable)?;
            let bytes = bytes.map_err(|line| Problem {
                line: Some(line),
                ..Problem::of_file(Code::Wrapped, source.name())
            })?;
            head = bytes[..bytes.len().min(HEAD)].to_vec();
            source = Source::new(source.name(), bytes);
        }
        let mut first = FirstLine::of(&head);
        let separator = separator(first.line);
        if separator.is_some() {
            first = first.next(&head);
        }
        if first.line.is_empty() {
            return Err(Problem::of_file(Code::EmptyFile, source.name()).into());
        }
        if first.line.contains(&0) {
            let detail = "it holds NUL bytes from its first line on";
            return Err(Problem::of_file(Code::NotATable, source.name()).detail(detail).into());
        }
        let mut table = Table {
            encoding: UTF_8,
            encoding_name: turned_from.unwrap_or(if first.bom { "UTF-8 with BOM" } else { "UTF-8" }),
            delimiter: b',',
            quote: None,
            body: first.body,
            header: Vec::new(),
            names: Header::default(),
            widest: 0,
            header_line: first.number,
            day_first: false,
            order_given: false,
            unsure_days: false,
            mended: false,
            joined: (0, 0),
            unsure: false,
            damaged: false,
            one_piece: false,
            lines: source.clone(),
            wrapped,
            source,
        };
        if std::str::from_utf8(first.line).is_err() {
            table.find_encoding().map_err(unreadable)?;
        }
        table.name_columns(first.line, separator);
        Ok(table)
    }

    /// Takes the column names from the first line, and with them what separates cells.
    fn name_columns(&mut self, line: &[u8], separator: Option<u8>) {
        let count = |byte| line.iter().filter(|&&b| b == byte).count();
        let commonest = [b'\t', b',', b';'].into_iter().rev().max_by_key(|&byte| count(byte));
        self.delimiter = separator.filter(|&byte| count(byte) > 0).or(commonest).unwrap_or(b',');
        self.quote = (self.delimiter != b'\t').then_some(b'"');
        let (line, _) = self.encoding.decode_without_bom_handling(line);
        self.header = split(&line, self.delimiter.into());
        self.widest = self.header.len();
        while self.header.len() > 1 && self.header.last().is_some_and(|name| plain(name).is_empty()) {
            self.header.pop();
        }
        self.names = Header::of(&self.header);
    }

    /// The line, from 1, in which a byte stands.
    pub(crate) fn line_at(&self, offset: u64) -> io::Result<u64> {
        Ok(self.lines_at(&[offset])?.first().copied().unwrap_or(1))
    }

    /// The lines of these offsets, each in the place of its offset: the file is read once, as far as the last of them.
    pub(crate) fn lines_at(&self, offsets: &[u64]) -> io::Result<Vec<u64>> {
        let mut order: Vec<_> = (0..offsets.len()).collect();
        order.sort_by_key(|&i| offsets[i]);
        let mut lines = vec![1; offsets.len()];
        let mut next = order.into_iter().peekable();
        let (mut at, mut line) = (0_u64, 1_u64);
        while next.peek().is_some() {
            let before = at;
            self.lines.each_piece(|piece| {
                let mut from = 0;
                let within = |&i: &usize| usize::try_from(offsets[i] - at).is_ok_and(|to| to < piece.len());
                while let Some(i) = next.next_if(within) {
                    let to = usize::try_from(offsets[i] - at).unwrap_or(piece.len());
                    line += memchr::memchr_iter(b'\n', &piece[from..to]).count() as u64;
                    from = to;
                    lines[i] = line;
                }
                line += memchr::memchr_iter(b'\n', &piece[from..]).count() as u64;
                at += piece.len() as u64;
                next.peek().is_some()
            })?;
            // Offsets behind the end are of the last line.
            if at == before || next.peek().is_some() {
                next.by_ref().for_each(|i| lines[i] = line);
            }
        }
        Ok(lines)
    }

    /// Looks for line ends inside the cells of a tab file, and takes them for blanks.
    pub(crate) fn mend(&mut self) -> io::Result<()> {
        self.mended = true;
        let inside = Inside::of(&self.source, self.body, &(self.header.len()..=self.widest))?;
        self.joined = (inside.rows, inside.first);
        if let Some(mended) = inside.mend(&self.source) {
            self.source = mended;
        }
        Ok(())
    }

    /// What is odd about the file as a whole.
    pub(crate) fn oddities(&self) -> io::Result<Vec<Oddity>> {
        let mut all = Vec::new();
        if let (rows @ 1.., first) = self.joined {
            all.push(Oddity::Joined { rows, line: self.line_at(first)? });
        }
        all.extend(self.unsure.then_some(Oddity::Encoding { taken: self.encoding_name }));
        Ok(all)
    }

    /// Reads the whole file to find out in what it is encoded, since UTF-8 it is not.
    pub(crate) fn find_encoding(&mut self) -> io::Result<()> {
        match encoding::detect(&self.source)? {
            Verdict::Is(encoding, sure) => {
                self.unsure = !sure;
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
            _ if self.wrapped => "comma, rows in quotes",
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
        FirstLine::behind(head, if bom { 3 } else { 0 }, bom)
    }

    /// The next line that is not blank.
    fn next(&self, head: &'a [u8]) -> Self {
        FirstLine::behind(head, usize::try_from(self.body).unwrap_or(head.len()), self.bom)
    }

    fn behind(head: &'a [u8], skipped: usize, bom: bool) -> Self {
        let blank = head[skipped..].iter().take_while(|b| b.is_ascii_whitespace() && **b != b'\t').count();
        let number = 1 + memchr::memchr_iter(b'\n', &head[..skipped + blank]).count() as u64;
        let rest = &head[skipped + blank..];
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let body = (skipped + blank + (end + 1).min(rest.len())) as u64;
        FirstLine { line: &rest[..end], number, body, bom }
    }
}

/// What a line that only says it says to stand between cells: `sep=;`, for spreadsheets.
pub(super) fn separator(line: &[u8]) -> Option<u8> {
    match line.trim_ascii_end() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', mark @ (b',' | b';'), rest @ ..] => {
            rest.iter().all(|byte| byte == mark).then_some(*mark)
        }
        _ if line.eq_ignore_ascii_case(b"sep=\t") || line.eq_ignore_ascii_case(b"sep=\t\r") => Some(b'\t'),
        _ => None,
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
                "an archive in an archive: unpack it"
            }
        }
        () if begins(b"\x1f\x8b") => "an archive in an archive: unpack it",
        () if begins(b"\xd0\xcf\x11\xe0") => "an old Excel file",
        () if begins(b"SQLite format 3") => "a database",
        () if super::stray::is_marked(head) => "a picture or a program",
        () => return None,
    };
    Some((Code::NotATable, format!("it is {what}")))
}
