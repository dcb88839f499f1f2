//! The score week by week, what was and what comes in one series: what the chart is drawn from.

use crate::dates::week_start;
use crate::output::sheet::{Cell, Row, Sheet};
use crate::output::weekly::Weekly;
use crate::output::words::{self, rounded};
use crate::policy::thresholds;
use crate::score::Estimate;
use chrono::NaiveDate;

/// A week of the course.
#[derive(Clone, Debug, Default)]
pub(super) struct Point {
    pub(super) day: NaiveDate,
    official: Option<f64>,
    /// The middle and both ends.
    score: Option<[f64; 3]>,
    is_ahead: bool,
    line: Option<u16>,
}

/// The columns of the sheet that the chart shows, after the day.
pub(super) const HEAD: [&str; 11] = [
    "date",
    "week",
    "official",
    "estimate",
    "forecast",
    "score_low",
    "score_high",
    "line_350",
    "line_400",
    "line",
    "is_forecast",
];

/// The weeks that are known, the one judged, and those ahead, by day.
pub(super) fn of(week: &Weekly<'_>) -> Vec<Point> {
    let assessment = week.assessment;
    let today = week_start(assessment.as_of);
    let line = |day| Some(thresholds::in_force(assessment.marketplace?, day)?.threshold);
    let ends =
        |estimate: &Estimate| [estimate.points, estimate.low, estimate.high].map(crate::units::Points::get);
    let mut points: Vec<Point> = Vec::new();
    for known in week.series.iter().filter(|known| known.monday != today) {
        let official = known.official.and_then(|official| official.score);
        let day = known.official.map(|official| official.day).or(known.run.as_ref().map(|run| run.day));
        let day = day.unwrap_or(known.monday);
        let score =
            known.run.as_ref().map(|run| [run.points, run.low, run.high].map(crate::units::Points::get));
        points.push(Point { day, official, score, is_ahead: false, line: line(day) });
    }
    let shown = assessment.official.filter(|shown| week_start(shown.day) == today);
    points.push(Point {
        day: assessment.as_of,
        official: shown.map(|shown| shown.score),
        score: assessment.estimate.as_ref().map(ends),
        is_ahead: false,
        line: line(assessment.as_of),
    });
    for ahead in week.forecast.iter().flat_map(|forecast| &forecast.weeks) {
        let score = ahead.estimate.as_ref().map(ends);
        points.push(Point { day: ahead.day, official: None, score, is_ahead: true, line: ahead.threshold });
    }
    points.retain(|point| point.official.is_some() || point.score.is_some());
    points.sort_by_key(|point| point.day);
    points
}

/// As a sheet.
pub(super) fn sheet(points: &[Point]) -> Sheet<'_> {
    Sheet::new("Course", HEAD, points.iter().map(row))
}

fn row(point: &Point) -> Row<'_> {
    let Point { day, official, score, is_ahead, line } = point;
    let [middle, low, high] = [0, 1, 2].map(|end| score.map(|score| rounded(score[end])));
    let [low_line, high_line] = thresholds::LINES.map(|line| Cell::Whole(line.into()));
    vec![
        Cell::Day(*day),
        words::week(*day).into(),
        (*official).into(),
        middle.filter(|_| !is_ahead).into(),
        middle.filter(|_| *is_ahead).into(),
        low.into(),
        high.into(),
        low_line,
        high_line,
        line.map_or(Cell::Empty, |line| Cell::Whole(line.into())),
        (*is_ahead).into(),
    ]
}

/// The line in force on the day judged.
pub(super) fn in_force(points: &[Point]) -> Option<u16> {
    points.iter().rfind(|point| !point.is_ahead)?.line
}

/// The least and the greatest score that is shown, with the two lines.
pub(super) fn span(points: &[Point]) -> (f64, f64) {
    let lines = thresholds::LINES.map(f64::from);
    let scores = points.iter().flat_map(|point| point.score.into_iter().flatten().chain(point.official));
    scores
        .chain(lines)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), score| (low.min(score), high.max(score)))
}
