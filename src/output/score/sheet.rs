//! The score report as rows for a spreadsheet: one row per figure.

use super::factors::{Missing, missing};
use super::{Beside, what_if};
use crate::account::Note;
use crate::assess::Assessment;
use crate::factor::FactorKind;
use crate::output::sheet::{Cell, Sheet};

/// One row per figure; blank is not stated, and `reason` says of a factor why. What comes of
/// actions that were named has the action in the place of the band.
#[must_use]
pub fn sheet<'a>(assessment: &'a Assessment, beside: Beside<'a>, account: Option<&'a str>) -> Sheet<'a> {
    let marketplace = assessment.marketplace.map_or("", |marketplace| marketplace.code());
    let row = |figure: &'static str,
               value: Option<f64>,
               unit: &'static str,
               ends: Option<(f64, f64)>,
               band: &'static str| {
        vec![
            Cell::Day(assessment.as_of),
            account.unwrap_or_default().into(),
            marketplace.into(),
            figure.into(),
            value.into(),
            unit.into(),
            ends.map(|(low, _)| low).into(),
            ends.map(|(_, high)| high).into(),
            band.into(),
            Cell::Empty,
        ]
    };
    let mut rows = Vec::new();
    for factor in FactorKind::ALL {
        let (unit, scale) = if factor == FactorKind::SellThrough { ("ratio", 1.0) } else { ("share", 100.0) };
        let band = assessment.band(factor).map_or("", |band| band.key());
        let value = assessment.readings.get(factor).map(|value| value / scale);
        let mut row = row(factor.key(), value, unit, None, band);
        row[9] = missing(assessment, factor).map_or(Cell::Empty, |why| Missing::code(why).into());
        rows.push(row);
    }
    let estimate = assessment.estimate.as_ref();
    let ends = estimate.map(|estimate| (estimate.low.get(), estimate.high.get()));
    rows.push(row("score_estimate", estimate.map(|estimate| estimate.points.get()), "points", ends, ""));
    if let Some(verdict) = &assessment.verdict {
        let threshold = verdict.threshold.map(|row| f64::from(row.threshold));
        rows.push(row("threshold", threshold, "points", None, ""));
        rows.push(row(
            "chance_below_threshold",
            verdict.chance_below,
            "probability",
            None,
            verdict.status.key(),
        ));
        for (line, name) in verdict.lines.iter().zip(["chance_below_350", "chance_below_400"]) {
            rows.push(row(name, line.chance_below, "probability", None, ""));
        }
    }
    let count = |figure, number: u64, unit| {
        let mut row = row(figure, None, unit, None, "");
        row[4] = Cell::Whole(number);
        row
    };
    for note in &assessment.notes {
        match note {
            Note::LeftOut { problems, rows: left_out } => {
                rows.push(count("problems_passed_over", *problems, "problems"));
                rows.push(count("rows_left_out", *left_out, "rows"));
            }
            Note::NotRead { files } => rows.push(count("files_not_read", files.len() as u64, "files")),
            _ => {}
        }
    }
    for (figure, points, done) in beside.what_if.map(what_if::rows).unwrap_or_default() {
        let mut row = row(figure, Some(points), "points", None, "");
        row[8] = done.into();
        rows.push(row);
    }
    let head = ["date", "account", "marketplace", "figure", "value", "unit", "low", "high", "band", "reason"];
    Sheet::new("Score", head, rows).marked(assessment.partial)
}
