//! The estimate of the score: points with a 90 % interval, and what each factor adds.
//!
//! Amazon publishes which factors count but not how; every figure here is an estimate and says so. The model is a
//! dynamic linear model that starts from published scores of other accounts and learns from the account's own official
//! scores; `docs/model.md` defines it and shows how wrong it is.
//!
//! ```
//! use ipi::factor::{FactorSet, Readings};
//! use ipi::score::{Question, Week, estimate};
//! let readings = Readings { excess_pct: Some(10.0), sell_through: Some(1.5), ..Readings::default() };
//! let day = "2026-06-30".parse().unwrap();
//! // Without an official score the estimate is that of an ordinary account, and the interval is wide.
//! let blind = estimate(&Question { day, set: FactorSet::FOUR, readings, past: &[] }).unwrap();
//! assert_eq!(format!("{} ({}–{})", blind.points, blind.low, blind.high), "566 (369–763)");
//! // One official score, a week old, is worth more than any formula.
//! let past = [Week { day: "2026-06-22".parse().unwrap(), score: Some(481.0), readings }];
//! let anchored = estimate(&Question { day, set: FactorSet::FOUR, readings, past: &past }).unwrap();
//! assert_eq!(format!("{} ({}–{})", anchored.points, anchored.low, anchored.high), "481 (475–487)");
//! ```

mod backtest;
mod contribution;
mod learn;
mod mixture;
mod model;
mod normal;
mod reason;

pub use backtest::{Backtest, HORIZONS, Horizon, backtest};
pub use contribution::Contribution;
pub use learn::Learnt;
pub use mixture::{Mixture, Part};
pub use model::{Choice, LONGEST_WINDOW, MODEL, Model, SATURATION, Slope, chord, measure};
pub use reason::Reason;

use crate::dates::weeks_between;
use crate::factor::{FactorSet, Readings};
use crate::units::Points;
use chrono::NaiveDate;
use contribution::contributions;
use learn::weeks;
use model::sign;
use normal::INTERVAL;
use reason::{Known, reasons};

/// One week of an account's past: the official score and factors, as far as they are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Week {
    /// Any day of the week; what counts is the ISO week that holds it.
    pub day: NaiveDate,
    /// The official score, 0–1000, where the seller noted it.
    pub score: Option<f64>,
    /// The four figures of that week: the official ones where noted, else those computed from reports.
    pub readings: Readings,
}

/// An official score and the day on which Amazon showed it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// The day.
    pub day: NaiveDate,
    /// The score, 0–1000.
    pub score: f64,
}

/// What is known of an account beside the figures of the day that is judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// The weeks before, and the week itself where its official score is known.
    pub weeks: Vec<Week>,
    /// The official score nearest to the day, if one is near.
    pub official: Option<Shown>,
    /// The newest official score, where it was shown so long after the day that it says nothing of it.
    pub later: Option<Shown>,
    /// The figures of the day, as far as they are known.
    pub readings: Readings,
}

impl Past {
    /// How many days before or after the day judged an official score may have been shown to be that of the day's reports:
    /// they are seldom downloaded on the day on which the dashboard is looked at.
    pub const NEAR_DAYS: i64 = 10;

    /// The official score of the week of `day` or of less than a week after it, if that is the one that is near: it is known,
    /// and not estimated.
    #[must_use]
    pub fn known(&self, day: NaiveDate) -> Option<Shown> {
        let is_of_the_day =
            |shown: &Shown| weeks_between(day, shown.day) >= 0 && (shown.day - day).num_days() < 7;
        self.official.filter(is_of_the_day)
    }
}

/// What the model is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The day for which the score is wanted.
    pub day: NaiveDate,
    /// Which factors count in this marketplace.
    pub set: FactorSet,
    /// The four figures on that day.
    pub readings: Readings,
    /// The account's past weeks in any order; weeks after that of `day` are not looked at.
    pub past: &'a [Week],
}

/// An estimate of the score. There is none without an interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The middle of the estimate.
    pub points: Points,
    /// Lower end of the interval.
    pub low: Points,
    /// Upper end of the interval.
    pub high: Points,
    /// Share of cases in which the official score lies between `low` and `high`.
    pub interval: f64,
    /// Name and date of the model.
    pub model: &'static str,
    /// Points of this account with the readings of the reference account: `base` + all contributions + `clamped` =
    /// `points`.
    pub base: f64,
    /// What each factor that counts, and is stated or was before, adds.
    pub contributions: Vec<Contribution>,
    /// Points per step of each factor's [`measure`], in the order of [`FactorKind::ALL`](crate::factor::FactorKind::ALL): what
    /// a reading that lasts does to the estimate. The estimate is affine in the four measures, so that this holds however
    /// large the step is; 0 for a factor that does not count.
    pub slopes: [f64; 4],
    /// Points cut off (negative) or added at the ends of the 0–1000 scale.
    pub clamped: f64,
    /// The estimate before it is held within 0–1000, in points.
    pub mean: f64,
    /// Standard deviation of the official score around `mean`, in points.
    pub deviation: f64,
    /// The distribution of the official score, from which the interval and the chances come.
    pub mixture: Mixture,
    /// How many official scores the estimate has learnt from.
    pub anchors: usize,
    /// Why the interval is as wide as it is.
    pub explain: Vec<Reason>,
}

impl Estimate {
    /// The same estimate where the readings themselves are in doubt: by so many points, independent of the rest.
    ///
    /// ```
    /// use ipi::factor::{FactorSet, Readings};
    /// use ipi::score::{Question, estimate};
    /// let readings = Readings { stranded_pct: Some(0.5), ..Readings::default() };
    /// let question = Question { day: "2026-06-30".parse().unwrap(), set: FactorSet::FOUR, readings, past: &[] };
    /// let known = estimate(&question).unwrap();
    /// let foreseen = known.clone().widened(50.0);
    /// assert_eq!(foreseen.points, known.points);
    /// assert!((foreseen.deviation - known.deviation.hypot(50.0)).abs() < 1e-9);
    /// assert!(foreseen.low < known.low && foreseen.high > known.high);
    /// ```
    #[must_use]
    pub fn widened(self, deviation: f64) -> Estimate {
        let mixture = self.mixture.widened(deviation);
        let (low, high) = ends(&mixture);
        Estimate { low, high, deviation: mixture.deviation(), mixture, ..self }
    }

    /// The chance, 0–1, that the official score is below `threshold` points.
    ///
    /// That of the mixture, unclamped; no score is below 0 and all are below a threshold above 1000.
    ///
    /// ```
    /// use ipi::factor::{FactorSet, Readings};
    /// use ipi::score::{Question, estimate};
    /// let readings = Readings { stranded_pct: Some(0.5), ..Readings::default() };
    /// let question = Question { day: "2026-06-30".parse().unwrap(), set: FactorSet::FOUR, readings, past: &[] };
    /// let estimate = estimate(&question).unwrap();
    /// assert!((estimate.chance_below(estimate.mean) - 0.5).abs() < 1e-12);
    /// assert!((estimate.chance_below(estimate.mean - estimate.deviation) - 0.158_655_253_9).abs() < 1e-9);
    /// assert_eq!(estimate.chance_below(0.0), 0.0);
    /// ```
    #[must_use]
    pub fn chance_below(&self, threshold: f64) -> f64 {
        if threshold <= 0.0 {
            0.0
        } else if threshold > Points::MAX {
            1.0
        } else {
            self.mixture.below(threshold)
        }
    }
}

/// The ends of the interval. A mean far from the middle, drawn by a few unlikely parts, is held by it none the less.
fn ends(mixture: &Mixture) -> (Points, Points) {
    let (mean, tail) = (mixture.mean(), (1.0 - INTERVAL) / 2.0);
    let (low, high) = (mixture.quantile(tail).min(mean), mixture.quantile(1.0 - tail).max(mean));
    (Points::clamped(low), Points::clamped(high))
}

/// Estimates the score of an account. `None` where nothing at all is known of it: no reading of a factor that counts and
/// no official score, now or in the past.
#[must_use]
pub fn estimate(question: &Question<'_>) -> Option<Estimate> {
    Learnt::new(&MODEL, question.set, question.past, question.day).estimate(&question.readings)
}
