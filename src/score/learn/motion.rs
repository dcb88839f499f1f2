//! How the level moves while time passes: a walk, and a pace that fades.

use crate::score::Model;

/// What a span of weeks does to the level's distance from the accounts' mean and to its pace. Linear, with normal noise, so
/// two spans make one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Motion {
    /// Share of the level's distance that is left.
    pub(super) kept: f64,
    /// Points that one point of pace adds to the level.
    pub(super) carried: f64,
    /// Share of the pace that is left.
    pub(super) faded: f64,
    /// Variance that the level gains.
    pub(super) level: f64,
    /// Covariance that level and pace gain.
    pub(super) cross: f64,
    /// Variance that the pace gains.
    pub(super) pace: f64,
}

impl Motion {
    const NONE: Motion = Motion { kept: 1.0, carried: 0.0, faded: 1.0, level: 0.0, cross: 0.0, pace: 0.0 };

    /// A week in which the level walks by `walk` points and its pace changes by `pace`; the pace acts on the level or does
    /// not.
    ///
    /// The level is tied to the accounts' mean by a thread just short enough for its scatter in the long run to be that
    /// between accounts, so that a score from long ago ends as an unknown account does, and not wider.
    pub(super) fn week(model: &Model, walk: f64, pace: f64, acts: bool) -> Motion {
        let (walk, pace) = (walk.powi(2), pace.powi(2));
        let driven = if acts { pace } else { 0.0 };
        Motion {
            kept: kept(model, walk, driven),
            carried: if acts { model.damping } else { 0.0 },
            faded: model.damping,
            level: walk + driven,
            cross: driven,
            pace,
        }
    }

    /// `weeks` of these weeks in a row, by doubling.
    pub(super) fn times(self, weeks: u64) -> Motion {
        let (mut all, mut part, mut left) = (Motion::NONE, self, weeks);
        while left > 0 {
            if left % 2 == 1 {
                all = all.then(part);
            }
            part = part.then(part);
            left /= 2;
        }
        all
    }

    /// This span, and then another.
    fn then(self, next: Motion) -> Motion {
        Motion {
            kept: next.kept * self.kept,
            carried: next.kept * self.carried + next.carried * self.faded,
            faded: next.faded * self.faded,
            level: next.kept.powi(2) * self.level
                + 2.0 * next.kept * next.carried * self.cross
                + next.carried.powi(2) * self.pace
                + next.level,
            cross: next.faded * (next.kept * self.cross + next.carried * self.pace) + next.cross,
            pace: next.faded.powi(2) * self.pace + next.pace,
        }
    }
}

/// Variance of the pace of an account of which nothing is known, whose pace changes by `pace` a week.
pub(super) fn pace_variance(model: &Model, pace: f64) -> f64 {
    pace.powi(2) / (1.0 - model.damping.powi(2))
}

/// Share of its distance from the accounts' mean that the level keeps in a week.
///
/// A level that keeps the share a, walks by variance w and is driven by a pace that changes by variance p and keeps the
/// share φ scatters in the long run by `(w + p ÷ (1 − φ²) · (1 + aφ) ÷ (1 − aφ)) ÷ (1 − a²)`; a few rounds find the a for
/// which that is the scatter between accounts.
fn kept(model: &Model, walk: f64, pace: f64) -> f64 {
    let mut kept = 1.0;
    for _ in 0..12 {
        let lasting = (1.0 + kept * model.damping) / (1.0 - kept * model.damping);
        let gained = walk + pace / (1.0 - model.damping.powi(2)) * lasting;
        kept = (1.0 - gained / model.level_sd.powi(2)).max(0.0).sqrt();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::MODEL;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9 * b.abs().max(1.0), "{a} {b}");
    }

    #[test]
    fn without_a_pace_the_level_walks() {
        let week = Motion::week(&MODEL, 12.0, 0.0, true);
        near(week.kept, 0.99_f64.sqrt()); // 12² of 120² are given up for 12² of walk
        let year = week.times(52);
        near(year.kept, 0.99_f64.powi(26));
        near(year.level, 14_400.0 * (1.0 - 0.99_f64.powi(52)));
        assert_eq!((year.cross, year.pace), (0.0, 0.0));
    }

    #[test]
    fn two_weeks_are_one_after_the_other() {
        let week = Motion { kept: 0.5, carried: 0.9, faded: 0.9, level: 10.0, cross: 9.0, pace: 9.0 };
        // Level after two: half of (half of it + 0.9 of the pace + noise) + 0.9 of (0.9 of the pace + noise) + noise.
        let two = week.times(2);
        near(two.kept, 0.25);
        near(two.carried, 0.45 + 0.81);
        near(two.faded, 0.81);
        near(two.level, 0.25 * 10.0 + 2.0 * 0.45 * 9.0 + 0.81 * 9.0 + 10.0);
        near(two.cross, 0.9 * (0.5 * 9.0 + 0.9 * 9.0) + 9.0);
        near(two.pace, 0.81 * 9.0 + 9.0);
        assert_eq!(week.times(0), Motion::NONE);
        near(week.times(3).level, two.then(week).level);
    }

    #[test]
    fn in_the_long_run_the_level_scatters_as_accounts_do() {
        for (walk, pace) in [(0.5, 3.0), (12.0, 1.0), (1.0, 0.0)] {
            let forever = Motion::week(&MODEL, walk, pace, true).times(50_000_000);
            assert!(forever.kept < 1e-9 && forever.carried.abs() < 1e-9);
            assert!((forever.level.sqrt() - MODEL.level_sd).abs() < 1e-3, "{}", forever.level.sqrt());
            near(forever.pace, pace_variance(&MODEL, pace));
        }
    }
}
