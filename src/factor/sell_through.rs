//! Sell-through = units shipped in 90 days ÷ mean of the stock today and 30, 60 and 90 days ago.
//!
//! A ratio of two sums over all SKUs, never a mean of ratios. The four snapshots come from one source: inventory reports
//! kept from those days, else the ledger's sellable balance, else Amazon's sell-through column, which implies an average.

use super::{LeftOut, Reason, Unstated};
use crate::account::{Account, Average, Note, SnapshotSource, Snapshots, StockFacts};
use crate::dates::{SELL_THROUGH_DAYS, SNAPSHOT_AGES};
use crate::units::Units;
use chrono::NaiveDate;

/// Stock at the end of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The day that was counted.
    pub day: NaiveDate,
    /// Units on hand at its end.
    pub units: Units,
    /// Where that comes from.
    pub source: SnapshotSource,
}

/// Sell-through over 90 days.
#[derive(Clone, Debug, PartialEq)]
pub struct SellThrough {
    /// Units shipped to customers in the 90 days that end on the as-of day.
    pub shipped_90d_units: Units,
    /// Mean stock, in units.
    pub average_on_hand_units: f64,
    /// The first ÷ the second, 0 or more.
    pub ratio: f64,
    /// The four snapshots; empty where only an average is implied.
    pub snapshots: Vec<Snapshot>,
}

/// Units shipped ÷ mean of the snapshots; `None` where there was no stock on any of the four days.
///
/// Amazon's own example: snapshots of 50, 40, 150 and 80 units have a mean of 80; 120 units shipped make 1.5.
///
/// ```
/// use ipi::factor::sell_through::ratio;
/// use ipi::units::Units;
/// let snapshots = [50, 40, 150, 80].map(Units::new);
/// assert_eq!(ratio(Units::new(120), snapshots), Some((80.0, 1.5)));
/// ```
#[must_use]
#[allow(clippy::cast_precision_loss)] // sums of report cells stay far below 2^53
pub fn ratio(shipped: Units, snapshots: [Units; 4]) -> Option<(f64, f64)> {
    let sum: Units = snapshots.into_iter().sum();
    let ratio = Units::new(shipped.get() * SNAPSHOT_AGES.len() as u64).ratio(sum)?;
    Some((sum.get() as f64 / SNAPSHOT_AGES.len() as f64, ratio))
}

/// The factor of an account, and what there is to say of it.
pub(super) fn of(account: &Account, notes: &mut Vec<Note>) -> Result<SellThrough, Unstated> {
    let (mut shipped, mut stated) = (Units::ZERO, false);
    let mut left_out = LeftOut::default();
    for facts in &account.stocks {
        match facts.shipped_90 {
            _ if left_out.takes(account, facts) => {}
            Some(fact) => {
                shipped += fact.value;
                stated = true;
            }
            // Known by name alone, say from the stranded or the restock report: it has no stock that could have sold.
            None if facts.on_hand_units() == Units::ZERO => {}
            None => return Err(Unstated::of_sales(account)),
        }
    }
    if !stated {
        return Err(Unstated::of_sales(account));
    }
    left_out.note(account, notes);
    if let Some(whole) = account.snapshots.iter().find_map(whole) {
        let found = from_snapshots(shipped, whole)?;
        notes.extend(far_from_column(account, &found));
        return Ok(found);
    }
    if let Some(Average { units: average, unsold_skus, unsold_units }) =
        account.snapshots.iter().find_map(|s| s.average)
    {
        let from = account.as_of.back(SELL_THROUGH_DAYS);
        notes.push(Note::ImpliedAverage { unsold_skus, unsold_units, from });
        // Sales without the stock that they were made from would raise the ratio.
        let gone = account.stocks.iter().filter(|facts| !facts.has_average());
        let gone = gone.filter_map(|facts| facts.shipped_90).filter(|sold| sold.value > Units::ZERO);
        let (skus, units) = gone.fold((0, Units::ZERO), |(n, units), sold| (n + 1, units + sold.value));
        if let Some(report) = account.inventory.filter(|_| skus > 0) {
            notes.push(Note::SoldOut { report, skus, units, from });
        }
        let shipped = shipped.saturating_sub(units);
        #[allow(clippy::cast_precision_loss)]
        let ratio = (average > 0.0).then(|| shipped.get() as f64 / average);
        let ratio = ratio.ok_or(Unstated::because(Reason::NothingOnHand))?;
        notes.extend(column_far_from_stock(account));
        let snapshots = Vec::new();
        return Ok(SellThrough {
            shipped_90d_units: shipped,
            average_on_hand_units: average,
            ratio,
            snapshots,
        });
    }
    let mixed = [0, 1, 2, 3].map(|i| account.snapshots.iter().find_map(|source| snapshot(source, i)));
    match mixed {
        [Some(a), Some(b), Some(c), Some(d)] => {
            notes.push(Note::MixedSnapshots);
            from_snapshots(shipped, [a, b, c, d])
        }
        _ => Err(Unstated::because(Reason::NoSnapshots)),
    }
}

fn from_snapshots(shipped: Units, snapshots: [Snapshot; 4]) -> Result<SellThrough, Unstated> {
    let (average, ratio) =
        ratio(shipped, snapshots.map(|s| s.units)).ok_or(Unstated::because(Reason::NothingOnHand))?;
    Ok(SellThrough {
        shipped_90d_units: shipped,
        average_on_hand_units: average,
        ratio,
        snapshots: snapshots.to_vec(),
    })
}

/// A note, where Amazon's own column says more than twice as much, or less than half: the column is rounded, and of each
/// product by itself, so that a smaller difference is none.
fn far_from_column(account: &Account, found: &SellThrough) -> Option<Note> {
    let average = account.snapshots.iter().find_map(|s| s.average).filter(|average| average.units > 0.0)?;
    #[allow(clippy::cast_precision_loss)]
    let stated = found.shipped_90d_units.get() as f64 / average.units;
    let times = found.ratio / stated;
    (stated > 0.0 && !(0.5..=2.0).contains(&times))
        .then_some(Note::SellThroughFar { ratio: found.ratio, stated })
}

/// Seasons change stock two- or threefold within 90 days; where today's is five times the average that the column implies,
/// or a fifth of it, over all products that sold, the column is hardly what it is called.
const FAR_FROM_STOCK: f64 = 5.0;

/// A note, where the averages that Amazon's column implies are far from today's stock of the same products.
#[allow(clippy::cast_precision_loss)] // sums of report cells stay far below 2^53
fn column_far_from_stock(account: &Account) -> Option<Note> {
    let average = |facts: &StockFacts| facts.implied_average.filter(|average| *average > 0.0);
    let sold: Vec<_> = account.stocks.iter().filter_map(|facts| Some((facts, average(facts)?))).collect();
    let implied: f64 = sold.iter().map(|(_, average)| average).sum();
    let on_hand: Units = sold.iter().map(|(facts, _)| facts.on_hand_units()).sum();
    let shipped: Units = sold.iter().filter_map(|(facts, _)| facts.shipped_90).map(|fact| fact.value).sum();
    let (on_hand, shipped) = (on_hand.get() as f64, shipped.get() as f64);
    let is_near = (1.0 / FAR_FROM_STOCK..=FAR_FROM_STOCK).contains(&(on_hand / implied));
    let is_far = sold.len() >= 5 && on_hand > 0.0 && !is_near;
    is_far.then(|| Note::SellThroughFar { ratio: shipped / on_hand, stated: shipped / implied })
}

/// All four snapshots of a source that has them.
fn whole(source: &Snapshots) -> Option<[Snapshot; 4]> {
    Some([snapshot(source, 0)?, snapshot(source, 1)?, snapshot(source, 2)?, snapshot(source, 3)?])
}

fn snapshot(source: &Snapshots, i: usize) -> Option<Snapshot> {
    Some(Snapshot { day: source.days[i], units: source.units[i]?, source: source.source })
}
