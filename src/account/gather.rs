//! Reads every report in the order in which they need each other: inventory reports say which day it is, then the ledger
//! and the sales are folded for that day.

use super::intake::{Opened, Troubles};
use super::ledger::{Days, SLACK};
use super::note::Note;
use super::roster::Roster;
use super::snapshots::Kept;
use super::stock::{self, StockFile};
use super::{
    Account, Settings, StockFacts, days, events, ledgers, plausible, sales, snapshots, sold, stranded, today,
    volumes,
};
use crate::dates::AsOf;
use crate::ids::Marketplace;
use crate::report::{
    Business, Code, CustomerShipmentSales, Export, Orders, Plan, Refused, ReportKind, Shipments, Sink,
    StorageFees, Stranded,
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
        plausible::check(&first, troubles, &mut notes);
        today::decide(&mut roster, first, &mut notes);
    }
    let mut snapshots = Vec::new();
    let has = |kind| opened.iter().any(|opened| opened.report.kind == kind);
    let told = match (has(ReportKind::LedgerSummary), has(ReportKind::DailyHistory)) {
        (true, history) => days::Told { kind: ReportKind::LedgerSummary, sales: !history },
        _ => days::Told { kind: ReportKind::DailyHistory, sales: false },
    };
    // A day that a report tells is judged as of that day; what goes on much longer is of another.
    let goes_on = |report: ReportKind, days: Days| {
        let (_, last) = days.span.filter(|_| settings.as_of.is_none() && inventory.is_some())?;
        let days = -as_of.age(last);
        (days > SLACK).then_some(Note::GoesOn { report, last, days })
    };
    let asked = ledgers::Asked { plan, as_of, marketplace };
    let mut ledger = ledgers::read(opened, asked, &roster, troubles, &mut notes);
    if let Some(ledger) = &mut ledger {
        notes.extend(goes_on(told.kind, ledger.days));
        // Rows that are wrong are problems of their own; what is missing without them is not another one.
        let whole = opened.iter().all(|opened| opened.file.left_out == 0);
        let by = inventory.filter(|_| whole);
        snapshots.extend(days::ledger(&mut roster, ledger, as_of, told, (inventory, by), &mut notes));
    }
    let (ledger_days, places) = ledger.map_or((None, Vec::new()), |ledger| (ledger.days.span, ledger.places));
    let settled = roster.facts.len();
    stock.for_each(|file| today::fill_in(&mut roster, file));
    let mut used_kinds = vec![ReportKind::Stranded, ReportKind::StorageFees, ReportKind::LedgerDetail];
    for sold in [
        sales::read::<Shipments>(opened, ReportKind::Shipments, plan, as_of, troubles),
        sales::read::<CustomerShipmentSales>(
            opened,
            ReportKind::CustomerShipmentSales,
            plan,
            as_of,
            troubles,
        ),
        sales::read::<Orders>(opened, ReportKind::Orders, plan, as_of, troubles),
    ]
    .into_iter()
    .flatten()
    {
        let (kind, shards, days) = sold;
        notes.extend(goes_on(kind, days));
        if sold::sales(&mut roster, kind, shards, days, as_of, &mut notes) {
            used_kinds.push(kind);
        }
    }
    if let Some((shards, days)) = events::read(opened, plan, as_of, marketplace, troubles) {
        let rebuild = ledger_days.is_none() && inventory.is_some();
        snapshots.extend(sold::events(&mut roster, shards, days, as_of, rebuild, &mut notes));
    }
    let rows = gather_all::<Stranded, _>(opened, ReportKind::Stranded, plan, troubles);
    let said_none = settings.no_stranded;
    let stranded = stranded::take(&mut roster, rows, said_none, as_of, opened, troubles, &mut notes);
    if ledger_days.is_some() {
        days::unlisted(&mut roster, settled, Days { span: ledger_days }, as_of, told);
    }
    let rows = gather_all::<StorageFees, _>(opened, ReportKind::StorageFees, plan, troubles);
    volumes::take(&mut roster, rows.unwrap_or_default(), marketplace);
    _ = gather_all::<Business, _>(opened, ReportKind::Business, plan, troubles);
    let marketplace = marketplace.or_else(|| match places.as_slice() {
        [place] => place.parse().ok(),
        _ => None,
    });
    if marketplace.is_none() {
        notes.push(Note::NoMarketplace);
    }
    let stocks = finished(roster, settings, &mut notes);
    if inventory.is_some()
        && let Some((found, files)) = snapshots::kept(&kept, &stocks, as_of)
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
    snapshots.extend(snapshots::column(&stocks, as_of));
    Ok(Account {
        as_of,
        marketplace,
        in_stock_known: stocks.iter().any(|facts| facts.days_in_stock_30.is_some()),
        stocks,
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

/// The stocks in the order of their names, with the seller's exclusions.
fn finished(roster: Roster, settings: &Settings, notes: &mut Vec<Note>) -> Vec<StockFacts> {
    let mut unknown: Vec<&String> =
        settings.excluded.iter().filter(|sku| roster.find(sku).is_none()).collect();
    unknown.sort_unstable();
    if !unknown.is_empty() {
        notes.push(Note::ExcludedUnknown { skus: unknown.into_iter().cloned().collect() });
    }
    let mut stocks = roster.facts;
    if !settings.excluded.is_empty() {
        for facts in &mut stocks {
            let is_excluded = facts.names().any(|name| settings.excluded.contains(name.as_str()));
            facts.excluded = is_excluded;
        }
    }
    notes.extend(plausible::damaged_skus(&stocks));
    stocks.sort_unstable_by(|a, b| a.sku.cmp(&b.sku));
    stocks
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
        if let Some((_, other)) = kept.get(&(day, file.kind)) {
            troubles.file(Code::SameDayTwice, &file.file, format!("the other is {other}"));
        } else {
            let (kind, name) = (file.kind, file.file.clone());
            kept.insert((day, kind), (today::total_on_hand(file), name));
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
