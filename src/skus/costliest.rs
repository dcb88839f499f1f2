//! The SKUs that cost most points: the first lines of the list, for the page of the score.

use super::attribution::Attribution;
use crate::factor::Parts;
use crate::ids::Sku;
use crate::score::Estimate;

/// The SKUs that cost most.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Costliest {
    /// The first [`Costliest::MOST`] with what they add to the estimate, which is below nothing.
    pub first: Vec<(Sku, f64)>,
    /// How many SKUs cost at least [`Costliest::LEAST`] points.
    pub skus: u64,
}

impl Costliest {
    /// So many are kept.
    pub const MOST: usize = 5;
    /// What costs less than half a point is not worth a word.
    pub const LEAST: f64 = 0.5;

    /// Of the parts of an account and its estimate.
    #[must_use]
    pub fn of(parts: &Parts, estimate: &Estimate) -> Costliest {
        let attribution = Attribution::of(parts, &parts.sums(), estimate);
        let totals = attribution.points.iter().map(|points| points.total());
        let mut costly: Vec<_> = totals.enumerate().filter(|(_, points)| *points <= -Self::LEAST).collect();
        // Parts stand in the order of their names, which equals keep.
        costly.sort_by(|(_, a), (_, b)| a.total_cmp(b));
        let skus = costly.len() as u64;
        let named =
            costly.into_iter().take(Self::MOST).map(|(at, points)| (parts.list[at].sku.clone(), points));
        Costliest { first: named.collect(), skus }
    }
}
