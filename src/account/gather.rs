//! Reads every report in the order in which they need each other: inventory reports say which day it is, then the ledger
//! and the sales are folded for that day.

use super::facts::Fact;
use super::intake::{Anew, OddRows, Opened, Troubles};
use super::ledger::{Balances, DaySink, Days, LedgerSink, Locations, Wanted};
use super::note::Note;
use super::periods::Periods;
use super::roster::Roster;
use super::sales::{Sales, SalesSink};
use super::shards::Shards;
use super::snapshots::Kept;
use super::stock::{self, StockFile};
use super::{Account, Settings, SkuFacts, StrandedWord, events, quality, settle, snapshots};
use crate::dates::AsOf;
use crate::ids::{Fnsku, Marketplace};
use crate::report::{
    Business, Code, CustomerShipmentSales, DailyHistory, Export, LedgerSummary, Orders, Plan, Refused,
    ReportKind, Sale, Shipments, Sink, StorageFees, Stranded, StrandedStock,
};
use crate::units::Units;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
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
        None => AsOf::new(ledger_end(opened, plan).ok_or(
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
    let ledger = ledger(opened, plan, as_of, marketplace, troubles, &mut notes);
    let (ledger_days, places) = ledger.map_or((None, Vec::new()), |(shards, days, places)| {
        snapshots.extend(settle::ledger(&mut roster, shards, days, as_of, told, inventory, &mut notes));
        (days.span, places)
    });
    let settled = roster.facts.len();
    stock.for_each(|file| roster.fill_in(file));
    let mut used_kinds = vec![ReportKind::Stranded, ReportKind::StorageFees, ReportKind::LedgerDetail];
    for sold in [
        sales::<Shipments>(opened, ReportKind::Shipments, plan, as_of, troubles),
        sales::<CustomerShipmentSales>(opened, ReportKind::CustomerShipmentSales, plan, as_of, troubles),
        sales::<Orders>(opened, ReportKind::Orders, plan, as_of, troubles),
    ]
    .into_iter()
    .flatten()
    {
        let (kind, shards, days) = sold;
        if settle::sales(&mut roster, kind, shards, days, as_of, &mut notes) {
            used_kinds.push(kind);
        }
    }
    if let Some((shards, days)) = events::read(opened, plan, as_of, marketplace, troubles) {
        let rebuild = ledger_days.is_none() && inventory.is_some();
        snapshots.extend(settle::events(&mut roster, shards, days, as_of, rebuild, &mut notes));
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

/// The last day of the ledgers, for want of an inventory report with a day.
fn ledger_end(opened: &mut [Opened], plan: &Plan) -> Option<NaiveDate> {
    let told = opened.iter_mut().filter_map(|opened| told(opened, plan));
    told.flatten().map(|(_, day)| day).max()
}

/// The days and places that a ledger file tells; `None` for other files. Its problems come up when it is read.
fn told(opened: &mut Opened, plan: &Plan) -> Option<BTreeSet<(Box<[u8]>, NaiveDate)>> {
    let mut troubles = Troubles::default();
    let sinks = match opened.report.kind {
        ReportKind::LedgerSummary => {
            opened.read::<LedgerSummary, _>(plan, &mut troubles, DaySink::default)?
        }
        ReportKind::DailyHistory => opened.read::<DailyHistory, _>(plan, &mut troubles, DaySink::default)?,
        _ => return None,
    };
    opened.read = false;
    Some(sinks.into_iter().flat_map(|sink| sink.told).collect())
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

type Ledger = (Shards<Balances>, Days, Vec<String>);

/// Folds all ledger files. Where several tell the same day, each day is taken from one file: the one that ends last.
fn ledger(
    opened: &mut [Opened],
    plan: &Plan,
    as_of: AsOf,
    marketplace: Option<Marketplace>,
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
) -> Option<Ledger> {
    let is_ledger =
        |opened: &Opened| matches!(opened.report.kind, ReportKind::LedgerSummary | ReportKind::DailyHistory);
    let count = opened.iter().filter(|opened| is_ledger(opened)).count();
    if count == 0 {
        return None;
    }
    let owners = if count > 1 { share_days(opened, plan, notes) } else { BTreeMap::new() };
    let mut sparse = BTreeSet::new();
    'anew: loop {
        let (shards, locations) = (Shards::new(), Locations::default());
        let mut days = Days::default();
        let (mut new_troubles, mut new_notes) = (Troubles::default(), Vec::new());
        for opened in opened.iter_mut().filter(|o| is_ledger(o) && !sparse.contains(&o.file.file)) {
            let name = opened.file.file.clone();
            let elsewhere = |location: &[u8], day: NaiveDate| {
                owners.get(&(Box::from(location), day)).is_some_and(|owner: &Arc<str>| *owner != name)
            };
            let wanted = Wanted { as_of, marketplace, elsewhere: &elsewhere };
            let new = || LedgerSink::new(&wanted, &locations, &shards);
            let read = match opened.report.kind {
                ReportKind::LedgerSummary => {
                    opened.read_shared::<LedgerSummary, _>(plan, &mut new_troubles, new)
                }
                _ => opened.read_shared::<DailyHistory, _>(plan, &mut new_troubles, new),
            };
            let Ok(sinks) = read else { continue 'anew };
            let mut here = Days::default();
            let mut listed = 0;
            let (mut odd, mut negative, mut foreign) = (OddRows::default(), OddRows::default(), 0);
            for sink in sinks {
                here.join(sink.days);
                listed |= sink.listed;
                odd.join(sink.odd);
                negative.join(sink.negative);
                foreign += sink.foreign;
            }
            let listed = (0..128_u16).rev().filter(|age| listed >> age & 1 == 1).map(|age| as_of.back(age));
            opened.file.days = here.span;
            if !quality::is_daily(&listed.collect::<Vec<_>>(), &name, troubles) {
                // What it says lies among what the others say already: without it once more.
                troubles.take(new_troubles, &opened.file);
                sparse.insert(name);
                continue 'anew;
            }
            opened.file.used = true;
            days.join(here);
            let file = || opened.file.file.clone();
            new_notes.extend(opened.odd(odd).map(|(rows, line)| Note::LedgerOdd {
                file: file(),
                rows,
                line,
            }));
            new_notes.extend(opened.odd(negative).map(|(rows, line)| Note::NegativeBalance {
                file: file(),
                rows,
                line,
            }));
            new_notes.extend((foreign > 0).then(|| Note::ForeignRows { file: file(), rows: foreign }));
        }
        troubles.problems.extend(new_troubles.problems);
        troubles.rows += new_troubles.rows;
        notes.extend(new_notes);
        return days.span.is_some().then(|| (shards, days, locations.names()));
    }
}

/// Which file tells which day of which place, for days that several tell.
fn share_days(
    opened: &mut [Opened],
    plan: &Plan,
    notes: &mut Vec<Note>,
) -> BTreeMap<(Box<[u8]>, NaiveDate), Arc<str>> {
    let mut files: Vec<_> =
        opened.iter_mut().filter_map(|o| Some((told(o, plan)?, o.file.file.clone()))).collect();
    // The file that ends last was exported last and knows the days best; names decide between equals.
    files.sort_by_key(|(told, name)| (told.iter().map(|(_, day)| *day).max(), name.clone()));
    let mut owners: BTreeMap<(Box<[u8]>, NaiveDate), Arc<str>> = BTreeMap::new();
    let mut overlaps: BTreeMap<(Arc<str>, Arc<str>), BTreeSet<NaiveDate>> = BTreeMap::new();
    for (told, name) in files.into_iter().rev() {
        for place in told {
            match owners.get(&place) {
                Some(owner) => _ = overlaps.entry((owner.clone(), name.clone())).or_default().insert(place.1),
                None => _ = owners.insert(place, name.clone()),
            }
        }
    }
    for ((from, instead_of), days) in overlaps {
        notes.push(Note::LedgerOverlap { from, instead_of, days: days.len() as u64 });
    }
    owners
}

/// Folds the sales reports of one kind; several of them may not tell the same day.
fn sales<E: for<'a> Export<Row<'a> = Sale<'a>>>(
    opened: &mut [Opened],
    kind: ReportKind,
    plan: &Plan,
    as_of: AsOf,
    troubles: &mut Troubles,
) -> Option<(ReportKind, Shards<Sales>, Days)> {
    let mut periods = Periods::default();
    'anew: loop {
        let shards = Shards::new();
        let mut days = Days::default();
        let mut new_troubles = Troubles::default();
        periods.begin();
        for opened in opened.iter_mut().filter(|opened| opened.report.kind == kind) {
            if !periods.wants(&opened.file.file) {
                continue;
            }
            let read = opened.read_shared::<E, _>(plan, &mut new_troubles, || SalesSink::new(as_of, &shards));
            let Ok::<Vec<SalesSink<'_>>, Anew>(sinks) = read else { continue 'anew };
            let mut here = Days::default();
            sinks.iter().for_each(|sink| here.join(sink.days));
            opened.file.days = here.span;
            if !periods.take(&opened.file.file, here, troubles) {
                // Its sales are among the others already: without it once more.
                troubles.take(new_troubles, &opened.file);
                continue 'anew;
            }
            days.join(here);
        }
        troubles.problems.extend(new_troubles.problems);
        troubles.rows += new_troubles.rows;
        return days.span.is_some().then_some((kind, shards, days));
    }
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
