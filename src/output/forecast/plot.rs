//! The score of the coming weeks as a plot: what is expected, the interval, the line.

use crate::forecast::{Forecast, WeekAhead};
use crate::output::plot::{Glyphs, Plot};

/// The plot, or nothing where no score is estimated.
pub(super) fn draw(forecast: &Forecast, glyphs: Glyphs, width: u16) -> Option<String> {
    let all = || std::iter::once(&forecast.today).chain(&forecast.weeks).enumerate();
    let figures: Vec<[f64; 3]> = all()
        .map(|(_, week)| week.estimate.as_ref().map(|it| [it.low.get(), it.points.get(), it.high.get()]))
        .collect::<Option<_>>()?;
    let line = forecast.weeks.last().and_then(|week: &WeekAhead| week.threshold);
    let shown = figures.iter().flatten().copied().chain(line.map(f64::from));
    let mut plot = Plot::of(figures.len(), shown, glyphs, width)?;
    let (score, interval, rule) = (glyphs.pick('●', 'o'), glyphs.pick('│', ':'), glyphs.pick('─', '-'));
    for (week, [low, _, high]) in figures.iter().enumerate() {
        plot.bar(week, *low, *high, interval);
    }
    if let Some(line) = line {
        plot.line(line.into(), rule);
    }
    for (week, [_, points, _]) in figures.iter().enumerate() {
        plot.mark(week, *points, score, score);
    }
    let ends = (forecast.as_of.to_string(), forecast.weeks.last()?.day.to_string());
    let line = line.map_or(String::new(), |line| format!("   {rule} line of {line}"));
    Some(plot.draw((&ends.0, &ends.1), &format!("{score} score   {interval} 90 % of cases{line}")))
}
