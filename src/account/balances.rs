//! The ledger folded by SKU: stock at the end of each of the last ninety days, and units shipped.
//!
//! A SKU that the ledger does not list on a day keeps its last balance; before its first row it has none. Several rows of
//! a day (one per fulfilment centre, say) add up. Nothing depends on the order of rows.

use super::shards::{Fold, Known};
use crate::dates::{SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};
use crate::report::{Balance, Packed, SKU_WORDS, Sign, unpacked};

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
    pub(super) age: u16,
    pub(super) balance: Balance,
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
pub(super) type LedgerKey = [u64; SKU_WORDS + 2];

/// What is behind the bytes of an FNSKU in its last word.
const LOCATION_SHIFT: u32 = 48;

/// The key of a SKU, its FNSKU and a location, if both are short enough.
#[inline(always)]
pub(super) fn key(sku: Packed<'_, SKU_WORDS>, fnsku: Packed<'_, 2>, location: u16) -> Option<LedgerKey> {
    let (&[a, b, c, d, e], &[label, rest]) = (sku.words()?, fnsku.words()?);
    let location = u64::from(location) << LOCATION_SHIFT;
    (rest >> LOCATION_SHIFT == 0).then_some([a, b, c, d, e, label, rest | location])
}

/// The bytes of a key that is too long: none of its parts holds a NUL byte.
#[cold]
pub(super) fn long_key(sku: Packed<'_, SKU_WORDS>, fnsku: Packed<'_, 2>, location: u16) -> Vec<u8> {
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
