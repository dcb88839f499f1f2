//! What reports say beside the figures of the factors, joined by stock.
//!
//! Of several reports the one that stands first in [`ReportKind`] wins, figure by figure; of several rows of a stock the one
//! under the name by which the stock is listed.

use super::facts::StockFacts;
use super::intake::{Opened, Troubles};
use super::known::Known;
use super::steering::Steering;
use crate::ids::Marketplace;
use crate::money::Currency;
use crate::report::{
    Advice, Ages, Details, Export, Extra, Inbound, Managed, Oddity, Plan, Planning, ReportKind, Restocked,
    Sink, Size, Stored, StrandedDetails,
};
use chrono::NaiveDate;
use compact_str::CompactString;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Reads, of the files that decide, what they say beside, into the stocks that they are about.
pub(super) fn read(
    opened: &mut [Opened],
    deciding: &[Arc<str>],
    stocks: &[StockFacts],
    (plan, judged, day): (&Plan, Option<Marketplace>, NaiveDate),
    steering: &mut Steering,
) {
    let known = Known::of(stocks);
    let mut details: Vec<Option<Box<Details>>> = Vec::new();
    details.resize_with(stocks.len(), || None);
    let mut files: Vec<&mut Opened> =
        opened.iter_mut().filter(|opened| says_more(opened, deciding, day)).collect();
    files.sort_by_key(|opened| opened.report.kind);
    for opened in files {
        let mut rows = rows(opened, plan);
        rows.retain(|row| row.marketplace.is_none() || judged.is_none() || row.marketplace == judged);
        rows.retain(|row| row.day.is_none_or(|of| of == day));
        let is_main = |row: &Extra, at: usize| row.sku.as_ref() == Some(&stocks[at].sku);
        let place = |row: &Extra| known.place(row.fnsku.as_ref(), &row.sku);
        let mut placed: Vec<(usize, Extra)> =
            rows.into_iter().filter_map(|row| Some((place(&row)?, row))).collect();
        // Storage fees have a row for every month and centre: the newest goes before.
        placed.sort_by_key(|(at, row)| (*at, !is_main(row, *at), Reverse(row.month.clone())));
        for (at, row) in placed {
            match &mut details[at] {
                Some(known) => join(known, *row.details),
                none => *none = Some(row.details),
            }
        }
    }
    steering.currency = one_currency(&mut details, judged);
    steering.details = details.into_iter().map(|details| details.map(Arc::from)).collect();
}

/// The currency of all amounts. Where reports state several, those of the marketplace's own count, and the others are not
/// stated: a sum over two currencies is nobody's money.
fn one_currency(details: &mut [Option<Box<Details>>], judged: Option<Marketplace>) -> Option<CompactString> {
    let named = details.iter().flatten().filter_map(|details| details.currency.clone());
    let currencies: BTreeSet<CompactString> = named.collect();
    if currencies.len() <= 1 {
        return currencies.into_iter().next();
    }
    let own = judged.map(|marketplace| CompactString::from(Currency::of(marketplace).code()));
    let foreign = |details: &&mut Box<Details>| details.currency.is_some() && details.currency != own;
    details.iter_mut().flatten().filter(foreign).for_each(|details| details.forget_amounts());
    own.filter(|own| currencies.contains(own))
}

/// Is there more in a file than the factors need, and does it count?
fn says_more(opened: &Opened, deciding: &[Arc<str>], day: NaiveDate) -> bool {
    let is_of_the_day = opened.file.days.is_none_or(|(_, last)| last == day);
    match opened.report.kind {
        ReportKind::FbaInventory
        | ReportKind::InventoryAge
        | ReportKind::InventoryHealth
        | ReportKind::Restock
        | ReportKind::ManageInventory => is_of_the_day && deciding.contains(&opened.file.file),
        ReportKind::Stranded | ReportKind::StorageFees => !opened.aside,
        _ => false,
    }
}

/// Takes the rows of one piece.
#[derive(Default)]
struct Rows(Vec<Extra>);

impl<E: for<'a> Export<Row<'a> = Extra>> Sink<E> for Rows {
    fn row(&mut self, row: Extra, _: u64) {
        self.0.push(row);
    }
}

/// The rows of a file. What is wrong with them was told when it was read for the factors.
fn rows(opened: &mut Opened, plan: &Plan) -> Vec<Extra> {
    match opened.report.kind {
        ReportKind::Restock => rows_of::<Restocked>(opened, plan),
        ReportKind::ManageInventory => rows_of::<Managed>(opened, plan),
        ReportKind::Stranded => rows_of::<StrandedDetails>(opened, plan),
        ReportKind::StorageFees => rows_of::<Stored>(opened, plan),
        _ => rows_of::<Planning>(opened, plan),
    }
}

fn rows_of<E: for<'a> Export<Row<'a> = Extra>>(opened: &mut Opened, plan: &Plan) -> Vec<Extra> {
    let (file, before) = (opened.file.clone(), std::mem::take(&mut opened.oddities));
    let sinks = opened.read::<E, Rows>(plan, &mut Troubles::default(), Rows::default);
    let more = std::mem::replace(&mut opened.oddities, before);
    let new = |oddity: &Oddity| oddity.is_of_cells() && !opened.oddities.contains(oddity);
    let new: Vec<_> = more.into_iter().filter(new).collect();
    opened.oddities.extend(new);
    opened.file = file;
    sinks.into_iter().flatten().flat_map(|sink| sink.0).collect()
}

/// Adds what a row states and no row before it did.
fn join(known: &mut Details, row: Details) {
    fn fill<T>(known: &mut Option<T>, stated: Option<T>) {
        if known.is_none() {
            *known = stated;
        }
    }
    fill(&mut known.title, row.title);
    fill(&mut known.asin, row.asin);
    fill(&mut known.group, row.group);
    fill(&mut known.currency, row.currency);
    fill(&mut known.price, row.price);
    fill(&mut known.shipped_30, row.shipped_30);
    fill(&mut known.revenue_90, row.revenue_90);
    fill(&mut known.aged_charge, row.aged_charge);
    fill(&mut known.storage_next_month, row.storage_next_month);
    fill(&mut known.low_inventory_exempt, row.low_inventory_exempt);
    fill(&mut known.low_inventory_charged, row.low_inventory_charged);
    fill(&mut known.pending_removal, row.pending_removal);
    fill(&mut known.stranded, row.stranded);
    for (known, stated) in known.historical_days.iter_mut().zip(row.historical_days) {
        fill(known, stated);
    }
    // Units by age, and those on their way, are of one report, or they would be of two days.
    if known.ages == Ages::default() {
        known.ages = row.ages;
    }
    if known.inbound == Inbound::default() {
        known.inbound = row.inbound;
    }
    let Advice { action, removal, price, alert, saving, replenish, replenish_by } = &mut known.amazon;
    fill(action, row.amazon.action);
    fill(removal, row.amazon.removal);
    fill(price, row.amazon.price);
    fill(alert, row.amazon.alert);
    fill(saving, row.amazon.saving);
    fill(replenish, row.amazon.replenish);
    fill(replenish_by, row.amazon.replenish_by);
    let Size { tier, weight, sides, utilisation } = &mut known.size;
    fill(tier, row.size.tier);
    fill(weight, row.size.weight);
    fill(sides, row.size.sides);
    fill(utilisation, row.size.utilisation);
}
