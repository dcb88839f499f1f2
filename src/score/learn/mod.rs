//! What an account's past has taught: a handful of filters side by side, weighted by how well each foretold the scores.
//!
//! Four things about an account are not known beforehand: how rough its level is, over how many weeks Amazon averages the
//! factors, how much the factors move that nobody reads, and whether the level keeps a pace meanwhile. Each combination is
//! one filter; the official scores weigh them (a multi-process dynamic linear model, Harrison & Stevens 1976; West &
//! Harrison, *Bayesian Forecasting*, ch. 12). All in closed form, in a fixed order.

mod bank;
mod filter;
mod motion;
mod state;
mod trail;

use super::{Estimate, INTERVAL, Known, Model, Week, contributions, ends, measure, reasons};
use crate::dates::weeks_between;
use crate::factor::{FactorKind, FactorSet, Readings};
use crate::units::Points;
use bank::{Bank, Stated};
use chrono::NaiveDate;
use filter::{Filter, distance};
use std::collections::BTreeMap;
use trail::Trail;

/// The model after it has seen an account's past, ready to be asked for any readings of one day.
///
/// Asking is much cheaper than learning: whoever tries many readings (a plan, a table of SKUs) learns once.
#[derive(Clone, Debug)]
pub struct Learnt<'m> {
    model: &'m Model,
    set: FactorSet,
    bank: Bank<'m>,
    trails: [Trail; 4],
    /// Week up to which the filters have come: the newest of which something is known.
    week: Option<i64>,
    /// Week that is asked for, not before that one.
    now: i64,
    anchors: usize,
    /// Week of the newest official score, and the factors that were not stated then.
    last_score: Option<(i64, [bool; 4])>,
}

impl<'m> Learnt<'m> {
    /// Learns from the weeks of `past` up to that of `day`, in any order.
    ///
    /// Where several entries fall into one ISO week, the last one that states a figure wins, figure by figure. A figure
    /// that is no number counts as not stated; one outside its range is taken at the nearer end.
    #[must_use]
    pub fn new(model: &'m Model, set: FactorSet, past: &[Week], day: NaiveDate) -> Self {
        let now = week_number(day);
        let mut learnt = Learnt::blank(model, set);
        for (number, week) in weeks(past).range(..=now) {
            learnt.take(*number, week);
        }
        learnt.now = now;
        learnt
    }

    pub(super) fn blank(model: &'m Model, set: FactorSet) -> Self {
        Learnt {
            model,
            set,
            bank: Bank::new(model, set),
            trails: Default::default(),
            week: None,
            now: i64::MIN,
            anchors: 0,
            last_score: None,
        }
    }

    /// Weeks from the newest one that was seen to `week`.
    fn weeks_to(&self, week: i64) -> u64 {
        self.week.map_or(0, |seen| u64::try_from(week - seen).unwrap_or(0))
    }

    /// What was learnt so far, asked for a later week.
    pub(super) fn later(&self, week: i64) -> Self {
        Learnt { now: week, ..self.clone() }
    }

    /// Sees one week: its readings, then its official score.
    pub(super) fn take(&mut self, number: i64, week: &Week) {
        let stated = self.stated(&week.readings);
        if week.score.is_none() && stated.iter().all(Option::is_none) {
            return; // nothing was seen: part of the time that passes until something is
        }
        self.bank.pass(self.weeks_to(number), &stated);
        self.week = Some(number);
        self.now = number;
        self.bank.read(&mut self.trails, number, &stated);
        if let Some(score) = week.score {
            self.bank.learn(score.clamp(0.0, Points::MAX));
            self.anchors += 1;
            self.last_score = Some((number, stated.map(|value| value.is_none())));
        }
    }

    /// The estimate for `readings` on the day that was learnt for, and `None` where nothing at all is known: no reading
    /// of a factor that counts, now or before, and no official score.
    ///
    /// In a week whose official score is known, a factor that was not stated beside that score does not move the
    /// estimate: the score already holds it.
    #[must_use]
    pub fn estimate(&self, readings: &Readings) -> Option<Estimate> {
        let week = self.now;
        let stated = self.stated(readings);
        let mut trails = self.trails.clone();
        if self.anchors == 0 && trails.iter().all(Trail::is_empty) && stated.iter().all(Option::is_none) {
            return None;
        }
        let held = self.last_score.filter(|&(at, _)| at == week).map_or([false; 4], |(_, unread)| unread);
        let moving = [0, 1, 2, 3].map(|j| stated[j].filter(|_| !held[j]));
        let mut bank = self.bank.likely();
        bank.pass(self.weeks_to(week), &stated);
        // What was read beside this week's score is part of what that score taught; of such a factor only the difference
        // to that reading counts, or the doubt about the weeks between would be let in a second time.
        let scored = self.last_score.is_some_and(|(at, _)| at == week);
        let beside = [0, 1, 2, 3].map(|j| scored && !trails[j].is_empty() && trails[j].week() == week);
        bank.read(&mut trails, week, &[0, 1, 2, 3].map(|j| moving[j].filter(|_| !beside[j])));
        for j in (0..4).filter(|&j| beside[j]) {
            if let Some(value) = moving[j] {
                bank.read_again(&mut trails[j], j, week, value);
            }
        }

        let weights = bank.weights();
        let mixture = bank.foretell(&weights);
        let mean = mixture.mean();
        let (low, high) = ends(&mixture);
        let points = Points::clamped(mean);
        let part = |points_in: &dyn Fn(&Filter) -> f64| bank.mean(&weights, points_in);
        let contributions = contributions([0, 1, 2, 3].map(|j| match (stated[j], &trails[j]) {
            (Some(value), _) if held[j] => {
                Some((part(&|filter| filter.slope(j) * distance(self.model, j, value)), 0))
            }
            (Some(_), trail) => {
                let mean = |filter: &Filter| distance(self.model, j, trail.mean(filter.window));
                Some((part(&|filter| filter.slope(j) * mean(filter)), 0))
            }
            (None, trail) if trail.is_empty() => None,
            (None, trail) => Some((part(&|filter| filter.effect(j)), week - trail.week())),
        }));
        let added: f64 = contributions.iter().map(|contribution| contribution.points).sum();
        Some(Estimate {
            points,
            low,
            high,
            interval: INTERVAL,
            model: self.model.name,
            base: mean - added,
            explain: reasons(&Known {
                set: self.set,
                anchors: self.anchors,
                weeks_since_score: self.last_score.map(|(at, _)| week - at),
                weeks_since_read: [0, 1, 2, 3].map(|j| match &trails[j] {
                    _ if stated[j].is_some() => Some(0),
                    trail if trail.is_empty() => None,
                    trail => Some(week - trail.week()),
                }),
            }),
            contributions,
            slopes: [0, 1, 2, 3].map(|j| part(&|filter| filter.slope(j))),
            clamped: points.get() - mean,
            mean,
            deviation: mixture.deviation(),
            mixture,
            anchors: self.anchors,
        })
    }

    /// The measures of the readings that count.
    fn stated(&self, readings: &Readings) -> Stated {
        FactorKind::ALL.map(|factor| {
            let reading = readings.get(factor).filter(|reading| reading.is_finite() && self.set.has(factor));
            reading.map(|reading| measure(factor, reading))
        })
    }
}

/// Number of the ISO week that holds `day`, counted from a fixed one.
pub(super) fn week_number(day: NaiveDate) -> i64 {
    weeks_between(NaiveDate::default(), day)
}

/// The past by week, in order; of several entries for a week the last stated figure wins.
pub(super) fn weeks(past: &[Week]) -> BTreeMap<i64, Week> {
    let mut weeks: BTreeMap<i64, Week> = BTreeMap::new();
    for week in past {
        let entry = weeks.entry(week_number(week.day));
        let known = entry.or_insert(Week { score: None, readings: Readings::default(), ..*week });
        let newer = |new: Option<f64>, old: Option<f64>| new.filter(|figure| figure.is_finite()).or(old);
        known.score = newer(week.score, known.score);
        known.readings = Readings {
            excess_pct: newer(week.readings.excess_pct, known.readings.excess_pct),
            sell_through: newer(week.readings.sell_through, known.readings.sell_through),
            stranded_pct: newer(week.readings.stranded_pct, known.readings.stranded_pct),
            in_stock_pct: newer(week.readings.in_stock_pct, known.readings.in_stock_pct),
        };
    }
    weeks
}
