//! Cells that hold numbers. Most are read at once; whatever they do not fit is read more closely, and may be a problem.

use super::Cells;
use crate::report::problem::Code;
use crate::units::Units;

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
        let cell = self.packed::<1>(column);
        let &[word] = cell.words()?;
        if cell.is_empty() {
            return None;
        }
        // The first digits are the lowest bytes: shifted up, zeros take the place of those that are missing.
        let missing = 64 - 8 * cell.len();
        let digits = (word << missing) ^ (u64::from_le_bytes([b'0'; 8]) << missing);
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
        match self.few_digits(column) {
            Some(number) => number.cast_signed(),
            None => self.whole(column, self.raw(column)).unwrap_or(0),
        }
    }

    /// A whole number: an optional sign, digits, and at most a fraction of zeros.
    fn whole(&mut self, column: usize, cell: &[u8]) -> Option<i64> {
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
}
