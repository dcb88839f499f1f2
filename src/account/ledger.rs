//! The ledger folded by SKU: stock at the end of each of the last ninety days, and units shipped.
//!
//! A SKU that the ledger does not list on a day keeps its last balance; before its first row it has none. Several rows of
//! a day (one per fulfilment centre, say) add up. Nothing depends on the order of rows.

use super::intake::OddRows;
use super::shards::{Batch, Fold, Shards};
use crate::dates::{AsOf, SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};
use crate::ids::Marketplace;
use crate::report::{DailyHistory, Export, LedgerBalance, LedgerSummary, Sink};
use chrono::NaiveDate;
use std::sync::Mutex;

/// One bit for each of the last 91 days; bit 0 is the as-of day.
pub(super) type DayBits = u128;

/// The ledger of one SKU, FNSKU and location.
#[derive(Debug, Default)]
pub(super) struct Balances {
    listed: [u32; 3],
    positive: [u32; 3],
    sold: [u32; 3],
    snapshots: [Nearest; 4],
    shipped_60: u32,
    shipped_90: u32,
    first: Oldest,
}

/// The balance on the nearest day at or before a wanted one.
#[derive(Clone, Copy, Debug)]
struct Nearest {
    age: u16,
    units: u32,
}

impl Default for Nearest {
    fn default() -> Self {
        Nearest { age: u16::MAX, units: 0 }
    }
}

/// The oldest row: its age, whether units came in, and what there was before.
#[derive(Clone, Copy, Debug, Default)]
struct Oldest {
    age: u16,
    received: bool,
    start: u32,
}

/// What one ledger row says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    age: u16,
    received: bool,
    start: u32,
    end: u32,
    shipped: u32,
}

impl Fold for Balances {
    type Change = Change;

    #[inline]
    fn touch(&self) -> u32 {
        self.listed[0] ^ self.first.start
    }

    #[inline]
    fn fold(&mut self, change: Change) {
        let Change { age, received, start, end, shipped } = change;
        if age <= SELL_THROUGH_DAYS {
            let (word, bit) = (usize::from(age / 32), 1 << (age % 32));
            self.listed[word] |= bit;
            self.positive[word] |= if end > 0 { bit } else { 0 };
            self.sold[word] |= if shipped > 0 { bit } else { 0 };
        }
        for (wanted, nearest) in SNAPSHOT_AGES.iter().zip(&mut self.snapshots) {
            if age >= *wanted && age <= nearest.age {
                let same = if age == nearest.age { nearest.units } else { 0 };
                *nearest = Nearest { age, units: same.saturating_add(end) };
            }
        }
        for (days, sum) in [(WEIGHT_DAYS, &mut self.shipped_60), (SELL_THROUGH_DAYS, &mut self.shipped_90)] {
            if age < days {
                *sum = sum.saturating_add(shipped);
            }
        }
        if age > self.first.age {
            self.first = Oldest { age, received, start };
        } else if age == self.first.age {
            self.first.start = self.first.start.saturating_add(start);
            self.first.received |= received;
        }
    }
}

/// What the ledger says of one SKU, all its labels and locations together.
#[derive(Clone, Debug, Default)]
pub(super) struct LedgerFacts {
    /// Days that ended with stock.
    pub(super) in_stock: DayBits,
    /// Days on which units shipped.
    pub(super) sold: DayBits,
    /// Balance at the end of the four snapshot days.
    pub(super) snapshots: [u64; 4],
    pub(super) shipped_60: u64,
    pub(super) shipped_90: u64,
    /// Days before the as-of day on which the SKU is first listed.
    pub(super) first_age: u16,
    /// What there was before the first listed day.
    pub(super) first_start: u64,
    /// On the first listed day units came in.
    pub(super) first_received: bool,
}

impl LedgerFacts {
    /// Adds another label or location of the SKU.
    pub(super) fn add(&mut self, balances: &Balances) {
        let joined =
            |words: [u32; 3]| words.iter().rev().fold(0, |bits, &word| bits << 32 | DayBits::from(word));
        let (listed, positive) = (joined(balances.listed), joined(balances.positive));
        // From the oldest day on, a day without a row ends as the one before it did.
        let mut stocked = balances.snapshots[3].units > 0;
        for age in (0..SELL_THROUGH_DAYS).rev() {
            if listed >> age & 1 == 1 {
                stocked = positive >> age & 1 == 1;
            }
            self.in_stock |= DayBits::from(stocked) << age;
        }
        self.sold |= joined(balances.sold);
        for (sum, nearest) in self.snapshots.iter_mut().zip(balances.snapshots) {
            *sum += u64::from(nearest.units);
        }
        self.shipped_60 += u64::from(balances.shipped_60);
        self.shipped_90 += u64::from(balances.shipped_90);
        match balances.first.age.cmp(&self.first_age) {
            std::cmp::Ordering::Greater => {
                self.first_age = balances.first.age;
                self.first_start = balances.first.start.into();
                self.first_received = balances.first.received;
            }
            std::cmp::Ordering::Equal => {
                self.first_start += u64::from(balances.first.start);
                self.first_received |= balances.first.received;
            }
            std::cmp::Ordering::Less => {}
        }
    }
}

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
    day: Option<(NaiveDate, i64, bool)>,
    /// Places seen, and which of them the last row was of.
    places: Vec<Place>,
    place: usize,
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

    /// The span that holds all of them.
    pub(super) fn joined(all: impl Iterator<Item = Days>) -> Days {
        let mut days = Days::default();
        all.for_each(|other| days.join(other));
        days
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
            day: None,
            places: Vec::new(),
            place: 0,
            days: Days::default(),
            listed: 0,
            odd: OddRows::default(),
            negative: OddRows::default(),
            foreign: 0,
        }
    }

    #[inline]
    fn take(&mut self, row: &LedgerBalance<'_>, offset: u64) {
        if !row.adds_up {
            self.odd.add(offset);
        }
        let age = match self.day {
            Some((day, age, _)) if day == row.day => age,
            _ => self.next_day(row),
        };
        let (location, here) = match self.places.get(self.place) {
            Some(place) if place.is(row.location) => (place.number, place.here),
            _ => self.next_place(row),
        };
        let told_elsewhere = self.day.is_some_and(|(.., elsewhere)| elsewhere);
        if !here {
            self.foreign += 1;
        }
        if !row.sellable || !here || told_elsewhere || age < 0 {
            return;
        }
        if row.end < 0 {
            self.negative.add(offset);
        }
        // Ages beyond the reach of a u16 are 180 years; they change nothing.
        let Ok(age) = u16::try_from(age) else { return };
        let units = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
        let change = Change {
            age,
            received: row.received,
            start: units(row.start),
            end: units(row.end),
            shipped: u32::try_from(row.shipped).unwrap_or(u32::MAX),
        };
        self.batch.add([&location.to_le_bytes(), &row.sku, &[0], row.fnsku], change);
    }

    #[cold]
    fn next_day(&mut self, row: &LedgerBalance<'_>) -> i64 {
        self.days.add(row.day);
        let age = self.wanted.as_of.age(row.day);
        if (0..128).contains(&age) {
            self.listed |= 1 << age;
        }
        self.day = Some((row.day, age, (self.wanted.elsewhere)(row.location, row.day)));
        age
    }

    #[cold]
    fn next_place(&mut self, row: &LedgerBalance<'_>) -> (u16, bool) {
        let known = self.places.iter().position(|place| place.is(row.location));
        self.place = known.unwrap_or_else(|| {
            let here = match (self.wanted.marketplace, std::str::from_utf8(row.location)) {
                (Some(judged), Ok(name)) => judged.keeps_stock_at(name),
                _ => true,
            };
            let number = self.locations.number(row.location);
            self.places.push(Place { name: row.location.into(), number, here });
            self.places.len() - 1
        });
        self.next_day(row);
        let place = &self.places[self.place];
        (place.number, place.here)
    }
}

/// A country or a fulfilment centre.
struct Place {
    name: Box<[u8]>,
    number: u16,
    /// The judged marketplace keeps its stock there.
    here: bool,
}

impl Place {
    /// Byte by byte: names are two to four bytes long, for which a call costs more than it saves.
    #[inline(always)]
    fn is(&self, name: &[u8]) -> bool {
        self.name.len() == name.len() && self.name.iter().zip(name).all(|(a, b)| a == b)
    }
}

/// The SKU and the FNSKU of a key that [`LedgerSink`] made.
pub(super) fn key_parts(key: &[u8]) -> (String, String) {
    let bytes = key.get(2..).unwrap_or_default();
    let cut = memchr::memrchr(0, bytes).unwrap_or(bytes.len());
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    (text(&bytes[..cut]), text(bytes.get(cut + 1..).unwrap_or_default()))
}

impl Sink<LedgerSummary> for LedgerSink<'_> {
    #[inline]
    fn row(&mut self, row: LedgerBalance<'_>, offset: u64) {
        self.take(&row, offset);
    }

    fn end(&mut self) {
        self.batch.finish();
    }
}

impl Sink<DailyHistory> for LedgerSink<'_> {
    fn row(&mut self, row: LedgerBalance<'_>, offset: u64) {
        self.take(&row, offset);
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

impl<E: for<'a> Export<Row<'a> = LedgerBalance<'a>>> Sink<E> for DaySink {
    fn row(&mut self, row: LedgerBalance<'_>, _: u64) {
        if self.last.as_ref().is_none_or(|(location, day)| **location != *row.location || *day != row.day) {
            let place = (Box::from(row.location), row.day);
            self.told.insert(place.clone());
            self.last = Some(place);
        }
    }
}
