//! What the inventory reports have in common: what they say of one SKU on one day.

use super::condition::Condition;
use crate::ids::{Fnsku, Marketplace, Sku};
use crate::units::CellUnits;
use crate::volume::{StorageType, VolumeUnit};
use chrono::NaiveDate;

/// One SKU as an inventory report states it. A figure that the report does not have, or leaves blank, is `None`.
///
/// A big account has a hundred thousand of these in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock {
    /// The seller's code.
    pub sku: Sku,
    /// Amazon's label on the units.
    pub fnsku: Option<Fnsku>,
    /// The day of the snapshot; Manage FBA Inventory and Restock do not say.
    pub day: Option<NaiveDate>,
    /// The marketplace the row is about.
    pub marketplace: Option<Marketplace>,
    /// The condition of its units.
    pub condition: Condition,
    /// Sellable units at fulfilment centres, those in transfer between them included where the report tells.
    pub on_hand: Option<CellUnits>,
    /// Units reserved for customers or in process.
    pub reserved: Option<CellUnits>,
    /// Units that cannot be sold.
    pub unfulfillable: Option<CellUnits>,
    /// Excess units by Amazon's own forecast.
    pub excess: Option<CellUnits>,
    /// Units shipped in the last 30 days.
    pub shipped_30: Option<CellUnits>,
    /// Units shipped in the last 60 days.
    pub shipped_60: Option<CellUnits>,
    /// Units shipped in the last 90 days.
    pub shipped_90: Option<CellUnits>,
    /// Amazon's own sell-through of the SKU.
    pub sell_through: Option<f64>,
    /// Volume of one unit, in the report's own unit of volume.
    pub volume: Option<f64>,
    /// The unit of `volume`, where the report states it.
    pub volume_unit: Option<VolumeUnit>,
    /// Amazon's storage type.
    pub storage: Option<StorageType>,
}

/// A row and whether its quantities add up.
pub(crate) struct Checked {
    pub(crate) stock: Stock,
    /// The sums that Amazon keeps hold in this row.
    pub(crate) adds_up: bool,
}

impl Stock {
    /// A row about `sku` that states nothing yet.
    pub(super) fn of(sku: &[u8]) -> Self {
        Stock {
            sku: Sku::from(&*String::from_utf8_lossy(sku)),
            fnsku: None,
            day: None,
            marketplace: None,
            condition: Condition::Unstated,
            on_hand: None,
            reserved: None,
            unfulfillable: None,
            excess: None,
            shipped_30: None,
            shipped_60: None,
            shipped_90: None,
            sell_through: None,
            volume: None,
            volume_unit: None,
            storage: None,
        }
    }
}
