//! The inventory reports: which of them says what there is on the as-of day, and which are kept from days before.

use super::intake::{OddRows, Opened, Troubles};
use super::ledger::Days;
use super::note::Note;
use super::totals;
use crate::ids::{Fnsku, Marketplace, Sku};
use crate::report::{
    AfnInventory, Checked, Code, Condition, Export, FbaInventory, InventoryAge, InventoryHealth,
    ManageInventory, Plan, ReportKind, Restock, Sink, Stock,
};
use crate::units::Units;
use crate::volume::StorageType;
use chrono::NaiveDate;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::collections::BTreeSet;
use std::hash::BuildHasher;
use std::sync::Arc;

/// One inventory report, read.
pub(super) struct StockFile {
    pub(super) file: Arc<str>,
    pub(super) kind: ReportKind,
    /// The day it is of; `None` for reports that do not say.
    pub(super) day: Option<NaiveDate>,
    pub(super) rows: Vec<Stock>,
    /// Places of the rows of which several may be of one stock.
    pub(super) involved: Vec<usize>,
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
takes_stock!(FbaInventory, InventoryAge, InventoryHealth, AfnInventory);

macro_rules! takes_checked {
    ($($export:ty),*) => {$(
        impl Sink<$export> for StockSink {
            fn row(&mut self, row: Checked, offset: u64) {
                if !row.adds_up {
                    self.odd.add(offset);
                }
                self.take(row.stock);
            }
        }
    )*};
}
takes_checked!(ManageInventory, Restock);

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
        newest(&mut rows);
    }
    if !one_marketplace(&file, &mut rows, judged, troubles, notes) {
        return None;
    }
    if let Some(units) = drop_totals(&mut rows) {
        notes.push(Note::TotalRow { report: kind, units });
    }
    let involved = involved(&rows);
    if !each_once(&file, &rows, &involved, troubles) {
        return None;
    }
    Some(StockFile { file, kind, day: days.span.map(|(_, last)| last), rows, involved })
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

/// What tells a row of an inventory report from the others of one day and marketplace.
fn listing(row: &Stock) -> (&Sku, Option<&Fnsku>, Condition) {
    (&row.sku, row.fnsku.as_ref(), row.condition)
}

/// What tells a row of an inventory report from the others of one day.
fn identity(row: &Stock) -> impl Ord + Copy {
    (listing(row), row.marketplace)
}

/// Of rows that differ in nothing but their day the newest counts: two days of one stock are not two stocks.
fn newest(rows: &mut Vec<Stock>) {
    rows.sort_by(|a, b| identity(a).cmp(&identity(b)).then(b.day.cmp(&a.day)));
    let mut last: Option<Stock> = None;
    rows.retain(|row| {
        let is_older =
            last.as_ref().is_some_and(|last| identity(last) == identity(row) && row.day < last.day);
        if !is_older {
            last = Some(row.clone());
        }
        !is_older
    });
}

/// Takes out the rows that somebody has added in a spreadsheet: those without a label, where they are sums of the others.
fn drop_totals(rows: &mut Vec<Stock>) -> Option<Units> {
    let units = |row: &Stock| row.on_hand.map(Units::from).unwrap_or_default();
    let told: Vec<_> = rows.iter().map(|row| (row.fnsku.is_none(), units(row))).collect();
    let places = totals::added(&told);
    if places.is_empty() || rows.len() < 3 {
        return None;
    }
    totals::drop_at(rows, &places);
    Some(rows.iter().map(units).sum())
}

/// The rows of which several may be of one stock: their SKU or their label comes again. In most reports there are few.
fn involved(rows: &[Stock]) -> Vec<usize> {
    let hasher = RandomState::default();
    let mut again = vec![false; rows.len()];
    for code in [(|row| Some(row.sku.as_str())) as fn(&Stock) -> Option<&str>, |row| {
        row.fnsku.as_ref().map(Fnsku::as_str)
    }] {
        let mut met: HashTable<u32> = HashTable::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let Some(text) = code(row) else { continue };
            let is_same = |&other: &u32| code(&rows[other as usize]) == Some(text);
            let hash = |&other: &u32| code(&rows[other as usize]).map_or(0, |text| hasher.hash_one(text));
            match met.entry(hasher.hash_one(text), is_same, hash) {
                Entry::Occupied(first) => {
                    again[*first.get() as usize] = true;
                    again[at] = true;
                }
                // No report has 2^32 rows.
                Entry::Vacant(free) => _ = free.insert(u32::try_from(at).unwrap_or(u32::MAX)),
            }
        }
    }
    (0..rows.len()).filter(|&at| again[at]).collect()
}

/// A report has one row for a SKU, label, condition and marketplace. With two of them everything counts twice: the rows of
/// two downloads lie in one file, of which one may name no marketplace. False, with a problem, where that is so.
fn each_once(file: &Arc<str>, rows: &[Stock], involved: &[usize], troubles: &mut Troubles) -> bool {
    // Rows of other marketplaces are gone by now.
    let mut places: Vec<_> = involved.iter().map(|&at| listing(&rows[at])).collect();
    places.sort_unstable();
    let twice: BTreeSet<_> =
        places.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].0).collect();
    let Some(first) = twice.first() else { return true };
    let others = match twice.len() {
        1 => String::new(),
        n => format!(" and those of {} more SKUs", n - 1),
    };
    let rows = format!("the rows of {first}{others}");
    troubles.file(Code::RowsTwice, file, rows);
    false
}
