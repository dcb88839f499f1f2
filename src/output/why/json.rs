//! The wire form, `ipi.why/1`: fields are added to it, never renamed or taken away. Points are written in full, so that they
//! add up as they stand.

use super::Told;
use crate::dates::SNAPSHOT_AGES;
use crate::factor::FactorKind;
use crate::ids::Marketplace;
use crate::output::words;
use crate::why::{self, Kind, SkuChange, Subject, Why};
use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use serde_json::Number;

/// The schema's name and version.
const SCHEMA: &str = "ipi.why/1";
/// So many of the largest parts are told in words.
const BIGGEST: usize = 20;

/// Writes the change as one JSON document with a final line end.
#[must_use]
pub fn json(told: &Told<'_>) -> String {
    let why = told.why;
    words::json_text(&Document {
        schema: SCHEMA,
        account: told.account,
        marketplace: told.marketplace,
        partial: told.partial,
        from: From {
            date: why.from,
            points: why.points_then,
            recorded: why.is_recorded,
            basis: told.basis.key(),
        },
        to: To { date: why.to, points: why.points_now },
        change_points: why.change(),
        blocks: Blocks {
            model_points: why.blocks.model,
            time_points: why.blocks.time,
            readings_points: why.blocks.readings,
            official_points: why.blocks.official,
            clamp_points: why.blocks.clamp,
        },
        new_official_scores: why
            .new_scores
            .iter()
            .map(|shown| Score { counts_for: shown.day, score: shown.score })
            .collect(),
        snapshots: why.rolled.map(|rolled| {
            std::array::from_fn(|k| Snapshot {
                age_days: SNAPSHOT_AGES[k],
                left: rolled[k].0,
                came: rolled[k].1,
            })
        }),
        factors: why.factors.iter().map(|change| Factor::of(why, change)).collect(),
        other_readings_points: why.other_readings,
        biggest: why.groups.iter().take(BIGGEST).map(|group| Group::of(why, group)).collect(),
    })
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    account: Option<&'a str>,
    marketplace: Option<Marketplace>,
    partial: bool,
    from: From,
    to: To,
    change_points: f64,
    blocks: Blocks,
    new_official_scores: Vec<Score>,
    snapshots: Option<[Snapshot; SNAPSHOT_AGES.len()]>,
    factors: Vec<Factor<'a>>,
    other_readings_points: f64,
    biggest: Vec<Group<'a>>,
}

#[derive(Serialize)]
struct From {
    date: NaiveDate,
    points: f64,
    recorded: bool,
    basis: &'static str,
}

#[derive(Serialize)]
struct To {
    date: NaiveDate,
    points: f64,
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names)] // units stand in names
struct Blocks {
    model_points: f64,
    time_points: f64,
    readings_points: f64,
    official_points: f64,
    clamp_points: f64,
}

#[derive(Serialize)]
struct Score {
    counts_for: NaiveDate,
    score: f64,
}

#[derive(Serialize)]
struct Snapshot {
    age_days: u16,
    left: NaiveDate,
    came: NaiveDate,
}

#[derive(Serialize)]
struct Factor<'a> {
    factor: &'static str,
    unit: &'static str,
    then: Option<f64>,
    now: Option<f64>,
    points: f64,
    earlier_weeks_points: f64,
    untold_points: f64,
    #[serde(serialize_with = "skus")]
    skus: (&'a Why, &'a [SkuChange]),
}

impl<'a> Factor<'a> {
    fn of(why: &'a Why, change: &'a why::FactorChange) -> Self {
        Factor {
            factor: change.factor.key(),
            unit: if change.factor == FactorKind::SellThrough { "ratio" } else { "percent" },
            then: change.readings.0,
            now: change.readings.1,
            points: change.points,
            earlier_weeks_points: change.earlier_weeks,
            untold_points: change.untold,
            skus: (why, &change.skus),
        }
    }
}

/// Written one by one: a big account has some hundred thousand causes.
fn skus<S: Serializer>((why, skus): &(&Why, &[SkuChange]), serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(skus.iter().map(|change| Sku {
        sku: change.sku.as_str(),
        points: change.points,
        causes: change.causes.iter().map(|cause| Cause::of(why, cause)).collect(),
    }))
}

#[derive(Serialize)]
struct Sku<'a> {
    sku: &'a str,
    points: f64,
    causes: Vec<Cause>,
}

#[derive(Serialize)]
struct Cause {
    cause: &'static str,
    #[serde(flatten)]
    quantity: Quantity,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    came: Option<NaiveDate>,
    points: f64,
}

impl Cause {
    fn of(why: &Why, cause: &why::Cause) -> Self {
        let days = match (cause.kind, why.rolled) {
            (Kind::Snapshot(k), Some(rolled)) => rolled.get(usize::from(k)).copied(),
            _ => None,
        };
        Cause {
            cause: cause.kind.key(),
            quantity: Quantity::of(cause.kind, cause.quantity),
            left: days.map(|(left, _)| left),
            came: days.map(|(_, came)| came),
            points: cause.points,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Quantity {
    Units(Number),
    Days(Number),
}

impl Quantity {
    fn of(kind: Kind, quantity: f64) -> Self {
        // Nearly all are whole, and are written so.
        #[allow(clippy::cast_possible_truncation)] // units of one account stay far below 2^53
        let number = match quantity.fract() {
            0.0 => Number::from(quantity as i64),
            _ => Number::from_f64(quantity).unwrap_or(Number::from(0)),
        };
        if kind.is_days() { Quantity::Days(number) } else { Quantity::Units(number) }
    }
}

#[derive(Serialize)]
struct Group<'a> {
    subject: &'static str,
    cause: Option<&'static str>,
    sku: Option<&'a str>,
    skus: usize,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    quantity: Option<Quantity>,
    points: f64,
    text: String,
}

impl<'a> Group<'a> {
    fn of(why: &Why, group: &'a why::Group) -> Self {
        let (subject, cause) = match group.subject {
            Subject::Cause(kind) => ("cause", Some(kind)),
            Subject::EarlierWeeks => ("earlier-weeks", None),
            Subject::Factor(factor) => (factor.key(), None),
            Subject::Stated => ("stated", None),
            Subject::Model => ("model", None),
            Subject::Time => ("time", None),
            Subject::Official => ("official", None),
            Subject::Clamp => ("clamp", None),
        };
        Group {
            subject,
            cause: cause.map(Kind::key),
            sku: group.sku.as_ref().map(crate::ids::Sku::as_str),
            skus: group.skus,
            quantity: cause.map(|kind| Quantity::of(kind, group.quantity)),
            points: group.points,
            text: super::phrases::group(group, why),
        }
    }
}
