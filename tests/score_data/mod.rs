//! The published observations, read for the tests of the score model.

#![allow(dead_code, clippy::unwrap_used)] // each test file uses its part; a test that meets nothing should fail there

use ipi::dates::day_or_week;
use ipi::factor::Readings;
use ipi::score::Week;

/// One published score.
#[derive(Clone, Debug)]
pub struct Observation {
    pub account: String,
    pub date: String,
    pub score: f64,
    pub readings: Readings,
}

/// All published scores.
pub fn observations() -> Vec<Observation> {
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

/// The weeks of the one account that published a series.
pub fn series(observations: &[Observation]) -> Vec<Week> {
    let weeks = observations.iter().filter(|o| o.date.starts_with("2021-W"));
    weeks
        .map(|o| Week { day: day_or_week(&o.date).unwrap(), score: Some(o.score), readings: o.readings })
        .collect()
}
