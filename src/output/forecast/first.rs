//! The first lines of a forecast: where the score goes, whether it is safe on the next date, what runs out, what to do.

use crate::factor::{FactorKind, Readings};
use crate::forecast::{Check, Forecast, RollOff, RunOut, WeekAhead};
use crate::ids::printable;
use crate::output::notes;
use crate::output::page::{Fact, Page, Tone};
use crate::output::words::{self, count, one_decimal, percent, signed};
use crate::policy::Grade;
use crate::units::Units;

/// Within so many days a stock that runs out is to be sent now: a shipment takes weeks.
const SOON: i64 = 30;

/// Adds the first lines.
pub(in crate::output) fn add(page: &mut Page, forecast: &Forecast) {
    let place = forecast.marketplace.map_or("marketplace not known".into(), notes::place);
    let partial = if forecast.partial { " - PARTIAL" } else { "" };
    let weeks = count(forecast.weeks.len(), "week", "weeks");
    page.heading(format!("IPI forecast, {weeks} from {}, {place}{partial}", forecast.as_of));
    score(page, forecast);
    check(page, forecast.next_check.as_ref());
    page.text(run_out(forecast));
    page.text(todo(forecast));
    page.facts(FactorKind::ALL.into_iter().filter_map(|factor| fact(factor, forecast)).collect());
    page.text(forecast.roll_offs.first().map(roll_off).unwrap_or_default());
    page.close = Some(page.blocks.len());
}

fn about(week: &WeekAhead) -> Option<String> {
    let estimate = week.estimate.as_ref()?;
    Some(format!("about {} ({}-{})", estimate.points, estimate.low, estimate.high))
}

fn score(page: &mut Page, forecast: &Forecast) {
    let (Some(last), Some(now)) = (forecast.weeks.last(), about(&forecast.today)) else { return };
    let Some(then) = about(last) else { return };
    let growth = match forecast.growth_pct {
        growth if growth > 0.0 => format!(", with {growth} % more demand"),
        growth if growth < 0.0 => format!(", with {} % less demand", -growth),
        _ => String::new(),
    };
    let sent = match forecast.named {
        (0, _) => "If nothing more is sent than is on its way".to_owned(),
        (shipments, units) => {
            let units = words::units(units);
            format!("With {} of {units} that you named", count(shipments, "shipment", "shipments"))
        }
    };
    page.text(format!("{sent}{growth}: {then} on {}, after {now} today.", last.day));
}

fn check(page: &mut Page, check: Option<&Check>) {
    let Some(Check { event, then }) = check else { return };
    let (Some(line), Some(chance)) = (then.threshold, then.chance_below) else { return };
    let (word, tone) = match Grade::of(chance) {
        Grade::Above => ("Above", Tone::Good),
        Grade::ProbablyAbove => ("Probably above", Tone::Good),
        Grade::Open => ("Open whether above or below", Tone::Fair),
        Grade::ProbablyBelow => ("Probably below", Tone::Bad),
        Grade::Below => ("Below", Tone::Bad),
    };
    page.verdict(
        format!(
            "{word} {line} on {}, when {}: {} chance of being below.",
            then.day,
            event.what.short(),
            notes::chance(chance)
        ),
        tone,
    );
}

fn name(run_out: &RunOut) -> String {
    printable(run_out.sku.as_str())
}

/// The stocks that run out, those first that are most missed.
pub(super) fn by_loss(forecast: &Forecast) -> Vec<&RunOut> {
    let mut all: Vec<&RunOut> = forecast.run_out.iter().collect();
    let loss = |run_out: &RunOut| run_out.days_out * run_out.weight_share;
    // Equals keep the order of their days and names.
    all.sort_by(|a, b| loss(b).total_cmp(&loss(a)));
    all
}

fn run_out(forecast: &Forecast) -> String {
    let all = by_loss(forecast);
    let Some(first) = all.first() else {
        return "No SKU is likely to run out in these weeks.".into();
    };
    let share: f64 = all.iter().map(|run_out| run_out.weight_share).sum();
    let skus = count(all.len(), "SKU", "SKUs");
    let (verb, carry) = if all.len() == 1 { ("runs", "carries") } else { ("run", "carry") };
    let weight = if share > 0.0 {
        format!(" and {carry} {} of the in-stock weight", percent(share))
    } else {
        String::new()
    };
    let last = first.last.map_or("later".into(), |last| last.to_string());
    format!(
        "{skus} {verb} out{weight}; most missed: {}, about {} ({} to {last}), {} left.",
        name(first),
        first.day,
        first.first,
        first.on_hand
    )
}

/// A figure as the table of the score shows it.
pub(super) fn figure(factor: FactorKind, value: f64) -> String {
    if factor == FactorKind::SellThrough { format!("{value:.2}") } else { percent(value / 100.0) }
}

fn fact(factor: FactorKind, forecast: &Forecast) -> Option<Fact> {
    let name = match factor {
        FactorKind::Excess => "Excess",
        FactorKind::SellThrough => "Sell-through",
        FactorKind::Stranded => "Stranded",
        FactorKind::InStock => "In stock",
    };
    let now = forecast.today.readings.get(factor)?;
    let at = |weeks: usize| {
        let week = forecast.weeks.get(weeks.checked_sub(1)?)?;
        let of = |readings: &Readings| Some(figure(factor, readings.get(factor)?));
        let (mean, low, high) = (of(&week.readings)?, of(&week.low)?, of(&week.high)?);
        let span = if low == high { String::new() } else { format!(" ({}-{})", bare(&low), bare(&high)) };
        Some(format!("{mean}{span} in {}", count(weeks, "week", "weeks")))
    };
    let last = forecast.weeks.len();
    let weeks = if last > 4 { vec![4, last] } else { vec![last] };
    let told: Vec<String> = weeks.into_iter().filter_map(at).collect();
    Some(Fact { head: format!("{name} {}", figure(factor, now)), told: told.join(", "), ..Fact::default() })
}

/// A figure without its unit, which stands before it.
fn bare(figure: &str) -> &str {
    figure.trim_end_matches(" %").trim_start_matches("< ").trim_start_matches("> ")
}

/// What leaves the mean of sell-through, in a sentence.
pub(super) fn roll_off(roll: &RollOff) -> String {
    let word = if roll.mean_change < 0.0 { "falls" } else { "rises" };
    let who: Vec<String> = roll
        .skus
        .iter()
        .take(2)
        .map(|(sku, change)| format!("{} {}", printable(sku.as_str()), signed(*change)))
        .collect();
    let who = if who.is_empty() { String::new() } else { format!(": {}", who.join(", ")) };
    format!(
        "By {} the {} units of {} have left the average stock, which {word} by {}{who}.",
        roll.on,
        whole(roll.units),
        roll.leaves,
        whole(roll.mean_change.abs())
    )
}

/// A figure without decimals, its thousands set apart.
fn whole(figure: f64) -> String {
    let text = one_decimal(figure.round());
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// What to send first: what loses most by running out. What to do about the rest is no matter of a forecast.
fn todo(forecast: &Forecast) -> String {
    let soon =
        |run_out: &&RunOut| (run_out.day - forecast.as_of).num_days() <= SOON && run_out.weight_share > 0.0;
    let first: Vec<&RunOut> = by_loss(forecast).into_iter().filter(soon).collect();
    if first.is_empty() {
        return String::new();
    }
    let named: Vec<String> = first
        .iter()
        .take(3)
        .map(|run_out| {
            let left = (run_out.day - forecast.as_of).num_days();
            format!(
                "{} ({} left, {})",
                name(run_out),
                run_out.on_hand,
                count(left.unsigned_abs(), "day", "days")
            )
        })
        .collect();
    let more = first.len().saturating_sub(named.len());
    let more = if more > 0 {
        format!(" and {} more that run out within {SOON} days", Units::new(more as u64))
    } else {
        String::new()
    };
    format!("Send first: {}{more}.", named.join(", "))
}
