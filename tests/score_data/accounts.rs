//! Simulated accounts: what truly moves their scores is known.

#![allow(dead_code, clippy::unwrap_used, clippy::cast_precision_loss)] // each test file uses its part

use ipi::factor::{FactorSet, Readings};
use ipi::score::{Backtest, Choice, HORIZONS, Horizon, MODEL, Model, SATURATION, Week, backtest, measure};

/// The model of before: steps of 2 to 12 points, noise 1.5, unread factors that move as those of the series, no pace.
pub(crate) const FORMER: Model = Model {
    noise: 1.5,
    walks: &[
        Choice { value: 2.0, weight: 0.3 },
        Choice { value: 4.0, weight: 0.4 },
        Choice { value: 7.0, weight: 0.2 },
        Choice { value: 12.0, weight: 0.1 },
    ],
    drifts: &[Choice { value: 1.0, weight: 1.0 }],
    paces: &[Choice { value: 0.0, weight: 1.0 }],
    ..MODEL
};

/// Numbers that look random and are the same on every machine.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// Even between 0 and 1 (Knuth's MMIX multiplier, upper bits).
    pub(crate) fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX)
    }

    /// Normal with mean 0 and deviation 1: the sum of twelve even numbers.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }

    /// A whole number from `-most` to `most`.
    pub(crate) fn step(&mut self, most: f64) -> f64 {
        (self.even() * (2.0 * most + 1.0)).floor().min(2.0 * most) - most
    }

    fn pick<T: Copy>(&mut self, choices: &[Choice<T>]) -> T {
        let mut left = self.even();
        for choice in choices {
            left -= choice.weight;
            if left < 0.0 {
                return choice.value;
            }
        }
        choices.last().unwrap().value
    }
}

/// How a simulated account behaves.
#[derive(Clone, Copy)]
pub(crate) struct Nature {
    /// Weekly step of the level beside the factors.
    pub(crate) walk: f64,
    /// Over how many weeks the factors count.
    pub(crate) window: usize,
    /// Spread of the true slopes around the prior's, as a deviation of their logarithm.
    pub(crate) spread: f64,
    /// Share of readings that are missing.
    pub(crate) missing: f64,
    /// How much the readings move from week to week; 1 is an excess that moves by 2.2 percentage points.
    pub(crate) motion: f64,
    /// How many weeks are seen.
    pub(crate) weeks: usize,
}

impl Nature {
    /// 30 weeks of an account as the prior has it, fully read.
    pub(crate) const PLAIN: Nature =
        Nature { walk: 3.0, window: 1, spread: 0.4, missing: 0.0, motion: 1.0, weeks: 30 };
}

/// The weeks of an account, in the words of the model's readings.
pub(crate) fn simulate(dice: &mut Dice, nature: Nature) -> Vec<Week> {
    let mut level = MODEL.level + MODEL.level_sd * dice.normal();
    let slopes = MODEL.slopes.map(|slope| slope.mean * (nature.spread * dice.normal()).exp());
    let mut state = [0, 1, 2, 3].map(|_| dice.normal());
    let scatter = [8.0, 0.6, 1.0, 4.0];
    let step = 0.28 * nature.motion;
    let kept = (1.0 - step * step).sqrt();
    let mut effects: Vec<f64> = Vec::new();
    let weeks = (0..nature.weeks).map(|n| {
        for value in &mut state {
            *value = kept * *value + step * dice.normal();
        }
        let reading = |j: usize, max: f64| {
            (MODEL.slopes[j].reference + scatter[j] * state[j]).clamp(if j == 1 { 0.05 } else { 0.0 }, max)
        };
        let readings = [reading(0, 100.0), reading(1, 20.0), reading(2, 100.0), reading(3, 100.0)];
        effects.push(effect(&slopes, &readings));
        level += nature.walk * dice.normal();
        let score = (level + mean_of_last(&effects, nature.window) + dice.normal()).round();
        let stated = readings.map(|reading| (dice.even() >= nature.missing).then_some(reading));
        week(n, score.clamp(0.0, 1000.0), stated)
    });
    weeks.collect()
}

/// The weeks of an account drawn from the prior of a model with one drift and no pace.
pub(crate) fn drawn(dice: &mut Dice, model: &Model, weeks: usize) -> Vec<Week> {
    let (walk, window) = (dice.pick(model.walks), dice.pick(model.windows));
    let mut level = model.level + model.level_sd * dice.normal();
    let slopes = model.slopes.map(|slope| {
        loop {
            let drawn = slope.mean + slope.sd * dice.normal();
            if drawn * slope.mean >= 0.0 {
                return drawn;
            }
        }
    });
    let mut distances = model.slopes.map(|slope| slope.scatter * dice.normal());
    let mut effects: Vec<f64> = Vec::new();
    let weeks = (0..weeks).map(|n| {
        let mut readings = [0.0; 4];
        for (j, slope) in model.slopes.iter().enumerate() {
            let step = slope.scatter * (1.0 - model.persistence.powi(2)).sqrt();
            distances[j] = model.persistence * distances[j] + step * dice.normal();
            let measured = measure(slope.factor, slope.reference) + distances[j];
            readings[j] = match j {
                1 => -SATURATION * (1.0 - measured.clamp(0.0, 0.99)).ln(),
                3 => 100.0 - measured.clamp(0.0, 100.0),
                _ => measured.clamp(0.0, 100.0),
            };
        }
        effects.push(effect(&slopes, &readings));
        level += walk * dice.normal();
        let score = (level + mean_of_last(&effects, window) + model.noise * dice.normal()).round();
        week(n, score.clamp(0.0, 1000.0), readings.map(Some))
    });
    weeks.collect()
}

fn effect(slopes: &[f64; 4], readings: &[f64; 4]) -> f64 {
    let effect = |j: usize| {
        let slope = &MODEL.slopes[j];
        slopes[j] * (measure(slope.factor, readings[j]) - measure(slope.factor, slope.reference))
    };
    (0..4).map(effect).sum()
}

fn mean_of_last(values: &[f64], n: usize) -> f64 {
    let last = &values[values.len().saturating_sub(n)..];
    last.iter().sum::<f64>() / last.len() as f64
}

fn week(n: usize, score: f64, readings: [Option<f64>; 4]) -> Week {
    let start: chrono::NaiveDate = "2024-01-01".parse().unwrap();
    let [excess_pct, sell_through, stranded_pct, in_stock_pct] = readings;
    let readings = Readings { excess_pct, sell_through, stranded_pct, in_stock_pct };
    Week { day: start + chrono::Days::new(7 * n as u64), score: Some(score), readings }
}

/// Weekly scores, and nothing else.
pub(crate) fn scores_only(scores: &[f64]) -> Vec<Week> {
    scores.iter().enumerate().map(|(n, score)| week(n, *score, [None; 4])).collect()
}

/// The same weeks without what was read.
pub(crate) fn unread(weeks: &[Week]) -> Vec<Week> {
    weeks.iter().map(|week| Week { readings: Readings::default(), ..*week }).collect()
}

/// The errors over several accounts, each case counting alike.
pub(crate) fn replay(model: &Model, accounts: &[Vec<Week>]) -> [Horizon; HORIZONS.len()] {
    let tests: Vec<Backtest> = accounts.iter().map(|weeks| backtest(model, FactorSet::FOUR, weeks)).collect();
    let mut at = 0;
    HORIZONS.map(|weeks| {
        let cases: Vec<&Horizon> = tests.iter().map(|test| &test.horizons[at]).collect();
        at += 1;
        let n: usize = cases.iter().map(|horizon| horizon.n).sum();
        let mean = |figure: &dyn Fn(&Horizon) -> Option<f64>| {
            let sum: f64 = cases.iter().filter_map(|h| Some(h.n as f64 * figure(h)?)).sum();
            Some(sum / n as f64)
        };
        let square = |figure: Option<f64>| figure.map(|error| error * error);
        Horizon {
            weeks,
            n,
            rmse: mean(&|h| square(h.rmse)).map(f64::sqrt),
            bias: mean(&|h| h.bias),
            half_width: mean(&|h| h.half_width),
            crps: mean(&|h| h.crps),
            coverage: mean(&|h| h.coverage),
            rmse_no_change: mean(&|h| square(h.rmse_no_change)).map(f64::sqrt),
        }
    })
}
