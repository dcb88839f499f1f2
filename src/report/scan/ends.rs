//! From a block's mask to offsets, one for each bit: what takes most of the time of finding fields.

use super::BLOCK;
#[cfg(target_arch = "x86_64")]
use fearless_simd::{Avx512, kernel, prelude::*, u8x64, u32x16};
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    __m512i, _mm512_cvtepu8_epi32, _mm512_extracti32x4_epi32, _mm512_maskz_compress_epi8,
};

/// Writes down the offsets of the bits of a mask, in order.
pub(super) trait Ends: Copy {
    /// Writes `at` + the place of every bit of `fields` to the front of `free`. What lies behind them may be
    /// overwritten too: the next block's offsets go there.
    fn write(self, free: &mut [u32; BLOCK], fields: u64, at: u32);
}

/// One bit after the other, on any processor.
#[derive(Clone, Copy)]
pub(super) struct Plain;

impl Ends for Plain {
    #[inline(always)]
    fn write(self, free: &mut [u32; BLOCK], mut fields: u64, at: u32) {
        let found = fields.count_ones();
        // Eight offsets are written whether there are as many or not, which spares a branch for each.
        eight::<0>(free, &mut fields, at);
        if found > 8 {
            eight::<8>(free, &mut fields, at);
        }
        let mut i = 16;
        while fields != 0 {
            free[i % BLOCK] = at + fields.trailing_zeros();
            fields &= fields - 1;
            i += 1;
        }
    }
}

/// Writes the offsets of the next eight bits from `FIRST` on; where there are fewer, the rest means nothing.
#[inline(always)]
fn eight<const FIRST: usize>(free: &mut [u32; BLOCK], fields: &mut u64, at: u32) {
    for i in 0..8 {
        free[FIRST + i] = at + fields.trailing_zeros();
        *fields &= fields.wrapping_sub(1);
    }
}

/// All bits at once: AVX-512 has an instruction that packs the places where a mask is set.
#[cfg(target_arch = "x86_64")]
impl Ends for Avx512 {
    #[inline(always)]
    fn write(self, free: &mut [u32; BLOCK], fields: u64, at: u32) {
        let places: u8x64<_> = u8x64::from_slice(self, &PLACES);
        let packed = packed(self, fields, places.into());
        let at = u32x16::splat(self, at);
        let (free, _) = free.as_chunks_mut::<16>();
        let quarters = quarters(self, packed);
        for (i, (free, quarter)) in free.iter_mut().zip(quarters).enumerate() {
            // The first sixteen are written whether there are as many or not; few blocks have more.
            if i > 0 && fields.count_ones() as usize <= i * 16 {
                break;
            }
            let quarter: u32x16<_> = quarter.simd_into(self);
            (quarter + at).store_slice(free);
        }
    }
}

/// The number of every byte of a block.
#[cfg(target_arch = "x86_64")]
#[allow(clippy::cast_possible_truncation)] // a block has 64 bytes
const PLACES: [u8; BLOCK] = {
    let mut places = [0; BLOCK];
    let mut i = 0;
    while i < BLOCK {
        places[i] = i as u8;
        i += 1;
    }
    places
};

#[cfg(target_arch = "x86_64")]
kernel!(
    #[inline(always)]
    fn packed(avx512: Avx512, mask: u64, places: __m512i) -> __m512i {
        _mm512_maskz_compress_epi8(mask, places)
    }
);

#[cfg(target_arch = "x86_64")]
kernel!(
    #[inline(always)]
    fn quarters(avx512: Avx512, bytes: __m512i) -> [__m512i; 4] {
        [
            _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32::<0>(bytes)),
            _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32::<1>(bytes)),
            _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32::<2>(bytes)),
            _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32::<3>(bytes)),
        ]
    }
);
