//! The stock on past days as the inventory reports have it.

use super::facts::SkuFacts;
use super::settle::SLACK;
use super::{Average, SnapshotSource, Snapshots};
use crate::dates::{AsOf, SNAPSHOT_AGES};
use crate::units::Units;
use chrono::NaiveDate;

/// Inventory reports kept from the snapshot days, each within three days; the nearest counts, of two the earlier.
pub(super) fn kept(kept: &[(NaiveDate, Units)], skus: &[SkuFacts], as_of: AsOf) -> Option<Snapshots> {
    let mut units = [None; 4];
    let mut days = SNAPSHOT_AGES.map(|age| as_of.back(age));
    // Only what the report itself states: the other days have no ledger to add to it.
    units[0] = Some(skus.iter().filter(|facts| facts.is_listed).map(SkuFacts::on_hand_units).sum());
    for (i, age) in SNAPSHOT_AGES.iter().enumerate().skip(1) {
        let gap = |day: &NaiveDate| (as_of.age(*day) - i64::from(*age)).abs();
        let near = kept.iter().filter(|(day, _)| gap(day) <= SLACK).min_by_key(|(day, _)| (gap(day), *day));
        if let Some((day, total)) = near {
            units[i] = Some(*total);
            days[i] = *day;
        }
    }
    let any = units[1..].iter().any(Option::is_some);
    any.then_some(Snapshots { source: SnapshotSource::KeptReports, units, days, average: None })
}

/// The average stock that Amazon's sell-through column implies: units shipped ÷ sell-through, SKU by SKU. A SKU that
/// sold nothing has a sell-through of 0, which says nothing of its stock; today's units stand for its average.
#[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
pub(super) fn column(skus: &[SkuFacts], as_of: AsOf) -> Option<Snapshots> {
    skus.iter().any(|facts| facts.sell_through.is_some()).then_some(())?;
    let mut average = Average { units: 0.0, unsold_skus: 0, unsold_units: Units::ZERO };
    for facts in skus {
        match (facts.sell_through, facts.shipped_90) {
            (Some(ratio), Some(shipped)) if ratio > 0.0 => {
                average.units += shipped.value.get() as f64 / ratio;
            }
            _ => {
                let units = facts.on_hand_units();
                average.units += units.get() as f64;
                average.unsold_skus += u64::from(units > Units::ZERO);
                average.unsold_units += units;
            }
        }
    }
    let days = SNAPSHOT_AGES.map(|age| as_of.back(age));
    Some(Snapshots {
        source: SnapshotSource::SellThroughColumn,
        units: [None; 4],
        days,
        average: Some(average),
    })
}
