//! The rules for machines: JSON of schema `ipi.rules/1`, and one flat CSV.

use super::Scope;
use crate::evidence::{Certainty, Period};
use crate::factor::FactorKind;
use crate::factor::bands::{Band, JAPAN_CHANGED, JAPAN_SOURCE, SEEN_IN};
use crate::ids::Marketplace;
use crate::output::sheet::{self, Cell};
use crate::policy::calendar::{Event, EventKind, MONTHLY_FROM};
use crate::policy::thresholds::{LINES, System};
use crate::volume::VolumeUnit;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Rules {
    schema: &'static str,
    marketplace: Option<Marketplace>,
    on: Option<String>,
    lines: [u16; 2],
    thresholds: Vec<ThresholdRow>,
    next_dates: Vec<NextRow>,
    evaluations: Vec<EraRow>,
    evaluation_exceptions: Vec<ExceptionRow>,
    factor_sets: Vec<SetRow>,
    factor_sets_unknown: Vec<Marketplace>,
    bands: Vec<BandRow>,
    bands_replaced: Vec<ReplacedRow>,
    overage_fees: Vec<FeeRow>,
}

#[derive(Serialize)]
struct Evidence {
    certainty: Option<Certainty>,
    source: &'static str,
    note: Option<&'static str>,
}

#[derive(Serialize)]
struct Days {
    from: String,
    until: Option<String>,
}

#[derive(Serialize)]
struct ThresholdRow {
    marketplace: Marketplace,
    #[serde(flatten)]
    days: Days,
    threshold: u16,
    system: System,
    #[serde(flatten)]
    evidence: Evidence,
}

#[derive(Serialize)]
struct NextRow {
    marketplace: Marketplace,
    what: EventKind,
    date: String,
    last: String,
    days_left: i64,
    limits_from: String,
    limits_until: Option<String>,
    #[serde(flatten)]
    evidence: Evidence,
}

#[derive(Serialize)]
struct EraRow {
    marketplace: Marketplace,
    #[serde(flatten)]
    days: Days,
    kind: &'static str,
    #[serde(flatten)]
    evidence: Evidence,
}

#[derive(Serialize)]
struct ExceptionRow {
    marketplaces: Vec<Marketplace>,
    first_check: Option<String>,
    last_check: String,
    by_week: bool,
    limits_from: String,
    limits_until: Option<String>,
    #[serde(flatten)]
    evidence: Evidence,
}

#[derive(Serialize)]
struct SetRow {
    marketplace: Marketplace,
    excess: bool,
    sell_through: bool,
    stranded: bool,
    in_stock: bool,
    #[serde(flatten)]
    evidence: Evidence,
}

#[derive(Serialize)]
struct BandRow {
    factor: FactorKind,
    band: Band,
    low: f64,
    high: Option<f64>,
    seen_in: [Marketplace; 2],
    seen_from: String,
    seen_until: Option<String>,
    #[serde(flatten)]
    evidence: Evidence,
}

/// Bands that are known to have changed, without the new ones being published.
#[derive(Serialize)]
struct ReplacedRow {
    factor: FactorKind,
    marketplace: Marketplace,
    #[serde(flatten)]
    days: Days,
    #[serde(flatten)]
    evidence: Evidence,
}

#[derive(Serialize)]
struct FeeRow {
    marketplaces: Vec<Marketplace>,
    #[serde(flatten)]
    days: Days,
    charged: bool,
    currency: Option<&'static str>,
    rate_per_month: Option<f64>,
    rate_unit: Option<VolumeUnit>,
    #[serde(flatten)]
    evidence: Evidence,
}

fn evidence(certainty: impl Into<Option<Certainty>>, source: &'static str, note: &'static str) -> Evidence {
    Evidence { certainty: certainty.into(), source, note: (!note.is_empty()).then_some(note) }
}

fn days(period: Period) -> Days {
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
/// known; a band's `certainty` is null where the band is unknown.
#[must_use]
pub fn json(scope: Scope) -> String {
    let mut json = serde_json::to_string_pretty(&rules(scope)).unwrap_or_default();
    json.push('\n');
    json
}

fn rules(scope: Scope) -> Rules {
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
        overage_fees: chosen
            .fees
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

const HEAD: [&str; 12] = [
    "rule",
    "marketplace",
    "from",
    "until",
    "name",
    "value",
    "low",
    "high",
    "unit",
    "certainty",
    "source",
    "note",
];

/// One row per rule and marketplace; bands, which no marketplace has of its own, have none.
#[must_use]
pub fn csv(scope: Scope) -> String {
    let rules = rules(scope);
    let mut rows: Vec<Row> = Vec::new();
    for it in rules.thresholds {
        let mut row = Row::new("threshold", Some(it.marketplace), it.days, it.system.key(), &it.evidence);
        row.value = Cell::Whole(it.threshold.into());
        row.unit = "points";
        rows.push(row);
    }
    for it in rules.next_dates {
        let limits = Days { from: it.limits_from, until: it.limits_until };
        let mut row = Row::new("next-date", Some(it.marketplace), limits, it.what.key(), &it.evidence);
        row.value = it.date.into();
        rows.push(row);
    }
    for it in rules.evaluations {
        rows.push(Row::new("evaluation", Some(it.marketplace), it.days, it.kind, &it.evidence));
    }
    for it in rules.evaluation_exceptions {
        let name = if it.first_check.is_some() { "second-check" } else { "only-check" };
        for &marketplace in &it.marketplaces {
            for (name, check) in
                it.first_check.iter().map(|day| ("first-check", day)).chain([(name, &it.last_check)])
            {
                let limits = Days { from: it.limits_from.clone(), until: it.limits_until.clone() };
                let mut row = Row::new("check", Some(marketplace), limits, name, &it.evidence);
                row.value = check.clone().into();
                row.unit = if it.by_week { "week from" } else { "day" };
                rows.push(row);
            }
        }
    }
    for it in rules.factor_sets {
        let counts = [it.excess, it.sell_through, it.stranded, it.in_stock];
        for (factor, counts) in FactorKind::ALL.into_iter().zip(counts) {
            let mut row = Row::new("factor", Some(it.marketplace), Days::ALL, factor.key(), &it.evidence);
            row.value = if counts { "counts" } else { "does not count" }.into();
            rows.push(row);
        }
    }
    for it in rules.bands {
        let seen = Days { from: it.seen_from, until: it.seen_until };
        let mut row = Row::new("band", None, seen, it.factor.key(), &it.evidence);
        row.value = it.band.key().into();
        (row.low, row.high) = (Cell::Number(it.low), it.high.into());
        row.unit = if it.factor == FactorKind::SellThrough { "ratio" } else { "share" };
        rows.push(row);
    }
    for it in rules.bands_replaced {
        let mut row = Row::new("band", Some(it.marketplace), it.days, it.factor.key(), &it.evidence);
        row.value = Band::Unknown.key().into();
        rows.push(row);
    }
    for it in rules.overage_fees {
        for &marketplace in &it.marketplaces {
            let days = Days { from: it.days.from.clone(), until: it.days.until.clone() };
            let mut row =
                Row::new("overage-fee", Some(marketplace), days, it.currency.unwrap_or("none"), &it.evidence);
            row.value = Cell::Number(it.rate_per_month.unwrap_or(0.0));
            row.unit = it.rate_unit.map_or("", VolumeUnit::key);
            rows.push(row);
        }
    }
    sheet::csv(&HEAD, rows.into_iter().map(Row::cells))
}

/// One line of the CSV.
struct Row {
    start: [Cell<'static>; 5],
    value: Cell<'static>,
    low: Cell<'static>,
    high: Cell<'static>,
    unit: &'static str,
    end: [Cell<'static>; 3],
}

impl Days {
    /// For rules that carry no date.
    const ALL: Days = Days { from: String::new(), until: None };
}

impl Row {
    fn new(
        rule: &'static str,
        marketplace: Option<Marketplace>,
        days: Days,
        name: &'static str,
        evidence: &Evidence,
    ) -> Self {
        let code = marketplace.map_or(Cell::Empty, |it| it.code().into());
        let until = days.until.map_or(Cell::Empty, Cell::from);
        Row {
            start: [rule.into(), code, days.from.into(), until, name.into()],
            value: Cell::Empty,
            low: Cell::Empty,
            high: Cell::Empty,
            unit: "",
            end: [
                evidence.certainty.map_or(Cell::Empty, |it| it.key().into()),
                evidence.source.into(),
                evidence.note.map_or(Cell::Empty, Cell::from),
            ],
        }
    }

    fn cells(self) -> Vec<Cell<'static>> {
        let [certainty, source, note] = self.end;
        let middle = [self.value, self.low, self.high, self.unit.into(), certainty, source, note];
        self.start.into_iter().chain(middle).collect()
    }
}
