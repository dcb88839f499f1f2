//! The wire form of a plan, `ipi.plan/1`: fields are added to it, never renamed or taken away.

use super::Shown;
use crate::factor::FactorKind;
use crate::money::Money;
use crate::output::words;
use crate::plan::{Foreseen, Line};
use serde_json::{Value, json};

/// The schema's name and version.
const SCHEMA: &str = "ipi.plan/1";

/// Writes the plan as one JSON document with a final line end.
#[must_use]
pub fn json(shown: &Shown<'_>) -> String {
    let Shown { plan, assessment, currency, account } = shown;
    let document = json!({
        "schema": SCHEMA,
        "account": account,
        "as_of": assessment.as_of,
        "marketplace": assessment.marketplace,
        "partial": assessment.partial,
        "factors_not_counted": FactorKind::ALL.into_iter().filter(|&factor| !assessment.set.has(factor))
            .map(FactorKind::key).collect::<Vec<_>>(),
        "target_points": plan.wanted.target,
        "date": plan.day,
        "confidence": plan.wanted.confidence,
        "budget": plan.wanted.budget.map(Money::number),
        "currency": currency,
        "start": plan.start,
        "needed_points": round(plan.needed),
        "deviation_points": round(plan.deviation),
        "reached": plan.reached,
        "incomplete": plan.is_incomplete(),
        "cost": plan.cost.number(),
        "units_without_fee": plan.units_without_fee.get(),
        "first_day": plan.first_day,
        "looked_until": plan.looked_until,
        "nothing_done": foreseen(&plan.nothing),
        "with_plan": foreseen(&plan.after),
        "actions": plan.lines.iter().map(line).collect::<Vec<_>>(),
    });
    words::json_text(&document)
}

fn foreseen(foreseen: &Foreseen) -> Value {
    let share = |value: Option<f64>| value.map(|percent| round(percent / 100.0));
    json!({
        "points": foreseen.mean,
        "chance_below": round(foreseen.chance_below),
        "excess_share": share(foreseen.readings.excess_pct),
        "sell_through": foreseen.readings.sell_through.map(round),
        "stranded_share": share(foreseen.readings.stranded_pct),
        "in_stock_rate": share(foreseen.readings.in_stock_pct),
    })
}

fn line(line: &Line) -> Value {
    json!({
        "sku": line.action.sku,
        "action": line.action.what.key(),
        "units": line.action.units.get(),
        "price_cut_percent": line.percent,
        "cost": line.cost.map(Money::number),
        "fee_not_known": line.unknown,
        "points_at_once": round(line.at_once),
        "points_in_full": round(line.in_full),
        // They add up to what the plan adds, to the last digit.
        "points_on_date": line.on_the_day,
        "counts_from": line.from,
        "storage_next_month": line.idle.storage.map(Money::number),
        "aged_units": line.idle.aged.map(|(units, _)| units.get()),
        "aged_surcharge": line.idle.aged.map(|(_, charge)| charge.number()),
    })
}

/// To four decimals, and no negative zero.
fn round(number: f64) -> f64 {
    (number * 1e4).round() / 1e4 + 0.0
}
