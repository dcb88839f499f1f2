//! A plain hash, for marks that are written down and compared on another machine or by a later version.

/// Fowler–Noll–Vo 1a of 64 bits: the same everywhere, which the hashes of the standard library are not.
///
/// ```
/// use ipi::hash::Fnv;
/// // The values that its authors publish for nothing and for `a`.
/// assert_eq!(Fnv::default().get(), 0xcbf2_9ce4_8422_2325);
/// assert_eq!(Fnv::default().with(b"a").get(), 0xaf63_dc4c_8601_ec8c);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// The hash of what it has seen, and of these bytes behind it.
    #[must_use]
    pub fn with(self, bytes: &[u8]) -> Fnv {
        let mixed = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Fnv(bytes.iter().fold(self.0, mixed))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}
