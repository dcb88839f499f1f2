//! Finds where fields and records end, 64 bytes at a time.
//!
//! Every byte is looked at once, with the widest vectors that the processor has: a block of 64 bytes becomes one bit
//! mask per kind of byte, and the positions are read off the masks. The number of cells of every record comes for free.

mod ends;

use ends::{Ends, Plain};
use fearless_simd::{Level, dispatch, prelude::*, u8x64};
use std::ops::Range;

/// Bytes that are looked at together.
pub(super) const BLOCK: usize = 64;
/// Blocks for which room is made at a time: one for each bit of a word.
const STRIPE: usize = 64;

/// Where the fields and records of a chunk end.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// Behind those of `fields` fields is room.
    bounds: Vec<u32>,
    fields: usize,
    /// Line ends that count.
    lines: usize,
    records: Vec<u32>,
    /// For every stripe a bit for each block in which some byte is not ASCII.
    wide: Vec<u64>,
    /// The chunk ends inside a quoted field.
    pub(crate) open: bool,
    /// Some byte of the chunk is NUL.
    pub(crate) nul: bool,
    /// Some line end is between quotes.
    pub(crate) hidden: bool,
}

impl Marks {
    /// Offset at which every field begins, in order, and behind the last one that of what follows: a field ends one byte
    /// before the next begins.
    pub(crate) fn bounds(&self) -> &[u32] {
        &self.bounds[..=self.fields]
    }

    /// For every record, how many fields of the chunk end with it or before it.
    pub(crate) fn records(&self) -> &[u32] {
        &self.records
    }

    /// The bounds, to be changed, and the records.
    pub(crate) fn parts(&mut self) -> (&mut [u32], &[u32]) {
        (&mut self.bounds[..=self.fields], &self.records)
    }

    /// Bytes of the chunk that whole records take.
    pub(crate) fn used(&self) -> usize {
        self.records.last().map_or(0, |&fields| self.bounds[fields as usize] as usize)
    }

    /// Finds the records of the chunk that was marked. `width` is how many fields each has if nothing is wrong: where every
    /// line end that counts is behind the last of so many, no other field is looked at.
    fn find_records(&mut self, chunk: &[u8], width: usize) {
        let Marks { bounds, fields, lines, records, .. } = self;
        let bounds = &bounds[..=*fields];
        let ends_line = |fields: usize| match bounds.get(fields) {
            Some(&bound) if bound > 0 => chunk[bound as usize - 1] == b'\n',
            _ => false,
        };
        let each = |fields: usize| u32::try_from(fields).unwrap_or(u32::MAX);
        records.clear();
        if (1..=*lines).all(|record| ends_line(record * width)) {
            records.extend((1..=*lines).map(|record| each(record * width)));
        } else {
            records.extend((1..=*fields).filter(|&fields| ends_line(fields)).map(each));
        }
    }

    /// The longest stretches of the chunk that hold all bytes that are not ASCII: around each of them are some that are.
    pub(crate) fn wide(&self) -> impl Iterator<Item = Range<usize>> {
        let mut bits = self.wide.iter().copied().enumerate();
        let (mut stripe, mut left) = bits.next().unwrap_or((0, 0));
        std::iter::from_fn(move || {
            while left == 0 {
                (stripe, left) = bits.next()?;
            }
            let begin = left.trailing_zeros();
            let from = (stripe * STRIPE + begin as usize) * BLOCK;
            let mut end = begin + (left >> begin).trailing_ones();
            while end == u64::BITS {
                // It goes on into the next stripe.
                let Some(next) = bits.next() else { break };
                (stripe, left) = next;
                end = left.trailing_ones();
            }
            left &= u64::MAX.checked_shl(end).unwrap_or(0);
            Some(from..(stripe * STRIPE + end as usize) * BLOCK)
        })
    }
}

/// Marks a chunk, which begins with a record of `width` fields if nothing is wrong; blanks fill its last block. With
/// `quote`, delimiters and line ends between quotes do not count.
pub(crate) fn mark(
    blocks: &[[u8; BLOCK]],
    delimiter: u8,
    quote: Option<u8>,
    width: usize,
    marks: &mut Marks,
) {
    mark_fields(blocks, delimiter, quote, marks);
    marks.find_records(blocks.as_flattened(), width);
}

fn mark_fields(blocks: &[[u8; BLOCK]], delimiter: u8, quote: Option<u8>, marks: &mut Marks) {
    let level = Level::new();
    #[cfg(target_arch = "x86_64")]
    if let Some(avx512) = level.as_avx512() {
        return avx512.vectorize(|| look(avx512, avx512, blocks, delimiter, quote, marks));
    }
    dispatch!(level, simd => look(simd, Plain, blocks, delimiter, quote, marks));
}

#[inline(always)]
fn look<S: Simd, E: Ends>(
    simd: S,
    writer: E,
    blocks: &[[u8; BLOCK]],
    delimiter: u8,
    quote: Option<u8>,
    marks: &mut Marks,
) {
    let kinds = Kinds::new(simd, delimiter, quote.unwrap_or_default());
    (marks.fields, marks.lines) = (0, 0);
    marks.wide.clear();
    marks.make_room();
    marks.bounds[0] = 0;
    let mut carried = Carried::default();
    for (number, stripe) in blocks.chunks(STRIPE).enumerate() {
        marks.make_room();
        let at = number * STRIPE * BLOCK;
        let wide = match quote {
            Some(_) => kinds.look::<_, true>(simd, writer, stripe, at, &mut carried, marks),
            None => kinds.look::<_, false>(simd, writer, stripe, at, &mut carried, marks),
        };
        marks.wide.push(wide);
    }
    marks.open = carried.inside != 0;
    marks.nul = carried.nul != 0;
    marks.hidden = quote.is_some() && carried.breaks != marks.lines;
}

impl Marks {
    /// Makes room for all that a stripe may hold, so that nothing grows while it is looked at.
    #[inline]
    fn make_room(&mut self) {
        let most = self.fields + (STRIPE + 1) * BLOCK;
        if self.bounds.len() < most {
            self.bounds.reserve_exact(most + most / 8 - self.bounds.len());
            self.bounds.resize(most + most / 8, 0);
        }
    }
}

/// What is carried from a block to the next.
#[derive(Default)]
struct Carried {
    /// All ones where the next block begins between quotes.
    inside: u64,
    /// Not zero where some byte was NUL.
    nul: u64,
    /// Line ends so far, those between quotes too.
    breaks: usize,
}

/// The bytes that are looked for.
#[derive(Clone, Copy)]
struct Kinds<S: Simd> {
    delimiters: u8x64<S>,
    quotes: u8x64<S>,
    line_ends: u8x64<S>,
    nuls: u8x64<S>,
    wide: u8x64<S>,
}

impl<S: Simd> Kinds<S> {
    #[inline(always)]
    fn new(simd: S, delimiter: u8, quote: u8) -> Self {
        let [delimiters, quotes, line_ends, nuls, wide] =
            [delimiter, quote, b'\n', 0, 0x80].map(|byte| u8x64::splat(simd, byte));
        Kinds { delimiters, quotes, line_ends, nuls, wide }
    }

    /// Looks at every byte of a stripe once. Nothing in it depends on what the bytes are but for blocks with more than
    /// sixteen fields: guessing wrong what comes next costs more than doing too much.
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation)] // chunks are far smaller than 4 GiB
    fn look<E: Ends, const QUOTED: bool>(
        self,
        simd: S,
        writer: E,
        stripe: &[[u8; BLOCK]],
        at: usize,
        carried: &mut Carried,
        marks: &mut Marks,
    ) -> u64 {
        let Marks { bounds, fields: filled, lines: all_lines, .. } = marks;
        let mut all_wide = 0;
        for (number, block) in stripe.iter().enumerate() {
            let at = at + number * BLOCK;
            let bytes = u8x64::from_slice(simd, block);
            let breaks = bytes.simd_eq(self.line_ends).to_bitmask();
            let mut fields = bytes.simd_eq(self.delimiters).to_bitmask() | breaks;
            let mut lines = breaks;
            carried.nul |= bytes.simd_eq(self.nuls).to_bitmask();
            all_wide |= u64::from(bytes.simd_ge(self.wide).to_bitmask() != 0) << number;
            if QUOTED {
                carried.breaks += breaks.count_ones() as usize;
                let mask = between(bytes.simd_eq(self.quotes).to_bitmask()) ^ carried.inside;
                // All ones where the block ends inside quotes.
                carried.inside = (mask >> 63).wrapping_neg();
                fields &= !mask;
                lines &= !mask;
            }
            *all_lines += lines.count_ones() as usize;
            let Some(free) = bounds[*filled + 1..].first_chunk_mut::<BLOCK>() else { break };
            // The next field begins behind the byte that ends one.
            writer.write(free, fields, at as u32 + 1);
            *filled += fields.count_ones() as usize;
        }
        all_wide
    }
}

/// From the quotes of a block to the bytes between them: each bit becomes the parity of the bits up to it.
#[inline(always)]
fn between(mut quotes: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        quotes ^= quotes << shift;
    }
    quotes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marks(chunk: &[u8], quote: Option<u8>, width: usize) -> Marks {
        let mut chunk = chunk.to_vec();
        chunk.resize(chunk.len().next_multiple_of(BLOCK), b' ');
        let mut marks = Marks::default();
        mark(chunk.as_chunks().0, b',', quote, width, &mut marks);
        marks
    }

    /// The same by looking at one byte after the other.
    fn slowly(chunk: &[u8], quote: Option<u8>) -> (Vec<u32>, Vec<u32>, bool) {
        let (mut bounds, mut records, mut open) = (vec![0], vec![], false);
        for (at, &byte) in chunk.iter().enumerate() {
            open ^= Some(byte) == quote;
            if !open && (byte == b',' || byte == b'\n') {
                bounds.push(u32::try_from(at + 1).unwrap());
            }
            if !open && byte == b'\n' {
                records.push(u32::try_from(bounds.len() - 1).unwrap());
            }
        }
        (bounds, records, open)
    }

    #[test]
    fn a_quoted_line_end_does_not_end_the_record() {
        let chunk = b"a,\"b\n,c\",d\ne,f\ng";
        let marks = marks(chunk, Some(b'"'), 3);
        assert_eq!(marks.bounds(), [0, 2, 9, 11, 13, 15]);
        assert_eq!(marks.records(), [3, 5]);
        assert_eq!(marks.used(), 15);
        assert_eq!((marks.hidden, marks.open, marks.nul), (true, false, false));
    }

    #[test]
    fn a_stretch_goes_on_from_one_stripe_into_the_next() {
        let mut chunk = vec![b'a'; 3 * STRIPE * BLOCK];
        for at in [0, STRIPE * BLOCK - 1, STRIPE * BLOCK, STRIPE * BLOCK + 3 * BLOCK, 3 * STRIPE * BLOCK - 1]
        {
            chunk[at] = 0xc3;
        }
        let block = |from: usize, to: usize| from * BLOCK..to * BLOCK;
        let found: Vec<_> = marks(&chunk, None, 1).wide().collect();
        assert_eq!(found, [block(0, 1), block(63, 65), block(67, 68), block(191, 192)]);
        let all = vec![0xc3; 2 * STRIPE * BLOCK + 5];
        assert_eq!(marks(&all, None, 1).wide().collect::<Vec<_>>(), [block(0, 129)]);
    }

    proptest! {
        #[test]
        fn marks_equal_a_slow_reading(text in "[ab,\"\n\r]{0,400}|(a,b,b\n){9}(,a,\n){0,30}a?", quoted: bool, width in 1..5_usize) {
            let quote = quoted.then_some(b'"');
            let fast = marks(text.as_bytes(), quote, width);
            let slow = slowly(text.as_bytes(), quote);
            prop_assert_eq!((fast.bounds().into(), fast.records().into(), fast.open), slow);
        }

        #[test]
        fn stretches_hold_all_that_is_not_ascii(bytes in proptest::collection::vec(sparse(), 0..9000)) {
            let marks = marks(&bytes, None, 1);
            let mut last = 0;
            for stretch in marks.wide() {
                prop_assert!(stretch.start >= last);
                prop_assert!(bytes[last..stretch.start].is_ascii());
                let blocks = bytes[stretch.start..stretch.end.min(bytes.len())].chunks(BLOCK);
                prop_assert!(blocks.into_iter().all(|block| !block.is_ascii()));
                last = stretch.end;
            }
            prop_assert!(bytes[last.min(bytes.len())..].is_ascii());
        }
    }

    /// Now and then a byte that is not ASCII.
    fn sparse() -> impl Strategy<Value = u8> {
        prop_oneof![200 => Just(b'a'), 1 => Just(0xc3_u8)]
    }

    /// Each of the ways in which a processor may write offsets down.
    #[test]
    fn every_writer_writes_the_same() {
        let fields: Vec<u64> = (0..64)
            .map(|n| 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(n * n + 1) | (u64::MAX << n))
            .chain([0, 1, 1 << 63, u64::MAX, 0x0101_0101_0101_0101])
            .collect();
        for mask in fields {
            let wanted: Vec<u32> = (0..64).filter(|bit| mask >> bit & 1 == 1).map(|bit| 7 + bit).collect();
            let mut free = [0; BLOCK];
            Plain.write(&mut free, mask, 7);
            assert_eq!(free[..wanted.len()], wanted);
            #[cfg(target_arch = "x86_64")]
            if let Some(avx512) = Level::new().as_avx512() {
                let mut free = [0; BLOCK];
                avx512.write(&mut free, mask, 7);
                assert_eq!(free[..wanted.len()], wanted);
            }
        }
    }
}
