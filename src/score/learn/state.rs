//! A normal belief about ten numbers: the small fixed-size matrix code that the filter stands on.
//!
//! Every operation is exact for normal beliefs and costs at most 10 × 10 multiplications; nothing is inverted, because
//! one score is seen at a time.

/// How many numbers the state holds.
pub(super) const SIZE: usize = 10;

/// Means and covariances of the state.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// Expected values.
    pub(super) mean: [f64; SIZE],
    /// Covariances, kept symmetric.
    pub(super) cov: [[f64; SIZE]; SIZE],
}

impl State {
    /// Everything known to be zero.
    pub(super) const fn zero() -> Self {
        State { mean: [0.0; SIZE], cov: [[0.0; SIZE]; SIZE] }
    }

    /// One number becomes `by` times itself.
    pub(super) fn scale(&mut self, i: usize, by: f64) {
        self.mean[i] *= by;
        for k in 0..SIZE {
            self.cov[i][k] *= by;
            self.cov[k][i] *= by;
        }
    }

    /// `state[i] += by × state[from]`.
    pub(super) fn add(&mut self, i: usize, by: f64, from: usize) {
        self.mean[i] += by * self.mean[from];
        for k in 0..SIZE {
            self.cov[i][k] += by * self.cov[from][k];
        }
        for k in 0..SIZE {
            self.cov[k][i] += by * self.cov[k][from];
        }
    }

    /// `state[i] = by × state[from]`: what was believed of `i` is dropped.
    pub(super) fn assign(&mut self, i: usize, by: f64, from: usize) {
        self.scale(i, 0.0);
        self.add(i, by, from);
    }

    /// Mean and variance of the sum of the numbers marked in `h`.
    pub(super) fn sum(&self, h: &[bool; SIZE]) -> (f64, f64) {
        let mut mean = 0.0;
        let mut variance = 0.0;
        for i in (0..SIZE).filter(|&i| h[i]) {
            mean += self.mean[i];
            variance += (0..SIZE).filter(|&k| h[k]).map(|k| self.cov[i][k]).sum::<f64>();
        }
        (mean, variance.max(0.0))
    }

    /// Learns that the sum of the numbers marked in `h` was seen to be `value`, with an error of variance `noise`.
    pub(super) fn see(&mut self, h: &[bool; SIZE], value: f64, noise: f64) {
        let (mean, variance) = self.sum(h);
        let total = variance + noise;
        let mut reach = [0.0; SIZE];
        for (i, reach) in reach.iter_mut().enumerate() {
            *reach = (0..SIZE).filter(|&k| h[k]).map(|k| self.cov[i][k]).sum();
        }
        for i in 0..SIZE {
            self.mean[i] += reach[i] / total * (value - mean);
            for k in 0..SIZE {
                self.cov[i][k] -= reach[i] * reach[k] / total;
            }
            // Rounding may leave a variance a hair below zero.
            self.cov[i][i] = self.cov[i][i].max(0.0);
        }
    }

    /// Moves the means to the likeliest state with `state[i] == value`; covariances stay, so later data may move it back.
    pub(super) fn pull(&mut self, i: usize, value: f64) {
        if self.cov[i][i] > 0.0 {
            let by = (value - self.mean[i]) / self.cov[i][i];
            for k in 0..SIZE {
                self.mean[k] += self.cov[k][i] * by;
            }
        }
        self.mean[i] = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two numbers a ~ N(0, 3) and b ~ N(10, 1), independent.
    fn two() -> State {
        let mut state = State::zero();
        state.mean[1] = 10.0;
        state.cov[0][0] = 3.0;
        state.cov[1][1] = 1.0;
        state
    }

    const BOTH: [bool; SIZE] = [true, true, false, false, false, false, false, false, false, false];

    #[test]
    fn seeing_a_sum_shares_the_surprise_by_variance() {
        let mut state = two();
        state.see(&BOTH, 18.0, 4.0); // surprise 8 against a total variance of 3 + 1 + 4
        assert_eq!(state.mean[..2], [3.0, 11.0]);
        assert_eq!(state.cov[0][..2], [3.0 - 9.0 / 8.0, -3.0 / 8.0]);
        assert_eq!(state.cov[1][..2], [-3.0 / 8.0, 1.0 - 1.0 / 8.0]);
        assert_eq!(state.sum(&BOTH), (14.0, 2.0)); // 4·4 / (4 + 4)
    }

    #[test]
    fn linear_moves_carry_the_covariance_along() {
        let mut state = two();
        state.add(0, 2.0, 1); // a + 2b
        assert_eq!((state.mean[0], state.cov[0][0], state.cov[0][1]), (20.0, 7.0, 2.0));
        state.assign(1, 0.5, 0);
        assert_eq!((state.mean[1], state.cov[1][1], state.cov[0][1]), (10.0, 1.75, 3.5));
        state.scale(0, 0.0);
        assert_eq!(state.cov[0], [0.0; SIZE]);
    }

    #[test]
    fn a_pull_takes_its_relatives_along() {
        let mut state = two();
        state.see(&BOTH, 18.0, 4.0);
        state.pull(1, 10.125); // one variance (7/8) down moves a by −cov = +3/8
        assert!((state.mean[0] - 3.375).abs() < 1e-12);
        assert_eq!(state.mean[1], 10.125);
    }
}
