//! What the stock of the account costs: the section of the page, and its wire form.

use crate::costs::{Consequences, Total};
use crate::money::Currency;
use crate::output::notes;
use crate::output::page::Page;
use crate::output::words::{count, one_decimal};
use crate::units::Units;
use serde_json::{Value, json};

/// What one kind of cost comes to, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostLine {
    /// The key in machine formats.
    pub key: &'static str,
    /// What costs.
    pub name: String,
    /// What it comes to, by what, and of how much it is not known.
    pub told: String,
}

/// Adds the section.
pub(in crate::output) fn add(page: &mut Page, found: &Consequences) {
    page.heading("What it costs");
    page.list(cost_lines(found).into_iter().map(|line| format!("{}: {}.", line.name, line.told)).collect());
    page.text(
        "As if today's units stayed where they are; without taxes and the storage-utilisation surcharge. ipi skus --details \
         shows each SKU.",
    );
}

/// Each kind of cost.
#[must_use]
pub fn cost_lines(found: &Consequences) -> Vec<CostLine> {
    let currency = found.currency.map_or(String::new(), |currency| format!("{} ", currency.code()));
    let amount = |total: &Total| format!("{currency}{}", total.sum);
    let line = |key, name: String, total: &Total, nothing: &str, amount: &str| {
        let known = match (total.is_known(), total.unknown.is_empty()) {
            (true, _) => Some(format!("{amount}{}", from(total))),
            (false, true) => Some(nothing.to_owned()),
            (false, false) => None,
        };
        let told: Vec<_> = known.into_iter().chain(unknown(total)).collect();
        CostLine { key, name, told: told.join("; ") }
    };
    let mut lines = Vec::new();
    let months = [found.month, found.next_month].map(|month| month.format("%B").to_string());
    let totals = [&found.storage_this_month, &found.storage_next_month];
    if totals[0] == totals[1] && !totals[0].is_known() {
        let name = format!("Storage in {}", months.join(" and "));
        lines.push(line("storage_this_month", name, totals[0], NONE, ""));
    } else {
        let each = ["storage_this_month", "storage_next_month"].into_iter().zip(months).zip(totals);
        lines.extend(
            each.map(|((key, month), of)| line(key, format!("Storage in {month}"), of, NONE, &amount(of))),
        );
    }
    let aged = &found.aged_due;
    let on = match found.aged_units {
        Units::ZERO => String::new(),
        units => format!(" on up to {}", count(units.get(), "unit", "units")),
    };
    let name = format!("Surcharge for age on {}", found.aged_day);
    lines.push(line("aged_due", name, aged, "nothing is on hand", &format!("{}{on}", amount(aged))));
    let low = &found.low_inventory;
    let name = "Low-inventory-level fee in 30 days".to_owned();
    lines.push(line("low_inventory_fee_30d", name, low, "nothing was shipped", &amount(low)));
    let lost = &found.lost_sales;
    let name = "Sales lost in 30 days for want of stock".to_owned();
    let units = one_decimal(found.lost_units);
    let skus = count(found.lost_skus, "SKU", "SKUs");
    let told = format!("about {units} units of {skus}, {} at your prices", amount(lost));
    lines.push(line("lost_sales_30d", name, lost, "none", &told));
    lines
}

const NONE: &str = "nothing is in store";

/// Where the sum is from.
fn from(total: &Total) -> String {
    let tables: Vec<_> = total.tables.iter().map(notes::fee_table).collect();
    let tables = format!("the {}", tables.join(" and the "));
    match (total.stated, total.by_table) {
        (0, 0) => String::new(),
        (0, _) => format!(", by {tables}"),
        (_, 0) => ", Amazon's figures".into(),
        (stated, _) => {
            format!(": Amazon's figures of {}, the rest by {tables}", count(stated, "SKU", "SKUs"))
        }
    }
}

/// Of how much it is not known, by why.
fn unknown(total: &Total) -> impl Iterator<Item = String> {
    total.unknown.iter().map(|(&why, counted)| {
        let units = match counted.units {
            Units::ZERO => String::new(),
            units => format!(" with {}", count(units.get(), "unit", "units")),
        };
        let skus = count(counted.skus, "SKU", "SKUs");
        format!("not known for {skus}{units}: {}", notes::not_known(why))
    })
}

/// The wire form.
pub(super) fn value(found: &Consequences) -> Value {
    let mut lost = total(&found.lost_sales);
    lost["units"] = json!((found.lost_units * 1e4).round() / 1e4);
    lost["skus"] = json!(found.lost_skus);
    json!({
        "currency": found.currency.map(Currency::code),
        "month": found.month.format("%Y-%m").to_string(),
        "next_month": found.next_month.format("%Y-%m").to_string(),
        "storage_this_month": total(&found.storage_this_month),
        "storage_next_month": total(&found.storage_next_month),
        "aged_due_on": found.aged_day,
        "aged_due_units": found.aged_units.get(),
        "aged_due": total(&found.aged_due),
        "low_inventory_fee_30d": total(&found.low_inventory),
        "lost_sales_30d": lost,
    })
}

/// A sum; null where nothing of it is known.
fn total(total: &Total) -> Value {
    let known = total.is_known() || total.unknown.is_empty();
    json!({
        "low": known.then(|| total.sum.low.number()),
        "high": known.then(|| total.sum.high.number()),
        "stated_skus": total.stated,
        "table_skus": total.by_table,
        "tables": total.tables.iter().map(|table| json!({
            "since": table.since,
            "certainty": table.certainty,
            "days_assumed": table.days_assumed,
        })).collect::<Vec<_>>(),
        "unknown": total.unknown.iter().map(|(why, counted)| json!({
            "reason": why.key(),
            "text": notes::not_known(*why),
            "skus": counted.skus,
            "units": counted.units.get(),
        })).collect::<Vec<_>>(),
    })
}
