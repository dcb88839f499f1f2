//! Which reports are of the day judged, which are kept from days before, and which are put aside: a folder may grow by the
//! downloads of every week.
//!
//! A report that says its day is of that day. One that does not (Manage FBA Inventory, Amazon Fulfilled Inventory, Restock
//! Inventory, Stranded Inventory) is of the day in its own name; else of that in its folder's name or of the newest dated
//! report beside it, whichever is nearer to the day judged. Where it is the only one of its kind and nothing tells its day,
//! it is taken to be of the day judged. Where there are several, and nothing tells the newest, the account is refused.

use super::Settings;
use super::examine;
use super::intake::{Opened, Troubles};
use super::ledger::SLACK;
use super::note::Note;
use super::place::{self, Named};
use super::snapshots::Kept;
use super::stock::StockFile;
use super::today;
use crate::dates::AsOf;
use crate::ids::Marketplace;
use crate::report::{Code, Plan, ReportKind};
use chrono::NaiveDate;
use std::cmp::Reverse;
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

/// Inventory reports of several marketplaces: with none asked for, all of them are a problem, since nobody knows which is
/// meant. With one asked for, those of others have been put aside; where nothing is left, that is the problem.
pub(super) fn of_one_marketplace(
    mut stock: Vec<StockFile>,
    judged: Option<Marketplace>,
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
) -> Vec<StockFile> {
    let list = |places: &mut dyn Iterator<Item = &Marketplace>| {
        places.map(|place| place.code()).collect::<Vec<_>>().join(", ")
    };
    if let Some(judged) = judged {
        // A report that names no marketplace may be of any: with all others put aside it is of theirs.
        let names = |file: &StockFile| file.rows.iter().any(|row| row.marketplace.is_some());
        if !stock.iter().any(names) {
            notes.retain(|note| {
                let Note::Elsewhere { file, marketplaces } = note else { return true };
                let detail = format!("it is about {}, asked for is {judged}", list(&mut marketplaces.iter()));
                troubles.file(Code::OtherMarketplace, file, detail);
                false
            });
        }
        return stock;
    }
    let of = |file: &StockFile| file.rows.iter().find_map(|row| row.marketplace);
    let named: BTreeSet<Marketplace> = stock.iter().filter_map(of).collect();
    if named.len() > 1 {
        stock.retain(|file| {
            let Some(here) = of(file) else { return true };
            let detail = format!("this one is about {here}, all of them about {}", list(&mut named.iter()));
            troubles.file(Code::SeveralMarketplaces, &file.file, detail);
            false
        });
    }
    stock
}

/// Puts aside every report that is damaged and lies beside a whole one of its kind and day: what is wrong with it has been
/// told, and that there are two of them is no fault of the other.
fn without_damaged(stock: &mut Vec<StockFile>, troubles: &Troubles) {
    let dated = stock.iter().filter(|file| file.day.is_some() && !troubles.any(&file.file));
    let whole: BTreeSet<_> = dated.map(|file| (file.kind, file.day)).collect();
    stock.retain(|file| !whole.contains(&(file.kind, file.day)) || !troubles.any(&file.file));
}

/// The marketplace that the inventory reports of the day name.
pub(super) fn one_named(stock: &[StockFile]) -> Option<Marketplace> {
    stock.iter().find_map(|file| file.rows.iter().find_map(|row| row.marketplace))
}

/// Parts the reports of the as-of day from those kept of earlier days, and puts aside what belongs to neither.
pub(super) fn of_the_day(
    mut all: Vec<StockFile>,
    opened: &mut [Opened],
    as_of: AsOf,
    settings: &Settings,
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
) -> (Vec<StockFile>, Vec<Kept>) {
    let plan = &settings.plan;
    let mut stock: Vec<StockFile> = Vec::new();
    let mut kept: BTreeMap<(NaiveDate, ReportKind), Kept> = BTreeMap::new();
    let mut older = Vec::new();
    without_damaged(&mut all, troubles);
    let mut undated = Undated::new(&all, opened, as_of, plan);
    for file in &all {
        if file.day.is_none() {
            undated.add(file.kind, &file.file);
        }
    }
    for opened in opened.iter().filter(|opened| opened.report.kind == ReportKind::Stranded) {
        undated.add(ReportKind::Stranded, &opened.file.file);
    }
    let chosen = undated.choose(opened, troubles, &mut older, notes);
    for file in all {
        let Some(day) = file.day.filter(|&day| day != as_of.day()) else {
            if file.day.is_none() {
                if !chosen.contains(&file.file) {
                    continue;
                }
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
        if as_of.age(day) <= 0 {
            notes.push(Note::OtherDay { file: file.file, day });
            continue;
        }
        if as_of.age(day) > 94 {
            older.push((file.file, day));
            continue;
        }
        if let Some(other) = kept.get(&(day, file.kind)) {
            troubles.file(Code::SameDayTwice, &file.file, format!("the other is {}", other.file));
        } else {
            let kind = file.kind;
            kept.insert((day, kind), today::kept(file, day, settings.steer.is_some()));
        }
    }
    for opened in opened.iter_mut().filter(|opened| opened.report.kind == ReportKind::Stranded) {
        opened.aside = !chosen.contains(&opened.file.file);
        if opened.aside {
            examine::count_rows(opened, plan);
        }
    }
    // Where nothing is of the day, what lies nearest before it is missed.
    let newest = kept.iter().next_back().filter(|_| stock.iter().all(|file| file.day.is_none()));
    notes.extend(newest.map(|(&(day, report), kept)| Note::InventoryOlder {
        file: kept.file.clone(),
        report,
        day,
        days: as_of.age(day),
    }));
    older.sort();
    notes.extend((!older.is_empty()).then_some(Note::Older { files: older }));
    stock.sort_by_key(|file| BELIEVED.iter().position(|&kind| kind == file.kind));
    // Of two kinds kept from one day the one believed first stands first in the order of kinds.
    let mut days: BTreeMap<NaiveDate, Kept> = BTreeMap::new();
    for ((day, _), kept) in kept {
        days.entry(day).or_insert(kept);
    }
    (stock, days.into_values().collect())
}

/// Reports that do not say their day, by kind.
struct Undated<'a> {
    as_of: AsOf,
    plan: &'a Plan,
    by_kind: BTreeMap<ReportKind, Vec<Arc<str>>>,
    /// The newest day that a report of a folder tells.
    beside: BTreeMap<String, NaiveDate>,
    /// All files lie in one folder: then nothing beside one of them tells it from the others.
    one_folder: bool,
    /// An inventory report is of the day judged.
    is_told: bool,
}

/// What is wrong with each stranded report, where there are several. Inventory reports have been read by then.
fn damaged_stranded(opened: &mut [Opened], plan: &Plan) -> BTreeMap<Arc<str>, Troubles> {
    let mut all: Vec<_> =
        opened.iter_mut().filter(|opened| opened.report.kind == ReportKind::Stranded).collect();
    if all.len() < 2 {
        return BTreeMap::new();
    }
    let found = all.iter_mut().map(|opened| (opened.file.file.clone(), examine::troubles(opened, plan)));
    found.filter(|(_, found)| !found.problems.is_empty()).collect()
}

/// A report and of when it is, as far as anything tells.
type When = Option<Named>;

impl<'a> Undated<'a> {
    fn new(stock: &[StockFile], opened: &[Opened], as_of: AsOf, plan: &'a Plan) -> Self {
        let folders: BTreeSet<_> = opened.iter().map(|opened| place::folder(&opened.file.file)).collect();
        let one_folder = folders.len() <= 1;
        let is_told = stock.iter().any(|file| file.day == Some(as_of.day()));
        let (by_kind, beside) = (BTreeMap::new(), BTreeMap::new());
        let mut all = Undated { as_of, plan, by_kind, beside, one_folder, is_told };
        for file in stock {
            all.tell(&file.file, file.day);
        }
        all
    }

    fn add(&mut self, kind: ReportKind, file: &Arc<str>) {
        self.by_kind.entry(kind).or_default().push(file.clone());
    }

    /// Notes a day for the folder of a file, and for that of the archive in which it lies.
    fn tell(&mut self, file: &str, day: Option<NaiveDate>) {
        for folder in place::folders(file) {
            if let Some(day) = day {
                let newest = self.beside.entry(folder.to_owned()).or_insert(day);
                *newest = day.max(*newest);
            }
        }
    }

    fn newest_beside(&self, file: &str) -> Option<NaiveDate> {
        place::folders(file).find_map(|folder| self.beside.get(folder)).copied()
    }

    /// The files that are of the day judged; of each kind one at most.
    fn choose(
        mut self,
        opened: &mut [Opened],
        troubles: &mut Troubles,
        older: &mut Vec<(Arc<str>, NaiveDate)>,
        notes: &mut Vec<Note>,
    ) -> BTreeSet<Arc<str>> {
        let told = |all: &Self, file: &str| place::named(file).is_some() || all.newest_beside(file).is_some();
        let untold = self.by_kind.values().flatten().any(|file| !told(&self, file));
        // Of a day that is asked for, and that no inventory report is of, what lies beside them may be.
        let unnamed = self.by_kind.values().flatten().any(|file| place::named(file).is_none());
        let is_off = !self.beside.is_empty() && !self.is_told;
        if (untold && !self.one_folder) || (unnamed && is_off) {
            // Only the ledger and the sales can tell then, for which they have to be read once more.
            for opened in opened.iter_mut().filter(|opened| !opened.report.kind.is_inventory()) {
                let last = examine::last_day(opened, self.plan);
                self.tell(&opened.file.file.clone(), last);
            }
        }
        let mut by_kind = std::mem::take(&mut self.by_kind);
        let mut damaged = damaged_stranded(opened, self.plan);
        for files in by_kind.values_mut() {
            for gone in self.without_damaged(files, |file| troubles.any(file) || damaged.contains_key(file)) {
                troubles.take_all(damaged.remove(&gone).unwrap_or_default());
            }
        }
        by_kind.into_values().filter_map(|files| self.choose_one(&files, troubles, older, notes)).collect()
    }

    /// Takes away files that are damaged and lie beside a whole one that may be of the same day.
    fn without_damaged(
        &self,
        files: &mut Vec<Arc<str>>,
        is_damaged: impl Fn(&Arc<str>) -> bool,
    ) -> Vec<Arc<str>> {
        let whole: BTreeSet<When> =
            files.iter().filter(|file| !is_damaged(file)).map(|file| self.when(file)).collect();
        files.extract_if(.., |file| is_damaged(file) && whole.contains(&self.when(file))).collect()
    }

    fn choose_one(
        &self,
        files: &[Arc<str>],
        troubles: &mut Troubles,
        older: &mut Vec<(Arc<str>, NaiveDate)>,
        notes: &mut Vec<Note>,
    ) -> Option<Arc<str>> {
        let mut told: Vec<(&Arc<str>, When)> = files.iter().map(|file| (file, self.when(file))).collect();
        if let Some((file, _)) = told.iter().find(|(_, when)| when.is_none()) {
            let Some((other, _)) = told.iter().find(|(other, _)| other != file) else {
                return Some((*file).clone());
            };
            troubles.file(Code::UndatedTwice, file, format!("the other is {other}"));
            return None;
        }
        let off = |when: &When| when.map_or(0, |when| when.off(self.as_of));
        told.sort_by_key(|(file, when)| (off(when), Reverse(*when), (*file).clone()));
        let mut told = told.into_iter().peekable();
        let chosen = told.next_if(|(_, when)| off(when) <= SLACK);
        let mut is_sure = true;
        for (file, when) in told {
            let Some(day) = when.map(Named::first) else { continue };
            if let Some((kept, _)) = chosen.filter(|(_, best)| *best == when) {
                // Where only what lies around them tells the day, one of them may well be older.
                let is_same = place::own_name(file).is_some();
                let code = if is_same { Code::SameDayTwice } else { Code::UndatedTwice };
                troubles.file(code, file, format!("the other is {kept}"));
                is_sure = false;
            } else if self.as_of.age(day) < 0 {
                notes.push(Note::OtherDay { file: file.clone(), day });
            } else {
                older.push((file.clone(), day));
            }
        }
        // Of two that are as likely neither is taken for the other.
        chosen.filter(|_| is_sure).map(|(file, _)| file.clone())
    }

    /// Of when a file is: by its own name; else by its folder's, or by what lies beside it, whichever is nearer.
    fn when(&self, file: &str) -> When {
        place::own_name(file).or_else(|| {
            let beside = self.newest_beside(file).map(Named::Day);
            place::folder_name(file).into_iter().chain(beside).min_by_key(|when| when.off(self.as_of))
        })
    }
}
