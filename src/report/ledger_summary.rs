//! Inventory Ledger, Summary view: the balance of every SKU at the end of every day, and what moved.
//!
//! One row per SKU, disposition, location and day. Names with spaces, or without (the form of 2020–23).

use super::cells::Cells;
use super::columns::{Column, columns};
use super::rows::Export;
use chrono::NaiveDate;
use std::borrow::Cow;

columns! {
    DAY: required "Date";
    FNSKU: required "FNSKU";
    SKU: required "MSKU";
    DISPOSITION: required "Disposition";
    START: required "Starting Warehouse Balance";
    RECEIPTS: optional "Receipts";
    SHIPMENTS: required "Customer Shipments";
    RETURNS: optional "Customer Returns";
    VENDOR_RETURNS: optional "Vendor Returns";
    TRANSFERS: optional "Warehouse Transfer In/Out";
    FOUND: optional "Found";
    LOST: optional "Lost";
    DAMAGED: optional "Damaged";
    DISPOSED: optional "Disposed";
    OTHER: optional "Other Events";
    END: required "Ending Warehouse Balance";
    UNKNOWN: optional "Unknown Events";
    LOCATION: optional "Location" | "Country";
}

pub(crate) struct LedgerSummary;

/// The balance of a SKU in one disposition at one location at the end of a day.
pub(crate) struct Row<'a> {
    pub(crate) day: NaiveDate,
    /// Merchant SKU; may be blank, then the FNSKU tells.
    pub(crate) sku: Cow<'a, [u8]>,
    pub(crate) fnsku: &'a [u8],
    /// Disposition SELLABLE.
    pub(crate) sellable: bool,
    /// Country, or fulfilment centre.
    pub(crate) location: &'a [u8],
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// Units came in from the seller.
    pub(crate) received: bool,
    /// Units shipped to customers, with the sign taken off: exports write them negative or positive.
    pub(crate) shipped: u64,
    /// `start` + movements = `end`.
    pub(crate) adds_up: bool,
}

impl Export for LedgerSummary {
    const COLUMNS: &'static [Column] = COLUMNS;
    type Row<'a> = Row<'a>;

    #[inline]
    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Row<'a>> {
        let day = cells.day(DAY)?;
        let fnsku = cells.raw(FNSKU);
        let sku = if fnsku.is_empty() { cells.key(SKU)? } else { cells.optional_key(SKU)? };
        let end = cells.balance(END)?;
        let start = cells.movement(START);
        let shipped = cells.movement(SHIPMENTS);
        let received = cells.movement(RECEIPTS);
        let plus = [RETURNS, TRANSFERS, FOUND, OTHER].map(|column| cells.movement(column));
        let minus = [VENDOR_RETURNS, LOST, DAMAGED, DISPOSED].map(|column| cells.movement(column));
        let unknown = cells.movement(UNKNOWN);
        let (plus, minus) =
            (plus.iter().sum::<i64>() + start + received, minus.iter().sum::<i64>() + shipped);
        // What leaves stock is written negative in some exports and positive in others. Unknown events are the gap that
        // Amazon itself could not explain; whether it is within the sum is not documented.
        let adds_up = [plus + minus, plus - minus].into_iter().any(|sum| sum == end || sum + unknown == end);
        Some(Row {
            day,
            sku,
            fnsku,
            sellable: cells.is_sellable(DISPOSITION),
            location: cells.raw(LOCATION),
            start,
            end,
            received: received > 0,
            shipped: shipped.unsigned_abs(),
            adds_up,
        })
    }
}
