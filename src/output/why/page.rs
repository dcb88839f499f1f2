//! The page for people: what happened in plain words, then by factor, then by SKU.

use super::{Told, phrases};
use crate::factor::FactorKind;
use crate::ids::printable;
use crate::output::notes;
use crate::output::page::{Align, Page, Table, Tone};
use crate::output::words::{count, percent, signed};
use crate::why::{Basis, FactorChange, Group, Subject, Why};
use chrono::NaiveDate;

/// So many parts of a change are named; a change in more parts is none that anybody remembers.
const NAMED: usize = 5;
/// So many SKUs stand on the first page.
const SKUS: usize = 10;
/// Points that are worth a word.
const WORTH: f64 = 0.5;

/// The page.
#[must_use]
pub fn page(told: &Told<'_>) -> Page {
    let why = told.why;
    let mut page = Page::default();
    page.heading(heading(told));
    first(&mut page, told);
    page.close = Some(page.blocks.len());
    rest(&mut page, told);
    if told.details {
        page.heading("Every cause");
        page.table(every_cause(why));
    } else if why.factors.iter().any(|change| !change.skus.is_empty()) {
        page.text("More: --details lists every cause; -f csv gives it to a spreadsheet.");
    }
    page
}

/// All of it under a heading of somebody else's.
pub(in crate::output) fn body(page: &mut Page, told: &Told<'_>) {
    first(page, told);
    rest(page, told);
}

fn first(page: &mut Page, told: &Told<'_>) {
    let tone = if told.why.change_of_account() > -WORTH { Tone::Plain } else { Tone::Bad };
    page.verdict(paragraph(told.why, None), tone);
    page.text(basis(told));
}

fn rest(page: &mut Page, told: &Told<'_>) {
    page.table(by_block(told.why));
    skus(page, told);
}

fn heading(told: &Told<'_>) -> String {
    let why = told.why;
    let place = told.marketplace.map_or("marketplace not known".into(), notes::place);
    let partial = if told.partial { " - PARTIAL" } else { "" };
    format!(
        "IPI about {:.0} on {}, {place}; {} {:.0} on {}{partial}",
        why.points_now,
        why.to,
        if why.is_recorded { "estimated at" } else { "about" },
        why.points_then,
        why.from
    )
}

/// `Down 9: the 150 units of 24 Aug left the average (+6), …`; `Down 9 since 2026-10-24: …` where a day is given.
///
/// The first official score tells how wrong the estimate was, and nothing rose or fell by that: it is told last, and apart.
pub(in crate::output) fn paragraph(why: &Why, since: Option<NaiveDate>) -> String {
    let change = why.change_of_account();
    let mut direction = match change.round() {
        up if up > 0.0 => format!("Up {up:.0}"),
        down if down < 0.0 => format!("Down {:.0}", -down),
        _ => "Unchanged".into(),
    };
    if let Some(day) = since {
        direction += &format!(" since {day}");
    }
    let mut score = String::new();
    if why.is_first_score {
        direction += ", the new official score apart";
        score = format!(
            "; the estimate itself moved by {} to {}, the first one known",
            signed(why.blocks.official),
            phrases::official(why)
        );
    }
    let told = |group: &&Group| !(why.is_first_score && group.subject == Subject::Official);
    let all: Vec<_> = why.groups.iter().filter(told).collect();
    let named: Vec<_> = all.iter().filter(|group| group.points.abs() >= WORTH).take(NAMED).collect();
    if named.is_empty() {
        return format!("{direction}: nothing moved it by a point{score}.");
    }
    let mut said: Vec<String> = named
        .iter()
        .map(|group| format!("{} ({})", phrases::group(group, why), signed(group.points)))
        .collect();
    let rest = change - named.iter().map(|group| group.points).sum::<f64>();
    if named.len() < all.len() && rest.abs() >= WORTH {
        said.push(format!("the rest {}", signed(rest)));
    }
    format!("{direction}: {}{score}.", said.join(", "))
}

fn basis(told: &Told<'_>) -> String {
    let from = told.why.from;
    let compared = match told.basis {
        Basis::History => format!("Compared with {from} as ipi score kept it then"),
        Basis::Reports => format!("Compared with {from} as these reports tell it"),
        Basis::FiguresOnly => format!(
            "Compared with {from}, of which the history kept the figures and no SKUs, so it is told by factor only"
        ),
    };
    format!(
        "{compared}. Units and days are facts; points are about right, since Amazon does not publish how they count."
    )
}

fn by_block(why: &Why) -> Table {
    let right = |name| (name, Align::Right);
    let mut table = Table::new(&[("", Align::Left), right("Then"), right("Now"), right("Points")]);
    let mut row = |name: String, then: String, now: String, points: f64| {
        table.row([name, then, now, tenths(points)]);
    };
    for change in &why.factors {
        let figure = |figure: Option<f64>| figure.map_or("-".into(), |it| shown(change.factor, it));
        let figures = (figure(change.readings.0), figure(change.readings.1));
        if change.readings != (None, None) || change.points != 0.0 {
            let of_skus = change.points - change.earlier_weeks;
            row(change.factor.title().into(), figures.0, figures.1, of_skus);
        }
    }
    let earlier: f64 = why.factors.iter().map(|change| change.earlier_weeks).sum();
    let scores: Vec<_> = why.new_scores.iter().map(|shown| shown.score.to_string()).collect();
    let others = [
        ("Figures of earlier weeks", String::new(), earlier),
        ("Time passing", String::new(), why.blocks.time),
        ("Official score", scores.join(", "), why.blocks.official),
        ("Model, scores noted late", String::new(), why.blocks.model),
        ("Factors stated or not", String::new(), why.other_readings),
        ("End of the scale", String::new(), why.blocks.clamp),
    ];
    for (name, now, points) in others {
        if points.abs() >= 0.05 || !now.is_empty() {
            row(name.into(), String::new(), now, points);
        }
    }
    let total = |points: f64| format!("{points:.1}");
    row("Estimate".into(), total(why.points_then), total(why.points_now), why.change());
    table
}

/// A figure as the dashboard has it.
fn shown(factor: FactorKind, figure: f64) -> String {
    if factor == FactorKind::SellThrough { format!("{figure:.2}") } else { percent(figure / 100.0) }
}

fn skus(page: &mut Page, told: &Told<'_>) {
    let all = told.why.by_sku();
    if all.is_empty() {
        return;
    }
    let (first, others) = all.split_at(SKUS.min(all.len()));
    // A factor that no SKU changed leaves its room to the others.
    let heads = ["Excess", "Sell-\nthrough", "Stranded", "In\nstock"];
    let moved = |at: usize| first.iter().any(|total| tenths(total.by_factor[at]) != "0");
    let shown: Vec<usize> = (0..heads.len()).filter(|&at| moved(at)).collect();
    let mut columns = vec![("SKU", Align::Left), ("Points", Align::Right)];
    columns.extend(shown.iter().map(|&at| (heads[at], Align::Right)));
    columns.push(("Mostly", Align::Left));
    let mut table = Table::new(&columns);
    for total in first {
        let mut cells = vec![printable(total.sku.as_str()), tenths(total.points)];
        cells.extend(shown.iter().map(|&at| tenths(total.by_factor[at])));
        cells.push(total.main.map_or(String::new(), |cause| phrases::brief(cause, told.why.rolled)));
        table.rows.push(cells);
    }
    page.heading("By SKU, about");
    page.table(table);
    if !others.is_empty() {
        let rest = others.iter().map(|total| total.points).sum();
        let skus = count(others.len(), "more SKU", "more SKUs");
        page.text(format!("{skus}: {} points together.", tenths(rest)));
    }
}

fn every_cause(why: &Why) -> Table {
    let mut table = Table::new(&[
        ("SKU", Align::Left),
        ("Factor", Align::Left),
        ("Cause", Align::Left),
        ("Points", Align::Right),
    ]);
    for FactorChange { factor, skus, .. } in &why.factors {
        for sku in skus {
            for cause in &sku.causes {
                table.row([
                    printable(sku.sku.as_str()),
                    factor.title().into(),
                    phrases::fact(cause, why.rolled),
                    tenths(cause.points),
                ]);
            }
        }
    }
    table
}

/// Points with one decimal and their sign: a tenth is what the smallest SKUs bring.
fn tenths(points: f64) -> String {
    let text = format!("{points:+.1}");
    if text == "+0.0" || text == "-0.0" { "0".into() } else { text }
}
