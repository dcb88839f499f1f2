//! Restock Inventory: what is on its way, and what Amazon would send.

use super::super::cells::Cells;
use super::super::columns::{Columns, columns};
use super::super::rows::Export;
use super::{Advice, Details, Extra, Inbound, price, word};

columns! {
    COUNTRY: optional "Country" | "Country/Region Code";
    SKU: required "Merchant SKU";
    FNSKU: optional "FNSKU";
    TITLE: optional "Product Name";
    ASIN: optional "ASIN";
    CURRENCY: optional "Currency code";
    SHIPPED_30: optional "Units Sold Last 30 Days";
    PRICE: optional "Price";
    INBOUND: optional "Inbound";
    WORKING: optional "Working";
    SHIPPED: optional "Shipped";
    RECEIVING: optional "Receiving";
    ALERT: optional "Alert";
    REPLENISH: optional "Recommended replenishment qty";
    REPLENISH_BY: optional "Recommended ship date";
}

pub(crate) struct Restocked;

impl Export for Restocked {
    type Row<'a> = Extra;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Extra> {
        let mut row = Extra::of(cells, Some(SKU), FNSKU)?;
        row.marketplace = cells.text(COUNTRY).and_then(|text| text.parse().ok());
        let [all, working, shipped, receiving] =
            [INBOUND, WORKING, SHIPPED, RECEIVING].map(|column| cells.side_units(column));
        *row.details = Details {
            title: word(cells, TITLE),
            asin: word(cells, ASIN),
            shipped_30: cells.side_units(SHIPPED_30),
            currency: word(cells, CURRENCY),
            price: price(cells, PRICE),
            inbound: Inbound { all, working, shipped, receiving },
            amazon: Advice {
                alert: word(cells, ALERT),
                replenish: cells.side_units(REPLENISH),
                replenish_by: cells.day_if_any(REPLENISH_BY),
                ..Advice::default()
            },
            ..Details::default()
        };
        Some(row)
    }
}
