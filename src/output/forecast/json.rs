//! The wire form of a forecast, `ipi.forecast/1`: fields are added to it, never renamed or taken away.

use super::{Told, notes};
use crate::factor::{FactorKind, FactorSet, Readings, sets};
use crate::forecast::{Check, Forecast, RollOff, RunOut, WeekAhead};
use crate::ids::Marketplace;
use crate::output::words;
use serde_json::{Value, json};

/// Writes the forecast as one JSON document with a final line end.
#[must_use]
pub fn json(forecast: &Forecast, told: &Told<'_>) -> String {
    let document = json!({
        "schema": "ipi.forecast/1",
        "account": told.account,
        "as_of": forecast.as_of,
        "marketplace": forecast.marketplace,
        "partial": forecast.partial,
        "factors_not_counted": not_counted(forecast.marketplace),
        "interval": 0.9,
        "courses": forecast.projection.courses(),
        "growth_share": round(forecast.growth_pct / 100.0),
        "demand_units_per_day": round(forecast.demand_a_day),
        "today": week(&forecast.today),
        "weeks": forecast.weeks.iter().map(week).collect::<Vec<_>>(),
        "next_check": forecast.next_check.as_ref().map(check),
        "run_out": forecast.run_out.iter().map(run_out).collect::<Vec<_>>(),
        "roll_offs": forecast.roll_offs.iter().map(roll_off).collect::<Vec<_>>(),
        "notes": forecast.notes.iter().map(|note| json!({ "code": note.code(), "text": notes::note(note) }))
            .collect::<Vec<_>>(),
    });
    words::json_text(&document)
}

/// The factors that do not count in the marketplace: where one is null elsewhere, that is why, and no report is missing.
fn not_counted(marketplace: Option<Marketplace>) -> Vec<&'static str> {
    let set = marketplace.and_then(sets::of).map_or(FactorSet::FOUR, |rule| rule.set);
    FactorKind::ALL.into_iter().filter(|&factor| !set.has(factor)).map(FactorKind::key).collect()
}

/// A figure to four decimals: what stands behind is chance.
pub(super) fn round(figure: f64) -> f64 {
    (figure * 1e4).round() / 1e4 + 0.0 // a negative zero becomes a plain one
}

fn week(week: &WeekAhead) -> Value {
    let factor = |factor: FactorKind, name: &str| {
        let scale = if factor == FactorKind::SellThrough { 1.0 } else { 100.0 };
        let of = |readings: &Readings| readings.get(factor).map(|value| round(value / scale));
        week.readings
            .get(factor)
            .map(|_| json!({ name: of(&week.readings), "low": of(&week.low), "high": of(&week.high) }))
    };
    json!({
        "date": week.day,
        "factors": {
            "excess": factor(FactorKind::Excess, "share"),
            "sell_through": factor(FactorKind::SellThrough, "ratio"),
            "stranded": factor(FactorKind::Stranded, "share"),
            "in_stock": factor(FactorKind::InStock, "rate"),
        },
        "score": week.estimate.as_ref().map(|estimate| json!({
            "points": round(estimate.points.get()),
            "low": round(estimate.low.get()),
            "high": round(estimate.high.get()),
            "deviation_points": round(estimate.deviation),
            "deviation_points_of_facts": round(week.doubt),
        })),
        "line": week.threshold,
        "chance_below": week.chance_below.map(round),
    })
}

fn check(check: &Check) -> Value {
    json!({
        "what": check.event.what,
        "days_left": check.event.days_left,
        "expected": week(&check.then),
    })
}

fn run_out(run_out: &RunOut) -> Value {
    json!({
        "sku": run_out.sku.as_str(),
        "on_hand_units": run_out.on_hand.get(),
        "coming_units": run_out.coming.get(),
        "demand_units_per_day": round(run_out.a_day),
        "chance": round(run_out.chance),
        "date": run_out.day,
        "date_low": run_out.first,
        "date_high": run_out.last,
        "days_out": round(run_out.days_out),
        "shipped_60d_units": run_out.weight.get(),
        "in_stock_weight_share": round(run_out.weight_share),
    })
}

fn roll_off(roll: &RollOff) -> Value {
    json!({
        "date": roll.on,
        "leaves_date": roll.leaves,
        "leaves_units": round(roll.units),
        "enters_units": round(roll.enters),
        "average_change_units": round(roll.mean_change),
        "skus": roll.skus.iter().map(|(sku, change)| json!({
            "sku": sku.as_str(),
            "average_change_units": round(*change),
        })).collect::<Vec<_>>(),
    })
}
