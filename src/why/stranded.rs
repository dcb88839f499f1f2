//! Why the stranded share changed.

use super::cause::Causes;
use super::pairs::Pair;
use super::{Kind, Split};

/// Adds the causes through one SKU. `points` are those of the whole share, 0 to 1.
pub(super) fn add(causes: &mut Causes, pair: &Pair<'_>, split: Split, points: f64) {
    let (then, now) = pair.figure(|part| part.stranded.get());
    let stock = pair.figure(|part| part.stranded_of.get());
    if pair.after.is_none() {
        return causes.add(Kind::ReportGap, -stock.0, points * split.change(-then, -stock.0));
    }
    let each = points * split.alpha;
    if now > then {
        causes.add(Kind::Stranded, now - then, (now - then) * each);
    } else {
        // What was removed is stranded no longer either; the rest was fixed, or sold.
        #[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
        let removed = pair.moves.map_or(0.0, |moves| moves.removed as f64).min(then - now);
        causes.add(Kind::Removed, 0.0, -removed * each);
        causes.add(Kind::Fixed, now - then + removed, (now - then + removed) * each);
    }
    causes.moved(stock.1 - stock.0, pair.moves, pair.untold(), -points * split.beta);
}
