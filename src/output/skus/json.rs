//! The wire form of the SKUs, `ipi.skus/1`: fields are added to it, never renamed or taken away.

use crate::costs::{Cost, Range, StockCosts};
use crate::factor::FactorKind;
use crate::money::Money;
use crate::output::words;
use crate::skus::{Alert, Attribution, Line, Selection, SkuPoints, Skus};
use crate::units::Units;
use serde_json::{Map, Value, json};

/// The schema's name and version.
const SCHEMA: &str = "ipi.skus/1";

/// Writes one JSON document with a final line end. Points are in full, so that base and points add up to the score; the sum
/// of those that were not asked for stands beside the base.
#[must_use]
pub fn json(skus: &Skus, selection: &Selection, account: Option<&str>) -> String {
    let (lines, all) = skus.select(selection);
    let shown: f64 = lines.iter().filter_map(|line| line.points).map(|points| points.total()).sum();
    let document = json!({
        "schema": SCHEMA,
        "account": account,
        "as_of": skus.as_of,
        "marketplace": skus.marketplace,
        "partial": skus.partial,
        "currency": skus.currency,
        "score": skus.attribution.as_ref().map(|found| score(found, shown)),
        "skus_total": skus.lines.len(),
        "skus_selected": all,
        "skus": lines.into_iter().map(sku).collect::<Vec<_>>(),
    });
    words::json_text(&document)
}

fn score(found: &Attribution, shown: f64) -> Value {
    let sum: f64 = found.points.iter().map(SkuPoints::total).sum();
    let mut earlier = Map::new();
    for (factor, points) in FactorKind::ALL.into_iter().zip(found.earlier_weeks) {
        earlier.insert(factor.key().into(), json!(points));
    }
    json!({
        "points": found.score,
        "low": found.interval.0,
        "high": found.interval.1,
        "base": found.base,
        "base_earlier_weeks": earlier,
        "skus": sum,
        "skus_not_shown": sum - shown,
        "clamped": found.clamped,
    })
}

fn sku(line: &Line) -> Value {
    let units = |units: Option<Units>| units.map(Units::get);
    let money = |amount: Option<Money>| amount.map(Money::number);
    let details = &line.details;
    let ages = details.ages;
    let facts = json!({
        "sku": line.sku,
        "fnsku": line.fnsku,
        "asin": details.asin,
        "title": details.title,
        "on_hand_units": units(line.on_hand),
        "excess_units": line.part.excess.get(),
        "stranded_units": line.part.stranded.get(),
        "shipped_30d_units": units(details.shipped_30),
        "shipped_60d_units": units(line.shipped[0]),
        "shipped_90d_units": units(line.shipped[1]),
        "average_on_hand_units": line.part.average,
        "sell_through": line.sell_through,
        "in_stock": {
            "weight_units_60d": line.weight.units.get(),
            "weight_share": line.weight.share,
            "days_out_30d": line.weight.days_out,
        },
        "days_on_offer_90d": line.days_on_offer,
        "cover_days": line.cover_days.map(|days| (days * 10.0).round() / 10.0),
        "inbound": {
            "units": units(details.inbound.all),
            "working_units": units(details.inbound.working),
            "shipped_units": units(details.inbound.shipped),
            "receiving_units": units(details.inbound.receiving),
        },
        "pending_removal_units": units(details.pending_removal),
        "age_units": {
            "0_90": units(ages.to_90),
            "91_180": units(ages.to_180),
            "181_270": units(ages.to_270),
            "271_365": units(ages.to_365),
            "366_455": units(ages.to_455),
            "456_plus": units(ages.over_455),
            "366_plus": units(ages.over_365),
        },
        "price": money(details.price),
        "value_at_price": money(line.value),
    });
    let rest = json!({
        "stranded": details.stranded.as_ref().map(|why| json!({
            "reason": why.reason,
            "since": why.since,
            "removed_from": why.removed_from,
            "amazon_action": why.action,
        })),
        "amazon": {
            "action": details.amazon.action,
            "alert": details.amazon.alert,
            "removal_units": units(details.amazon.removal),
            "price": money(details.amazon.price),
            "saving": money(details.amazon.saving),
            "replenish_units": units(details.amazon.replenish),
            "replenish_by": details.amazon.replenish_by,
        },
        "points": line.points.as_ref().map(points),
        "action": line.action.key(),
        "alert": line.alert.map(Alert::key),
    });
    let parts = [facts, costs(&line.costs), rest];
    Value::Object(parts.into_iter().filter_map(|part| part.as_object().cloned()).flatten().collect())
}

/// What it costs; of each figure where it is from, or why it is not known.
fn costs(costs: &StockCosts) -> Value {
    let exact = |cost: Cost| cost.range().and_then(Range::exact).map(Money::number);
    json!({
        "storage_this_month": exact(costs.storage_this_month),
        "storage_this_month_origin": costs.storage_this_month.key(),
        "storage_next_month": exact(costs.storage_next_month),
        "storage_next_month_origin": costs.storage_next_month.key(),
        "aged_charge": costs.aged_due.range().map(|due| json!({
            "units": costs.aged_units.get(),
            "amount": due.exact().map(Money::number),
            "low": due.low.number(),
            "high": due.high.number(),
        })),
        "aged_charge_origin": costs.aged_due.key(),
        "low_inventory_fee_30d": range(costs.low_inventory),
        "low_inventory_fee_30d_origin": costs.low_inventory.key(),
        "lost_sales_30d_units": costs.lost.units.map(words::rounded),
        "lost_sales_30d": exact(costs.lost.sales),
        "lost_sales_30d_origin": costs.lost.sales.key(),
        "removal_per_unit": exact(costs.removal_per_unit),
        "removal_per_unit_origin": costs.removal_per_unit.key(),
        "disposal_per_unit": exact(costs.disposal_per_unit),
        "disposal_per_unit_origin": costs.disposal_per_unit.key(),
        "liquidation_per_unit": range(costs.liquidation_per_unit),
        "liquidation_per_unit_origin": costs.liquidation_per_unit.key(),
    })
}

/// An amount that may be a range.
fn range(cost: Cost) -> Option<Value> {
    cost.range().map(|range| json!({ "low": range.low.number(), "high": range.high.number() }))
}

fn points(points: &SkuPoints) -> Value {
    let mut parts = Map::new();
    for factor in FactorKind::ALL {
        parts.insert(factor.key().into(), json!(points.of(factor)));
    }
    parts.insert("total".into(), json!(points.total()));
    parts.into()
}
