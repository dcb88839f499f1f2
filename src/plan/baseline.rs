//! What the account comes to on the day of a plan if nothing is done: what a plan starts from.

use super::Holdings;
use super::field::figures;
use crate::assess::Assessment;
use crate::dates::{AsOf, SNAPSHOT_AGES, week_start, weeks_between};
use crate::factor::{FactorSet, Parts, Readings};
use crate::forecast::Forecast;
use crate::score::{Estimate, Learnt, MODEL, Week};
use crate::units::Units;
use chrono::NaiveDate;

/// A day on which the factors are read.
#[derive(Clone, Debug)]
pub struct Look {
    /// The day.
    pub day: NaiveDate,
    /// What each stock brings into the factors then, in the order of today's parts.
    pub parts: Parts,
    /// Of each stock, units that are on their way today and are there on each of the four snapshot days; empty where nothing
    /// is known of arrivals.
    pub arrived: Vec<[Units; SNAPSHOT_AGES.len()]>,
}

/// The account on the day of a plan, and in the weeks before it over which the score averages.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// The first day on which an action counts.
    pub start: NaiveDate,
    /// The days, oldest first; the last one is that of the plan. Each stands for its week.
    pub looks: Vec<Look>,
    /// The weeks before them: what is known, and what is foreseen.
    pub weeks: Vec<Week>,
    /// Which factors count.
    pub set: FactorSet,
    /// Figures that the parts do not make, which no action moves.
    pub others: Readings,
    /// How far the score of the day may be from its mean, as a standard deviation in points.
    pub deviation: f64,
    /// What actions can take hold of, today.
    pub holdings: Holdings,
}

/// Over how many weeks the score may average its factors, so that so many are looked at.
pub const WEEKS_AVERAGED: usize = {
    let mut most = 1;
    let mut at = 0;
    while at < MODEL.windows.len() {
        if MODEL.windows[at].value > most {
            most = MODEL.windows[at].value;
        }
        at += 1;
    }
    most
};

impl Baseline {
    /// That of the day judged itself. `None` where there is no estimate.
    #[must_use]
    pub fn today(assessment: &Assessment, parts: Parts, holdings: Holdings) -> Option<Baseline> {
        let estimate = assessment.estimate.as_ref()?;
        let look = Look { day: assessment.as_of, parts, arrived: Vec::new() };
        Some(Baseline {
            start: assessment.as_of,
            looks: vec![look],
            weeks: assessment.past.clone(),
            set: assessment.set,
            others: assessment.readings,
            deviation: estimate.deviation,
            holdings,
        })
    }

    /// That of later days, as they are foreseen if nothing is done; one for each of `days`, `None` where there is no estimate.
    /// The forecast reaches as far as they do. An action counts from `start` on.
    #[must_use]
    pub fn foreseen(
        forecast: &Forecast,
        assessment: &Assessment,
        holdings: &Holdings,
        start: NaiveDate,
        days: &[NaiveDate],
    ) -> Option<Vec<Baseline>> {
        let as_of = assessment.as_of;
        let mut wanted: Vec<NaiveDate> = days.iter().flat_map(|day| Baseline::days(as_of, *day)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let parts = forecast.projection.parts_on_days(&wanted);
        let looks: Vec<Look> =
            wanted.iter().zip(parts).map(|(day, parts)| look(forecast, as_of, *day, parts)).collect();
        let baseline = |day: &NaiveDate| {
            let own = Baseline::days(as_of, *day);
            let looks: Vec<Look> = looks.iter().filter(|look| own.contains(&look.day)).cloned().collect();
            let first = looks.first().map_or(*day, |look| look.day);
            // What is known of the week itself counts on its later days too: an official score, and what was read beside it.
            let past = forecast.past().iter().copied().filter(|week| weeks_between(week.day, first) >= 0);
            let ahead = forecast.projected_weeks().into_iter();
            let known = past.chain(ahead.filter(|week| weeks_between(week.day, first) > 0));
            let mut baseline = Baseline {
                start,
                looks,
                weeks: known.collect(),
                set: assessment.set,
                others: assessment.readings,
                deviation: 0.0,
                holdings: holdings.clone(),
            };
            let sums: Vec<_> = baseline.looks.iter().map(|look| look.parts.sums()).collect();
            let estimate = baseline.estimate(&figures(&baseline, &sums))?;
            // What is not known of the score, and what is not known of the sales until then.
            baseline.deviation = estimate.widened(forecast.doubt_on(*day)).deviation;
            Some(baseline)
        };
        days.iter().map(baseline).collect()
    }

    /// The days to look at for a plan of `day`, oldest first: it, and the same day of the weeks before over which the score
    /// averages, as far as they lie in weeks after that of the day judged.
    ///
    /// ```
    /// use ipi::plan::Baseline;
    /// let day = |text: &str| text.parse().unwrap();
    /// let looks = Baseline::days(day("2026-10-31"), day("2026-11-16"));
    /// assert_eq!(looks, [day("2026-11-02"), day("2026-11-09"), day("2026-11-16")]);
    /// assert_eq!(Baseline::days(day("2026-10-31"), day("2026-11-03")), [day("2026-11-03")]);
    /// ```
    #[must_use]
    pub fn days(as_of: NaiveDate, day: NaiveDate) -> Vec<NaiveDate> {
        let before = |weeks: usize| i64::try_from(weeks).ok().and_then(chrono::Duration::try_weeks);
        let days = (1..WEEKS_AVERAGED).rev().filter_map(|weeks| day.checked_sub_signed(before(weeks)?));
        let mut days: Vec<_> = days.filter(|day| week_start(*day) > week_start(as_of)).collect();
        days.push(day);
        days
    }

    /// The day of the plan.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.looks.last().map_or(self.start, |look| look.day)
    }

    /// The estimate for the day of the plan, from the figures of each day that is looked at.
    #[must_use]
    pub fn estimate(&self, readings: &[Readings]) -> Option<Estimate> {
        let (last, before) = readings.split_last()?;
        self.learnt(before).estimate(last)
    }

    /// The model that has learnt all up to the day of the plan.
    pub(super) fn learnt(&self, before: &[Readings]) -> Learnt<'static> {
        let mut weeks = self.weeks.clone();
        let looks = self.looks.iter().zip(before);
        weeks.extend(looks.map(|(look, readings)| Week { day: look.day, score: None, readings: *readings }));
        Learnt::new(&MODEL, self.set, &weeks, self.day())
    }
}

/// A later day, with what will have come by its snapshots.
fn look(forecast: &Forecast, as_of: NaiveDate, day: NaiveDate, parts: Parts) -> Look {
    let mut arrived = vec![[Units::ZERO; SNAPSHOT_AGES.len()]; parts.list.len()];
    for (snapshot, age) in SNAPSHOT_AGES.into_iter().enumerate() {
        let on = AsOf::new(day).back(age);
        if on <= as_of {
            continue;
        }
        for (arrived, units) in arrived.iter_mut().zip(forecast.projection.arrived_by(on)) {
            arrived[snapshot] = units;
        }
    }
    Look { day, parts, arrived }
}
