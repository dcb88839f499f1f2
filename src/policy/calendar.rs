//! The days on which the score was, or is, looked at.
//!
//! **Until February 2023** storage was limited by the quarter. The six weeks before a quarter were its evaluation
//! window, with a check at each end (19 November and 31 December for the quarter from 1 January, and so on); only a
//! score below the threshold at *both* checks limited storage. Amazon moved some checks to certain weeks, and held some
//! only once: those are the rows of [`EXCEPTIONS`].
//!
//! **From 1 March 2023** everybody has a limit per storage type and month. It is announced in the third full week of
//! the month before (third parties report the fourth week in 2025 and 2026), and the score is one of its inputs. There
//! is no check to pass any more.
//!
//! Texts differ on the second check: last day of the quarter, its last full week, or a week before the next one. The
//! last day is taken.

mod tables;

use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use chrono::{Datelike as _, Days, Months, NaiveDate};
use serde::Serialize;

pub use tables::{ERAS, EXCEPTIONS, Era, Exception, MONTHLY, Monthly};

/// The first day of monthly limits.
pub const MONTHLY_FROM: NaiveDate = day(2023, 3, 1);
/// The last day of limits by the quarter.
pub const QUARTERLY_UNTIL: NaiveDate = day(2023, 2, 28);

/// One evaluation: its checks and the days that it decides on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The first check; `None` where there is only one.
    pub first: Option<NaiveDate>,
    /// The second check, or the only one.
    pub last: NaiveDate,
    /// Are the checks known only by the week that begins on the day given?
    pub by_week: bool,
    /// The days on which storage is limited for whom the checks found below the threshold.
    pub limits: Period,
    /// How sure the days are.
    pub certainty: Certainty,
    /// Link to what they rest on.
    pub source: &'static str,
}

impl Evaluation {
    /// Is storage limited? Only a score below the threshold at every check limits it; `None` where a check that could
    /// still save the account has no score yet.
    ///
    /// ```
    /// use ipi::ids::Marketplace::US;
    /// use ipi::policy::calendar::deciding;
    /// let single = deciding(US, "2021-02-15".parse().unwrap()).unwrap();
    /// assert_eq!(single.first, None);
    /// assert_eq!(single.limited(None, Some(449.0), 450), Some(true));
    /// ```
    #[must_use]
    pub fn limited(&self, first: Option<f64>, last: Option<f64>, threshold: u16) -> Option<bool> {
        match self.first {
            Some(_) => limited(first, last, threshold),
            None => last.map(|score| score < f64::from(threshold)),
        }
    }

    /// Does `day` lie between the first check and the end of the limits that follow?
    #[must_use]
    pub fn concerns(&self, day: NaiveDate) -> bool {
        let first = self.first.unwrap_or(self.last);
        first <= day && self.limits.until.is_none_or(|until| day <= until)
    }

    fn end(&self, check: NaiveDate) -> NaiveDate {
        if self.by_week { check + Days::new(6) } else { check }
    }
}

/// What happens on a date that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// The first of two checks before a quarter.
    FirstCheck,
    /// The second of two checks before a quarter.
    SecondCheck,
    /// The only check before a quarter.
    OnlyCheck,
    /// Limits by the quarter end and monthly limits begin.
    MonthlyLimitsBegin,
    /// Amazon announces the limits of the coming month.
    LimitsAnnounced,
}

impl EventKind {
    /// The word that stands for it in machine formats.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            EventKind::FirstCheck => "first-check",
            EventKind::SecondCheck => "second-check",
            EventKind::OnlyCheck => "only-check",
            EventKind::MonthlyLimitsBegin => "monthly-limits-begin",
            EventKind::LimitsAnnounced => "limits-announced",
        }
    }

    /// What it means for storage, in one line.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            EventKind::FirstCheck => {
                "first check of the score; storage is limited only if it is below at both checks"
            }
            EventKind::SecondCheck => {
                "second check of the score; storage is limited only if it is below at both checks"
            }
            EventKind::OnlyCheck => "the only check of the score before storage is limited",
            EventKind::MonthlyLimitsBegin => {
                "limits by the quarter end and monthly limits begin, with the score as one input"
            }
            EventKind::LimitsAnnounced => {
                "week in which Amazon announces next month's storage limits; the score is one input"
            }
        }
    }
}

/// A date that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happens.
    pub what: EventKind,
    /// The day, or the first day (Monday) of the week in which it happens. That week may have begun already.
    pub date: NaiveDate,
    /// The last day on which it may happen: `date`, or the Sunday of the week.
    pub last: NaiveDate,
    /// Days from the day asked about to `date`; 0 on the day and within the week.
    pub days_left: i64,
    /// The days of storage that it decides on.
    pub limits: Period,
    /// How sure the date is.
    pub certainty: Certainty,
    /// Link to what it rests on.
    pub source: &'static str,
}

/// Do two checks limit storage? Only if both are below; a score equal to the threshold is enough. `None` where the
/// missing score decides.
///
/// ```
/// use ipi::policy::calendar::limited;
/// assert_eq!(limited(Some(399.0), Some(398.0), 400), Some(true));
/// assert_eq!(limited(Some(400.0), Some(300.0), 400), Some(false)); // Amazon's own example
/// assert_eq!(limited(None, Some(410.0), 400), Some(false));
/// assert_eq!(limited(Some(399.0), None, 400), None);
/// ```
#[must_use]
pub fn limited(first: Option<f64>, second: Option<f64>, threshold: u16) -> Option<bool> {
    let below = |score: Option<f64>| score.map(|score| score < f64::from(threshold));
    match (below(first), below(second)) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// The evaluation that decided on the storage of `day`, and `None` where no quarter is evaluated.
///
/// ```
/// use ipi::ids::Marketplace::{UK, US};
/// use ipi::policy::calendar::deciding;
/// let checks = |marketplace, day: &str| {
///     deciding(marketplace, day.parse().unwrap()).map(|it| (it.first.unwrap().to_string(), it.last.to_string()))
/// };
/// assert_eq!(checks(US, "2022-02-10"), Some(("2021-12-15".into(), "2021-12-31".into()))); // put off that time
/// assert_eq!(checks(UK, "2022-02-10"), Some(("2021-11-19".into(), "2021-12-31".into())));
/// assert_eq!(checks(UK, "2023-03-01"), None);
/// ```
#[must_use]
pub fn deciding(marketplace: Marketplace, day: NaiveDate) -> Option<Evaluation> {
    // Where two hold, as in the American summer of 2020, the later one has overruled the earlier.
    around(marketplace, day).into_iter().rfind(|evaluation| evaluation.limits.holds(day))
}

/// The next date that matters on or after `day`, and `None` where none is known.
///
/// ```
/// use ipi::ids::Marketplace::{BR, US};
/// use ipi::policy::calendar::{EventKind, next_date};
/// let next = next_date(US, "2019-02-20".parse().unwrap()).unwrap();
/// assert_eq!((next.what, next.date.to_string(), next.days_left), (EventKind::SecondCheck, "2019-03-31".into(), 39));
/// let next = next_date(US, "2026-06-01".parse().unwrap()).unwrap();
/// assert_eq!((next.what, next.date.to_string(), next.days_left), (EventKind::LimitsAnnounced, "2026-06-15".into(), 14));
/// assert_eq!(next_date(BR, "2026-06-01".parse().unwrap()), None);
/// ```
#[must_use]
pub fn next_date(marketplace: Marketplace, day: NaiveDate) -> Option<Event> {
    next_check(marketplace, day)
        .or_else(|| change_of_rules(marketplace, day))
        .or_else(|| next_announcement(marketplace, day))
        .map(|event| Event { days_left: event.date.signed_duration_since(day).num_days().max(0), ..event })
}

fn next_check(marketplace: Marketplace, day: NaiveDate) -> Option<Event> {
    let checks = around(marketplace, day).into_iter().flat_map(|evaluation| {
        let last = if evaluation.first.is_some() { EventKind::SecondCheck } else { EventKind::OnlyCheck };
        let first = evaluation.first.map(|check| (EventKind::FirstCheck, check));
        first.into_iter().chain([(last, evaluation.last)]).map(move |(what, date)| Event {
            what,
            date,
            last: evaluation.end(date),
            days_left: 0,
            limits: evaluation.limits,
            certainty: evaluation.certainty,
            source: evaluation.source,
        })
    });
    checks.filter(|event| event.last >= day).min_by_key(|event| event.date)
}

/// Between the last check of all and the first monthly limits the change itself is what comes next.
fn change_of_rules(marketplace: Marketplace, day: NaiveDate) -> Option<Event> {
    ERAS.iter().find(|era| era.marketplace == marketplace && era.period.holds(day))?;
    let monthly = MONTHLY.iter().find(|monthly| monthly.marketplace == marketplace)?;
    (day < MONTHLY_FROM).then_some(Event {
        what: EventKind::MonthlyLimitsBegin,
        date: MONTHLY_FROM,
        last: MONTHLY_FROM,
        days_left: 0,
        limits: Period::since(MONTHLY_FROM),
        certainty: monthly.certainty,
        source: monthly.source,
    })
}

fn next_announcement(marketplace: Marketplace, day: NaiveDate) -> Option<Event> {
    let monthly = MONTHLY.iter().find(|monthly| monthly.marketplace == marketplace)?;
    if day < MONTHLY_FROM || !is_in_reach(day) {
        return None;
    }
    let month = crate::dates::month_start(day);
    let mut date = third_full_week(month);
    if date + Days::new(6) < day {
        date = third_full_week(month + Months::new(1));
    }
    let from = crate::dates::month_start(date) + Months::new(1);
    Some(Event {
        what: EventKind::LimitsAnnounced,
        date,
        last: date + Days::new(6),
        days_left: 0,
        limits: Period::between(from, from + Months::new(1) - Days::new(1)),
        certainty: monthly.certainty,
        source: monthly.source,
    })
}

/// The Monday of the third week, Monday to Sunday, that lies wholly within the month of `day`.
///
/// ```
/// use ipi::policy::calendar::third_full_week;
/// let monday = |day: &str| third_full_week(day.parse().unwrap()).to_string();
/// assert_eq!(monday("2026-06-30"), "2026-06-15"); // June 2026 begins on a Monday
/// assert_eq!(monday("2024-02-01"), "2024-02-19"); // a leap year; its February begins on a Thursday
/// ```
#[must_use]
pub fn third_full_week(day: NaiveDate) -> NaiveDate {
    let first = crate::dates::month_start(day);
    let to_monday = (7 - first.weekday().num_days_from_monday()) % 7;
    first + Days::new(u64::from(to_monday) + 14)
}

/// The evaluations from the quarter before `day` to the second one after it, in order.
fn around(marketplace: Marketplace, day: NaiveDate) -> Vec<Evaluation> {
    let Some(era) = ERAS.iter().find(|era| era.marketplace == marketplace).filter(|_| is_in_reach(day))
    else {
        return Vec::new();
    };
    let month = crate::dates::month_start(day);
    let quarter = month - Months::new((month.month0() + 12 - era.shift) % 3);
    let mut all: Vec<_> =
        [quarter - Months::new(3), quarter, quarter + Months::new(3), quarter + Months::new(6)]
            .into_iter()
            .filter(|start| era.period.holds(*start))
            .map(|start| {
                let own = |row: &&Exception| row.replaces == start && row.marketplaces.contains(&marketplace);
                EXCEPTIONS.iter().find(own).map_or_else(|| era.evaluation(start), |row| row.evaluation)
            })
            .collect();
    all.sort_by_key(|evaluation| evaluation.last);
    all
}

/// Is there a year before and after `day`? The calendar's arithmetic ends where chrono's does.
fn is_in_reach(day: NaiveDate) -> bool {
    (1000..=9999).contains(&day.year())
}

impl Era {
    /// The ordinary evaluation before the quarter that begins on `start`.
    fn evaluation(&self, start: NaiveDate) -> Evaluation {
        let end = start + Months::new(3) - Days::new(1);
        let end = self.period.until.map_or(end, |until| until.min(end));
        let (first, last) = if self.single {
            (None, start - Months::new(1))
        } else {
            (Some(start - Months::new(2) + Days::new(18)), start - Days::new(1))
        };
        let carried_on = self.period.until.is_none() && start >= MONTHLY_FROM;
        Evaluation {
            first,
            last,
            by_week: false,
            limits: Period::between(start, end),
            certainty: if carried_on { Certainty::Assumed } else { self.certainty },
            source: self.source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Marketplace::{AU, CA, DE, JP, US};

    /// What comes next, and in how many days.
    fn next(marketplace: Marketplace, on: NaiveDate) -> Option<(&'static str, NaiveDate, i64)> {
        next_date(marketplace, on).map(|event| (event.what.key(), event.date, event.days_left))
    }

    #[test]
    fn four_windows_of_six_weeks_before_the_four_quarters() {
        let window = |on| deciding(US, on).and_then(|it| Some((it.first?, it.last)));
        assert_eq!(window(day(2019, 2, 1)), Some((day(2018, 11, 19), day(2018, 12, 31))));
        assert_eq!(window(day(2019, 4, 1)), Some((day(2019, 2, 19), day(2019, 3, 31))));
        assert_eq!(window(day(2019, 9, 30)), Some((day(2019, 5, 19), day(2019, 6, 30))));
        assert_eq!(window(day(2019, 10, 1)), Some((day(2019, 8, 19), day(2019, 9, 30))));
    }

    #[test]
    fn days_left_count_a_leap_day() {
        assert_eq!(next(DE, day(2020, 2, 20)), Some(("second-check", day(2020, 3, 31), 40)));
        assert_eq!(next(DE, day(2022, 2, 20)), Some(("second-check", day(2022, 3, 31), 39)));
        assert_eq!(next(US, day(2024, 2, 28)), Some(("limits-announced", day(2024, 3, 18), 19)));
        assert_eq!(next(US, day(2023, 3, 1)), Some(("limits-announced", day(2023, 3, 20), 19)));
    }

    #[test]
    fn a_check_matters_until_its_last_day() {
        assert_eq!(next(US, day(2019, 5, 19)), Some(("first-check", day(2019, 5, 19), 0)));
        assert_eq!(next(US, day(2019, 5, 20)), Some(("second-check", day(2019, 6, 30), 41)));
        // The second check of 2019 was in the week from 23 December.
        assert_eq!(next(US, day(2019, 12, 29)), Some(("second-check", day(2019, 12, 23), 0)));
        assert_eq!(next(US, day(2019, 12, 30)), Some(("first-check", day(2020, 2, 19), 51)));
    }

    #[test]
    fn checks_with_days_of_their_own() {
        assert_eq!(next(US, day(2020, 7, 1)), Some(("first-check", day(2020, 7, 13), 12)));
        assert_eq!(next(US, day(2020, 8, 17)), Some(("only-check", day(2020, 12, 14), 119)));
        assert_eq!(next(DE, day(2020, 5, 1)), Some(("first-check", day(2020, 5, 11), 10)));
        assert_eq!(deciding(DE, day(2020, 9, 1)).map(|it| it.last), Some(day(2020, 8, 16)));
        assert_eq!(next(DE, day(2020, 9, 1)), Some(("only-check", day(2020, 12, 14), 104)));
        assert_eq!(next(JP, day(2022, 6, 1)), Some(("second-check", day(2022, 6, 20), 19)));
        assert_eq!(deciding(US, day(2020, 8, 15)).map(|it| it.last), Some(day(2020, 6, 30)));
        assert_eq!(deciding(US, day(2020, 8, 16)).map(|it| it.last), Some(day(2020, 8, 10)));
        assert_eq!(deciding(US, day(2021, 1, 15)), None); // that quarter's limits began in February
    }

    #[test]
    fn from_the_last_check_on_the_change_of_rules_comes_next() {
        assert_eq!(next(US, day(2022, 12, 31)), Some(("second-check", day(2022, 12, 31), 0)));
        assert_eq!(next(US, day(2023, 1, 1)), Some(("monthly-limits-begin", day(2023, 3, 1), 59)));
        assert_eq!(next(US, day(2023, 2, 28)), Some(("monthly-limits-begin", day(2023, 3, 1), 1)));
        assert_eq!(next(CA, day(2023, 2, 1)), None);
    }

    #[test]
    fn limits_are_announced_in_the_third_full_week() {
        let event = next_date(US, day(2026, 11, 23)).unwrap();
        assert_eq!((event.date, event.last), (day(2026, 12, 21), day(2026, 12, 27)));
        assert_eq!(event.limits, Period::between(day(2027, 1, 1), day(2027, 1, 31)));
        let running = next_date(US, day(2026, 11, 18)).unwrap();
        assert_eq!((running.date, running.days_left), (day(2026, 11, 16), 0));
    }

    #[test]
    fn the_announcement_is_always_near_and_within_its_month() {
        for days in 0..4000 {
            let on = MONTHLY_FROM + Days::new(days);
            let event = next_date(US, on).unwrap();
            assert!(event.last >= on && (0..=34).contains(&event.days_left), "{on}");
            assert!(
                event.date.weekday() == chrono::Weekday::Mon && (15..=21).contains(&event.date.day()),
                "{on}"
            );
            assert_eq!(event.last.month(), event.date.month());
        }
    }

    #[test]
    fn australia_has_one_check_a_month_before_its_own_quarters() {
        assert_eq!(next(AU, day(2021, 10, 20)), Some(("only-check", day(2021, 11, 1), 12)));
        let summer = deciding(AU, day(2022, 2, 1)).unwrap();
        assert_eq!(summer.limits, Period::between(day(2021, 12, 1), day(2022, 2, 28)));
        assert_eq!(summer.limited(None, Some(549.0), 550), Some(true));
        assert_eq!(deciding(AU, day(2026, 2, 1)).unwrap().certainty, Certainty::Assumed);
    }

    #[test]
    fn days_beyond_all_calendars_are_answered_too() {
        for on in [NaiveDate::MIN, NaiveDate::MAX, day(1999, 1, 1)] {
            assert_eq!(next(US, on), None);
            assert_eq!(deciding(AU, on), None);
        }
    }

    #[test]
    fn the_tables_are_sorted_and_every_row_has_a_link() {
        assert!(EXCEPTIONS.is_sorted_by_key(|row| row.evaluation.first.unwrap_or(row.evaluation.last)));
        assert!(
            ERAS.is_sorted_by_key(|row| row.marketplace) && MONTHLY.is_sorted_by_key(|row| row.marketplace)
        );
        for Exception { evaluation, replaces, .. } in EXCEPTIONS {
            assert!(evaluation.limits.is_sound() && evaluation.source.starts_with("http"));
            assert!(evaluation.first.is_none_or(|first| first < evaluation.last), "{evaluation:?}");
            assert!(evaluation.last < evaluation.limits.from, "{evaluation:?}");
            assert!(replaces.day() == 1 && replaces.month0() % 3 == 0);
        }
    }
}
