//! What a score means for storage: the threshold in force, the chance of being below it, the next date that matters.
//!
//! Everything that Amazon decides is a row of a dated table with a link and a word on how sure it is:
//! [`thresholds`], [`calendar`], [`limits`], [`fees`]. [`capacity`] compares stored volume with the seller's own limits.

pub mod calendar;
pub mod capacity;
pub mod fees;
pub mod limits;
pub mod thresholds;

use crate::ids::Marketplace;
use crate::score::Estimate;
use calendar::{Evaluation, Event};
use chrono::NaiveDate;
use serde::Serialize;
use thresholds::Threshold;

/// The chance of being below, up to which an account counts as above the threshold.
///
/// It is the share of cases that a 90 % interval leaves out below it, so the word and the interval that stands beside
/// it never disagree: "above" is an interval wholly at or above the threshold, "below" one wholly below it.
pub const SAFE_CHANCE: f64 = 0.05;

/// Where the score stands against the threshold in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Almost surely below: a chance of at least 1 − [`SAFE_CHANCE`].
    Below,
    /// Neither sure to be below nor sure to be above.
    AtRisk,
    /// Almost surely at or above: a chance of being below of at most [`SAFE_CHANCE`].
    Above,
    /// No threshold is known there and then, or there is no estimate.
    Unknown,
}

impl Status {
    /// The word that stands for it in every output.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Status::Below => "below",
            Status::AtRisk => "at-risk",
            Status::Above => "above",
            Status::Unknown => "unknown",
        }
    }

    /// The status that goes with a chance of being below, 0–1.
    ///
    /// ```
    /// use ipi::policy::Status;
    /// assert_eq!(Status::of(0.05), Status::Above);
    /// assert_eq!(Status::of(0.14), Status::AtRisk);
    /// assert_eq!(Status::of(0.95), Status::Below);
    /// assert_eq!(Status::of(f64::NAN), Status::Unknown);
    /// ```
    #[must_use]
    pub fn of(chance_below: f64) -> Status {
        match chance_below {
            chance if chance <= SAFE_CHANCE => Status::Above,
            chance if chance >= 1.0 - SAFE_CHANCE => Status::Below,
            chance if chance.is_nan() => Status::Unknown,
            _ => Status::AtRisk,
        }
    }
}

/// How sure it is that the score is at or above a line: a word for the chance of being below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// A chance of being below of at most [`SAFE_CHANCE`], 5 %.
    Above,
    /// At most 25 %.
    ProbablyAbove,
    /// Between.
    Open,
    /// At least 75 %.
    ProbablyBelow,
    /// At least 95 %.
    Below,
}

impl Grade {
    /// The chance up to which a score is probably above.
    const PROBABLE: f64 = 0.25;

    /// The grade of a chance of being below, 0–1.
    ///
    /// ```
    /// use ipi::policy::Grade;
    /// let grades = [0.05, 0.13, 0.4, 0.75, 0.95].map(Grade::of);
    /// assert_eq!(grades, [Grade::Above, Grade::ProbablyAbove, Grade::Open, Grade::ProbablyBelow, Grade::Below]);
    /// ```
    #[must_use]
    pub fn of(chance_below: f64) -> Grade {
        match chance_below {
            chance if chance <= SAFE_CHANCE => Grade::Above,
            chance if chance <= Self::PROBABLE => Grade::ProbablyAbove,
            chance if chance >= 1.0 - SAFE_CHANCE => Grade::Below,
            chance if chance >= 1.0 - Self::PROBABLE => Grade::ProbablyBelow,
            _ => Grade::Open,
        }
    }
}

/// One of the two lines that are always shown, whatever is in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Points.
    pub threshold: u16,
    /// The chance that the official score is below them, 0–1; `None` without an estimate.
    pub chance_below: Option<f64>,
}

/// A quarter's evaluation, and what the official scores that are known make of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quarter {
    /// The checks, and the days that they decide on.
    pub evaluation: Evaluation,
    /// The threshold of those days.
    pub threshold: u16,
    /// Official score of the week of the first check, where there are two and it is known.
    pub first: Option<f64>,
    /// Official score of the week of the second or only check, where it is known.
    pub last: Option<f64>,
    /// Is storage limited? Only if every check found the score below the threshold; `None` where that is not known.
    pub limited: Option<bool>,
}

impl Quarter {
    /// The quarter that holds `day`; `score` gives the official score of the week of a day.
    fn of(
        marketplace: Marketplace,
        day: NaiveDate,
        score: &dyn Fn(NaiveDate) -> Option<f64>,
    ) -> Option<Quarter> {
        let evaluation = calendar::deciding(marketplace, day)?;
        let threshold = thresholds::in_force(marketplace, day)?.threshold;
        let (first, last) = (evaluation.first.and_then(score), score(evaluation.last));
        Some(Quarter {
            evaluation,
            threshold,
            first,
            last,
            limited: evaluation.limited(first, last, threshold),
        })
    }
}

/// What the score means for storage in one marketplace on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The marketplace.
    pub marketplace: Marketplace,
    /// The day.
    pub day: NaiveDate,
    /// The threshold in force, with its source; `None` where none is known.
    pub threshold: Option<&'static Threshold>,
    /// The official score that it follows, where that is known.
    pub official: Option<f64>,
    /// Where the score stands.
    pub status: Status,
    /// The chance that the official score is below the threshold on the day itself, 0–1.
    pub chance_below: Option<f64>,
    /// The lines at 350 and 400 points.
    pub lines: [Line; 2],
    /// The next date that matters; `None` where none is known.
    pub next: Option<Event>,
    /// The chance of being below on that date, 0–1, against the threshold of the storage it decides on; `None` until
    /// [`Verdict::foreseen`] is told an estimate for it.
    pub chance_below_next: Option<f64>,
    /// The quarter that holds the day, and the one that the next check decides on, while limits went by the quarter;
    /// none until [`Verdict::quarters`] is told official scores.
    pub quarters: Vec<Quarter>,
}

impl Verdict {
    /// Adds what the checks of this quarter and of the coming one make of the official scores that are known.
    ///
    /// ```
    /// use ipi::ids::Marketplace::UK;
    /// use ipi::policy::verdict;
    /// // Below 500 at the first check of autumn 2021, above at the second: not limited from October on.
    /// let day = "2021-11-01".parse().unwrap();
    /// let score = |check: chrono::NaiveDate| Some(if check < "2021-09-01".parse().unwrap() { 480.0 } else { 505.0 });
    /// let verdict = verdict(UK, day, None).quarters(&score);
    /// assert_eq!(verdict.quarters[0].limited, Some(false));
    /// assert_eq!(verdict.quarters[1].evaluation.limits.from.to_string(), "2022-01-01");
    /// ```
    #[must_use]
    pub fn quarters(self, score: &dyn Fn(NaiveDate) -> Option<f64>) -> Verdict {
        // A check that is still to come has no score, whatever a later one of its week may be.
        let known = |check: NaiveDate| if check <= self.day { score(check) } else { None };
        let coming = self.next.map(|next| next.limits.from);
        let days = [Some(self.day), coming];
        let quarters =
            days.into_iter().flatten().filter_map(|day| Quarter::of(self.marketplace, day, &known));
        let mut quarters: Vec<_> = quarters.collect();
        quarters.dedup_by_key(|quarter| quarter.evaluation.limits);
        Verdict { quarters, ..self }
    }

    /// Follows the official score, which is known and not estimated: it is above a line or below it, whatever the chance was.
    ///
    /// ```
    /// use ipi::ids::Marketplace::US;
    /// use ipi::policy::{Status, verdict};
    /// let verdict = |score| verdict(US, "2026-06-30".parse().unwrap(), None).known(score);
    /// assert_eq!((verdict(399.0).status, verdict(399.0).chance_below), (Status::Below, Some(1.0)));
    /// assert_eq!((verdict(400.0).status, verdict(400.0).chance_below), (Status::Above, Some(0.0)));
    /// ```
    #[must_use]
    pub fn known(self, score: f64) -> Verdict {
        let below = |threshold: u16| if score < f64::from(threshold) { 1.0 } else { 0.0 };
        let chance = self.threshold.map(|row| below(row.threshold));
        Verdict {
            official: Some(score),
            status: chance.map_or(Status::Unknown, Status::of),
            chance_below: chance,
            lines: self.lines.map(|line| Line { chance_below: Some(below(line.threshold)), ..line }),
            ..self
        }
    }

    /// Adds what `later`, an estimate for the next date that matters, says of it.
    ///
    /// What counts is the threshold of the days that the date decides on: a check of November 2021 was held against
    /// the 400 points of January 2022, not against the 500 still in force.
    #[must_use]
    pub fn foreseen(self, later: &Estimate) -> Verdict {
        let threshold = self.next.and_then(|next| thresholds::in_force(self.marketplace, next.limits.from));
        let chance = threshold.map(|row| later.chance_below(f64::from(row.threshold)));
        Verdict { chance_below_next: chance, ..self }
    }
}

/// Judges an estimate in `marketplace` on `day`.
///
/// Without an estimate the threshold, the lines and the next date are still given.
///
/// ```
/// use ipi::ids::Marketplace::US;
/// use ipi::policy::{Status, verdict};
/// let verdict = verdict(US, "2026-06-30".parse().unwrap(), None);
/// assert_eq!(verdict.threshold.unwrap().threshold, 400);
/// assert_eq!(verdict.status, Status::Unknown);
/// assert_eq!(verdict.lines.map(|line| line.threshold), [350, 400]);
/// assert_eq!(verdict.next.unwrap().days_left, 20); // Monday 20 July
/// ```
#[must_use]
pub fn verdict(marketplace: Marketplace, day: NaiveDate, estimate: Option<&Estimate>) -> Verdict {
    let chance_below = |points: u16| estimate.map(|estimate| estimate.chance_below(f64::from(points)));
    let threshold = thresholds::in_force(marketplace, day);
    let chance = threshold.and_then(|row| chance_below(row.threshold));
    Verdict {
        marketplace,
        day,
        threshold,
        official: None,
        status: chance.map_or(Status::Unknown, Status::of),
        chance_below: chance,
        lines: thresholds::LINES.map(|threshold| Line { threshold, chance_below: chance_below(threshold) }),
        next: calendar::next_date(marketplace, day),
        chance_below_next: None,
        quarters: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::day;
    use crate::score::Mixture;
    use crate::units::Points;

    /// An estimate of `mean` points with an interval of ± 172, a deviation of 172 ÷ 1.6449 = 104.57.
    fn estimate(mean: f64) -> Estimate {
        Estimate {
            points: Points::clamped(mean),
            low: Points::clamped(mean - 172.0),
            high: Points::clamped(mean + 172.0),
            interval: 0.9,
            model: "test",
            base: mean,
            contributions: Vec::new(),
            slopes: [0.0; 4],
            clamped: 0.0,
            mean,
            deviation: 172.0 / 1.644_853_6,
            mixture: Mixture::normal(mean, 172.0 / 1.644_853_6),
            anchors: 0,
            explain: Vec::new(),
        }
    }

    #[test]
    fn an_interval_across_the_threshold_is_at_risk() {
        let verdict = verdict(Marketplace::US, day(2026, 6, 30), Some(&estimate(512.0)));
        assert_eq!(verdict.status, Status::AtRisk);
        // (400 − 512) ÷ 104.57 = −1.0711, of which the normal table says 0.1421; (350 − 512) ÷ 104.57 = −1.5492: 0.0607.
        assert!((verdict.chance_below.unwrap() - 0.1421).abs() < 5e-5);
        assert!((verdict.lines[0].chance_below.unwrap() - 0.0607).abs() < 5e-5);
        assert_eq!(verdict.lines[1].chance_below, verdict.chance_below);
    }

    #[test]
    fn an_interval_on_one_side_is_above_or_below() {
        let status = |mean| verdict(Marketplace::US, day(2026, 6, 30), Some(&estimate(mean))).status;
        assert_eq!(status(571.0), Status::AtRisk); // 399 – 743
        assert_eq!(status(573.0), Status::Above); // 401 – 745
        assert_eq!(status(229.0), Status::AtRisk); // 57 – 401
        assert_eq!(status(227.0), Status::Below); // 55 – 399
    }

    #[test]
    fn the_same_estimate_is_judged_by_the_threshold_of_its_day() {
        let status = |day| verdict(Marketplace::US, day, Some(&estimate(573.0))).status;
        assert_eq!(status(day(2020, 8, 15)), Status::Above);
        assert_eq!(status(day(2020, 8, 16)), Status::AtRisk);
    }

    #[test]
    fn a_check_is_held_against_the_threshold_of_the_quarter_it_decides_on() {
        let autumn = verdict(Marketplace::UK, day(2021, 11, 1), Some(&estimate(450.0)));
        assert_eq!(autumn.chance_below_next, None);
        let autumn = autumn.foreseen(&estimate(400.0));
        assert_eq!(autumn.next.map(|next| next.date), Some(day(2021, 11, 19)));
        assert!((autumn.chance_below_next.unwrap() - 0.5).abs() < 1e-9); // 400 from January
        assert!(autumn.chance_below.unwrap() > 0.6); // 500 in November: (500 − 450) ÷ 104.57 = 0.478, 0.684
    }

    #[test]
    fn where_no_threshold_is_known_only_the_lines_are_given() {
        let verdict = verdict(Marketplace::CA, day(2026, 6, 30), Some(&estimate(512.0)));
        assert_eq!((verdict.threshold, verdict.status, verdict.chance_below), (None, Status::Unknown, None));
        assert!(verdict.lines.iter().all(|line| line.chance_below.is_some()));
    }
}
