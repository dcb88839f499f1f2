//! What the sales reports have in common: units of a SKU that left on a day.

use super::cells::SKU_WORDS;
use super::identity::Identity;
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
    pub(crate) identity: Identity<'a>,
    /// The day on which the order last changed, where the report tells.
    pub(crate) updated: Option<NaiveDate>,
}

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
