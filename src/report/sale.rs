//! What the sales reports have in common: units of a SKU that left on a day.

use super::cells::SKU_WORDS;
use super::packed::Packed;
use crate::units::Units;
use chrono::NaiveDate;

/// Words that hold the site of an order, such as `Amazon.com.mx`.
pub(crate) const SITE_WORDS: usize = 2;

/// Units of one SKU sold on one day. The day is the one that the export writes, in the time zone in which it does.
pub(crate) struct Sale<'a> {
    pub(crate) day: NaiveDate,
    pub(crate) sku: Packed<'a, SKU_WORDS>,
    pub(crate) units: Units,
    pub(crate) standing: Standing,
    /// The site that the order came from, `Amazon.com` or `Non-Amazon`; blank where the report does not tell.
    pub(crate) site: Packed<'a, SITE_WORDS>,
    /// The cells by which the row is known again in another download of the same days, as they are written.
    pub(crate) identity: [&'a [u8]; IDENTITY],
    /// The day on which the order last changed, where the report tells.
    pub(crate) updated: Option<NaiveDate>,
}

/// Cells that identify a row, at most.
pub(crate) const IDENTITY: usize = 4;

/// Have the units left for a customer?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// They have, or are on their way out.
    Shipped,
    /// Ordered, and still in the fulfilment centre.
    NotYet,
    /// Never will from Amazon's stock: cancelled, or the seller ships them.
    Never,
}
