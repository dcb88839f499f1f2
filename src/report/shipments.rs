//! Amazon Fulfilled Shipments: every unit that left a fulfilment centre for a customer.

use super::cells::Cells;
use super::columns::{Column, columns};
use super::rows::Export;
use super::sale::Sale;

columns! {
    SHIPMENT: required "shipment-id";
    DAY: required "shipment-date";
    SKU: required "sku";
    QUANTITY: required "quantity-shipped";
    CHANNEL: optional "fulfillment-channel";
}

pub(crate) struct Shipments;

impl Export for Shipments {
    const COLUMNS: &'static [Column] = COLUMNS;
    type Row<'a> = Sale<'a>;
    type Kept = ();

    #[inline(always)]
    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Sale<'a>> {
        let day = cells.day(DAY)?;
        let sku = cells.key(SKU)?;
        let units = cells.stated_units(QUANTITY)?;
        let merchant = matches!(cells.raw(CHANNEL), b"MFN" | b"Merchant");
        (!merchant).then_some(Sale { day, sku, units })
    }
}
