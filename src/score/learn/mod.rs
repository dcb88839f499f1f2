//! What an account's past has taught: a handful of filters side by side, weighted by how well each foretold the scores.
//!
//! Two things about an account are not known beforehand: how rough its level is, and over how many weeks Amazon averages
//! the factors. Each combination is one filter; the official scores weigh them (a multi-process dynamic linear model,
//! Harrison & Stevens 1976; West & Harrison, *Bayesian Forecasting*, ch. 12). All in closed form, in a fixed order.

mod filter;
mod state;
mod trail;

use super::{Estimate, HALF_WIDTH, INTERVAL, Known, Model, Week, contributions, measure, reasons};
use crate::dates::weeks_between;
use crate::factor::{FactorKind, FactorSet, Readings};
use crate::units::Points;
use chrono::NaiveDate;
use filter::{Filter, Reading, distance};
use std::collections::BTreeMap;
use trail::Trail;

/// The model after it has seen an account's past, ready to be asked for any readings of one day.
///
/// Asking is much cheaper than learning: whoever tries many readings (a plan, a table of SKUs) learns once.
#[derive(Clone, Debug)]
pub struct Learnt<'m> {
    model: &'m Model,
    set: FactorSet,
    filters: Vec<Filter>,
    trails: [Trail; 4],
    week: Option<i64>,
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
        learnt.pass_to(now);
        learnt
    }

    pub(super) fn blank(model: &'m Model, set: FactorSet) -> Self {
        let filters = model.windows.iter().flat_map(|window| {
            model.walks.iter().map(move |walk| {
                Filter::new(model, set, walk.value, window.value, window.weight * walk.weight)
            })
        });
        Learnt {
            model,
            set,
            filters: filters.collect(),
            trails: Default::default(),
            week: None,
            anchors: 0,
            last_score: None,
        }
    }

    /// Lets the time until `week` pass.
    pub(super) fn pass_to(&mut self, week: i64) {
        if let Some(before) = self.week.filter(|&before| before < week) {
            for filter in &mut self.filters {
                filter.pass(self.model, weeks_f64(week - before));
            }
        }
        self.week = Some(week);
    }

    /// Sees one week: its readings, then its official score.
    pub(super) fn take(&mut self, number: i64, week: &Week) {
        self.pass_to(number);
        let stated = self.stated(&week.readings);
        read(self.model, &mut self.filters, &mut self.trails, number, &stated);
        if let Some(score) = week.score {
            for filter in &mut self.filters {
                filter.learn(self.model, score.clamp(0.0, Points::MAX));
            }
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
        let week = self.week.unwrap_or_default();
        let stated = self.stated(readings);
        let mut trails = self.trails.clone();
        if self.anchors == 0 && trails.iter().all(Trail::is_empty) && stated.iter().all(Option::is_none) {
            return None;
        }
        let held = self.last_score.filter(|&(at, _)| at == week).map_or([false; 4], |(_, unread)| unread);
        let moving = [0, 1, 2, 3].map(|j| stated[j].filter(|_| !held[j]));
        let mut filters = self.filters.clone();
        // What was read beside this week's score is part of what that score taught; of such a factor only the difference
        // to that reading counts, or the doubt about the weeks between would be let in a second time.
        let scored = self.last_score.is_some_and(|(at, _)| at == week);
        let beside = [0, 1, 2, 3].map(|j| scored && !trails[j].is_empty() && trails[j].week() == week);
        read(
            self.model,
            &mut filters,
            &mut trails,
            week,
            &[0, 1, 2, 3].map(|j| moving[j].filter(|_| !beside[j])),
        );
        for j in (0..4).filter(|&j| beside[j]) {
            let Some(value) = moving[j] else { continue };
            let before = trails[j].clone();
            trails[j].push(week, value);
            for filter in &mut filters {
                let at = |trail: &Trail| distance(self.model, j, trail.mean(filter.window));
                let by = at(&trails[j]) - at(&before);
                filter.shift(j, by);
            }
        }

        let weights = weights(&filters);
        let foretold: Vec<(f64, f64)> = filters.iter().map(|filter| filter.foretell(self.model)).collect();
        let mean: f64 = weights.iter().zip(&foretold).map(|(weight, (mean, _))| weight * mean).sum();
        let variance: f64 =
            weights.iter().zip(&foretold).map(|(weight, (m, v))| weight * (v + (m - mean).powi(2))).sum();
        let deviation = variance.max(0.0).sqrt();

        let points = Points::clamped(mean);
        let part = |points_in: &dyn Fn(&Filter) -> f64| -> f64 {
            filters.iter().zip(&weights).map(|(filter, weight)| weight * points_in(filter)).sum()
        };
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
            low: Points::clamped(mean - HALF_WIDTH * deviation),
            high: Points::clamped(mean + HALF_WIDTH * deviation),
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
            clamped: points.get() - mean,
            mean,
            deviation,
            anchors: self.anchors,
        })
    }

    /// The measures of the readings that count.
    fn stated(&self, readings: &Readings) -> [Option<f64>; 4] {
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

/// Hands the measures of a week to the trails, and their means to each filter.
fn read(
    model: &Model,
    filters: &mut [Filter],
    trails: &mut [Trail; 4],
    week: i64,
    stated: &[Option<f64>; 4],
) {
    for (trail, value) in trails.iter_mut().zip(stated) {
        if let Some(value) = *value {
            trail.push(week, value);
        }
    }
    for filter in filters {
        let window = filter.window;
        let reading = |j: usize| Reading {
            distance: distance(model, j, trails[j].mean(window)),
            slack: trails[j].slack(window),
        };
        filter.read(model, &[0, 1, 2, 3].map(|j| stated[j].map(|_| reading(j))));
    }
}

/// The filters' weights, adding up to 1.
fn weights(filters: &[Filter]) -> Vec<f64> {
    let best = filters.iter().map(|filter| filter.log_weight).fold(f64::NEG_INFINITY, f64::max);
    let raw: Vec<f64> = filters.iter().map(|filter| (filter.log_weight - best).exp()).collect();
    let sum: f64 = raw.iter().sum();
    raw.iter().map(|weight| weight / sum).collect()
}

#[allow(clippy::cast_precision_loss)] // weeks between two calendar days
fn weeks_f64(weeks: i64) -> f64 {
    weeks as f64
}
