//! Dates in all the forms that exports and spreadsheets use.

mod form;
mod order;

pub(super) use form::{Form, alone};
pub(crate) use order::DateOrder;
pub(super) use order::Seen;

use chrono::NaiveDate;

/// Reads dates of one file. Rows mostly come day by day, so the last answer is kept.
#[derive(Clone, Debug)]
pub(crate) struct Dates {
    day_first: bool,
    /// The dates of the file contradict each other or could all be two days: none is believed.
    pub(super) unsure: bool,
    last: ([u8; 10], Option<NaiveDate>),
    pub(super) seen: Seen,
}

impl Dates {
    pub(super) fn new(day_first: bool, unsure: bool) -> Self {
        Dates { day_first, unsure, last: ([0; 10], None), seen: Seen::default() }
    }

    /// In which order dates with slashes are read.
    pub(super) fn order(&self) -> &'static str {
        if self.day_first { "read as day/month/year" } else { "read as month/day/year" }
    }

    /// The day of a cell at `offset`: `2026-07-31`, `2026/07/31`, `07/31/2026` (day first where the file is so),
    /// `31.07.2026`, any of them followed by a time, which does not count, or what a spreadsheet makes of them.
    #[inline(always)]
    pub(super) fn read(&mut self, cell: &[u8], offset: u64) -> Option<NaiveDate> {
        let head = cell.first_chunk::<10>();
        if let (Some(head), (last, Some(day)), 10) = (head, &self.last, cell.len())
            && head == last
        {
            return Some(*day);
        }
        self.slowly(cell, offset)
    }

    #[inline(never)]
    fn slowly(&mut self, cell: &[u8], offset: u64) -> Option<NaiveDate> {
        let cell = cell.trim_ascii();
        if let Some(head) = cell.first_chunk::<10>()
            && is_time(&cell[10..])
        {
            if self.last.0 != *head {
                self.last = (*head, self.parse(head, offset).filter(|_| !self.unsure));
            }
            if self.last.1.is_some() {
                return self.last.1;
            }
        }
        self.written(cell, offset).filter(|_| !self.unsure)
    }

    /// A date in Amazon's own forms, which fill their places with zeros.
    fn parse(&mut self, head: &[u8; 10], offset: u64) -> Option<NaiveDate> {
        let at = |from: usize, to: usize| {
            head[from..to]
                .iter()
                .try_fold(0_u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
        };
        match (head[2], head[4], head[5], head[7]) {
            (_, b'-', _, b'-') | (_, b'/', _, b'/') => {
                let day = date(at(0, 4)?, at(5, 7)?, at(8, 10)?);
                self.seen.year_first.get_or_insert(offset);
                day
            }
            (b'.', _, b'.', _) => {
                let day = date(at(6, 10)?, at(3, 5)?, at(0, 2)?);
                self.seen.dotted.get_or_insert(offset);
                day
            }
            (b'/', _, b'/', _) => {
                let (first, second, year) = (at(0, 2)?, at(3, 5)?, at(6, 10)?);
                self.seen.year_last(first, second, true, offset);
                if self.day_first { date(year, second, first) } else { date(year, first, second) }
            }
            _ => None,
        }
    }

    /// A date as a spreadsheet or a person writes it.
    #[cold]
    fn written(&mut self, cell: &[u8], offset: u64) -> Option<NaiveDate> {
        match Form::of(cell) {
            Form::YearFirst(day) => {
                self.seen.year_first.get_or_insert(offset);
                Some(day)
            }
            Form::Dotted(day) => {
                self.seen.dotted.get_or_insert(offset);
                Some(day)
            }
            Form::Named(day) => Some(day),
            Form::YearLast { first, second, year, padded } => {
                self.seen.year_last(first, second, padded, offset);
                if self.day_first { date(year, second, first) } else { date(year, first, second) }
            }
            Form::Month | Form::Impossible | Form::Unknown => None,
        }
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Is this the rest of a cell behind its date: nothing, or a time with or without zone?
fn is_time(rest: &[u8]) -> bool {
    match rest {
        [] => true,
        _ if rest.first_chunk().is_some_and(|time| rest.len() == time.len() && is_usual_time(time)) => true,
        [b'T' | b' ', time @ ..] => {
            time.len() >= 4
                && time
                    .iter()
                    .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z' | b' '))
        }
        _ => false,
    }
}

/// Is this such as `T00:28:13-07:00`? So it stands in nearly every row of sales, and is looked at in two words.
fn is_usual_time(time: &[u8; 15]) -> bool {
    let (Some(clock), Some(zone)) = (time.first_chunk(), time.last_chunk()) else { return false };
    has_shape(clock, *b"T00:00:0") && (has_shape(zone, *b"00-00:00") || has_shape(zone, *b"00+00:00"))
}

/// Are there digits where the shape has zeros, and else the same bytes?
#[inline(always)]
fn has_shape(bytes: &[u8; 8], shape: [u8; 8]) -> bool {
    let lay = |digit: u8, other: u8| u64::from_le_bytes(shape.map(|b| if b == b'0' { digit } else { other }));
    // A digit differs from a zero by nine at most: six more do not reach the upper half of its byte.
    let differ = u64::from_le_bytes(*bytes) ^ u64::from_le_bytes(shape);
    (differ | differ.wrapping_add(lay(6, 0))) & lay(0xf0, 0xff) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_exports_is_read() {
        let day = NaiveDate::from_ymd_opt(2026, 7, 31);
        for text in [
            "2026-07-31",
            "2026/07/31",
            "07/31/2026",
            "31.07.2026",
            " 2026-07-31 ",
            "2026-07-31T08:00:00+00:00",
            "2026-07-31T00:00:00-0700",
            "2026-07-31 08:00:00",
            "2026-07-31T23:59:59.123Z",
        ] {
            assert_eq!(Dates::new(false, false).read(text.as_bytes(), 0), day, "{text}");
        }
        assert_eq!(Dates::new(true, false).read(b"31/07/2026", 0), day);
    }

    #[test]
    fn what_spreadsheets_and_people_write_is_read() {
        let day = NaiveDate::from_ymd_opt(2026, 7, 4);
        for text in [
            "7/4/2026",
            "7-4-2026",
            "07-04-2026",
            "2026/7/4",
            "2026-7-4",
            "4.7.2026",
            "7/4/2026 9:12",
            "07/04/2026 9:12 AM",
            "7/4/2026 9:12:33 PM PDT",
            "2026-07-04 09:12:33 PDT",
            "Jul 4, 2026",
            "July 4, 2026 9:12:00 AM PDT",
            "4 Jul 2026",
            "04-Jul-2026",
            "4. July 2026",
        ] {
            assert_eq!(Dates::new(false, false).read(text.as_bytes(), 0), day, "{text}");
        }
        for text in ["4/7/2026", "4-7-2026", "04-07-2026"] {
            assert_eq!(Dates::new(true, false).read(text.as_bytes(), 0), day, "{text}");
        }
    }

    #[test]
    fn a_usual_time_has_digits_in_their_places() {
        let usual = *b"T00:28:13-07:00";
        for at in 0..usual.len() {
            for byte in 0..=u8::MAX {
                let mut time = usual;
                time[at] = byte;
                let fits = match usual[at] {
                    b'-' => matches!(byte, b'+' | b'-'),
                    same @ (b'T' | b':') => byte == same,
                    _ => byte.is_ascii_digit(),
                };
                assert_eq!(is_usual_time(&time), fits, "{:?}", String::from_utf8_lossy(&time));
                assert!(!fits || is_time(&time));
            }
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_none() {
        for text in [
            "2026-02-30",
            "13/31/2026",
            "2026-7-",
            "",
            "yesterday",
            "2026-07-31x",
            "0000000000",
            "7/4/26",
            "7/2026",
            "Jul-26",
            "2026-07",
            "July 2026",
            "46207",
            "Jul 32, 2026",
            "7/4-2026",
            "7/4/2026 noon",
            "Jul 4 5, 2026",
            "4 Jul",
        ] {
            assert_eq!(Dates::new(false, false).read(text.as_bytes(), 0), None, "{text}");
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_told_by_dates_that_allow_one() {
        let mut dates = Dates::new(false, false);
        assert!(dates.read(b"01/02/2026", 5).is_some());
        assert_eq!((dates.seen.only_day_first, dates.seen.only_month_first), (None, None));
        assert!(dates.read(b"01/31/2026", 6).is_some());
        assert!(dates.read(b"31/1/2026", 7).is_none());
        assert_eq!((dates.seen.only_day_first, dates.seen.only_month_first), (Some(7), Some(6)));
    }
}
