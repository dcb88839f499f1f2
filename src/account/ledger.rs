//! The ledger folded by SKU: stock at the end of each of the last ninety days, and units shipped.
//!
//! A SKU that the ledger does not list on a day keeps its last balance; before its first row it has none. Several rows of
//! a day (one per fulfilment centre, say) add up. Nothing depends on the order of rows.

use super::intake::OddRows;
use super::shards::{Batch, Fold, Known, Shards};
use crate::dates::{AsOf, SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};
use crate::ids::Marketplace;
use crate::report::{
    Balance, DailyHistory, Export, LedgerRow, LedgerSummary, Packed, SKU_WORDS, Sign, Sink, unpacked,
};
use chrono::NaiveDate;
use std::sync::Mutex;

/// One bit for each of the last 91 days; bit 0 is the as-of day.
pub(super) type DayBits = u128;

/// The ledger of one SKU, FNSKU and location. As small as it can be: with its key it takes two cache lines, and a big
/// account's entries are waited for.
#[derive(Debug)]
pub(super) struct Balances {
    listed: [u32; 3],
    positive: [u32; 3],
    sold: [u32; 3],
    /// The age of the nearest day at or before each snapshot day that is known, and its balance.
    nearest: [u16; 4],
    snapshots: [u32; 4],
    shipped_60: u32,
    shipped_90: u32,
    first: Oldest,
}

impl Default for Balances {
    fn default() -> Self {
        Balances {
            listed: [0; 3],
            positive: [0; 3],
            sold: [0; 3],
            nearest: [u16::MAX; 4],
            snapshots: [0; 4],
            shipped_60: 0,
            shipped_90: 0,
            first: Oldest::default(),
        }
    }
}

/// The oldest row: its age, whether units came in, and whether there were any before.
#[derive(Clone, Copy, Debug, Default)]
struct Oldest {
    age: u16,
    received: bool,
    stocked: bool,
}

/// What one ledger row says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    age: u16,
    balance: Balance,
}

impl Fold for Balances {
    type Key = LedgerKey;
    type Change = Change;

    #[inline(always)]
    fn touch(&self) -> u32 {
        u32::from(self.first.age)
    }

    #[inline(always)]
    fn fold(&mut self, change: Change) {
        let Change { age, balance } = change;
        let Balance { end, shipped, .. } = balance;
        let (received, stocked) = (balance.is(Sign::Received), balance.is(Sign::Stocked));
        if age <= SELL_THROUGH_DAYS {
            let (word, bit) = (usize::from(age / 32), 1 << (age % 32));
            self.listed[word] |= bit;
            self.positive[word] |= if end > 0 { bit } else { 0 };
            self.sold[word] |= if shipped > 0 { bit } else { 0 };
        }
        for ((wanted, nearest), units) in SNAPSHOT_AGES.iter().zip(&mut self.nearest).zip(&mut self.snapshots)
        {
            let same = if age == *nearest { *units } else { 0 };
            let nearer = (age >= *wanted) & (age <= *nearest);
            *units = if nearer { same.saturating_add(end) } else { *units };
            *nearest = if nearer { age } else { *nearest };
        }
        for (days, sum) in [(WEIGHT_DAYS, &mut self.shipped_60), (SELL_THROUGH_DAYS, &mut self.shipped_90)] {
            *sum = sum.saturating_add(if age < days { shipped } else { 0 });
        }
        if age > self.first.age {
            self.first = Oldest { age, received, stocked };
        } else if age == self.first.age {
            self.first.stocked |= stocked;
            self.first.received |= received;
        }
    }
}

/// The SKU's words, then the FNSKU's; the last two bytes, which no FNSKU reaches, number the location.
type LedgerKey = [u64; SKU_WORDS + 2];

/// What is behind the bytes of an FNSKU in its last word.
const LOCATION_SHIFT: u32 = 48;

/// The key of a SKU, its FNSKU and a location, if both are short enough.
#[inline(always)]
fn key(sku: Packed<'_, SKU_WORDS>, fnsku: Packed<'_, 2>, location: u16) -> Option<LedgerKey> {
    let (&[a, b, c, d, e], &[label, rest]) = (sku.words()?, fnsku.words()?);
    (rest >> LOCATION_SHIFT == 0).then_some([
        a,
        b,
        c,
        d,
        e,
        label,
        rest | u64::from(location) << LOCATION_SHIFT,
    ])
}

/// The bytes of a key that is too long: none of its parts holds a NUL byte.
#[cold]
fn long_key(sku: Packed<'_, SKU_WORDS>, fnsku: Packed<'_, 2>, location: u16) -> Vec<u8> {
    [&location.to_le_bytes()[..], &sku, &[0], &fnsku].concat()
}

/// The SKU and the FNSKU of a key.
pub(super) fn key_parts(key: &Known<'_>) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match *key {
        Known::Short(words) => {
            let (sku, label) = words.split_at(SKU_WORDS);
            let mut label = label.to_vec();
            label.iter_mut().skip(1).for_each(|rest| *rest &= (1 << LOCATION_SHIFT) - 1);
            (text(&unpacked(sku)), text(&unpacked(&label)))
        }
        Known::Long(bytes) => {
            let bytes = bytes.get(2..).unwrap_or_default();
            let cut = memchr::memrchr(0, bytes).unwrap_or(bytes.len());
            (text(&bytes[..cut]), text(bytes.get(cut + 1..).unwrap_or_default()))
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
    /// There were units before the first listed day.
    pub(super) first_stocked: bool,
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
        let mut stocked = balances.snapshots[3] > 0;
        for age in (0..SELL_THROUGH_DAYS).rev() {
            if listed >> age & 1 == 1 {
                stocked = positive >> age & 1 == 1;
            }
            self.in_stock |= DayBits::from(stocked) << age;
        }
        self.sold |= joined(balances.sold);
        for (sum, units) in self.snapshots.iter_mut().zip(balances.snapshots) {
            *sum += u64::from(units);
        }
        self.shipped_60 += u64::from(balances.shipped_60);
        self.shipped_90 += u64::from(balances.shipped_90);
        match balances.first.age.cmp(&self.first_age) {
            std::cmp::Ordering::Greater => {
                self.first_age = balances.first.age;
                self.first_stocked = balances.first.stocked;
                self.first_received = balances.first.received;
            }
            std::cmp::Ordering::Equal => {
                self.first_stocked |= balances.first.stocked;
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
                (Some(judged), Ok(name)) => judged.keeps_stock_at(name),
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
