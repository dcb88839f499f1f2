//! The wire form of a score report, `ipi.score/2`: fields are added to it, never renamed or taken away. `ipi.score/1`, which came
//! before, stays as it was to the last byte.

use super::factors::Missing;
use super::{Beside, consequences, factors, what_if};
use crate::account::{Note, SourceFile};
use crate::assess::Assessment;
use crate::factor::FactorKind;
use crate::output::{notes, wire, words};
use crate::policy::{Grade, Verdict, capacity, fees};
use crate::score::{Estimate, Shown};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Writes the report as one JSON document with a final line end, with the SKUs that cost most where somebody looked at SKUs.
#[must_use]
pub fn json(assessment: &Assessment, beside: Beside<'_>, account: Option<&str>) -> String {
    let rest = document(assessment, beside);
    let mut document = Map::new();
    for (name, value) in rest {
        match name.as_str() {
            "schema" => {
                document.insert(name, "ipi.score/2".into());
                document.insert("account".into(), account.into());
            }
            "factors" => _ = document.insert(name, factors::value(assessment)),
            _ => _ = document.insert(name, value),
        }
    }
    wire::json(&document)
}

/// The report in the schema that came before, `ipi.score/1`: a factor without a figure is null there, whether it does not count
/// or is not stated, no account stands in it, and numbers have all their digits.
#[must_use]
pub fn json_1(assessment: &Assessment, beside: Beside<'_>) -> String {
    wire::json_in_full(&document(assessment, beside))
}

fn document(assessment: &Assessment, beside: Beside<'_>) -> Map<String, Value> {
    let mut document = json!({
        "schema": "ipi.score/1",
        "as_of": assessment.as_of,
        "marketplace": assessment.marketplace,
        "partial": assessment.partial,
        "factors": factors::value_1(assessment),
        "not_stated": not_stated(assessment),
        "score": assessment.estimate.as_ref().map(score),
        "official": assessment.official.map(|shown| official(shown, assessment)),
        "later_official": assessment.later.map(|shown| official(shown, assessment)),
        "verdict": assessment.verdict.as_ref().map(verdict),
        "skus_costing_points": beside.costliest.map(|costliest| costliest.skus),
        "costliest_skus": beside.costliest.map(|costliest| costliest.first.iter().map(|(sku, points)| json!({
            "sku": sku,
            "points": words::rounded(*points),
        })).collect::<Vec<_>>()),
        "storage": assessment.storage.iter().map(|used| storage(assessment, used)).collect::<Vec<_>>(),
        "consequences": beside.consequences.map(consequences::value),
        "sources": assessment.sources.iter().map(source).collect::<Vec<_>>(),
        "notes": assessment.notes.iter().map(note).collect::<Vec<_>>(),
    });
    // Stands there only where it was asked for.
    if let Some(answer) = beside.what_if {
        document["what_if"] = what_if::value(answer);
    }
    match document {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn note(note: &Note) -> Value {
    let mut told = json!({ "code": note.code(), "text": notes::note(note) });
    // The text names the first few.
    if !note.files().is_empty() {
        told["files"] = note.files().into();
    }
    if note.is_fault() {
        told["fault"] = true.into();
    }
    told
}

/// Why factors have no figure, by factor.
fn not_stated(assessment: &Assessment) -> Vec<Value> {
    let told = |(factor, why): (FactorKind, Missing)| {
        let text = match why {
            Missing::Not(reason) => notes::unstated(reason, assessment.marketplace),
            Missing::NotGiven => "no figure was given.".into(),
        };
        json!({ "factor": factor.key(), "code": why.code(), "text": text })
    };
    let missing = |factor| factors::missing(assessment, factor).map(|why| (factor, why));
    FactorKind::ALL.into_iter().filter_map(missing).map(told).collect()
}

fn score(estimate: &Estimate) -> Value {
    let mut contributions = Map::new();
    contributions.insert("base".into(), json!(estimate.base));
    for contribution in &estimate.contributions {
        contributions.insert(contribution.factor.key().into(), json!(contribution.points));
    }
    contributions.insert("clamped".into(), json!(estimate.clamped));
    json!({
        "points": estimate.points.get(),
        "low": estimate.low.get(),
        "high": estimate.high.get(),
        "interval": estimate.interval,
        "model": estimate.model,
        "official_scores": estimate.anchors,
        "contributions": contributions,
        "width": estimate.explain.iter().map(|reason| reason.code()).collect::<Vec<_>>(),
        // The same codes with what they are about: the plain list was there first, and stays.
        "width_reasons": estimate.explain.iter().map(|reason| json!({
            "code": reason.code(),
            "factor": reason.factor().map(FactorKind::key),
            "weeks": reason.weeks(),
        })).collect::<Vec<_>>(),
    })
}

/// A score that Amazon showed, and how many days after the day judged.
fn official(shown: Shown, assessment: &Assessment) -> Value {
    json!({
        "score": shown.score,
        "day": shown.day,
        "days_after": (shown.day - assessment.as_of).num_days(),
    })
}

fn verdict(verdict: &Verdict) -> Value {
    json!({
        "threshold": verdict.threshold.map(|row| row.threshold),
        "threshold_from": verdict.threshold.map(|row| row.period.from),
        "threshold_certainty": verdict.threshold.map(|row| row.certainty),
        "threshold_source": verdict.threshold.map(|row| row.source),
        "status": verdict.status,
        "grade": verdict.chance_below.map(Grade::of),
        "official_score": verdict.official,
        "chance_below": verdict.chance_below,
        "lines": verdict.lines.iter()
            .map(|line| json!({ "threshold": line.threshold, "chance_below": line.chance_below }))
            .collect::<Vec<_>>(),
        "next": verdict.next.map(|next| json!({
            "date": next.date,
            "days_left": next.days_left,
            "what": next.what.key(),
            "chance_below": verdict.chance_below_next,
        })),
        "quarters": verdict.quarters.iter().map(|quarter| json!({
            "from": quarter.evaluation.limits.from,
            "until": quarter.evaluation.limits.until,
            "threshold": quarter.threshold,
            "first_check": quarter.evaluation.first,
            "last_check": quarter.evaluation.last,
            "first_score": quarter.first,
            "last_score": quarter.last,
            "limited": quarter.limited,
        })).collect::<Vec<_>>(),
    })
}

fn storage(assessment: &Assessment, used: &capacity::Usage) -> Value {
    let unit = super::page::volume_unit(assessment);
    let over = match used.room {
        Some(capacity::Room::VolumeOver(over)) => {
            assessment.marketplace.and_then(|marketplace| fees::overage(marketplace, assessment.as_of, over))
        }
        _ => None,
    };
    let (limit_volume, limit_units) = match used.limit {
        Some(capacity::Limit::Volume(volume)) => (Some(volume.to(unit)), None),
        Some(capacity::Limit::Units(units)) => (None, Some(units.get())),
        None => (None, None),
    };
    json!({
        "storage_type": used.storage_type.as_str(),
        "units": used.units.get(),
        "volume": used.volume.to(unit),
        "volume_unit": unit.key(),
        "units_without_volume": used.units_without_volume.get(),
        "limit_volume": limit_volume,
        "limit_units": limit_units,
        "overage_fee": over.map(|fee| fee.to_string()),
    })
}

#[derive(Serialize)]
struct Source<'a> {
    file: &'a str,
    kind: crate::report::ReportKind,
    rows: u64,
    rows_left_out: u64,
    first_day: Option<chrono::NaiveDate>,
    last_day: Option<chrono::NaiveDate>,
    encoding: &'static str,
    bytes: u64,
    fingerprint: String,
    used: bool,
}

fn source(file: &SourceFile) -> Source<'_> {
    Source {
        file: &file.file,
        kind: file.kind,
        rows: file.rows,
        rows_left_out: file.left_out,
        first_day: file.days.map(|(first, _)| first),
        last_day: file.days.map(|(_, last)| last),
        encoding: file.encoding,
        bytes: file.bytes,
        fingerprint: format!("{:016x}", file.fingerprint),
        used: file.used,
    }
}
