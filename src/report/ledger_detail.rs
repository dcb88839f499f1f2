//! Inventory Ledger, Detailed view: single events. Two equal rows are two events.

use super::cells::{Cells, SKU_WORDS};
use super::columns::{Columns, columns};
use super::identity::Identity;
use super::packed::Packed;
use super::rows::Export;
use chrono::NaiveDate;

columns! {
    DAY: required "Date";
    FNSKU: required "FNSKU";
    SKU: required "MSKU";
    EVENT: required "Event Type";
    REFERENCE: optional "Reference ID";
    QUANTITY: required "Quantity";
    CENTRE: optional "Fulfillment Center";
    DISPOSITION: required "Disposition";
    REASON: optional "Reason";
    COUNTRY: optional "Country";
    TIME: optional "Date and Time";
}

pub(crate) struct LedgerDetail;

/// One event of a SKU.
pub(crate) struct Row<'a> {
    pub(crate) day: NaiveDate,
    pub(crate) sku: Packed<'a, SKU_WORDS>,
    pub(crate) fnsku: Packed<'a, SKU_WORDS>,
    /// Disposition SELLABLE.
    pub(crate) sellable: bool,
    /// The country, where the export has the column; else the fulfilment centre.
    pub(crate) location: &'a [u8],
    /// Units that the event adds to the disposition, negative where it takes.
    pub(crate) change: i64,
    /// Units shipped to customers by this event.
    pub(crate) shipped: u64,
    pub(crate) identity: Identity<'a>,
}

impl Export for LedgerDetail {
    type Row<'a> = Row<'a>;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Row<'a>> {
        let day = cells.day(DAY)?;
        let fnsku = cells.packed(FNSKU);
        let sku = if fnsku.is_empty() { cells.key(SKU)? } else { cells.optional_key(SKU)? };
        let change = cells.balance(QUANTITY)?;
        let shipment = cells.raw(EVENT).eq_ignore_ascii_case(b"Shipments");
        Some(Row {
            day,
            sku,
            fnsku,
            sellable: cells.is_sellable(DISPOSITION),
            location: cells.raw(if cells.has(COUNTRY) { COUNTRY } else { CENTRE }),
            // A shipment takes units whatever sign the export gives it.
            change: if shipment { -change.abs() } else { change },
            shipped: if shipment { change.unsigned_abs() } else { 0 },
            identity: cells.identity(&[
                FNSKU,
                SKU,
                EVENT,
                REFERENCE,
                QUANTITY,
                CENTRE,
                DISPOSITION,
                REASON,
                TIME,
            ]),
        })
    }
}
