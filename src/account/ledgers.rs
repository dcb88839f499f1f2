//! The ledgers: several files folded into one table, each day of each place taken from one of them.

use super::balances::label;
use super::continuity::{Broken, Chain, DaySums, Jumps};
use super::course::Course;
use super::intake::{Anew, Opened, Troubles};
use super::ledger::{DaySink, Days, Folded, LedgerSink, Locations, Seen, Stocks, Wanted};
use super::ledger_fit;
use super::note::Note;
use super::repeats::Repeats;
use super::roster::Roster;
use super::shards::Shards;
use crate::dates::AsOf;
use crate::ids::Marketplace;
use crate::report::{Code, DailyHistory, LedgerSummary, Plan, ReportKind, Sign, Sink, with_text};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The last day of the ledgers, for want of an inventory report with a day.
pub(super) fn last_day(opened: &mut [Opened], plan: &Plan) -> Option<NaiveDate> {
    let told = opened.iter_mut().filter_map(|opened| Some(told(opened, plan)?.0));
    told.flatten().map(|(_, day)| day).max()
}

/// A day at a place.
type PlaceDay = (Box<[u8]>, NaiveDate);

/// The days and places that a ledger file tells, and whether nothing is wrong with it; `None` for other files. Its problems
/// come up when it is read.
fn told(opened: &mut Opened, plan: &Plan) -> Option<(BTreeSet<PlaceDay>, bool)> {
    let mut troubles = Troubles::default();
    let sinks = match opened.report.kind {
        ReportKind::LedgerSummary => {
            opened.read::<LedgerSummary, _>(plan, &mut troubles, DaySink::default)?
        }
        ReportKind::DailyHistory => opened.read::<DailyHistory, _>(plan, &mut troubles, DaySink::default)?,
        _ => return None,
    };
    opened.read = false;
    Some((sinks.into_iter().flat_map(|sink| sink.told).collect(), troubles.problems.is_empty()))
}

/// What all ledger files together tell.
pub(super) struct Ledger<F: Stocks> {
    pub(super) shards: Shards<'static, F>,
    pub(super) days: Days,
    /// The names of the places.
    pub(super) places: Vec<String>,
    /// Units shipped by the age of the day, where they are added up.
    pub(super) shipped_by_age: BTreeMap<u16, u64>,
}

/// How ledgers are to be read.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) plan: &'a Plan,
    pub(super) as_of: AsOf,
    pub(super) marketplace: Option<Marketplace>,
    /// What is kept of how stocks went.
    pub(super) course: Option<&'a Course>,
}

pub(super) fn is_ledger(opened: &Opened) -> bool {
    matches!(opened.report.kind, ReportKind::LedgerSummary | ReportKind::DailyHistory)
}

/// Folds all ledger files. Where several tell the same day, each day is taken from one file: the one that ends last. A
/// file that cannot be trusted is a problem, and the others are folded without it.
pub(super) fn read<F: Stocks>(
    opened: &mut [Opened],
    asked: Asked<'_>,
    roster: &Roster,
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
) -> Option<Ledger<F>>
where
    for<'s> LedgerSink<'s, F>: Sink<F::Summary>,
{
    let count = opened.iter().filter(|opened| is_ledger(opened)).count();
    if count == 0 {
        return None;
    }
    let mut files = Files {
        owners: if count > 1 { share_days(opened, asked.plan, notes) } else { BTreeMap::new() },
        unfit: BTreeSet::new(),
        repeats: None,
    };
    loop {
        files.repeats = files.repeats.map(Repeats::afresh);
        let mut new_troubles = Troubles::default();
        let locations = Locations::default();
        let shards = Shards::<F>::keeping(|key, change| {
            let knows = |label: &str| with_text(&F::sku(change), |sku| roster.knows(label, sku));
            !with_text(&label(key), knows)
        });
        let Ok(seen) = files.fold(opened, asked, &locations, &shards, &mut new_troubles) else { continue };
        let mut shards = shards.read();
        seen.iter().for_each(|(at, seen)| opened[*at].file.days = seen.days.span);
        if !seen.is_empty() && seen.iter().all(|(_, seen)| seen.is_elsewhere()) {
            let detail = format!("its stock lies in {}", locations.names().join(", "));
            files.refuse(opened, &seen, Code::OtherMarketplace, &detail, troubles, new_troubles);
            continue;
        }
        if let Err((code, detail)) = ledger_fit::names(&mut shards, &locations, &seen, asked.marketplace) {
            files.refuse(opened, &seen, code, &detail, troubles, new_troubles);
            continue;
        }
        let unfit =
            seen.iter().find(|(at, seen)| !ledger_fit::is_fit(&mut opened[*at], seen, asked, troubles));
        if let Some((at, _)) = unfit {
            // What it says lies among what the others say already: without it once more.
            troubles.take(new_troubles, &opened[*at].file);
            files.unfit.insert(opened[*at].file.file.clone());
            continue;
        }
        match files.repeats.take() {
            None => {
                files.repeats = Repeats::of(&mut shards);
                if files.repeats.is_some() {
                    continue;
                }
            }
            Some(repeats) => match repeats.reconsidered() {
                Ok(repeats) => files.repeats = Some(repeats),
                Err(repeats) => {
                    files.repeats = Some(repeats);
                    continue;
                }
            },
        }
        let mut days = Days::default();
        let counted = seen.iter().filter(|(_, seen)| !seen.is_elsewhere());
        counted.for_each(|(_, seen)| days.join(seen.days));
        if days.span.is_none() {
            // What is wrong with all of its rows is why it tells nothing.
            troubles.take_all(new_troubles);
            return None;
        }
        let mut new_notes = Vec::new();
        if let Some(jumps) = jumps(opened, &seen) {
            let broken = files.broken(opened, asked, days);
            let found = ledger_fit::is_continuous(jumps, broken, asked.as_of, &mut new_notes);
            if let Err(detail) = found {
                files.refuse(opened, &seen, Code::LedgerBroken, &detail, troubles, new_troubles);
                continue;
            }
        }
        for (at, seen) in &seen {
            opened[*at].file.used = true;
            ledger_fit::notes(&mut opened[*at], seen, asked.plan, &mut new_notes);
        }
        troubles.take_all(new_troubles);
        notes.extend(new_notes);
        let mut shipped_by_age = BTreeMap::new();
        for (age, shipped) in seen.iter().flat_map(|(_, seen)| &seen.shipped_by_age) {
            *shipped_by_age.entry(*age).or_default() += shipped;
        }
        return Some(Ledger { shards, days, places: locations.names(), shipped_by_age });
    }
}

/// Sums that do not continue; `None` where they do, or where a file does not tell what days begin with, or lacks rows that
/// are wrong and are problems of their own.
fn jumps(opened: &[Opened], seen: &[(usize, Seen)]) -> Option<Jumps> {
    let tells = |(at, seen): &(usize, Seen)| {
        let Opened { report, file, .. } = &opened[*at];
        report.kind == ReportKind::LedgerSummary && file.left_out == 0 && seen.signs.any(Sign::TellsStart)
    };
    if !seen.iter().all(tells) {
        return None;
    }
    let mut places: BTreeMap<u16, DaySums> = BTreeMap::new();
    for (place, sums) in seen.iter().flat_map(|(_, seen)| &seen.sums) {
        places.entry(*place).or_default().join(sums);
    }
    Some(Jumps::of(places.values())).filter(|jumps| jumps.units > 0)
}

/// Which rows of which files count.
struct Files {
    /// Which file tells which day of which place, for days that several tell.
    owners: BTreeMap<PlaceDay, Arc<str>>,
    /// Files that cannot be trusted.
    unfit: BTreeSet<Arc<str>>,
    repeats: Option<Repeats>,
}

impl Files {
    /// Puts aside all files that were seen, because of what is wrong with them together.
    fn refuse(
        &mut self,
        opened: &[Opened],
        seen: &[(usize, Seen)],
        code: Code,
        detail: &str,
        troubles: &mut Troubles,
        found: Troubles,
    ) {
        troubles.take_all(found);
        for (at, _) in seen {
            let name = &opened[*at].file.file;
            troubles.file(code, name, detail);
            self.unfit.insert(name.clone());
        }
    }

    /// Folds all files into one table; what was seen in each, by its place among the opened ones.
    fn fold<F: Folded>(
        &self,
        opened: &mut [Opened],
        asked: Asked<'_>,
        locations: &Locations,
        shards: &Shards<'_, F>,
        troubles: &mut Troubles,
    ) -> Result<Vec<(usize, Seen)>, Anew>
    where
        for<'s> LedgerSink<'s, F>: Sink<F::Summary>,
    {
        let mut all = Vec::new();
        for (at, opened) in opened.iter_mut().enumerate() {
            let name = opened.file.file.clone();
            if !is_ledger(opened) || self.unfit.contains(&name) {
                continue;
            }
            let elsewhere = |location: &[u8], day: NaiveDate| {
                // Nearly always there is one file, and nothing to look up.
                !self.owners.is_empty()
                    && self.owners.get(&(Box::from(location), day)).is_some_and(|owner| *owner != name)
            };
            let wanted = Wanted {
                as_of: asked.as_of,
                marketplace: asked.marketplace,
                elsewhere: &elsewhere,
                repeats: self.repeats.as_ref(),
                course: asked.course,
            };
            let new = || LedgerSink::new(&wanted, locations, shards);
            let mut seen = Seen::default();
            match opened.report.kind {
                ReportKind::LedgerSummary => opened
                    .read_shared::<F::Summary, _>(asked.plan, troubles, new)?
                    .iter()
                    .for_each(|sink| seen.join(&sink.seen)),
                _ => opened
                    .read_shared::<DailyHistory, _>(asked.plan, troubles, new)?
                    .iter()
                    .for_each(|sink| seen.join(&sink.seen)),
            }
            all.push((at, seen));
        }
        Ok(all)
    }

    /// Follows each stock by itself through all files.
    fn broken(&mut self, opened: &mut [Opened], asked: Asked<'_>, days: Days) -> Broken {
        let oldest = days.span.map_or(0, |(first, _)| asked.as_of.age(first));
        loop {
            self.repeats = self.repeats.take().map(Repeats::afresh);
            let mut shards = Shards::<Chain>::new();
            // What is wrong with rows is known from the reading before.
            let mut known = Troubles::default();
            if self.fold(opened, asked, &Locations::default(), &shards, &mut known).is_ok() {
                return Broken::of(&mut shards, u16::try_from(oldest).unwrap_or(u16::MAX));
            }
        }
    }
}

/// Which file tells which day of which place, for days that several tell.
fn share_days(opened: &mut [Opened], plan: &Plan, notes: &mut Vec<Note>) -> BTreeMap<PlaceDay, Arc<str>> {
    let mut files: Vec<_> =
        opened.iter_mut().filter_map(|o| Some((told(o, plan)?, o.file.file.clone()))).collect();
    // The file that ends last was exported last and knows the days best; names decide between equals. One that is damaged
    // tells what no other does.
    files.sort_by_key(|((told, is_whole), name)| {
        (*is_whole, told.iter().map(|(_, day)| *day).max(), name.clone())
    });
    let mut owners: BTreeMap<PlaceDay, Arc<str>> = BTreeMap::new();
    let mut overlaps: BTreeMap<(Arc<str>, Arc<str>), BTreeSet<NaiveDate>> = BTreeMap::new();
    for ((told, _), name) in files.into_iter().rev() {
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
