//! Where the columns of a kind stand in a file.

/// A place that a column does not have in this file.
pub(super) const ABSENT: u16 = u16::MAX;

/// Where the columns of a kind stand in a file.
pub(in super::super) struct Places {
    places: [u16; Places::MOST],
    /// Bit for bit the columns behind which stand all that follow them in the kind's table.
    tails: u64,
}

impl Places {
    /// More columns than any kind has.
    const MOST: usize = 64;

    pub(in super::super) fn new(found: &[Option<usize>]) -> Self {
        let mut places = [ABSENT; Places::MOST];
        for (place, found) in places.iter_mut().zip(found) {
            *place = found.and_then(|found| u16::try_from(found).ok()).unwrap_or(ABSENT);
        }
        let mut places_behind = ABSENT;
        let mut tails = 0;
        for (column, &place) in places.iter().enumerate().rev().filter(|&(_, &place)| place != ABSENT) {
            tails |= u64::from(place < places_behind) << column;
            places_behind = places_behind.min(place);
        }
        Places { places, tails }
    }

    #[inline(always)]
    pub(super) fn of(&self, column: usize) -> u16 {
        self.places[column]
    }

    /// Do all columns of the kind that follow one in the kind's table stand behind it in the file?
    #[inline(always)]
    pub(super) fn is_tail(&self, first: usize) -> bool {
        self.tails >> first & 1 == 1
    }
}
