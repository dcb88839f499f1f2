//! The SKUs for people: what costs most, or what sells most, each with what to do.

use super::money;
use crate::factor::FactorKind;
use crate::ids::printable;
use crate::output::notes;
use crate::output::page::{Align, Page, Table};
use crate::output::words::{count, percent};
use crate::skus::{Action, Alert, LOW_COVER_DAYS, Line, Order, Selection, SkuPoints, Skus};
use crate::units::Units;

/// What the reader asked for, and whose SKUs they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'a> {
    /// Which SKUs, in which order.
    pub selection: Selection,
    /// All that is known of each of them.
    pub details: bool,
    /// The name of the account, where one was given.
    pub account: Option<&'a str>,
}

/// Builds the page.
#[must_use]
pub fn page(skus: &Skus, told: &Told<'_>) -> Page {
    let mut page = Page::default();
    let (lines, all) = skus.select(&told.selection);
    heading(&mut page, skus);
    if told.selection.alerts {
        alerts(&mut page, skus, &lines);
    } else if told.selection.order == Order::Sales {
        by_sales(&mut page, &lines);
    } else {
        match told.selection.factor {
            Some(factor) => page.text(format!("Points of one factor alone: {}.", factor.title())),
            None => summary(&mut page, skus),
        }
        page.table(table(&lines, told));
    }
    if lines.is_empty() {
        page.text(nothing(told));
    } else if lines.len() < all {
        page.text(format!(
            "{} of {} shown; --top {all} shows all, -f csv gives them with every column.",
            lines.len(),
            count(all as u64, "SKU", "SKUs")
        ));
    }
    if told.details {
        lines.iter().for_each(|line| all_about(&mut page, line, skus));
    } else if !lines.is_empty() && !told.selection.alerts {
        page.text("More: --details shows title, age, price, fees and Amazon's own advice of each; --alerts what cannot wait.");
    }
    page
}

fn heading(page: &mut Page, skus: &Skus) {
    let place = skus.marketplace.map_or("marketplace not known".into(), notes::place);
    let partial = if skus.partial { " - PARTIAL" } else { "" };
    let of = format!("{}, {place}{partial}", skus.as_of);
    page.heading(match &skus.attribution {
        Some(found) => {
            let (low, high) = found.interval;
            format!("SKUs behind the IPI of about {:.0} ({low:.0}-{high:.0}) on {of}", found.score)
        }
        None => format!("SKUs on {of}; no score is estimated, so that they have no points"),
    });
}

/// What the SKUs cost together, and how far that can be trusted.
pub(in crate::output) fn summary(page: &mut Page, skus: &Skus) {
    let Some(found) = &skus.attribution else { return };
    let totals = || found.points.iter().map(SkuPoints::total);
    let (costly, lost) =
        totals().filter(|points| *points < 0.0).fold((0_u64, 0.0), |(n, sum), points| (n + 1, sum + points));
    let gained: f64 = totals().filter(|points| *points > 0.0).sum();
    let verb = if costly == 1 { "costs" } else { "cost" };
    page.text(first_steps(skus));
    page.text(format!(
        "With all in order the score would be about {:.0}; {} of {} {verb} about {:.1} points of it, the others add about \
         {:.1}. Points are estimates: their size is known from one account's weeks, their order and the facts beside them are \
         surer.",
        found.base,
        Units::new(costly),
        count(skus.lines.len() as u64, "SKU", "SKUs"),
        // Nothing is nothing, and not less than that.
        0.0 - lost,
        gained + 0.0
    ));
}

/// A SKU is worth a step of its own where it costs so many points.
const WORTH: f64 = 2.0;

/// What to do first: what is free, then what costs most points; what sells most and is gone stands before or behind that,
/// as its factor costs more or less. What a step would bring is another question than what the SKU has cost, so that no
/// points stand here.
fn first_steps(skus: &Skus) -> String {
    let stranded = skus.lines.iter().filter(|line| line.action == Action::Relist).count() as u64;
    let relist = (stranded > 0)
        .then(|| format!("relist {} (free)", count(stranded, "stranded listing", "stranded listings")));
    let (costly, _) = skus.select(&Selection { min_points: Some(WORTH), ..Selection::default() });
    // Of what is to be relisted there may be too much all the same.
    let costly = costly.into_iter().filter_map(|line| match line.action {
        Action::Remove | Action::SellDown => Some((line, line.action)),
        Action::Relist if line.part.excess > Units::ZERO => Some((line, Action::SellDown)),
        _ => None,
    });
    let costly = costly.map(|(line, action)| {
        let units = count(line.part.excess.get(), "unit", "units");
        format!("{} {units} of {}", action.words(), printable(line.sku.as_str()))
    });
    let gone =
        skus.lines.iter().filter(|line| line.action == Action::Restock && line.inbound() == Units::ZERO);
    let gone = gone.filter(|line| line.units() == Units::ZERO).max_by_key(|line| line.weight.units);
    let gone = gone.map(|line| format!("restock {}", printable(line.sku.as_str())));
    let of = |factor| {
        let points = skus.attribution.iter().flat_map(|found| &found.points);
        points.map(|points| points.of(factor)).sum::<f64>()
    };
    let is_urgent = of(FactorKind::InStock) < of(FactorKind::Excess).min(of(FactorKind::SellThrough));
    let (before, behind) = if is_urgent { (gone, None) } else { (None, gone) };
    let steps: Vec<_> = relist.into_iter().chain(before).chain(costly.take(2)).chain(behind).collect();
    if steps.is_empty() { String::new() } else { format!("Do first: {}.", steps.join("; ")) }
}

/// The SKUs by what they cost.
pub(in crate::output) fn table(lines: &[&Line], told: &Told<'_>) -> Table {
    let mut table = Table::new(&[
        ("SKU", Align::Left),
        ("stock", Align::Right),
        ("excess", Align::Right),
        ("sold 90d", Align::Right),
        ("cover", Align::Right),
        ("out", Align::Right),
        ("points", Align::Right),
        ("do", Align::Left),
    ]);
    for line in lines {
        let points = line.points.map(|points| match told.selection.factor {
            Some(factor) => points.of(factor),
            None => points.total(),
        });
        table.row([
            printable(line.sku.as_str()),
            units(line.on_hand),
            some(line.part.excess),
            units(line.shipped[1]),
            cover(line),
            line.weight.days_out.filter(|days| *days > 0).map_or(String::new(), |days| format!("{days} d")),
            points.map_or("-".into(), about),
            todo(line),
        ]);
    }
    table
}

/// What sold most first: what is to be kept in stock.
fn by_sales(page: &mut Page, lines: &[&Line]) {
    page.text(
        "What sold in 60 days, most first: the weight of each in the in-stock rate. Keep the first of them in stock; hide \
         those you will not restock (Restock Inventory > Hide recommendation), or they count against you.",
    );
    let mut table = Table::new(&[
        ("SKU", Align::Left),
        ("ASIN", Align::Left),
        ("sold 60d", Align::Right),
        ("weight", Align::Right),
        ("stock", Align::Right),
        ("cover", Align::Right),
        ("out", Align::Right),
        ("do", Align::Left),
    ]);
    for line in lines {
        table.row([
            printable(line.sku.as_str()),
            line.details.asin.as_deref().map_or(String::new(), printable),
            line.weight.units.to_string(),
            line.weight.share.map_or("-".into(), percent),
            units(line.on_hand),
            cover(line),
            line.weight.days_out.filter(|days| *days > 0).map_or(String::new(), |days| format!("{days} d")),
            kept_in_stock(line),
        ]);
    }
    page.table(table);
}

/// What cannot wait.
pub(in crate::output) fn alerts(page: &mut Page, skus: &Skus, lines: &[&Line]) {
    let of = |alert: Alert| skus.alerts().filter(|(_, found)| *found == alert).count() as u64;
    if lines.is_empty() {
        return;
    }
    let parts = [Alert::OutOfStock, Alert::LowStock, Alert::Stranded]
        .map(|alert| (of(alert), alert))
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, alert)| format!("{} {}", Units::new(n), alert.words()));
    page.text(format!(
        "{}: {}. Low is less than {LOW_COVER_DAYS} days at the pace of the days on offer, with what is on its way.",
        count(skus.alerts().count() as u64, "alert", "alerts"),
        parts.collect::<Vec<_>>().join(", ")
    ));
    let mut table = Table::new(&[
        ("SKU", Align::Left),
        ("alert", Align::Left),
        ("on hand", Align::Right),
        ("on its way", Align::Right),
        ("sold 60d", Align::Right),
        ("cover", Align::Right),
        ("Amazon would send", Align::Right),
    ]);
    for line in lines {
        table.row([
            printable(line.sku.as_str()),
            line.alert.map_or("", Alert::words).into(),
            units(line.on_hand),
            units(line.details.inbound.all),
            line.weight.units.to_string(),
            cover(line),
            line.details
                .amazon
                .replenish
                .filter(|units| *units > Units::ZERO)
                .map_or(String::new(), |units| units.to_string()),
        ]);
    }
    page.table(table);
}

fn nothing(told: &Told<'_>) -> &'static str {
    match told.selection {
        Selection { alerts: true, .. } => {
            "No alerts: nothing that sells is out of stock or low, and nothing is stranded."
        }
        Selection { order: Order::Sales, .. } => "Nothing is known to have sold in 60 days.",
        _ => "No SKU is left of those: ask for fewer points, or for all factors.",
    }
}

/// All that is known of one SKU.
fn all_about(page: &mut Page, line: &Line, skus: &Skus) {
    let details = &line.details;
    let title = details.title.as_deref().map_or(String::new(), |title| format!(": {}", printable(title)));
    page.heading(format!("{}{title}", printable(line.sku.as_str())));
    let currency = skus.currency.as_deref().map_or(String::new(), |code| format!("{} ", printable(code)));
    let mut items = Vec::new();
    if let Some(points) = line.points {
        let parts = [
            ("excess", points.excess),
            ("sell-through", points.sell_through),
            ("stranded", points.stranded),
            ("in stock", points.in_stock),
        ];
        let parts = parts
            .iter()
            .filter(|(_, points)| points.abs() >= 0.05)
            .map(|(name, points)| format!("{name} {points:+.1}"));
        let parts: Vec<_> = parts.collect();
        let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
        items.push(format!("About {:+.1} points{parts}.", points.total()));
    }
    let mut facts = vec![line.on_hand.map_or("stock not stated".into(), |units| format!("{units} on hand"))];
    facts.extend(line.sell_through.map(|ratio| format!("sell-through {ratio:.2}")));
    facts.extend(
        line.weight
            .share
            .filter(|share| *share > 0.0)
            .map(|share| format!("{} of the in-stock weight", percent(share))),
    );
    facts.extend(
        details.inbound.all.filter(|units| *units > Units::ZERO).map(|units| format!("{units} on their way")),
    );
    facts.extend(
        details
            .pending_removal
            .filter(|units| *units > Units::ZERO)
            .map(|units| format!("{units} being removed")),
    );
    items.push(facts.join(", ") + ".");
    items.extend(age(line));
    items.extend(money::told(line, &currency, skus.as_of));
    if let Some(why) = &details.stranded {
        let reason = why.reason.as_deref().map_or("no reason stated".into(), printable);
        let since = why.since.map_or(String::new(), |day| format!(" since {day}"));
        let until =
            why.removed_from.map_or(String::new(), |day| format!("; Amazon removes it from {day} on"));
        items.push(format!("{} stranded{since}: {reason}{until}.", line.part.stranded));
    }
    items.extend(advice(line, &currency));
    page.list(items);
}

/// How old its units are, as far as a report tells.
fn age(line: &Line) -> Option<String> {
    let ages = line.details.ages;
    let bands = [
        ("91-180", ages.to_180),
        ("181-270", ages.to_270),
        ("271-365", ages.to_365),
        ("366-455", ages.to_455),
        ("456 and more", ages.over_455),
        ("366 and more", ages.over_365),
    ];
    let old = bands
        .iter()
        .filter_map(|(days, units)| units.filter(|units| *units > Units::ZERO).map(|units| (days, units)));
    let old: Vec<_> = old.map(|(days, units)| format!("{units} of {days} days")).collect();
    (!old.is_empty()).then(|| format!("Age: {}.", old.join(", ")))
}

/// What Amazon advises, beside ours.
fn advice(line: &Line, currency: &str) -> Option<String> {
    let amazon = &line.details.amazon;
    let mut words = Vec::new();
    words.extend(amazon.action.as_deref().map(printable));
    words.extend(amazon.removal.filter(|units| *units > Units::ZERO).map(|units| format!("remove {units}")));
    words.extend(amazon.price.map(|price| format!("sell at {currency}{price}")));
    words.extend(amazon.replenish.filter(|units| *units > Units::ZERO).map(|units| format!("send {units}")));
    words.extend(amazon.alert.as_deref().map(printable));
    (!words.is_empty()).then(|| format!("Amazon says: {}. Ours: {}.", words.join(", "), line.action.words()))
}

/// What to do, with how many units it is about.
fn todo(line: &Line) -> String {
    match line.action {
        Action::Relist => format!("relist {}", line.part.stranded),
        Action::Remove | Action::SellDown => format!("{} {}", line.action.words(), line.part.excess),
        Action::Keep => String::new(),
        Action::Restock if line.inbound() > Units::ZERO => format!("{} coming", line.inbound()),
        action => action.words().into(),
    }
}

/// What to do about a product that is to be kept in stock.
fn kept_in_stock(line: &Line) -> String {
    match line.action {
        Action::Keep => "ok".into(),
        _ => todo(line),
    }
}

fn units(units: Option<Units>) -> String {
    units.map_or("-".into(), |units| units.to_string())
}

fn some(units: Units) -> String {
    if units == Units::ZERO { String::new() } else { units.to_string() }
}

/// For how long the stock lasts; so long that nobody counts it in days is said as such.
fn cover(line: &Line) -> String {
    match line.cover_days {
        _ if line.units() == Units::ZERO => String::new(),
        Some(days) if days >= 1000.0 => "> 999 d".into(),
        // Nobody is told that there is a day's stock more than there is.
        Some(days) => format!("{:.0} d", days.floor()),
        None if line.shipped[1] == Some(Units::ZERO) => "no sales".into(),
        None => "-".into(),
    }
}

/// Points for a table.
fn about(points: f64) -> String {
    let text = format!("{points:+.1}");
    if points == 0.0 || text == "-0.0" { "0".into() } else { text }
}
