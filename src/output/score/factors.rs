//! The four factors for machines: their figures, whether they count, and why one has none.

use crate::account::SnapshotSource;
use crate::assess::Assessment;
use crate::factor::{FactorKind, Reason, excess, in_stock, sell_through, stranded};
use serde_json::{Map, Value, json};

/// Why a factor has no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// It does not count, or no report states it.
    Not(Reason),
    /// Nobody typed it in.
    NotGiven,
}

impl Missing {
    /// The name in machine formats; `not-counted` for a factor that does not count in the marketplace.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Missing::Not(reason) => reason.code(),
            Missing::NotGiven => "not-given",
        }
    }
}

/// Why a factor has no figure; `None` where it has one.
pub(super) fn missing(assessment: &Assessment, factor: FactorKind) -> Option<Missing> {
    match &assessment.factors {
        Some(factors) => factors.unstated(factor).map(Missing::Not),
        None if !assessment.set.has(factor) => Some(Missing::Not(Reason::NotCounted)),
        None if assessment.readings.get(factor).is_none() => Some(Missing::NotGiven),
        None => None,
    }
}

/// What each factor has beside whether it counts, its band, and why it has no figure.
const FIGURES: [&[&str]; 4] = [
    &["share", "excess_units", "on_hand_units", "basis"],
    &["ratio", "shipped_90d_units", "average_on_hand_units", "snapshots", "average_source"],
    &["share", "stranded_units", "on_hand_units"],
    &["rate", "weight_units_60d", "skus"],
];

/// The factors, each an object with the same fields whatever is known; what is not stated is null, and `reason` says why.
pub(super) fn value(assessment: &Assessment) -> Value {
    let known = value_1(assessment);
    let factor = |(factor, figures): (FactorKind, &[&str])| {
        let found = &known[factor.key()];
        let mut fields = Map::new();
        fields.insert("counts".into(), assessment.set.has(factor).into());
        for name in figures.iter().chain(&["band"]) {
            fields.insert((*name).into(), found[*name].clone());
        }
        let reason = missing(assessment, factor).map(Missing::code);
        fields.insert("reason".into(), reason.into());
        (factor.key().to_owned(), Value::Object(fields))
    };
    Value::Object(FactorKind::ALL.into_iter().zip(FIGURES).map(factor).collect())
}

/// The factors as they were told at first: null where there is no figure.
pub(super) fn value_1(assessment: &Assessment) -> Value {
    let band = |factor| assessment.band(factor).map(|band| band.key());
    let Some(factors) = &assessment.factors else {
        // Typed in: the figure itself is all there is.
        let figure = |factor: FactorKind, key: &str, scale: f64| {
            assessment.readings.get(factor).map(|value| json!({ key: value / scale, "band": band(factor) }))
        };
        return json!({
            "excess": figure(FactorKind::Excess, "share", 100.0),
            "sell_through": figure(FactorKind::SellThrough, "ratio", 1.0),
            "stranded": figure(FactorKind::Stranded, "share", 100.0),
            "in_stock": figure(FactorKind::InStock, "rate", 100.0),
        });
    };
    json!({
        "excess": factors.excess.as_ref().ok().map(|excess::Excess { excess_units, on_hand_units, share, basis }| json!({
            "share": share,
            "excess_units": excess_units.get(),
            "on_hand_units": on_hand_units.get(),
            "band": band(FactorKind::Excess),
            "basis": basis,
        })),
        "sell_through": factors.sell_through.as_ref().ok().map(|found: &sell_through::SellThrough| json!({
            "ratio": found.ratio,
            "shipped_90d_units": found.shipped_90d_units.get(),
            "average_on_hand_units": found.average_on_hand_units,
            "band": band(FactorKind::SellThrough),
            "snapshots": found.snapshots.iter().map(|snapshot| json!({
                "date": snapshot.day,
                "units": snapshot.units.get(),
                "source": snapshot.source.key(),
            })).collect::<Vec<_>>(),
            "average_source": found.snapshots.first()
                .map_or(SnapshotSource::SellThroughColumn, |snapshot| snapshot.source).key(),
        })),
        "stranded": factors.stranded.as_ref().ok().map(|stranded::Stranded { stranded_units, on_hand_units, share }| json!({
            "share": share,
            "stranded_units": stranded_units.get(),
            "on_hand_units": on_hand_units.get(),
            "band": band(FactorKind::Stranded),
        })),
        "in_stock": factors.in_stock.as_ref().ok().map(|in_stock::InStock { weight_units_60d, rate, skus }| json!({
            "rate": rate,
            "weight_units_60d": weight_units_60d.get(),
            "skus": skus,
            "band": band(FactorKind::InStock),
        })),
    })
}
