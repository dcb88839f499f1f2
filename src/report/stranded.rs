//! Stranded inventory (Fix stranded inventory): units at fulfilment centres without an active listing.
//!
//! Only its sellable units are stranded; unfulfillable ones stand in a column of their own and do not count. Amazon
//! makes no file at all when nothing is stranded, so a missing file says nothing.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::rows::Export;
use crate::ids::Fnsku;
use crate::ids::Sku;
use crate::units::Units;
use chrono::NaiveDate;

columns! {
    SINCE: required "date-stranded" | "date-created";
    STATUS: required "status-primary";
    SKU: required "sku";
    FNSKU: optional "fnsku";
    FULFILLABLE: required "fulfillable-qty" | "fulfillable-quantity";
    UNFULFILLABLE: optional "unfulfillable-qty" | "unfulfillable-quantity";
}

pub(crate) struct Stranded;

/// A stranded SKU.
pub(crate) struct Row {
    /// Since when, where the report tells.
    pub(crate) since: Option<NaiveDate>,
    pub(crate) sku: Sku,
    pub(crate) fnsku: Option<Fnsku>,
    /// Sellable units without an active listing, where the cell is not blank.
    pub(crate) units: Option<Units>,
    /// Units that cannot be sold: listed beside, and not stranded.
    pub(crate) unsellable: Units,
}

impl Export for Stranded {
    type Row<'a> = Row;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Row> {
        let sku = cells.key_beside(SKU, FNSKU)?;
        Some(Row {
            since: cells.side_day(SINCE),
            sku: Sku::from(&*String::from_utf8_lossy(&sku)),
            fnsku: cells.label(FNSKU),
            units: cells.units(FULFILLABLE),
            unsellable: cells.side_units(UNFULFILLABLE).unwrap_or_default(),
        })
    }
}
