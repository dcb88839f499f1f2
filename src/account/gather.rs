//! Reads every report in the order in which they need each other: inventory reports say which day it is, then the ledger
//! and the sales are folded for that day.

use super::balances::Balances;
use super::course::{Course, Keeping, Tracked};
use super::intake::{Opened, Troubles};
use super::ledger::{Days, LedgerSink, SLACK, Stocks};
use super::note::Note;
use super::periods::Folded;
use super::roster::Roster;
use super::sales::Judged;
use super::stock::StockFile;
use super::{
    Account, Settings, Snapshots, Steer, Steering, StockFacts, day, days, events, extras, ledgers, order,
    plausible, quality, sales, snapshots, sold, stock, stranded, today, volumes,
};
use crate::dates::{AsOf, IN_STOCK_DAYS, SELL_THROUGH_DAYS};
use crate::report::{
    Business, CustomerShipmentSales, Export, Orders, Plan, Refused, ReportKind, Shipments, Sink, StorageFees,
    Stranded,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Reads everything and joins it, report by report, so that no more than one is in memory beside the account itself.
/// The error says in a few words what is missing for there to be a day to judge.
pub(super) fn gather(
    opened: &mut [Opened],
    settings: &Settings,
    troubles: &mut Troubles,
) -> Result<Account, &'static str> {
    let plan = &settings.plan;
    let (mut stock, mut notes, mut found) = inventory_reports(opened, settings);
    if order::settle(opened, &stock, plan) {
        (stock, notes, found) = inventory_reports(opened, settings);
    }
    troubles.take_all(found);
    let stock = day::of_one_marketplace(stock, settings.marketplace, troubles, &mut notes);
    let as_of = match settings.as_of.or_else(|| stock.iter().filter_map(|file| file.day).max()) {
        Some(day) => AsOf::new(day),
        None => AsOf::new(ledgers::last_day(opened, plan).ok_or(
            "no report says which day it is about: add FBA Inventory or the Inventory Ledger, or name the day with --as-of",
        )?),
    };
    let (stock, kept) = day::of_the_day(stock, opened, as_of, settings, troubles, &mut notes);
    let named = day::one_named(&stock);
    let marketplace = settings.marketplace.or(named);
    let mut deciding: Vec<_> = stock.iter().map(|file| file.file.clone()).collect();
    let mut roster = Roster::default();
    let mut stock = stock.into_iter();
    let decides = stock.as_slice().first().map(|file| (file.file.clone(), file.kind));
    let inventory = decides.as_ref().map(|(_, kind)| *kind);
    if let Some(first) = stock.next() {
        let whole = opened.iter().all(|o| o.file.file != first.file || o.file.left_out == 0);
        if whole {
            plausible::check(&first, troubles, &mut notes);
        }
        today::decide(&mut roster, first, &mut notes);
    }
    let mut snapshots = Vec::new();
    let has = |kind| opened.iter().any(|opened| opened.report.kind == kind);
    let told = match (has(ReportKind::LedgerSummary), has(ReportKind::DailyHistory)) {
        (true, history) => days::Told { kind: ReportKind::LedgerSummary, sales: !history },
        _ => days::Told { kind: ReportKind::DailyHistory, sales: false },
    };
    let mut steering = settings.steer.map(|_| Steering::default());
    let course = Course::of(settings.steer, as_of);
    let asked = ledgers::Asked { plan, as_of, marketplace, course: course.as_ref() };
    let told_day = settings.as_of.is_none() && inventory.is_some();
    let settling = Settling { asked, steer: settings.steer, told, inventory, told_day };
    let mut found = (&mut roster, &mut snapshots, &mut steering);
    let (ledger_days, places) = match &course {
        None => settling.ledger::<Balances>(opened, &mut found, troubles, &mut notes),
        Some(_) => settling.ledger::<Tracked>(opened, &mut found, troubles, &mut notes),
    };
    let settled = roster.facts.len();
    stock.for_each(|file| today::fill_in(&mut roster, file));
    let mut used_kinds = vec![ReportKind::Stranded, ReportKind::StorageFees];
    let alone = ledger_days.is_none() && inventory != Some(ReportKind::FbaInventory);
    let judged = Judged { as_of, marketplace, alone };
    let season = (Days { span: ledger_days }).cover(as_of, SELL_THROUGH_DAYS);
    let complete = (told.sales && season).then_some(settled);
    let mut early = Vec::new();
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
        notes.extend(settling.goes_on(kind, told.days));
        let (decided, lately) =
            sold::sales(&mut roster, kind, shards, told.days, as_of, complete, &mut notes);
        quality::nothing_sold(opened, kind, lately, troubles);
        if named.is_none() && ledger_days.is_none() {
            quality::sold_elsewhere(opened, kind, &told, marketplace, troubles);
        }
        if let Some((file, report)) = decides.as_ref().filter(|_| ledger_days.is_none()) {
            quality::sold_missing(file, *report, lately, troubles, &mut notes);
        }
        if decided {
            used_kinds.push(kind);
            told.note_left_out(kind, marketplace, &mut notes);
        } else if let Some((_, last)) = told.days.span.filter(|(_, last)| as_of.age(*last) > SLACK) {
            early.push(Note::SalesEndEarly { report: kind, last, days: as_of.age(last) });
        }
    }
    if let Some(Folded { shards, told }) =
        events::read(opened, plan, as_of, marketplace, troubles, &mut notes)
    {
        let rebuild = ledger_days.is_none() && inventory.is_some();
        let (decided, past) =
            sold::events(&mut roster, shards, told.days, as_of, rebuild, steering.as_mut(), &mut notes);
        if decided || past.is_some() {
            used_kinds.push(ReportKind::LedgerDetail);
        }
        snapshots.extend(past);
    }
    if complete.is_some() {
        // The ledger tells what was sold on those days, if anything was.
        notes.retain(|note| !matches!(note, Note::SalesGap { .. }));
    }
    let rows = gather_all::<Stranded, _>(opened, ReportKind::Stranded, plan, troubles);
    let whole = Days { span: ledger_days }.cover(as_of, IN_STOCK_DAYS);
    let told_of = (settings.no_stranded, whole);
    let stranded = stranded::take(&mut roster, rows, told_of, as_of, opened, troubles, &mut notes);
    if ledger_days.is_some() {
        days::unlisted(&mut roster, settled, Days { span: ledger_days }, as_of, told);
    }
    if complete.is_none() || roster.facts.iter().any(|facts| facts.shipped_90.is_none()) {
        notes.extend(early);
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
    let stocks = finished(roster, settings, steering.as_mut(), &mut notes);
    if inventory.is_some()
        && let Some((found, files)) = snapshots::kept(&kept, &stocks, steering.as_mut(), as_of)
    {
        deciding.extend(files);
        snapshots.insert(0, found);
    }
    if let Some(steering) = steering.as_mut().filter(|_| settings.steer.is_some_and(|steer| steer.details)) {
        extras::read(opened, &deciding, &stocks, (plan, marketplace, as_of.day()), steering);
    }
    let aside: Vec<_> = opened.iter().filter(|o| o.aside).map(|opened| opened.file.file.clone()).collect();
    let mut sources: Vec<_> = opened.iter().map(|opened| opened.file.clone()).collect();
    for source in &mut sources {
        source.used |= (used_kinds.contains(&source.kind) && !aside.contains(&source.file))
            || deciding.contains(&source.file);
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
        steering,
    })
}

/// How the ledgers are settled.
struct Settling<'a> {
    asked: ledgers::Asked<'a>,
    steer: Option<Steer>,
    told: days::Told,
    inventory: Option<ReportKind>,
    /// The day judged is that of an inventory report.
    told_day: bool,
}

/// What the ledgers add to.
type Found<'a> = (&'a mut Roster, &'a mut Vec<Snapshots>, &'a mut Option<Steering>);

impl Settling<'_> {
    /// Reads the ledgers into a table of `F` and settles what they say of every stock; their span of days, and their places.
    fn ledger<F: Stocks>(
        &self,
        opened: &mut [Opened],
        (roster, snapshots, steering): &mut Found<'_>,
        troubles: &mut Troubles,
        notes: &mut Vec<Note>,
    ) -> (Option<(NaiveDate, NaiveDate)>, Vec<String>)
    where
        for<'s> LedgerSink<'s, F>: Sink<F::Summary>,
    {
        let as_of = self.asked.as_of;
        let Some(mut ledger) = ledgers::read::<F>(opened, self.asked, roster, troubles, notes) else {
            return (None, Vec::new());
        };
        notes.extend(self.goes_on(self.told.kind, ledger.days));
        if !ledger.days.reach(as_of, 0) {
            opened.iter_mut().filter(|o| ledgers::is_ledger(o)).for_each(|o| o.file.used = false);
        }
        // Rows that are wrong are problems of their own; what is missing without them is not another one.
        let whole = opened.iter().all(|opened| opened.file.left_out == 0);
        let compared = (self.inventory, self.inventory.filter(|_| whole));
        if let Some(steering) = steering.as_mut().filter(|_| F::BY_DAY && self.told.sales) {
            steering.shipped_by_age = by_age(&ledger.shipped_by_age);
        }
        let asked = (self.steer, self.asked.course);
        let first = ledger.days.span.map_or(as_of.day(), |(first, _)| first);
        let keeping = Keeping::of(steering.as_mut(), asked, as_of, (first, self.told.sales));
        snapshots.extend(days::ledger(roster, &mut ledger, as_of, self.told, compared, keeping, notes));
        (ledger.days.span, ledger.places)
    }

    /// A day that a report tells is judged as of that day; what goes on much longer is of another.
    fn goes_on(&self, report: ReportKind, days: Days) -> Option<Note> {
        let (_, last) = days.span.filter(|_| self.told_day)?;
        let days = -self.asked.as_of.age(last);
        (days > SLACK).then_some(Note::GoesOn { report, last, days })
    }
}

/// Units shipped on each day, the day judged first, as far back as any are told.
fn by_age(shipped: &BTreeMap<u16, u64>) -> Vec<u64> {
    let oldest = shipped.keys().next_back().map_or(0, |oldest| oldest + 1);
    (0..oldest).map(|age| shipped.get(&age).copied().unwrap_or(0)).collect()
}

/// Reads the inventory reports, with what is noted and what is wrong.
pub(super) fn inventory_reports(
    opened: &mut [Opened],
    settings: &Settings,
) -> (Vec<StockFile>, Vec<Note>, Troubles) {
    let (mut stock, mut notes, mut troubles) = (Vec::new(), Vec::new(), Troubles::default());
    for opened in opened.iter_mut().filter(|opened| opened.report.kind.is_inventory()) {
        stock.extend(stock::read(opened, &settings.plan, settings.marketplace, &mut troubles, &mut notes));
    }
    stock.iter().for_each(|file| plausible::labels(file, &mut troubles));
    (stock, notes, troubles)
}

/// The stocks in the order of their names, with the seller's exclusions.
fn finished(
    roster: Roster,
    settings: &Settings,
    steering: Option<&mut Steering>,
    notes: &mut Vec<Note>,
) -> Vec<StockFacts> {
    let mut unknown: Vec<&String> =
        settings.excluded.iter().filter(|sku| roster.find(sku).is_none()).collect();
    unknown.sort_unstable();
    if !unknown.is_empty() {
        notes.push(Note::ExcludedUnknown { skus: unknown.into_iter().cloned().collect() });
    }
    notes.extend(roster.rounded_first.map(|first| Note::SkuRounded { first, rows: roster.rounded }));
    let mut stocks = roster.facts;
    if !settings.excluded.is_empty() {
        for facts in &mut stocks {
            let is_excluded = facts.names().any(|name| settings.excluded.contains(name.as_str()));
            facts.excluded = is_excluded;
        }
    }
    notes.extend(plausible::damaged_skus(&stocks));
    if let Some(steering) = steering {
        let mut order: Vec<usize> = (0..stocks.len()).collect();
        order.sort_by(|&a, &b| stocks[a].sku.cmp(&stocks[b].sku));
        steering.fill(stocks.len());
        steering.order(&order);
    }
    stocks.sort_unstable_by(|a, b| a.sku.cmp(&b.sku));
    stocks
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
    for opened in opened.iter_mut().filter(|opened| opened.report.kind == kind && !opened.aside) {
        let sinks = opened.read::<E, All<R>>(plan, troubles, || All(Vec::new()))?;
        // A file with which something is wrong as a whole says nothing, not even that there is nothing.
        if troubles.void(&opened.file.file) {
            continue;
        }
        let rows: &mut Vec<R> = all.get_or_insert_default();
        rows.extend(sinks.into_iter().flat_map(|sink| sink.0));
    }
    all
}
