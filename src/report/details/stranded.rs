//! Stranded Inventory: why, and what Amazon offers to do.

use super::super::cells::Cells;
use super::super::columns::{Columns, columns};
use super::super::rows::Export;
use super::{Details, Extra, StrandedWhy, price, word};

columns! {
    SKU: required "sku";
    FNSKU: optional "fnsku";
    TITLE: optional "product-name";
    ASIN: optional "asin";
    PRICE: optional "your-price";
    REASON: optional "stranded-reason";
    STATUS: optional "error-message" | "status-secondary";
    ACTION: optional "primary-action";
    SINCE: optional "date-stranded" | "date-created";
    REMOVED_FROM: optional "Date-to-take-auto-removal";
}

pub(crate) struct StrandedDetails;

impl Export for StrandedDetails {
    type Row<'a> = Extra;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Extra> {
        let mut row = Extra::of(cells, Some(SKU), FNSKU)?;
        let why = StrandedWhy {
            reason: word(cells, REASON).or_else(|| word(cells, STATUS)),
            action: word(cells, ACTION),
            since: cells.side_day(SINCE),
            removed_from: cells.side_day(REMOVED_FROM),
        };
        *row.details = Details {
            title: word(cells, TITLE),
            asin: word(cells, ASIN),
            price: price(cells, PRICE),
            stranded: Some(why),
            ..Details::default()
        };
        Some(row)
    }
}
