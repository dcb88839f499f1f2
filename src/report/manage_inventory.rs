//! Manage FBA Inventory (unsuppressed or archived too), kebab-case and Title Case, 18 to 24 columns.
//!
//! It repeats one FNSKU under several SKUs with the same quantities, has no date and no unit of volume. On 1,322 rows of
//! real files `warehouse = fulfillable + unsellable + reserved + researching` and `total = warehouse + inbound` held
//! without exception, so a row that breaks them is damaged.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::condition::Condition;
use super::rows::Export;
use super::stock::{Checked, Stock};
use crate::units::Units;

columns! {
    SKU: required "sku" | "Merchant SKU";
    FNSKU: required "fnsku" | "Fulfillment Network SKU" | "Fulfilment Network SKU";
    CONDITION: optional "condition";
    WAREHOUSE: required "afn-warehouse-quantity" | "AFN Warehouse Qty";
    FULFILLABLE: required "afn-fulfillable-quantity" | "AFN Fulfillable Qty" | "AFN Fulfilable Qty";
    UNSELLABLE: required "afn-unsellable-quantity" | "AFN Unsellable Qty";
    RESERVED: required "afn-reserved-quantity" | "AFN Encumbered Qty";
    TOTAL: required "afn-total-quantity" | "AFN Total Qty";
    VOLUME: optional "per-unit-volume" | "Volume";
    WORKING: optional "afn-inbound-working-quantity" | "AFN Inbound Working Qty";
    SHIPPED: optional "afn-inbound-shipped-quantity" | "AFN Inbound Shipped Qty";
    RECEIVING: optional "afn-inbound-receiving-quantity" | "AFN Inbound Receiving Qty";
    RESEARCHING: optional "afn-researching-quantity" | "AFN Researching Qty";
    TRANSFER: optional "afn-fc-transfer-quantity";
}

pub(crate) struct ManageInventory;

impl Export for ManageInventory {
    type Row<'a> = Checked;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Checked> {
        let mut stock = Stock::of(&cells.key_beside(SKU, FNSKU)?);
        stock.fnsku = cells.label(FNSKU);
        stock.condition = Condition::of_cell(cells.raw(CONDITION));
        let fulfillable = cells.units(FULFILLABLE);
        let transfer = cells.units(TRANSFER).unwrap_or_default();
        let odd = cells.odd_so_far();
        let [warehouse, unsellable, reserved, total] =
            [WAREHOUSE, UNSELLABLE, RESERVED, TOTAL].map(|column| cells.side_units(column));
        let [working, shipped, receiving, researching] = [WORKING, SHIPPED, RECEIVING, RESEARCHING]
            .map(|column| cells.side_units(column).unwrap_or_default());
        // Units in transfer stand beside the fulfillable ones since June 2026; whether they still count among the
        // reserved ones is not documented, so either sum is taken.
        let adds_up = match (warehouse, fulfillable, unsellable, reserved, total) {
            // A sum with a part that is not stated says nothing.
            (Some(warehouse), Some(fulfillable), Some(unsellable), Some(reserved), Some(total))
                if cells.odd_so_far() == odd =>
            {
                let parts = fulfillable + unsellable + reserved + researching;
                (warehouse == parts || warehouse == parts + transfer)
                    && transfer <= warehouse
                    && total == warehouse + working + shipped + receiving
            }
            _ => true,
        };
        stock.on_hand = fulfillable.map(|units| (units + transfer).cell());
        stock.unfulfillable = unsellable.map(Units::cell);
        stock.reserved = reserved.map(Units::cell);
        stock.volume = cells.side_number(VOLUME);
        Some(Checked { stock, adds_up })
    }
}
