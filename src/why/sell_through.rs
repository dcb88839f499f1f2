//! Why sell-through changed.

use super::cause::Causes;
use super::pairs::Pair;
use super::{Kind, Split};
use crate::dates::{SELL_THROUGH_DAYS, SNAPSHOT_AGES};

/// What is known of both days beside the figures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    /// Days from one day to the other.
    pub(super) apart: i64,
    /// The stock of each snapshot day is known on both days, not only the average.
    pub(super) by_day: bool,
}

/// Adds the causes through one SKU. `points` are those of the whole ratio at the chord.
///
/// Sales come into the 90 days and leave them; the average stock changes as each of its four days is another one. What moved
/// since explains today's.
pub(super) fn add(causes: &mut Causes, pair: &Pair<'_>, days: Days, split: Split, points: f64) {
    let (shipped_then, shipped_now) = pair.figure(|part| part.shipped_90.get());
    let change = shipped_now - shipped_then;
    let each = points * split.alpha;
    match pair.moves {
        _ if pair.after.is_none() => causes.add(Kind::ReportGap, change, change * each),
        // All that was sold then is more than 90 days ago.
        _ if days.apart >= i64::from(SELL_THROUGH_DAYS) => {
            causes.add(Kind::SalesCame, shipped_now, shipped_now * each);
            causes.add(Kind::SalesLeft, -shipped_then, -shipped_then * each);
        }
        Some(moves) => {
            #[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
            let sold = moves.sold as f64;
            // No more can have left than there was; where the ledger tells other sales than the report, it is not told.
            let left = (sold - change).clamp(0.0, shipped_then);
            let untold = change - sold + left;
            causes.add(Kind::SalesCame, sold, sold * each);
            causes.add(Kind::SalesLeft, -left, -left * each);
            causes.add(Kind::NotTold, untold, untold * each);
        }
        None => causes.add(Kind::Sales, change, change * each),
    }
    let each = -points * split.beta;
    if days.by_day {
        let each = each / SNAPSHOT_AGES.len() as f64;
        for k in (0..SNAPSHOT_AGES.len()).rev() {
            let (then, now) = pair.figure(|part| part.snapshots[k].get());
            let kind = Kind::Snapshot(u8::try_from(k).unwrap_or(u8::MAX));
            match pair.moves {
                Some(moves) if k == 0 => causes.moved(now - then, Some(moves), kind, each),
                _ => causes.add(kind, now - then, (now - then) * each),
            }
        }
    } else {
        let average = |part: Option<&crate::factor::Part>| part.map_or(0.0, |part| part.average);
        let change = average(pair.after) - average(pair.before);
        causes.add(Kind::Average, change, change * each);
    }
}
