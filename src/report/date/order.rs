//! Whether the day or the month comes first: what the dates of a whole file say.

/// What a file's own dates say about the order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateOrder {
    /// Some date allows one order only.
    Decided {
        /// It is that of `31/07/2026`.
        day_first: bool,
    },
    /// Every date that ends with the year could be read in both orders.
    Open,
}

/// The dates that were seen: of each kind the offset of the first.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::report) struct Seen {
    /// That can only be day first.
    pub(in crate::report) only_day_first: Option<u64>,
    /// That can only be month first.
    pub(in crate::report) only_month_first: Option<u64>,
    /// With the year last and no dots.
    pub(in crate::report) year_last: Option<u64>,
    /// That is two days in the two orders, and not written as Amazon writes dates.
    pub(in crate::report) loose: Option<u64>,
    /// With the year first.
    pub(in crate::report) year_first: Option<u64>,
    /// With dots.
    pub(in crate::report) dotted: Option<u64>,
}

impl Seen {
    /// A date of two numbers and then the year; `padded` where it is in Amazon's own form.
    pub(super) fn year_last(&mut self, first: u32, second: u32, padded: bool, offset: u64) {
        self.year_last.get_or_insert(offset);
        match (first > 12, second > 12) {
            (true, false) => _ = self.only_day_first.get_or_insert(offset),
            (false, true) => _ = self.only_month_first.get_or_insert(offset),
            (false, false) if !padded && first != second => _ = self.loose.get_or_insert(offset),
            _ => {}
        }
    }

    /// Adds what was seen in the next piece.
    pub(in crate::report) fn join(&mut self, next: Seen) {
        self.only_day_first = self.only_day_first.or(next.only_day_first);
        self.only_month_first = self.only_month_first.or(next.only_month_first);
        self.year_last = self.year_last.or(next.year_last);
        self.loose = self.loose.or(next.loose);
        self.year_first = self.year_first.or(next.year_first);
        self.dotted = self.dotted.or(next.dotted);
    }

    /// What the file decides; `None` where no date of it needs an order.
    pub(in crate::report) fn order(&self) -> Option<DateOrder> {
        match (self.only_day_first, self.only_month_first) {
            (Some(_), None) => Some(DateOrder::Decided { day_first: true }),
            (None, Some(_)) => Some(DateOrder::Decided { day_first: false }),
            _ => self.year_last.map(|_| DateOrder::Open),
        }
    }

    /// Where dates first contradict those before them, and how.
    ///
    /// A spreadsheet rewrites the dates that it takes for its own and leaves the others. So two forms beside each other
    /// mean that those it rewrote were in the wrong order: had it had the right one, none would be left.
    pub(in crate::report) fn contradiction(&self) -> Option<(u64, &'static str)> {
        let both = |a: Option<u64>, b: Option<u64>| Some(a?.max(b?));
        if let Some(offset) = both(self.only_day_first, self.only_month_first) {
            return Some((offset, "here the order changes"));
        }
        let dotted = self.dotted.filter(|_| self.only_day_first.is_none());
        let forms = [both(dotted, self.year_last), both(self.year_first, self.year_last)];
        let first = forms.into_iter().flatten().min();
        first
            .map(|offset| (offset, "here they are written in another form, so a spreadsheet has turned some"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Dates;
    use super::*;

    fn seen(dates: &[&str]) -> Seen {
        let mut all = Dates::new(false, false);
        for (text, offset) in dates.iter().zip(0..) {
            _ = all.read(text.as_bytes(), offset);
        }
        all.seen
    }

    #[test]
    fn a_file_decides_by_one_date() {
        assert_eq!(seen(&["07/04/2026", "7/31/2026"]).order(), Some(DateOrder::Decided { day_first: false }));
        assert_eq!(seen(&["4-7-2026", "31-7-2026"]).order(), Some(DateOrder::Decided { day_first: true }));
        assert_eq!(seen(&["07/04/2026", "08/04/2026"]).order(), Some(DateOrder::Open));
        assert_eq!(seen(&["2026-07-04", "4.7.2026"]).order(), None);
    }

    #[test]
    fn dates_of_two_orders_contradict_each_other() {
        for (dates, at) in [
            (&["31/07/2026", "07/31/2026"][..], Some(1)),
            (&["10.01.2026", "10/13/2026"], Some(1)),
            (&["10/12/2026", "10.01.2026"], Some(1)),
            (&["10/13/2026", "10/14/2026", "2026-01-10"], Some(2)),
            (&["10.01.2026", "13/10/2026"], None),
            (&["10/01/2026", "13/10/2026"], None),
            (&["2026-10-01", "2026/10/13", "Oct 9, 2026"], None),
        ] {
            assert_eq!(seen(dates).contradiction().map(|(at, _)| at), at, "{dates:?}");
        }
    }

    #[test]
    fn dates_in_amazons_own_form_are_not_loose() {
        assert_eq!(seen(&["07/04/2026", "7/7/2026", "7/31/2026"]).loose, None);
        assert_eq!(seen(&["07/04/2026", "7/4/2026"]).loose, Some(1));
        assert_eq!(seen(&["07/04/2026", "07-04-2026"]).loose, Some(1));
    }
}
