//! The SKUs that cost most points: the first lines of the list, for the page of the score.

use super::attribution::Valuation;
use crate::factor::Apart;
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

    /// Of an account and its estimate. Parts are looked at one by one, so that no list of them is needed.
    #[must_use]
    pub fn of(apart: &Apart<'_>, estimate: &Estimate) -> Costliest {
        let valuation = Valuation::of(&apart.sums(), apart.stated, estimate.slopes);
        let mut costliest = Costliest::default();
        for part in apart.parts() {
            let points = valuation.points(&part).total();
            if points > -Self::LEAST {
                continue;
            }
            costliest.skus += 1;
            // Parts come in the order of their names, which equals keep.
            let at = costliest.first.partition_point(|(_, known)| *known <= points);
            if at < Self::MOST {
                costliest.first.truncate(Self::MOST - 1);
                costliest.first.insert(at, (part.sku, points));
            }
        }
        costliest
    }
}
