//! Why the in-stock rate changed.

use super::cause::Causes;
use super::pairs::Pair;
use super::{Kind, Split};
use crate::dates::IN_STOCK_DAYS;

/// Adds the causes through one SKU. `points` are those of the whole shortfall, 0 to 1: the share of the weight that was out of
/// stock.
pub(super) fn add(causes: &mut Causes, pair: &Pair<'_>, split: Split, points: f64) {
    let weight = pair.figure(|part| part.weight.get());
    let mut days = pair.figure(|part| part.days_out.into());
    // Of a SKU that was not known nobody counted the days.
    days.0 = if pair.before.is_some() { days.0 } else { days.1 };
    let out = |days: f64| days / f64::from(IN_STOCK_DAYS);
    let (change, heavier) = (out(days.1) - out(days.0), weight.1 - weight.0);
    if pair.after.is_none() {
        let counted = -weight.0 * out(days.0);
        return causes.add(Kind::ReportGap, -weight.0, points * split.change(counted, -weight.0));
    }
    let mean_weight = f64::midpoint(weight.0, weight.1);
    // What does not weigh is not told, however many days it was out.
    if mean_weight > 0.0 {
        let kind = if change > 0.0 { Kind::RanOut } else { Kind::BackInStock };
        causes.add(kind, days.1 - days.0, points * split.alpha * mean_weight * change);
    }
    let by_weight = f64::midpoint(out(days.0), out(days.1)) * heavier;
    causes.add(Kind::Weight, heavier, points * split.change(by_weight, heavier));
}
