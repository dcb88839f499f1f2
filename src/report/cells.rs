//! The cells of one row, each read as what its column holds. What does not fit is noted and the row is left out.

mod numbers;
mod places;

pub(super) use places::Places;

use super::code::Code;
use super::columns::plain;
use super::date::{Dates, Form, alone};
use super::fault::Faults;
use super::identity::Identity;
use super::memo::{Memo, TAIL_WORDS};
use super::packed::{Packed, REACH};
use crate::ids::{Fnsku, is_rounded};
use bumpalo::Bump;
use chrono::NaiveDate;
use encoding_rs::{Encoding, UTF_8};
use places::ABSENT;
use std::borrow::Cow;
use std::cell::Cell;

/// Words that hold a SKU: Amazon allows forty characters.
pub(crate) const SKU_WORDS: usize = 5;

/// The cells of one row.
pub(crate) struct Cells<'a, 'f, K = ()> {
    /// The bytes that the row lies in, with some more behind them.
    pub(super) chunk: &'a [u8],
    /// Offset of the chunk in the file.
    pub(super) offset: u64,
    /// Where in the chunk every cell begins, and what follows the last: a cell ends one byte before the next begins.
    pub(super) bounds: &'a [Cell<u32>],
    /// Where the kind's columns stand in the file.
    pub(super) places: &'a Places,
    pub(super) encoding: &'static Encoding,
    /// The names of all columns of the file.
    pub(super) header: &'f [String],
    /// Between cells stand semicolons, as spreadsheets write them where the decimal point is a comma.
    pub(super) semicolons: bool,
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

    /// Where in the chunk the cell begins and ends.
    #[inline(always)]
    fn span(&self, column: usize) -> (usize, usize) {
        span(self.bounds, self.places, column)
    }

    /// The cells of these columns, to know the row again by.
    #[inline(always)]
    pub(crate) fn identity(&self, columns: &'static [usize]) -> Identity<'a> {
        Identity { chunk: self.chunk, bounds: self.bounds, places: Some(self.places), columns }
    }

    /// The cell's bytes without the quotes around them; empty where the file has no such column.
    #[inline(always)]
    pub(crate) fn raw(&self, column: usize) -> &'a [u8] {
        bare(self.written(column))
    }

    /// The cell's bytes with the quotes around them: where it stands, without looking at it.
    #[inline(always)]
    fn written(&self, column: usize) -> &'a [u8] {
        let (start, end) = self.span(column);
        self.chunk.get(start..end).unwrap_or_default()
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
            let raw = self.raw(column);
            return (Packed::new(raw), raw.len() < length);
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
    pub(crate) fn text(&self, column: usize) -> Option<Cow<'a, str>> {
        let text = match self.bytes(column) {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
            Cow::Owned(bytes) => String::from_utf8_lossy(&bytes).into_owned().into(),
        };
        (!text.trim().is_empty()).then_some(text)
    }

    /// Amazon's label, without the blanks that a spreadsheet leaves around it; `None` where the cell is blank.
    pub(crate) fn label(&self, column: usize) -> Option<Fnsku> {
        self.text(column).map(|text| Fnsku::from(text.trim()))
    }

    /// The code that says what the row is about; a blank or a damaged one is a problem.
    #[inline(always)]
    pub(crate) fn key(&mut self, column: usize) -> Option<Packed<'a, SKU_WORDS>> {
        let key = self.optional_key(column)?;
        self.sound(key, column)
    }

    /// The code, if it is neither blank nor damaged.
    #[inline(always)]
    fn sound(&mut self, key: Packed<'a, SKU_WORDS>, column: usize) -> Option<Packed<'a, SKU_WORDS>> {
        let length = key.len();
        if length > 3 && key[length - 3] == b'+' && is_rounded(&key) {
            self.fault(Code::DamagedSku, column);
            return None;
        }
        // What begins with a blank may be nothing else.
        if key.first().is_none_or(|&first| first <= b' ') && key.trim_ascii().is_empty() {
            self.blank_key(column);
            return None;
        }
        Some(key)
    }

    #[cold]
    fn blank_key(&mut self, column: usize) {
        if !self.passed_blank() {
            self.fault(Code::BlankKey, column);
        }
    }

    /// Is there nothing in any cell? Spreadsheets leave such rows behind: then it is noted to be no row.
    #[inline]
    pub(crate) fn passed_blank(&mut self) -> bool {
        let blank = self.row().iter().all(|b| matches!(b, b'\t' | b',' | b';' | b'"' | b' ' | b'\r'));
        self.faults.blank += u64::from(blank);
        blank
    }

    /// Is the row the header once more? Then that is its fault, whatever its cells are taken for.
    #[cold]
    fn is_header(&mut self) -> bool {
        let is = |(cell, name): (&[u8], &String)| {
            plain(&String::from_utf8_lossy(&self.decoded(bare(cell)))) == plain(name)
        };
        let again = self.all().zip(self.header).all(is);
        if again {
            let begin = self.bounds.first().map_or(0, Cell::get);
            self.faults.add_header(self.offset + u64::from(begin));
        }
        again
    }

    /// The SKU of a row that may have a label beside it: then even a damaged SKU tells what the row is about.
    pub(crate) fn key_beside(&mut self, column: usize, label: usize) -> Option<Packed<'a, SKU_WORDS>> {
        let sku = self.optional_key(column)?;
        let is_labelled = || self.has(label) && !self.raw(label).trim_ascii().is_empty();
        if is_rounded(&sku) && is_labelled() { Some(sku) } else { self.sound(sku, column) }
    }

    /// A code that may be blank, because another column tells what the row is about.
    #[inline(always)]
    pub(crate) fn optional_key(&mut self, column: usize) -> Option<Packed<'a, SKU_WORDS>> {
        let (key, quoted) = self.packed_and_quoted(column);
        // Plain: nothing to be undoubled or decoded.
        let plain = self.encoding == UTF_8 && key.words().is_some() && !(quoted && key.may_hold(b'"'));
        if plain { Some(key) } else { self.other_key(column) }
    }

    #[inline(never)]
    fn other_key(&mut self, column: usize) -> Option<Packed<'a, SKU_WORDS>> {
        let key = self.bytes(column);
        Some(Packed::new(match key {
            Cow::Borrowed(key) => key,
            Cow::Owned(key) => self.spare.alloc_slice_copy(&key),
        }))
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

    /// The day of a date that no factor needs: `None` where the cell is blank, or odd, which is noted. What other cells of
    /// the column say does not bear on it.
    pub(crate) fn side_day(&mut self, column: usize) -> Option<NaiveDate> {
        let cell = self.raw(column).trim_ascii();
        let day = alone(cell);
        if day.is_none() && !cell.is_empty() {
            self.odd(column);
        }
        day
    }

    /// The day of a date or of a time that no figure needs; `None` where it is none, which is then no problem.
    pub(crate) fn day_if_any(&mut self, column: usize) -> Option<NaiveDate> {
        let (start, _) = self.span(column);
        let cell = self.raw(column);
        if cell.is_empty() { None } else { self.dates.read(cell, self.offset + start as u64) }
    }

    #[cold]
    fn no_date(&mut self, column: usize) {
        let (start, end) = self.span(column);
        let cell = bare(&self.chunk[start..end]);
        let (code, detail) = match Form::of(cell) {
            _ if cell.trim_ascii().is_empty() && self.passed_blank() => return,
            // It exists in the other order, or in none that is sure: that is told of the file.
            Form::YearLast { .. } | Form::YearFirst(_) | Form::Dotted(_) | Form::Named(_) => {
                self.faults.total += 1;
                return;
            }
            Form::Month => (Code::MonthOnly, ""),
            Form::Unknown if !cell.trim_ascii().is_empty() => (Code::UnknownDate, ""),
            // Dates with slashes can be read in two ways: say in which.
            _ if memchr::memchr(b'/', cell).is_some_and(|at| at < 4) => (Code::NotADate, self.dates.order()),
            _ => (Code::NotADate, ""),
        };
        if self.is_header() {
            return;
        }
        let (place, cell) = (self.places.of(column).into(), self.decoded(cell).into_owned());
        self.faults.add_told(code, self.offset + start as u64, place, &cell, detail.into());
    }

    /// Notes that a cell does not fit its column.
    #[cold]
    pub(crate) fn fault(&mut self, code: Code, column: usize) {
        if self.is_header() {
            return;
        }
        let (start, end) = self.span(column);
        let cell = &self.chunk[start..end];
        let cell = self.decoded(bare(cell)).into_owned();
        self.faults.add(code, self.offset + start as u64, Some(self.places.of(column)), &cell);
    }

    /// How many odd cells there were so far.
    pub(crate) fn odd_so_far(&self) -> u64 {
        self.faults.odd.total
    }

    /// Notes that a cell does not fit a column which no factor needs: it is not stated, and its row stays.
    #[cold]
    fn odd(&mut self, column: usize) {
        if self.is_header() {
            return;
        }
        let (start, end) = self.span(column);
        let cell = self.decoded(bare(&self.chunk[start..end])).into_owned();
        self.faults.odd.add(self.places.of(column), self.offset + start as u64, &cell);
    }
}

/// Where in its chunk the cell of a column begins and ends; nowhere if the file has no such column.
#[inline(always)]
pub(super) fn span(bounds: &[Cell<u32>], places: &Places, column: usize) -> (usize, usize) {
    let place = usize::from(places.of(column));
    match bounds.get(place + 1) {
        Some(next) => (bounds[place].get() as usize, next.get() as usize - 1),
        None => (0, 0),
    }
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
