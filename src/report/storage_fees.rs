//! Monthly storage fees: the volume of one unit of every FNSKU, with its unit of volume.
//!
//! Rows are per fulfilment centre; the SKU stands in it only since about 2024, so the FNSKU joins it to the rest.

use super::cells::Cells;
use super::columns::{Column, columns};
use super::rows::Export;
use crate::ids::Fnsku;
use crate::volume::{StorageType, VolumeUnit};

columns! {
    FNSKU: required "fnsku";
    VOLUME: required "item-volume";
    VOLUME_UNIT: required "volume-units";
    TIER: optional "product-size-tier";
    MONTH: required "month-of-charge";
}

pub(crate) struct StorageFees;

/// The volume of one unit.
pub(crate) struct Row {
    pub(crate) fnsku: Fnsku,
    pub(crate) volume: f64,
    pub(crate) unit: VolumeUnit,
    pub(crate) storage: Option<StorageType>,
}

impl Export for StorageFees {
    const COLUMNS: &'static [Column] = COLUMNS;
    type Row<'a> = Row;

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Row> {
        let fnsku = cells.key(FNSKU)?;
        Some(Row {
            fnsku: Fnsku::from(&*String::from_utf8_lossy(&fnsku)),
            volume: cells.number(VOLUME)?,
            unit: VolumeUnit::named(&cells.text(VOLUME_UNIT)?)?,
            storage: cells.text(TIER).and_then(|text| StorageType::named(&text)),
        })
    }
}
