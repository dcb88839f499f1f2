//! What may be shown to strangers: score, factors, grades, shares and points; no name and no amount.
//!
//! Every form is made of the rows of a report, of which only the columns in `KEPT` go on. A column that is new is hidden until
//! it stands there. Names of SKUs and of files become `ALIASES`: the same all over one output, in the order in which they come.

mod page;

use super::sheet::{Cell, Row, Sheet};
use super::wire;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::HashMap;

/// Columns that tell neither a name nor an amount, in the order in which a page has them.
const KEPT: [&str; 66] = [
    "date",
    "week",
    "as_of",
    "marketplace",
    "row",
    "block",
    "figure",
    "factor",
    "cause",
    "action",
    "value",
    "unit",
    "score",
    "low",
    "high",
    "score_low",
    "score_high",
    "official",
    "official_date",
    "threshold",
    "line",
    "chance",
    "chance_below",
    "band",
    "reason",
    "excess_share",
    "excess_share_low",
    "excess_share_high",
    "sell_through",
    "sell_through_low",
    "sell_through_high",
    "stranded_share",
    "stranded_share_low",
    "stranded_share_high",
    "in_stock_rate",
    "in_stock_rate_low",
    "in_stock_rate_high",
    "official_excess_share",
    "official_sell_through",
    "official_stranded_share",
    "official_in_stock_rate",
    "in_stock_weight_share",
    "days",
    "date_in",
    "date_low",
    "date_high",
    "days_out",
    "days_out_30d",
    "days_on_offer_90d",
    "cover_days",
    "price_cut_percent",
    "points",
    "points_excess",
    "points_sell_through",
    "points_stranded",
    "points_in_stock",
    "points_total",
    "points_at_once",
    "points_in_full",
    "points_on_date",
    "counts_from",
    "alert",
    "kind",
    "code",
    "model",
    "partial",
];

/// Columns of names that become others: `SKU 1`, `file 2`.
const ALIASES: [(&str, &str); 2] = [("sku", "SKU"), ("file", "file")];

/// Units of a figure that is no amount.
const UNITS: [&str; 4] = ["points", "share", "ratio", "probability"];

/// The rows of a report without what nobody is to see.
pub struct Public {
    name: &'static str,
    head: Vec<Cow<'static, str>>,
    rows: Vec<Row<'static>>,
}

impl Public {
    /// Hides names and amounts.
    ///
    /// ```
    /// use ipi::output::incognito::Public;
    /// use ipi::output::sheet::{Cell, Dialect, Sheet};
    /// let rows = [("MUG", 7, -3.5), ("LAMP", 9, -1.0), ("MUG", 1, 0.5)];
    /// let rows = rows.map(|(sku, units, points)| vec![sku.into(), Cell::Whole(units), Cell::Number(points)]);
    /// let public = Public::of(Sheet::new("SKUs", ["sku", "units", "points"], rows));
    /// let csv = "sku,units,points\r\nSKU 1,,-3.5\r\nSKU 2,,-1\r\nSKU 1,,0.5\r\n";
    /// assert_eq!(public.sheet().csv(Dialect::CSV), csv);
    /// ```
    #[must_use]
    pub fn of(sheet: Sheet<'_>) -> Public {
        let Sheet { name, head, rows } = sheet;
        let mut aliases = ALIASES.map(|_| HashMap::new());
        let unit = head.iter().position(|column| column == "unit");
        // A figure of another unit is an amount, or is made of what was asked for.
        let is_public = |row: &Row<'_>| match unit.and_then(|at| row.get(at)) {
            Some(Cell::Text(unit)) => UNITS.contains(&unit.as_ref()),
            _ => true,
        };
        let rows = rows.filter(is_public).map(|row| {
            let cell = |(column, cell): (&Cow<'static, str>, Cell<'_>)| hidden(column, cell, &mut aliases);
            head.iter().zip(row).map(cell).collect()
        });
        Public { name, rows: rows.collect(), head: head.clone() }
    }

    /// As rows: what is hidden is blank.
    #[must_use]
    pub fn sheet(&self) -> Sheet<'_> {
        Sheet::new(self.name, self.head.iter().cloned(), self.rows.iter().cloned())
    }

    /// One JSON document, `ipi.incognito/1`, of what is left.
    #[must_use]
    pub fn json(&self) -> String {
        let is_left =
            |column: &str| KEPT.contains(&column) || ALIASES.iter().any(|(name, _)| *name == column);
        let rows: Vec<Value> =
            self.sheet().jsonl().lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let left = |row: Value| match row {
            Value::Object(fields) => {
                fields.into_iter().filter(|(name, _)| is_left(name)).collect::<Map<_, _>>()
            }
            _ => Map::new(),
        };
        let rows: Vec<_> = rows.into_iter().map(left).collect();
        wire::json(&json!({ "schema": "ipi.incognito/1", "report": self.name, "rows": rows }))
    }
}

/// A cell as strangers see it.
fn hidden(
    column: &str,
    cell: Cell<'_>,
    aliases: &mut [HashMap<String, usize>; ALIASES.len()],
) -> Cell<'static> {
    match cell {
        Cell::Text(name) => {
            if let Some(at) = ALIASES.iter().position(|(kept, _)| *kept == column) {
                let known = &mut aliases[at];
                let next = known.len() + 1;
                let number = known.entry(name.into_owned()).or_insert(next);
                return format!("{} {number}", ALIASES[at].1).into();
            }
            // A value in words is a cell of a report, which is damaged if it is told: it may be any name.
            if KEPT.contains(&column) && column != "value" {
                Cell::Text(name.into_owned().into())
            } else {
                Cell::Empty
            }
        }
        _ if !KEPT.contains(&column) => Cell::Empty,
        Cell::Empty => Cell::Empty,
        Cell::Whole(number) => Cell::Whole(number),
        // A share of twelve digits is a fraction of two amounts, and tells both.
        Cell::Number(number) if column.starts_with("points") => Cell::Number((number * 10.0).round() / 10.0),
        Cell::Number(number) => Cell::Number((number * 1000.0).round() / 1000.0),
        Cell::Day(day) => Cell::Day(day),
        Cell::Flag(flag) => Cell::Flag(flag),
    }
}
