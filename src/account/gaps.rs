//! Days of a sales report on which nothing is listed, where chance does not explain it: a download of them is missing.
//!
//! Days without a sale are common in a small account and unheard of in a busy one, so an account is measured by itself.
//! A run of empty days is a gap if its chance is below one in a million
//!
//! * at the share of the other days that are empty, as far as so many days tell it (Laplace's rule of succession), or
//! * at the pace of the slowest like day of the week, which tells of an account that sells by the hundred on six days and
//!   never on Sundays.
//!
//! Where the run lies between two files and within none, that a download was forgotten is likely to begin with, and one
//! in a thousand is enough. Fewer than four days are never a gap: holidays are as long.

use super::ledger::Days;
use crate::dates::{AsOf, SELL_THROUGH_DAYS};
use chrono::{Datelike as _, NaiveDate};

const SHORTEST: usize = 4;
/// Other days that it takes to know an account's pace.
const KNOWN: usize = 14;
const CHANCE: f64 = 1e-6;
const CHANCE_BETWEEN_FILES: f64 = 1e-3;

/// Days that are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
}

/// The gaps of the last ninety days, the oldest first. `rows` are those of every day by its age, `files` the days of each
/// file.
pub(super) fn find(rows: &[u32], as_of: AsOf, files: &[Days]) -> Vec<Gap> {
    let newest = rows.iter().position(|&rows| rows > 0).unwrap_or(rows.len());
    let rows = &rows[..rows.len().min(SELL_THROUGH_DAYS.into())];
    // Rows older than the window make the empty days at its far end inner ones.
    let ages: Vec<usize> = (newest..rows.len()).collect();
    let runs = ages.chunk_by(|&a, &b| (rows[a] == 0) == (rows[b] == 0));
    let empty = runs.filter(|run| rows[run[0]] == 0 && run.len() >= SHORTEST);
    let mut gaps: Vec<_> = empty.filter_map(|run| gap(rows, newest, run, as_of, files)).collect();
    gaps.reverse();
    gaps
}

fn gap(rows: &[u32], newest: usize, run: &[usize], as_of: AsOf, files: &[Days]) -> Option<Gap> {
    let (youngest, oldest) = (*run.first()?, *run.last()?);
    let day = |age: usize| as_of.back(u16::try_from(age).unwrap_or(u16::MAX));
    let gap = Gap { first: day(oldest), last: day(youngest) };
    let within =
        files.iter().any(|file| file.span.is_some_and(|(first, last)| first < gap.first && gap.last < last));
    let others = || (newest..rows.len()).filter(|age| !(youngest..=oldest).contains(age));
    let (days, without) = (others().count(), others().filter(|&age| rows[age] == 0).count());
    if days < KNOWN {
        return None;
    }
    // Day after day, each of them empty like those before it.
    #[allow(clippy::cast_precision_loss)]
    let by_share: f64 = (0..run.len()).map(|i| (without + 1 + i) as f64 / (days + 2 + i) as f64).product();
    let slowest = |age: usize| {
        let like = others().filter(|&other| day(other).weekday() == day(age).weekday());
        f64::from(like.map(|other| rows[other]).min().unwrap_or(0))
    };
    let by_pace = (-run.iter().map(|&age| slowest(age)).sum::<f64>()).exp();
    let limit = if within { CHANCE } else { CHANCE_BETWEEN_FILES };
    (by_share.min(by_pace) < limit).then_some(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: usize = 89;

    fn as_of() -> AsOf {
        AsOf::new(NaiveDate::from_ymd_opt(2026, 6, 30).unwrap())
    }

    /// How many gaps there are in one file with so many rows on the day of an age, and in files that end and begin around
    /// the empty days.
    fn gaps(rows: impl Fn(usize) -> u32) -> (usize, usize) {
        let rows: Vec<_> = (0..=LAST).map(rows).collect();
        let (first, last) = (as_of().back(89), as_of().day());
        let whole = [Days { span: Some((first, last)) }];
        (find(&rows, as_of(), &whole).len(), find(&rows, as_of(), &[]).len())
    }

    #[test]
    fn a_missing_month_week_and_four_days_of_a_daily_seller_are_gaps() {
        assert_eq!(gaps(|age| u32::from(!(30..60).contains(&age))), (1, 1));
        assert_eq!(gaps(|age| u32::from(!(30..37).contains(&age))), (1, 1));
        assert_eq!(gaps(|age| u32::from(!(30..34).contains(&age))), (1, 1));
        assert_eq!(gaps(|age| 900 * u32::from(!(30..33).contains(&age))), (0, 0));
        assert_eq!(gaps(|_| 1), (0, 0));
        let rows: Vec<_> = (0..120).map(|age| u32::from(!(30..60).contains(&age))).collect();
        let day = |age| as_of().back(age);
        assert_eq!(find(&rows, as_of(), &[]), [Gap { first: day(59), last: day(30) }]);
    }

    #[test]
    fn sundays_without_sales_are_no_gaps_and_hide_none() {
        // 2026-06-28 is a Sunday: two days before the day judged.
        let sunday = |age: usize| age % 7 == 2;
        assert_eq!(gaps(|age| if sunday(age) { 0 } else { 40 }), (0, 0));
        assert_eq!(gaps(|age| if sunday(age) || (30..37).contains(&age) { 0 } else { 40 }), (1, 1));
    }

    #[test]
    fn a_small_seller_has_weeks_without_sales() {
        // A sale every fourth day, and none for 23 days: two in a thousand.
        assert_eq!(gaps(|age| u32::from(age % 4 == 0 && !(31..52).contains(&age))), (0, 0));
        // 35 days are two in ten thousand: between two files it is a gap, within one it is not.
        assert_eq!(gaps(|age| u32::from(age % 4 == 0 && !(29..64).contains(&age))), (0, 1));
        assert_eq!(gaps(|age| u32::from(age == 0 || age == LAST)), (0, 0));
    }
}
