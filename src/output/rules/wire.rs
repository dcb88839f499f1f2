//! The rules as JSON of schema `ipi.rules/1`.

use super::Scope;
use super::fees::{StockFee, UnknownFee};
use crate::evidence::{Certainty, Period};
use crate::factor::FactorKind;
use crate::factor::bands::{Band, JAPAN_CHANGED, JAPAN_SOURCE, SEEN_IN};
use crate::ids::Marketplace;
use crate::policy::calendar::{Event, EventKind, MONTHLY_FROM};
use crate::policy::limits::{Measure, Topic};
use crate::policy::thresholds::{LINES, System};
use crate::volume::VolumeUnit;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Rules {
    pub(super) schema: &'static str,
    pub(super) marketplace: Option<Marketplace>,
    pub(super) on: Option<String>,
    pub(super) lines: [u16; 2],
    pub(super) thresholds: Vec<ThresholdRow>,
    pub(super) next_dates: Vec<NextRow>,
    pub(super) evaluations: Vec<EraRow>,
    pub(super) evaluation_exceptions: Vec<ExceptionRow>,
    pub(super) factor_sets: Vec<SetRow>,
    pub(super) factor_sets_unknown: Vec<Marketplace>,
    pub(super) bands: Vec<BandRow>,
    pub(super) bands_replaced: Vec<ReplacedRow>,
    pub(super) limits: Vec<LimitRow>,
    pub(super) overage_fees: Vec<FeeRow>,
    pub(super) stock_fees: Vec<StockFee>,
    pub(super) stock_fees_unknown: Vec<UnknownFee>,
}

#[derive(Serialize)]
pub(super) struct Evidence {
    pub(super) certainty: Option<Certainty>,
    pub(super) source: &'static str,
    pub(super) note: Option<&'static str>,
}

#[derive(Serialize)]
pub(super) struct Days {
    pub(super) from: String,
    pub(super) until: Option<String>,
}

#[derive(Serialize)]
pub(super) struct ThresholdRow {
    pub(super) marketplace: Marketplace,
    #[serde(flatten)]
    pub(super) days: Days,
    pub(super) threshold: u16,
    pub(super) system: System,
    #[serde(flatten)]
    pub(super) evidence: Evidence,
}

#[derive(Serialize)]
pub(super) struct NextRow {
    pub(super) marketplace: Marketplace,
    pub(super) what: EventKind,
    pub(super) date: String,
    pub(super) last: String,
    pub(super) days_left: i64,
    pub(super) limits_from: String,
    pub(super) limits_until: Option<String>,
    #[serde(flatten)]
    pub(super) evidence: Evidence,
}

#[derive(Serialize)]
pub(super) struct EraRow {
    pub(super) marketplace: Marketplace,
    #[serde(flatten)]
    pub(super) days: Days,
    pub(super) kind: &'static str,
    #[serde(flatten)]
    pub(super) evidence: Evidence,
}

#[derive(Serialize)]
pub(super) struct ExceptionRow {
    pub(super) marketplaces: Vec<Marketplace>,
    pub(super) first_check: Option<String>,
    pub(super) last_check: String,
    pub(super) by_week: bool,
    pub(super) limits_from: String,
    pub(super) limits_until: Option<String>,
    #[serde(flatten)]
    pub(super) evidence: Evidence,
}

#[derive(Serialize)]
pub(super) struct SetRow {
    pub(super) marketplace: Marketplace,
    pub(super) excess: bool,
    pub(super) sell_through: bool,
    pub(super) stranded: bool,
    pub(super) in_stock: bool,
    #[serde(flatten)]
    pub(super) evidence: Evidence,
}

#[derive(Serialize)]
pub(super) struct BandRow {
    pub(super) factor: FactorKind,
    pub(super) band: Band,
    pub(super) low: f64,
    pub(super) high: Option<f64>,
    pub(super) seen_in: [Marketplace; 2],
    pub(super) seen_from: String,
    pub(super) seen_until: Option<String>,
    #[serde(flatten)]
    pub(super) evidence: Evidence,
}

/// Bands that are known to have changed, without the new ones being published.
#[derive(Serialize)]
pub(super) struct ReplacedRow {
    pub(super) factor: FactorKind,
    pub(super) marketplace: Marketplace,
    #[serde(flatten)]
    pub(super) days: Days,
    #[serde(flatten)]
    pub(super) evidence: Evidence,
}

#[derive(Serialize)]
pub(super) struct LimitRow {
    pub(super) marketplace: Marketplace,
    pub(super) topic: Topic,
    pub(super) from: Option<String>,
    pub(super) until: Option<String>,
    pub(super) storage_type: Option<&'static str>,
    pub(super) amount: Option<u16>,
    pub(super) unit: Option<Measure>,
    #[serde(flatten)]
    pub(super) evidence: Evidence,
}

#[derive(Serialize)]
pub(super) struct FeeRow {
    pub(super) marketplaces: Vec<Marketplace>,
    #[serde(flatten)]
    pub(super) days: Days,
    pub(super) charged: bool,
    pub(super) currency: Option<&'static str>,
    pub(super) rate_per_month: Option<f64>,
    pub(super) rate_unit: Option<VolumeUnit>,
    #[serde(flatten)]
    pub(super) evidence: Evidence,
}

pub(super) fn evidence(
    certainty: impl Into<Option<Certainty>>,
    source: &'static str,
    note: &'static str,
) -> Evidence {
    Evidence { certainty: certainty.into(), source, note: (!note.is_empty()).then_some(note) }
}

pub(super) fn days(period: Period) -> Days {
    Days { from: period.from.to_string(), until: text(period.until) }
}

fn text(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn next(marketplace: Marketplace, event: &Event) -> NextRow {
    NextRow {
        marketplace,
        what: event.what,
        date: event.date.to_string(),
        last: event.last.to_string(),
        days_left: event.days_left,
        limits_from: event.limits.from.to_string(),
        limits_until: text(event.limits.until),
        evidence: evidence(event.certainty, event.source, ""),
    }
}

/// One JSON document, `schema` `ipi.rules/1`. Days are ISO dates with both ends included, `until` null where no end is
/// known; a rule on `limits` has no days where its text has none and no `amount` where it has no number; a band's
/// `certainty` is null where the band is unknown. A rate of `stock_fees` is null where it was not seen; `stock_fees_unknown`
/// names, where a day is asked for, the fees of which nothing is known.
#[must_use]
pub fn json(scope: Scope) -> String {
    crate::output::wire::json(&rules(scope))
}

pub(super) fn rules(scope: Scope) -> Rules {
    let chosen = scope.choose();
    Rules {
        schema: "ipi.rules/1",
        marketplace: scope.marketplace,
        on: text(scope.on),
        lines: LINES,
        thresholds: chosen
            .thresholds
            .iter()
            .map(|row| ThresholdRow {
                marketplace: row.marketplace,
                days: days(row.period),
                threshold: row.threshold,
                system: row.system,
                evidence: evidence(row.certainty, row.source, row.note),
            })
            .collect(),
        next_dates: chosen.next.iter().map(|(marketplace, event)| next(*marketplace, event)).collect(),
        evaluations: chosen
            .eras
            .iter()
            .map(|row| EraRow {
                marketplace: row.marketplace,
                days: days(row.period),
                kind: if row.single { "one-check-a-quarter" } else { "two-checks-a-quarter" },
                evidence: evidence(row.certainty, row.source, ""),
            })
            .chain(chosen.monthly.iter().map(|row| EraRow {
                marketplace: row.marketplace,
                days: days(Period::since(MONTHLY_FROM)),
                kind: "monthly-limits",
                evidence: evidence(row.certainty, row.source, ""),
            }))
            .collect(),
        evaluation_exceptions: chosen
            .exceptions
            .iter()
            .map(|row| ExceptionRow {
                marketplaces: scope.among(row.marketplaces).collect(),
                first_check: text(row.evaluation.first),
                last_check: row.evaluation.last.to_string(),
                by_week: row.evaluation.by_week,
                limits_from: row.evaluation.limits.from.to_string(),
                limits_until: text(row.evaluation.limits.until),
                evidence: evidence(row.evaluation.certainty, row.evaluation.source, row.note),
            })
            .collect(),
        factor_sets: chosen
            .sets
            .iter()
            .map(|row| SetRow {
                marketplace: row.marketplace,
                excess: row.set.excess,
                sell_through: row.set.sell_through,
                stranded: row.set.stranded,
                in_stock: row.set.in_stock,
                evidence: evidence(row.certainty, row.source, row.note),
            })
            .collect(),
        factor_sets_unknown: chosen.sets_unknown,
        bands: chosen
            .bands
            .iter()
            .map(|row| BandRow {
                factor: row.factor,
                band: row.band,
                low: row.low,
                high: row.high,
                seen_in: SEEN_IN,
                seen_from: row.seen.from.to_string(),
                seen_until: text(row.seen.until),
                evidence: evidence(row.certainty_in(scope.marketplace, scope.on), row.source, row.note),
            })
            .collect(),
        bands_replaced: replaced(chosen.bands_of_japan),
        limits: chosen
            .limits
            .iter()
            .map(|row| LimitRow {
                marketplace: row.marketplace,
                topic: row.topic,
                from: text(row.period.map(|period| period.from)),
                until: text(row.period.and_then(|period| period.until)),
                storage_type: (!row.storage.is_empty()).then_some(row.storage),
                amount: row.amount.map(|(amount, _)| amount),
                unit: row.amount.map(|(_, unit)| unit),
                evidence: evidence(row.certainty, row.source, row.note),
            })
            .collect(),
        overage_fees: chosen
            .overage
            .iter()
            .map(|row| FeeRow {
                marketplaces: scope.among(row.marketplaces).collect(),
                days: days(row.period),
                charged: row.rate.is_some(),
                currency: row.rate.map(|rate| rate.currency.code()),
                rate_per_month: row.rate.map(|rate| rate.major()),
                rate_unit: row.rate.map(|_| row.per),
                evidence: evidence(row.certainty, row.source, row.note),
            })
            .collect(),
        stock_fees: chosen.fees,
        stock_fees_unknown: chosen.fees_unknown,
    }
}

fn replaced(in_japan: bool) -> Vec<ReplacedRow> {
    let row = ReplacedRow {
        factor: FactorKind::SellThrough,
        marketplace: Marketplace::JP,
        days: days(Period::since(JAPAN_CHANGED)),
        evidence: evidence(Certainty::ThirdParty, JAPAN_SOURCE, "other bands than before, not published"),
    };
    in_japan.then_some(row).into_iter().collect()
}
