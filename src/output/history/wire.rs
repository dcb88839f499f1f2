//! The series for machines: JSON `ipi.history/1`, or `ipi.histories/1` for several, and rows that `ipi log --import` reads back.

use super::Series;
use crate::factor::Readings;
use crate::history::import::OWN;
use crate::history::{Facts, Official, Run, SeriesWeek};
use crate::output::sheet::{Cell, Row, Sheet};
use crate::output::week::{COLUMNS, WeekRow, shares};
use crate::output::wire;
use crate::output::words::week;
use crate::units::Units;
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
    threshold: Option<u16>,
    chance_below: Option<f64>,
    factors: Factors,
    units: Counted,
    sources: Vec<Source<'a>>,
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names)] // units stand in names
struct Counted {
    on_hand_units: Option<u64>,
    excess_units: Option<u64>,
    shipped_90d_units: Option<u64>,
    average_on_hand_units: Option<f64>,
    stranded_units: Option<u64>,
    in_stock_weight_units_60d: Option<u64>,
}

impl From<Facts> for Counted {
    fn from(facts: Facts) -> Self {
        let units = |units: Option<Units>| units.map(Units::get);
        Counted {
            on_hand_units: units(facts.on_hand),
            excess_units: units(facts.excess),
            shipped_90d_units: units(facts.shipped_90d),
            average_on_hand_units: facts.average_on_hand,
            stranded_units: units(facts.stranded),
            in_stock_weight_units_60d: units(facts.in_stock_weight_60d),
        }
    }
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
    excess_share: Option<f64>,
    stranded_share: Option<f64>,
    in_stock_rate: Option<f64>,
}

impl From<Readings> for Factors {
    fn from(readings: Readings) -> Self {
        let Readings { excess_pct, sell_through, stranded_pct, in_stock_pct } = readings;
        let share = |percent: Option<f64>| percent.map(|percent| percent / 100.0);
        Factors {
            excess_pct,
            sell_through,
            stranded_pct,
            in_stock_pct,
            excess_share: share(excess_pct),
            stranded_share: share(stranded_pct),
            in_stock_rate: share(in_stock_pct),
        }
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
            threshold: run.facts.threshold,
            chance_below: run.facts.chance_below,
            factors: run.readings.into(),
            units: run.facts.into(),
            sources: run.sources.iter().map(source).collect(),
        }
    }
}

/// The series as one JSON document.
#[must_use]
pub fn json(series: &Series<'_>) -> String {
    wire::json(&Document::from(series))
}

#[derive(Serialize)]
struct All<'a> {
    schema: &'static str,
    histories: Vec<Document<'a>>,
}

/// Several series as one JSON document, `ipi.histories/1`: each is an `ipi.history/1`.
#[must_use]
pub fn json_of_all(all: &[Series<'_>]) -> String {
    wire::json(&All { schema: "ipi.histories/1", histories: all.iter().map(Document::from).collect() })
}

impl<'a> From<&Series<'a>> for Document<'a> {
    fn from(series: &Series<'a>) -> Self {
        let weeks = series.weeks.iter().map(|row| Week {
            week: week(row.monday),
            monday: row.monday.to_string(),
            official: row.official.as_ref().map(Noted::from),
            estimate: row.run.as_ref().map(Computed::from),
        });
        Document {
            schema: "ipi.history/1",
            account: series.account.as_str(),
            marketplace: series.marketplace.code(),
            weeks: weeks.collect(),
        }
    }
}

/// The series, one row for each week: what `ipi` computed in the columns of `ipi score -f row`, then what Amazon showed.
#[must_use]
pub fn sheet<'a>(series: &Series<'a>) -> Sheet<'a> {
    sheet_of_all(vec![*series])
}

/// Several series, one after the other.
#[must_use]
pub fn sheet_of_all(all: Vec<Series<'_>>) -> Sheet<'_> {
    let official = OWN.into_iter().filter(|name| !COLUMNS.contains(name));
    let head = COLUMNS.into_iter().chain(official).chain(["model", "sources", "partial"]);
    let rows = all.into_iter().flat_map(|series| series.weeks.iter().map(move |row| cells(series, row)));
    Sheet::new("History", head, rows)
}

fn cells<'a>(series: Series<'a>, row: &'a SeriesWeek) -> Row<'a> {
    let (official, run) = (row.official, row.run.as_ref());
    let day = run.map(|run| run.day).or(official.map(|official| official.day));
    let mut cells = WeekRow {
        date: day.unwrap_or(row.monday),
        account: series.account.as_str(),
        marketplace: Some(series.marketplace),
        score: run.map(|run| [run.points, run.low, run.high].map(crate::units::Points::get)),
        official: official.and_then(|official| official.score),
        readings: run.map(|run| run.readings).unwrap_or_default(),
        facts: run.map(|run| run.facts).unwrap_or_default(),
    }
    .cells();
    cells.push(official.map(|official| official.day).into());
    cells.extend(shares(&official.map(|official| official.readings).unwrap_or_default()));
    cells.push(run.map(|run| run.model.as_str()).into());
    let sources =
        run.map(|run| run.sources.iter().map(|mark| mark.path.as_str()).collect::<Vec<_>>().join("; "));
    cells.push(sources.unwrap_or_default().into());
    cells.push(run.map_or(Cell::Empty, |run| run.partial.into()));
    cells
}
