//! The dispositions of a ledger by themselves, to name them where none of them is known.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::rows::Export;
use std::borrow::Cow;

columns! {
    DISPOSITION: required "Disposition" | "detailed-disposition";
}

pub(crate) struct Dispositions;

impl Export for Dispositions {
    type Row<'a> = Cow<'a, str>;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Cow<'a, str>> {
        cells.text(DISPOSITION)
    }
}
