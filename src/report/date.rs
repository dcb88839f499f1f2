//! Dates in all the forms that exports use.

use chrono::NaiveDate;

/// Reads dates of one file. Rows mostly come day by day, so the last answer is kept.
#[derive(Clone, Debug)]
pub(crate) struct Dates {
    day_first: bool,
    last: ([u8; 10], Option<NaiveDate>),
    /// Offset of the first date that can only be day first.
    pub(super) only_day_first: Option<u64>,
    /// Offset of the first date that can only be month first.
    pub(super) only_month_first: Option<u64>,
}

impl Dates {
    pub(super) fn new(day_first: bool) -> Self {
        Dates { day_first, last: ([0; 10], None), only_day_first: None, only_month_first: None }
    }

    /// In which order dates with slashes are read.
    pub(super) fn order(&self) -> &'static str {
        if self.day_first { "read as day/month/year" } else { "read as month/day/year" }
    }

    /// The day of a cell at `offset`: `2026-07-31`, `2026/07/31`, `07/31/2026` (day first where the file is so),
    /// `31.07.2026`, any of them followed by a time, which does not count.
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
        let head = cell.first_chunk::<10>()?;
        if !is_time(&cell[10..]) {
            return None;
        }
        if self.last.0 != *head {
            self.last = (*head, self.parse(head, offset));
        }
        self.last.1
    }

    fn parse(&mut self, head: &[u8; 10], offset: u64) -> Option<NaiveDate> {
        let at = |from: usize, to: usize| {
            head[from..to]
                .iter()
                .try_fold(0_u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
        };
        let date = |year: u32, month, day| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
        match (head[2], head[4], head[5], head[7]) {
            (_, b'-', _, b'-') | (_, b'/', _, b'/') => date(at(0, 4)?, at(5, 7)?, at(8, 10)?),
            (b'.', _, b'.', _) => date(at(6, 10)?, at(3, 5)?, at(0, 2)?),
            (b'/', _, b'/', _) => {
                let (first, second, year) = (at(0, 2)?, at(3, 5)?, at(6, 10)?);
                match (first > 12, second > 12) {
                    (true, false) => _ = self.only_day_first.get_or_insert(offset),
                    (false, true) => _ = self.only_month_first.get_or_insert(offset),
                    _ => {}
                }
                if self.day_first { date(year, second, first) } else { date(year, first, second) }
            }
            _ => None,
        }
    }
}

/// Is this the rest of a cell behind its date: nothing, or a time with or without zone?
fn is_time(rest: &[u8]) -> bool {
    match rest {
        [] => true,
        [b'T' | b' ', time @ ..] => {
            time.len() >= 4
                && time
                    .iter()
                    .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z' | b' '))
        }
        _ => false,
    }
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
            assert_eq!(Dates::new(false).read(text.as_bytes(), 0), day, "{text}");
        }
        assert_eq!(Dates::new(true).read(b"31/07/2026", 0), day);
    }

    #[test]
    fn dates_that_do_not_exist_are_none() {
        for text in ["2026-02-30", "13/31/2026", "2026-7-1", "", "yesterday", "2026-07-31x", "0000000000"] {
            assert_eq!(Dates::new(false).read(text.as_bytes(), 0), None, "{text}");
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_told_by_dates_that_allow_one() {
        let mut dates = Dates::new(false);
        assert!(dates.read(b"01/02/2026", 5).is_some());
        assert_eq!((dates.only_day_first, dates.only_month_first), (None, None));
        assert!(dates.read(b"01/31/2026", 6).is_some());
        assert!(dates.read(b"31/01/2026", 7).is_none());
        assert_eq!((dates.only_day_first, dates.only_month_first), (Some(7), Some(6)));
    }
}
