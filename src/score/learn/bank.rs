//! The filters side by side: every way in which an account may behave, told apart once it makes a difference.

use super::filter::{Filter, Reading, distance};
use super::trail::Trail;
use crate::factor::{FactorKind, FactorSet};
use crate::score::{Mixture, Model, Part};

/// Share of the likeliest filter's weight below which a filter is not asked.
const LEAST: f64 = 1e-4;

/// The measures of one week, as far as they are stated.
pub(super) type Stated = [Option<f64>; 4];

/// The filters.
///
/// Over how many weeks the readings count makes no difference before anything is read; how unread factors move, and whether
/// the level keeps a pace meanwhile, makes none while all are read. Until then such filters would be equal to the last bit,
/// so one of them stands for all.
#[derive(Clone, Debug)]
pub(super) struct Bank<'m> {
    model: &'m Model,
    set: FactorSet,
    filters: Vec<Filter>,
    windows_apart: bool,
    courses_apart: bool,
}

impl<'m> Bank<'m> {
    /// The filters before anything of the account is seen.
    pub(super) fn new(model: &'m Model, set: FactorSet) -> Self {
        let filters = model.walks.iter().map(|walk| Filter::new(model, set, *walk));
        Bank { model, set, filters: filters.collect(), windows_apart: false, courses_apart: false }
    }

    /// Lets `weeks` pass up to a week of which the `stated` is read. Where a factor is read that was read before, it tells
    /// what moved meanwhile, and the level keeps no pace of its own; a first reading tells nothing of that.
    pub(super) fn pass(&mut self, weeks: u64, stated: &Stated) {
        if weeks == 0 {
            return;
        }
        self.tell_courses_apart(stated);
        for filter in &mut self.filters {
            let unread = (0..4).all(|j| stated[j].is_none() || !filter.has_read(j));
            filter.pass(self.model, weeks, unread);
        }
    }

    fn tell_courses_apart(&mut self, stated: &Stated) {
        let counting = || (0..4).filter(|&j| self.set.has(FactorKind::ALL[j]));
        let read = |filter: &Filter| counting().all(|j| stated[j].is_some() && filter.has_read(j));
        if self.courses_apart || self.filters.iter().all(read) {
            return;
        }
        let mut apart = Vec::new();
        for filter in &self.filters {
            for drift in self.model.drifts {
                for pace in self.model.paces {
                    apart.push(filter.on_course(self.model, *drift, *pace));
                }
            }
        }
        (self.filters, self.courses_apart) = (apart, true);
    }

    /// Hands the measures of a week to the trails, and their means to each filter.
    pub(super) fn read(&mut self, trails: &mut [Trail; 4], week: i64, stated: &Stated) {
        if stated.iter().all(Option::is_none) {
            return;
        }
        if !self.windows_apart {
            let windows = self.model.windows.iter();
            let apart = windows.flat_map(|window| self.filters.iter().map(|filter| filter.over(*window)));
            (self.filters, self.windows_apart) = (apart.collect(), true);
        }
        for (trail, value) in trails.iter_mut().zip(stated) {
            if let Some(value) = *value {
                trail.push(week, value);
            }
        }
        for filter in &mut self.filters {
            let window = filter.window;
            let reading = |j: usize| Reading {
                distance: distance(self.model, j, trails[j].mean(window)),
                slack: trails[j].slack(window),
            };
            filter.read(self.model, &[0, 1, 2, 3].map(|j| stated[j].map(|_| reading(j))));
        }
    }

    /// Hands another reading of a factor that was already read this week to its trail, and the difference to each filter.
    pub(super) fn read_again(&mut self, trail: &mut Trail, j: usize, week: i64, value: f64) {
        let before = trail.clone();
        trail.push(week, value);
        for filter in &mut self.filters {
            let at = |trail: &Trail| distance(self.model, j, trail.mean(filter.window));
            let by = at(trail) - at(&before);
            filter.shift(j, by);
        }
    }

    /// Learns from the official score of the week.
    pub(super) fn learn(&mut self, score: f64) {
        for filter in &mut self.filters {
            filter.learn(self.model, score);
        }
    }

    /// The filters that count: those to which the scores left less than a ten-thousandth are left out of the answer.
    pub(super) fn likely(&self) -> Self {
        let best = self.best();
        let likely = self.filters.iter().filter(|filter| filter.log_weight - best >= LEAST.ln());
        Bank { filters: likely.cloned().collect(), ..*self }
    }

    fn best(&self) -> f64 {
        self.filters.iter().map(|filter| filter.log_weight).fold(f64::NEG_INFINITY, f64::max)
    }

    /// The filters' weights, adding up to 1.
    pub(super) fn weights(&self) -> Vec<f64> {
        let best = self.best();
        let raw: Vec<f64> = self.filters.iter().map(|filter| (filter.log_weight - best).exp()).collect();
        let sum: f64 = raw.iter().sum();
        raw.iter().map(|weight| weight / sum).collect()
    }

    /// Mean of a figure over the filters.
    pub(super) fn mean(&self, weights: &[f64], figure: impl Fn(&Filter) -> f64) -> f64 {
        self.filters.iter().zip(weights).map(|(filter, weight)| weight * figure(filter)).sum()
    }

    /// What the filters foretell of the official score of the week.
    pub(super) fn foretell(&self, weights: &[f64]) -> Mixture {
        let parts = self.filters.iter().zip(weights).map(|(filter, &weight)| {
            let (mean, variance) = filter.foretell(self.model);
            Part { weight, mean, deviation: variance.sqrt() }
        });
        Mixture::new(parts.collect())
    }
}
