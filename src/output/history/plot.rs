//! The series as a plot of characters: official scores and estimates over time.

use crate::dates::weeks_between;
use crate::history::SeriesWeek;
use crate::output::words::week;
use std::fmt::Write as _;

/// Which characters a plot is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// For a terminal that shows Unicode.
    Unicode,
    /// For pipes, mail and old terminals.
    Ascii,
}

const ROWS: usize = 9;
/// Columns of the labels on the left.
const MARGIN: usize = 6;

/// The plot, or nothing where fewer than two weeks have a figure.
pub(super) fn draw(weeks: &[SeriesWeek], glyphs: Glyphs, width: u16) -> Option<String> {
    let points: Vec<(&SeriesWeek, Option<f64>, Option<f64>)> = weeks
        .iter()
        .map(|week| {
            let official = week.official.and_then(|official| official.score);
            (week, official, week.run.as_ref().map(|run| run.points.get()))
        })
        .filter(|(_, official, estimate)| official.is_some() || estimate.is_some())
        .collect();
    let [(first, ..), .., (last, ..)] = points.as_slice() else { return None };
    let figures = || points.iter().flat_map(|(_, official, estimate)| [*official, *estimate]).flatten();
    let (low, high) =
        scale(figures().fold(f64::INFINITY, f64::min), figures().fold(f64::NEG_INFINITY, f64::max));

    let (official, estimate, both, axis, corner, line) = match glyphs {
        Glyphs::Unicode => ('●', '○', '◉', '┤', '└', '─'),
        Glyphs::Ascii => ('o', 'x', '*', '|', '+', '-'),
    };
    let span = index(first, last) + 1;
    let room = usize::from(width).saturating_sub(MARGIN + 1).max(10);
    // Few weeks are drawn apart, many share a column.
    let place = |week: &SeriesWeek| match room / span {
        0 => index(first, week) * (room - 1) / (span - 1),
        apart => index(first, week) * apart.min(4),
    };
    let columns = place(last) + 1;
    let mut grid = vec![vec![' '; columns]; ROWS];
    for (week, score, points) in &points {
        for (figure, mark) in [(points, estimate), (score, official)] {
            let Some(figure) = figure else { continue };
            let cell = &mut grid[row(*figure, low, high)][place(week)];
            *cell = if *cell == ' ' || *cell == mark { mark } else { both };
        }
    }

    let mut out = String::new();
    for (i, cells) in grid.iter().enumerate() {
        let label = match i {
            0 => format!("{high:.0}"),
            i if i == ROWS / 2 => format!("{:.0}", f64::midpoint(low, high)),
            i if i == ROWS - 1 => format!("{low:.0}"),
            _ => String::new(),
        };
        let cells: String = cells.iter().collect();
        _ = writeln!(out, "{}", format!("{label:>4} {axis} {cells}").trim_end());
    }
    let rule: String = std::iter::repeat_n(line, columns + 1).collect();
    _ = writeln!(out, "     {corner}{rule}");
    let ends = (week(first.monday), week(last.monday));
    let gap = columns.saturating_sub(ends.0.len() + ends.1.len()).max(2);
    _ = writeln!(out, "       {}{:gap$}{}", ends.0, "", ends.1);
    _ = write!(out, "       {official} official   {estimate} estimate   {both} both");
    Some(out)
}

/// Round ends around the figures, so that the middle is round too.
fn scale(low: f64, high: f64) -> (f64, f64) {
    let low = (low / 20.0).floor() * 20.0;
    let high = ((high / 20.0).ceil() * 20.0).max(low + 20.0);
    (low, high)
}

/// The row of a figure, 0 at the top.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // held within the rows first
fn row(figure: f64, low: f64, high: f64) -> usize {
    const LAST: f64 = 8.0;
    ((high - figure) / (high - low) * LAST).round().clamp(0.0, LAST) as usize
}

fn index(first: &SeriesWeek, week: &SeriesWeek) -> usize {
    usize::try_from(weeks_between(first.monday, week.monday)).unwrap_or(0)
}
