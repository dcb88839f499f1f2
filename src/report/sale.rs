//! What the sales reports have in common: units of a SKU that left on a day.

use super::cells::SKU_WORDS;
use super::packed::Packed;
use crate::units::Units;
use chrono::NaiveDate;

/// Units of one SKU sold on one day. The day is the one that the export writes, in the time zone in which it does.
pub(crate) struct Sale<'a> {
    pub(crate) day: NaiveDate,
    pub(crate) sku: Packed<'a, SKU_WORDS>,
    pub(crate) units: Units,
}
