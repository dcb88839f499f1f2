//! What is known of one stock, and where each figure comes from.

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

/// What is known of one stock on the as-of day. `None` is not stated, never zero.
///
/// A stock is the units that carry one of Amazon's labels (FNSKU). The seller's codes are names of it: a product that was
/// listed anew, or closed and opened again, has several, and its units, sales, volume and days are those of all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct StockFacts {
    /// The seller's code: of several the one under which it is listed.
    pub sku: Sku,
    /// The other names, in order.
    pub other_names: Option<Box<Vec<Sku>>>,
    /// Amazon's label on the units; the first in order, where the product was labelled anew.
    pub fnsku: Option<Fnsku>,
    /// Sellable units at fulfilment centres, those in transfer between them included where a report tells.
    pub on_hand: Option<Fact<Units>>,
    /// Excess units as Amazon states them.
    pub excess_stated: Option<Units>,
    /// Units shipped in 60 days.
    pub shipped_60: Option<Fact<Units>>,
    /// Units shipped in 90 days.
    pub shipped_90: Option<Fact<Units>>,
    /// The average stock of 90 days that Amazon's sell-through column implies; 0 where the column says that nothing sold.
    pub implied_average: Option<f64>,
    /// Sellable units without an active listing.
    pub stranded: Option<Units>,
    /// Of the last 30 days those that ended with stock.
    pub days_in_stock_30: Option<DayCount>,
    /// Of the last 90 days those that ended with stock or on which units shipped.
    pub days_on_offer_90: Option<DayCount>,
    /// The files prove that the first unit came in less than 90 days ago.
    pub is_new: bool,
    /// The seller has taken the product off the replenishable ones.
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

impl StockFacts {
    /// A stock of which nothing is known but a name.
    #[must_use]
    pub fn new(sku: Sku) -> Self {
        StockFacts {
            sku,
            other_names: None,
            fnsku: None,
            on_hand: None,
            excess_stated: None,
            shipped_60: None,
            shipped_90: None,
            implied_average: None,
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

    /// All names, the first of them first.
    pub fn names(&self) -> impl Iterator<Item = &Sku> {
        std::iter::once(&self.sku).chain(self.other_names.iter().flat_map(|names| names.iter()))
    }

    /// Does Amazon's sell-through column tell its average stock, or today's units stand for it? Not of what has sold out and is
    /// listed no more.
    #[must_use]
    pub fn has_average(&self) -> bool {
        self.is_listed || self.implied_average.is_some() || self.on_hand_units() > Units::ZERO
    }

    /// Units on hand, and nothing where no report states any.
    #[must_use]
    pub fn on_hand_units(&self) -> Units {
        self.on_hand.map_or(Units::ZERO, |fact| fact.value)
    }
}
