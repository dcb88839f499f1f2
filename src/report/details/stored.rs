//! Monthly storage fees: size and weight of one unit, by which removal and storage are charged.

use super::super::cells::Cells;
use super::super::columns::{Columns, columns};
use super::super::rows::Export;
use super::{Details, Extra, Size, word};

columns! {
    FNSKU: required "fnsku";
    TITLE: optional "product-name";
    ASIN: optional "asin";
    COUNTRY: optional "country-code";
    LONGEST: optional "longest-side";
    MEDIAN: optional "median-side";
    SHORTEST: optional "shortest-side";
    LENGTH_UNIT: optional "measurement-units";
    WEIGHT: optional "weight";
    WEIGHT_UNIT: optional "weight-units";
    TIER: optional "product-size-tier";
    MONTH: optional "month-of-charge";
    UTILISATION: optional "storage_utilization_ratio";
}

pub(crate) struct Stored;

impl Export for Stored {
    type Row<'a> = Extra;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Extra> {
        let mut row = Extra::of(cells, None, FNSKU)?;
        row.marketplace = cells.text(COUNTRY).and_then(|text| text.parse().ok());
        row.month = word(cells, MONTH);
        let sides = match [LONGEST, MEDIAN, SHORTEST].map(|column| cells.side_number(column)) {
            [Some(longest), Some(median), Some(shortest)] => Some([longest, median, shortest]),
            _ => None,
        };
        let weight = cells.side_number(WEIGHT).filter(|weight| *weight > 0.0);
        *row.details = Details {
            title: word(cells, TITLE),
            asin: word(cells, ASIN),
            size: Size {
                tier: word(cells, TIER),
                weight: weight.zip(word(cells, WEIGHT_UNIT)),
                sides: sides.zip(word(cells, LENGTH_UNIT)),
                utilisation: word(cells, UTILISATION).and_then(|text| text.parse().ok()),
            },
            ..Details::default()
        };
        Some(row)
    }
}
