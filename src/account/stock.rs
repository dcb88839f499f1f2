//! The inventory reports: which of them says what there is on the as-of day, and which are kept from days before.

use super::intake::{OddRows, Opened, Troubles};
use super::ledger::Days;
use super::note::Note;
use crate::ids::Marketplace;
use crate::report::{
    AfnInventory, Code, Export, FbaInventory, InventoryAge, InventoryHealth, ManageInventory, ManagedStock,
    Plan, ReportKind, Restock, Sink, Stock,
};
use crate::units::Units;
use crate::volume::StorageType;
use chrono::NaiveDate;
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// One inventory report, read.
pub(super) struct StockFile {
    pub(super) file: Arc<str>,
    pub(super) kind: ReportKind,
    /// The day it is of; `None` for reports that do not say.
    pub(super) day: Option<NaiveDate>,
    pub(super) rows: Vec<Stock>,
}

/// Takes the rows of one piece of an inventory report.
#[derive(Default)]
struct StockSink {
    rows: Vec<Stock>,
    odd: OddRows,
    storage: Option<StorageType>,
}

impl StockSink {
    fn take(&mut self, mut row: Stock) {
        // Rows of one type share its name.
        if row.storage == self.storage {
            row.storage.clone_from(&self.storage);
        } else {
            self.storage.clone_from(&row.storage);
        }
        self.rows.push(row);
    }
}

macro_rules! takes_stock {
    ($($export:ty),*) => {$(
        impl Sink<$export> for StockSink {
            fn row(&mut self, row: Stock, _: u64) {
                self.take(row);
            }
        }
    )*};
}
takes_stock!(FbaInventory, InventoryAge, InventoryHealth, AfnInventory, Restock);

impl Sink<ManageInventory> for StockSink {
    fn row(&mut self, row: ManagedStock, offset: u64) {
        if !row.adds_up {
            self.odd.add(offset);
        }
        self.take(row.stock);
    }
}

/// Reads an inventory report of any kind.
pub(super) fn read(
    opened: &mut Opened,
    plan: &Plan,
    judged: Option<Marketplace>,
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
) -> Option<StockFile> {
    let kind = opened.report.kind;
    let sinks = match kind {
        ReportKind::FbaInventory => gather::<FbaInventory>(opened, plan, troubles),
        ReportKind::InventoryAge => gather::<InventoryAge>(opened, plan, troubles),
        ReportKind::InventoryHealth => gather::<InventoryHealth>(opened, plan, troubles),
        ReportKind::AfnInventory => gather::<AfnInventory>(opened, plan, troubles),
        ReportKind::Restock => gather::<Restock>(opened, plan, troubles),
        _ => gather::<ManageInventory>(opened, plan, troubles),
    }?;
    let file = opened.file.file.clone();
    let mut odd = OddRows::default();
    sinks.iter().for_each(|sink| odd.join(sink.odd));
    notes.extend(opened.odd(odd).map(|(rows, line)| Note::ManagedOdd { file: file.clone(), rows, line }));
    let mut rows: Vec<Stock> = Vec::with_capacity(sinks.iter().map(|sink| sink.rows.len()).sum());
    sinks.into_iter().for_each(|sink| rows.extend(sink.rows));
    let mut days = Days::default();
    rows.iter().filter_map(|row| row.day).for_each(|day| days.add(day));
    opened.file.days = days.span;
    if let Some((first, last)) = days.span.filter(|(first, last)| first < last) {
        notes.push(Note::MixedDays { file: file.clone(), first, last });
    }
    if !one_marketplace(&file, &mut rows, judged, troubles, notes) {
        return None;
    }
    Some(StockFile { file, kind, day: days.span.map(|(_, last)| last), rows })
}

fn gather<E: Export>(opened: &mut Opened, plan: &Plan, troubles: &mut Troubles) -> Option<Vec<StockSink>>
where
    StockSink: Sink<E>,
{
    opened.read::<E, StockSink>(plan, troubles, StockSink::default)
}

/// Keeps the rows of the marketplace that is judged. False, with a note, where there are none, and, with a problem, where
/// there are several marketplaces and no word on which is meant: a sum over them is nobody's score.
fn one_marketplace(
    file: &Arc<str>,
    rows: &mut Vec<Stock>,
    judged: Option<Marketplace>,
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
) -> bool {
    let named: BTreeSet<Marketplace> = rows.iter().filter_map(|row| row.marketplace).collect();
    let list = || named.iter().map(|m| m.code()).collect::<Vec<_>>().join(", ");
    match judged {
        Some(judged) if !named.is_empty() && !named.contains(&judged) => {
            notes.push(Note::Elsewhere { file: file.clone(), marketplaces: named.into_iter().collect() });
            return false;
        }
        Some(judged) => rows.retain(|row| row.marketplace.is_none_or(|m| m == judged)),
        None if named.len() > 1 => {
            troubles.file(Code::MixedMarketplaces, file, format!("it holds {}", list()));
            return false;
        }
        None => {}
    }
    true
}

/// Rows of one report with one stock per FNSKU: which SKUs share the stock of another, and how many units that is.
pub(super) struct Shared {
    /// Places in the rows whose stock is another row's.
    pub(super) repeats: BTreeSet<usize>,
    /// Places in the rows whose sales are another row's too.
    pub(super) repeated_sales: BTreeSet<usize>,
    /// Units that would have been counted again.
    pub(super) units: Units,
}

/// Finds the rows that repeat the stock of an FNSKU under another SKU.
///
/// Manage FBA Inventory lists one FNSKU under several SKUs with the same quantities; added up, they count stock twice
/// (21–27 % too much in real files). Only rows that agree in every quantity of stock are repeats: two listings whose
/// quantities differ are two stocks. Of repeats the SKU that comes first in order keeps the units, whatever the order of
/// the rows.
pub(super) fn shared(rows: &[Stock]) -> Shared {
    let mut shared = Shared { repeats: BTreeSet::new(), repeated_sales: BTreeSet::new(), units: Units::ZERO };
    // Few labels come twice: only those are put in order.
    let mut once = HashSet::with_capacity_and_hasher(rows.len(), RandomState::default());
    let twice: BTreeSet<_> =
        rows.iter().filter_map(|row| row.fnsku.as_ref()).filter(|&label| !once.insert(label)).collect();
    let is_twice = |&at: &usize| rows[at].fnsku.as_ref().is_some_and(|label| twice.contains(label));
    let mut labelled: Vec<usize> = (0..rows.len()).filter(is_twice).collect();
    labelled.sort_unstable_by_key(|&at| (&rows[at].fnsku, at));
    for places in labelled.chunk_by(|&a, &b| rows[a].fnsku == rows[b].fnsku) {
        let mut stocks: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for &at in places {
            let row = &rows[at];
            stocks.entry((row.on_hand, row.reserved, row.unfulfillable, row.excess)).or_default().push(at);
        }
        for mut places in stocks.into_values() {
            places.sort_by_key(|&at| &rows[at].sku);
            let sales = |at: usize| (rows[at].shipped_60, rows[at].shipped_90);
            let first = places[0];
            for &at in places[1..].iter().filter(|&&at| rows[at].sku != rows[first].sku) {
                shared.repeats.insert(at);
                shared.units += rows[at].on_hand.map_or(Units::ZERO, Units::from);
                if sales(at) == sales(first) {
                    shared.repeated_sales.insert(at);
                }
            }
        }
    }
    shared
}

/// Units on hand of a whole report, each stock once.
pub(super) fn total_on_hand(rows: &[Stock]) -> Units {
    let repeats = shared(rows).repeats;
    rows.iter()
        .enumerate()
        .filter(|(at, _)| !repeats.contains(at))
        .filter_map(|(_, row)| row.on_hand)
        .map(Units::from)
        .sum()
}
