//! The shape of a file with which Seller Central takes a removal order (feed `POST_FLAT_FILE_FBA_CREATE_REMOVAL`): a head of
//! names and values, a blank line, and a row per SKU, all separated by tabs.
//!
//! The seller's address is not ours to know: its lines are there and blank. One file is one order of one kind.

use crate::ids::{Sku, is_hidden};
use crate::output::sheet::is_formula;
use crate::plan::{Plan, What};
use std::fmt::Write as _;

/// The kinds of order, with the word of the template.
pub const ORDERS: [(What, &str); 3] =
    [(What::Remove, "Return"), (What::Dispose, "Disposal"), (What::Liquidate, "Liquidations")];

const ADDRESS: [&str; 9] = [
    "AddressName",
    "AddressFieldOne",
    "AddressFieldTwo",
    "AddressFieldThree",
    "AddressCity",
    "AddressCountryCode",
    "AddressStateOrRegion",
    "AddressPostalCode",
    "ContactPhoneNumber",
];

/// Up to so many SKUs may stand in one file, by the notes of the template.
const MOST: usize = 10_000;

/// The order for all units of a plan that are taken out by `what`; `None` where there are none. More than the template takes are
/// left to a further order: the first 10,000 stand in it.
///
/// A SKU that a spreadsheet would take for a formula, or that holds a quotation mark or a character that nobody sees, is left out:
/// it is ordered by hand.
#[must_use]
pub fn removal_order(plan: &Plan, what: What) -> Option<String> {
    let (_, word) = ORDERS.into_iter().find(|(order, _)| *order == what)?;
    let lines = plan.lines.iter().filter(|line| line.action.what == what);
    let safe = lines.filter(|line| is_safe(line.action.sku.as_str())).take(MOST);
    let mut rows = String::new();
    for line in safe {
        _ = writeln!(rows, "{}\t{}\t0\r", line.action.sku, line.action.units.get());
    }
    if rows.is_empty() {
        return None;
    }
    let mut text = format!("MerchantRemovalOrderID\tipi-{}-{}\r\n", plan.day, what.key());
    _ = writeln!(text, "RemovalDisposition\t{word}\r");
    if what == What::Remove {
        for name in ADDRESS {
            _ = writeln!(text, "{name}\t\r");
        }
    }
    text += "ShippingNotes\t\r\n\r\nMerchantSKU\tSellableQuantity\tUnsellableQuantity\r\n";
    Some(text + &rows)
}

/// The SKUs that a plan takes out and that stand in no order: they are to be ordered by hand.
#[must_use]
pub fn not_in_orders(plan: &Plan) -> Vec<&Sku> {
    let taken = |what| ORDERS.iter().any(|(order, _)| *order == what);
    let lines = plan.lines.iter().filter(|line| taken(line.action.what));
    lines.map(|line| &line.action.sku).filter(|sku| !is_safe(sku.as_str())).collect()
}

/// Would neither a spreadsheet nor the reader of tabs nor a terminal take it for something else?
fn is_safe(sku: &str) -> bool {
    !is_formula(sku) && !sku.contains(|c: char| c == '"' || is_hidden(c))
}
