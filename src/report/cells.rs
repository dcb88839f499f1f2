//! The cells of one row, each read as what its column holds. What does not fit is noted and the row is left out.

use super::date::Dates;
use super::fault::Faults;
use super::memo::{Memo, TAIL_WORDS};
use super::packed::{Packed, REACH};
use super::problem::Code;
use crate::units::Units;
use bumpalo::Bump;
use chrono::NaiveDate;
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;
use std::cell::Cell;

/// A place that a column does not have in this file.
const ABSENT: u16 = u16::MAX;

/// Where the columns of a kind stand in a file.
pub(super) struct Places {
    places: [u16; Places::MOST],
    /// Bit for bit the columns behind which stand all that follow them in the kind's table.
    tails: u32,
}

impl Places {
    /// More columns than any kind has.
    const MOST: usize = 32;

    pub(super) fn new(found: &[Option<usize>]) -> Self {
        let mut places = [ABSENT; Places::MOST];
        for (place, found) in places.iter_mut().zip(found) {
            *place = found.and_then(|found| u16::try_from(found).ok()).unwrap_or(ABSENT);
        }
        let mut places_behind = ABSENT;
        let mut tails = 0;
        for (column, &place) in places.iter().enumerate().rev().filter(|&(_, &place)| place != ABSENT) {
            tails |= u32::from(place < places_behind) << column;
            places_behind = places_behind.min(place);
        }
        Places { places, tails }
    }

    #[inline(always)]
    fn of(&self, column: usize) -> u16 {
        self.places[column]
    }

    /// Do all columns of the kind that follow one in the kind's table stand behind it in the file?
    #[inline(always)]
    fn is_tail(&self, first: usize) -> bool {
        self.tails >> first & 1 == 1
    }
}

/// Words that hold a SKU: Amazon allows forty characters.
pub(crate) const SKU_WORDS: usize = 5;

/// The cells of one row.
pub(crate) struct Cells<'a, 'f, K = ()> {
    /// The bytes that the row lies in, with some more behind them.
    pub(super) chunk: &'a [u8],
    /// Offset of the chunk in the file.
    pub(super) offset: u64,
    /// Where in the chunk every cell begins, and what follows the last: a cell ends one byte before the next begins.
    pub(super) bounds: &'f [Cell<u32>],
    /// Where the kind's columns stand in the file.
    pub(super) places: &'f Places,
    pub(super) encoding: &'static Encoding,
    /// Where codes are kept that do not stand in the chunk as they are.
    pub(super) spare: &'a Bump,
    pub(super) dates: &'f mut Dates,
    pub(super) faults: &'f mut Faults,
    /// What the kind keeps from row to row.
    pub(super) kept: &'f mut K,
}

impl<T: Copy + Default> Cells<'_, '_, Memo<T>> {
    /// What the columns from `first` to the last of the kind's table mean: what `read` says, which is asked only if it is
    /// not remembered. Nothing but the cells of these columns may tell it anything.
    #[inline(always)]
    pub(crate) fn remembered(&mut self, first: usize, read: fn(&mut Self) -> Option<T>) -> Option<T> {
        let tail = self.tail(first).filter(|_| self.places.is_tail(first));
        let words = tail.as_ref().and_then(Packed::words);
        let (slot, known) = match words {
            Some(words) => self.kept.find(words),
            None => (0, false),
        };
        if !known {
            let before = self.faults.total;
            let meaning = read(self)?;
            let sound = self.faults.total == before;
            self.kept.learn(slot, words.filter(|_| sound), meaning);
        }
        Some(self.kept.meaning(slot))
    }
}

impl<'a, K> Cells<'a, '_, K> {
    /// Does the file have this column?
    pub(crate) fn has(&self, column: usize) -> bool {
        self.places.of(column) != ABSENT
    }

    /// The row's bytes, without its line end.
    pub(super) fn row(&self) -> &'a [u8] {
        match self.bounds {
            [start, .., next] => &self.chunk[start.get() as usize..next.get() as usize - 1],
            _ => &[],
        }
    }

    /// All cells of the row as they are.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a [u8]> {
        let cell = |pair: &[Cell<u32>]| &self.chunk[pair[0].get() as usize..pair[1].get() as usize - 1];
        self.bounds.windows(2).map(cell)
    }

    /// Where in the chunk the cell begins and ends; nowhere if the file has no such column.
    #[inline(always)]
    fn span(&self, column: usize) -> (usize, usize) {
        let place = usize::from(self.places.of(column));
        match self.bounds.get(place + 1) {
            Some(next) => (self.bounds[place].get() as usize, next.get() as usize - 1),
            None => (0, 0),
        }
    }

    /// The cell's bytes without the quotes around them; empty where the file has no such column.
    #[inline(always)]
    pub(crate) fn raw(&self, column: usize) -> &'a [u8] {
        let (start, end) = self.span(column);
        bare(self.chunk.get(start..end).unwrap_or_default())
    }

    /// Where in the chunk the cell's bytes begin and how many there are, without the quotes around them, and whether
    /// there were quotes.
    #[inline(always)]
    fn inner(&self, column: usize) -> (usize, usize, bool) {
        let (start, end) = self.span(column);
        let cell = self.chunk.get(start..end).unwrap_or_default();
        let inner = bare(cell);
        let quoted = inner.len() < cell.len();
        (start + usize::from(quoted), inner.len(), quoted)
    }

    /// The bytes from `start` on, where a cell begins.
    #[inline(always)]
    fn near(&self, start: usize) -> &'a [u8; REACH] {
        // The reader leaves room behind the last row.
        match self.chunk.get(start..start + REACH) {
            Some(near) => near.first_chunk().unwrap_or(&[0; REACH]),
            None => &[0; REACH],
        }
    }

    /// The row from the cell of a column on; `None` if that is long.
    #[inline(always)]
    fn tail(&self, first: usize) -> Option<Packed<'a, TAIL_WORDS>> {
        let (start, _) = self.span(first);
        let next = self.bounds.last()?.get() as usize;
        let length = next - 1 - start;
        (length <= TAIL_WORDS * 8).then(|| Packed::short(self.near(start), length, false))
    }

    /// Like [`Cells::raw`], in words, and whether there were quotes.
    #[inline(always)]
    fn packed_and_quoted<const N: usize>(&self, column: usize) -> (Packed<'a, N>, bool) {
        let (start, end) = self.span(column);
        let length = end - start;
        if length > N * 8 {
            let (.., quoted) = self.inner(column);
            return (Packed::new(self.raw(column)), quoted);
        }
        let near = self.near(start);
        let quoted = (near[0] == b'"') & (near[length.wrapping_sub(1) % REACH] == b'"') & (length > 1);
        (Packed::short(near, length, quoted), quoted)
    }

    /// Like [`Cells::raw`], in words.
    #[inline(always)]
    pub(crate) fn packed<const N: usize>(&self, column: usize) -> Packed<'a, N> {
        self.packed_and_quoted(column).0
    }

    /// Does the cell say SELLABLE, in any case? The disposition that counts in every ledger.
    #[inline(always)]
    pub(crate) fn is_sellable(&self, column: usize) -> bool {
        const SELLABLE: [u64; 1] = [u64::from_le_bytes(*b"SELLABLE")];
        let cell = self.packed::<1>(column);
        cell.words().is_some_and(|words| *words == SELLABLE || cell.eq_ignore_ascii_case(b"SELLABLE"))
    }

    /// Text in UTF-8, exactly as written but for the quotes around it and doubled quotes inside.
    #[inline]
    pub(crate) fn bytes(&self, column: usize) -> Cow<'a, [u8]> {
        let (start, end) = self.span(column);
        let cell = &self.chunk[start..end];
        let inner = bare(cell);
        if inner.len() < cell.len() && inner.contains(&b'"') {
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
    #[inline(always)]
    pub(crate) fn key(&mut self, column: usize) -> Option<Packed<'a, SKU_WORDS>> {
        let key = self.optional_key(column)?;
        // What begins with a blank may be nothing else.
        if key.first().is_none_or(|&first| first <= b' ') && key.trim_ascii().is_empty() {
            self.blank_key(column);
            return None;
        }
        Some(key)
    }

    #[cold]
    fn blank_key(&mut self, column: usize) {
        if !self.is_blank_row() {
            self.fault(Code::BlankKey, column);
        }
    }

    /// Is there nothing in any cell? Spreadsheets leave such rows behind.
    fn is_blank_row(&self) -> bool {
        self.row().iter().all(|b| matches!(b, b'\t' | b',' | b';' | b'"' | b' ' | b'\r'))
    }

    /// A code that may be blank, because another column tells what the row is about.
    #[inline(always)]
    pub(crate) fn optional_key(&mut self, column: usize) -> Option<Packed<'a, SKU_WORDS>> {
        let (key, quoted) = self.packed_and_quoted(column);
        let length = key.len();
        // Plain: nothing to be undoubled or decoded, and no number that a spreadsheet has spoilt.
        let plain = self.encoding == UTF_8
            && key.words().is_some()
            && !(quoted && key.may_hold(b'"'))
            && !(length > 3 && key[length - 3] == b'+');
        if plain { Some(key) } else { self.other_key(column) }
    }

    #[inline(never)]
    fn other_key(&mut self, column: usize) -> Option<Packed<'a, SKU_WORDS>> {
        let key = self.bytes(column);
        if is_number_damage(&key) {
            self.fault(Code::DamagedSku, column);
            return None;
        }
        Some(Packed::new(match key {
            Cow::Borrowed(key) => key,
            Cow::Owned(key) => self.spare.alloc_slice_copy(&key),
        }))
    }

    /// Whole units, `None` where the cell is blank.
    #[inline(always)]
    pub(crate) fn units(&mut self, column: usize) -> Option<Units> {
        match self.few_digits(column) {
            Some(number) => Some(Units::new(number)),
            None => self.long_units(column, self.raw(column)),
        }
    }

    #[cold]
    fn bad(&mut self, code: Code, column: usize) -> Option<i64> {
        self.fault(code, column);
        None
    }

    #[inline(never)]
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
    #[inline(always)]
    pub(crate) fn stated_units(&mut self, column: usize) -> Option<Units> {
        let units = self.units(column);
        if units.is_none() && self.raw(column).trim_ascii().is_empty() {
            self.fault(Code::NotWhole, column);
        }
        units
    }

    /// A whole number with a sign that the row must state.
    #[inline(always)]
    pub(crate) fn balance(&mut self, column: usize) -> Option<i64> {
        match self.few_digits(column) {
            Some(number) => Some(number.cast_signed()),
            None => self.long_balance(column),
        }
    }

    #[inline(never)]
    fn long_balance(&mut self, column: usize) -> Option<i64> {
        match self.raw(column) {
            cell if cell.trim_ascii().is_empty() => self.bad(Code::NotWhole, column),
            cell => self.whole(column, cell),
        }
    }

    /// The number of a cell of nothing but one to eight digits, with or without quotes: what most numbers are. All
    /// digits are read at once, so that nothing has to be guessed about how many there are.
    #[inline(always)]
    fn few_digits(&self, column: usize) -> Option<u64> {
        let (start, length, _) = self.inner(column);
        let eight = self.chunk.get(start..start + 8)?.first_chunk()?;
        if length.wrapping_sub(1) > 7 {
            return None;
        }
        // The first digits are the lowest bytes: shifted up, zeros take the place of those that are missing.
        let missing = 64 - 8 * length;
        let digits = (u64::from_le_bytes(*eight) << missing) ^ (u64::from_le_bytes([b'0'; 8]) << missing);
        let too_large = digits.wrapping_add(u64::from_le_bytes([6; 8]));
        if (digits | too_large) & u64::from_le_bytes([0xf0; 8]) != 0 {
            return None;
        }
        let pairs = (digits * 10 + (digits >> 8)) & 0x00ff_00ff_00ff_00ff;
        let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
        Some((fours * 10_000 + (fours >> 32)) & 0xffff_ffff)
    }

    /// A whole number with a sign; blank is nothing, as ledgers leave movements blank that did not happen.
    #[inline(always)]
    pub(crate) fn movement(&mut self, column: usize) -> i64 {
        match *self.raw(column) {
            [] => 0,
            [digit @ b'0'..=b'9'] => (digit - b'0').into(),
            ref cell => self.whole(column, cell).unwrap_or(0),
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
    #[inline(always)]
    pub(crate) fn day(&mut self, column: usize) -> Option<NaiveDate> {
        let cell = self.raw(column);
        let place = self.offset + self.span(column).0 as u64;
        let day = self.dates.read(cell, place);
        if day.is_none() {
            self.no_date(column);
        }
        day
    }

    #[cold]
    fn no_date(&mut self, column: usize) {
        let (start, end) = self.span(column);
        let cell = &self.chunk[start..end];
        // Dates with slashes can be read in two ways: say in which.
        let slashes = memchr::memchr(b'/', cell).is_some_and(|at| at < 4);
        let detail = if slashes { self.dates.order() } else { "" };
        let (place, cell) = (self.places.of(column).into(), self.decoded(bare(cell)).into_owned());
        self.faults.add_told(Code::NotADate, self.offset + start as u64, place, &cell, detail.into());
    }

    /// Notes that a cell does not fit its column.
    #[cold]
    pub(crate) fn fault(&mut self, code: Code, column: usize) {
        let (start, end) = self.span(column);
        let cell = &self.chunk[start..end];
        let cell = self.decoded(bare(cell)).into_owned();
        self.faults.add(code, self.offset + start as u64, Some(self.places.of(column)), &cell);
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

/// The cell without the quotes around it.
#[inline(always)]
fn bare(cell: &[u8]) -> &[u8] {
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
