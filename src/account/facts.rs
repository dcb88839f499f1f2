//! What is known of one SKU, and where each figure comes from.

use crate::ids::{Fnsku, Sku};
use crate::report::ReportKind;
use crate::units::Units;
use crate::volume::{StorageType, VolumeUnit};
use serde::Serialize;

/// Where a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case", tag = "origin", content = "report")]
pub enum Origin {
    /// A report of this kind states it.
    Stated(ReportKind),
    /// Worked out from reports of this kind.
    Derived(ReportKind),
}

/// A figure and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// The figure.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

impl<T> Fact<T> {
    /// A figure that a report states.
    pub const fn stated(value: T, by: ReportKind) -> Self {
        Fact { value, origin: Origin::Stated(by) }
    }

    /// A figure worked out from a report.
    pub const fn derived(value: T, from: ReportKind) -> Self {
        Fact { value, origin: Origin::Derived(from) }
    }
}

/// Days counted over a window that ends on the as-of day.
pub type DayCount = u16;

/// What is known of one SKU on the as-of day. `None` is not stated, never zero.
#[derive(Clone, Debug, PartialEq)]
pub struct SkuFacts {
    /// The seller's code.
    pub sku: Sku,
    /// Amazon's label on the units.
    pub fnsku: Option<Fnsku>,
    /// Sellable units at fulfilment centres. Where several SKUs share one stock of an FNSKU, the first SKU has the
    /// units and the others have `shares_stock`.
    pub on_hand: Option<Fact<Units>>,
    /// The units of this SKU are those of another with the same FNSKU, and counted there.
    pub shares_stock: bool,
    /// Excess units as Amazon states them.
    pub excess_stated: Option<Units>,
    /// Units shipped in 60 days.
    pub shipped_60: Option<Fact<Units>>,
    /// Units shipped in 90 days.
    pub shipped_90: Option<Fact<Units>>,
    /// Amazon's own sell-through of the SKU.
    pub sell_through: Option<f64>,
    /// Sellable units without an active listing.
    pub stranded: Option<Units>,
    /// Of the last 30 days those that ended with stock.
    pub days_in_stock_30: Option<DayCount>,
    /// Of the last 90 days those that ended with stock or on which units shipped.
    pub days_on_offer_90: Option<DayCount>,
    /// The files prove that the first unit came in less than 90 days ago.
    pub is_new: bool,
    /// The seller has taken the SKU off the replenishable ones.
    pub excluded: bool,
    /// The inventory report that decides lists it.
    pub is_listed: bool,
    /// Units reserved and units that cannot be sold: they take storage too.
    pub other_stored: Units,
    /// Volume of one unit, with its unit where a report states that.
    pub volume: Option<(f64, Option<VolumeUnit>)>,
    /// Amazon's storage type.
    pub storage: Option<StorageType>,
}

impl SkuFacts {
    /// A SKU of which nothing is known yet.
    #[must_use]
    pub fn new(sku: Sku) -> Self {
        SkuFacts {
            sku,
            fnsku: None,
            on_hand: None,
            shares_stock: false,
            excess_stated: None,
            shipped_60: None,
            shipped_90: None,
            sell_through: None,
            stranded: None,
            days_in_stock_30: None,
            days_on_offer_90: None,
            is_new: false,
            excluded: false,
            is_listed: false,
            other_stored: Units::ZERO,
            volume: None,
            storage: None,
        }
    }

    /// Units on hand, and nothing where no report states any.
    #[must_use]
    pub fn on_hand_units(&self) -> Units {
        self.on_hand.map_or(Units::ZERO, |fact| fact.value)
    }
}
