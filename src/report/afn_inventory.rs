//! Amazon Fulfilled Inventory: one row per SKU and warehouse condition; only the sellable ones are on hand.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::condition::Condition;
use super::rows::Export;
use super::stock::Stock;
use crate::units::Units;

columns! {
    SKU: required "seller-sku";
    FNSKU: required "fulfillment-channel-sku";
    CONDITION: required "Warehouse-Condition-code";
    QUANTITY: required "Quantity Available";
}

pub(crate) struct AfnInventory;

impl Export for AfnInventory {
    type Row<'a> = Stock;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Stock> {
        let mut stock = Stock::of(&cells.key_beside(SKU, FNSKU)?);
        stock.fnsku = cells.label(FNSKU);
        if cells.raw(CONDITION).trim_ascii().eq_ignore_ascii_case(b"SELLABLE") {
            stock.condition = Condition::Sellable;
            stock.on_hand = cells.units(QUANTITY).map(Units::cell);
        } else {
            stock.condition = Condition::Unsellable;
            stock.unfulfillable = cells.side_units(QUANTITY).map(Units::cell);
        }
        Some(stock)
    }
}
