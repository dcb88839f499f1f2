//! The estimate of the score: points with a 90 % interval, and what each factor adds.
//!
//! Amazon publishes which factors count but not how; every figure here is an estimate and says so.

use crate::factor::{FactorKind, FactorSet, Readings};
use crate::units::Points;
use chrono::NaiveDate;

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

/// What the model is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The day for which the score is wanted.
    pub day: NaiveDate,
    /// Which factors count in this marketplace.
    pub set: FactorSet,
    /// The four figures on that day.
    pub readings: Readings,
    /// The account's past weeks in any order; weeks after `day` are not looked at.
    pub past: &'a [Week],
}

/// What a factor adds to the estimate, in points relative to the reference account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// The factor.
    pub factor: FactorKind,
    /// Points, positive where the account does better than the reference.
    pub points: f64,
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
    /// Points of the reference account, before the factors: `base` + all contributions + `clamped` = `points`.
    pub base: f64,
    /// What each factor that counts and is stated adds.
    pub contributions: Vec<Contribution>,
    /// Points cut off (negative) or added at the ends of the 0–1000 scale.
    pub clamped: f64,
    /// Standard deviation of the unclamped estimate, in points.
    pub deviation: f64,
    /// How many official scores the estimate has learnt from.
    pub anchors: usize,
}
