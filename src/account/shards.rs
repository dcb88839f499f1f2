//! One table of SKUs that several threads fill at once.
//!
//! Rows are gathered in batches, and a batch is added shard by shard, so that a lock is taken for dozens of rows and
//! never for one. What is added must not depend on order (sums, unions, nearest days), then neither does the result.

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

const SHARDS: usize = 32;
const BATCH: usize = 1024;
/// Entries that are allocated together; they never move. A vector that grows by copying leaves holes that count as
/// memory, several times what it holds.
const CHUNK: usize = 64;
const WORDS: usize = 5;
/// The longest key that is kept in place.
const SHORT: usize = WORDS * 8 - 1;

/// What is known of one key, built up change by change in any order.
pub(super) trait Fold: Default + Send {
    /// What one row says.
    type Change: Copy + Send;
    /// Adds what a row says.
    fn fold(&mut self, change: Self::Change);
    /// Looks at what [`Fold::fold`] will change, so that the processor fetches it beforehand.
    fn touch(&self) -> u32;
}

/// A short key in place: whole words, the length in the last byte and zeros behind the bytes, so that two keys are
/// compared and hashed at one fixed length.
type Key = [u64; WORDS];

/// The key of `parts` one behind the other, if it is short.
#[inline]
fn short<const N: usize>(parts: [&[u8]; N]) -> Option<Key> {
    let mut bytes = [0; WORDS * 8];
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    bytes[SHORT] = u8::try_from(length).ok().filter(|_| length <= SHORT)?;
    let mut at = 0;
    for part in parts {
        bytes[at..at + part.len()].copy_from_slice(part);
        at += part.len();
    }
    let mut key = [0; WORDS];
    for (word, bytes) in key.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *word = u64::from_le_bytes(*bytes);
    }
    Some(key)
}

/// Are the keys equal? Word by word without a branch, since a comparison of slices would be a call.
#[inline(always)]
fn same(a: &Key, b: &Key) -> bool {
    a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

/// The bytes of a short key.
fn spelled(key: &Key) -> Vec<u8> {
    let mut bytes: Vec<u8> = key.iter().flat_map(|word| word.to_le_bytes()).collect();
    let length = usize::from(bytes[SHORT]);
    bytes.truncate(length);
    bytes
}

/// A key and what is known of it, on as few cache lines as they take.
#[derive(Debug)]
#[repr(align(64))]
struct Entry<A> {
    key: Key,
    value: A,
}

#[derive(Debug)]
struct Shard<A> {
    index: HashTable<u32>,
    chunks: Vec<Vec<Entry<A>>>,
}

impl<A> Shard<A> {
    fn push(&mut self, entry: Entry<A>) -> u32 {
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

#[inline]
fn entry<A>(chunks: &[Vec<Entry<A>>], i: u32) -> &Entry<A> {
    &chunks[i as usize / CHUNK][i as usize % CHUNK]
}

/// The table, in shards that are locked one at a time, and a plain map for the few keys that are long.
#[derive(Debug)]
pub(super) struct Shards<A> {
    shards: Vec<Mutex<Shard<A>>>,
    long: Mutex<BTreeMap<Box<[u8]>, A>>,
    hasher: RandomState,
}

/// A thread that panicked ends the run; what its lock says matters no more.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<A: Fold> Shards<A> {
    pub(super) fn new() -> Self {
        let shard = || Mutex::new(Shard { index: HashTable::new(), chunks: Vec::new() });
        let shards = (0..SHARDS).map(|_| shard()).collect();
        Shards { shards, long: Mutex::default(), hasher: RandomState::default() }
    }

    #[inline]
    fn hash(&self, key: &Key) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        key.iter().for_each(|&word| hasher.write_u64(word));
        hasher.finish()
    }

    /// Calls `take` with every key and what is known of it, in no order.
    pub(super) fn each<'a>(&'a mut self, mut take: impl FnMut(&[u8], &'a A)) {
        for shard in &mut self.shards {
            let shard = shard.get_mut().unwrap_or_else(PoisonError::into_inner);
            for Entry { key, value } in shard.chunks.iter().flatten() {
                take(&spelled(key), value);
            }
        }
        let long = self.long.get_mut().unwrap_or_else(PoisonError::into_inner);
        long.iter().for_each(|(key, value)| take(key, value));
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

    /// Adds a row about the key that `parts` make, sooner or later; [`Batch::finish`] makes it sure.
    #[inline]
    pub(super) fn add<const N: usize>(&mut self, parts: [&[u8]; N], change: A::Change) {
        let Some(key) = short(parts) else {
            locked(&self.shards.long).entry(parts.concat().into()).or_default().fold(change);
            return;
        };
        self.rows.push((self.shards.hash(&key), key, change));
        if self.rows.len() == BATCH {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let begins = self.sort();
        for (number, shard) in self.shards.shards.iter().enumerate() {
            let rows = &self.order[begins[number] as usize..begins[number + 1] as usize];
            if !rows.is_empty() {
                self.add_to(&mut locked(shard), rows);
            }
        }
        self.rows.clear();
    }

    /// Puts the places of the rows in the order of their shards; tells where each shard begins.
    #[allow(clippy::cast_possible_truncation)] // at most 1024 rows
    fn sort(&mut self) -> [u32; SHARDS + 1] {
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
        begins
    }

    fn add_to(&self, shard: &mut Shard<A>, rows: &[u32]) {
        // The entries that are about to be met are looked at first, one right behind the other: the processor fetches
        // them all at once, where it would wait for each in turn while adding up.
        let mut met = 0;
        for &row in rows {
            let (hash, ..) = &self.rows[row as usize];
            met ^= shard.index.iter_hash(*hash).next().map_or(0, |&i| entry(&shard.chunks, i).value.touch());
        }
        std::hint::black_box(met);
        for &row in rows {
            let (hash, key, change) = &self.rows[row as usize];
            match shard.index.find(*hash, |&i| same(&entry(&shard.chunks, i).key, key)) {
                Some(&i) => shard.chunks[i as usize / CHUNK][i as usize % CHUNK].value.fold(*change),
                None => {
                    let mut value = A::default();
                    value.fold(*change);
                    let at = shard.push(Entry { key: *key, value });
                    let Shard { index, chunks } = shard;
                    index.insert_unique(*hash, at, |&i| self.shards.hash(&entry(chunks, i).key));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Sum(u32);

    impl Fold for Sum {
        type Change = u32;
        fn fold(&mut self, change: u32) {
            self.0 += change;
        }
        fn touch(&self) -> u32 {
            self.0
        }
    }

    #[test]
    fn sums_are_the_same_however_many_threads_add_them() {
        let long = "x".repeat(SHORT + 1);
        for threads in [1, 2, 7] {
            let mut shards = Shards::<Sum>::new();
            std::thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| {
                        let mut batch = Batch::new(&shards);
                        for i in 0..5000_u32 {
                            batch.add([format!("sku {}", i % 300).as_bytes(), b"\0", b"label"], i);
                        }
                        batch.add([long.as_bytes()], 1);
                        batch.finish();
                    });
                }
            });
            let mut found = BTreeMap::new();
            shards.each(|key, sum| _ = found.insert(key.to_vec(), sum.0));
            assert_eq!(found.len(), 301);
            assert_eq!(found[long.as_bytes()], threads);
            // 7 + 307 + … + 4807: seventeen terms of mean 2407.
            assert_eq!(found[&b"sku 7\0label"[..]], threads * 17 * 2407);
        }
    }

    #[test]
    fn keys_that_differ_only_in_where_a_part_ends_are_different() {
        assert_ne!(short([b"a", b"\0"]), short([b"a"]));
        assert_eq!(short([b"ab", b"c"]), short([b"a", b"bc"]));
        assert_eq!(short([&[b'x'; SHORT]]).map(|key| spelled(&key)), Some(vec![b'x'; SHORT]));
        assert_eq!(short([&[b'x'; SHORT + 1]]), None);
    }
}
