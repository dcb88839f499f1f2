//! One filter: how the account behaves under one choice of walk, window, drift and pace.
//!
//! The state is the account's level and its pace, the slope of each factor, and the effect of each factor in points (its
//! slope times the distance of its reading from the reference). An official score is the level plus the four effects, so a
//! factor that nobody stated needs no special case: its effect is simply not known, and drifts toward that of an ordinary
//! account.

use super::motion::{Motion, pace_variance};
use super::state::{SIZE, State};
use crate::factor::{FactorKind, FactorSet};
use crate::score::{Choice, Model, measure, sign};

const LEVEL: usize = 0;
const SLOPE: usize = 1;
const EFFECT: usize = 5;
const PACE: usize = 9;
/// What an official score is the sum of.
const SCORE: [bool; SIZE] = [true, false, false, false, false, true, true, true, true, false];

/// A factor's reading as a filter takes it in.
#[derive(Clone, Copy, Debug)]
pub(in crate::score) struct Reading {
    /// Distance of the mean measure from that of the reference account.
    pub(in crate::score) distance: f64,
    /// Variance of that mean for weeks that were not read, in units of the variance of one weekly step.
    pub(in crate::score) slack: f64,
}

/// The belief about an account under one choice of its nature.
#[derive(Clone, Debug)]
pub(in crate::score) struct Filter {
    state: State,
    /// Standard deviation of the level's step in a week.
    walk: f64,
    /// A week of which something was read.
    read_week: Motion,
    /// A week of which nothing was.
    unread_week: Motion,
    /// Weeks over which readings are averaged.
    pub(in crate::score) window: usize,
    /// Share of its distance from the reference that an unread factor keeps in a week.
    persistence: f64,
    /// Has the factor ever been read?
    seen: [bool; 4],
    /// Logarithm of how well this filter has foretold the official scores, times its prior weight.
    pub(in crate::score) log_weight: f64,
}

impl Filter {
    /// The belief before anything of the account is seen, with one choice of walk; the others are made with
    /// [`Filter::over`] and [`Filter::on_course`] where they begin to matter.
    pub(in crate::score) fn new(model: &Model, set: FactorSet, walk: Choice<f64>) -> Self {
        let mut state = State::zero();
        state.mean[LEVEL] = model.level;
        state.cov[LEVEL][LEVEL] = model.level_sd.powi(2);
        for (j, slope) in model.slopes.iter().enumerate().filter(|(_, slope)| set.has(slope.factor)) {
            state.mean[SLOPE + j] = slope.mean;
            state.cov[SLOPE + j][SLOPE + j] = slope.sd.powi(2);
            state.cov[EFFECT + j][EFFECT + j] =
                (slope.mean.powi(2) + slope.sd.powi(2)) * slope.scatter.powi(2);
        }
        let week = Motion::week(model, walk.value, 0.0, false);
        Filter {
            state,
            walk: walk.value,
            read_week: week,
            unread_week: week,
            window: 1,
            persistence: model.persistence,
            seen: [false; 4],
            log_weight: walk.weight.ln(),
        }
    }

    /// This filter with readings that count as a mean over `window` weeks.
    pub(in crate::score) fn over(&self, window: Choice<usize>) -> Self {
        Filter { window: window.value, log_weight: self.log_weight + window.weight.ln(), ..self.clone() }
    }

    /// This filter with unread factors that make the share `drift` of an ordinary account's movements, and a pace that
    /// changes by `pace` points a week.
    pub(in crate::score) fn on_course(&self, model: &Model, drift: Choice<f64>, pace: Choice<f64>) -> Self {
        let mut state = self.state.clone();
        state.cov[PACE][PACE] = pace_variance(model, pace.value);
        Filter {
            state,
            read_week: Motion::week(model, self.walk, pace.value, false),
            unread_week: Motion::week(model, self.walk, pace.value, true),
            // An effect that moves less is pulled less to the reference, so that it scatters as widely in the long run.
            persistence: (1.0 - drift.value.powi(2) * (1.0 - model.persistence.powi(2))).sqrt(),
            log_weight: self.log_weight + drift.weight.ln() + pace.weight.ln(),
            ..self.clone()
        }
    }

    /// Has the factor ever been read?
    pub(in crate::score) const fn has_read(&self, factor: usize) -> bool {
        self.seen[factor]
    }

    /// Lets `weeks` pass: the level walks, and moves at its pace where nothing was read meanwhile; effects of unread
    /// factors drift toward an ordinary account's.
    pub(in crate::score) fn pass(&mut self, model: &Model, weeks: u64, unread: bool) {
        let motion = if unread { self.unread_week } else { self.read_week }.times(weeks);
        self.state.scale(LEVEL, motion.kept);
        self.state.mean[LEVEL] += (1.0 - motion.kept) * model.level;
        self.state.add(LEVEL, motion.carried, PACE);
        self.state.scale(PACE, motion.faded);
        self.state.cov[LEVEL][LEVEL] += motion.level;
        self.state.cov[LEVEL][PACE] += motion.cross;
        self.state.cov[PACE][LEVEL] += motion.cross;
        self.state.cov[PACE][PACE] += motion.pace;
        #[allow(clippy::cast_precision_loss)] // weeks between two calendar days
        let kept = self.persistence.powf(weeks as f64);
        for j in 0..model.slopes.len() {
            self.state.scale(EFFECT + j, kept);
            self.state.cov[EFFECT + j][EFFECT + j] += self.drift(model, j, kept);
        }
    }

    /// Variance that an unread effect gains while it keeps the share `kept` of its distance from the reference.
    fn drift(&self, model: &Model, j: usize, kept: f64) -> f64 {
        let power = self.state.mean[SLOPE + j].powi(2) + self.state.cov[SLOPE + j][SLOPE + j];
        power * model.slopes[j].scatter.powi(2) * (1.0 - kept * kept)
    }

    /// Takes the readings of the week in, where stated.
    pub(in crate::score) fn read(&mut self, model: &Model, readings: &[Option<Reading>; 4]) {
        let first = [0, 1, 2, 3].map(|j| readings[j].is_some() && !self.seen[j]);
        let pulls = self.first_readings(&first);
        for (j, reading) in readings.iter().enumerate() {
            let Some(Reading { distance, slack }) = *reading else { continue };
            if first[j] {
                for (i, &by) in pulls[j].iter().enumerate().filter(|&(_, &by)| by != 0.0) {
                    self.state.add(i, by * distance, SLOPE + j);
                    self.state.add(i, -by, EFFECT + j);
                }
            }
            self.state.assign(EFFECT + j, distance, SLOPE + j);
            self.state.cov[EFFECT + j][EFFECT + j] += slack * self.drift(model, j, model.persistence);
            self.seen[j] = true;
        }
    }

    /// How the first reading of a factor corrects the rest of the state, per point of surprise.
    ///
    /// Scores seen while the factor was unread were split between level and unread effects by guess; the first reading
    /// tells what the effect roughly was, and the level takes the rest. The pulls depend on no reading. Where the pulls
    /// would more than undo the reading's own effect they are left out, so that the sign of a factor always holds.
    fn first_readings(&self, first: &[bool; 4]) -> [[f64; SIZE]; 4] {
        let mut pulls = [[0.0; SIZE]; 4];
        if !first.contains(&true) {
            return pulls;
        }
        let mut known = self.state.clone();
        for j in (0..4).filter(|&j| first[j]) {
            let variance = known.cov[EFFECT + j][EFFECT + j];
            if variance <= 0.0 {
                continue;
            }
            let others =
                (0..4).filter(|&k| k != j && !self.seen[k] && !(first[k] && k < j)).map(|k| EFFECT + k);
            for i in others.chain([LEVEL]) {
                pulls[j][i] = known.cov[i][EFFECT + j] / variance;
            }
            let mut only = [false; SIZE];
            only[EFFECT + j] = true;
            known.see(&only, 0.0, 0.0);
        }
        // What one point of effect j changes in the end, beside itself; later first readings overwrite their effect.
        let mut rest = [0.0; 4];
        for j in (0..4).rev().filter(|&j| first[j]) {
            rest[j] = pulls[j][LEVEL];
            for k in (0..4).filter(|&k| k != j) {
                rest[j] += pulls[j][EFFECT + k] * if first[k] { -rest[k] } else { 1.0 };
            }
        }
        if rest.iter().any(|&r| r < -1.0) { [[0.0; SIZE]; 4] } else { pulls }
    }

    /// Moves the effect of a factor by `by` steps of its measure, with its slope and with the slope's doubt.
    pub(in crate::score) fn shift(&mut self, factor: usize, by: f64) {
        self.state.add(EFFECT + factor, by, SLOPE + factor);
    }

    /// Learns from the official score of the week.
    pub(in crate::score) fn learn(&mut self, model: &Model, score: f64) {
        let (mean, variance) = self.foretell(model);
        self.log_weight -= 0.5 * (variance.ln() + (score - mean).powi(2) / variance);
        self.state.see(&SCORE, score, model.noise.powi(2));
        self.keep_signs();
    }

    /// Brings slopes of an impossible sign back to zero, and all that hangs on them along: the likeliest state with that
    /// zero (estimate projection; Simon, *Kalman filtering with state constraints*, 2010). Several rounds, since one
    /// slope's return may push another; what is still wrong then is set to zero by itself.
    fn keep_signs(&mut self) {
        let wrong = |state: &State, j: usize| sign(FactorKind::ALL[j]) * state.mean[SLOPE + j] < 0.0;
        for _ in 0..4 {
            for j in 0..4 {
                if wrong(&self.state, j) {
                    self.state.pull(SLOPE + j, 0.0);
                }
            }
        }
        for j in 0..4 {
            if wrong(&self.state, j) {
                self.state.mean[SLOPE + j] = 0.0;
            }
        }
    }

    /// Mean and variance of the official score of the week.
    pub(in crate::score) fn foretell(&self, model: &Model) -> (f64, f64) {
        let (mean, variance) = self.state.sum(&SCORE);
        (mean, variance + model.noise.powi(2))
    }

    /// Points per step of a factor's measure.
    pub(in crate::score) fn slope(&self, factor: usize) -> f64 {
        self.state.mean[SLOPE + factor]
    }

    /// Points of a factor's effect.
    pub(in crate::score) fn effect(&self, factor: usize) -> f64 {
        self.state.mean[EFFECT + factor]
    }
}

/// Distance of a factor's mean measure from that of the reference account.
pub(in crate::score) fn distance(model: &Model, factor: usize, mean: f64) -> f64 {
    mean - measure(FactorKind::ALL[factor], model.slopes[factor].reference)
}
