//! The series for machines: JSON `ipi.history/1`, and CSV whose first columns `ipi log --import` reads back.

use super::Series;
use crate::factor::Readings;
use crate::history::import::{BESIDE, COLUMNS};
use crate::history::{Official, Run, SeriesWeek};
use crate::output::sheet::{Cell, Row, Sheet};
use crate::output::words::{self, week};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    account: &'a str,
    marketplace: &'static str,
    weeks: Vec<Week<'a>>,
}

#[derive(Serialize)]
struct Week<'a> {
    week: String,
    monday: String,
    official: Option<Noted>,
    estimate: Option<Computed<'a>>,
}

#[derive(Serialize)]
struct Noted {
    date: String,
    score: Option<f64>,
    factors: Factors,
}

#[derive(Serialize)]
struct Computed<'a> {
    as_of: String,
    points: f64,
    low: f64,
    high: f64,
    interval: f64,
    model: &'a str,
    partial: bool,
    factors: Factors,
    sources: Vec<Source<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    path: &'a str,
    kind: &'a str,
    hash: &'a str,
}

#[derive(Serialize)]
struct Factors {
    excess_pct: Option<f64>,
    sell_through: Option<f64>,
    stranded_pct: Option<f64>,
    in_stock_pct: Option<f64>,
}

impl From<Readings> for Factors {
    fn from(readings: Readings) -> Self {
        let Readings { excess_pct, sell_through, stranded_pct, in_stock_pct } = readings;
        Factors { excess_pct, sell_through, stranded_pct, in_stock_pct }
    }
}

impl From<&Official> for Noted {
    fn from(official: &Official) -> Self {
        Noted { date: official.day.to_string(), score: official.score, factors: official.readings.into() }
    }
}

impl<'a> From<&'a Run> for Computed<'a> {
    fn from(run: &'a Run) -> Self {
        let source = |mark: &'a crate::history::SourceMark| Source {
            path: &mark.path,
            kind: &mark.kind,
            hash: &mark.hash,
        };
        Computed {
            as_of: run.day.to_string(),
            points: run.points.get(),
            low: run.low.get(),
            high: run.high.get(),
            interval: 0.9,
            model: &run.model,
            partial: run.partial,
            factors: run.readings.into(),
            sources: run.sources.iter().map(source).collect(),
        }
    }
}

/// The series as one JSON document.
pub fn json(series: &Series<'_>) -> String {
    let weeks = series.weeks.iter().map(|row| Week {
        week: week(row.monday),
        monday: row.monday.to_string(),
        official: row.official.as_ref().map(Noted::from),
        estimate: row.run.as_ref().map(Computed::from),
    });
    let document = Document {
        schema: "ipi.history/1",
        account: series.account.as_str(),
        marketplace: series.marketplace.code(),
        weeks: weeks.collect(),
    };
    words::json_text(&document)
}

/// The series, one row for each week: what Amazon showed first, then what `ipi` computed.
#[must_use]
pub fn sheet<'a>(series: &Series<'a>) -> Sheet<'a> {
    let series = *series;
    let head = [&COLUMNS[..], &BESIDE].concat();
    Sheet::new("History", head, series.weeks.iter().map(move |row| cells(series, row)))
}

fn cells<'a>(series: Series<'a>, row: &'a SeriesWeek) -> Row<'a> {
    let (official, run) = (row.official, row.run.as_ref());
    let noted = official.map(|official| official.readings).unwrap_or_default();
    let computed = run.map(|run| run.readings).unwrap_or_default();
    vec![
        official.map(|official| official.day).into(),
        official.and_then(|official| official.score).into(),
        noted.excess_pct.into(),
        noted.sell_through.into(),
        noted.stranded_pct.into(),
        noted.in_stock_pct.into(),
        week(row.monday).into(),
        series.account.as_str().into(),
        series.marketplace.code().into(),
        run.map(|run| run.day).into(),
        run.map(|run| run.points.get()).into(),
        run.map(|run| run.low.get()).into(),
        run.map(|run| run.high.get()).into(),
        computed.excess_pct.into(),
        computed.sell_through.into(),
        computed.stranded_pct.into(),
        computed.in_stock_pct.into(),
        run.map_or(Cell::Empty, |run| run.model.as_str().into()),
        run.map_or(Cell::Empty, |run| run.partial.into()),
        run.map_or(Cell::Empty, |run| {
            run.sources.iter().map(|mark| mark.path.as_str()).collect::<Vec<_>>().join("; ").into()
        }),
    ]
}
