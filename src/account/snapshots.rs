//! The stock on past days as the inventory reports have it.

use super::facts::StockFacts;
use super::known::Known;
use super::ledger::SLACK;
use super::steering::{PastStock, PastUnits, Steering};
use super::{Average, SnapshotSource, Snapshots};
use crate::dates::{AsOf, SNAPSHOT_AGES};
use crate::ids::Sku;
use crate::units::Units;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An inventory report kept from a day before.
pub(super) struct Kept {
    pub(super) day: NaiveDate,
    /// Units on hand in it.
    pub(super) units: Units,
    pub(super) file: Arc<str>,
    /// What it says of each stock, where that is asked for.
    pub(super) stocks: Vec<StockFacts>,
}

/// Inventory reports kept from the snapshot days, each within three days; the nearest counts, of two the earlier. With
/// them the files that they are from.
pub(super) fn kept(
    kept: &[Kept],
    stocks: &[StockFacts],
    steering: Option<&mut Steering>,
    as_of: AsOf,
) -> Option<(Snapshots, Vec<Arc<str>>)> {
    let mut files = Vec::new();
    let mut used = Vec::new();
    let mut units = [None; 4];
    let mut days = SNAPSHOT_AGES.map(|age| as_of.back(age));
    // Only what the report itself states: the other days have no ledger to add to it.
    units[0] = Some(stocks.iter().filter(|facts| facts.is_listed).map(StockFacts::on_hand_units).sum());
    for (i, age) in SNAPSHOT_AGES.iter().enumerate().skip(1) {
        let gap = |day: &NaiveDate| (as_of.age(*day) - i64::from(*age)).abs();
        let near =
            kept.iter().filter(|kept| gap(&kept.day) <= SLACK).min_by_key(|kept| (gap(&kept.day), kept.day));
        if let Some(near) = near {
            units[i] = Some(near.units);
            days[i] = near.day;
            files.push(near.file.clone());
            used.push((i, near));
        }
    }
    if let Some(steering) = steering.filter(|_| !used.is_empty()) {
        by_stock(&used, stocks, steering);
    }
    let found = Snapshots { source: SnapshotSource::KeptReports, units, days, average: None };
    (!files.is_empty()).then_some((found, files))
}

/// Puts what kept reports say of each stock where it belongs: a stock is known by its label, else by any of its names. What
/// nobody knows any more is gone.
fn by_stock(used: &[(usize, &Kept)], stocks: &[StockFacts], steering: &mut Steering) {
    let cell = |facts: &StockFacts| u32::try_from(facts.on_hand_units().get()).unwrap_or(u32::MAX);
    let known = Known::of(stocks);
    let today = |facts: &StockFacts| if facts.is_listed { cell(facts) } else { 0 };
    steering.kept = stocks.iter().map(|facts| [today(facts), 0, 0, 0]).collect();
    let mut gone: BTreeMap<&Sku, PastUnits> = BTreeMap::new();
    for (i, kept) in used {
        for facts in &kept.stocks {
            let units = match known.place(facts.fnsku.as_ref(), facts.names()) {
                Some(at) => &mut steering.kept[at],
                None => gone.entry(&facts.sku).or_default(),
            };
            units[*i] = units[*i].saturating_add(cell(facts));
        }
    }
    let of = |(sku, units): (&Sku, PastUnits)| (sku.clone(), PastStock { kept: Some(units), ledger: None });
    steering.gone = gone.into_iter().map(of).collect();
}

/// The average stock that Amazon's sell-through column implies: units shipped ÷ sell-through, stock by stock. One that
/// sold nothing has a sell-through of 0, which says nothing of its average; today's units stand for it.
#[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
pub(super) fn column(stocks: &[StockFacts], as_of: AsOf) -> Option<Snapshots> {
    stocks.iter().any(|facts| facts.implied_average.is_some()).then_some(())?;
    let mut average = Average { units: 0.0, unsold_skus: 0, unsold_units: Units::ZERO };
    // What the report leaves out, and whose sales nobody knows, is left out of the ratio too.
    for facts in stocks.iter().filter(|facts| facts.is_listed || facts.shipped_90.is_some()) {
        match facts.implied_average {
            Some(implied) if implied > 0.0 => average.units += implied,
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
