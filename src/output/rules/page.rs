//! The rules as a page for people.

use super::{Chosen, Scope, fees};
use crate::evidence::Certainty;
use crate::factor::bands::{Band, BandRule, JAPAN_SOURCE};
use crate::factor::{FactorKind, FactorSet};
use crate::ids::Marketplace;
use crate::output::page::{Align::Left, Align::Right, Page, Table};
use crate::output::{notes, words};
use crate::policy::calendar;
use crate::policy::thresholds::System;
use crate::units::Units;
use chrono::NaiveDate;

/// The page: a table per kind of rule, then the sources by number.
#[must_use]
pub fn page(scope: Scope) -> Page {
    let chosen = scope.choose();
    let mut page = Page::default();
    let place = scope.marketplace.map(notes::place);
    page.heading(match (&place, scope.on) {
        (Some(place), Some(day)) => format!("Rules for {place} on {day}"),
        (Some(place), None) => format!("Rules for {place} on every day"),
        (None, Some(day)) => format!("Rules for every marketplace on {day}"),
        (None, None) => "Rules for every marketplace and day".into(),
    });
    if place.is_some() && scope.on.is_some() {
        page.text("--all gives those of every marketplace and day.");
    }
    let mut sources = Sources::default();
    thresholds(&mut page, &mut sources, scope, &chosen);
    checks(&mut page, &mut sources, scope, &chosen);
    factors(&mut page, &mut sources, scope, &chosen);
    bands(&mut page, &mut sources, scope, &chosen);
    limits(&mut page, &mut sources, scope, &chosen);
    overage(&mut page, &mut sources, scope, &chosen);
    fees::section(&mut page, &mut sources, scope, &chosen);
    page.heading("How sure");
    page.list(Certainty::ALL.iter().map(|it| format!("{}: {}", it.key(), it.meaning())).collect());
    page.heading("Sources");
    let links: Vec<_> = sources.0.iter().enumerate().map(|(i, link)| format!("[{}] {link}", i + 1)).collect();
    page.verbatim(links.join("\n"));
    if !scope.is_narrow() {
        page.text("With --marketplace or --on beside --all, each row's note is listed too.");
    }
    page
}

fn thresholds(page: &mut Page, sources: &mut Sources, scope: Scope, chosen: &Chosen) {
    page.heading("Thresholds of the score");
    let mut table = Table::new(&[
        ("Where", Left),
        ("From", Left),
        ("Until", Left),
        ("Points", Right),
        ("System", Left),
        ("How sure", Left),
        ("Source", Right),
    ]);
    let mut notes = Vec::new();
    for row in &chosen.thresholds {
        table.row([
            row.marketplace.to_string(),
            row.period.from.to_string(),
            until(row.period.until),
            row.threshold.to_string(),
            row.system.key().into(),
            row.certainty.key().into(),
            sources.number(row.source),
        ]);
        notes.push((format!("{} {}", row.marketplace, row.period.from), row.note));
    }
    if table.rows.is_empty() {
        page.text("None is known here. The lines at 350 and 400 points are shown all the same.");
        return;
    }
    page.table(table);
    list_notes(page, scope, notes);
    page.text("A score equal to the threshold is enough.");
    let systems = System::ALL.into_iter().filter(|it| chosen.thresholds.iter().any(|row| row.system == *it));
    page.list(systems.map(|it| format!("{}: {}", it.key(), it.meaning())).collect());
}

fn checks(page: &mut Page, sources: &mut Sources, scope: Scope, chosen: &Chosen) {
    page.heading("When the score is looked at");
    let mut table = Table::new(&[
        ("Where", Left),
        ("From", Left),
        ("Until", Left),
        ("How", Left),
        ("How sure", Left),
        ("Source", Right),
    ]);
    for row in &chosen.eras {
        table.row([
            row.marketplace.to_string(),
            row.period.from.to_string(),
            until(row.period.until),
            if row.single { "once before a quarter" } else { "twice before a quarter" }.into(),
            row.certainty.key().into(),
            sources.number(row.source),
        ]);
    }
    for row in &chosen.monthly {
        table.row([
            row.marketplace.to_string(),
            calendar::MONTHLY_FROM.to_string(),
            until(None),
            "for monthly limits".into(),
            row.certainty.key().into(),
            sources.number(row.source),
        ]);
    }
    if table.rows.is_empty() {
        page.text("Nothing is known here.");
    }
    page.table(table);
    let mut how = Vec::new();
    if chosen.eras.iter().any(|row| !row.single) {
        how.push(
            "Twice before a quarter: on 19 November and 31 December for the quarter from 1 January, on 19 February \
             and 31 March, 19 May and 30 June, 19 August and 30 September for those that follow."
                .into(),
        );
    }
    if chosen.eras.iter().any(|row| row.single) {
        how.push(
            "Once before a quarter: about a month before those from 1 March, June, September and December."
                .into(),
        );
    }
    if !chosen.monthly.is_empty() {
        how.push(
            "Monthly limits are announced in the third full week of the month before, or, say reports of 2025 and \
             2026, in the fourth. There is no check to pass: a lower score is a risk of a lower limit."
                .into(),
        );
    }
    page.list(how);
    exceptions(page, sources, scope, chosen);
    next_dates(page, chosen);
}

/// The next date that matters, marketplaces with the same one on one line.
fn next_dates(page: &mut Page, chosen: &Chosen) {
    let mut lines: Vec<(String, String)> = Vec::new();
    for (marketplace, event) in &chosen.next {
        let when = match event.days_left {
            0 if event.last > event.date => "this week".into(),
            0 => "today".into(),
            days => format!("in {}", words::count(days, "day", "days")),
        };
        let line = format!("{}, {when}: {} ({})", event.date, event.what.title(), event.certainty.key());
        match lines.iter_mut().find(|(_, known)| *known == line) {
            Some((codes, _)) => codes.extend([" ", marketplace.code()]),
            None => lines.push((marketplace.to_string(), line)),
        }
    }
    if !lines.is_empty() {
        page.heading("Next date that matters");
        page.list(lines.into_iter().map(|(codes, line)| format!("{codes}: {line}")).collect());
    }
}

fn exceptions(page: &mut Page, sources: &mut Sources, scope: Scope, chosen: &Chosen) {
    let mut table = Table::new(&[
        ("Where", Left),
        ("First", Left),
        ("Second", Left),
        ("Limits", Left),
        ("How sure", Left),
        ("Source", Right),
    ]);
    let mut notes = Vec::new();
    for row in &chosen.exceptions {
        let it = &row.evaluation;
        let check =
            |day: NaiveDate| if it.by_week { day.format("%G-W%V").to_string() } else { day.to_string() };
        let first = check(it.first.unwrap_or(it.last));
        notes.push((first.clone(), row.note));
        table.row([
            codes(scope, row.marketplaces),
            first,
            it.first.map_or("none".into(), |_| check(it.last)),
            it.limits.from.to_string(),
            it.certainty.key().into(),
            sources.number(it.source),
        ]);
    }
    if !table.rows.is_empty() {
        page.heading("Checks on days of their own, and since when limits followed");
        page.table(table);
        list_notes(page, scope, notes);
    }
}

fn factors(page: &mut Page, sources: &mut Sources, scope: Scope, chosen: &Chosen) {
    page.heading("Factors that count");
    let mut table = Table::new(&[
        ("Where", Left),
        ("Excess", Left),
        ("Sell-through", Left),
        ("Stranded", Left),
        ("In-stock", Left),
        ("How sure", Left),
        ("Source", Right),
    ]);
    let mut notes = Vec::new();
    for row in &chosen.sets {
        let counts = |set: FactorSet, factor| if set.has(factor) { "yes" } else { "no" }.to_owned();
        table.row([
            row.marketplace.to_string(),
            counts(row.set, FactorKind::Excess),
            counts(row.set, FactorKind::SellThrough),
            counts(row.set, FactorKind::Stranded),
            counts(row.set, FactorKind::InStock),
            row.certainty.key().into(),
            sources.number(row.source),
        ]);
        notes.push((row.marketplace.to_string(), row.note));
    }
    page.table(table);
    list_notes(page, scope, notes);
    if !chosen.sets_unknown.is_empty() {
        let codes: Vec<_> = chosen.sets_unknown.iter().map(|it| it.code()).collect();
        page.text(format!("Not known, and not assumed to be all four: {}.", codes.join(" ")));
    }
}

fn bands(page: &mut Page, sources: &mut Sources, scope: Scope, chosen: &Chosen) {
    page.heading("Bands of the dashboard");
    let mut table = Table::new(&[
        ("Factor", Left),
        ("Band", Left),
        ("Values", Left),
        ("How sure", Left),
        ("Source", Right),
    ]);
    let mut notes = Vec::new();
    for row in &chosen.bands {
        table.row([
            row.factor.title().into(),
            row.band.key().into(),
            values(row),
            row.certainty_in(scope.marketplace, scope.on).map_or("", Certainty::key).into(),
            sources.number(row.source),
        ]);
        notes.push((format!("{}, {}", row.factor.title(), row.band.key()), row.note));
    }
    page.table(table);
    list_notes(page, scope, notes);
    page.text(
        "Seen on American and British dashboards of 2020 to 2023; assumed to hold elsewhere and later. On an edge the \
         better band holds.",
    );
    if chosen.bands_of_japan {
        page.text(format!(
            "Since 2025 the sell-through bands of Japan are other ones, not published {}.",
            sources.number(JAPAN_SOURCE)
        ));
    }
}

fn limits(page: &mut Page, sources: &mut Sources, scope: Scope, chosen: &Chosen) {
    let mut table = Table::new(&[
        ("Where", Left),
        ("From", Left),
        ("What", Left),
        ("How much", Left),
        ("How sure", Left),
        ("Source", Right),
    ]);
    let mut notes = Vec::new();
    for row in &chosen.limits {
        let amount = row.amount.map_or("no number".into(), |(amount, unit)| {
            let storage = if row.storage.is_empty() { "" } else { &format!(" ({})", row.storage) };
            format!("{} {}{storage}", Units::new(amount.into()), unit.word())
        });
        table.row([
            row.marketplace.to_string(),
            row.period.map_or("undated".into(), |period| period.from.to_string()),
            row.topic.title().into(),
            amount,
            row.certainty.key().into(),
            sources.number(row.source),
        ]);
        notes.push((format!("{}, {}", row.marketplace, row.topic.title()), row.note));
    }
    if !table.rows.is_empty() {
        page.heading("Limits beside the threshold");
        page.table(table);
        list_notes(page, scope, notes);
    }
}

fn overage(page: &mut Page, sources: &mut Sources, scope: Scope, chosen: &Chosen) {
    page.heading("Fee for storage over the limit");
    let mut table = Table::new(&[
        ("Where", Left),
        ("From", Left),
        ("Until", Left),
        ("Per month", Left),
        ("How sure", Left),
        ("Source", Right),
    ]);
    let mut notes = Vec::new();
    for row in &chosen.overage {
        let here = codes(scope, row.marketplaces);
        table.row([
            here.clone(),
            row.period.from.to_string(),
            until(row.period.until),
            row.rate.map_or("none".into(), |rate| format!("{rate}/{}", row.per.symbol())),
            row.certainty.key().into(),
            sources.number(row.source),
        ]);
        notes.push((format!("{here} {}", row.period.from), row.note));
    }
    if table.rows.is_empty() {
        page.text("None is known here.");
    }
    page.table(table);
    list_notes(page, scope, notes);
}

/// The values of a band in words; on an edge the better band holds.
fn values(row: &BandRule) -> String {
    let figure = |value: f64| match row.factor {
        FactorKind::SellThrough => value.to_string(),
        _ => words::short_percent(value),
    };
    let better_is_less = matches!(row.factor, FactorKind::Excess | FactorKind::Stranded);
    match row.high {
        None => format!("{} and more", figure(row.low)),
        Some(high) if high.total_cmp(&row.low).is_eq() => figure(high),
        Some(_) if row.band == Band::Unknown => format!("above {}", figure(row.low)),
        Some(high) if better_is_less => format!("above {} to {}", figure(row.low), figure(high)),
        Some(high) => format!("{} to below {}", figure(row.low), figure(high)),
    }
}

fn codes(scope: Scope, marketplaces: &'static [Marketplace]) -> String {
    scope.among(marketplaces).map(Marketplace::code).collect::<Vec<_>>().join(" ")
}

fn until(day: Option<NaiveDate>) -> String {
    day.map_or("open".into(), |day| day.to_string())
}

/// The rows' notes, where the page is short enough for them; alike ones once.
pub(super) fn list_notes(page: &mut Page, scope: Scope, notes: Vec<(String, &'static str)>) {
    if !scope.is_narrow() {
        return;
    }
    let mut items: Vec<(Vec<String>, &str)> = Vec::new();
    for (row, note) in notes.into_iter().filter(|(_, note)| !note.is_empty()) {
        match items.iter_mut().find(|(_, known)| *known == note) {
            Some((rows, _)) => rows.push(row),
            None => items.push((vec![row], note)),
        }
    }
    page.list(items.into_iter().map(|(rows, note)| format!("{}: {note}", rows.join("; "))).collect());
}

impl Scope {
    const fn is_narrow(self) -> bool {
        self.marketplace.is_some() || self.on.is_some()
    }
}

/// Links in the order in which the page first needs them.
#[derive(Default)]
pub(super) struct Sources(Vec<&'static str>);

impl Sources {
    pub(super) fn number(&mut self, link: &'static str) -> String {
        let at = self.0.iter().position(|known| *known == link).unwrap_or_else(|| {
            self.0.push(link);
            self.0.len() - 1
        });
        format!("[{}]", at + 1)
    }
}
