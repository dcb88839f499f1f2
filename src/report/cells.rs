//! The cells of one row, each read as what its column holds. What does not fit is noted and the row is left out.

use super::date::Dates;
use super::fault::Faults;
use super::problem::Code;
use crate::units::Units;
use chrono::NaiveDate;
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// A place that a column does not have in this file.
pub(super) const ABSENT: u16 = u16::MAX;

/// The cells of one row.
pub(crate) struct Cells<'a, 'f> {
    pub(super) chunk: &'a [u8],
    /// Offset of the chunk in the file.
    pub(super) offset: u64,
    /// Offset of the row in the chunk.
    pub(super) start: usize,
    /// Offset in the chunk behind every cell.
    pub(super) ends: &'a [u32],
    /// Where the kind's columns stand in the file.
    pub(super) places: &'a [u16],
    /// Bit for bit the columns whose next one stands right beside them in the file too.
    pub(super) side_by_side: u64,
    pub(super) encoding: &'static Encoding,
    pub(super) dates: &'f mut Dates,
    pub(super) faults: &'f mut Faults,
}

impl<'a> Cells<'a, '_> {
    /// Does the file have this column?
    pub(crate) fn has(&self, column: usize) -> bool {
        self.places[column] != ABSENT
    }

    #[inline]
    fn span(&self, column: usize) -> Option<(usize, &'a [u8])> {
        let place = usize::from(self.places[column]);
        let end = *self.ends.get(place)? as usize;
        let start = if place == 0 { self.start } else { self.ends[place - 1] as usize + 1 };
        Some((start, &self.chunk[start..end]))
    }

    /// The cell's bytes without the quotes around them; empty where the file has no such column.
    #[inline]
    pub(crate) fn raw(&self, column: usize) -> &'a [u8] {
        match self.span(column) {
            Some((_, cell)) => bare(cell),
            None => &[],
        }
    }

    /// Does the cell say SELLABLE, in any case? The disposition that counts in every ledger.
    #[inline]
    pub(crate) fn is_sellable(&self, column: usize) -> bool {
        let cell = self.raw(column);
        matches!(cell, b"SELLABLE") || cell.eq_ignore_ascii_case(b"SELLABLE")
    }

    /// Text in UTF-8, exactly as written but for the quotes around it and doubled quotes inside.
    #[inline]
    pub(crate) fn bytes(&self, column: usize) -> Cow<'a, [u8]> {
        let cell = self.span(column).map_or(&[][..], |(_, cell)| cell);
        let inner = bare(cell);
        // One byte less is a line end's, not a pair of quotes.
        if inner.len() + 1 < cell.len() && has_quote(inner) {
            return Cow::Owned(self.decoded(&undouble(inner)).into_owned());
        }
        self.decoded(inner)
    }

    fn decoded<'b>(&self, cell: &'b [u8]) -> Cow<'b, [u8]> {
        if self.encoding == UTF_8 || cell.is_ascii() {
            return Cow::Borrowed(cell);
        }
        Cow::Owned(self.encoding.decode_without_bom_handling(cell).0.into_owned().into_bytes())
    }

    /// Text; `None` where the cell is blank.
    pub(crate) fn text(&self, column: usize) -> Option<Box<str>> {
        let bytes = self.bytes(column);
        let text = String::from_utf8_lossy(&bytes);
        (!text.trim().is_empty()).then(|| text.into())
    }

    /// The code that says what the row is about; a blank or a damaged one is a problem.
    #[inline]
    pub(crate) fn key(&mut self, column: usize) -> Option<Cow<'a, [u8]>> {
        if self.raw(column).trim_ascii().is_empty() {
            if !self.is_blank_row() {
                self.fault(Code::BlankKey, column);
            }
            return None;
        }
        self.optional_key(column)
    }

    /// Is there nothing in any cell? Spreadsheets leave such rows behind.
    #[cold]
    fn is_blank_row(&self) -> bool {
        let end = self.ends.last().map_or(self.start, |&end| end as usize);
        self.chunk[self.start..end].iter().all(|b| matches!(b, b'\t' | b',' | b';' | b'"' | b' ' | b'\r'))
    }

    /// A code that may be blank, because another column tells what the row is about.
    #[inline]
    pub(crate) fn optional_key(&mut self, column: usize) -> Option<Cow<'a, [u8]>> {
        let key = self.bytes(column);
        if is_number_damage(&key) {
            self.fault(Code::DamagedSku, column);
            return None;
        }
        Some(key)
    }

    /// Whole units, `None` where the cell is blank.
    #[inline]
    pub(crate) fn units(&mut self, column: usize) -> Option<Units> {
        match *self.raw(column) {
            [digit @ b'0'..=b'9'] => Some(Units::new((digit - b'0').into())),
            [] => None,
            ref cell => self.long_units(column, cell),
        }
    }

    #[cold]
    fn bad(&mut self, code: Code, column: usize) -> Option<i64> {
        self.fault(code, column);
        None
    }

    fn long_units(&mut self, column: usize, cell: &[u8]) -> Option<Units> {
        let number = self.whole(column, cell)?;
        match u64::try_from(number) {
            Ok(number) => Some(Units::new(number)),
            Err(_) => {
                self.fault(Code::Negative, column);
                None
            }
        }
    }

    /// Whole units that the row must state.
    #[inline]
    pub(crate) fn stated_units(&mut self, column: usize) -> Option<Units> {
        let units = self.units(column);
        if units.is_none() && self.raw(column).trim_ascii().is_empty() {
            self.fault(Code::NotWhole, column);
        }
        units
    }

    /// A whole number with a sign that the row must state.
    #[inline]
    pub(crate) fn balance(&mut self, column: usize) -> Option<i64> {
        if let Some(digit) = self.digit(column) {
            return Some(digit);
        }
        match self.raw(column) {
            cell if cell.trim_ascii().is_empty() => self.bad(Code::NotWhole, column),
            cell => self.whole(column, cell),
        }
    }

    /// The number of a cell of one digit, with or without quotes: what most cells of a ledger are.
    #[inline(always)]
    fn digit(&self, column: usize) -> Option<i64> {
        let place = usize::from(self.places[column]);
        let end = *self.ends.get(place)? as usize;
        let start = if place == 0 { self.start } else { *self.ends.get(place - 1)? as usize + 1 };
        let digit = match *self.chunk.get(start..end)? {
            [b'"', digit, b'"'] | [digit] => digit.wrapping_sub(b'0'),
            _ => return None,
        };
        (digit < 10).then_some(i64::from(digit))
    }

    /// A whole number with a sign; blank is nothing, as ledgers leave movements blank that did not happen.
    #[inline(always)]
    pub(crate) fn movement(&mut self, column: usize) -> i64 {
        match self.digit(column) {
            Some(digit) => digit,
            None => self.long_movement(column),
        }
    }

    /// The numbers of `N` columns that follow one another in the kind's table. Where they do in the file, and each cell
    /// is one digit, as in most rows of a ledger, they are read in one go.
    #[inline(always)]
    pub(crate) fn movements<const N: usize>(&mut self, first: usize) -> [i64; N] {
        let wanted = ((1 << (N - 1)) - 1) << first;
        if self.side_by_side & wanted == wanted
            && let Some(numbers) = self.digits(first)
        {
            return numbers;
        }
        std::array::from_fn(|i| self.movement(first + i))
    }

    #[inline(always)]
    fn digits<const N: usize>(&self, first: usize) -> Option<[i64; N]> {
        let place = usize::from(self.places[first]);
        let start = if place == 0 { self.start } else { *self.ends.get(place - 1)? as usize + 1 };
        let end = *self.ends.get(place + N - 1)? as usize;
        let cells = self.chunk.get(start..end)?;
        let mut numbers = [0; N];
        let mut fits = cells.len() == 4 * N - 1;
        if !fits {
            return None;
        }
        // There are as many delimiters as there is room for beside quotes and digits: no need to look at them.
        for (i, number) in numbers.iter_mut().enumerate() {
            let digit = cells[4 * i + 1].wrapping_sub(b'0');
            fits &= (cells[4 * i] == b'"') & (cells[4 * i + 2] == b'"') & (digit < 10);
            *number = i64::from(digit);
        }
        fits.then_some(numbers)
    }

    #[inline(never)]
    fn long_movement(&mut self, column: usize) -> i64 {
        match self.raw(column) {
            [] => 0,
            cell => self.whole(column, cell).unwrap_or(0),
        }
    }

    /// A whole number: an optional sign, digits, and at most a fraction of zeros.
    fn whole(&mut self, column: usize, cell: &[u8]) -> Option<i64> {
        if let Some(number) = short(cell) {
            return Some(number);
        }
        let cell = cell.trim_ascii();
        let (negative, digits) = match cell {
            [] => return None,
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            digits => (false, digits),
        };
        let digits = match memchr::memchr(b'.', digits) {
            Some(point) if point > 0 && digits[point + 1..].iter().all(|&b| b == b'0') => &digits[..point],
            _ => digits,
        };
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return self.bad(Code::NotWhole, column);
        }
        let digits = &digits[digits.iter().take_while(|&&b| b == b'0').count()..];
        let number = digits.iter().take(11).fold(0, |sum, &b| sum * 10 + u64::from(b - b'0'));
        if digits.len() > 10 || number > Units::MAX_CELL {
            return self.bad(Code::TooLarge, column);
        }
        let number = i64::try_from(number).ok()?;
        Some(if negative { -number } else { number })
    }

    /// Whole units in which thousands may be set apart, as Business reports do: `12,131`, `12.131`, `12 131`.
    pub(crate) fn grouped_units(&mut self, column: usize) -> Option<Units> {
        let bytes = self.bytes(column);
        let text = String::from_utf8_lossy(&bytes);
        let mut groups = text.trim().split([',', '.', '\u{a0}', '\u{202f}', ' ']);
        let first = groups.next().unwrap_or_default();
        let grouped = !first.is_empty() && first.len() <= 3 && groups.clone().all(|group| group.len() == 3);
        if groups.next().is_some() && grouped {
            let joined: String = text.chars().filter(char::is_ascii_digit).collect();
            return self.long_units(column, joined.as_bytes());
        }
        self.long_units(column, text.trim().as_bytes())
    }

    /// A number that may have a fraction, not negative; `None` where the cell is blank.
    pub(crate) fn number(&mut self, column: usize) -> Option<f64> {
        let text = std::str::from_utf8(self.raw(column)).unwrap_or("?").trim();
        if text.is_empty() {
            return None;
        }
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        match text.parse::<f64>() {
            Ok(number) if plain && number.is_finite() => Some(number),
            _ => {
                self.fault(Code::NotANumber, column);
                None
            }
        }
    }

    /// The day of a date or of a time; `None`, with a problem, where it is none.
    #[inline]
    pub(crate) fn day(&mut self, column: usize) -> Option<NaiveDate> {
        let cell = self.raw(column);
        let place = self.span(column).map_or(0, |(start, _)| self.offset + start as u64);
        let day = self.dates.read(cell, place);
        if day.is_none() {
            self.no_date(column);
        }
        day
    }

    #[cold]
    fn no_date(&mut self, column: usize) {
        let (start, cell) = self.span(column).unwrap_or((self.start, &[]));
        // Dates with slashes can be read in two ways: say in which.
        let slashes = memchr::memchr(b'/', cell).is_some_and(|at| at < 4);
        let detail = if slashes { self.dates.order() } else { "" };
        let (place, cell) = (self.places[column].into(), self.decoded(bare(cell)).into_owned());
        self.faults.add_told(Code::NotADate, self.offset + start as u64, place, &cell, detail.into());
    }

    /// Notes that a cell does not fit its column.
    #[cold]
    pub(crate) fn fault(&mut self, code: Code, column: usize) {
        let (start, cell) = self.span(column).unwrap_or((self.start, &[]));
        let cell = self.decoded(bare(cell)).into_owned();
        self.faults.add(code, self.offset + start as u64, Some(self.places[column]), &cell);
    }
}

/// Is there a quote among the bytes? Eight at a time: a byte is zero where it differs in nothing from a quote, and
/// subtracting one from it borrows.
#[inline]
fn has_quote(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let among = |eight: &[u8; 8]| {
        let gap = u64::from_le_bytes(*eight) ^ (ONES * b'"' as u64);
        gap.wrapping_sub(ONES) & !gap & (ONES << 7) != 0
    };
    match bytes.last_chunk::<8>() {
        Some(last) => among(last) || bytes.as_chunks::<8>().0.iter().any(among),
        None => bytes.contains(&b'"'),
    }
}

/// Nothing but one to eight digits, perhaps behind a minus.
#[inline]
fn short(cell: &[u8]) -> Option<i64> {
    let (negative, digits) = match cell {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    let mut number = 0;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + i64::from(digit);
    }
    Some(if negative { -number } else { number })
}

/// The cell without line end and without the quotes around it.
#[inline]
fn bare(cell: &[u8]) -> &[u8] {
    let cell = cell.strip_suffix(b"\r").unwrap_or(cell);
    match cell {
        [b'"', inner @ .., b'"'] => inner,
        cell => cell,
    }
}

fn undouble(cell: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(cell.len());
    let mut bytes = cell.iter().peekable();
    while let Some(&byte) = bytes.next() {
        out.push(byte);
        if byte == b'"' && bytes.peek() == Some(&&b'"') {
            bytes.next();
        }
    }
    out
}

/// `1.98469E+11`: a long number as a spreadsheet shows it. No seller names a product so.
#[inline]
fn is_number_damage(key: &[u8]) -> bool {
    let [.., b'+', tens, ones] = key else { return false };
    let mantissa = key[..key.len() - 3].strip_suffix(b"E").or(key[..key.len() - 3].strip_suffix(b"e"));
    let digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    digits(&[*tens, *ones])
        && mantissa.is_some_and(|m| match m {
            // A decimal comma where the spreadsheet is a European one.
            [first, b'.' | b',', rest @ ..] => first.is_ascii_digit() && digits(rest),
            [first] => first.is_ascii_digit(),
            _ => false,
        })
}
