//! What reports say of a SKU that no factor needs: names, prices, ages, fees, shipments on their way, Amazon's advice. The same
//! files as before, read once more with other columns, where somebody asks.
//!
//! Nothing here forbids a figure: a cell that does not fit its column is noted and taken as not stated.

mod aged;
mod managed;
mod planning;
mod restocked;
mod stored;
mod stranded;

pub(crate) use aged::Aged;
pub(crate) use managed::Managed;
pub(crate) use planning::Planning;
pub(crate) use restocked::Restocked;
pub(crate) use stored::Stored;
pub(crate) use stranded::StrandedDetails;

use super::cells::Cells;
use crate::ids::{Fnsku, Marketplace, Sku};
use crate::money::Money;
use crate::units::Units;
use chrono::NaiveDate;
use compact_str::CompactString;

/// One row, as one of these reports states it. A figure that the report does not have, or leaves blank, is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Extra {
    /// `None` in a report that names the label alone.
    pub(crate) sku: Option<Sku>,
    pub(crate) fnsku: Option<Fnsku>,
    pub(crate) day: Option<NaiveDate>,
    pub(crate) marketplace: Option<Marketplace>,
    pub(crate) currency: Option<CompactString>,
    pub(crate) title: Option<CompactString>,
    pub(crate) asin: Option<CompactString>,
    pub(crate) group: Option<CompactString>,
    pub(crate) price: Option<Money>,
    pub(crate) shipped_30: Option<Units>,
    pub(crate) revenue_90: Option<Money>,
    /// 0–90, 91–180, 181–270, 271–365, 366–455, 456 and more, more than 365 days.
    pub(crate) ages: [Option<Units>; 7],
    pub(crate) aged_charge: Option<(Units, Money)>,
    pub(crate) storage_next_month: Option<Money>,
    /// All, working, shipped, receiving.
    pub(crate) inbound: [Option<Units>; 4],
    /// Of the last 30 and of the last 90 days.
    pub(crate) historical_days: [Option<f64>; 2],
    pub(crate) low_inventory_exempt: Option<bool>,
    pub(crate) low_inventory_charged: Option<bool>,
    pub(crate) pending_removal: Option<Units>,
    pub(crate) action: Option<CompactString>,
    pub(crate) removal: Option<Units>,
    pub(crate) advised_price: Option<Money>,
    pub(crate) alert: Option<CompactString>,
    pub(crate) saving: Option<Money>,
    pub(crate) replenish: Option<Units>,
    pub(crate) replenish_by: Option<NaiveDate>,
    pub(crate) stranded: Option<StrandedRow>,
    pub(crate) tier: Option<CompactString>,
    pub(crate) weight: Option<(f64, CompactString)>,
    pub(crate) sides: Option<([f64; 3], CompactString)>,
    pub(crate) utilisation: Option<f64>,
    /// The month of a charge, as the report writes it.
    pub(crate) month: Option<CompactString>,
}

/// Why a row's units are stranded.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct StrandedRow {
    pub(crate) reason: Option<CompactString>,
    pub(crate) action: Option<CompactString>,
    pub(crate) since: Option<NaiveDate>,
    pub(crate) removed_from: Option<NaiveDate>,
}

impl Extra {
    /// A row about a SKU or a label, that states nothing yet; `None` where it names neither.
    fn of(cells: &mut Cells<'_, '_>, sku: Option<usize>, fnsku: usize) -> Option<Extra> {
        let label = cells.label(fnsku);
        let sku = sku.and_then(|column| cells.text(column)).map(|text| Sku::from(&*text));
        (label.is_some() || sku.is_some()).then(|| Extra { sku, fnsku: label, ..Extra::default() })
    }
}

/// Text without blanks around it, and `None` where a report writes that there is none.
fn word(cells: &Cells<'_, '_>, column: usize) -> Option<CompactString> {
    let text = cells.text(column)?;
    let text = text.trim();
    (!matches!(text, "--" | "N/A" | "n/a" | "None")).then(|| text.into())
}

/// An amount of money; zero where the report writes it.
fn money(cells: &mut Cells<'_, '_>, column: usize) -> Option<Money> {
    cells.side_number(column).and_then(Money::near)
}

/// An amount of money where zero stands for none: no price is nothing.
fn price(cells: &mut Cells<'_, '_>, column: usize) -> Option<Money> {
    money(cells, column).filter(|price| *price > Money::ZERO)
}

/// `Yes` or `No`.
fn yes(cells: &Cells<'_, '_>, column: usize) -> Option<bool> {
    match word(cells, column)?.to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" => Some(true),
        "no" | "n" | "false" => Some(false),
        _ => None,
    }
}
