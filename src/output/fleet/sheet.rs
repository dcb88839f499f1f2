//! The table of a fleet as rows for a spreadsheet: one row per line.

use super::{Fleet, Told};
use crate::output::sheet::{Cell, Sheet};

/// One row per line, worst first, with every figure; blank is not stated.
#[must_use]
pub fn sheet<'a>(fleet: &Fleet<'a>) -> Sheet<'a> {
    let head = [
        "id",
        "account",
        "marketplace",
        "as_of",
        "age_days",
        "threshold",
        "chance_below_threshold",
        "score_estimate",
        "score_low",
        "score_high",
        "official_score",
        "excess_share",
        "sell_through_ratio",
        "stranded_share",
        "in_stock_rate",
        "storage_over",
        "factor_costing_most",
        "factor_points",
        "sku_costing_most",
        "sku_points",
        "partial",
        "error",
        "reason",
        "faults",
    ];
    let today = fleet.today;
    Sheet::new("Fleet", head, fleet.shown().map(move |row| cells(row, today)))
}

fn cells<'a>(row: &'a Told, today: chrono::NaiveDate) -> Vec<Cell<'a>> {
    let text = |text: &'a Option<String>| text.as_deref().map_or(Cell::Empty, Cell::from);
    let age = row.as_of.map(|day| (today - day).num_days());
    let [excess, sell_through, stranded, in_stock] = row.factors;
    let (factor, sku) = (row.factor_costing_most, row.sku_costing_most.as_ref());
    vec![
        row.id.as_str().into(),
        text(&row.account),
        text(&row.marketplace),
        row.as_of.into(),
        age.map_or(Cell::Empty, |days| u64::try_from(days).map_or(Cell::Empty, Cell::Whole)),
        row.threshold.map_or(Cell::Empty, |points| Cell::Whole(points.into())),
        row.chance_below.into(),
        row.score.into(),
        row.interval.map(|(low, _)| low).into(),
        row.interval.map(|(_, high)| high).into(),
        row.official.into(),
        excess.into(),
        sell_through.into(),
        stranded.into(),
        in_stock.into(),
        text(&row.storage_over),
        factor.map_or(Cell::Empty, |(factor, _)| factor.key().into()),
        factor.map(|(_, points)| points).into(),
        sku.map_or(Cell::Empty, |(sku, _)| sku.as_str().into()),
        sku.map(|(_, points)| *points).into(),
        row.as_of.map_or(Cell::Empty, |_| row.partial.into()),
        row.wrong.as_ref().map_or(Cell::Empty, |wrong| wrong.kind.key().into()),
        row.wrong.as_ref().map_or(Cell::Empty, |wrong| wrong.text.replace('\n', "; ").into()),
        if row.faults.is_empty() { Cell::Empty } else { row.faults.join(" ").into() },
    ]
}
