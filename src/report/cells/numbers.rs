//! Cells that hold numbers. Most are read at once; whatever they do not fit is read more closely, and may be a problem.

use super::Cells;
use crate::report::code::Code;
use crate::units::Units;
use std::borrow::Cow;

impl<K> Cells<'_, '_, K> {
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

    /// Whole units that no factor needs: `None` where the cell is blank, or odd, which is noted.
    pub(crate) fn side_units(&mut self, column: usize) -> Option<Units> {
        match self.few_digits(column) {
            Some(number) => Some(Units::new(number)),
            None => self.long_side_units(column, self.raw(column)),
        }
    }

    #[inline(never)]
    fn long_side_units(&mut self, column: usize, cell: &[u8]) -> Option<Units> {
        match self.parsed(column, cell).map(|number| number.map(u64::try_from)) {
            Ok(Some(Ok(number))) => Some(Units::new(number)),
            Ok(None) => None,
            Ok(Some(Err(_))) | Err(_) => {
                self.odd(column);
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
        match self.few_signed(column) {
            Some(number) => Some(number),
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

    /// The number of a cell of nothing but one to eight digits, with or without quotes: what most numbers are.
    #[inline(always)]
    fn few_digits(&self, column: usize) -> Option<u64> {
        let cell = self.packed::<1>(column);
        let &[word] = cell.words()?;
        digits(word, cell.len())
    }

    /// The same with a sign before the digits, or without. Most movements are one digit, a zero.
    #[inline(always)]
    fn few_signed(&self, column: usize) -> Option<i64> {
        if let [b'"', digit @ b'0'..=b'9', b'"'] | [digit @ b'0'..=b'9'] = self.written(column) {
            return Some((digit - b'0').into());
        }
        let cell = self.packed::<1>(column);
        let &[word] = cell.words()?;
        let negative = word & 0xff == u64::from(b'-');
        let (word, length) = if negative { (word >> 8, cell.len() - 1) } else { (word, cell.len()) };
        let number = digits(word, length)?.cast_signed();
        Some(if negative { -number } else { number })
    }

    /// A whole number with a sign; blank is nothing, as ledgers leave movements blank that did not happen.
    #[inline(always)]
    pub(crate) fn movement(&mut self, column: usize) -> i64 {
        match self.few_signed(column) {
            Some(number) => number,
            None => self.whole(column, self.raw(column)).unwrap_or(0),
        }
    }

    /// A whole number, `None` where the cell is blank; what is neither is a problem.
    fn whole(&mut self, column: usize, cell: &[u8]) -> Option<i64> {
        match self.parsed(column, cell) {
            Ok(number) => number,
            Err(code) => self.bad(code, column),
        }
    }

    /// A whole number: an optional sign, digits, and at most a fraction of zeros.
    fn parsed(&mut self, column: usize, cell: &[u8]) -> Result<Option<i64>, Code> {
        let cell = cell.trim_ascii();
        let (negative, digits) = match cell {
            [] => return Ok(None),
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            digits => (false, digits),
        };
        let digits = match self.decimal_mark(digits, column) {
            // Three zeros may be thousands: `1.000` is no fraction that any export writes.
            Some(mark)
                if mark > 0
                    && digits[mark + 1..].iter().all(|&b| b == b'0')
                    && digits.len() - mark - 1 != 3 =>
            {
                &digits[..mark]
            }
            _ => digits,
        };
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return Err(Code::NotWhole);
        }
        let digits = &digits[digits.iter().take_while(|&&b| b == b'0').count()..];
        let number = digits.iter().take(11).fold(0, |sum, &b| sum * 10 + u64::from(b - b'0'));
        if digits.len() > 10 || number > Units::MAX_CELL {
            return Err(Code::TooLarge);
        }
        let number = i64::try_from(number).map_err(|_| Code::TooLarge)?;
        Ok(Some(if negative { -number } else { number }))
    }

    /// Where the fraction of a number begins, if it has one: a decimal comma may stand only where no comma stands between
    /// cells, and then it is noted which of the two was seen.
    fn decimal_mark(&mut self, number: &[u8], column: usize) -> Option<usize> {
        let mark = memchr::memchr2(b'.', if self.semicolons { b',' } else { b'.' }, number)?;
        if self.semicolons {
            let offset = self.offset + self.span(column).0 as u64;
            self.faults.decimals[usize::from(number[mark] == b',')].get_or_insert(offset);
        }
        Some(mark)
    }

    /// Whole units that no factor needs, in which thousands may be set apart, as Business reports do: `12,131`, `12.131`,
    /// `12 131`.
    pub(crate) fn grouped_units(&mut self, column: usize) -> Option<Units> {
        let bytes = self.bytes(column);
        let text = String::from_utf8_lossy(&bytes);
        let mut groups = text.trim().split([',', '.', '\u{a0}', '\u{202f}', ' ']);
        let first = groups.next().unwrap_or_default();
        let grouped = !first.is_empty() && first.len() <= 3 && groups.clone().all(|group| group.len() == 3);
        if groups.next().is_some() && grouped {
            let joined: String = text.chars().filter(char::is_ascii_digit).collect();
            return self.long_side_units(column, joined.as_bytes());
        }
        self.long_side_units(column, text.trim().as_bytes())
    }

    /// A number that may have a fraction, not negative, and that no factor needs: `None` where the cell is blank, or odd,
    /// which is noted.
    pub(crate) fn side_number(&mut self, column: usize) -> Option<f64> {
        let text = std::str::from_utf8(self.raw(column)).unwrap_or("?").trim();
        if text.is_empty() {
            return None;
        }
        let mark = self.decimal_mark(text.as_bytes(), column);
        let plain = text.bytes().enumerate().all(|(at, b)| b.is_ascii_digit() || Some(at) == mark);
        let pointed = if self.semicolons { Cow::from(text.replace(',', ".")) } else { text.into() };
        let number = pointed.parse::<f64>().ok();
        let number = number.filter(|number| plain && number.is_finite());
        if number.is_none() {
            self.odd(column);
        }
        number
    }
}

/// The number that the first `length` bytes of a word are the digits of. All are read at once, so that nothing has to be
/// guessed about how many there are.
#[inline(always)]
fn digits(word: u64, length: usize) -> Option<u64> {
    if length == 0 {
        return None;
    }
    // The first digits are the lowest bytes: shifted up, zeros take the place of those that are missing.
    let missing = 64 - 8 * length;
    let digits = (word << missing) ^ (u64::from_le_bytes([b'0'; 8]) << missing);
    let too_large = digits.wrapping_add(u64::from_le_bytes([6; 8]));
    if (digits | too_large) & u64::from_le_bytes([0xf0; 8]) != 0 {
        return None;
    }
    let pairs = (digits * 10 + (digits >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    Some((fours * 10_000 + (fours >> 32)) & 0xffff_ffff)
}
