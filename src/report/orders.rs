//! All Orders: units ordered by day and SKU, by any channel of fulfilment.
//!
//! Only what Amazon fulfils counts. Orders of other shops that Amazon fulfils have no price and a blank name, and are
//! units shipped all the same. The day is that of the purchase, a day or two before the shipment.
//!
//! Amazon counts units shipped to customers. An order that is pending or unshipped may still be cancelled, and its units
//! are on hand until they leave, so it does not count yet.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::rows::Export;
use super::sale::{Sale, Standing};
use crate::units::Units;

columns! {
    ORDER: required "amazon-order-id";
    DAY: required "purchase-date";
    UPDATED: optional "last-updated-date";
    ORDER_STATUS: required "order-status";
    CHANNEL: required "fulfillment-channel";
    SITE: optional "sales-channel";
    SKU: required "sku";
    ITEM: optional "order-item-id";
    ITEM_STATUS: optional "item-status";
    QUANTITY: required "quantity";
}

pub(crate) struct Orders;

impl Export for Orders {
    type Row<'a> = Sale<'a>;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Sale<'a>> {
        let day = cells.day(DAY)?;
        let sku = cells.key(SKU)?;
        let units = cells.units(QUANTITY).unwrap_or_default();
        let amazon =
            [&b"Amazon"[..], b"AFN"].iter().any(|name| cells.raw(CHANNEL).eq_ignore_ascii_case(name));
        let standing = if amazon && units > Units::ZERO {
            standing(cells.raw(ORDER_STATUS), cells.raw(ITEM_STATUS))
        } else {
            Standing::Never
        };
        Some(Sale {
            day,
            sku,
            units,
            standing,
            site: cells.packed(SITE),
            identity: cells.identity(&[ORDER, ITEM, SKU]),
            updated: cells.day_if_any(UPDATED),
        })
    }
}

/// What the two columns say of the units: the order may have left in parts, and then the item knows better.
fn standing(order: &[u8], item: &[u8]) -> Standing {
    let begins = |cell: &[u8], words: &[&[u8]]| {
        words.iter().any(|word| cell.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
    };
    let cancelled = |cell| begins(cell, &[b"cancelled", b"canceled"]);
    let waiting = |cell| begins(cell, &[b"pending", b"unshipped", b"unfulfillable", b"invoiceunconfirmed"]);
    if cancelled(order) || cancelled(item) {
        Standing::Never
    } else if waiting(order) || waiting(item) && !begins(order, &[b"shipped", b"complete"]) {
        Standing::NotYet
    } else {
        Standing::Shipped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_not_left_is_told_from_what_has() {
        for (order, item, expected) in [
            ("Shipped", "Shipped", Standing::Shipped),
            ("Shipped - Delivered to Buyer", "", Standing::Shipped),
            ("Complete", "Unshipped", Standing::Shipped),
            ("Shipping", "Shipped", Standing::Shipped),
            ("Shipping", "Unshipped", Standing::NotYet),
            ("PartiallyShipped", "Unshipped", Standing::NotYet),
            ("Pending", "Unshipped", Standing::NotYet),
            ("Pending - Waiting for Pick Up", "", Standing::NotYet),
            ("unshipped", "", Standing::NotYet),
            ("Cancelled", "Cancelled", Standing::Never),
            ("Shipped", "Canceled", Standing::Never),
            ("", "", Standing::Shipped),
        ] {
            assert_eq!(standing(order.as_bytes(), item.as_bytes()), expected, "{order}, {item}");
        }
    }
}
