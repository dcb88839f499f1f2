//! Inventory Health (to about 2021). Units shipped for 30 and 90 days, none for 60.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::condition::Condition;
use super::rows::Export;
use super::stock::Stock;
use crate::units::Units;

columns! {
    DAY: required "snapshot-date";
    SKU: required "sku";
    FNSKU: optional "fnsku";
    CONDITION: optional "condition";
    SELLABLE: required "sellable-quantity";
    UNSELLABLE: optional "unsellable-quantity";
    SHIPPED_30: required "units-shipped-last-30-days";
    SHIPPED_90: required "units-shipped-last-90-days";
    SHIPPED_365: required "units-shipped-last-365-days";
    VOLUME: optional "per-unit-volume";
}

pub(crate) struct InventoryHealth;

impl Export for InventoryHealth {
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
        stock.unfulfillable = cells.side_units(UNSELLABLE).map(Units::cell);
        _ = cells.side_units(SHIPPED_30);
        stock.shipped_90 = cells.units(SHIPPED_90).map(Units::cell);
        // Read for the check alone that it is a number: the column tells this report from Inventory Age.
        _ = cells.side_units(SHIPPED_365);
        stock.volume = cells.side_number(VOLUME);
        Some(stock)
    }
}
