//! The series of an account, the official score beside the estimate, in every form.

mod plot;
mod wire;

pub use wire::{json, json_of_all, sheet, sheet_of_all};

use super::page::{Align, Page, Table};
use super::plot::Glyphs;
use super::words::{count, percent, printable, week};
use crate::factor::Readings;
use crate::history::{Account, Official, SeriesWeek};
use crate::ids::Marketplace;

/// A series and whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// The account.
    pub account: &'a Account,
    /// The marketplace.
    pub marketplace: Marketplace,
    /// Its weeks, oldest first.
    pub weeks: &'a [SeriesWeek],
}

/// The page for people; the plot is `width` columns wide.
#[must_use]
pub fn page(series: &Series<'_>, glyphs: Glyphs, width: u16) -> Page {
    let mut page = Page::default();
    page.heading(format!(
        "History of account {}, {}",
        printable(series.account.as_str()),
        series.marketplace
    ));
    page.text(summary(series.weeks));
    if let Some(plot) = plot::draw(series.weeks, glyphs, width) {
        page.verbatim(plot);
    }
    weeks(&mut page, series.weeks);
    page
}

/// The weeks, and what stands in them.
pub(in crate::output) fn weeks(page: &mut Page, weeks: &[SeriesWeek]) {
    page.table(table(weeks));
    let mut notes = Vec::new();
    if weeks.iter().any(|week| week.run.is_some()) {
        notes.push(
            "Estimate, and the 90 % interval from low to high: as ipi score last computed them for a day of that week."
                .into(),
        );
    }
    if weeks.iter().any(|week| week.official.is_some() && week.run.is_some()) {
        notes.push(
            "An estimate follows the official score that is nearest to its reports, which may be that of the next week."
                .into(),
        );
    }
    if weeks.iter().any(is_computed) {
        notes.push("c: computed from your reports; without it, as noted from Amazon's dashboard.".into());
    }
    if weeks.iter().any(|week| week.run.as_ref().is_some_and(|run| run.partial)) {
        notes.push("p: partial, computed from damaged files; its factors are left out.".into());
    }
    page.list(notes);
}

fn summary(weeks: &[SeriesWeek]) -> String {
    let scores: Vec<_> = weeks.iter().filter_map(|week| week.official?.score.map(|_| week.monday)).collect();
    let mut text = match (scores.first(), scores.last()) {
        (Some(first), Some(last)) if first != last => {
            format!(
                "{}, {} to {}",
                count(scores.len(), "official score", "official scores"),
                week(*first),
                week(*last)
            )
        }
        (Some(one), _) => format!("1 official score, {}", week(*one)),
        _ => "No official score noted yet; ipi log SCORE notes one".into(),
    };
    let runs = weeks.iter().filter(|week| week.run.is_some()).count();
    text += &match runs {
        0 => ". No estimate kept yet; ipi score keeps one at each run.".into(),
        n => format!(". {} with an estimate.", count(n, "week", "weeks")),
    };
    text
}

fn table(weeks: &[SeriesWeek]) -> Table {
    let right = |name| (name, Align::Right);
    let mut table = Table::new(&[
        ("Week", Align::Left),
        right("Official"),
        right("Estimate"),
        right("Low-high"),
        right("Excess\n%"),
        right("Sell-\nthrough"),
        right("Stranded\n%"),
        right("In stock\n%"),
    ]);
    for row in weeks {
        let noted = row.official.map(|official| official.readings).unwrap_or_default();
        let all = row.readings();
        let figure = |noted: Option<f64>, any: Option<f64>, show: fn(f64) -> String| match any {
            None => "-".to_owned(),
            Some(figure) if noted.is_some() => show(figure),
            Some(figure) => show(figure) + "c",
        };
        let run = row.run.as_ref();
        table.row([
            week(row.monday),
            row.official.and_then(|official| official.score).map_or("-".into(), |score| score.to_string()),
            run.map_or("-".into(), |run| format!("{}{}", run.points, if run.partial { " p" } else { "" })),
            run.map_or("-".into(), |run| format!("{}-{}", run.low, run.high)),
            figure(noted.excess_pct, all.excess_pct, share),
            figure(noted.sell_through, all.sell_through, ratio),
            figure(noted.stranded_pct, all.stranded_pct, share),
            figure(noted.in_stock_pct, all.in_stock_pct, share),
        ]);
    }
    table
}

fn is_computed(week: &SeriesWeek) -> bool {
    week.readings() != week.official.map(|official| official.readings).unwrap_or_default()
}

/// A percentage whose sign stands in the head.
fn share(pct: f64) -> String {
    percent(pct / 100.0).trim_end_matches(" %").to_owned()
}

fn ratio(ratio: f64) -> String {
    format!("{ratio:.2}")
}

/// What Amazon showed, in one line: `score 512, excess 12.3 %, sell-through 1.8`, with the figures as they were typed.
#[must_use]
pub fn entry(official: &Official) -> String {
    let Readings { excess_pct, sell_through, stranded_pct, in_stock_pct } = official.readings;
    let said = [
        official.score.map(|score| format!("score {score}")),
        excess_pct.map(|pct| format!("excess {pct} %")),
        sell_through.map(|ratio| format!("sell-through {ratio}")),
        stranded_pct.map(|pct| format!("stranded {pct} %")),
        in_stock_pct.map(|pct| format!("in stock {pct} %")),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
