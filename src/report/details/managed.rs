//! Manage FBA Inventory: names, prices, and what is on its way.

use super::super::cells::Cells;
use super::super::columns::{Columns, columns};
use super::super::rows::Export;
use super::{Details, Extra, Inbound, price, word};

columns! {
    SKU: required "sku" | "Merchant SKU";
    FNSKU: optional "fnsku" | "Fulfillment Network SKU" | "Fulfilment Network SKU";
    TITLE: optional "product-name" | "Title";
    ASIN: optional "asin";
    PRICE: optional "your-price" | "Price";
    WORKING: optional "afn-inbound-working-quantity" | "AFN Inbound Working Qty";
    SHIPPED: optional "afn-inbound-shipped-quantity" | "AFN Inbound Shipped Qty";
    RECEIVING: optional "afn-inbound-receiving-quantity" | "AFN Inbound Receiving Qty";
}

pub(crate) struct Managed;

impl Export for Managed {
    type Row<'a> = Extra;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Extra> {
        let mut row = Extra::of(cells, Some(SKU), FNSKU)?;
        let [working, shipped, receiving] =
            [WORKING, SHIPPED, RECEIVING].map(|column| cells.side_units(column));
        let all = working.zip(shipped).zip(receiving);
        let all = all.map(|((working, shipped), receiving)| working + shipped + receiving);
        *row.details = Details {
            title: word(cells, TITLE),
            asin: word(cells, ASIN),
            price: price(cells, PRICE),
            inbound: Inbound { all, working, shipped, receiving },
            ..Details::default()
        };
        Some(row)
    }
}
