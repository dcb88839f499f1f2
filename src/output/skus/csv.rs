//! The SKUs as rows for a spreadsheet: one row per SKU, every column.

use crate::output::sheet::{self, Cell};
use crate::output::words::rounded;
use crate::skus::{Alert, Line, Selection, Skus};
use crate::units::Units;

const HEAD: [&str; 46] = [
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
    "storage_next_month",
    "aged_charge_units",
    "aged_charge",
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

/// Writes a head and one row per SKU; blank is not stated.
#[must_use]
pub fn csv(skus: &Skus, selection: &Selection, account: Option<&str>) -> String {
    let (lines, _) = skus.select(selection);
    sheet::csv(&HEAD, lines.into_iter().map(|line| row(skus, line, account)))
}

fn row<'a>(skus: &'a Skus, line: &'a Line, account: Option<&'a str>) -> Vec<Cell<'a>> {
    let whole = |units: Option<Units>| units.map_or(Cell::Empty, |units| Cell::Whole(units.get()));
    let text = |text: Option<&'a str>| text.map_or(Cell::Empty, Cell::from);
    let days = |days: Option<u16>| days.map_or(Cell::Empty, |days| Cell::Whole(days.into()));
    let points =
        |of: fn(&crate::skus::SkuPoints) -> f64| Cell::from(line.points.as_ref().map(of).map(rounded));
    let details = &line.details;
    let money = |amount: Option<crate::money::Money>| Cell::from(amount.map(crate::money::Money::number));
    let ages = details.ages;
    vec![
        skus.as_of.to_string().into(),
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
        money(details.storage_next_month),
        whole(details.aged_charge.map(|(units, _)| units)),
        money(details.aged_charge.map(|(_, charge)| charge)),
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
