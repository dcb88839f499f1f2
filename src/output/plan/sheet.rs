//! The plan as rows for a spreadsheet: one row per action.

use super::Shown;
use crate::money::Money;
use crate::output::sheet::{Cell, Of, Sheet};

/// One row per action; a blank cost is a fee that is not known.
#[must_use]
pub fn sheet<'a>(shown: &Shown<'a>) -> Sheet<'a> {
    let (plan, currency) = (shown.plan, shown.currency);
    let round = |points: f64| Cell::Number((points * 1e4).round() / 1e4 + 0.0);
    let rows = plan.lines.iter().map(move |line| {
        vec![
            Cell::from(line.action.sku.as_str()),
            line.action.what.key().into(),
            Cell::Whole(line.action.units.get()),
            line.percent.map_or(Cell::Empty, |percent| Cell::Whole(percent.into())),
            line.cost.map(Money::number).into(),
            currency.map_or(Cell::Empty, Cell::from),
            line.unknown.map_or(Cell::Empty, Cell::from),
            round(line.at_once),
            round(line.in_full),
            round(line.on_the_day),
            line.from.into(),
            line.idle.storage.map(Money::number).into(),
            line.idle.aged.map(|(_, charge)| charge.number()).into(),
        ]
    });
    Sheet::new(
        "Plan",
        [
            "sku",
            "action",
            "units",
            "price_cut_percent",
            "cost",
            "currency",
            "fee_not_known",
            "points_at_once",
            "points_in_full",
            "points_on_date",
            "counts_from",
            "storage_next_month",
            "aged_surcharge",
        ],
        rows,
    )
    .of(Of {
        as_of: Some(shown.assessment.as_of),
        account: shown.account,
        marketplace: shown.assessment.marketplace,
        partial: shown.assessment.partial,
    })
}
