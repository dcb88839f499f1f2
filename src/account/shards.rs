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

/// Entries in chunks that never move: a vector that grows by copying leaves holes that count as memory, several times
/// what it holds.
#[derive(Debug)]
pub(super) struct Entries<A> {
    chunks: Vec<Vec<(Key, A)>>,
}

const CHUNK: usize = 128;

impl<A> Entries<A> {
    #[inline]
    fn get(&self, i: u32) -> &(Key, A) {
        &self.chunks[i as usize / CHUNK][i as usize % CHUNK]
    }

    #[inline]
    fn get_mut(&mut self, i: u32) -> &mut (Key, A) {
        &mut self.chunks[i as usize / CHUNK][i as usize % CHUNK]
    }

    fn push(&mut self, entry: (Key, A)) -> u32 {
        if self.chunks.last().is_none_or(|chunk| chunk.len() == CHUNK) {
            self.chunks.push(Vec::with_capacity(CHUNK));
        }
        let number = self.chunks.len() - 1;
        let chunk = &mut self.chunks[number];
        chunk.push(entry);
        // There are fewer than 2^32 SKUs in any file that fits on a disk.
        u32::try_from(number * CHUNK + chunk.len() - 1).unwrap_or(u32::MAX)
    }
}

#[derive(Debug)]
struct Shard<A> {
    index: HashTable<u32>,
    entries: Entries<A>,
}

/// The table, in shards that are locked one at a time.
#[derive(Debug)]
pub(super) struct Shards<A> {
    shards: Vec<Mutex<Shard<A>>>,
    hasher: RandomState,
}

impl<A: Fold> Shards<A> {
    pub(super) fn new() -> Self {
        let shard = || Mutex::new(Shard { index: HashTable::new(), entries: Entries { chunks: Vec::new() } });
        Shards { shards: (0..SHARDS).map(|_| shard()).collect(), hasher: RandomState::default() }
    }

    #[inline]
    fn hash(&self, key: &[u8]) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(key);
        hasher.finish()
    }

    /// Every key and what is known of it, in no order: chunks of entries.
    pub(super) fn into_chunks(self) -> Vec<Vec<(Key, A)>> {
        let shards =
            self.shards.into_iter().map(|shard| shard.into_inner().unwrap_or_else(PoisonError::into_inner));
        shards.flat_map(|shard| shard.entries.chunks).collect()
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

    /// Adds all rows gathered so far and gives the memory back: sinks of big files outlive their pieces.
    pub(super) fn finish(&mut self) {
        self.flush();
        self.rows = Vec::new();
        self.order = Vec::new();
    }

    /// Adds a row, sooner or later; [`Batch::finish`] makes it sure.
    #[inline]
    pub(super) fn add(&mut self, key: Key, change: A::Change) {
        self.rows.push((self.shards.hash(key.bytes()), key, change));
        if self.rows.len() == BATCH {
            self.flush();
        }
    }

    #[allow(clippy::cast_possible_truncation)] // at most 1024 rows
    fn flush(&mut self) {
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
                match index.find(*hash, |&i| entries.get(i).0.bytes() == key.bytes()) {
                    Some(&i) => entries.get_mut(i).1.fold(*change),
                    None => {
                        let mut value = A::default();
                        value.fold(*change);
                        let at = entries.push((key.clone(), value));
                        index.insert_unique(*hash, at, |&i| self.shards.hash(entries.get(i).0.bytes()));
                    }
                }
            }
        }
        self.rows.clear();
    }
}
