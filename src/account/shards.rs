//! One table of SKUs that several threads fill at once.
//!
//! Rows are gathered in batches, one for each shard of the table, so that a lock is taken for dozens of rows and never for
//! one. What is added must not depend on order (sums, unions, nearest days), then neither does the result.

use crate::report::{equal, with_text};
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

const SHARDS: usize = 8;
/// Rows that are added together.
const BATCH: usize = 64;
/// Entries that are allocated together; they never move. A vector that grows by copying leaves holes that count as
/// memory, several times what it holds.
const CHUNK: usize = 64;

/// What is known of one key, built up change by change in any order.
pub(super) trait Fold: Default + Send {
    /// What it is known by.
    type Key: Key;
    /// What one row says.
    type Change: Copy + Send;
    /// What is seldom said and kept beside the table.
    type Aside: Default + Send;
    /// Adds what a row says. True where something of it belongs beside the table.
    fn fold(&mut self, change: Self::Change) -> bool;
    /// Puts beside the table what belongs there.
    fn put_aside(aside: &mut Self::Aside, key: &Self::Key, change: &Self::Change);
    /// Looks at what [`Fold::fold`] will change, so that the processor fetches it beforehand.
    fn touch(&self) -> u32;
}

/// A short key: so many words, compared and hashed at their fixed length.
pub(super) trait Key: Copy + Send {
    /// Its words.
    fn words(&self) -> &[u64];
    /// Is it the same as another?
    fn is(&self, other: &Self) -> bool;
}

impl<const N: usize> Key for [u64; N] {
    #[inline(always)]
    fn words(&self) -> &[u64] {
        self
    }

    #[inline(always)]
    fn is(&self, other: &Self) -> bool {
        equal(self, other)
    }
}

/// A key as the table has it.
pub(super) enum Known<'a> {
    /// Whole words, with zeros behind.
    Short(&'a [u64]),
    /// The bytes under which it was added.
    Long(&'a [u8]),
}

impl<'a> Known<'a> {
    /// Its words, where it is short.
    pub(super) fn short(&self) -> Option<&'a [u64]> {
        match *self {
            Known::Short(words) => Some(words),
            Known::Long(_) => None,
        }
    }

    /// The text of a key that is nothing but a name.
    pub(super) fn name(&self) -> String {
        self.with_name(str::to_owned)
    }

    /// Calls `take` with that text, without putting it anywhere.
    pub(super) fn with_name<T>(&self, take: impl FnOnce(&str) -> T) -> T {
        match self {
            Known::Short(words) => with_text(words, take),
            Known::Long(bytes) => take(&String::from_utf8_lossy(bytes)),
        }
    }
}

/// A key and what is known of it, on as few cache lines as they take.
#[repr(C, align(64))]
struct Entry<A: Fold> {
    key: A::Key,
    value: A,
}

struct Shard<A: Fold> {
    index: HashTable<u32>,
    chunks: Vec<Vec<Entry<A>>>,
    aside: A::Aside,
}

impl<A: Fold> Shard<A> {
    #[inline(always)]
    fn entry(&self, i: u32) -> Option<&Entry<A>> {
        self.chunks.get(i as usize / CHUNK)?.get(i as usize % CHUNK)
    }

    #[inline(always)]
    fn entry_mut(&mut self, i: u32) -> Option<&mut Entry<A>> {
        self.chunks.get_mut(i as usize / CHUNK)?.get_mut(i as usize % CHUNK)
    }

    /// Adds what a row says to its entry, which may have to be made.
    #[inline(never)]
    fn add(&mut self, shards: &Shards<'_, A>, hash: u64, key: &A::Key, change: A::Change) {
        let has_key = |&i: &u32| self.entry(i).is_some_and(|entry| entry.key.is(key));
        let known = self.index.find(hash, has_key).copied().and_then(|i| self.entry_mut(i));
        if let Some(entry) = known {
            if entry.value.fold(change) && (shards.wanted)(key, &change) {
                A::put_aside(&mut self.aside, key, &change);
            }
            return;
        }
        let mut value = A::default();
        if value.fold(change) && (shards.wanted)(key, &change) {
            A::put_aside(&mut self.aside, key, &change);
        }
        let at = self.push(Entry { key: *key, value });
        let Shard { index, chunks, .. } = self;
        let hash_of = |&i: &u32| shards.hash(&chunks[i as usize / CHUNK][i as usize % CHUNK].key);
        index.insert_unique(hash, at, hash_of);
    }

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

/// The table, in shards that are locked one at a time, and a plain map for the few keys that are long.
pub(super) struct Shards<'w, A: Fold> {
    shards: [Mutex<Shard<A>>; SHARDS],
    long: Mutex<BTreeMap<Box<[u8]>, A>>,
    hasher: RandomState,
    wanted: Box<Wanted<'w, A>>,
}

/// Is what a row would put beside the table wanted there? It may be known already.
type Wanted<'w, A> = dyn Fn(&<A as Fold>::Key, &<A as Fold>::Change) -> bool + Send + Sync + 'w;

/// A thread that panicked ends the run; what its lock says matters no more.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The same without a lock, once no other thread is left.
fn unlocked<T>(mutex: &mut Mutex<T>) -> &mut T {
    mutex.get_mut().unwrap_or_else(PoisonError::into_inner)
}

impl<'w, A: Fold> Shards<'w, A> {
    /// A table that keeps nothing beside it.
    pub(super) fn new() -> Self {
        Shards::keeping(|_, _| false)
    }

    /// A table that keeps beside it what is wanted.
    pub(super) fn keeping(wanted: impl Fn(&A::Key, &A::Change) -> bool + Send + Sync + 'w) -> Self {
        let shard =
            || Mutex::new(Shard { index: HashTable::new(), chunks: Vec::new(), aside: A::Aside::default() });
        Shards {
            shards: [(); SHARDS].map(|()| shard()),
            long: Mutex::default(),
            hasher: RandomState::default(),
            wanted: Box::new(wanted),
        }
    }

    /// The table when all is read: whatever told what is wanted may change from here on.
    pub(super) fn read(self) -> Shards<'static, A> {
        let Shards { shards, long, hasher, .. } = self;
        Shards { shards, long, hasher, wanted: Box::new(|_, _| false) }
    }

    #[inline(always)]
    fn hash(&self, key: &A::Key) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        key.words().iter().for_each(|&word| hasher.write_u64(word));
        hasher.finish()
    }

    /// How many keys there are.
    pub(super) fn len(&mut self) -> usize {
        let short: usize = self.shards.iter_mut().map(|shard| unlocked(shard).index.len()).sum();
        short + unlocked(&mut self.long).len()
    }

    /// Calls `take` with every key and what is known of it, in no order.
    pub(super) fn each<'a>(&'a mut self, mut take: impl FnMut(Known<'_>, &'a A)) {
        for shard in &mut self.shards {
            for Entry { key, value } in unlocked(shard).chunks.iter().flatten() {
                take(Known::Short(key.words()), value);
            }
        }
        unlocked(&mut self.long).iter().for_each(|(key, value)| take(Known::Long(key), value));
    }

    /// What was put beside the table, part by part.
    pub(super) fn asides(&mut self) -> impl Iterator<Item = &mut A::Aside> {
        self.shards.iter_mut().map(|shard| &mut unlocked(shard).aside)
    }
}

/// A row on its way into the table.
type Row<A> = (u64, <A as Fold>::Key, <A as Fold>::Change);

/// Rows on their way into the table, by shard; one per thread.
pub(super) struct Batch<'s, A: Fold> {
    shards: &'s Shards<'s, A>,
    rows: [Vec<Row<A>>; SHARDS],
}

impl<'s, A: Fold> Batch<'s, A> {
    pub(super) fn new(shards: &'s Shards<'s, A>) -> Self {
        Batch { shards, rows: [(); SHARDS].map(|()| Vec::with_capacity(BATCH)) }
    }

    /// Adds all rows gathered so far and gives the memory back: sinks of big files outlive their pieces.
    pub(super) fn finish(&mut self) {
        for (shard, rows) in self.shards.shards.iter().zip(&mut self.rows) {
            add_to(self.shards, &mut locked(shard), rows);
            *rows = Vec::new();
        }
    }

    /// Adds a row about `key`, sooner or later; [`Batch::finish`] makes it sure. A key too long for that is known by the
    /// bytes of `long`.
    #[inline(always)]
    pub(super) fn add(&mut self, key: Option<A::Key>, long: impl FnOnce() -> Vec<u8>, change: A::Change) {
        let Some(key) = key else {
            // A long key holds every name, so that nothing of it belongs elsewhere.
            locked(&self.shards.long).entry(long().into()).or_default().fold(change);
            return;
        };
        let hash = self.shards.hash(&key);
        let number = (hash >> 32) as usize % SHARDS;
        let rows = &mut self.rows[number];
        rows.push((hash, key, change));
        if rows.len() == BATCH {
            add_to(self.shards, &mut locked(&self.shards.shards[number]), rows);
        }
    }
}

#[inline(never)]
fn add_to<A: Fold>(shards: &Shards<'_, A>, shard: &mut Shard<A>, rows: &mut Vec<Row<A>>) {
    // The entries that are about to be met are looked at first, one right behind the other: the processor fetches
    // them all at once, where it would wait for each in turn while adding up.
    let mut likely = [u32::MAX; BATCH];
    let mut met = 0;
    for ((hash, ..), likely) in rows.iter().zip(&mut likely) {
        if let Some(&i) = shard.index.iter_hash(*hash).next() {
            *likely = i;
            met ^= shard.entry(i).map_or(0, |entry| entry.key.words()[0] ^ u64::from(entry.value.touch()));
        }
    }
    std::hint::black_box(met);
    for ((hash, key, change), likely) in rows.iter().zip(likely) {
        match shard.entry_mut(likely) {
            Some(entry) if entry.key.is(key) => {
                if entry.value.fold(*change) && (shards.wanted)(key, change) {
                    A::put_aside(&mut shard.aside, key, change);
                }
            }
            _ => shard.add(shards, *hash, key, *change),
        }
    }
    rows.clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Packed;

    #[derive(Default)]
    struct Sum(u32);

    impl Fold for Sum {
        type Key = [u64; 2];
        type Change = u32;
        type Aside = BTreeMap<u32, usize>;
        fn fold(&mut self, change: u32) -> bool {
            self.0 += change;
            change.is_multiple_of(1000)
        }
        fn put_aside(aside: &mut Self::Aside, _: &[u64; 2], change: &u32) {
            *aside.entry(*change).or_default() += 1;
        }
        fn touch(&self) -> u32 {
            self.0
        }
    }

    #[test]
    fn sums_are_the_same_however_many_threads_add_them() {
        let long = "a name of more than sixteen characters";
        for threads in [1, 2, 7] {
            let mut shards = Shards::<Sum>::keeping(|_, _| true);
            let add = |batch: &mut Batch<'_, Sum>, name: &str, change| {
                let packed = Packed::<2>::new(name.as_bytes());
                batch.add(packed.words().copied(), || name.into(), change);
            };
            std::thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| {
                        let mut batch = Batch::new(&shards);
                        for i in 0..5000_u32 {
                            add(&mut batch, &format!("sku {}", i % 300), i);
                        }
                        add(&mut batch, long, 1);
                        batch.finish();
                    });
                }
            });
            let mut found = BTreeMap::new();
            shards.each(|key, sum| _ = found.insert(key.name(), sum.0));
            assert_eq!(found.len(), 301);
            assert_eq!(found[long], threads);
            // 7 + 307 + … + 4807: seventeen terms of mean 2407.
            assert_eq!(found["sku 7"], threads * 17 * 2407);
            let aside: usize = shards.asides().filter_map(|aside| aside.get(&2000)).sum();
            assert_eq!(aside, threads as usize);
        }
    }
}
