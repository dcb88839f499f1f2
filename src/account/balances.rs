//! The ledger folded by label and place: stock at the end of each of the last ninety days, and units shipped.
//!
//! What the ledger does not list on a day keeps its last balance; before its first row there was what that row says it
//! started with. Several rows of a day add up, but those that stand twice (`repeats`). Nothing depends on the order of
//! rows.
//!
//! Units in transfer between fulfilment centres stand in a column of their own, outside the balance. Whether they count
//! is only known once today's stock can be compared with an inventory report, so both are kept: with them and without.

mod labels;

use super::shards::{Fold, Known};
use crate::dates::{SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};
use crate::report::{Balance, Packed, SKU_WORDS, Sign, with_text};
use std::cmp::Ordering;

/// One bit for each of the last 91 days; bit 0 is the as-of day.
pub(super) type DayBits = u128;

/// The ledger of one label at one place. As small as it can be: with its key it takes two cache lines, and a big
/// account's entries are waited for.
#[derive(Clone, Debug)]
pub(super) struct Balances {
    /// Stands for the SKU under which the label was met first.
    name: u32,
    /// Units that days start with less those that they end with, over all rows; it goes round beyond what 32 bits hold.
    net: u32,
    /// Days with a row; the last bit, of no day, says that a day has several.
    listed: [u32; 3],
    positive: [u32; 3],
    /// Days on which units were in transfer, if nothing was on hand.
    moving: [u32; 3],
    sold: [u32; 3],
    /// The age of the nearest day at or before each snapshot day that is known, and its balance and units in transfer.
    nearest: [u16; 4],
    snapshots: [u32; 4],
    in_transfer: [u32; 4],
    shipped_60: u32,
    shipped_90: u32,
    first: Oldest,
}

/// The bit of [`Balances::listed`] that says that a day has several rows.
const AGAIN: u32 = 1 << 31;

impl Default for Balances {
    fn default() -> Self {
        Balances {
            name: 0,
            net: 0,
            listed: [0; 3],
            positive: [0; 3],
            moving: [0; 3],
            sold: [0; 3],
            nearest: [u16::MAX; 4],
            snapshots: [0; 4],
            in_transfer: [0; 4],
            shipped_60: 0,
            shipped_90: 0,
            first: Oldest::default(),
        }
    }
}

/// The oldest row: its age, whether units came in, and how many there were before.
#[derive(Clone, Copy, Debug, Default)]
struct Oldest {
    start: u32,
    age: u16,
    received: bool,
}

/// What one ledger row says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub(super) age: u16,
    pub(super) sku: [u64; SKU_WORDS],
    pub(super) balance: Balance,
}

/// A number that stands for a SKU, never 0. Two SKUs of one label that share it, one pair in 2^31, are taken for one name.
#[inline(always)]
#[allow(clippy::cast_possible_truncation)] // half of the bits are enough
fn mark(sku: &[u64; SKU_WORDS]) -> u32 {
    // Odd numbers without a pattern: fractions of the square roots of the first primes.
    const ODD: [u64; SKU_WORDS] = [
        0x6a09_e667_f3bc_c909,
        0xbb67_ae85_84ca_a73b,
        0x3c6e_f372_fe94_f82b,
        0xa54f_f53a_5f1d_36f1,
        0x510e_527f_ade6_82d1,
    ];
    let sum = sku.iter().zip(ODD).fold(0_u64, |sum, (word, odd)| sum.wrapping_add(word.wrapping_mul(odd)));
    (sum >> 32) as u32 | 1
}

/// What is beside the table: labels under SKUs that nobody knows yet.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Label and place, and SKU; some may stand several times.
    pub(super) of: Vec<(LedgerKey, [u64; SKU_WORDS])>,
    /// How many there were when they were last put in order.
    ordered: usize,
}

impl Fold for Balances {
    type Key = LedgerKey;
    type Change = Change;
    type Aside = Names;

    #[inline(always)]
    fn touch(&self) -> u32 {
        u32::from(self.first.age)
    }

    #[inline(always)]
    fn fold(&mut self, change: Change) -> bool {
        let Change { age, balance, sku } = change;
        let name = mark(&sku);
        let Balance { end, shipped, .. } = balance;
        let (start, transit, received) = (balance.start(), balance.transit(), balance.is(Sign::Received));
        let first_age = self.first.age;
        let is_new = self.name != name;
        self.name = if self.name == 0 { name } else { self.name };
        self.net = self.net.wrapping_add(start).wrapping_sub(end);
        if age > first_age {
            self.first = Oldest { age, received, start };
        } else if age == first_age {
            self.first.start = self.first.start.saturating_add(start);
            self.first.received |= received;
        }
        // What is older than the oldest snapshot's row changes nothing else. Ledgers begin with the newest day.
        if (age > SELL_THROUGH_DAYS) & (age > self.nearest[3]) {
            return is_new;
        }
        let mut again = false;
        if age <= SELL_THROUGH_DAYS {
            let (word, bit) = (usize::from(age / 32), 1 << (age % 32));
            again = self.listed[word] & bit != 0;
            self.listed[word] |= bit;
            self.positive[word] |= if end > 0 { bit } else { 0 };
            self.moving[word] |= if transit > 0 { bit } else { 0 };
            self.sold[word] |= if shipped > 0 { bit } else { 0 };
        }
        // Four by four, as a processor can.
        let mut nearer = [false; 4];
        for (i, wanted) in SNAPSHOT_AGES.iter().enumerate() {
            nearer[i] = (age >= *wanted) & (age <= self.nearest[i]);
        }
        // Of most days no snapshot is taken, and rows come by the day.
        if nearer != [false; 4] {
            again |= self.snap(age, nearer, [end, transit]);
        }
        for (days, sum) in [(WEIGHT_DAYS, &mut self.shipped_60), (SELL_THROUGH_DAYS, &mut self.shipped_90)] {
            *sum = sum.saturating_add(if age < days { shipped } else { 0 });
        }
        self.listed[2] |= if again { AGAIN } else { 0 };
        is_new
    }

    #[cold]
    fn put_aside(names: &mut Names, key: &LedgerKey, change: &Change) {
        const FEW: usize = 64;
        names.of.push((*key, change.sku));
        if names.of.len() > FEW.max(2 * names.ordered) {
            names.of.sort_unstable();
            names.of.dedup();
            names.ordered = names.of.len();
        }
    }
}

impl Balances {
    /// Keeps the balance and the units in transfer of the snapshots to which a day is the nearest. Is that day known?
    #[inline(never)]
    fn snap(&mut self, age: u16, nearer: [bool; 4], units: [u32; 2]) -> bool {
        let mut again = false;
        for (i, _) in nearer.iter().enumerate().filter(|(_, nearer)| **nearer) {
            let same = age == self.nearest[i];
            again |= same;
            self.nearest[i] = age;
            for (known, units) in [&mut self.snapshots[i], &mut self.in_transfer[i]].into_iter().zip(units) {
                *known = if same { known.saturating_add(units) } else { units };
            }
        }
        again
    }

    /// Units in transfer on a snapshot day, as far as a row of that very day says.
    fn in_transfer_on(&self, snapshot: usize) -> u64 {
        if self.nearest[snapshot] == SNAPSHOT_AGES[snapshot] { self.in_transfer[snapshot].into() } else { 0 }
    }

    /// Does any day have several rows?
    pub(super) fn is_repeated(&self) -> bool {
        self.listed[2] & AGAIN != 0
    }
}

/// The label's words; the last two bytes, which no label reaches, number the place.
pub(super) type LedgerKey = [u64; 2];

/// What is behind the bytes of a label in its last word.
const PLACE_SHIFT: u32 = 48;

/// The key of a label at a place, if it is short enough and there is one.
#[inline(always)]
pub(super) fn key(fnsku: Packed<'_, 2>, place: u16) -> Option<LedgerKey> {
    let &[label, rest] = fnsku.words()?;
    let is_one = (label != 0) & (rest >> PLACE_SHIFT == 0);
    is_one.then_some([label, rest | u64::from(place) << PLACE_SHIFT])
}

/// The bytes of a key that is too long, or of a row that names a SKU alone: none of its parts holds a NUL byte.
#[cold]
pub(super) fn long_key(sku: &[u8], fnsku: &[u8], place: u16) -> Vec<u8> {
    [&place.to_le_bytes()[..], sku, &[0], fnsku].concat()
}

/// The label of a short key, without its place.
pub(super) fn label(&[label, rest]: &LedgerKey) -> [u64; 2] {
    [label, rest & ((1 << PLACE_SHIFT) - 1)]
}

/// The number of the place of a key.
pub(super) fn location(key: &Known<'_>) -> u16 {
    match *key {
        Known::Short(words) => words.last().and_then(|last| u16::try_from(last >> PLACE_SHIFT).ok()),
        Known::Long(bytes) => bytes.first_chunk().copied().map(u16::from_le_bytes),
    }
    .unwrap_or_default()
}

/// The SKU and the label of a key; a short one has no SKU.
pub(super) fn key_parts(key: &Known<'_>) -> (String, String) {
    match *key {
        Known::Short(words) => {
            let key = words.first_chunk().copied().unwrap_or_default();
            (String::new(), with_text(&label(&key), str::to_owned))
        }
        Known::Long(bytes) => {
            let bytes = bytes.get(2..).unwrap_or_default();
            let cut = memchr::memrchr(0, bytes).unwrap_or(bytes.len());
            (text(&bytes[..cut]), text(bytes.get(cut + 1..).unwrap_or_default()))
        }
    }
}

/// The text of bytes that a cell held.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What the ledger says of one stock, all its labels and places together.
#[derive(Clone, Debug, Default)]
pub(super) struct LedgerFacts {
    /// Days that ended with stock.
    pub(super) in_stock: DayBits,
    /// Days on which units shipped.
    pub(super) sold: DayBits,
    /// Balance at the end of the four snapshot days.
    pub(super) snapshots: [u64; 4],
    /// Units in transfer on those days.
    pub(super) in_transfer: [u64; 4],
    pub(super) shipped_60: u64,
    pub(super) shipped_90: u64,
    /// Days before the as-of day on which the stock is first listed.
    pub(super) first_age: u16,
    /// There were units before the first listed day.
    pub(super) first_stocked: bool,
    /// On the first listed day units came in.
    pub(super) first_received: bool,
}

impl LedgerFacts {
    /// Adds today's stock of a label or a place, and nothing else.
    pub(super) fn add_today(&mut self, balances: &Balances) {
        self.snapshots[0] += u64::from(balances.snapshots[0]);
        self.in_transfer[0] += balances.in_transfer_on(0);
    }

    /// Adds a label or a place of the stock, with the units in transfer or without.
    pub(super) fn add(&mut self, balances: &Balances, with_transfer: bool) {
        let joined =
            |words: [u32; 3]| words.iter().rev().fold(0, |bits, &word| bits << 32 | DayBits::from(word));
        // Units in transfer arrive: what a row says of them holds for its own day, where a balance is carried on.
        let moving = if with_transfer { joined(balances.moving) } else { 0 };
        let (listed, positive) = (joined(balances.listed), joined(balances.positive));
        let first = balances.first;
        for (i, wanted) in SNAPSHOT_AGES.iter().enumerate() {
            // Before its first row there was what that row begins with.
            let before = if *wanted > first.age { first.start } else { 0 };
            let known = balances.nearest[i] != u16::MAX;
            self.snapshots[i] += u64::from(if known { balances.snapshots[i] } else { before });
            self.in_transfer[i] += balances.in_transfer_on(i);
        }
        let mut stocked =
            if balances.nearest[3] == u16::MAX { first.start > 0 } else { balances.snapshots[3] > 0 };
        // From the oldest day on, a day without a row ends as the one before it did.
        for age in (0..SELL_THROUGH_DAYS).rev() {
            if listed >> age & 1 == 1 {
                stocked = positive >> age & 1 == 1;
            }
            self.in_stock |= (DayBits::from(stocked) | moving >> age & 1) << age;
        }
        self.sold |= joined(balances.sold);
        self.shipped_60 += u64::from(balances.shipped_60);
        self.shipped_90 += u64::from(balances.shipped_90);
        match first.age.cmp(&self.first_age) {
            Ordering::Greater => {
                self.first_age = first.age;
                self.first_stocked = first.start > 0;
                self.first_received = first.received;
            }
            Ordering::Equal => {
                self.first_stocked |= first.start > 0;
                self.first_received |= first.received;
            }
            Ordering::Less => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_takes_two_cache_lines() {
        assert_eq!(size_of::<LedgerKey>() + size_of::<Balances>(), 128);
    }
}
