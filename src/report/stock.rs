//! What the inventory reports have in common: what they say of one SKU on one day.

use crate::ids::{Fnsku, Marketplace, Sku};
use crate::units::Units;
use chrono::NaiveDate;
use serde::Serialize;

/// One SKU as an inventory report states it. A figure that the report does not have, or leaves blank, is `None`.
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
    /// Sellable units at fulfilment centres, those in transfer between them included where the report tells.
    pub on_hand: Option<Units>,
    /// Units reserved for customers or in process.
    pub reserved: Option<Units>,
    /// Units that cannot be sold.
    pub unfulfillable: Option<Units>,
    /// Excess units by Amazon's own forecast.
    pub excess: Option<Units>,
    /// Units shipped in the last 30 days.
    pub shipped_30: Option<Units>,
    /// Units shipped in the last 60 days.
    pub shipped_60: Option<Units>,
    /// Units shipped in the last 90 days.
    pub shipped_90: Option<Units>,
    /// Amazon's own sell-through of the SKU.
    pub sell_through: Option<f64>,
    /// Volume of one unit, in the report's own unit of volume.
    pub volume: Option<f64>,
    /// The unit of `volume`, where the report states it.
    pub volume_unit: Option<VolumeUnit>,
    /// Amazon's storage type.
    pub storage: Option<StorageType>,
}

impl Stock {
    /// A row about `sku` that states nothing yet.
    pub(super) fn of(sku: &[u8]) -> Self {
        Stock {
            sku: Sku::from(&*String::from_utf8_lossy(sku)),
            fnsku: None,
            day: None,
            marketplace: None,
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

/// In what a report measures volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum VolumeUnit {
    CubicFeet,
    CubicMetres,
    CubicCentimetres,
}

impl VolumeUnit {
    /// As the exports spell it: `cubic feet`, `cubic meter`, `cubic-centimeters` …
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let name = super::columns::plain(text);
        match name.trim_end_matches('s') {
            "cubicfeet" | "cubicfoot" | "cuft" | "ft3" => Some(VolumeUnit::CubicFeet),
            "cubicmeter" | "cubicmetre" | "m3" => Some(VolumeUnit::CubicMetres),
            "cubiccentimeter" | "cubiccentimetre" | "cm3" => Some(VolumeUnit::CubicCentimetres),
            _ => None,
        }
    }
}

/// Amazon's storage types, for which limits are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum StorageType {
    Standard,
    Oversize,
    ExtraLarge,
    Apparel,
    Footwear,
    Flammable,
    Aerosol,
    Other,
}

impl StorageType {
    /// As the exports spell it: `Standard`, `Standard-Size`, `Extra-Large`, `Shoes` …
    #[must_use]
    pub fn named(text: &str) -> Self {
        let name = super::columns::plain(text);
        let is = |part: &str| name.contains(part);
        match () {
            () if is("extralarge") => StorageType::ExtraLarge,
            () if is("oversize") => StorageType::Oversize,
            () if is("apparel") || is("clothing") => StorageType::Apparel,
            () if is("footwear") || is("shoe") => StorageType::Footwear,
            () if is("flammable") => StorageType::Flammable,
            () if is("aerosol") => StorageType::Aerosol,
            () if is("standard") => StorageType::Standard,
            () => StorageType::Other,
        }
    }
}
