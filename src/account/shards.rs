//! One table of SKUs that several threads fill at once.
//!
//! Rows are gathered in batches, and a batch is added shard by shard, so that a lock is taken for dozens of rows and
//! never for one. What is added must not depend on order (sums, unions, nearest days), then neither does the result.

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Mutex, PoisonError};

const SHARDS: usize = 32;
const BATCH: usize = 1024;

/// What is known of one key, built up change by change in any order.
pub(super) trait Fold: Default + Send {
    /// What one row says.
    type Change: Copy + Send;
    /// Adds what a row says.
    fn fold(&mut self, change: Self::Change);
}

/// A short run of bytes, kept in place: the key and its counters share cache lines. Longer ones are rare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Short(u8, [u8; SHORT]),
    Long(Box<[u8]>),
}

const SHORT: usize = 46;

impl Key {
    #[inline]
    pub(super) fn new(bytes: &[u8]) -> Self {
        match u8::try_from(bytes.len()) {
            Ok(n) if bytes.len() <= SHORT => {
                let mut short = [0; SHORT];
                short[..bytes.len()].copy_from_slice(bytes);
                Key::Short(n, short)
            }
            _ => Key::Long(bytes.into()),
        }
    }

    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Key::Short(n, bytes) => &bytes[..usize::from(*n).min(SHORT)],
            Key::Long(bytes) => bytes,
        }
    }
}

#[derive(Debug)]
struct Shard<A> {
    index: HashTable<u32>,
    entries: Vec<(Key, A)>,
}

/// The table, in shards that are locked one at a time.
#[derive(Debug)]
pub(super) struct Shards<A> {
    shards: Vec<Mutex<Shard<A>>>,
    hasher: RandomState,
}

impl<A: Fold> Shards<A> {
    pub(super) fn new() -> Self {
        let shard = || Mutex::new(Shard { index: HashTable::new(), entries: Vec::new() });
        Shards { shards: (0..SHARDS).map(|_| shard()).collect(), hasher: RandomState::default() }
    }

    #[inline]
    fn hash(&self, key: &[u8]) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(key);
        hasher.finish()
    }

    /// Every key and what is known of it, in no order. Each shard's memory goes as it is moved.
    pub(super) fn into_entries(self) -> Vec<(Key, A)> {
        let shards =
            self.shards.into_iter().map(|shard| shard.into_inner().unwrap_or_else(PoisonError::into_inner));
        let shards: Vec<_> = shards.map(|shard| shard.entries).collect();
        let mut all = Vec::with_capacity(shards.iter().map(Vec::len).sum());
        shards.into_iter().for_each(|entries| all.extend(entries));
        all
    }
}

/// Rows on their way into the table; one per thread.
pub(super) struct Batch<'s, A: Fold> {
    shards: &'s Shards<A>,
    rows: Vec<(u64, Key, A::Change)>,
    order: Vec<u32>,
}

impl<'s, A: Fold> Batch<'s, A> {
    pub(super) fn new(shards: &'s Shards<A>) -> Self {
        Batch { shards, rows: Vec::with_capacity(BATCH), order: Vec::new() }
    }

    /// Adds a row, sooner or later; [`Batch::flush`] makes it sure.
    #[inline]
    pub(super) fn add(&mut self, key: Key, change: A::Change) {
        self.rows.push((self.shards.hash(key.bytes()), key, change));
        if self.rows.len() == BATCH {
            self.flush();
        }
    }

    /// Adds all rows gathered so far.
    #[allow(clippy::cast_possible_truncation)] // at most 1024 rows, and fewer than 2^32 SKUs
    pub(super) fn flush(&mut self) {
        let shard_of = |hash: u64| (hash >> 32) as usize % SHARDS;
        let mut begins = [0_u32; SHARDS + 1];
        for (hash, ..) in &self.rows {
            begins[shard_of(*hash) + 1] += 1;
        }
        for i in 0..SHARDS {
            begins[i + 1] += begins[i];
        }
        let mut next = begins;
        self.order.clear();
        self.order.resize(self.rows.len(), 0);
        for (i, (hash, ..)) in self.rows.iter().enumerate() {
            let at = &mut next[shard_of(*hash)];
            self.order[*at as usize] = i as u32;
            *at += 1;
        }
        for (number, shard) in self.shards.shards.iter().enumerate() {
            let rows = &self.order[begins[number] as usize..begins[number + 1] as usize];
            if rows.is_empty() {
                continue;
            }
            // A thread that panicked has ended the program's run already; its lock says nothing more.
            let Shard { index, entries } = &mut *shard.lock().unwrap_or_else(PoisonError::into_inner);
            for &row in rows {
                let (hash, key, change) = &self.rows[row as usize];
                match index.find(*hash, |&i| entries[i as usize].0.bytes() == key.bytes()) {
                    Some(&i) => entries[i as usize].1.fold(*change),
                    None => {
                        let mut value = A::default();
                        value.fold(*change);
                        if entries.len() == entries.capacity() {
                            // By a quarter, not by doubling: what is reserved and not used counts as memory too.
                            entries.reserve_exact(16 + entries.len() / 4);
                        }
                        entries.push((key.clone(), value));
                        let hash_of = |&i: &u32| self.shards.hash(entries[i as usize].0.bytes());
                        index.insert_unique(*hash, entries.len() as u32 - 1, hash_of);
                    }
                }
            }
        }
        self.rows.clear();
    }
}
