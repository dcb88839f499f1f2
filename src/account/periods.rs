//! Sales and events come in one file per period, and the periods overlap. What they tell is folded into one table, every
//! day from the file that knows it.

use super::gaps::{self, Gap};
use super::intake::{Anew, Opened, Troubles};
use super::ledger::Days;
use super::note::Note;
use super::overlap::{self, Held, Rules, Share};
use super::shards::{Fold, Shards};
use super::told::Told;
use crate::dates::AsOf;
use crate::report::{Code, ReportKind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What all files of a kind come to.
pub(super) struct Folded<A: Fold> {
    pub(super) shards: Shards<'static, A>,
    /// What they tell together. Its days begin behind the newest gap.
    pub(super) told: Told,
}

/// Folds all files of one kind into one table. `read` adds a file to the table and tells what is in it; `add` adds rows
/// that were held until it was known which file tells them.
///
/// A file that is not what it seemed, or is not of the kind to be added up, spoils what was folded: then it begins anew,
/// without it. So it does once where files overlap, now that it is known how.
pub(super) fn fold<A: Fold, T>(
    opened: &mut [Opened],
    kind: ReportKind,
    as_of: AsOf,
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
    read: impl Fn(&mut Opened, &Shards<'_, A>, &Share<'_, T>, &mut Troubles) -> Result<Told, Anew>,
    add: impl Fn(Vec<T>, &Shards<'_, A>) -> Told,
) -> Option<Folded<A>> {
    let mut refused: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut rules: Option<Rules> = None;
    'anew: loop {
        let (shards, held) = (Shards::new(), Held::default());
        let mut files: Vec<(Arc<str>, Told)> = Vec::new();
        let mut new_troubles = Troubles::default();
        let wanted =
            |opened: &&mut Opened| opened.report.kind == kind && !refused.contains(&opened.file.file);
        for opened in opened.iter_mut().filter(wanted) {
            let file = files.len();
            let rules = rules.as_ref().and_then(|rules| rules.get(file)).map_or(&[][..], Vec::as_slice);
            let share = Share { file, rules, held: &held };
            let Ok(mut here) = read(opened, &shards, &share, &mut new_troubles) else { continue 'anew };
            here.is_damaged = new_troubles.any(&opened.file.file);
            opened.file.days = here.days.span;
            files.push((opened.file.file.clone(), here));
        }
        if let Some(Unfit { file, why }) = unfit(&files, rules.as_ref(), as_of) {
            if let Some(opened) = opened.iter().find(|opened| opened.file.file == file) {
                troubles.take(new_troubles, &opened.file);
            }
            if let Some((code, detail)) = why {
                troubles.file(code, &file, detail);
            }
            refused.insert(file);
            rules = None;
            continue 'anew;
        }
        if rules.is_none() {
            rules = overlap::share(&files, as_of);
            if rules.is_some() {
                continue 'anew;
            }
        }
        troubles.problems.extend(new_troubles.problems);
        troubles.rows += new_troubles.rows;
        let mut overlaps = rules.map(|rules| overlap::taken(&files, &rules)).unwrap_or_default();
        let mut told = add(held.settle(&files, &mut overlaps), &shards);
        for ((file, other), days) in overlaps {
            notes.push(Note::SalesOverlap { file, other, days: days.len() as u64 });
        }
        let spans: Vec<Days> = files.iter().map(|(_, told)| told.days).collect();
        files.into_iter().for_each(|(_, here)| told.join(here));
        for Gap { first, last } in gaps::find(&told.rows, as_of, &spans) {
            notes.push(Note::SalesGap { report: kind, first, last });
            if let (Some((_, end)), Some(next)) = (told.days.span, last.succ_opt()) {
                told.days.span = Some((next, end));
            }
        }
        return told.days.span.is_some().then_some(Folded { shards, told });
    }
}

/// A file that cannot be added up with the others, and why; `None` where what is wrong with its own rows is why.
struct Unfit {
    file: Arc<str>,
    why: Option<(Code, String)>,
}

/// The first of these files.
fn unfit(files: &[(Arc<str>, Told)], rules: Option<&Rules>, as_of: AsOf) -> Option<Unfit> {
    let by_change = files.iter().find_map(|(file, told)| {
        let (oldest, change) = told.chosen_by_change(as_of)?;
        let detail = format!(
            "its orders go back to {oldest}, none changed before {change}, and most before that are missing"
        );
        Some(Unfit { file: file.clone(), why: Some((Code::ByLastUpdate, detail)) })
    });
    let stranger = || {
        let found = overlap::stranger(files, rules?)?;
        let (owner, file) = (&files[found.owner].0, &files[found.file].0);
        // Rows that are wrong are problems of their own, and what is missing without them is not one of the other file.
        let damaged = [found.owner, found.file].into_iter().find(|&file| files[file].1.is_damaged);
        if let Some(damaged) = damaged {
            return Some(Unfit { file: files[damaged].0.clone(), why: None });
        }
        let detail = format!(
            "of its {} rows of days that {owner} tells too {} are not there",
            found.rows, found.missing
        );
        Some(Unfit { file: file.clone(), why: Some((Code::DaysDisagree, detail)) })
    };
    by_change.or_else(stranger)
}
