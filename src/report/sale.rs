//! What the sales reports have in common: units of a SKU that left on a day.

use crate::units::Units;
use chrono::NaiveDate;
use std::borrow::Cow;

/// Units of one SKU sold on one day. The day is the one that the export writes, in the time zone in which it does.
pub(crate) struct Sale<'a> {
    pub(crate) day: NaiveDate,
    pub(crate) sku: Cow<'a, [u8]>,
    pub(crate) units: Units,
}
