//! The rows of a ledger on their way into the table: which of them count, and for which day and place.

use super::balances::{Balances, Change, DayBits, key, long_key};
use super::intake::OddRows;
use super::shards::{Batch, Shards};
use crate::dates::AsOf;
use crate::ids::Marketplace;
use crate::places;
use crate::report::{DailyHistory, Export, LedgerRow, LedgerSummary, Packed, Sign, Sink};
use chrono::NaiveDate;
use std::sync::Mutex;

/// Locations get numbers, so that a key stays short.
#[derive(Debug, Default)]
pub(super) struct Locations(Mutex<Vec<Box<[u8]>>>);

impl Locations {
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
}

/// Takes the rows of one piece of a ledger.
pub(super) struct LedgerSink<'a> {
    wanted: &'a Wanted<'a>,
    locations: &'a Locations,
    batch: Batch<'a, Balances>,
    /// Of what day and place the last row was.
    at: Option<At>,
    /// Places seen.
    places: Vec<Place>,
    /// First and last day seen.
    pub(super) days: Days,
    /// Days with rows, as far back as there are bits.
    pub(super) listed: DayBits,
    /// Rows whose movements do not lead from start to end.
    pub(super) odd: OddRows,
    /// Sellable rows with a balance below nothing.
    pub(super) negative: OddRows,
    /// Rows of places that another marketplace keeps its stock in.
    pub(super) foreign: u64,
}

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

    /// Widens the span to hold another.
    pub(super) fn join(&mut self, other: Days) {
        if let Some((first, last)) = other.span {
            self.add(first);
            self.add(last);
        }
    }
}

impl<'a> LedgerSink<'a> {
    pub(super) fn new(
        wanted: &'a Wanted<'a>,
        locations: &'a Locations,
        shards: &'a Shards<Balances>,
    ) -> Self {
        LedgerSink {
            wanted,
            locations,
            batch: Batch::new(shards),
            at: None,
            places: Vec::new(),
            days: Days::default(),
            listed: 0,
            odd: OddRows::default(),
            negative: OddRows::default(),
            foreign: 0,
        }
    }

    #[inline(always)]
    fn take(&mut self, row: LedgerRow<'_>, offset: u64) {
        let LedgerRow { day, sku, fnsku, location, balance } = row;
        if balance.is(Sign::Odd) {
            self.odd.add(offset);
        }
        let at = match self.at {
            Some(at) if at.day == day && location.words() == Some(&at.location) => at,
            _ => self.turn_to(day, location),
        };
        self.foreign += u64::from(at.foreign);
        let Some(age) = at.age.filter(|_| balance.is(Sign::Sellable)) else { return };
        if balance.is(Sign::Negative) {
            self.negative.add(offset);
        }
        let key = key(sku, fnsku, at.place);
        self.batch.add(key, || long_key(sku, fnsku, at.place), Change { age, balance });
    }

    /// Rows come by the day, and mostly from one place: what holds for all of them is found out once.
    #[cold]
    fn turn_to(&mut self, day: NaiveDate, location: Packed<'_, 1>) -> At {
        self.days.add(day);
        let age = self.wanted.as_of.age(day);
        if (0..128).contains(&age) {
            self.listed |= 1 << age;
        }
        let known = self.places.iter().position(|place| *place.name == *location);
        let place = known.unwrap_or_else(|| {
            let here = match (self.wanted.marketplace, std::str::from_utf8(&location)) {
                (Some(judged), Ok(name)) => places::keeps_stock_at(judged, name),
                _ => true,
            };
            let number = self.locations.number(&location);
            self.places.push(Place { name: (*location).into(), number, here });
            self.places.len() - 1
        });
        let Place { number, here, .. } = self.places[place];
        let counts = here && !(self.wanted.elsewhere)(&location, day);
        // Ages beyond the reach of a u16 are 180 years; they change nothing.
        let age = u16::try_from(age).ok().filter(|_| counts);
        let at = |&location: &[u64; 1]| At { day, location, place: number, foreign: !here, age };
        self.at = location.words().map(at);
        at(&[0])
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

impl Sink<LedgerSummary> for LedgerSink<'_> {
    #[inline(always)]
    fn row(&mut self, row: LedgerRow<'_>, offset: u64) {
        self.take(row, offset);
    }

    fn end(&mut self) {
        self.batch.finish();
    }
}

impl Sink<DailyHistory> for LedgerSink<'_> {
    fn row(&mut self, row: LedgerRow<'_>, offset: u64) {
        self.take(row, offset);
    }

    fn end(&mut self) {
        self.batch.finish();
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
