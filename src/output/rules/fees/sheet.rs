//! The fees for stock as lines of the sheet.

use super::{Per, Scale, StockFee};
use crate::output::rules::rows::Row;
use crate::output::rules::wire::Days;
use crate::output::sheet::Cell;
use crate::policy::fees::Goods;

/// A row per marketplace and figure; what a unit costs at least, and what each further unit of weight costs, on rows of their own.
pub(in crate::output::rules) fn rows(it: &StockFee) -> Vec<Row> {
    let mut rows = Vec::new();
    for (&marketplace, rate) in
        it.marketplaces.iter().flat_map(|at| it.rates.iter().map(move |rate| (at, rate)))
    {
        let pounds = it.pounds.map(|[above, up_to]| match (above, up_to) {
            (Some(above), _) => format!("above {above} pounds"),
            (None, up_to) => format!("up to {} pounds", up_to.unwrap_or_default()),
        });
        let goods = it.goods.filter(|&goods| goods != Goods::Ordinary).map(Goods::key);
        let parts = [it.size, goods, pounds.as_deref(), rate.season, it.scale.map(Scale::key)];
        let name = parts.into_iter().flatten().collect::<Vec<_>>().join("/");
        let figures = [("", rate.rate, it.per.key()), ("/at least", rate.least, Per::Unit.key())];
        let more = ("/each further", rate.more, it.scale.map_or("", Scale::key));
        for (of, value, per) in figures.into_iter().chain([more]) {
            // A figure that was not seen has its row all the same; what a rate does not have has none.
            if !of.is_empty() && value.is_none() {
                continue;
            }
            let days = Days { from: it.days.from.clone(), until: it.days.until.clone() };
            let mut row =
                Row::new(it.fee.key(), Some(marketplace), days, format!("{name}{of}"), &it.evidence);
            (row.value, row.low, row.high) = (value.into(), rate.low.into(), rate.high.into());
            row.unit = it.currency.map_or(per.into(), |currency| format!("{}/{per}", currency.code()).into());
            rows.push(row);
        }
    }
    if let Some(kept) = it.referral_share {
        for &marketplace in &it.marketplaces {
            let days = Days { from: it.days.from.clone(), until: it.days.until.clone() };
            let mut row = Row::new(it.fee.key(), Some(marketplace), days, "referral", &it.evidence);
            (row.value, row.unit) = (Cell::Number(kept), "recovery".into());
            rows.push(row);
        }
    }
    rows
}
