//! The week in one row, for a file that grows by one a week.

use super::factors::{Missing, missing};
use crate::assess::Assessment;
use crate::factor::FactorKind;
use crate::history::Facts;
use crate::output::sheet::{Cell, Sheet};
use crate::output::week::{COLUMNS, WeekRow};

/// What stands behind the columns of the week: the day on which Amazon showed its score, which need not be of that week, why a
/// factor has no figure, and the model of the estimate.
const BESIDE: [&str; 6] =
    ["official_date", "excess_reason", "sell_through_reason", "stranded_reason", "in_stock_reason", "model"];

/// One row: date, week, account, marketplace, the estimate, what Amazon showed, the line, the factors and the units behind them.
#[must_use]
pub fn row<'a>(assessment: &'a Assessment, account: &'a str) -> Sheet<'a> {
    let estimate = assessment.estimate.as_ref();
    let week = WeekRow {
        date: assessment.as_of,
        account,
        marketplace: assessment.marketplace,
        score: estimate.map(|it| [it.points, it.low, it.high].map(crate::units::Points::get)),
        official: assessment.official.map(|shown| shown.score),
        readings: assessment.readings,
        facts: Facts::of(assessment),
    };
    let mut cells = week.cells();
    cells.push(assessment.official.map(|shown| shown.day).into());
    let reason = |factor| missing(assessment, factor).map_or(Cell::Empty, |why| Missing::code(why).into());
    cells.extend(FactorKind::ALL.map(reason));
    cells.push(estimate.map(|estimate| estimate.model).into());
    Sheet::new("Week", COLUMNS.into_iter().chain(BESIDE), [cells]).marked(assessment.partial)
}
