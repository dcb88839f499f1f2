//! A factor as a ratio of two sums over SKUs, and what each SKU did to it.

use super::cause::Causes;
use super::pairs::Pair;
use super::sell_through::Days;
use super::{Question, Side, SkuChange, Split, excess, in_stock, sell_through, stranded};
use crate::dates::IN_STOCK_DAYS;
use crate::factor::{FactorKind, Part, Sums};
use crate::score::chord;

/// A factor as a ratio of two sums.
pub(super) struct Ratio {
    factor: FactorKind,
    split: Split,
    /// Points of the ratio, 0 to 1 where it is a share.
    points: f64,
}

impl Ratio {
    /// `None` where there is nothing to divide by.
    #[allow(clippy::cast_precision_loss)] // sums of report cells stay far below 2^53
    pub(super) fn of(factor: FactorKind, then: &Sums, now: &Sums, slope: f64) -> Option<Ratio> {
        let sums = |sums: &Sums| match factor {
            FactorKind::Excess => (sums.excess.get() as f64, sums.on_hand.get() as f64),
            FactorKind::SellThrough => (sums.shipped_90.get() as f64, sums.mean_stock()),
            FactorKind::Stranded => (sums.stranded.get() as f64, sums.stranded_of.get() as f64),
            FactorKind::InStock => {
                let days = f64::from(IN_STOCK_DAYS);
                (sums.weighted_out as f64 / days, sums.weight.get() as f64)
            }
        };
        let (then, now) = (sums(then), sums(now));
        let per_cent = 100.0;
        let points = match factor {
            FactorKind::SellThrough => slope * chord(then.0 / then.1, now.0 / now.1),
            FactorKind::Excess | FactorKind::Stranded | FactorKind::InStock => slope * per_cent,
        };
        Some(Ratio { factor, split: Split::of(then, now)?, points })
    }

    /// Points by SKU and cause, in the order of the pairs.
    pub(super) fn by_sku(&self, question: &Question<'_>, pairs: &[Pair<'_>]) -> Vec<SkuChange> {
        let (before, after) = (&question.before, &question.after);
        let by_day = |side: &Side<'_>| side.parts.is_some_and(|parts| parts.days.is_some());
        let days =
            Days { apart: (after.day - before.day).num_days(), by_day: by_day(before) && by_day(after) };
        let of = |pair: &Pair<'_>| {
            let mut causes = Causes::default();
            let (split, points) = (self.split, self.points);
            match self.factor {
                FactorKind::Excess => {
                    let held = (held(before, pair.before), held(after, pair.after));
                    excess::add(&mut causes, pair, held, split, points);
                }
                FactorKind::SellThrough => sell_through::add(&mut causes, pair, days, split, points),
                FactorKind::Stranded => stranded::add(&mut causes, pair, split, points),
                FactorKind::InStock => in_stock::add(&mut causes, pair, split, points),
            }
            causes.of(pair.sku)
        };
        pairs.iter().filter_map(of).collect()
    }
}

/// Units on hand of a SKU of which none counts for the excess share: it is new. What the stranded share is taken of tells them,
/// else today's snapshot.
#[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
fn held(side: &Side<'_>, part: Option<&Part>) -> f64 {
    let is_stranded_stated = side.parts.is_some_and(|parts| parts.stated.stranded);
    part.filter(|part| part.on_hand.get() == 0).map_or(0.0, |part| {
        let units = if is_stranded_stated { part.stranded_of } else { part.snapshots[0] };
        units.get() as f64
    })
}
