//! The change of the estimate, block by block: the same model asked four times, each time with one thing more.

use super::Side;
use crate::dates::weeks_between;
use crate::factor::{FactorKind, FactorSet, Readings};
use crate::score::{Estimate, Learnt, MODEL, Shown, Week};

/// The change by what made it, in points. The five add up to the change of the estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Blocks {
    /// The estimate as it was recorded then → from the same figures by the model of today, and with the scores that were noted
    /// late. 0 where none was recorded.
    pub model: f64,
    /// Time that passed with the same figures.
    pub time: f64,
    /// The figures changed; valued as they were before a new official score.
    pub readings: f64,
    /// What a new official score says beside the figures, what it teaches about them included.
    pub official: f64,
    /// What is cut off at the ends of the scale.
    pub clamp: f64,
}

impl Blocks {
    /// All five.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.model + self.time + self.readings + self.official + self.clamp
    }
}

/// The estimates between which the blocks lie.
pub(super) struct Steps {
    /// Of the first day, as the model has it now.
    pub(super) then: Estimate,
    /// Of the second day with the figures of the first.
    pub(super) later: Estimate,
    /// Of the second day with its own figures, without the scores that came in between.
    pub(super) moved: Estimate,
    /// Of the second day.
    pub(super) now: Estimate,
}

impl Steps {
    /// Asks the model; `None` where one of the two days has no estimate.
    pub(super) fn of(set: FactorSet, before: &Side<'_>, after: &Side<'_>) -> Option<Steps> {
        let ask =
            |past: &[Week], day, readings: &Readings| Learnt::new(&MODEL, set, past, day).estimate(readings);
        let unscored = unscored(before, after);
        Some(Steps {
            then: ask(before.past, before.day, &before.readings)?,
            later: ask(&held(&unscored, before, after), after.day, &before.readings)?,
            moved: ask(&unscored, after.day, &after.readings)?,
            now: ask(after.past, after.day, &after.readings)?,
        })
    }

    /// The blocks, from the points that were recorded then.
    pub(super) fn blocks(&self, recorded: Option<f64>) -> Blocks {
        let cut = |estimate: &Estimate| estimate.points.get() - estimate.mean;
        Blocks {
            model: recorded.map_or(0.0, |points| self.then.points.get() - points),
            time: self.later.mean - self.then.mean,
            readings: self.moved.mean - self.later.mean,
            official: self.now.mean - self.moved.mean,
            clamp: cut(&self.now) - cut(&self.then),
        }
    }
}

/// The past of the second day without the scores that were not known on the first.
///
/// Where there are none it is the past of the second day. Else it is that of the first, and the figures of the weeks since: a
/// score moves to the figures that are nearest to it, so that a new one may have taken the place of an older one. So it is too
/// where both days are of one week, whose score would else be taken to have been shown beside the figures of the second.
fn unscored(before: &Side<'_>, after: &Side<'_>) -> Vec<Week> {
    if weeks_between(before.day, after.day) != 0 && new_scores(before, after).is_empty() {
        return after.past.to_vec();
    }
    let is_since = |week: &&Week| is_between(week, before, after);
    let known = before.past.iter().filter(|week| weeks_between(week.day, before.day) >= 0);
    let mut past: Vec<Week> = known.copied().collect();
    past.extend(after.past.iter().filter(is_since).map(|week| Week { score: None, ..*week }));
    // The figures of the first day are part of what the second one remembers, where it remembers that week.
    let same_week = |week: &&Week| weeks_between(week.day, before.day) == 0;
    let is_remembered =
        after.past.iter().any(|week| same_week(&week)) && !past.iter().any(|week| same_week(&week));
    if is_remembered && weeks_between(before.day, after.day) > 0 {
        past.push(Week { day: before.day, score: None, readings: before.readings });
    }
    past
}

/// Does a week lie between those of the two days?
fn is_between(week: &Week, before: &Side<'_>, after: &Side<'_>) -> bool {
    weeks_between(before.day, week.day) > 0 && weeks_between(week.day, after.day) > 0
}

/// The scores that were not known on the first day, oldest first. A score may have counted for the week before its own then:
/// for the figures that were nearest to it.
pub(super) fn new_scores(before: &Side<'_>, after: &Side<'_>) -> Vec<Shown> {
    let was_known = |week: &Week| {
        before.past.iter().any(|known| {
            known.score == week.score
                && weeks_between(known.day, before.day) >= 0
                && (0..=1).contains(&weeks_between(known.day, week.day))
        })
    };
    // Of the first day's week all that counts for it is known; what counted for another day of it may come up again.
    let same_week = weeks_between(before.day, after.day) == 0;
    let may_be_new = |week: &&Week| {
        let since = weeks_between(before.day, week.day);
        weeks_between(week.day, after.day) >= 0 && (since > 0 || (same_week && since == 0))
    };
    let new = after.past.iter().filter(may_be_new).filter(|week| !was_known(week));
    let mut new: Vec<_> = new.filter_map(|week| Some(Shown { day: week.day, score: week.score? })).collect();
    new.sort_by_key(|shown| shown.day);
    new
}

/// Was any official score known on that day?
pub(super) fn is_scored(side: &Side<'_>) -> bool {
    side.past.iter().any(|week| week.score.is_some() && weeks_between(week.day, side.day) >= 0)
}

/// The same past with the figures of the first day in all weeks after it.
fn held(past: &[Week], before: &Side<'_>, after: &Side<'_>) -> Vec<Week> {
    let still = |week: &Week| {
        let readings = if is_between(week, before, after) {
            instead(week.readings, before.readings)
        } else {
            week.readings
        };
        Week { readings, ..*week }
    };
    past.iter().map(still).collect()
}

/// `others` as far as both are stated; what only `readings` state stays.
fn instead(readings: Readings, others: Readings) -> Readings {
    let of = |factor: FactorKind| readings.get(factor).and(others.get(factor).or(readings.get(factor)));
    Readings {
        excess_pct: of(FactorKind::Excess),
        sell_through: of(FactorKind::SellThrough),
        stranded_pct: of(FactorKind::Stranded),
        in_stock_pct: of(FactorKind::InStock),
    }
}
