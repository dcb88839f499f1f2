//! Is this input fit to be judged? What is not is a problem like any other: refused, or passed over on request.

use super::Account;
use super::intake::{Opened, Troubles};
use super::note::Note;
use super::sold::SoldLately;
use super::told::{Lot, Told};
use crate::ids::Marketplace;
use crate::report::{Code, Problem, ReportKind};
use crate::units::{Units, count};
use std::sync::Arc;

/// An inventory report that lists less than this share of the SKUs with stock is one of the broken deliveries.
const LISTED: f64 = 0.75;
/// With fewer SKUs missing than this it may be chance.
const MISSING: u64 = 5;
/// Fewer that sold in the last week are no sign of anything.
const FEW: u64 = 3;
/// Of the SKUs that sold in the last week, and of their units, one in so many may have sold out since.
const SOLD_OUT: u64 = 10;

/// Checks the joined account and adds what is wrong with it.
pub(super) fn check(account: &Account, troubles: &mut Troubles) {
    rows_missing(account, troubles);
}

/// Without a ledger, a sales report knows of rows that are missing: what sold in the last week is hardly gone for good. A few
/// have sold out since, and FBA Inventory leaves those out.
pub(super) fn sold_missing(
    file: &Arc<str>,
    report: ReportKind,
    lately: SoldLately,
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
) {
    let SoldLately { listed, missing, listed_units, missing_units, .. } = lately;
    let of = listed_units + missing_units;
    let are_few = missing * SOLD_OUT < listed + missing && missing_units.get() * SOLD_OUT < of.get();
    if missing < FEW || are_few {
        return;
    }
    // Other reports list what has sold out as well, or leave closed listings out: what they lack is told, and most of it is
    // of another account, or under names that a spreadsheet has changed.
    let share = if report == ReportKind::FbaInventory { 4 } else { 2 };
    if missing >= MISSING && missing * share > listed + missing {
        let detail =
            format!("it lists {listed} SKUs that sold in the last week, the sales know {missing} more");
        troubles.problems.push(Problem::of_file(Code::RowsMissing, file).detail(detail));
    } else {
        notes.push(Note::SoldUnlisted { report, listed, missing, units: missing_units, of });
    }
}

/// A report of units that left has a row for some: where all of them say none, the column is another.
pub(super) fn nothing_sold(opened: &[Opened], kind: ReportKind, sold: SoldLately, troubles: &mut Troubles) {
    // Orders that were cancelled stay in the list of orders with no unit.
    if kind == ReportKind::Orders || sold.skus == 0 || sold.units > Units::ZERO {
        return;
    }
    for file in of_kind(opened, kind) {
        troubles.file(Code::BlankColumn, file, "its units shipped are 0 in every row");
    }
}

/// The files of a kind of report.
fn of_kind(opened: &[Opened], kind: ReportKind) -> impl Iterator<Item = &Arc<str>> {
    opened.iter().filter(move |opened| opened.report.kind == kind).map(|opened| &opened.file.file)
}

/// Sales of other marketplaces alone say nothing about the one judged, unless another report says that the account sells there.
pub(super) fn sold_elsewhere(
    opened: &[Opened],
    kind: ReportKind,
    told: &Told,
    judged: Option<Marketplace>,
    troubles: &mut Troubles,
) {
    let Lot { rows, units } = told.other_sites;
    let Some(judged) = judged.filter(|_| told.sites.is_empty() && units > 0) else { return };
    let rows = count(rows, "sale", "sales");
    let detail = format!("its {rows} are all on sites of other marketplaces, asked for is {judged}");
    for file in of_kind(opened, kind) {
        troubles.file(Code::OtherMarketplace, file, detail.clone());
    }
}

/// On some days the inventory report comes with half or a twentieth of its rows. The ledger, or another inventory
/// report, knows better.
#[allow(clippy::cast_precision_loss)]
fn rows_missing(account: &Account, troubles: &mut Troubles) {
    let Some(kind) = account.inventory else { return };
    let stocked = account.stocks.iter().filter(|facts| facts.on_hand_units() > Units::ZERO);
    let (mut listed, mut missing) = (0_u64, 0_u64);
    for facts in stocked {
        if facts.is_listed { listed += 1 } else { missing += 1 }
    }
    // Rows that are wrong are problems of their own, and no delivery without them.
    let whole = account.sources.iter().all(|source| source.kind != kind || source.left_out == 0);
    if !whole || missing < MISSING || listed as f64 >= LISTED * (listed + missing) as f64 {
        return;
    }
    let file = account.sources.iter().find(|source| source.kind == kind && source.used);
    if let Some(source) = file {
        let detail = format!("it lists {listed} SKUs with stock, other reports know {missing} more");
        troubles.problems.push(Problem::of_file(Code::RowsMissing, &source.file).detail(detail));
    }
}
