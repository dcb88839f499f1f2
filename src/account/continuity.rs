//! Do balances continue? The end of a day is the start of the next.
//!
//! Rows that are missing, days that are missing, days of which a part was cut off: all of them break what a ledger shows by
//! itself, whatever the order of its rows. Sums over all stocks of a place are kept for every day while it is read, which
//! costs two additions a row. Where they do not continue, the ledger is read once more and each stock is followed by itself:
//! a ledger that leaves out days without movement has sums that jump, and stocks that do not.

use super::balances::LedgerKey;
use super::shards::{Fold, Shards};
use crate::dates::AsOf;
use crate::report::Balance;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Sums of starting and of ending balances, by age. A piece of a file has rows of a day or two.
#[derive(Clone, Debug, Default)]
pub(super) struct DaySums(BTreeMap<u16, [u64; 2]>);

impl DaySums {
    /// Adds a part of a day.
    pub(super) fn add(&mut self, age: u16, [start, end]: [u64; 2]) {
        let [starts, ends] = self.0.entry(age).or_default();
        *starts += start;
        *ends += end;
    }

    /// Adds the sums of other rows of the place.
    pub(super) fn join(&mut self, other: &DaySums) {
        other.0.iter().for_each(|(age, sums)| self.add(*age, *sums));
    }

    /// Days with rows, the oldest first: age, start, end.
    fn days(&self) -> impl Iterator<Item = (u16, [u64; 2])> + '_ {
        self.0.iter().rev().map(|(age, sums)| (*age, *sums))
    }

    /// The greatest sum of ending balances of any day.
    pub(super) fn most(&self) -> u64 {
        self.days().map(|(_, [_, end])| end).max().unwrap_or(0)
    }
}

/// A day that does not begin as the one listed before it ended, by their ages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Jump {
    pub(super) age: u16,
    pub(super) before: u16,
    pub(super) units: u64,
}

impl Jump {
    /// The first and the last day between the two, if any.
    pub(super) fn missing(self, as_of: AsOf) -> Option<(NaiveDate, NaiveDate)> {
        (self.before - self.age > 1).then(|| (as_of.back(self.before - 1), as_of.back(self.age + 1)))
    }
}

/// Where sums do not continue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Jumps {
    /// Days that do not begin as the one listed before them ended.
    pub(super) days: u64,
    /// Days that were compared.
    pub(super) compared: u64,
    /// By how many units, all in all.
    pub(super) units: u64,
    /// The greatest jump.
    pub(super) worst: Option<Jump>,
    /// Units on hand at most, to measure the jumps by.
    pub(super) stock: u64,
}

impl Jumps {
    /// The jumps of all places together.
    pub(super) fn of<'a>(places: impl Iterator<Item = &'a DaySums>) -> Jumps {
        let mut jumps = Jumps::default();
        for sums in places {
            let mut before: Option<(u16, u64)> = None;
            for (age, [start, end]) in sums.days() {
                if let Some((last, ended)) = before {
                    let units = start.abs_diff(ended);
                    jumps.compared += 1;
                    jumps.days += u64::from(units > 0);
                    jumps.units += units;
                    if units > jumps.worst.map_or(0, |worst| worst.units) {
                        jumps.worst = Some(Jump { age, before: last, units });
                    }
                }
                before = Some((age, end));
            }
            jumps.stock += sums.most();
        }
        jumps
    }

    /// Do sums continue but for a few days? Then every stock stands on every day, and a jump is one.
    pub(super) fn are_few(&self) -> bool {
        self.days * 5 <= self.compared
    }
}

/// One stock from row to row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Chain {
    /// Starts less ends, over all rows.
    net: i64,
    first: Option<(u16, i64)>,
    last: Option<(u16, i64)>,
}

impl Fold for Chain {
    type Key = LedgerKey;
    type Change = (u16, Balance);
    type Aside = ();

    fn touch(&self) -> u32 {
        u32::from(self.first.is_some())
    }

    fn fold(&mut self, (age, balance): (u16, Balance)) -> bool {
        let (start, end) = (i64::from(balance.start()), i64::from(balance.end));
        self.net += start - end;
        self.first = Some(match self.first {
            Some((oldest, units)) if age < oldest => (oldest, units),
            Some((oldest, units)) if age == oldest => (oldest, units + start),
            _ => (age, start),
        });
        self.last = Some(match self.last {
            Some((newest, units)) if age > newest => (newest, units),
            Some((newest, units)) if age == newest => (newest, units + end),
            _ => (age, end),
        });
        false
    }

    fn put_aside((): &mut (), _: &LedgerKey, _: &Self::Change) {}
}

impl Chain {
    /// By how many units rows do not begin as the one before them ended, gains and losses set off against each other.
    ///
    /// Along a chain without breaks the sum of starts less ends is the first start less the last end.
    fn broken(&self) -> u64 {
        let (Some((_, start)), Some((_, end))) = (self.first, self.last) else { return 0 };
        (self.net - start + end).unsigned_abs()
    }

    /// Units that were there before the first row.
    fn before(&self) -> u64 {
        self.first.map_or(0, |(_, start)| start.unsigned_abs())
    }
}

/// What following each stock by itself found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Broken {
    /// Stocks whose rows do not continue.
    pub(super) stocks: u64,
    /// By how many units.
    pub(super) units: u64,
    /// Units of stocks that begin later than the ledger, and not with nothing.
    pub(super) late: u64,
}

impl Broken {
    /// All stocks of a ledger that begins `oldest` days ago.
    pub(super) fn of(shards: &mut Shards<'_, Chain>, oldest: u16) -> Broken {
        let mut broken = Broken::default();
        shards.each(|_, chain| {
            let units = chain.broken();
            broken.stocks += u64::from(units > 0);
            broken.units += units;
            if chain.first.is_some_and(|(age, _)| age < oldest) {
                broken.late += chain.before();
            }
        });
        broken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Sign;

    fn chain(rows: &[(u16, i64, i64)]) -> Chain {
        let mut chain = Chain::default();
        for &(age, start, end) in rows {
            chain.fold((age, Balance::new([start, 0, end], 0, &[(Sign::Sellable, true)])));
        }
        chain
    }

    #[test]
    fn a_chain_continues_over_days_that_are_left_out_in_any_order() {
        let mut rows = [(91, 120, 120), (30, 120, 60), (1, 60, 31), (0, 31, 30)];
        for _ in 0..4 {
            rows.rotate_left(1);
            assert_eq!(chain(&rows).broken(), 0);
        }
        // Without the row of 30 days ago 60 units are gone between two rows.
        assert_eq!(chain(&[(91, 120, 120), (1, 60, 31), (0, 31, 30)]).broken(), 60);
        assert_eq!(chain(&[(5, 7, 7)]).broken(), 0);
    }

    #[test]
    fn sums_jump_where_a_day_does_not_begin_as_the_last_one_ended() {
        let mut sums = DaySums::default();
        for (age, day) in [(3, [10, 12]), (2, [12, 9]), (0, [4, 4])] {
            sums.add(age, day);
        }
        let jumps = Jumps::of([&sums].into_iter());
        assert_eq!((jumps.days, jumps.compared, jumps.units, jumps.stock), (1, 2, 5, 12));
        assert_eq!(jumps.worst, Some(Jump { age: 0, before: 2, units: 5 }));
        assert!(!jumps.are_few());
    }
}
