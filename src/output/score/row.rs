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

/// Does a file that begins so hold more than one row of [`row`]? Then somebody lets it grow by a week at a time.
///
/// ```
/// use ipi::output::score::keeps_weeks;
/// assert!(!keeps_weeks(b"date,week,account\n2026-10-31,2026-W44,shop\n2026-11-07,2026-W45,shop\n")); // another head
/// ```
#[must_use]
pub fn keeps_weeks(begin: &[u8]) -> bool {
    let text = String::from_utf8_lossy(begin);
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let head = lines.next().unwrap_or_default();
    let is_head = |delimiter| {
        let names: Vec<_> = head.split(delimiter).map(|name| name.trim_matches('"')).collect();
        names.len() > COLUMNS.len() && COLUMNS.into_iter().chain(BESIDE).zip(names).all(|(a, b)| a == b)
    };
    [',', ';', '\t', '|'].into_iter().any(is_head) && lines.filter(|line| !line.trim().is_empty()).count() > 1
}

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
