//! The next date that matters: a check, the change of rules, or an announcement of limits.

use super::quarters::around;
use super::{ERAS, Event, EventKind, MONTHLY, MONTHLY_FROM, is_in_reach};
use crate::evidence::Period;
use crate::ids::Marketplace;
use chrono::{Datelike as _, Days, Months, NaiveDate};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Certainty, day};
    use Marketplace::{AU, CA, DE, JP, US};

    /// What comes next, and in how many days.
    fn next(marketplace: Marketplace, on: NaiveDate) -> Option<(&'static str, NaiveDate, i64)> {
        next_date(marketplace, on).map(|event| (event.what.key(), event.date, event.days_left))
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
        assert_eq!(next(DE, day(2020, 9, 1)), Some(("only-check", day(2020, 12, 14), 104)));
        assert_eq!(next(JP, day(2022, 6, 1)), Some(("second-check", day(2022, 6, 20), 19)));
    }

    #[test]
    fn japan_was_looked_at_in_the_weeks_of_two_tuesdays() {
        assert_eq!(next(JP, day(2020, 7, 1)), Some(("first-check", day(2020, 7, 20), 19)));
        assert_eq!(next(JP, day(2020, 7, 27)), Some(("second-check", day(2020, 8, 24), 28)));
        // The week of 25 August ends on Sunday the 30th.
        assert_eq!(next(JP, day(2020, 8, 30)), Some(("second-check", day(2020, 8, 24), 0)));
        let certainty = |on| next_date(JP, on).map(|event| event.certainty);
        assert_eq!(certainty(day(2020, 8, 1)), Some(Certainty::ThirdParty));
        assert_eq!(certainty(day(2026, 6, 1)), Some(Certainty::Quoted));
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
    }

    #[test]
    fn days_beyond_all_calendars_are_answered_too() {
        for on in [NaiveDate::MIN, NaiveDate::MAX, day(1999, 1, 1)] {
            assert_eq!(next(US, on), None);
        }
    }
}
