//! The change as rows, one for each cause: all of them add up to the change.

use super::Told;
use crate::output::sheet::{Cell, Of, Row, Sheet};
use crate::why::{Cause, Kind, SkuChange, Why};

/// The columns. `date` is the day that left the average, `date_in` the one that took its place.
const HEAD: [&str; 9] = ["block", "factor", "sku", "cause", "date", "date_in", "units", "days", "points"];

/// The change, the causes of each factor in the order of their SKUs' points.
#[must_use]
pub fn sheet<'a>(told: &Told<'a>) -> Sheet<'a> {
    let why = told.why;
    let blocks = &why.blocks;
    let mut rows = vec![whole("model", "", "model", blocks.model), whole("time", "", "time", blocks.time)];
    for change in &why.factors {
        let key = change.factor.key();
        for sku in &change.skus {
            rows.extend(sku.causes.iter().map(|it| cause(why, key, sku, it)));
        }
        rows.push(whole("readings", key, "earlier-weeks", change.earlier_weeks));
        rows.push(whole("readings", key, "untold", change.untold));
    }
    rows.push(whole("readings", "", "other", why.other_readings));
    rows.push(whole("official", "", "official", blocks.official));
    rows.push(whole("clamp", "", "clamp", blocks.clamp));
    let Told { marketplace, account, partial, .. } = *told;
    Sheet::new("Why", HEAD, rows).of(Of { as_of: Some(why.to), account, marketplace, partial })
}

fn whole<'a>(block: &'a str, factor: &'a str, cause: &'a str, points: f64) -> Row<'a> {
    vec![
        block.into(),
        factor.into(),
        Cell::Empty,
        cause.into(),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Number(points),
    ]
}

fn cause<'a>(why: &Why, factor: &'a str, sku: &'a SkuChange, cause: &'a Cause) -> Row<'a> {
    let days = match (cause.kind, why.rolled) {
        (Kind::Snapshot(k), Some(rolled)) => rolled.get(usize::from(k)).copied(),
        _ => None,
    };
    let quantity = Cell::Number(cause.quantity);
    let (units, out) = if cause.kind.is_days() { (Cell::Empty, quantity) } else { (quantity, Cell::Empty) };
    vec![
        "readings".into(),
        factor.into(),
        sku.sku.as_str().into(),
        cause.kind.key().into(),
        days.map(|(left, _)| left).into(),
        days.map(|(_, came)| came).into(),
        units,
        out,
        Cell::Number(cause.points),
    ]
}
