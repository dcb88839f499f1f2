//! The ledgers: several files folded into one table, each day of each place taken from one of them.

use super::balances::Balances;
use super::intake::{OddRows, Opened, Troubles};
use super::ledger::{DaySink, Days, LedgerSink, Locations, Wanted};
use super::note::Note;
use super::quality;
use super::shards::Shards;
use crate::dates::AsOf;
use crate::ids::Marketplace;
use crate::report::{DailyHistory, LedgerSummary, Plan, ReportKind};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The last day of the ledgers, for want of an inventory report with a day.
pub(super) fn last_day(opened: &mut [Opened], plan: &Plan) -> Option<NaiveDate> {
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

pub(super) type Ledger = (Shards<Balances>, Days, Vec<String>);

/// Folds all ledger files. Where several tell the same day, each day is taken from one file: the one that ends last.
pub(super) fn read(
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
