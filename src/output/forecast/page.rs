//! The forecast for people: the first lines, the plot, the weeks, the SKUs that run out, what it rests on.

use super::first::{self, by_loss, figure};
use super::{Told, notes, plot};
use crate::factor::{FactorKind, Readings};
use crate::forecast::{Forecast, RunOut, WeekAhead};
use crate::ids::printable;
use crate::output::notes as words;
use crate::output::page::{Align, Page, Table};
use crate::output::words::{count, one_decimal, percent};

/// So many SKUs that run out stand on the page; the CSV and the JSON have all.
const SHOWN: usize = 20;

/// Builds the page.
#[must_use]
pub fn page(forecast: &Forecast, told: &Told<'_>) -> Page {
    let mut page = Page::default();
    first::add(&mut page, forecast);
    if let Some(plot) = plot::draw(forecast, told.glyphs, told.width) {
        page.verbatim(plot);
    }
    rest(&mut page, forecast);
    page
}

/// The weeks, what runs out, and what it rests on.
pub(in crate::output) fn rest(page: &mut Page, forecast: &Forecast) {
    page.heading("Week by week");
    page.table(weeks(forecast));
    page.heading("The factors: 90 % of cases lie between");
    page.table(spans(forecast));
    run_out(page, forecast);
    if !forecast.roll_offs.is_empty() {
        page.heading("What leaves the average stock of sell-through");
        page.list(forecast.roll_offs.iter().map(first::roll_off).collect());
    }
    page.heading("What this rests on");
    let pace = format!(
        "Today's pace: {} units a day are asked for over all SKUs. Each SKU is rolled forward day by day on {} courses; points \
         follow from the factors and are less sure than units and days.",
        one_decimal(forecast.demand_a_day),
        forecast.projection.courses()
    );
    page.list(std::iter::once(pace).chain(forecast.notes.iter().map(notes::note)).collect());
}

fn weeks(forecast: &Forecast) -> Table {
    let right = |name| (name, Align::Right);
    let mut table = Table::new(&[
        ("Day", Align::Left),
        right("Score"),
        right("Low-high"),
        right("Chance\nbelow"),
        right("Line"),
        right("Excess\n%"),
        right("Sell-\nthrough"),
        right("Strand-\ned %"),
        right("In stock\n%"),
    ]);
    for week in std::iter::once(&forecast.today).chain(&forecast.weeks) {
        let estimate = week.estimate.as_ref();
        let share = |factor| {
            let value = week.readings.get(factor)?;
            Some(figure(factor, value).trim_end_matches(" %").to_owned())
        };
        let [excess, sell_through, stranded, in_stock] =
            FactorKind::ALL.map(|factor| share(factor).unwrap_or_else(|| "-".into()));
        table.row([
            week.day.to_string(),
            estimate.map_or("-".into(), |estimate| estimate.points.to_string()),
            estimate.map_or("-".into(), |estimate| format!("{}-{}", estimate.low, estimate.high)),
            week.chance_below.map_or("-".into(), |chance| {
                words::chance(chance).replace("under", "<").replace("over", ">")
            }),
            week.threshold.map_or("-".into(), |line| line.to_string()),
            excess,
            sell_through,
            stranded,
            in_stock,
        ]);
    }
    table
}

fn spans(forecast: &Forecast) -> Table {
    let right = |name| (name, Align::Right);
    let mut table = Table::new(&[
        ("Day", Align::Left),
        right("Excess %"),
        right("Sell-through"),
        right("Stranded %"),
        right("In stock %"),
    ]);
    let span = |week: &WeekAhead, factor: FactorKind| {
        let of = |readings: &Readings| {
            Some(figure(factor, readings.get(factor)?).trim_end_matches(" %").to_owned())
        };
        of(&week.low).zip(of(&week.high)).map_or("-".into(), |(low, high)| format!("{low} - {high}"))
    };
    for week in &forecast.weeks {
        let [excess, sell_through, stranded, in_stock] = FactorKind::ALL.map(|factor| span(week, factor));
        table.row([week.day.to_string(), excess, sell_through, stranded, in_stock]);
    }
    table
}

fn run_out(page: &mut Page, forecast: &Forecast) {
    let mut most = by_loss(forecast);
    let rest = most.len().saturating_sub(SHOWN);
    most.truncate(SHOWN);
    if most.is_empty() {
        return;
    }
    most.sort_by_key(|run_out| run_out.day);
    page.heading(if rest > 0 {
        format!("SKUs that run out: the {SHOWN} most missed, by day; {} more", count(rest, "SKU", "SKUs"))
    } else {
        "SKUs that run out".into()
    });
    let right = |name| (name, Align::Right);
    let mut table = Table::new(&[
        ("SKU", Align::Left),
        right("On\nhand"),
        right("On its\nway"),
        right("Asked for\na day"),
        ("Out about", Align::Left),
        ("Between", Align::Left),
        right("In-stock\nweight"),
    ]);
    for run_out in most {
        table.row(row(run_out));
    }
    page.table(table);
}

fn row(run_out: &RunOut) -> [String; 7] {
    let short = |day: chrono::NaiveDate| day.format("%m-%d").to_string();
    let last = run_out.last.map_or("later".into(), short);
    [
        printable(run_out.sku.as_str()),
        run_out.on_hand.to_string(),
        run_out.coming.to_string(),
        format!("{:.2}", run_out.a_day),
        run_out.day.to_string(),
        format!("{} - {last}", short(run_out.first)),
        percent(run_out.weight_share),
    ]
}
