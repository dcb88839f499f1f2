//! The change of a share, taken apart into that of what is counted and that of what it is counted of.

/// How much the change of `R = N ÷ D` owes to each unit by which `N` and `D` changed.
///
/// `ΔR = α·ΔN − β·ΔD` with `α = (D₀ + D₁) ÷ 2D₀D₁` and `β = (N₀ + N₁) ÷ 2D₀D₁`: the two-factor split of Bennet (1920), which
/// is the Shapley value of the two. It is exact, the same when time is turned around, and adds up over SKUs and causes in any
/// order. (Splits by logarithms, which are usual too, fail where a share is zero.)
///
/// ```
/// use ipi::why::Split;
/// // Excess from 150 of 300 units to 152 of 368.
/// let split = Split::of((150.0, 300.0), (152.0, 368.0)).unwrap();
/// assert_eq!(format!("{:.10} {:.10}", split.alpha, split.beta), "0.0030253623 0.0013677536");
/// let change = split.change(2.0, 68.0);
/// assert!((change - (152.0 / 368.0 - 0.5)).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// What the share gains by each unit more of what is counted.
    pub alpha: f64,
    /// What it loses by each unit more of what that is counted of.
    pub beta: f64,
}

impl Split {
    /// The split from `(N₀, D₀)` to `(N₁, D₁)`; `None` where there is nothing to divide by on either day.
    #[must_use]
    pub fn of((n0, d0): (f64, f64), (n1, d1): (f64, f64)) -> Option<Split> {
        let twice = 2.0 * d0 * d1;
        (d0 > 0.0 && d1 > 0.0).then(|| Split { alpha: (d0 + d1) / twice, beta: (n0 + n1) / twice })
    }

    /// The change of the share that goes with a change of both.
    #[must_use]
    pub fn change(self, counted: f64, of: f64) -> f64 {
        self.alpha * counted - self.beta * of
    }
}
