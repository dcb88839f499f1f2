//! The SKUs as rows for a spreadsheet: one row per SKU, every column.

use crate::costs::{Cost, Range};
use crate::output::sheet::{Cell, Sheet};
use crate::output::words::rounded;
use crate::skus::{Alert, Line, Selection, Skus};
use crate::units::Units;

const HEAD: [&str; 65] = [
    "date",
    "marketplace",
    "account",
    "sku",
    "fnsku",
    "asin",
    "title",
    "on_hand_units",
    "excess_units",
    "stranded_units",
    "shipped_30d_units",
    "shipped_60d_units",
    "shipped_90d_units",
    "average_on_hand_units",
    "sell_through",
    "in_stock_weight_share",
    "days_out_30d",
    "days_on_offer_90d",
    "cover_days",
    "inbound_units",
    "pending_removal_units",
    "age_0_90_units",
    "age_91_180_units",
    "age_181_270_units",
    "age_271_365_units",
    "age_366_455_units",
    "age_456_plus_units",
    "age_366_plus_units",
    "currency",
    "price",
    "value_at_price",
    "storage_this_month",
    "storage_this_month_origin",
    "storage_next_month",
    "storage_next_month_origin",
    "aged_charge_units",
    "aged_charge",
    "aged_charge_low",
    "aged_charge_high",
    "aged_charge_origin",
    "low_inventory_fee_30d_low",
    "low_inventory_fee_30d_high",
    "low_inventory_fee_30d_origin",
    "lost_sales_30d_units",
    "lost_sales_30d",
    "lost_sales_30d_origin",
    "removal_per_unit",
    "removal_per_unit_origin",
    "disposal_per_unit",
    "disposal_per_unit_origin",
    "liquidation_per_unit_low",
    "liquidation_per_unit_high",
    "liquidation_per_unit_origin",
    "stranded_reason",
    "amazon_action",
    "amazon_removal_units",
    "amazon_price",
    "amazon_replenish_units",
    "points_excess",
    "points_sell_through",
    "points_stranded",
    "points_in_stock",
    "points_total",
    "action",
    "alert",
];

/// One row per SKU; blank is not stated.
#[must_use]
pub fn sheet<'a>(skus: &'a Skus, selection: &Selection, account: Option<&'a str>) -> Sheet<'a> {
    let (lines, _) = skus.select(selection);
    let rows = lines.into_iter().map(move |line| row(skus, line, account));
    Sheet::new("SKUs", HEAD, rows).marked(skus.partial)
}

fn row<'a>(skus: &'a Skus, line: &'a Line, account: Option<&'a str>) -> Vec<Cell<'a>> {
    let whole = |units: Option<Units>| units.map_or(Cell::Empty, |units| Cell::Whole(units.get()));
    let text = |text: Option<&'a str>| text.map_or(Cell::Empty, Cell::from);
    let days = |days: Option<u16>| days.map_or(Cell::Empty, |days| Cell::Whole(days.into()));
    let points =
        |of: fn(&crate::skus::SkuPoints) -> f64| Cell::from(line.points.as_ref().map(of).map(rounded));
    let details = &line.details;
    let money = |amount: Option<crate::money::Money>| Cell::from(amount.map(crate::money::Money::number));
    let (ages, costs) = (details.ages, &line.costs);
    let exact = |cost: Cost| money(cost.range().and_then(Range::exact));
    let low = |cost: Cost| money(cost.range().map(|range| range.low));
    let high = |cost: Cost| money(cost.range().map(|range| range.high));
    vec![
        skus.as_of.into(),
        skus.marketplace.map_or("", |marketplace| marketplace.code()).into(),
        text(account),
        line.sku.as_str().into(),
        text(line.fnsku.as_ref().map(crate::ids::Fnsku::as_str)),
        text(details.asin.as_deref()),
        text(details.title.as_deref()),
        whole(line.on_hand),
        Cell::Whole(line.part.excess.get()),
        Cell::Whole(line.part.stranded.get()),
        whole(details.shipped_30),
        whole(line.shipped[0]),
        whole(line.shipped[1]),
        Cell::Number(line.part.average),
        line.sell_through.map(rounded).into(),
        line.weight.share.map(rounded).into(),
        days(line.weight.days_out),
        days(line.days_on_offer),
        line.cover_days.map(rounded).into(),
        whole(details.inbound.all),
        whole(details.pending_removal),
        whole(ages.to_90),
        whole(ages.to_180),
        whole(ages.to_270),
        whole(ages.to_365),
        whole(ages.to_455),
        whole(ages.over_455),
        whole(ages.over_365),
        text(skus.currency.as_deref()),
        money(details.price),
        money(line.value),
        exact(costs.storage_this_month),
        costs.storage_this_month.key().into(),
        exact(costs.storage_next_month),
        costs.storage_next_month.key().into(),
        whole(costs.aged_due.range().map(|_| costs.aged_units)),
        exact(costs.aged_due),
        low(costs.aged_due),
        high(costs.aged_due),
        costs.aged_due.key().into(),
        low(costs.low_inventory),
        high(costs.low_inventory),
        costs.low_inventory.key().into(),
        costs.lost.units.map(rounded).into(),
        exact(costs.lost.sales),
        costs.lost.sales.key().into(),
        exact(costs.removal_per_unit),
        costs.removal_per_unit.key().into(),
        exact(costs.disposal_per_unit),
        costs.disposal_per_unit.key().into(),
        low(costs.liquidation_per_unit),
        high(costs.liquidation_per_unit),
        costs.liquidation_per_unit.key().into(),
        text(details.stranded.as_ref().and_then(|why| why.reason.as_deref())),
        text(details.amazon.action.as_deref()),
        whole(details.amazon.removal),
        money(details.amazon.price),
        whole(details.amazon.replenish),
        points(|points| points.excess),
        points(|points| points.sell_through),
        points(|points| points.stranded),
        points(|points| points.in_stock),
        points(crate::skus::SkuPoints::total),
        line.action.key().into(),
        text(line.alert.map(Alert::key)),
    ]
}
