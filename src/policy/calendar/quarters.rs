//! The evaluations around a day: the ordinary ones of the era, and in their place those with days of their own.

use super::{ERAS, EXCEPTIONS, Era, Evaluation, Exception, MONTHLY_FROM, is_in_reach};
use crate::evidence::{Certainty, Period};
use crate::ids::Marketplace;
use chrono::{Datelike as _, Days, Months, NaiveDate};

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

/// The evaluations from the quarter before `day` to the second one after it, in order.
pub(super) fn around(marketplace: Marketplace, day: NaiveDate) -> Vec<Evaluation> {
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
    use crate::evidence::day;
    use Marketplace::{AU, DE, JP, US};

    #[test]
    fn four_windows_of_six_weeks_before_the_four_quarters() {
        let window = |on| deciding(US, on).and_then(|it| Some((it.first?, it.last)));
        assert_eq!(window(day(2019, 2, 1)), Some((day(2018, 11, 19), day(2018, 12, 31))));
        assert_eq!(window(day(2019, 4, 1)), Some((day(2019, 2, 19), day(2019, 3, 31))));
        assert_eq!(window(day(2019, 9, 30)), Some((day(2019, 5, 19), day(2019, 6, 30))));
        assert_eq!(window(day(2019, 10, 1)), Some((day(2019, 8, 19), day(2019, 9, 30))));
    }

    #[test]
    fn checks_with_days_of_their_own_decide() {
        assert_eq!(deciding(DE, day(2020, 9, 1)).map(|it| it.last), Some(day(2020, 8, 16)));
        assert_eq!(deciding(JP, day(2020, 8, 31)).map(|it| it.last), Some(day(2020, 6, 30)));
        assert_eq!(deciding(JP, day(2020, 9, 1)).map(|it| it.last), Some(day(2020, 8, 24)));
        assert_eq!(deciding(JP, day(2020, 12, 31)).map(|it| it.last), Some(day(2020, 8, 24)));
        assert_eq!(deciding(US, day(2020, 8, 15)).map(|it| it.last), Some(day(2020, 6, 30)));
        assert_eq!(deciding(US, day(2020, 8, 16)).map(|it| it.last), Some(day(2020, 8, 10)));
        assert_eq!(deciding(US, day(2021, 1, 15)), None); // that quarter's limits began in February
    }

    #[test]
    fn australia_has_quarters_of_its_own() {
        let summer = deciding(AU, day(2022, 2, 1)).unwrap();
        assert_eq!(summer.limits, Period::between(day(2021, 12, 1), day(2022, 2, 28)));
        assert_eq!(summer.limited(None, Some(549.0), 550), Some(true));
        assert_eq!(deciding(AU, day(2026, 2, 1)).unwrap().certainty, Certainty::Assumed);
    }

    #[test]
    fn no_quarter_lies_beyond_all_calendars() {
        for on in [NaiveDate::MIN, NaiveDate::MAX, day(1999, 1, 1)] {
            assert_eq!(deciding(AU, on), None);
        }
    }
}
