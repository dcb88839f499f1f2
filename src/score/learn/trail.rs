//! The last weeks of one factor, so that a mean over them can be taken.

use crate::score::LONGEST_WINDOW;

/// Weekly values of one factor's measure, newest first. Weeks without a reading between two others lie on the straight
/// line between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Trail {
    week: i64,
    known: usize,
    /// Weeks from the reading before to the newest one.
    gap: usize,
    values: [f64; LONGEST_WINDOW],
}

impl Trail {
    /// Has the factor ever been read?
    pub(super) const fn is_empty(&self) -> bool {
        self.known == 0
    }

    /// The week of the newest reading.
    pub(super) const fn week(&self) -> i64 {
        self.week
    }

    /// Adds the reading of `week`, which is not before the newest one; a second reading of a week replaces the first.
    pub(super) fn push(&mut self, week: i64, value: f64) {
        let gap = if self.is_empty() { 0 } else { usize::try_from(week - self.week).unwrap_or(0) };
        let last = self.values[0];
        if gap > 0 {
            self.gap = gap;
            let before = self.values;
            for (k, slot) in self.values.iter_mut().enumerate() {
                *slot = match k.checked_sub(gap) {
                    Some(older) => before[older],
                    None => value + (last - value) * ratio(k, gap),
                };
            }
        }
        self.values[0] = value;
        self.known = self.known.max(1).saturating_add(gap).min(LONGEST_WINDOW);
        self.week = week;
    }

    /// Mean of the newest `weeks` values, or of as many as there are.
    pub(super) fn mean(&self, weeks: usize) -> f64 {
        let n = weeks.min(self.known).max(1);
        self.values[..n].iter().sum::<f64>() * ratio(1, n)
    }

    /// Variance of [`Trail::mean`] because the weeks just before the newest reading were not read, in units of the
    /// variance of one weekly step.
    ///
    /// A random walk known at both ends of a gap of g weeks strays from the straight line by `i·(g − j) ÷ g` (the
    /// covariance of two weeks i ≤ j of a Brownian bridge).
    pub(super) fn slack(&self, weeks: usize) -> f64 {
        let n = weeks.min(self.known).max(1);
        let unread = 1..n.min(self.gap);
        let pairs = unread.clone().flat_map(|a| unread.clone().map(move |b| (a.min(b), a.max(b))));
        pairs.map(|(i, j)| ratio(i * (self.gap - j), self.gap)).sum::<f64>() * ratio(1, n * n)
    }
}

#[allow(clippy::cast_precision_loss)] // counts of weeks
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_lie_on_the_straight_line() {
        let mut trail = Trail::default();
        trail.push(10, 8.0);
        assert_eq!((trail.mean(1), trail.mean(3)), (8.0, 8.0)); // nothing older is known
        trail.push(14, 16.0); // 10, 12, 14 in between
        assert_eq!((trail.mean(1), trail.mean(2), trail.mean(3)), (16.0, 15.0, 14.0));
        assert_eq!(trail.mean(13), 12.0);
    }

    #[test]
    fn the_last_reading_of_a_week_counts() {
        let mut trail = Trail::default();
        trail.push(1, 3.0);
        trail.push(2, 9.0);
        trail.push(2, 5.0);
        assert_eq!((trail.mean(1), trail.mean(2), trail.week()), (5.0, 4.0, 2));
    }

    #[test]
    fn unread_weeks_make_the_mean_less_sure() {
        let mut trail = Trail::default();
        trail.push(1, 5.0);
        assert_eq!(trail.slack(3), 0.0);
        trail.push(3, 5.0); // one unread week half-way: variance 1·1/2, a share of 1/2 or 1/3 in the mean
        assert_eq!((trail.slack(1), trail.slack(2), trail.slack(3)), (0.0, 0.125, 0.5 / 9.0));
        trail.push(4, 5.0);
        assert_eq!(trail.slack(2), 0.0);
    }

    #[test]
    fn a_gap_longer_than_any_window_leaves_no_trace() {
        let mut trail = Trail::default();
        trail.push(0, 100.0);
        trail.push(50_000_000, 4.0);
        assert!((trail.mean(3) - 4.0).abs() < 1e-3);
    }
}
