//! Inventory Age (to 2021): the ancestor of FBA Inventory. Stock and sales, no excess figure.
//!
//! Its column of sellable units is misspelt in every file that was seen.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::condition::Condition;
use super::rows::Export;
use super::stock::Stock;
use crate::units::Units;
use crate::volume::{StorageType, VolumeUnit};

columns! {
    DAY: required "snapshot-date";
    SKU: required "sku";
    FNSKU: optional "fnsku";
    CONDITION: optional "condition";
    SELLABLE: required "avaliable-quantity(sellable)" | "available-quantity(sellable)";
    SHIPPED_30: required "units-shipped-last-30-days";
    SHIPPED_60: required "units-shipped-last-60-days";
    SHIPPED_90: required "units-shipped-last-90-days";
    SELL_THROUGH: optional "sell-through";
    VOLUME: optional "cubic-feet";
    STORAGE: optional "storage-type";
}

pub(crate) struct InventoryAge;

impl Export for InventoryAge {
    type Row<'a> = Stock;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Stock> {
        let mut stock = Stock::of(&cells.key_beside(SKU, FNSKU)?);
        stock.day = Some(cells.day(DAY)?);
        stock.fnsku = cells.label(FNSKU);
        stock.condition = Condition::of_cell(cells.raw(CONDITION));
        stock.on_hand = cells.units(SELLABLE).map(Units::cell);
        stock.shipped_30 = cells.side_units(SHIPPED_30).map(Units::cell);
        stock.shipped_60 = cells.units(SHIPPED_60).map(Units::cell);
        stock.shipped_90 = cells.units(SHIPPED_90).map(Units::cell);
        stock.sell_through = cells.side_number(SELL_THROUGH);
        stock.volume = cells.side_number(VOLUME);
        stock.volume_unit = stock.volume.map(|_| VolumeUnit::CubicFeet);
        stock.storage = cells.text(STORAGE).and_then(|text| StorageType::named(&text));
        Some(stock)
    }
}
