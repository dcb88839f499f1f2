//! Amazon Fulfilled Shipments: every unit that left a fulfilment centre for a customer.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::rows::Export;
use super::sale::{Sale, Standing};

columns! {
    SHIPMENT: required "shipment-id";
    DAY: required "shipment-date";
    SKU: required "sku";
    QUANTITY: required "quantity-shipped";
    ITEM: optional "shipment-item-id";
    CHANNEL: optional "fulfillment-channel";
    SITE: optional "sales-channel";
}

pub(crate) struct Shipments;

impl Export for Shipments {
    type Row<'a> = Sale<'a>;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    #[inline(always)]
    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Sale<'a>> {
        let day = cells.day(DAY)?;
        let sku = cells.key(SKU)?;
        let units = cells.stated_units(QUANTITY)?;
        let merchant = matches!(cells.raw(CHANNEL), b"MFN" | b"Merchant");
        Some(Sale {
            day,
            sku,
            units,
            standing: if merchant { Standing::Never } else { Standing::Shipped },
            site: cells.packed(SITE),
            identity: cells.identity(&[SHIPMENT, ITEM, SKU, QUANTITY]),
            updated: None,
        })
    }
}
