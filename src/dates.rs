//! Days, the windows that the factors look at, and the weeks in which Amazon publishes scores.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The day for which an account is judged, with the windows that end on it (that day included).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AsOf(NaiveDate);

/// Days of the sell-through window, and of the window in which an item without the ledger counts as on offer.
pub const SELL_THROUGH_DAYS: u16 = 90;
/// Days of sales that weigh a SKU in the in-stock rate.
pub const WEIGHT_DAYS: u16 = 60;
/// Days over which being in stock is counted.
pub const IN_STOCK_DAYS: u16 = 30;
/// The four days whose stock Amazon averages for sell-through, as days before the as-of day.
pub const SNAPSHOT_AGES: [u16; 4] = [0, 30, 60, 90];

impl AsOf {
    /// Judge the account for `day`.
    #[must_use]
    pub const fn new(day: NaiveDate) -> Self {
        AsOf(day)
    }

    /// The day itself.
    #[must_use]
    pub const fn day(self) -> NaiveDate {
        self.0
    }

    /// The day `age` days before the as-of day.
    ///
    /// ```
    /// use ipi::dates::AsOf;
    /// let as_of = AsOf::new("2026-06-30".parse().unwrap());
    /// assert_eq!(as_of.back(90).to_string(), "2026-04-01");
    /// ```
    #[must_use]
    pub fn back(self, age: u16) -> NaiveDate {
        self.0.checked_sub_days(Days::new(age.into())).unwrap_or(NaiveDate::MIN)
    }

    /// How many days `day` lies before the as-of day; negative where it lies after.
    #[must_use]
    pub fn age(self, day: NaiveDate) -> i64 {
        self.0.signed_duration_since(day).num_days()
    }

    /// Is `day` one of the `days` days that end on the as-of day?
    ///
    /// ```
    /// use ipi::dates::AsOf;
    /// let as_of = AsOf::new("2026-06-30".parse().unwrap());
    /// assert!(as_of.within(30, "2026-06-01".parse().unwrap()));
    /// assert!(!as_of.within(30, "2026-05-31".parse().unwrap()));
    /// ```
    #[must_use]
    pub fn within(self, days: u16, day: NaiveDate) -> bool {
        (0..i64::from(days)).contains(&self.age(day))
    }
}

/// The Monday of the ISO week that holds `day`: Amazon publishes a new score on Mondays.
#[must_use]
pub fn week_start(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon).first_day()
}

/// Reads a day, or an ISO week, which stands for its Monday.
///
/// ```
/// use ipi::dates::day_or_week;
/// assert_eq!(day_or_week("2021-03-08").unwrap().to_string(), "2021-03-08");
/// assert_eq!(day_or_week("2021-W10").unwrap().to_string(), "2021-03-08");
/// assert_eq!(day_or_week("2021-W54"), None);
/// ```
#[must_use]
pub fn day_or_week(text: &str) -> Option<NaiveDate> {
    if let Some((year, week)) = text.split_once("-W") {
        return NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon);
    }
    text.parse().ok()
}

/// The day or week that was meant by a text which is none, as it is to be written; `None` where that cannot be told.
///
/// Days in another order or with other marks between are read where their order is sure; a day or a week after the last
/// of its month or year stands for that last one.
///
/// ```
/// use ipi::dates::meant;
/// assert_eq!(meant("2026/6/5").unwrap(), "2026-06-05");
/// assert_eq!(meant("30.06.2026").unwrap(), "2026-06-30");
/// assert_eq!(meant("2026-06-31").unwrap(), "2026-06-30");
/// assert_eq!(meant("2026-W54").unwrap(), "2026-W53");
/// assert_eq!(meant("5/6/2026"), None); // 5 June in Europe, 6 May in America
/// ```
#[must_use]
pub fn meant(text: &str) -> Option<String> {
    let text = text.trim();
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let is_year = |part: &str| part.len() == 4;
    if let ([year, week], true) = (&numbers[..], text.contains(['W', 'w'])) {
        return week_meant(year.parse().ok().filter(|_| is_year(year))?, week.parse().ok()?);
    }
    let number = |part: &str| part.parse::<u32>().ok();
    let (year, month, day) = match numbers[..] {
        [all] if all.len() == 8 && all == text => (&all[..4], number(&all[4..6])?, number(&all[6..])?),
        [year, one, two] if is_year(year) => (year, number(one)?, number(two)?),
        // With dots the day stands first everywhere; else only a number above 12 tells.
        [one, two, year] if is_year(year) => match (number(one)?, number(two)?) {
            (day, month) if text.contains('.') || day > 12 => (year, month, day),
            (month, day) if day > 12 => (year, month, day),
            _ => return None,
        },
        _ => return None,
    };
    let (month, day) = if month > 12 { (day, month) } else { (month, day) };
    let year = year.parse().ok()?;
    let on = |day: u32| NaiveDate::from_ymd_opt(year, month, day);
    let last = || (28..=31).rev().find_map(on).filter(|_| (29..=31).contains(&day));
    Some(on(day).or_else(last)?.to_string())
}

fn week_meant(year: i32, week: u32) -> Option<String> {
    let last = if NaiveDate::from_isoywd_opt(year, 53, Weekday::Mon).is_some() { 53 } else { 52 };
    (1..=54).contains(&week).then(|| format!("{year:04}-W{:02}", week.min(last)))
}

/// Whole weeks from `from` to `to`, counted Monday to Monday.
#[must_use]
pub fn weeks_between(from: NaiveDate, to: NaiveDate) -> i64 {
    week_start(to).signed_duration_since(week_start(from)).num_weeks()
}

/// The first day of the month that holds `day`.
#[must_use]
pub fn month_start(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_told_only_where_it_is_sure() {
        for (text, day) in [
            ("20260630", Some("2026-06-30")),
            ("2026.6.5", Some("2026-06-05")),
            ("2026-31-06", Some("2026-06-30")),
            ("2026-13-05", Some("2026-05-13")),
            ("2026-02-30", Some("2026-02-28")),
            ("2024-02-31", Some("2024-02-29")),
            ("5.6.2026", Some("2026-06-05")),
            ("30/6/2026", Some("2026-06-30")),
            ("6/30/2026", Some("2026-06-30")),
            ("2026w7", Some("2026-W07")),
            ("2025-W53", Some("2025-W52")), // 2025 has 52 weeks
            ("5/6/2026", None),
            ("2026-06-32", None),
            ("2026-06-00", None),
            ("2026-14-15", None),
            ("2026-W60", None),
            ("26-06-30", None),
            ("soon", None),
            ("２０２６", None),
            ("", None),
        ] {
            assert_eq!(meant(text).as_deref(), day, "{text}");
        }
    }
}
