//! What was read from the end of earlier rows, so that the same bytes need not be read again.
//!
//! Most days nothing happens to most SKUs: nine of ten rows of a ledger end like one a little before. What bytes mean
//! depends on nothing but the bytes, so remembering it changes no result.

use super::packed::equal;

/// Words of the longest end of a row that is remembered.
pub(super) const TAIL_WORDS: usize = 12;
/// How many ends are remembered: enough for nine of ten rows, few enough to stay in a cache near the processor.
const SLOTS: usize = 2048;

/// What no end of a row is: it has several cells, so a delimiter is among its bytes.
const NOTHING: [u64; TAIL_WORDS] = [u64::MAX; TAIL_WORDS];

/// What the ends of rows mean, as far as it was read before and not forgotten for another since.
pub(crate) struct Memo<T> {
    slots: Vec<([u64; TAIL_WORDS], T)>,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Memo { slots: Vec::new() }
    }
}

impl<T: Copy + Default> Memo<T> {
    /// The slot in which the meaning of these bytes is or may be, and whether it is.
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation)] // any bits of it will do
    pub(super) fn find(&self, tail: &[u64; TAIL_WORDS]) -> (usize, bool) {
        // Two by two, as a processor can.
        let (pairs, _) = tail.as_chunks::<2>();
        let mixed = pairs.iter().fold([0_u64; 2], |mixed, pair| {
            [mixed[0].rotate_left(7) ^ pair[0], mixed[1].rotate_left(7) ^ pair[1]]
        });
        let mixed = mixed[0] ^ mixed[1].rotate_left(29);
        let slot = (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize % SLOTS;
        let Some((known, _)) = self.slots.get(slot) else { return (slot, false) };
        (slot, equal(known, tail))
    }

    /// Puts a meaning into a slot, to be found again where the bytes are given.
    #[inline(never)]
    pub(super) fn learn(&mut self, slot: usize, tail: Option<&[u64; TAIL_WORDS]>, meaning: T) {
        self.slots.resize(SLOTS, (NOTHING, T::default()));
        self.slots[slot] = (*tail.unwrap_or(&NOTHING), meaning);
    }

    /// The meaning in a slot. Known or just learnt, it is read from the one place: what comes from two would have to be
    /// copied together first.
    #[inline(always)]
    pub(super) fn meaning(&self, slot: usize) -> T {
        match self.slots.get(slot) {
            Some((_, meaning)) => *meaning,
            None => T::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::packed::Packed;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_found_was_learnt_of_the_same_bytes(tails in proptest::collection::vec("[01\t]{0,96}", 1..300)) {
            let mut memo = Memo::default();
            for (number, tail) in tails.iter().enumerate() {
                let packed = Packed::<TAIL_WORDS>::new(tail.as_bytes());
                let words = packed.words().unwrap();
                let (slot, known) = memo.find(words);
                if known {
                    prop_assert_eq!(&tails[memo.meaning(slot)], tail);
                } else {
                    memo.learn(slot, Some(words), number);
                    prop_assert_eq!(memo.find(words), (slot, true));
                    prop_assert_eq!(memo.meaning(slot), number);
                }
            }
        }
    }
}
