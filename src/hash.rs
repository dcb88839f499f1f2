//! A plain hash, for marks that are written down and compared on another machine or by a later version.

use std::hash::Hasher as _;
use twox_hash::XxHash3_64;

/// XXH3 of 64 bits without a seed: its specification is frozen, so it is the same everywhere and for good, which the hashes of the
/// standard library are not.
///
/// ```
/// use ipi::hash::Mark;
/// // The value that its authors publish for nothing at all.
/// assert_eq!(Mark::default().get(), 0x2d06_8005_38d3_94c2);
/// // Where the bytes were parted does not matter.
/// assert_eq!(Mark::default().with(b"SKU").with(b"-1").get(), Mark::default().with(b"SKU-1").get());
/// ```
#[derive(Clone, Default)]
pub struct Mark(XxHash3_64);

impl Mark {
    /// The mark of what it has seen, and of these bytes behind it.
    #[must_use]
    pub fn with(mut self, bytes: &[u8]) -> Mark {
        self.0.write(bytes);
        self
    }

    /// The number.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.finish()
    }
}
