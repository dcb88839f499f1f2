//! Business report, Detail Page Sales and Traffic by Child Item or by SKU, in English, German or Japanese.
//!
//! It has no date and counts units that the seller ships too, so it decides no figure; its units are a cross-check.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::rows::Export;
use crate::units::Units;

columns! {
    CHILD: required "(Child) ASIN" | "(Untergeordnete) ASIN" | "（子）ASIN";
    ORDERED: required "Units Ordered" | "Bestellte Einheiten" | "注文された商品点数";
}

pub(crate) struct Business;

impl Export for Business {
    type Row<'a> = Units;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Units> {
        cells.key(CHILD)?;
        cells.grouped_units(ORDERED)
    }
}
