//! The letter as a page, with bars that are cells of tables.

use super::change::{Change, Score, known};
use super::marks::{self, bar, colour, escaped};
use super::told::Told;
use crate::factor::FactorKind;
use crate::output::page::{Fact, Tone};
use crate::output::weekly::Weekly;
use crate::units::Points;

/// Weeks of the past that are drawn.
const WEEKS: usize = 8;
/// Where the bar of sell-through ends: well above what accounts reach.
const MOST_SELL_THROUGH: f64 = 4.0;

pub(super) fn html(told: &Told, week: &Weekly<'_>) -> String {
    let mut body = marks::title(&told.lead);
    body += &gauge(week, told.tone);
    body += &marks::toned(&told.verdict, told.tone);
    body += &marks::text(&told.about);
    told.faults.iter().for_each(|fault| {
        body += &marks::boxed(&format!("Look at this before you trust the figures: {fault}"));
    });
    body += &marks::heading("What to do");
    body += &marks::text(&told.todo);
    body += &marks::text(&told.over);
    body += &marks::heading("The factors");
    body += &facts(told, week);
    body += &marks::small("Bars end at 100 %, that of sell-through at 4.");
    body += &marks::heading("What changed");
    body += &marks::text(&told.why);
    body += &past(week);
    body += &marks::text(&told.next);
    body += &marks::rule();
    body += &marks::small(&told.age);
    [&told.sent, &told.more].into_iter().for_each(|it| body += &marks::commands(&it.head, &it.commands));
    marks::document(&escaped(&told.lead), &body)
}

/// The scale from 0 to 1000 with the interval, and the lines at 350 and 400 below it.
fn gauge(week: &Weekly<'_>, tone: Tone) -> String {
    let mark = colour(if tone == Tone::Plain { Tone::Fair } else { tone });
    let per_cent = |points: f64| points / Points::MAX * 100.0;
    let (middle, low, high) = match (Score::of(week.assessment), &week.assessment.estimate) {
        (Score::Official(points), _) => (points, points, points),
        (Score::About { points, .. }, Some(known)) => (points, known.low.get(), known.high.get()),
        _ => return String::new(),
    };
    let at = (per_cent(middle) - 0.5).max(0.0);
    let (from, to) = (per_cent(low).min(at), per_cent(high).max(at + 1.0));
    let pieces = [(from, "#e6e9ed"), (at - from, "#9db7d5"), (1.0, mark), (to - at - 1.0, "#9db7d5")];
    let tick = |width: u8, text: &str, edge: &str, align: &str| {
        format!(
            "<td width=\"{width}%\" align=\"{align}\" style=\"width:{width}%;font-size:12px;line-height:14px;color:#57606a;{edge}\">\
             {text}</td>"
        )
    };
    let edge = "border-right:2px solid #24292f";
    let ticks = [
        tick(35, "350&nbsp;", edge, "right"),
        tick(5, "&nbsp;", edge, "left"),
        tick(60, "&nbsp;400", "", "left"),
    ]
    .concat();
    let ends = format!("Scale 0 to 1000; the line in colour is {middle:.0}.");
    marks::whole(&format!(
        "{}<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"table-layout:fixed\">\
         <tr>{ticks}</tr></table>",
        bar(&pieces)
    )) + &marks::small(&ends)
}

fn facts(told: &Told, week: &Weekly<'_>) -> String {
    let assessment = week.assessment;
    let kinds = FactorKind::ALL.into_iter().filter(|&factor| assessment.set.has(factor)).map(Some);
    // The SKUs that cost most stand behind the factors, and have no bar.
    let kinds = kinds.chain(std::iter::repeat(None));
    told.facts
        .iter()
        .zip(kinds)
        .map(|(fact, kind)| self::fact(fact, kind.and_then(|kind| share(week, kind))))
        .collect()
}

/// How much of its bar a factor fills, in per cent.
fn share(week: &Weekly<'_>, factor: FactorKind) -> Option<f64> {
    let value = week.assessment.readings.get(factor)?;
    Some(if factor == FactorKind::SellThrough { value / MOST_SELL_THROUGH * 100.0 } else { value })
}

fn fact(fact: &Fact, share: Option<f64>) -> String {
    let line = fact.line(|line| line.chars().count() <= 160);
    let line = if line.is_empty() { String::new() } else { format!("<br>{}", escaped(&line)) };
    let mark = if fact.tone == Tone::Plain { "#57606a" } else { colour(fact.tone) };
    let drawn = share.map_or(String::new(), |share| bar(&[(share.clamp(0.5, 100.0), mark)]));
    marks::whole(&format!(
        "<b style=\"color:{}\">{}</b>{line}{drawn}",
        colour(fact.tone),
        escaped(&fact.head)
    ))
}

/// The last weeks and this one, a bar each.
fn past(week: &Weekly<'_>) -> String {
    if Change::of(week).is_none() {
        return String::new();
    }
    let now = Score::of(week.assessment).points().map(|points| (week.assessment.as_of, points, "this week"));
    let monday = crate::dates::week_start(week.assessment.as_of);
    let before = week.series.iter().filter(|past| past.monday < monday).filter_map(known);
    let before =
        before.map(|(day, points, official)| (day, points, if official { "official" } else { "about" }));
    let mut all: Vec<_> = before.chain(now).collect();
    all.drain(..all.len().saturating_sub(WEEKS));
    let rows: String = all
        .iter()
        .map(|(day, points, what)| {
            let colour = if *what == "this week" { "#0b5cad" } else { "#9db7d5" };
            format!(
                "<tr><td width=\"92\" style=\"width:92px;font-size:13px;padding:2px 6px 2px 0;white-space:nowrap\">{day}</td>\
                 <td width=\"36\" align=\"right\" style=\"width:36px;font-size:13px;padding:2px 6px 2px 0\">{points:.0}</td>\
                 <td style=\"padding:2px 0\">{}</td>\
                 <td width=\"64\" style=\"width:64px;font-size:12px;padding:2px 0 2px 6px;color:#57606a\">{what}</td></tr>",
                bar(&[(points / Points::MAX * 100.0, colour)])
            )
        })
        .collect();
    marks::whole(&format!(
        "<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" aria-label=\"Score by week\">{rows}</table>"
    ))
}
