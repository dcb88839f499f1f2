//! Ledger rows that stand twice: two downloads in one file, or one stock under two SKUs.
//!
//! Rows of one label, place and day with equal balances are one row. Most ledgers have none, and looking for them costs
//! memory for every row, so a ledger is first read without; only where some day of some label has several rows is it read
//! once more with this beside it, for those labels.

use super::balances::LedgerKey;
use super::ledger::Stocks;
use super::shards::Shards;
use crate::report::{Balance, Sign};
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::{Mutex, MutexGuard, PoisonError};

const PARTS: u64 = 16;

/// The rows met so far of the labels of which several rows a day are known.
pub(super) struct Repeats {
    keys: HashSet<LedgerKey, RandomState>,
    parts: Vec<Mutex<Met>>,
    hasher: RandomState,
    /// Rows that name no place add up even if they are equal: they are those of several places.
    placeless_add_up: bool,
}

fn parts() -> Vec<Mutex<Met>> {
    (0..PARTS).map(|_| Mutex::default()).collect()
}

#[derive(Default)]
struct Met {
    /// Of the row of a label, place and day with these balances: units shipped, and where the first of them stands.
    rows: HashMap<u64, (u32, u64), RandomState>,
    /// Labels and days with a row that names no place.
    placeless: HashSet<u64, RandomState>,
    again: bool,
    beside: bool,
}

/// What a row is, beside those met before it.
pub(super) enum Row {
    /// The first of its kind.
    First,
    /// Known. Of all equal rows every one but the first stands again, in whatever order they are met: this is where.
    Again(u64),
    /// Known, but for what it adds to the units shipped.
    More(Balance, u64),
}

impl Repeats {
    /// The labels of a ledger of which some day has several rows; `None` where there are none.
    pub(super) fn of<F: Stocks>(shards: &mut Shards<'_, F>) -> Option<Repeats> {
        let mut keys = HashSet::default();
        shards.each(|key, balances| {
            if balances.balances().is_repeated()
                && let Some(&key) = key.short().and_then(|words| words.first_chunk())
            {
                keys.insert(key);
            }
        });
        (!keys.is_empty()).then(|| Repeats {
            keys,
            parts: parts(),
            hasher: RandomState::default(),
            placeless_add_up: false,
        })
    }

    /// What a row is.
    pub(super) fn row(
        &self,
        key: &LedgerKey,
        is_placeless: bool,
        age: u16,
        balance: Balance,
        offset: u64,
    ) -> Row {
        if !self.keys.contains(key) || (is_placeless && self.placeless_add_up) {
            return Row::First;
        }
        let day = self.hasher.hash_one((key, age));
        let row = self.hasher.hash_one((key, age, balance.start(), balance.end));
        let mut met = self.part(day);
        let known = met.rows.get(&row).copied();
        if is_placeless {
            let is_new_day = met.placeless.insert(day);
            met.beside |= known.is_none() && !is_new_day;
            met.again |= known.is_some();
        }
        match known {
            None => {
                met.rows.insert(row, (balance.shipped, offset));
                Row::First
            }
            Some((shipped, first)) => {
                met.rows.insert(row, (shipped.max(balance.shipped), first.min(offset)));
                let again = first.max(offset);
                if balance.shipped <= shipped {
                    return Row::Again(again);
                }
                let more = i64::from(balance.shipped - shipped);
                Row::More(Balance::new([0, 0, 0], more, &[(Sign::Sellable, true)]), again)
            }
        }
    }

    fn part(&self, day: u64) -> MutexGuard<'_, Met> {
        // A thread that panicked ends the run; what its lock says matters no more.
        let part = usize::try_from(day % PARTS).unwrap_or(0);
        self.parts[part].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For another reading: nothing is met yet.
    pub(super) fn afresh(self) -> Repeats {
        Repeats { parts: parts(), ..self }
    }

    /// Looks back on a whole reading. Where rows that name no place differ on one day, they are those of several places,
    /// and equal ones among them may be two: then the ledger has
    /// to be read once more, with the `Err`.
    pub(super) fn reconsidered(self) -> Result<Repeats, Repeats> {
        let (mut again, mut beside) = (false, false);
        for part in 0..PARTS {
            let met = self.part(part);
            again |= met.again;
            beside |= met.beside;
        }
        if again && beside && !self.placeless_add_up {
            return Err(Repeats { placeless_add_up: true, ..self.afresh() });
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::balances::{Balances, Change};
    use crate::account::shards::Batch;

    const KEY: LedgerKey = [1, 2];

    fn balance(start: i64, shipped: i64, end: i64) -> Balance {
        Balance::new([start, 0, end], shipped, &[(Sign::Sellable, true)])
    }

    fn repeats() -> Repeats {
        let mut shards = Shards::<Balances>::new();
        let mut batch = Batch::new(&shards);
        for _ in 0..2 {
            let change = Change { age: 3, sku: [0; 5], balance: balance(9, 1, 8) };
            batch.add(Some(KEY), Vec::new, change);
        }
        batch.finish();
        drop(batch);
        Repeats::of(&mut shards).expect("the day has two rows")
    }

    #[test]
    fn equal_balances_of_a_day_are_one_row_with_the_greater_shipments() {
        let repeats = repeats();
        let row = |age, balance| repeats.row(&KEY, false, age, balance, 7);
        assert!(matches!(row(3, balance(9, 1, 8)), Row::First));
        assert!(matches!(row(3, balance(9, 1, 8)), Row::Again(7)));
        assert!(matches!(row(4, balance(9, 1, 8)), Row::First));
        assert!(matches!(row(3, balance(9, 2, 7)), Row::First));
        let Row::More(more, _) = row(3, balance(9, 4, 8)) else { panic!("three more were shipped") };
        assert_eq!((more.shipped, more.end), (3, 0));
        assert!(repeats.reconsidered().is_ok());
    }

    #[test]
    fn rows_without_a_place_that_differ_are_those_of_several_places() {
        let found = repeats();
        let row = |repeats: &Repeats, units, at| repeats.row(&KEY, true, 3, balance(units, 0, units), at);
        // The second of three equal rows stands again, and the third, whichever is met first.
        assert!(matches!(row(&found, 5, 20), Row::First));
        assert!(matches!(row(&found, 5, 30), Row::Again(30)));
        assert!(matches!(row(&found, 5, 10), Row::Again(20)));
        assert!(matches!(row(&found, 6, 40), Row::First));
        let Err(reconsidered) = found.reconsidered() else { panic!("they differ") };
        assert!(matches!(row(&reconsidered, 5, 20), Row::First));
        assert!(matches!(row(&reconsidered, 5, 30), Row::First));
        assert!(reconsidered.reconsidered().is_ok());
    }
}
