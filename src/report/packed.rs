//! A cell's bytes in whole words, so that they are compared, hashed and kept at one fixed length, without a call.

use super::cells::SKU_WORDS;
use std::ops::Deref;

/// The bytes of a cell, and the first 8 · `N` of them as little-endian words, with zeros behind where there are fewer. No
/// cell holds a NUL byte, so short ones are told apart by their words alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packed<'a, const N: usize> {
    words: [u64; N],
    bytes: &'a [u8],
}

/// How far a cell's bytes are looked at together; so many bytes may be read from where any cell begins.
pub(super) const REACH: usize = 128;

/// Laid over words so that the ones end where the bytes do.
const MASK: [u8; 2 * REACH] = {
    let mut mask = [0; 2 * REACH];
    let mut i = 0;
    while i < REACH {
        mask[i] = u8::MAX;
        i += 1;
    }
    mask
};

impl<'a, const N: usize> Packed<'a, N> {
    #[cold]
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let mut words = [0; N];
        for (word, eight) in words.iter_mut().zip(bytes.chunks(8)) {
            let mut whole = [0; 8];
            whole[..eight.len()].copy_from_slice(eight);
            *word = u64::from_le_bytes(whole);
        }
        Packed { words, bytes }
    }

    /// The `length` bytes, at most 8 · `N`, at the beginning of `near` or, with `quoted`, between the first and the last of
    /// them. What follows them in `near` is read too, and masked: nothing depends on how many there are.
    #[inline(always)]
    pub(super) fn short(near: &'a [u8; REACH], length: usize, quoted: bool) -> Self {
        const { assert!(N * 8 < REACH) };
        let from = usize::from(quoted);
        let length = length.saturating_sub(2 * from) % REACH;
        let rest = near[from..].as_chunks::<8>().0.iter();
        let mask = MASK[REACH - length..].as_chunks::<8>().0.iter();
        let mut words = [0; N];
        for (word, (eight, mask)) in words.iter_mut().zip(rest.zip(mask)) {
            *word = u64::from_le_bytes(*eight) & u64::from_le_bytes(*mask);
        }
        Packed { words, bytes: near[from..].get(..length).unwrap_or_default() }
    }

    /// All bytes as words, if they are short enough.
    #[inline(always)]
    pub(crate) fn words(&self) -> Option<&[u64; N]> {
        (self.bytes.len() <= N * 8).then_some(&self.words)
    }

    /// May `byte` be among the bytes of the words? If it is, surely; if one is not ASCII, perhaps. A byte is zero where it
    /// differs in nothing from another, and subtracting one from it borrows.
    #[inline(always)]
    pub(super) fn may_hold(&self, byte: u8) -> bool {
        const ONES: u64 = u64::from_le_bytes([1; 8]);
        let borrowed =
            self.words.iter().fold(0, |all, word| all | (word ^ (ONES * u64::from(byte))).wrapping_sub(ONES));
        borrowed & (ONES << 7) != 0
    }
}

impl<const N: usize> Deref for Packed<'_, N> {
    type Target = [u8];

    #[inline(always)]
    fn deref(&self) -> &[u8] {
        self.bytes
    }
}

/// Are the words equal? Four by four, which a processor compares at once; so many as a key has would be a call.
#[inline(always)]
pub(crate) fn equal<const N: usize>(a: &[u64; N], b: &[u64; N]) -> bool {
    let ((a_fours, a_rest), (b_fours, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let rest = a_rest.iter().zip(b_rest).fold(0, |rest, (a, b)| rest | (a ^ b));
    rest == 0 && a_fours.iter().zip(b_fours).all(|(a, b)| a == b)
}

/// Calls `take` with the text of words that hold a whole cell, without putting it anywhere. None holds more than a SKU's.
pub(crate) fn with_text<T>(words: &[u64], take: impl FnOnce(&str) -> T) -> T {
    let mut bytes = [0; SKU_WORDS * 8];
    for (eight, word) in bytes.chunks_exact_mut(8).zip(words) {
        eight.copy_from_slice(&word.to_le_bytes());
    }
    let last = words.iter().rposition(|&word| word != 0);
    let length = last.map_or(0, |last| 8 * (last + 1) - words[last].leading_zeros() as usize / 8);
    match bytes.get(..length).map(std::str::from_utf8) {
        Some(Ok(text)) => take(text),
        _ => take(&String::from_utf8_lossy(&bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cell_is_packed_the_same_whatever_follows(cell in "[a-z\"+]{0,40}", behind in "[a-z\"]{128}", quoted: bool) {
            let quote = if quoted { "\"" } else { "" };
            let chunk = format!("{quote}{cell}{quote}{behind}");
            let near = chunk.as_bytes().first_chunk().unwrap();
            let packed = Packed::<5>::short(near, cell.len() + 2 * quote.len(), quoted);
            prop_assert_eq!(packed.words, Packed::<5>::new(cell.as_bytes()).words);
            prop_assert_eq!(&*packed, cell.as_bytes());
            prop_assert!(packed.may_hold(b'"') || !cell.contains('"'));
            prop_assert_eq!(packed.words().map(|words| with_text(words, str::to_owned)), Some(cell));
        }

        #[test]
        fn words_are_equal_where_every_one_is(a in proptest::array::uniform7(0..2_u64), b in proptest::array::uniform7(0..2_u64)) {
            prop_assert_eq!(equal(&a, &b), a == b);
            prop_assert!(equal(&a, &a.clone()));
        }
    }
}
