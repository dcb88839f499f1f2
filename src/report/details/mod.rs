//! What reports say of a SKU that no factor needs: names, prices, ages, fees, shipments on their way, Amazon's advice. The same
//! files as before, read once more with other columns, where somebody asks.
//!
//! Nothing here forbids a figure: a cell that does not fit its column is noted and taken as not stated.

mod managed;
mod planning;
mod restocked;
mod stored;
mod stranded;

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

/// What the reports say of a stock that no factor needs. `None` is not stated, never zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// The product's name.
    pub title: Option<CompactString>,
    /// Amazon's number of the product.
    pub asin: Option<CompactString>,
    /// The currency of its amounts, where the report names one.
    pub currency: Option<CompactString>,
    /// The seller's price.
    pub price: Option<Money>,
    /// Units shipped in 30 days.
    pub shipped_30: Option<Units>,
    /// Sales of 90 days.
    pub revenue_90: Option<Money>,
    /// Units by age, as far as the report has the bands.
    pub ages: Ages,
    /// Units on which the aged-inventory surcharge will be charged, and the charge: Amazon's own figures.
    pub aged_charge: Option<(Units, Money)>,
    /// Storage of next month by Amazon's own estimate.
    pub storage_next_month: Option<Money>,
    /// Units on their way.
    pub inbound: Inbound,
    /// Days of supply of the last 30 and of the last 90 days, as the low-inventory-level fee looks at them.
    pub historical_days: [Option<f64>; 2],
    /// The report says that the low-inventory-level fee is not charged on it.
    pub low_inventory_exempt: Option<bool>,
    /// The report says that the low-inventory-level fee is charged this week.
    pub low_inventory_charged: Option<bool>,
    /// Units that a removal order has taken out already.
    pub pending_removal: Option<Units>,
    /// What Amazon advises.
    pub amazon: Advice,
    /// Why it is stranded.
    pub stranded: Option<StrandedWhy>,
    /// Size and weight of one unit.
    pub size: Size,
    /// The product belongs to a group whose stock of 181 to 270 days bears no surcharge, as far as its group is named.
    pub group: Option<CompactString>,
}

/// Units by age in days. Reports have had other bands: what a report does not have is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ages {
    /// 0 to 90 days.
    pub to_90: Option<Units>,
    /// 91 to 180 days.
    pub to_180: Option<Units>,
    /// 181 to 270 days.
    pub to_270: Option<Units>,
    /// 271 to 365 days.
    pub to_365: Option<Units>,
    /// 366 to 455 days, in reports since 2026.
    pub to_455: Option<Units>,
    /// 456 days and more, in reports since 2026.
    pub over_455: Option<Units>,
    /// More than 365 days, in reports that do not tell the last two apart.
    pub over_365: Option<Units>,
}

/// Units on their way to fulfilment centres, by how far they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inbound {
    /// All of them.
    pub all: Option<Units>,
    /// In a plan that is not shipped yet.
    pub working: Option<Units>,
    /// Shipped.
    pub shipped: Option<Units>,
    /// At a fulfilment centre, being received.
    pub receiving: Option<Units>,
}

/// What Amazon advises, in its own words and figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advice {
    /// Its action.
    pub action: Option<CompactString>,
    /// Units to remove.
    pub removal: Option<Units>,
    /// The price to sell at.
    pub price: Option<Money>,
    /// Its alert.
    pub alert: Option<CompactString>,
    /// What following it would save.
    pub saving: Option<Money>,
    /// Units to send.
    pub replenish: Option<Units>,
    /// The day to send them on.
    pub replenish_by: Option<NaiveDate>,
}

/// Why units are stranded, and what Amazon offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StrandedWhy {
    /// The reason.
    pub reason: Option<CompactString>,
    /// What Amazon offers to do about it.
    pub action: Option<CompactString>,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// The day from which Amazon removes the units by itself.
    pub removed_from: Option<NaiveDate>,
}

/// Size and weight of one unit as the storage fees state them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Size {
    /// Amazon's size tier.
    pub tier: Option<CompactString>,
    /// Weight and its unit, such as `pounds`.
    pub weight: Option<(f64, CompactString)>,
    /// Longest, median and shortest side, and their unit, such as `inches`.
    pub sides: Option<([f64; 3], CompactString)>,
    /// Weeks of sales in storage, by which the utilisation surcharge goes.
    pub utilisation: Option<f64>,
}

/// One row, as one of these reports states it.
pub(crate) struct Extra {
    /// `None` in a report that names the label alone.
    pub(crate) sku: Option<Sku>,
    pub(crate) fnsku: Option<Fnsku>,
    pub(crate) day: Option<NaiveDate>,
    pub(crate) marketplace: Option<Marketplace>,
    /// The month of a charge, as the report writes it.
    pub(crate) month: Option<CompactString>,
    /// What it states.
    pub(crate) details: Box<Details>,
}

impl Details {
    /// Takes all amounts for not stated: they are in another currency than those of the account.
    pub(crate) fn forget_amounts(&mut self) {
        (self.price, self.revenue_90, self.storage_next_month, self.aged_charge) = (None, None, None, None);
        (self.amazon.price, self.amazon.saving) = (None, None);
    }
}

impl Extra {
    /// A row about a SKU or a label, that states nothing yet; `None` where it names neither.
    fn of(cells: &mut Cells<'_, '_>, sku: Option<usize>, fnsku: usize) -> Option<Extra> {
        let label = cells.label(fnsku);
        let sku = sku.and_then(|column| cells.text(column)).map(|text| Sku::from(&*text));
        (label.is_some() || sku.is_some()).then(|| Extra {
            sku,
            fnsku: label,
            day: None,
            marketplace: None,
            month: None,
            details: Box::default(),
        })
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
