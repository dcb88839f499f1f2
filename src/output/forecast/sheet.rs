//! The forecast for spreadsheets: one row a week, or one row a SKU that runs out.

use crate::factor::{FactorKind, Readings};
use crate::forecast::{Forecast, WeekAhead};
use crate::output::sheet::{Cell, Of, Row, Sheet};

/// The weeks, today first.
#[must_use]
pub fn weeks_sheet<'a>(forecast: &'a Forecast, account: Option<&'a str>) -> Sheet<'a> {
    let figures = ["excess_share", "sell_through", "stranded_share", "in_stock_rate"];
    let mut head: Vec<String> =
        ["date", "score", "score_low", "score_high", "line", "chance_below"].map(String::from).to_vec();
    for figure in figures {
        head.extend(["", "_low", "_high"].map(|end| format!("{figure}{end}")));
    }
    let weeks = std::iter::once(&forecast.today).chain(&forecast.weeks);
    Sheet::new("Forecast", head, weeks.map(week)).of(of(forecast, account))
}

fn week(week: &WeekAhead) -> Row<'_> {
    let estimate = week.estimate.as_ref();
    let mut row = vec![
        week.day.into(),
        rounded(estimate.map(|estimate| estimate.points.get())),
        rounded(estimate.map(|estimate| estimate.low.get())),
        rounded(estimate.map(|estimate| estimate.high.get())),
        week.threshold.map_or(Cell::Empty, |line| Cell::Whole(line.into())),
        rounded(week.chance_below),
    ];
    for factor in FactorKind::ALL {
        let scale = if factor == FactorKind::SellThrough { 1.0 } else { 100.0 };
        let of = |readings: &Readings| rounded(readings.get(factor).map(|value| value / scale));
        row.extend([of(&week.readings), of(&week.low), of(&week.high)]);
    }
    row
}

/// The SKUs that run out, the first to do so first.
#[must_use]
pub fn run_out_sheet<'a>(forecast: &'a Forecast, account: Option<&'a str>) -> Sheet<'a> {
    let head = [
        "sku",
        "on_hand_units",
        "coming_units",
        "demand_units_per_day",
        "chance",
        "date",
        "date_low",
        "date_high",
        "days_out",
        "shipped_60d_units",
        "in_stock_weight_share",
    ];
    let rows = forecast.run_out.iter().map(|run_out| {
        vec![
            run_out.sku.as_str().into(),
            Cell::Whole(run_out.on_hand.get()),
            Cell::Whole(run_out.coming.get()),
            rounded(Some(run_out.a_day)),
            rounded(Some(run_out.chance)),
            run_out.day.into(),
            run_out.first.into(),
            run_out.last.into(),
            rounded(Some(run_out.days_out)),
            Cell::Whole(run_out.weight.get()),
            rounded(Some(run_out.weight_share)),
        ]
    });
    Sheet::new("Run-out", head, rows).of(of(forecast, account))
}

fn of<'a>(forecast: &Forecast, account: Option<&'a str>) -> Of<'a> {
    let Forecast { as_of, marketplace, partial, .. } = *forecast;
    Of { as_of: Some(as_of), account, marketplace, partial }
}

/// A figure to four decimals: what stands behind is chance.
fn rounded(figure: Option<f64>) -> Cell<'static> {
    figure.map(super::json::round).into()
}
