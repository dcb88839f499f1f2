//! How wrong the estimate has been on an account's own past.

use super::{Learnt, Model, Week, weeks};
use crate::factor::FactorSet;

/// How many weeks ahead the backtest looks.
pub const HORIZONS: [u16; 4] = [1, 2, 4, 8];

/// The errors of the estimate, replayed over a past.
#[derive(Clone, Debug, PartialEq)]
pub struct Backtest {
    /// One entry per look-ahead of [`HORIZONS`].
    pub horizons: Vec<Horizon>,
}

/// The errors at one look-ahead. Figures are `None` where `n` is 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Horizon {
    /// Weeks between the newest score that was known and the one that was estimated.
    pub weeks: u16,
    /// How many scores were estimated.
    pub n: usize,
    /// Root of the mean squared error, in points.
    pub rmse: Option<f64>,
    /// Mean of official − estimated score, in points: positive where the estimate was too low.
    pub bias: Option<f64>,
    /// Mean of half the width of the 90 % interval, in points.
    pub half_width: Option<f64>,
    /// Mean of the continuous ranked probability score ([`Mixture::crps`](super::Mixture::crps)), in points.
    pub crps: Option<f64>,
    /// Share of official scores inside the 90 % interval, 0–1.
    pub coverage: Option<f64>,
    /// Root of the mean squared error of "the score stays as it is", in points.
    pub rmse_no_change: Option<f64>,
}

/// Replays `past` with a rolling origin: for every week with an official score, all that came up to it is learnt, and the
/// scores 1, 2, 4 and 8 weeks later are estimated from the factors of their own week; nothing in between is looked at.
///
/// ```
/// use ipi::factor::{FactorSet, Readings};
/// use ipi::score::{MODEL, Week, backtest};
/// let week = |day: &str, score| Week { day: day.parse().unwrap(), score: Some(score), readings: Readings::default() };
/// let past = [week("2021-03-01", 500.0), week("2021-03-08", 503.0), week("2021-03-15", 499.0)];
/// let one = backtest(&MODEL, FactorSet::FOUR, &past).horizons[0];
/// assert_eq!((one.weeks, one.n), (1, 2));
/// assert_eq!(one.rmse_no_change, Some(12.5_f64.sqrt())); // steps of +3 and −4
/// ```
#[must_use]
pub fn backtest(model: &Model, set: FactorSet, past: &[Week]) -> Backtest {
    let weeks = weeks(past);
    let mut cases: [Vec<Case>; HORIZONS.len()] = Default::default();
    let mut learnt = Learnt::blank(model, set);
    for (&origin, week) in &weeks {
        learnt.take(origin, week);
        let Some(known) = week.score else { continue };
        for (cases, ahead) in cases.iter_mut().zip(HORIZONS) {
            let Some(target) = weeks.get(&(origin + i64::from(ahead))) else { continue };
            let later = learnt.later(origin + i64::from(ahead));
            if let (Some(official), Some(estimate)) = (target.score, later.estimate(&target.readings)) {
                cases.push(Case {
                    half_width: (estimate.high.get() - estimate.low.get()) / 2.0,
                    crps: estimate.mixture.crps(official),
                    error: official - estimate.points.get(),
                    inside: (estimate.low.get()..=estimate.high.get()).contains(&official),
                    step: official - known,
                });
            }
        }
    }
    let horizons = HORIZONS.iter().zip(&cases).map(|(&weeks, cases)| horizon(weeks, cases));
    Backtest { horizons: horizons.collect() }
}

/// One estimated score.
struct Case {
    error: f64,
    half_width: f64,
    crps: f64,
    inside: bool,
    step: f64,
}

fn horizon(weeks: u16, cases: &[Case]) -> Horizon {
    let mean = |value: fn(&Case) -> f64| {
        let sum: f64 = cases.iter().map(value).sum();
        #[allow(clippy::cast_precision_loss)] // a count of weeks
        (!cases.is_empty()).then(|| sum / cases.len() as f64)
    };
    Horizon {
        weeks,
        n: cases.len(),
        rmse: mean(|case| case.error.powi(2)).map(f64::sqrt),
        bias: mean(|case| case.error),
        half_width: mean(|case| case.half_width),
        crps: mean(|case| case.crps),
        coverage: mean(|case| f64::from(u8::from(case.inside))),
        rmse_no_change: mean(|case| case.step.powi(2)).map(f64::sqrt),
    }
}
