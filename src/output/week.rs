//! A week of an account as one row: the columns that `ipi score -f row` and `ipi history -f csv` share.

use super::sheet::{Cell, Row};
use super::words::week;
use crate::factor::Readings;
use crate::history::Facts;
use crate::ids::Marketplace;
use crate::units::Units;
use chrono::NaiveDate;

/// The columns. `score`, `low` and `high` are the estimate and its 90 % interval; `official` is what Amazon showed.
pub const COLUMNS: [&str; 20] = [
    "date",
    "week",
    "account",
    "marketplace",
    "score",
    "low",
    "high",
    "official",
    "threshold",
    "chance_below",
    "excess_share",
    "sell_through",
    "stranded_share",
    "in_stock_rate",
    "on_hand_units",
    "excess_units",
    "shipped_90d_units",
    "average_on_hand_units",
    "stranded_units",
    "in_stock_weight_units_60d",
];

/// What stands in them.
#[derive(Clone, Copy, Debug)]
pub struct WeekRow<'a> {
    /// The day that was judged.
    pub date: NaiveDate,
    /// The account, `default` where none was named.
    pub account: &'a str,
    /// The marketplace, where it is known.
    pub marketplace: Option<Marketplace>,
    /// The middle of the estimate, and its ends, in points.
    pub score: Option<[f64; 3]>,
    /// What Amazon showed.
    pub official: Option<f64>,
    /// The four figures.
    pub readings: Readings,
    /// The line, the chance of being below it, and units.
    pub facts: Facts,
}

impl<'a> WeekRow<'a> {
    /// A cell for each of [`COLUMNS`]; blank is not stated.
    #[must_use]
    pub fn cells(&self) -> Row<'a> {
        let whole = |units: Option<Units>| units.map_or(Cell::Empty, |units| Cell::Whole(units.get()));
        let point = |k: usize| Cell::from(self.score.map(|score| score[k]));
        let facts = &self.facts;
        let mut row = vec![
            self.date.into(),
            week(self.date).into(),
            self.account.into(),
            self.marketplace.map(Marketplace::code).into(),
            point(0),
            point(1),
            point(2),
            self.official.into(),
            facts.threshold.map_or(Cell::Empty, |line| Cell::Whole(line.into())),
            facts.chance_below.into(),
        ];
        row.extend(shares(&self.readings));
        row.extend([
            whole(facts.on_hand),
            whole(facts.excess),
            whole(facts.shipped_90d),
            facts.average_on_hand.into(),
            whole(facts.stranded),
            whole(facts.in_stock_weight_60d),
        ]);
        row
    }
}

/// The four figures, percentages as shares 0–1.
pub fn shares(readings: &Readings) -> [Cell<'static>; 4] {
    let share = |percent: Option<f64>| Cell::from(percent.map(|percent| percent / 100.0));
    [
        share(readings.excess_pct),
        readings.sell_through.into(),
        share(readings.stranded_pct),
        share(readings.in_stock_pct),
    ]
}
