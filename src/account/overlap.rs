//! Which of several files tells which day, where they overlap.
//!
//! Seller Central gives thirty days a file, and nobody downloads to the day. A day that several files tell is taken from
//! one that has it whole: days between its first and its last. Of several such files the one that ends last was
//! downloaded last and knows the day best; names decide between equals.
//!
//! A day that is nothing but first or last in all of them may be cut in each: a period ends at midnight where the seller
//! lives, and the times in the file are of another zone. It is put together from all of them, row by row. Equal rows of one
//! file are separate events; a row that several files have is taken from the file that has it most often.

use super::told::Told;
use crate::dates::{AsOf, SELL_THROUGH_DAYS};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// What becomes of a file's rows of one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Rule {
    /// They count: no other file tells the day.
    #[default]
    Alone,
    /// They count, and stand for those of other files.
    Owns,
    /// The file of this number tells the day.
    Repeats(usize),
    /// They are put together with those of other files.
    Shared,
}

/// The rules of every file, by its number, for the days of the window by age.
pub(super) type Rules = Vec<Vec<Rule>>;

/// Which days, by age, two files both tell, under their names in order.
pub(super) type Overlaps = BTreeMap<(Arc<str>, Arc<str>), BTreeSet<u16>>;

fn note(overlaps: &mut Overlaps, one: &Arc<str>, other: &Arc<str>, age: u16) {
    let pair = (one.min(other).clone(), one.max(other).clone());
    overlaps.entry(pair).or_default().insert(age);
}

/// The order of files: of two that tell the same day, one that is whole is believed, then the one that goes on longer, then
/// the later name.
fn rank(files: &[(Arc<str>, Told)], file: usize) -> (bool, Option<NaiveDate>, &Arc<str>) {
    let (name, told) = &files[file];
    (!told.is_damaged, told.days.span.map(|(_, last)| last), name)
}

/// Shares the days out. `None` where no day is told twice.
pub(super) fn share(files: &[(Arc<str>, Told)], as_of: AsOf) -> Option<Rules> {
    let mut ranked: Vec<usize> = (0..files.len()).collect();
    ranked.sort_by_key(|&file| rank(files, file));
    ranked.reverse();
    let mut rules = vec![vec![Rule::Alone; SELL_THROUGH_DAYS.into()]; files.len()];
    let mut shared = false;
    for age in 0..SELL_THROUGH_DAYS {
        let tells = |&file: &usize| files[file].1.rows.get(usize::from(age)).is_some_and(|&rows| rows > 0);
        let tellers: Vec<_> = ranked.iter().copied().filter(tells).collect();
        if tellers.len() < 2 {
            continue;
        }
        shared = true;
        let day = as_of.back(age);
        let whole =
            |&file: &usize| files[file].1.days.span.is_some_and(|(first, last)| first < day && day < last);
        let owner = tellers.iter().copied().find(whole);
        for file in tellers {
            rules[file][usize::from(age)] = match owner {
                Some(owner) if owner == file => Rule::Owns,
                Some(owner) => Rule::Repeats(owner),
                None => Rule::Shared,
            };
        }
    }
    shared.then_some(rules)
}

/// A file whose rows are not those of the file that tells its days.
pub(super) struct Stranger {
    pub(super) file: usize,
    pub(super) owner: usize,
    pub(super) rows: u64,
    pub(super) missing: u64,
}

/// Rows that may be missing from a later download before it is one of something else.
const MAY_MISS: u64 = 2;

/// Finds files of which the owners of their days do not know half: they are of another marketplace, or one of the two is
/// not whole, and to take one for the other would lose units.
pub(super) fn stranger(files: &[(Arc<str>, Told)], rules: &Rules) -> Option<Stranger> {
    let counted: Vec<HashMap<(u16, u64), u64>> = files
        .iter()
        .map(|(_, told)| {
            let mut counts = HashMap::new();
            told.seen.iter().for_each(|&row| *counts.entry(row).or_default() += 1);
            counts
        })
        .collect();
    for (file, counts) in counted.iter().enumerate() {
        let mut by_owner: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
        for (row, &count) in counts {
            if let Some(&Rule::Repeats(owner)) = rules[file].get(usize::from(row.0)) {
                let (rows, missing) = by_owner.entry(owner).or_default();
                *rows += count;
                *missing += count.saturating_sub(counted[owner].get(row).copied().unwrap_or(0));
            }
        }
        let strange =
            by_owner.into_iter().find(|(_, (rows, missing))| *missing > MAY_MISS && missing * 2 > *rows);
        if let Some((owner, (rows, missing))) = strange {
            return Some(Stranger { file, owner, rows, missing });
        }
    }
    None
}

/// Days taken from whole files.
pub(super) fn taken(files: &[(Arc<str>, Told)], rules: &Rules) -> Overlaps {
    let mut overlaps = Overlaps::new();
    for ((name, _), rules) in files.iter().zip(rules) {
        for (age, rule) in (0..).zip(rules) {
            if let Rule::Repeats(owner) = rule {
                note(&mut overlaps, &files[*owner].0, name, age);
            }
        }
    }
    overlaps
}

/// The rows of one identity, by file.
type Equal<T> = BTreeMap<usize, Vec<T>>;

/// Rows of the days that are put together, until all files have been read.
pub(super) struct Held<T>(Mutex<BTreeMap<(u16, u64), Equal<T>>>);

impl<T> Default for Held<T> {
    fn default() -> Self {
        Held(Mutex::default())
    }
}

impl<T> Held<T> {
    /// Holds a row of a day, by its age, that is known by `identity`.
    pub(super) fn hold(&self, file: usize, age: u16, identity: u64, row: T) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.entry((age, identity)).or_default().entry(file).or_default().push(row);
    }

    /// The rows that count. What they stand for in other files is added to `overlaps`.
    pub(super) fn settle(self, files: &[(Arc<str>, Told)], overlaps: &mut Overlaps) -> Vec<T> {
        let mut all = Vec::new();
        for ((age, _), equal) in self.0.into_inner().unwrap_or_else(PoisonError::into_inner) {
            let best = equal
                .iter()
                .max_by_key(|(file, rows)| (rows.len(), rank(files, **file)))
                .map(|(file, _)| *file);
            for (file, rows) in equal {
                match best {
                    Some(best) if best == file => all.extend(rows),
                    Some(best) => note(overlaps, &files[best].0, &files[file].0, age),
                    None => {}
                }
            }
        }
        all
    }
}

/// How one file is read: the rules of its days, and where rows are held.
pub(super) struct Share<'a, T> {
    pub(super) file: usize,
    pub(super) rules: &'a [Rule],
    pub(super) held: &'a Held<T>,
}

impl<T> Share<'_, T> {
    /// The rule for the day of an age.
    pub(super) fn rule(&self, age: u16) -> Rule {
        self.rules.get(usize::from(age)).copied().unwrap_or_default()
    }
}
