//! What a SKU is worth and what it costs, in words.

use crate::costs::{Cost, Range};
use crate::output::notes;
use crate::output::words::{count, one_decimal, sentence};
use crate::policy::fees::aged;
use crate::skus::Line;
use crate::units::Units;
use chrono::NaiveDate;

/// A line for its value, one for what keeping it costs, one for what is lost while it is short, one for taking it out; what
/// is nothing is left out. The currency, if any, has a blank behind it.
pub(super) fn told(line: &Line, currency: &str, day: NaiveDate) -> Vec<String> {
    let costs = &line.costs;
    let is_nothing = |cost: Cost| cost.range() == Some(Range::default());
    let mut keeping = Vec::new();
    let mut add = |name: &str, cost: Cost, on: &str| {
        if !is_nothing(cost) {
            keeping.push(format!("{name}: {}{on}", notes::cost(cost, currency)));
        }
    };
    add("storage next month", costs.storage_next_month, "");
    let on = match costs.aged_units {
        Units::ZERO => String::new(),
        units => format!(" on up to {}", count(units.get(), "unit", "units")),
    };
    add(&format!("surcharge for age on {}", aged::next_day(day)), costs.aged_due, &on);
    let mut short = Vec::new();
    if !is_nothing(costs.low_inventory) && line.weight.units > Units::ZERO {
        let fee = notes::cost(costs.low_inventory, currency);
        short.push(format!("low-inventory-level fee of 30 days: {fee}"));
    }
    if costs.lost.days != Some(0) {
        let units = costs.lost.units.map_or(String::new(), |units| format!("{} units, ", one_decimal(units)));
        let sales = notes::cost(costs.lost.sales, currency);
        short.push(format!("sales lost for want of stock in 30 days: {units}{sales}"));
    }
    let mut out = Vec::new();
    if costs.stored > Units::ZERO {
        out.push(format!("a unit sent back: {}", notes::cost(costs.removal_per_unit, currency)));
        if let Some(paid) = costs.liquidation_per_unit.range() {
            out.push(format!("liquidated it brings {currency}{paid}"));
        }
    }
    let worth = line.value.map(|value| format!("{currency}{value} on hand at your price"));
    let parts = [worth.into_iter().collect(), keeping, short, out];
    parts.into_iter().filter(|part| !part.is_empty()).map(|part| sentence(&part.join("; "))).collect()
}
