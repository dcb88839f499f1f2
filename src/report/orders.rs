//! All Orders: units ordered by day and SKU, by any channel of fulfilment.
//!
//! Only what Amazon fulfils counts. Orders of other sites that Amazon fulfils have no price and a blank name, and are
//! units shipped all the same. The day is that of the purchase, a day or two before the shipment.

use super::cells::Cells;
use super::columns::{Column, columns};
use super::rows::Export;
use super::sale::Sale;
use crate::units::Units;

columns! {
    ORDER: required "amazon-order-id";
    DAY: required "purchase-date";
    ORDER_STATUS: required "order-status";
    CHANNEL: required "fulfillment-channel";
    SKU: required "sku";
    ITEM_STATUS: optional "item-status";
    QUANTITY: required "quantity";
}

pub(crate) struct Orders;

impl Export for Orders {
    const COLUMNS: &'static [Column] = COLUMNS;
    type Row<'a> = Sale<'a>;
    type Kept = ();

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Sale<'a>> {
        let day = cells.day(DAY)?;
        let sku = cells.key(SKU)?;
        let units = cells.units(QUANTITY).unwrap_or_default();
        let cancelled = |column: usize, cells: &Cells<'_, '_>| {
            matches!(cells.raw(column).to_ascii_lowercase().as_slice(), b"cancelled" | b"canceled")
        };
        let amazon =
            [&b"Amazon"[..], b"AFN"].iter().any(|name| cells.raw(CHANNEL).eq_ignore_ascii_case(name));
        let gone = cancelled(ORDER_STATUS, cells) || cancelled(ITEM_STATUS, cells);
        (amazon && !gone && units > Units::ZERO).then_some(Sale { day, sku, units })
    }
}
