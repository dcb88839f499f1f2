//! What makes a row the same as one of another file: some of its cells, as they are written.
//!
//! They are looked at only where files overlap, so that a row carries no more than where it stands.

use super::cells::{Places, span};
use foldhash::fast::FixedState;
use std::cell::Cell;
use std::hash::{BuildHasher as _, Hasher as _};

/// The cells by which a row is known again in another download of the same days. Several rows may share them.
#[derive(Clone, Copy, Default)]
pub(crate) struct Identity<'a> {
    pub(super) chunk: &'a [u8],
    pub(super) bounds: &'a [Cell<u32>],
    pub(super) places: Option<&'a Places>,
    pub(super) columns: &'static [usize],
}

impl Identity<'_> {
    /// A number that stands for the cells. Of two files one may have quotes around its cells.
    pub(crate) fn number(&self) -> u64 {
        let mut hasher = FixedState::default().build_hasher();
        for &column in self.columns {
            let (start, end) = self.places.map_or((0, 0), |places| span(self.bounds, places, column));
            let cell = self.chunk.get(start..end).unwrap_or_default();
            let bare = cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\""));
            hasher.write(bare.unwrap_or(cell));
            hasher.write_u8(0);
        }
        hasher.finish()
    }
}
