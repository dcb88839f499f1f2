//! What each factor adds to the estimate, in points relative to the reference account.

use crate::factor::FactorKind;

/// What a factor adds to the estimate, in points relative to the reference account.
///
/// The reference account reads 10 % excess, sell-through 1.5, 0.5 % stranded and 95 % in stock
/// ([`Slope::reference`](super::Slope::reference)). A factor that was never stated has no contribution: it is taken to be
/// that of the reference account, and what the scores seem to tell about it stays in the base.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// The factor.
    pub factor: FactorKind,
    /// Points, positive where the account does better than the reference.
    pub points: f64,
    /// Age of the reading in weeks: 0 where it is stated for the day; else the last known one was carried on, its
    /// distance from the reference shrinking by up to 3 % a week.
    pub weeks_old: i64,
}

/// The contributions from points and age by factor, in the order in which every output lists them.
pub(super) fn contributions(parts: [Option<(f64, i64)>; 4]) -> Vec<Contribution> {
    let parts = FactorKind::ALL.into_iter().zip(parts);
    let named = parts.filter_map(|(factor, part)| {
        let (points, weeks_old) = part?;
        Some(Contribution { factor, points: points + 0.0, weeks_old }) // a negative zero becomes a plain one
    });
    named.collect()
}
