//! The published observations, read for the tests of the score model.

#![allow(dead_code, clippy::unwrap_used)] // each test file uses its part; a test that meets nothing should fail there

use ipi::dates::day_or_week;
use ipi::factor::Readings;
use ipi::score::Week;

/// One published score.
#[derive(Clone, Debug)]
pub(crate) struct Observation {
    pub(crate) account: String,
    pub(crate) date: String,
    pub(crate) score: f64,
    pub(crate) readings: Readings,
}

/// All published scores.
pub(crate) fn observations() -> Vec<Observation> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/score/observations.csv");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let figure = |i: usize| (!row[i].is_empty()).then(|| row[i].parse().unwrap());
        Observation {
            account: row[0].into(),
            date: row[2].into(),
            score: figure(3).unwrap(),
            readings: Readings {
                excess_pct: figure(4),
                sell_through: figure(5),
                stranded_pct: figure(6),
                in_stock_pct: figure(7),
            },
        }
    });
    rows.collect()
}

/// One printed change of a score within a week.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change {
    pub(crate) points: f64,
    /// The score of the week before, where it is printed too.
    pub(crate) score_before: Option<f64>,
}

/// All printed changes.
pub(crate) fn changes() -> Vec<Change> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/score/changes.csv");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let score_before = (!row[4].is_empty()).then(|| row[4].parse().unwrap());
        Change { points: row[3].parse().unwrap(), score_before }
    });
    rows.collect()
}

/// The weeks of the one account that published a series.
pub(crate) fn series(observations: &[Observation]) -> Vec<Week> {
    let weeks = observations.iter().filter(|o| o.date.starts_with("2021-W"));
    weeks
        .map(|o| Week { day: day_or_week(&o.date).unwrap(), score: Some(o.score), readings: o.readings })
        .collect()
}
