//! Customer Shipment Sales: units shipped to customers by day and SKU.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::packed::Packed;
use super::rows::Export;
use super::sale::{Sale, Standing};

columns! {
    DAY: required "shipment-date";
    SKU: required "sku";
    FNSKU: required "fnsku";
    CENTRE: required "fulfillment-center-id";
    QUANTITY: required "quantity";
    ORDER: required "amazon-order-id";
}

pub(crate) struct CustomerShipmentSales;

impl Export for CustomerShipmentSales {
    type Row<'a> = Sale<'a>;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Sale<'a>> {
        let day = cells.day(DAY)?;
        let sku = cells.key(SKU)?;
        let units = cells.stated_units(QUANTITY)?;
        Some(Sale {
            day,
            sku,
            units,
            standing: Standing::Shipped,
            site: Packed::new(b""),
            // An order may leave in several parcels of one day: the time in the cell of the day tells them apart.
            identity: cells.identity(&[ORDER, DAY, SKU, QUANTITY]),
            updated: None,
        })
    }
}
