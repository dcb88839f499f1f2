//! From courses to weeks: the factors, the score, the next date that matters, what runs out and what rolls off.

use super::course::Facts;
use super::prepare::{Prepared, prepare};
use super::projection::{Courses, Projection};
use super::{Asked, Forecast, Reason, WEEKS};
use crate::account::Account;
use crate::assess::Assessment;
use crate::dates::{SNAPSHOT_AGES, weeks_between};
use crate::factor::{FactorKind, FactorSet, Readings};
use crate::ids::{Marketplace, Sku};
use crate::policy::calendar::Event;
use crate::policy::thresholds;
use crate::score::{Estimate, Learnt, MODEL, Week, measure};
use crate::units::Units;
use chrono::{Days, NaiveDate};

/// One day ahead.
#[derive(Clone, Debug)]
pub struct WeekAhead {
    /// The day.
    pub day: NaiveDate,
    /// The four figures that are expected: those of the units that are expected, so that they are the figures of
    /// [`Projection::parts_on`] but for rounding.
    pub readings: Readings,
    /// Below these lie 5 % of the courses.
    pub low: Readings,
    /// Above these lie 5 % of the courses.
    pub high: Readings,
    /// The score, with the doubt of model and facts; `None` where no score is estimated.
    pub estimate: Option<Estimate>,
    /// The part of the score's doubt that comes from the facts, as a standard deviation in points.
    pub doubt: f64,
    /// The line of the day, in points, where one is known.
    pub threshold: Option<u16>,
    /// The chance that the official score is below that line, 0–1.
    pub chance_below: Option<f64>,
}

/// The next date that matters, foreseen.
#[derive(Clone, Debug)]
pub struct Check {
    /// What happens on it.
    pub event: Event,
    /// What is expected on the day; held against the line of the storage that the date decides on.
    pub then: WeekAhead,
}

/// A stock that runs out more likely than not.
#[derive(Clone, Debug, PartialEq)]
pub struct RunOut {
    /// The SKU.
    pub sku: Sku,
    /// Units on hand.
    pub on_hand: Units,
    /// Units that are on their way.
    pub coming: Units,
    /// Units asked for in a day.
    pub a_day: f64,
    /// The chance that it runs out within the weeks, 0–1.
    pub chance: f64,
    /// The day by which it has on half of the courses.
    pub day: NaiveDate,
    /// The day by which it has on 5 % of them.
    pub first: NaiveDate,
    /// The day by which it has on 95 % of them; `None` where that is beyond the weeks.
    pub last: Option<NaiveDate>,
    /// Days without stock that are expected within the weeks.
    pub days_out: f64,
    /// Units shipped in 60 days: its weight in the in-stock rate.
    pub weight: Units,
    /// Its share of all weights, 0–1.
    pub weight_share: f64,
}

/// Stock of a past day that leaves the mean of four snapshots.
#[derive(Clone, Debug, PartialEq)]
pub struct RollOff {
    /// The day on which it is no longer one of the four.
    pub on: NaiveDate,
    /// The day whose stock leaves.
    pub leaves: NaiveDate,
    /// Units of that day.
    pub units: f64,
    /// Units that are expected to take its place.
    pub enters: f64,
    /// By how much the mean of the four changes: a quarter of the difference.
    pub mean_change: f64,
    /// The stocks that change it most, in the direction of the whole, the greatest first, each with its part of the change.
    pub skus: Vec<(Sku, f64)>,
}

/// So many stocks of a roll-off are named.
const NAMED: usize = 5;

/// Looks ahead.
pub(super) fn look(account: &Account, assessment: &Assessment, asked: &Asked) -> Result<Forecast, Reason> {
    let as_of = account.as_of.day();
    let weeks = asked.weeks.clamp(WEEKS.0, WEEKS.1);
    let year = WEEKS.1 * 7;
    let event = assessment.verdict.as_ref().and_then(|verdict| verdict.next);
    let check = event.map(|event| (event.date - as_of).num_days().max(0));
    let check = check.and_then(|days| u16::try_from(days).ok()).filter(|days| *days <= year);
    let horizon = (weeks * 7).max(check.unwrap_or(0));
    let Prepared { projection, notes, demand_a_day } =
        prepare(account, assessment, asked, usize::from(horizon))?;

    let mut days: Vec<u16> = (1..=horizon / 7).map(|week| week * 7).collect();
    days.extend(check);
    let rolls: Vec<u16> = SNAPSHOT_AGES.into_iter().filter(|age| *age > 0 && *age <= weeks * 7).collect();
    let rolls = if projection.stated().sell_through { &rolls[..] } else { &[] };
    let drawn = projection.draw(&days, rolls, &[]);

    let line = |day: NaiveDate| {
        let marketplace = account.marketplace?;
        Some(thresholds::in_force(marketplace, day)?.threshold)
    };
    let scores = Scores {
        set: assessment.set,
        past: &assessment.past,
        asks: assessment.estimate.is_some(),
        today: Week { day: as_of, score: None, readings: assessment.readings },
    };
    let mut projected: Vec<Week> = Vec::new();
    let mut all = Vec::new();
    for (ahead, sums) in days.iter().zip(&drawn.sums) {
        let day = as_of + Days::new((*ahead).into());
        let figures: Vec<Readings> = sums.iter().map(|sums| sums.readings(projection.stated())).collect();
        let mut expected = Facts::default();
        sums.iter().for_each(|sums| expected.add(sums));
        let mut week = summary(day, expected.readings(projection.stated()), &figures);
        let before: Vec<Week> =
            projected.iter().filter(|week| weeks_between(week.day, day) > 0).copied().collect();
        scores.ask(&mut week, &figures, &before);
        projected.push(Week { day, score: None, readings: week.readings });
        all.push(week);
    }
    let then = check.and_then(|_| all.pop());
    let next_check = event.zip(then).map(|(event, then)| Check {
        event,
        then: held(then, account.marketplace.and_then(|it| limit(it, event.limits.from))),
    });
    all.truncate(weeks.into());
    let weeks_ahead = all.into_iter().map(|week| {
        let line = line(week.day);
        held(week, line)
    });
    let today = summary(as_of, assessment.readings, &[assessment.readings]);
    let today = held(WeekAhead { estimate: assessment.estimate.clone(), ..today }, line(as_of));
    Ok(Forecast {
        as_of,
        marketplace: account.marketplace,
        partial: account.partial,
        stated: projection.stated(),
        growth_pct: asked.growth_pct,
        named: (asked.shipments.len() as u64, asked.shipments.iter().map(|shipment| shipment.units).sum()),
        demand_a_day,
        today,
        weeks: weeks_ahead.collect(),
        next_check,
        run_out: run_outs(&projection, &drawn, as_of),
        roll_offs: roll_offs(&projection, &drawn, as_of, rolls),
        notes,
        past: assessment.past.clone(),
        set: assessment.set,
        projection,
    })
}

/// The line of the storage that a date decides on.
fn limit(marketplace: Marketplace, from: NaiveDate) -> Option<u16> {
    thresholds::in_force(marketplace, from).map(|row| row.threshold)
}

fn held(week: WeekAhead, line: Option<u16>) -> WeekAhead {
    let chance = week.estimate.as_ref().zip(line).map(|(estimate, line)| estimate.chance_below(line.into()));
    WeekAhead { threshold: line, chance_below: chance, ..week }
}

/// What is expected, and the interval of the figures of all courses.
fn summary(day: NaiveDate, readings: Readings, figures: &[Readings]) -> WeekAhead {
    let of = |factor: FactorKind| -> Option<(f64, f64)> {
        let mut all: Vec<f64> = figures.iter().filter_map(|readings| readings.get(factor)).collect();
        all.sort_unstable_by(f64::total_cmp);
        // What is expected lies within, however the courses scatter.
        let expected = readings.get(factor)?;
        Some((quantile(&all, 0.05)?.min(expected), quantile(&all, 0.95)?.max(expected)))
    };
    let [excess, sell_through, stranded, in_stock] = FactorKind::ALL.map(of);
    let ends = |pick: fn((f64, f64)) -> f64| Readings {
        excess_pct: excess.map(pick),
        sell_through: sell_through.map(pick),
        stranded_pct: stranded.map(pick),
        in_stock_pct: in_stock.map(pick),
    };
    WeekAhead {
        day,
        readings,
        low: ends(|(low, _)| low),
        high: ends(|(_, high)| high),
        estimate: None,
        doubt: 0.0,
        threshold: None,
        chance_below: None,
    }
}

/// The value below which lies a share of sorted values, on the straight line between two of them.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within the list
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = (share * super::dice::float(sorted.len()) - 0.5)
        .clamp(0.0, super::dice::float(sorted.len().checked_sub(1)?));
    let (low, between) = (place.floor() as usize, place.fract());
    let next = sorted.get(low + 1).unwrap_or(&sorted[low]);
    Some(sorted[low] * (1.0 - between) + next * between)
}

/// What is asked of the model.
struct Scores<'a> {
    set: FactorSet,
    past: &'a [Week],
    asks: bool,
    today: Week,
}

impl Scores<'_> {
    /// Estimates the score of a week from its mean figures and the weeks before, and widens it by what the figures of the
    /// courses make of the slopes.
    fn ask(&self, week: &mut WeekAhead, figures: &[Readings], before: &[Week]) {
        if !self.asks {
            return;
        }
        let mut past = self.past.to_vec();
        past.push(self.today);
        past.extend_from_slice(before);
        let learnt = Learnt::new(&MODEL, self.set, &past, week.day);
        let Some(estimate) = learnt.estimate(&week.readings) else { return };
        let points = |readings: &Readings| -> f64 {
            let readings = readings.or(week.readings);
            let of = |(factor, slope): (FactorKind, f64)| {
                slope * measure(factor, readings.get(factor).unwrap_or_default())
            };
            FactorKind::ALL.into_iter().zip(estimate.slopes).map(of).sum()
        };
        let all: Vec<f64> = figures.iter().map(points).collect();
        let n = super::dice::float(all.len());
        let mean = all.iter().sum::<f64>() / n;
        week.doubt = (all.iter().map(|points| (points - mean).powi(2)).sum::<f64>() / n).sqrt();
        week.estimate = Some(estimate.widened(week.doubt));
    }
}

fn run_outs(projection: &Projection, drawn: &Courses, as_of: NaiveDate) -> Vec<RunOut> {
    let all: Units = projection.today().list.iter().map(|part| part.weight).sum();
    let on = |ahead: u16| as_of + Days::new(ahead.into());
    let of = |(at, runs_out): &(usize, super::projection::RunsOut)| {
        let (part, stock) = projection.stock(*at);
        // What cannot be sold does not run out: somebody takes it away.
        if part.stranded >= Units::new(stock.on_hand.into()) {
            return None;
        }
        let [first, day, last] = runs_out.days;
        Some(RunOut {
            sku: part.sku.clone(),
            on_hand: Units::new(stock.on_hand.into()),
            coming: stock.arrivals.iter().map(|arrival| Units::new(arrival.units.into())).sum(),
            a_day: stock.pace.a_day(),
            chance: runs_out.chance,
            day: on(day?),
            first: on(first?),
            last: last.map(on),
            days_out: runs_out.days_out,
            weight: part.weight,
            weight_share: part.weight.ratio(all).unwrap_or(0.0),
        })
    };
    let mut list: Vec<RunOut> = drawn.run_outs.iter().filter_map(of).collect();
    // Stocks stand in the order of their names, which equals keep.
    list.sort_by(|a, b| a.day.cmp(&b.day).then(b.weight.cmp(&a.weight)));
    list
}

fn roll_offs(projection: &Projection, drawn: &Courses, as_of: NaiveDate, rolls: &[u16]) -> Vec<RollOff> {
    let share = 1.0 / super::dice::float(SNAPSHOT_AGES.len());
    let of = |(ahead, counted): (&u16, &Vec<f64>)| {
        // After 30 days the oldest of the four leaves, after 60 the one after it.
        let place = SNAPSHOT_AGES.len() - usize::from(ahead / 30);
        let (mut units, mut enters) = (0.0, 0.0);
        let mut changes = Vec::with_capacity(counted.len());
        for (at, now) in counted.iter().enumerate() {
            let past = projection.stock(at).1.past[place];
            units += past;
            enters += now;
            changes.push((at, (now - past) * share));
        }
        changes.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        // Of those that go the way of the whole, which is what is asked about.
        let with_it = |change: f64| (change < 0.0) == (enters < units);
        let named = changes.iter().filter(|(_, change)| change.abs() >= 0.5 && with_it(*change)).take(NAMED);
        let day = |back: i64| as_of.checked_sub_signed(chrono::TimeDelta::days(back)).unwrap_or(as_of);
        let counted = projection.today().days.map(|days| days[place]);
        RollOff {
            on: as_of + Days::new((*ahead).into()),
            leaves: counted.unwrap_or_else(|| day(SNAPSHOT_AGES[place].into())),
            units,
            enters,
            mean_change: (enters - units) * share,
            skus: named.map(|(at, change)| (projection.stock(*at).0.sku.clone(), *change)).collect(),
        }
    };
    rolls.iter().zip(&drawn.units).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_the_middles_of_equal_shares() {
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        // The i-th of ten stands for the middle of its tenth: 0.05 is the first, 0.5 lies between the fifth and sixth.
        assert_eq!(
            [0.05, 0.5, 0.95, 0.0, 1.0].map(|share| quantile(&ten, share)),
            [Some(1.0), Some(5.5), Some(10.0), Some(1.0), Some(10.0)]
        );
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[7.0], 0.9), Some(7.0));
    }
}
