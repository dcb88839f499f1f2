//! Dates as people and spreadsheets write them: one order for a file, or none.

use crate::dates::day_or_week;
use chrono::NaiveDate;

/// Which of day and month comes first where a date has slashes, as far as the file tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    day_first: bool,
    month_first: bool,
}

/// What the cell of a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A day.
    Day(NaiveDate),
    /// It is a date in either order, and the file does not tell which.
    Open,
    /// Other dates of the file are in the other order, or some are in each.
    Mixed,
    /// None.
    NoDate,
}

impl Order {
    /// What all dates of a file tell together.
    #[must_use]
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Order {
        let mut order = Order::default();
        for [first, second, _] in cells.filter_map(|cell| numbers(cell, '/')) {
            order.day_first |= first > 12;
            order.month_first |= second > 12;
        }
        order
    }

    /// The day of a cell: `2021-03-08`, `2021-W10`, `08.03.2021`, `2021/3/8`, `3/8/2021` or `8/3/2021`, whichever the
    /// file is in.
    #[must_use]
    pub fn read(self, cell: &str) -> Cell {
        let day = |[year, month, day]: [u32; 3]| {
            let year = i32::try_from(year).ok().filter(|year| *year >= 1000)?;
            NaiveDate::from_ymd_opt(year, month, day)
        };
        let told = |day: Option<NaiveDate>| day.map_or(Cell::NoDate, Cell::Day);
        if let Some(day) = day_or_week(cell) {
            return Cell::Day(day);
        }
        if let Some([first, second, year]) = numbers(cell, '.') {
            return told(day([year, second, first]));
        }
        let Some(numbers @ [first, second, year]) = numbers(cell, '/') else { return Cell::NoDate };
        if first >= 1000 {
            return told(day(numbers));
        }
        match (self.day_first, self.month_first) {
            (true, true) => Cell::Mixed,
            (true, false) => told(day([year, second, first])),
            (false, true) => told(day([year, first, second])),
            // The same day in either order is no question.
            (false, false) if first == second => told(day([year, first, second])),
            (false, false) if day([year, first, second]).is_some() => Cell::Open,
            (false, false) => Cell::NoDate,
        }
    }
}

/// Three numbers between two separators; a time behind them does not count.
fn numbers(cell: &str, separator: char) -> Option<[u32; 3]> {
    let date = cell.split_once(' ').map_or(cell, |(date, _)| date);
    let mut parts = date.split(separator).map(|part| {
        let is_number = !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|_| is_number)
    });
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(three)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[&str]) -> Vec<Cell> {
        let order = Order::of(cells.iter().copied());
        cells.iter().map(|cell| order.read(cell)).collect()
    }

    fn day(text: &str) -> Cell {
        Cell::Day(text.parse().unwrap())
    }

    #[test]
    fn one_date_decides_the_order_of_the_file() {
        let (third, fifteenth) = (day("2026-08-03"), day("2026-08-15"));
        assert_eq!(read(&["8/3/2026", "8/15/2026"]), [third, fifteenth]);
        assert_eq!(read(&["3/8/2026", "15/08/2026 00:00"]), [third, fifteenth]);
        assert_eq!(read(&["03.08.2026", "2026/8/15", "2026-08-03"]), [third, fifteenth, third]);
        assert_eq!(read(&["8/3/2026", "2026-08-15"]), [Cell::Open, fifteenth]);
        assert_eq!(read(&["8/8/2026"]), [day("2026-08-08")]);
        assert_eq!(read(&["15/8/2026", "8/15/2026"]), [Cell::Mixed, Cell::Mixed]);
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["31.02.2026", "3.8.26", "8/32/2026", "8-3-2026", "3.8.2026.", "/8/2026", "46207", ""] {
            assert_eq!(read(&[text]), [Cell::NoDate], "{text}");
        }
    }
}
