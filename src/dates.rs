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
