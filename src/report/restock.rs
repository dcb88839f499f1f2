//! Restock Inventory: stock and 30-day sales, with the SKUs that are out of stock.
//!
//! The exports of January to June 2026 cut rows and begin the next one on the same line; such rows have too many cells.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::condition::Condition;
use super::rows::Export;
use super::stock::{Checked, Stock};
use crate::units::Units;

columns! {
    COUNTRY: optional "Country" | "Country/Region Code";
    SKU: required "Merchant SKU";
    FNSKU: optional "FNSKU";
    CONDITION: optional "condition";
    SOLD_30: required "Units Sold Last 30 Days";
    TOTAL: required "Total Units";
    AVAILABLE: required "Available";
    TRANSFER: optional "FC transfer";
    CUSTOMER_ORDER: optional "Customer Order";
    UNFULFILLABLE: optional "Unfulfillable";
}

pub(crate) struct Restock;

impl Export for Restock {
    type Row<'a> = Checked;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Checked> {
        let mut stock = Stock::of(&cells.key_beside(SKU, FNSKU)?);
        stock.fnsku = cells.label(FNSKU);
        stock.condition = Condition::of_cell(cells.raw(CONDITION));
        stock.marketplace = cells.text(COUNTRY).and_then(|text| text.parse().ok());
        let total = cells.side_units(TOTAL);
        let transfer = cells.units(TRANSFER).unwrap_or_default();
        let on_hand = cells.units(AVAILABLE).map(|available| available + transfer);
        // The total holds them, and what is inbound, reserved and unfulfillable.
        let adds_up = on_hand.zip(total).is_none_or(|(on_hand, total)| on_hand <= total);
        stock.on_hand = on_hand.map(Units::cell);
        stock.reserved = cells.side_units(CUSTOMER_ORDER).map(Units::cell);
        stock.unfulfillable = cells.side_units(UNFULFILLABLE).map(Units::cell);
        _ = cells.side_units(SOLD_30);
        Some(Checked { stock, adds_up })
    }
}
