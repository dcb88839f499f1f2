//! Reads every report in the order in which they need each other: inventory reports say which day it is, then the ledger
//! and the sales are folded for that day.

use super::facts::Fact;
use super::intake::{Opened, Troubles};
use super::ledger::Days;
use super::note::Note;
use super::periods::Folded;
use super::roster::Roster;
use super::sales::Judged;
use super::snapshots::Kept;
use super::stock::{self, StockFile};
use super::{Account, Settings, SkuFacts, StrandedWord, events, ledgers, quality, sales, settle, snapshots};
use crate::dates::AsOf;
use crate::ids::{Fnsku, Marketplace};
use crate::report::{
    Business, Code, CustomerShipmentSales, Export, Orders, Plan, Refused, ReportKind, Shipments, Sink,
    StorageFees, Stranded, StrandedStock,
};
use crate::units::Units;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The inventory reports in the order in which they are believed.
const BELIEVED: [ReportKind; 6] = [
    ReportKind::FbaInventory,
    ReportKind::InventoryAge,
    ReportKind::InventoryHealth,
    ReportKind::ManageInventory,
    ReportKind::AfnInventory,
    ReportKind::Restock,
];

/// Reads everything and joins it, report by report, so that no more than one is in memory beside the account itself.
/// The error says in a few words what is missing for there to be a day to judge.
pub(super) fn gather(
    opened: &mut [Opened],
    settings: &Settings,
    troubles: &mut Troubles,
) -> Result<Account, &'static str> {
    let plan = &settings.plan;
    let mut notes = Vec::new();
    let mut stock = Vec::new();
    for opened in opened.iter_mut().filter(|opened| opened.report.kind.is_inventory()) {
        stock.extend(stock::read(opened, plan, settings.marketplace, troubles, &mut notes));
    }
    let as_of = match settings.as_of.or_else(|| stock.iter().filter_map(|file| file.day).max()) {
        Some(day) => AsOf::new(day),
        None => AsOf::new(ledgers::last_day(opened, plan).ok_or(
            "no report says which day it is about: add FBA Inventory or the Inventory Ledger, or name the day with --as-of",
        )?),
    };
    let (stock, kept) = of_the_day(stock, as_of, troubles, &mut notes);
    let marketplace = settings.marketplace.or_else(|| one_named(&stock, troubles));
    let mut deciding: Vec<_> = stock.iter().map(|file| file.file.clone()).collect();
    let mut roster = Roster::default();
    let mut stock = stock.into_iter();
    let inventory = stock.as_slice().first().map(|file| file.kind);
    if let Some(first) = stock.next() {
        roster.decide(first, &mut notes);
    }
    let mut snapshots = Vec::new();
    let has = |kind| opened.iter().any(|opened| opened.report.kind == kind);
    let told = match (has(ReportKind::LedgerSummary), has(ReportKind::DailyHistory)) {
        (true, history) => settle::Told { kind: ReportKind::LedgerSummary, sales: !history },
        _ => settle::Told { kind: ReportKind::DailyHistory, sales: false },
    };
    let ledger = ledgers::read(opened, plan, as_of, marketplace, troubles, &mut notes);
    let (ledger_days, places) = ledger.map_or((None, Vec::new()), |(shards, days, places)| {
        snapshots.extend(settle::ledger(&mut roster, shards, days, as_of, told, inventory, &mut notes));
        (days.span, places)
    });
    let settled = roster.facts.len();
    stock.for_each(|file| roster.fill_in(file));
    let mut used_kinds = vec![ReportKind::Stranded, ReportKind::StorageFees, ReportKind::LedgerDetail];
    let judged = Judged { as_of, marketplace };
    for sold in [
        sales::read::<Shipments>(opened, ReportKind::Shipments, plan, judged, troubles, &mut notes),
        sales::read::<CustomerShipmentSales>(
            opened,
            ReportKind::CustomerShipmentSales,
            plan,
            judged,
            troubles,
            &mut notes,
        ),
        sales::read::<Orders>(opened, ReportKind::Orders, plan, judged, troubles, &mut notes),
    ]
    .into_iter()
    .flatten()
    {
        let (kind, Folded { shards, told }) = sold;
        if settle::sales(&mut roster, kind, shards, told.days, as_of, &mut notes) {
            used_kinds.push(kind);
            told.note_left_out(kind, marketplace, &mut notes);
        }
    }
    if let Some(Folded { shards, told }) =
        events::read(opened, plan, as_of, marketplace, troubles, &mut notes)
    {
        let rebuild = ledger_days.is_none() && inventory.is_some();
        snapshots.extend(settle::events(&mut roster, shards, told.days, as_of, rebuild, &mut notes));
    }
    let stranded = gather_all::<Stranded, _>(opened, ReportKind::Stranded, plan, troubles)
        .filter(|rows| quality::is_of_the_day(rows, as_of, opened, troubles));
    let stranded = match stranded {
        Some(rows) => strand(&mut roster, rows),
        None if settings.no_stranded => StrandedWord::SaidNone,
        None => StrandedWord::NotStated,
    };
    if ledger_days.is_some() {
        settle::unlisted(&mut roster, settled, Days { span: ledger_days }, as_of, told);
    }
    let volumes = gather_all::<StorageFees, _>(opened, ReportKind::StorageFees, plan, troubles);
    for volume in volumes.unwrap_or_default() {
        if let Some(place) = roster.labelled(&volume.fnsku) {
            let facts = &mut roster.facts[place];
            facts.volume.get_or_insert((volume.volume, Some(volume.unit)));
            facts.storage = facts.storage.take().or(volume.storage);
        }
    }
    _ = gather_all::<Business, _>(opened, ReportKind::Business, plan, troubles);
    let marketplace = marketplace.or_else(|| match places.as_slice() {
        [place] => place.parse().ok(),
        _ => None,
    });
    if marketplace.is_none() {
        notes.push(Note::NoMarketplace);
    }
    let skus = finished(roster, settings, &mut notes);
    if inventory.is_some()
        && let Some((found, files)) = snapshots::kept(&kept, &skus, as_of)
    {
        deciding.extend(files);
        snapshots.insert(0, found);
    }
    let mut sources: Vec<_> = opened.iter().map(|opened| opened.file.clone()).collect();
    for source in &mut sources {
        source.used |= used_kinds.contains(&source.kind) || deciding.contains(&source.file);
        source.used &= !troubles.void(&source.file);
    }
    sources.sort_by(|a, b| (a.kind, &a.file).cmp(&(b.kind, &b.file)));
    for file in &sources {
        if file.kind == ReportKind::Business || ReportKind::BESIDE.contains(&file.kind) {
            notes.push(Note::NotUsed { file: file.file.clone(), report: file.kind });
        }
    }
    snapshots.extend(snapshots::column(&skus, as_of));
    Ok(Account {
        as_of,
        marketplace,
        in_stock_known: skus.iter().any(|facts| facts.days_in_stock_30.is_some()),
        skus,
        inventory,
        snapshots,
        stranded,
        ledger: ledger_days,
        sources,
        notes,
        partial: false,
        passed_over: Refused(Vec::new()),
    })
}

/// Adds the stranded units; an FNSKU under several SKUs with the same units is stranded once.
fn strand(roster: &mut Roster, mut rows: Vec<StrandedStock>) -> StrandedWord {
    rows.sort_by(|a, b| a.sku.cmp(&b.sku));
    let mut seen: BTreeMap<Fnsku, Units> = BTreeMap::new();
    for row in rows {
        let place = roster.place(row.sku.as_str());
        let repeats = row.fnsku.is_some_and(|fnsku| {
            let owner = roster.labelled(&fnsku).and_then(|owner| roster.facts[owner].on_hand);
            if let (Some(counted), None) = (owner, roster.facts[place].on_hand) {
                // A closed listing of a stock that another SKU has: its units are counted there.
                roster.facts[place].on_hand = Some(Fact { value: Units::ZERO, ..counted });
                roster.facts[place].shares_stock = true;
            }
            roster.label(place, &fnsku);
            seen.insert(fnsku, row.units) == Some(row.units)
        });
        let units = if repeats { Units::ZERO } else { row.units };
        let stranded = &mut roster.facts[place].stranded;
        *stranded = Some(stranded.unwrap_or_default() + units);
    }
    StrandedWord::Reported
}

/// The SKUs in order, with the seller's exclusions.
fn finished(roster: Roster, settings: &Settings, notes: &mut Vec<Note>) -> Vec<SkuFacts> {
    let mut skus = roster.facts;
    skus.sort_unstable_by(|a, b| a.sku.cmp(&b.sku));
    let mut unknown: Vec<String> = settings.excluded.iter().cloned().collect();
    if !unknown.is_empty() {
        for facts in &mut skus {
            facts.excluded = settings.excluded.contains(facts.sku.as_str());
        }
        unknown.retain(|sku| skus.binary_search_by(|facts| facts.sku.as_str().cmp(sku)).is_err());
    }
    if !unknown.is_empty() {
        notes.push(Note::ExcludedUnknown { skus: unknown });
    }
    skus
}

/// Parts the reports of the as-of day from those kept of earlier days, and drops what belongs to neither.
fn of_the_day(
    all: Vec<StockFile>,
    as_of: AsOf,
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
) -> (Vec<StockFile>, Vec<Kept>) {
    let mut stock: Vec<StockFile> = Vec::new();
    let mut kept: BTreeMap<(NaiveDate, ReportKind), (Units, Arc<str>)> = BTreeMap::new();
    for file in all {
        let Some(day) = file.day.filter(|&day| day != as_of.day()) else {
            if file.day.is_none() {
                notes.push(Note::Undated { file: file.file.clone(), report: file.kind });
            }
            match stock.iter().find(|known| known.kind == file.kind) {
                Some(known) => {
                    troubles.file(Code::SameDayTwice, &file.file, format!("the other is {}", known.file));
                }
                None => stock.push(file),
            }
            continue;
        };
        if as_of.age(day) <= 0 || as_of.age(day) > 94 {
            notes.push(Note::OtherDay { file: file.file, day });
            continue;
        }
        let total = stock::total_on_hand(&file.rows);
        if let Some((_, other)) = kept.get(&(day, file.kind)) {
            troubles.file(Code::SameDayTwice, &file.file, format!("the other is {other}"));
        } else {
            kept.insert((day, file.kind), (total, file.file));
        }
    }
    stock.sort_by_key(|file| BELIEVED.iter().position(|&kind| kind == file.kind));
    // Of two kinds kept from one day the one believed first stands first in the order of kinds.
    let mut days: BTreeMap<NaiveDate, Kept> = BTreeMap::new();
    for ((day, _), (units, file)) in kept {
        days.entry(day).or_insert(Kept { day, units, file });
    }
    (stock, days.into_values().collect())
}

/// The marketplace that the inventory reports agree on.
fn one_named(stock: &[StockFile], troubles: &mut Troubles) -> Option<Marketplace> {
    let mut named: Option<Marketplace> = None;
    for file in stock {
        let Some(here) = file.rows.iter().find_map(|row| row.marketplace) else { continue };
        match named {
            Some(other) if other != here => troubles.file(
                Code::OtherMarketplace,
                &file.file,
                format!("it is about {here}, others are about {other}"),
            ),
            _ => named = Some(here),
        }
    }
    named
}

/// Collects the rows of a small report.
struct All<R>(Vec<R>);

impl<R: Send, E: for<'a> Export<Row<'a> = R>> Sink<E> for All<R> {
    fn row(&mut self, row: R, _: u64) {
        self.0.push(row);
    }
}

fn gather_all<E: for<'a> Export<Row<'a> = R>, R: Send>(
    opened: &mut [Opened],
    kind: ReportKind,
    plan: &Plan,
    troubles: &mut Troubles,
) -> Option<Vec<R>> {
    let mut all = None;
    for opened in opened.iter_mut().filter(|opened| opened.report.kind == kind) {
        let sinks = opened.read::<E, All<R>>(plan, troubles, || All(Vec::new()))?;
        let rows: &mut Vec<R> = all.get_or_insert_default();
        rows.extend(sinks.into_iter().flat_map(|sink| sink.0));
    }
    all
}
