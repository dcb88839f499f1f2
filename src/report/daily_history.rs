//! Daily Inventory History (to January 2023): balances by day, fulfilment centre and disposition.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::ledger_summary::{Balance, Row, Sign};
use super::rows::Export;

columns! {
    DAY: required "snapshot-date";
    FNSKU: required "fnsku";
    SKU: required "sku";
    QUANTITY: required "quantity";
    CENTRE: required "fulfillment-center-id";
    DISPOSITION: required "detailed-disposition";
    COUNTRY: optional "country";
}

pub(crate) struct DailyHistory;

impl Export for DailyHistory {
    type Row<'a> = Row<'a>;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Row<'a>> {
        let day = cells.day(DAY)?;
        let fnsku = cells.packed(FNSKU);
        let sku = if fnsku.is_empty() { cells.key(SKU)? } else { cells.optional_key(SKU)? };
        let end = cells.balance(QUANTITY)?;
        Some(Row {
            day,
            sku,
            fnsku,
            location: cells.packed(CENTRE),
            // It has no starting balance, so nothing tells whether balances continue.
            balance: Balance::new([0, 0, end], 0, &[(Sign::Sellable, cells.is_sellable(DISPOSITION))]),
            more: (),
        })
    }
}
