//! Monthly storage fees: the volume of one unit of every FNSKU, with its unit of volume.
//!
//! Rows are per fulfilment centre; the SKU stands in it only since about 2024, so the FNSKU joins it to the rest.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::rows::Export;
use crate::ids::{Fnsku, Marketplace};
use crate::volume::{StorageType, VolumeUnit};

columns! {
    FNSKU: required "fnsku";
    VOLUME: required "item-volume";
    VOLUME_UNIT: required "volume-units";
    TIER: optional "product-size-tier";
    MONTH: required "month-of-charge";
    COUNTRY: optional "country-code";
}

pub(crate) struct StorageFees;

/// The volume of one unit.
pub(crate) struct Row {
    pub(crate) fnsku: Fnsku,
    pub(crate) volume: f64,
    pub(crate) unit: VolumeUnit,
    pub(crate) storage: Option<StorageType>,
    /// The country in which the units lie.
    pub(crate) country: Option<Marketplace>,
    /// The month of the charge, as the report writes it: `2026-10`.
    pub(crate) month: String,
}

impl Export for StorageFees {
    type Row<'a> = Row;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Row> {
        let fnsku = cells.key(FNSKU)?;
        Some(Row {
            fnsku: Fnsku::from(&*String::from_utf8_lossy(&fnsku)),
            volume: cells.side_number(VOLUME)?,
            unit: VolumeUnit::named(&cells.text(VOLUME_UNIT)?)?,
            storage: cells.text(TIER).and_then(|text| storage_type(&text)),
            country: cells.text(COUNTRY).and_then(|text| text.parse().ok()),
            month: cells.text(MONTH).unwrap_or_default().into_owned(),
        })
    }
}

/// The storage type of a size tier. Tiers are finer, and were renamed: `Large standard-size`, `UsLargeStandardSize`,
/// `Large bulky` (oversize until 2024). What is none of these is taken for the name of a type.
fn storage_type(tier: &str) -> Option<StorageType> {
    let plain = tier.to_ascii_lowercase();
    let named = if plain.contains("extra") {
        "extra-large"
    } else if plain.contains("standard") || plain.contains("envelope") {
        "standard"
    } else if plain.contains("bulky") || plain.contains("oversize") {
        "oversize"
    } else {
        tier
    };
    StorageType::named(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_tier_counts_towards_the_storage_type_that_it_fills() {
        for (tier, storage) in [
            ("Large standard-size", "standard"),
            ("UsSmallStandardSize", "standard"),
            ("Small envelope", "standard"),
            ("Large bulky", "oversize"),
            ("Small oversize", "oversize"),
            ("Extra-large 50 to 70 lb", "extra-large"),
            ("Apparel", "apparel"),
        ] {
            assert_eq!(storage_type(tier), StorageType::named(storage), "{tier}");
        }
        assert_eq!(storage_type(" "), None);
    }
}
