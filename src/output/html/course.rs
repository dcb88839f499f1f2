//! The past by week and the weeks to come: official scores, estimates, the forecast, the lines.

use super::scale::{Scale, anchor, days, number};
use crate::forecast::{Forecast, WeekAhead};
use crate::history::SeriesWeek;
use crate::output::weekly::Weekly;
use crate::output::words::week;
use chrono::NaiveDate;

/// The chart. Places across are percentages of its width, heights are points of the screen.
pub(super) struct Course {
    pub(super) title: String,
    pub(super) told: String,
    pub(super) height: u16,
    /// Where the scale ends, and where the days are written.
    pub(super) floor: u16,
    pub(super) foot: u16,
    pub(super) ticks: Vec<Label>,
    pub(super) band: String,
    pub(super) ahead_line: String,
    pub(super) official_line: String,
    pub(super) lines: Vec<CourseLine>,
    pub(super) today: Option<Label>,
    pub(super) estimates: Vec<Reach>,
    pub(super) officials: Vec<(String, String)>,
    pub(super) ends: Vec<Label>,
}

/// A text at a place.
pub(super) struct Label {
    pub(super) at: String,
    pub(super) anchor: &'static str,
    pub(super) text: String,
}

/// A line across.
pub(super) struct CourseLine {
    pub(super) class: &'static str,
    pub(super) at: String,
    pub(super) label: String,
    pub(super) x: u8,
    pub(super) anchor: &'static str,
    pub(super) text: String,
}

/// An estimate with its interval.
pub(super) struct Reach {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) low: String,
    pub(super) high: String,
}

/// So many past weeks are drawn: a year.
const PAST: usize = 52;
const HEIGHT: u16 = 260;
const FLOOR: u16 = 230;

/// What is drawn, in days and points.
struct Figures<'a> {
    past: &'a [SeriesWeek],
    ahead: Vec<(NaiveDate, [f64; 3])>,
}

impl Course {
    /// The chart of a week; `None` where fewer than two days have a figure.
    pub(super) fn of(told: &Weekly<'_>) -> Option<Course> {
        let past = &told.series[told.series.len().saturating_sub(PAST)..];
        let figures = Figures { past, ahead: told.forecast.ok().map(ahead).unwrap_or_default() };
        let (first, last) = figures.days()?;
        let across = Scale { figures: (0.0, days(first, last)), places: (2.0, 98.0) };
        let x = |day: NaiveDate| across.at(days(first, day));
        let verdict = told.assessment.verdict.as_ref();
        let force = verdict.and_then(|verdict| verdict.threshold).map(|row| row.threshold);
        let mut lines: Vec<u16> = verdict.iter().flat_map(|it| it.lines.map(|line| line.threshold)).collect();
        lines.extend(force);
        lines.sort_unstable();
        lines.dedup();
        let (low, high, step) = rounded(figures.points().chain(lines.iter().map(|line| f64::from(*line))))?;
        let up = Scale { figures: (low, high), places: (FLOOR.into(), 24.0) };
        let corner = |day, points| format!("{},{}", x(day), up.at(points));
        let over = figures.ahead.iter().map(|(day, [.., high])| corner(*day, *high));
        let under = figures.ahead.iter().rev().map(|(day, [low, ..])| corner(*day, *low));
        let joined = |corners: &mut dyn Iterator<Item = String>| corners.collect::<Vec<_>>().join(" ");
        let judged = told.assessment.as_of;
        let at = across.place(days(first, judged));
        Some(Course {
            title: "The score by week: past and forecast".into(),
            told: words(&figures, force),
            height: HEIGHT,
            floor: FLOOR,
            foot: FLOOR + 20,
            ticks: ticks(low, high, step, &up),
            band: joined(&mut over.chain(under)),
            ahead_line: joined(&mut figures.ahead.iter().map(|(day, [_, points, _])| corner(*day, *points))),
            official_line: joined(&mut figures.officials().map(|(day, score)| corner(day, score))),
            lines: lines
                .iter()
                .enumerate()
                .map(|(at, line)| across_line(*line, at, &lines, force, &up))
                .collect(),
            // At an end its day is written below.
            today: (judged > first && judged < last).then(|| Label {
                at: number(at),
                anchor: "middle",
                text: if at > 12.0 && at < 88.0 { judged.to_string() } else { String::new() },
            }),
            estimates: figures
                .runs()
                .map(|(day, [low, points, high])| Reach {
                    x: x(day),
                    y: up.at(points),
                    low: up.at(low),
                    high: up.at(high),
                })
                .collect(),
            officials: figures.officials().map(|(day, score)| (x(day), up.at(score))).collect(),
            ends: [first, last].map(|day| label(across.place(days(first, day)), day.to_string())).into(),
        })
    }
}

fn label(at: f64, text: String) -> Label {
    let anchor = anchor(at);
    // What stands at an end reaches to the edge.
    let at = match anchor {
        "start" => (at - 2.0).max(0.0),
        "end" => (at + 2.0).min(100.0),
        _ => at,
    };
    Label { at: number(at), anchor, text }
}

impl Figures<'_> {
    fn officials(&self) -> impl Iterator<Item = (NaiveDate, f64)> {
        self.past.iter().filter_map(|week| {
            let official = week.official?;
            Some((official.day, official.score?))
        })
    }

    fn runs(&self) -> impl Iterator<Item = (NaiveDate, [f64; 3])> {
        let runs = self.past.iter().filter_map(|week| week.run.as_ref());
        runs.map(|run| (run.day, [run.low.get(), run.points.get(), run.high.get()]))
    }

    fn points(&self) -> impl Iterator<Item = f64> {
        let spans = self.runs().chain(self.ahead.iter().copied()).flat_map(|(_, points)| points);
        spans.chain(self.officials().map(|(_, score)| score))
    }

    /// The first and the last day with a figure, where there are two.
    fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let ahead = self.ahead.iter().map(|(day, _)| *day);
        let mut all: Vec<_> = self
            .officials()
            .map(|(day, _)| day)
            .chain(self.runs().map(|(day, _)| day))
            .chain(ahead)
            .collect();
        all.sort_unstable();
        let (first, last) = (*all.first()?, *all.last()?);
        (first < last).then_some((first, last))
    }
}

/// The weeks of a forecast that have a score.
fn ahead(forecast: &Forecast) -> Vec<(NaiveDate, [f64; 3])> {
    let all = std::iter::once(&forecast.today).chain(&forecast.weeks);
    let figures = |week: &WeekAhead| {
        let it = week.estimate.as_ref()?;
        Some((week.day, [it.low.get(), it.points.get(), it.high.get()]))
    };
    all.filter_map(figures).collect()
}

/// Round ends around the figures, and the step of the lines between.
fn rounded(figures: impl Iterator<Item = f64>) -> Option<(f64, f64, f64)> {
    let (low, high) =
        figures.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| (low.min(it), high.max(it)));
    if !low.is_finite() {
        return None;
    }
    let (low, high) =
        (((low - 10.0) / 50.0).floor().max(0.0) * 50.0, ((high + 10.0) / 50.0).ceil().min(20.0) * 50.0);
    let step = if high - low > 400.0 { 100.0 } else { 50.0 };
    Some((low, high, step))
}

fn ticks(low: f64, high: f64, step: f64, up: &Scale) -> Vec<Label> {
    let mut ticks = Vec::new();
    let mut tick = (low / step).ceil() * step;
    while tick <= high {
        ticks.push(Label { at: up.at(tick), anchor: "end", text: number(tick) });
        tick += step;
    }
    ticks
}

/// A line across with its name: those that stand close have theirs on different sides.
fn across_line(line: u16, at: usize, all: &[u16], force: Option<u16>, up: &Scale) -> CourseLine {
    let is_force = Some(line) == force;
    let place = up.place(line.into());
    let below = at == 0 && all.len() > 1;
    let is_between = at > 0 && at + 1 < all.len();
    CourseLine {
        class: if is_force { "force" } else { "other" },
        at: number(place),
        label: number(if below { place + 14.0 } else { place - 5.0 }),
        x: if is_between { 100 } else { 0 },
        anchor: if is_between { "end" } else { "start" },
        text: if is_force { format!("{line} in force") } else { line.to_string() },
    }
}

/// What the chart shows, for whoever does not see it.
fn words(figures: &Figures<'_>, force: Option<u16>) -> String {
    let mut told = Vec::new();
    let official = figures.officials().collect::<Vec<_>>();
    if let (Some((first, score)), Some((last, latest))) = (official.first(), official.last()) {
        told.push(match first == last {
            true => format!("Official score {score} in {}", week(*first)),
            false => {
                format!("Official scores from {score} in {} to {latest} in {}", week(*first), week(*last))
            }
        });
    }
    let estimates = figures.runs().count();
    if estimates > 0 {
        told.push(format!(
            "estimates kept for {}",
            crate::output::words::count(estimates as u64, "week", "weeks")
        ));
    }
    if let (Some((from, [_, now, _])), Some((until, [low, then, high]))) =
        (figures.ahead.first(), figures.ahead.last())
    {
        told.push(format!(
            "forecast from about {now:.0} on {from} to about {then:.0} ({low:.0} to {high:.0}) on {until}"
        ));
    }
    told.extend(force.map(|line| format!("the line in force is {line}")));
    format!("{}. The figures are in the tables below.", told.join("; "))
}
