//! The rows of a ledger on their way into the table: which of them count, and for which day and place.

use super::balances::{Balances, Change, DayBits, LedgerKey, Names, key, long_key};
use super::continuity::{Chain, DaySums};
use super::course::Course;
use super::intake::OddRows;
use super::repeats::{self, Repeats};
use super::shards::{Batch, Fold, Shards};
use super::steering::Moves;
use crate::dates::AsOf;
use crate::ids::Marketplace;
use crate::places;
use crate::report::{
    Balance, DailyHistory, Export, Flow, LedgerFlow, LedgerRow, LedgerSummary, Packed, SKU_WORDS, Sign,
    Signs, Sink,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Locations get numbers, so that a key stays short.
#[derive(Debug, Default)]
pub(super) struct Locations(Mutex<Vec<Box<[u8]>>>);

impl Locations {
    /// The number of a place that was seen.
    pub(super) fn find(&self, location: &[u8]) -> Option<u16> {
        let known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.iter().position(|l| **l == *location).and_then(|at| u16::try_from(at).ok())
    }

    fn number(&self, location: &[u8]) -> u16 {
        let mut known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let at = known.iter().position(|l| **l == *location).unwrap_or_else(|| {
            known.push(location.into());
            known.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// All locations seen.
    pub(super) fn names(&self) -> Vec<String> {
        let known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut names: Vec<_> = known.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        names.sort();
        names
    }
}

/// Which rows of a ledger file count.
pub(super) struct Wanted<'a> {
    pub(super) as_of: AsOf,
    pub(super) marketplace: Option<Marketplace>,
    /// Days and locations that another file of the ledger tells.
    pub(super) elsewhere: &'a (dyn Fn(&[u8], NaiveDate) -> bool + Sync),
    /// Rows that may stand twice.
    pub(super) repeats: Option<&'a Repeats>,
    /// What is kept of how stocks went.
    pub(super) course: Option<&'a Course>,
}

/// What a table keeps of a ledger row.
pub(super) trait Folded: Fold<Key = LedgerKey> {
    /// What a row says beside its balance.
    type More: Copy + Default;
    /// The Summary ledger, read with as much of a row as is kept.
    type Summary: for<'a> Export<Row<'a> = LedgerRow<'a, Self::More>>;
    /// Are units shipped added up by day?
    const BY_DAY: bool = false;
    /// The change that a row makes.
    fn change(wanted: &Wanted<'_>, age: u16, row: &LedgerRow<'_, Self::More>) -> Self::Change;
}

/// A table of stocks with their balances.
pub(super) trait Stocks: Folded<Aside = Names> {
    /// The balances of one of them.
    fn balances(&self) -> &Balances;
    /// Units shipped, newer days counting more, and what moved since the day that was asked for.
    fn went(&self) -> (u64, Moves) {
        (0, Moves::default())
    }
    /// The SKU that a row names.
    fn sku(change: &Self::Change) -> [u64; SKU_WORDS];
}

impl Balances {
    /// The change that a row makes to them.
    #[inline(always)]
    pub(super) fn of_row<M>(age: u16, row: &LedgerRow<'_, M>) -> Change {
        Change { age, sku: row.sku.words().copied().unwrap_or_default(), balance: row.balance }
    }
}

impl Folded for Balances {
    type More = ();
    type Summary = LedgerSummary;

    #[inline(always)]
    fn change(_: &Wanted<'_>, age: u16, row: &LedgerRow<'_>) -> Change {
        Balances::of_row(age, row)
    }
}

impl Stocks for Balances {
    fn balances(&self) -> &Balances {
        self
    }

    fn sku(change: &Change) -> [u64; SKU_WORDS] {
        change.sku
    }
}

impl Folded for Chain {
    type More = ();
    type Summary = LedgerSummary;

    fn change(_: &Wanted<'_>, age: u16, row: &LedgerRow<'_>) -> (u16, Balance) {
        (age, row.balance)
    }
}

/// Takes the rows of one piece of a ledger.
pub(super) struct LedgerSink<'a, F: Folded> {
    wanted: &'a Wanted<'a>,
    locations: &'a Locations,
    batch: Batch<'a, F>,
    /// Of what day and place the last row was, and the sums of starting and ending balances since.
    at: Option<At>,
    sums: [u64; 2],
    /// Units shipped since, where they are added up by day.
    shipped: u64,
    /// Places seen.
    places: Vec<Place>,
    /// What was seen in the rows.
    pub(super) seen: Seen,
}

/// What was seen in the rows of a file, beside the balances of its stocks.
#[derive(Default)]
pub(super) struct Seen {
    /// First and last day.
    pub(super) days: Days,
    /// Days with rows, as far back as there are bits.
    pub(super) listed: DayBits,
    /// Signs that any row has.
    pub(super) signs: Signs,
    /// Rows whose movements do not lead from start to end.
    pub(super) odd: OddRows,
    /// Sellable rows with a balance below nothing.
    pub(super) negative: OddRows,
    /// Rows with receipts or returns below nothing.
    pub(super) backward: OddRows,
    /// Rows in which units that cannot be sold were shipped.
    pub(super) unsellable: OddRows,
    /// Rows that stand twice.
    pub(super) again: OddRows,
    /// Units by which sellable balances fell from a day's start to its end, and units shipped.
    pub(super) left: u64,
    pub(super) shipped: u64,
    /// Rows without a label.
    pub(super) unlabelled: u64,
    /// Rows of places that another marketplace keeps its stock in.
    pub(super) foreign: u64,
    /// Sums by the number of the place.
    pub(super) sums: BTreeMap<u16, DaySums>,
    /// Units shipped by the age of the day, where they are added up.
    pub(super) shipped_by_age: BTreeMap<u16, u64>,
}

impl Seen {
    /// Are all rows of places where another marketplace keeps its stock?
    pub(super) fn is_elsewhere(&self) -> bool {
        self.foreign > 0 && self.sums.is_empty()
    }

    /// Adds what was seen in the next piece.
    pub(super) fn join(&mut self, next: &Seen) {
        self.days.join(next.days);
        self.listed |= next.listed;
        self.signs.join(next.signs);
        self.odd.join(next.odd);
        self.negative.join(next.negative);
        self.backward.join(next.backward);
        self.unsellable.join(next.unsellable);
        self.again.join(next.again);
        self.left += next.left;
        self.shipped += next.shipped;
        self.unlabelled += next.unlabelled;
        self.foreign += next.foreign;
        for (place, sums) in &next.sums {
            self.sums.entry(*place).or_default().join(sums);
        }
        for (age, shipped) in &next.shipped_by_age {
            *self.shipped_by_age.entry(*age).or_default() += shipped;
        }
    }
}

/// Days by which a report may miss the day that it stands for.
pub(super) const SLACK: i64 = 3;

/// The span of days that a file covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Days {
    /// The first and the last day that any row is about.
    pub(super) span: Option<(NaiveDate, NaiveDate)>,
}

impl Days {
    /// Widens the span to hold `day`.
    pub(super) fn add(&mut self, day: NaiveDate) {
        let (first, last) = self.span.unwrap_or((day, day));
        self.span = Some((first.min(day), last.max(day)));
    }

    /// Do they tell the day `age` days ago? Ledgers and sales come in late, and nobody downloads to the day, so that today
    /// may be missed by a little.
    pub(super) fn reach(self, as_of: AsOf, age: u16) -> bool {
        self.span.is_some_and(|(first, last)| {
            first <= as_of.back(age) && as_of.age(last) <= i64::from(age) + if age == 0 { SLACK } else { 0 }
        })
    }

    /// Do they tell each of the `window` days that end on the as-of day?
    pub(super) fn cover(self, as_of: AsOf, window: u16) -> bool {
        self.reach(as_of, 0) && self.reach(as_of, window - 1)
    }

    /// Widens the span to hold another.
    pub(super) fn join(&mut self, other: Days) {
        if let Some((first, last)) = other.span {
            self.add(first);
            self.add(last);
        }
    }
}

impl<'a, F: Folded> LedgerSink<'a, F> {
    pub(super) fn new(wanted: &'a Wanted<'a>, locations: &'a Locations, shards: &'a Shards<'a, F>) -> Self {
        LedgerSink {
            wanted,
            locations,
            batch: Batch::new(shards),
            at: None,
            sums: [0; 2],
            shipped: 0,
            places: Vec::new(),
            seen: Seen::default(),
        }
    }

    #[inline(always)]
    fn take(&mut self, mut row: LedgerRow<'_, F::More>, offset: u64) {
        let LedgerRow { day, sku, fnsku, location, mut balance, .. } = row;
        if balance.signs().is_noted() {
            self.note(balance, offset);
        }
        let at = match self.at {
            Some(at) if at.day == day && location.words() == Some(&at.location) => at,
            _ => self.turn_to(day, location),
        };
        if balance.signs().add_to(self.seen.signs) {
            self.seen.signs.join(balance.signs());
        }
        let Some(age) = at.age.filter(|_| balance.is(Sign::Sellable)) else {
            self.seen.foreign += u64::from(at.foreign);
            return;
        };
        if balance.is(Sign::Negative) {
            self.seen.negative.add(offset);
        }
        let key = key(fnsku, at.place);
        if key.is_none() {
            self.seen.unlabelled += u64::from(fnsku.is_empty());
        }
        if let (Some(repeats), Some(key)) = (self.wanted.repeats, &key) {
            match repeats.row(key, location.is_empty(), age, balance, offset) {
                repeats::Row::First => {}
                repeats::Row::Again(at) => return self.seen.again.add(at),
                repeats::Row::More(more, at) => {
                    self.seen.again.add(at);
                    balance = more;
                    (row.balance, row.more) = (more, F::More::default());
                }
            }
        }
        self.sums[0] += u64::from(balance.start());
        self.sums[1] += u64::from(balance.end);
        self.seen.left += u64::from(balance.start().saturating_sub(balance.end));
        self.seen.shipped += u64::from(balance.shipped);
        if F::BY_DAY {
            self.shipped += u64::from(balance.shipped);
        }
        let change = F::change(self.wanted, age, &row);
        let key = key.filter(|_| sku.words().is_some());
        self.batch.add(key, || long_key(&sku, &fnsku, at.place), change);
    }

    /// The piece is over.
    fn finish(&mut self) {
        self.keep_sums();
        self.at = None;
        self.batch.finish();
    }

    /// Notes what is odd about a row.
    #[cold]
    fn note(&mut self, balance: Balance, offset: u64) {
        for (sign, rows) in [
            (Sign::Odd, &mut self.seen.odd),
            (Sign::Backward, &mut self.seen.backward),
            (Sign::ShipsUnsellable, &mut self.seen.unsellable),
        ] {
            if balance.is(sign) {
                rows.add(offset);
            }
        }
    }

    /// Puts the sums of the last rows where they belong.
    fn keep_sums(&mut self) {
        if let Some(At { place, age: Some(age), .. }) = self.at
            && self.sums != [0; 2]
        {
            self.seen.sums.entry(place).or_default().add(age, self.sums);
        }
        self.sums = [0; 2];
        if F::BY_DAY {
            if let Some(At { age: Some(age), .. }) = self.at {
                *self.seen.shipped_by_age.entry(age).or_default() += self.shipped;
            }
            self.shipped = 0;
        }
    }

    /// Rows come by the day, and mostly from one place: what holds for all of them is found out once.
    #[cold]
    fn turn_to(&mut self, day: NaiveDate, location: Packed<'_, 1>) -> At {
        self.keep_sums();
        self.seen.days.add(day);
        let age = self.wanted.as_of.age(day);
        if (0..128).contains(&age) {
            self.seen.listed |= 1 << age;
        }
        let known = self.places.iter().position(|place| *place.name == *location);
        let place = known.unwrap_or_else(|| {
            let here = match (self.wanted.marketplace, std::str::from_utf8(&location)) {
                (Some(judged), Ok(name)) => places::keeps_stock_at(judged, name),
                _ => true,
            };
            let name = places::known_as(&String::from_utf8_lossy(&location));
            let number = self.locations.number(name.as_bytes());
            self.places.push(Place { name: (*location).into(), number, here });
            self.places.len() - 1
        });
        let Place { number, here, .. } = self.places[place];
        let counts = here && !(self.wanted.elsewhere)(&location, day);
        // Ages beyond the reach of a u16 are 180 years; they change nothing.
        let age = u16::try_from(age).ok().filter(|_| counts);
        if let Some(age) = age {
            // A day with rows, even if all of them say nothing.
            self.seen.sums.entry(number).or_default().add(age, [0; 2]);
        }
        let of = |location: [u64; 1]| At { day, location, place: number, foreign: !here, age };
        // What is longer than a word is looked up for each row.
        let at = of(location.words().copied().unwrap_or([u64::MAX]));
        self.at = Some(at);
        at
    }
}

/// A day and a place, and what holds for every row of them.
#[derive(Clone, Copy)]
struct At {
    day: NaiveDate,
    location: [u64; 1],
    /// The number of the place.
    place: u16,
    /// Another marketplace keeps its stock there.
    foreign: bool,
    /// How many days ago; `None` where rows do not count.
    age: Option<u16>,
}

/// A country or a fulfilment centre.
struct Place {
    name: Box<[u8]>,
    number: u16,
    /// The judged marketplace keeps its stock there.
    here: bool,
}

impl<F: Folded<More = ()>> Sink<LedgerSummary> for LedgerSink<'_, F> {
    #[inline(always)]
    fn row(&mut self, row: LedgerRow<'_>, offset: u64) {
        self.take(row, offset);
    }

    fn end(&mut self) {
        self.finish();
    }
}

impl<F: Folded<More = Flow>> Sink<LedgerFlow> for LedgerSink<'_, F> {
    fn row(&mut self, row: LedgerRow<'_, Flow>, offset: u64) {
        self.take(row, offset);
    }

    fn end(&mut self) {
        self.finish();
    }
}

impl<F: Folded> Sink<DailyHistory> for LedgerSink<'_, F> {
    fn row(&mut self, row: LedgerRow<'_>, offset: u64) {
        let LedgerRow { day, sku, fnsku, location, balance, more: () } = row;
        self.take(LedgerRow { day, sku, fnsku, location, balance, more: F::More::default() }, offset);
    }

    fn end(&mut self) {
        self.finish();
    }
}

/// Which days, and where, a ledger file tells: read before the rest where several files have to share the days.
#[derive(Debug, Default)]
pub(super) struct DaySink {
    /// Every location and day with a row.
    pub(super) told: std::collections::BTreeSet<(Box<[u8]>, NaiveDate)>,
    last: Option<(Box<[u8]>, NaiveDate)>,
}

impl<E: for<'a> Export<Row<'a> = LedgerRow<'a>>> Sink<E> for DaySink {
    fn row(&mut self, row: LedgerRow<'_>, _: u64) {
        if self.last.as_ref().is_none_or(|(location, day)| **location != *row.location || *day != row.day) {
            let place = (Box::from(&*row.location), row.day);
            self.told.insert(place.clone());
            self.last = Some(place);
        }
    }
}
