//! The series as a plot of characters: official scores and estimates over time.

use crate::dates::weeks_between;
use crate::history::SeriesWeek;
use crate::output::plot::{Glyphs, Plot};
use crate::output::words::week;

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
    let figures = points.iter().flat_map(|(_, official, estimate)| [*official, *estimate]).flatten();
    let mut plot = Plot::of(index(first, last) + 1, figures, glyphs, width)?;
    let (official, estimate, both) = (glyphs.pick('●', 'o'), glyphs.pick('○', 'x'), glyphs.pick('◉', '*'));
    for (week, score, points) in &points {
        for (figure, mark) in [(points, estimate), (score, official)] {
            if let Some(figure) = figure {
                plot.mark(index(first, week), *figure, mark, both);
            }
        }
    }
    let ends = (week(first.monday), week(last.monday));
    let meaning = format!("{official} official   {estimate} estimate   {both} both");
    Some(plot.draw((&ends.0, &ends.1), &meaning))
}

fn index(first: &SeriesWeek, week: &SeriesWeek) -> usize {
    usize::try_from(weeks_between(first.monday, week.monday)).unwrap_or(0)
}
