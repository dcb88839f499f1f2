//! Finds where fields and records end, 64 bytes at a time.
//!
//! Every byte is looked at once, with the widest vectors that the processor has: a block of 64 bytes becomes one bit
//! mask per kind of byte, and the positions are read off the masks. The number of cells of every record comes for free.

use fearless_simd::{Level, dispatch, prelude::*, u8x64};

const BLOCK: usize = 64;

/// Where the fields and records of a chunk end.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// Offset of the delimiter or line end behind every field, in order.
    pub(crate) ends: Vec<u32>,
    /// For every record, how many fields of the chunk end with it or before it.
    pub(crate) records: Vec<u32>,
    /// Bytes of the chunk that whole records take.
    pub(crate) used: usize,
    /// The chunk ends inside a quoted field.
    pub(crate) open: bool,
    /// Some byte of the chunk is NUL.
    pub(crate) nul: bool,
    /// Line ends in whole records, those between quotes too.
    pub(crate) lines: usize,
}

/// Marks `chunk`, which begins with a record. With `quote`, delimiters and line ends between quotes do not count.
pub(crate) fn mark(chunk: &[u8], delimiter: u8, quote: Option<u8>, marks: &mut Marks) {
    marks.ends.clear();
    marks.records.clear();
    let level = Level::new();
    match quote {
        Some(quote) => dispatch!(level, simd => kernel::<_, true>(simd, chunk, delimiter, quote, marks)),
        None => dispatch!(level, simd => kernel::<_, false>(simd, chunk, delimiter, 0, marks)),
    }
}

#[inline(always)]
#[allow(clippy::cast_possible_truncation)] // chunks are far smaller than 4 GiB
fn kernel<S: Simd, const QUOTED: bool>(simd: S, chunk: &[u8], delimiter: u8, quote: u8, marks: &mut Marks) {
    let delimiters = u8x64::splat(simd, delimiter);
    let quotes = u8x64::splat(simd, quote);
    let line_ends = u8x64::splat(simd, b'\n');
    let nuls = u8x64::splat(simd, 0);
    let mut ends = std::mem::take(&mut marks.ends);
    let mut filled = 0;
    let mut inside = 0_u64;
    let mut nul = 0_u64;
    let mut used = 0;
    let (mut all_lines, mut lines_used) = (0, 0);
    let (whole, rest) = chunk.as_chunks::<BLOCK>();
    let mut last = [b' '; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    let blocks = whole.iter().chain((!rest.is_empty()).then_some(&last));
    for (number, block) in blocks.enumerate() {
        let at = number * BLOCK;
        let bytes = u8x64::simd_from(simd, *block);
        let mut lines = bytes.simd_eq(line_ends).to_bitmask();
        all_lines += lines.count_ones() as usize;
        let mut fields = bytes.simd_eq(delimiters).to_bitmask() | lines;
        nul |= bytes.simd_eq(nuls).to_bitmask();
        if QUOTED {
            let mask = between(bytes.simd_eq(quotes).to_bitmask()) ^ inside;
            // All ones where the block ends inside quotes.
            inside = (mask >> 63).wrapping_neg();
            fields &= !mask;
            lines &= !mask;
        }
        if lines != 0 {
            lines_used = all_lines;
        }
        while lines != 0 {
            let up_to = lines ^ (lines - 1);
            marks.records.push(filled as u32 + (fields & up_to).count_ones());
            used = at + lines.trailing_zeros() as usize + 1;
            lines &= lines - 1;
        }
        if ends.len() < filled + BLOCK {
            ends.resize((filled + BLOCK) * 2, 0);
        }
        let found = fields.count_ones() as usize;
        let Some(free) = ends[filled..].first_chunk_mut::<BLOCK>() else { break };
        // Eight positions are written whether there are as many or not, which spares a branch for each; what is too
        // much is written over by the next block.
        write::<0>(free, &mut fields, at as u32);
        if found > 8 {
            write::<8>(free, &mut fields, at as u32);
        }
        let mut i = 16;
        while fields != 0 {
            free[i % BLOCK] = at as u32 + fields.trailing_zeros();
            fields &= fields - 1;
            i += 1;
        }
        filled += found;
    }
    ends.truncate(filled.max(marks.records.last().map_or(0, |&n| n as usize)));
    marks.ends = ends;
    marks.used = used;
    marks.open = inside != 0;
    marks.nul = nul != 0;
    marks.lines = lines_used;
}

/// Writes the positions of the next eight fields from `FIRST` on; where there are fewer, the rest means nothing.
#[inline(always)]
fn write<const FIRST: usize>(free: &mut [u32; BLOCK], fields: &mut u64, at: u32) {
    for i in 0..8 {
        free[FIRST + i] = at + fields.trailing_zeros();
        *fields &= fields.wrapping_sub(1);
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

    fn marks(chunk: &[u8], quote: Option<u8>) -> Marks {
        let mut marks = Marks::default();
        mark(chunk, b',', quote, &mut marks);
        marks
    }

    /// The same by looking at one byte after the other.
    fn slowly(chunk: &[u8], quote: Option<u8>) -> (Vec<u32>, Vec<u32>, usize, bool) {
        let (mut ends, mut records, mut used, mut open) = (vec![], vec![], 0, false);
        for (at, &byte) in chunk.iter().enumerate() {
            open ^= Some(byte) == quote;
            if !open && (byte == b',' || byte == b'\n') {
                ends.push(u32::try_from(at).unwrap());
            }
            if !open && byte == b'\n' {
                records.push(u32::try_from(ends.len()).unwrap());
                used = at + 1;
            }
        }
        (ends, records, used, open)
    }

    #[test]
    fn a_quoted_line_end_does_not_end_the_record() {
        let marks = marks(b"a,\"b\n,c\",d\ne,f\ng", Some(b'"'));
        assert_eq!(marks.ends, [1, 8, 10, 12, 14]);
        assert_eq!(marks.records, [3, 5]);
        assert_eq!(marks.used, 15);
        assert!(!marks.open);
    }

    proptest! {
        #[test]
        fn marks_equal_a_slow_reading(text in "[ab,\"\n\r]{0,400}", quoted: bool) {
            let quote = quoted.then_some(b'"');
            let fast = marks(text.as_bytes(), quote);
            let slow = slowly(text.as_bytes(), quote);
            prop_assert_eq!((fast.ends, fast.records, fast.used, fast.open), slow);
        }
    }
}
