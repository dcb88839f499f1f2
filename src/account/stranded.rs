//! Stranded units into facts, and whether the report can be of the day judged.

use super::StrandedWord;
use super::intake::{Opened, Troubles};
use super::note::Note;
use super::roster::{Roster, Standing};
use super::totals;
use crate::dates::AsOf;
use crate::ids::{Fnsku, looks_like_label};
use crate::report::{Code, ReportKind, StrandedStock};
use crate::units::Units;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Takes the rows of the stranded report, if there is one that can be believed. `whole`: the reports of the stock leave
/// nothing out that is on hand.
pub(super) fn take(
    roster: &mut Roster,
    rows: Option<Vec<StrandedStock>>,
    (said_none, whole): (bool, bool),
    as_of: AsOf,
    opened: &[Opened],
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
) -> StrandedWord {
    let file = opened.iter().find(|opened| opened.report.kind == ReportKind::Stranded && !opened.aside);
    match (rows, file) {
        (Some(mut rows), Some(opened))
            if is_of_the_day(&rows, as_of, &opened.file.file, troubles)
                && states_units(&rows, &opened.file.file, troubles, notes) =>
        {
            if let Some(units) = drop_totals(roster, &mut rows) {
                notes.push(Note::TotalRow { report: ReportKind::Stranded, units });
            }
            notes.extend(unknown(roster, &rows, whole));
            strand(roster, rows);
            StrandedWord::Reported
        }
        (None, _) if said_none => StrandedWord::SaidNone,
        _ => StrandedWord::NotStated,
    }
}

/// A stranded report does not say of which day it is; but what it lists cannot have been stranded later than that. Time
/// zones may make a day's difference.
fn is_of_the_day(rows: &[StrandedStock], as_of: AsOf, file: &Arc<str>, troubles: &mut Troubles) -> bool {
    let newest = rows.iter().filter_map(|row| row.since).max().filter(|&day| as_of.age(day) < -1);
    if let Some(newest) = newest {
        let detail = format!("it lists units stranded since {newest}; judged is {}", as_of.day());
        troubles.file(Code::StaleReport, file, detail);
    }
    newest.is_none()
}

/// A report that lists products and says of none how many units are stranded says nothing; one in which none has any is odd,
/// whether or not it lists units that cannot be sold, which Amazon does not count as stranded.
fn states_units(
    rows: &[StrandedStock],
    file: &Arc<str>,
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
) -> bool {
    let is_swapped = |row: &&StrandedStock| {
        let label = row.fnsku.as_ref().is_none_or(|fnsku| looks_like_label(fnsku.as_str()));
        !label && looks_like_label(row.sku.as_str())
    };
    let swapped = rows.iter().filter(is_swapped).count();
    if swapped > 0 && swapped * 2 > rows.len() {
        troubles.file(Code::ColumnsSwapped, file, "labels stand under \"sku\"");
        return false;
    }
    if !rows.is_empty() && rows.iter().all(|row| row.units.is_none()) {
        troubles.file(Code::BlankColumn, file, "\"fulfillable-qty\" is blank in every row");
        return false;
    }
    let blank = rows.iter().filter(|row| row.units.is_none()).count() as u64;
    if blank > 0 {
        notes.push(Note::StrandedBlank { file: file.clone(), rows: blank });
    }
    let units: Units = rows.iter().filter_map(|row| row.units).sum();
    let unsellable: Units = rows.iter().map(|row| row.unsellable).sum();
    if units == Units::ZERO && !rows.is_empty() {
        notes.push(Note::StrandedUnsellable { file: file.clone(), units: unsellable });
    }
    true
}

/// Takes out the rows that a spreadsheet has added below what is stranded: names that nobody knows, without a label or a day.
/// Returns the units of all others.
fn drop_totals(roster: &Roster, rows: &mut Vec<StrandedStock>) -> Option<Units> {
    let is_bare = |row: &StrandedStock| {
        row.fnsku.is_none() && row.since.is_none() && roster.find(row.sku.as_str()).is_none()
    };
    let told: Vec<_> = rows.iter().map(|row| (is_bare(row), row.units.unwrap_or_default())).collect();
    let places = totals::added(&told);
    if places.is_empty() || roster.facts.is_empty() {
        return None;
    }
    totals::drop_at(rows, &places);
    Some(rows.iter().filter_map(|row| row.units).sum())
}

/// What is stranded is on hand. Where the ledger knows all that is, SKUs it does not know are of another account; inventory
/// reports leave some out, but hardly all. One or two may have come back by themselves.
fn unknown(roster: &Roster, rows: &[StrandedStock], whole: bool) -> Option<Note> {
    const FEW: u64 = 3;
    let stranded = rows.iter().filter(|row| row.units.is_some_and(|units| units > Units::ZERO));
    let (mut skus, mut units, mut of) = (0, Units::ZERO, 0);
    for row in stranded {
        let known = row.fnsku.as_ref().and_then(|label| roster.labelled(label));
        of += 1;
        if known.or_else(|| roster.find(row.sku.as_str())).is_none() {
            skus += 1;
            units += row.units.unwrap_or_default();
        }
    }
    let are_many = whole && skus >= FEW || skus == of && skus > 1;
    let is_odd = are_many && !roster.facts.is_empty();
    is_odd.then_some(Note::StrandedUnknown { skus, units, of })
}

/// Adds the stranded units; a label under several SKUs with the same units is stranded once.
fn strand(roster: &mut Roster, mut rows: Vec<StrandedStock>) {
    rows.sort_by(|a, b| (&a.sku, &a.fnsku).cmp(&(&b.sku, &b.fnsku)));
    let mut seen: BTreeMap<Fnsku, Units> = BTreeMap::new();
    for row in rows {
        let label = row.fnsku.as_ref().map(Fnsku::as_str);
        let place = roster.place(row.sku.as_str(), label, Standing::Mentioned);
        let units = row.units.unwrap_or_default();
        let repeats = row.fnsku.is_some_and(|fnsku| seen.insert(fnsku, units) == Some(units));
        let units = if repeats { Units::ZERO } else { units };
        let stranded = &mut roster.facts[place].stranded;
        *stranded = Some(stranded.unwrap_or_default() + units);
    }
}
