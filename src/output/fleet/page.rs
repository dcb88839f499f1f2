//! The table of a fleet for people.

use super::totals::by_marketplace;
use super::{Fleet, Told};
use crate::factor::FactorKind;
use crate::ids::printable;
use crate::output::notes::chance;
use crate::output::page::{Align, Page, Table, Tone};
use crate::output::words::{count, percent};

/// Builds the page.
#[must_use]
pub fn page(fleet: &Fleet<'_>) -> Page {
    let mut page = Page::default();
    let judged = fleet.rows.iter().filter(|row| row.wrong.is_none()).count();
    page.heading(format!(
        "Fleet of {} on {}, worst first",
        count(fleet.rows.len() as u64, "account", "accounts"),
        fleet.today
    ));
    summary(&mut page, fleet);
    if judged > 0 {
        page.text("Below: the chance of being below the line in force. Days: the age of the reports.");
        page.table(table(fleet));
    }
    if fleet.left_out() > 0 {
        page.text(format!(
            "{} of {} shown; -f csv without --top gives them all.",
            judged - fleet.left_out(),
            judged
        ));
    }
    if judged > 0 {
        page.heading("Factors");
        page.table(factors(fleet));
        page.text("?: not stated, which is not zero; the score stands on the others. Blank: it does not count there.");
    }
    for (heading, table) in [
        ("Storage over the limit", marked(fleet, "Over", |row| row.storage_over.as_deref().map(printable))),
        (
            "Look at these reports: ipi score FOLDER --account NAME says what is wrong with each",
            marked(fleet, "Codes", |row| (!row.faults.is_empty()).then(|| row.faults.join(" "))),
        ),
    ] {
        if !table.rows.is_empty() {
            page.heading(heading);
            page.table(table);
        }
    }
    if fleet.rows.len() > judged {
        page.heading("Without a figure");
        page.table(wrong(fleet));
    }
    if !fleet.rows.is_empty() {
        page.heading("By marketplace");
        page.table(totals(fleet));
    }
    page
}

/// How many stand badly, in a sentence.
fn summary(page: &mut Page, fleet: &Fleet<'_>) {
    let totals = by_marketplace(fleet.rows);
    let sum = |of: fn(&super::totals::Total) -> u64| totals.values().map(of).sum::<u64>();
    let (below, open, wrong) = (sum(|it| it.below), sum(|it| it.open), sum(|it| it.wrong));
    let tone = match (below + wrong, open) {
        (0, 0) => Tone::Good,
        (0, _) => Tone::Fair,
        _ => Tone::Bad,
    };
    page.verdict(
        format!(
            "{below} below or probably below the line in force, {open} open, {} above or probably above; {wrong} without a figure.",
            sum(|it| it.above)
        ),
        tone,
    );
}

/// How the accounts stand.
fn table(fleet: &Fleet<'_>) -> Table {
    let mut table = Table::new(&[
        ("Account", Align::Left),
        ("Mkt", Align::Left),
        ("Below", Align::Right),
        ("IPI about", Align::Right),
        ("Official", Align::Right),
        ("Costs most", Align::Left),
        ("Days", Align::Right),
    ]);
    for row in fleet.shown().filter(|row| row.wrong.is_none()) {
        let age = row.as_of.map(|day| (fleet.today - day).num_days());
        table.row([
            short(&name(row)),
            marketplace(row),
            row.chance_below.map_or_else(String::new, chance),
            estimate(row),
            row.official.map_or_else(String::new, |score| score.to_string()),
            cause(row).unwrap_or_default(),
            age.map_or_else(String::new, |days| days.to_string()),
        ]);
    }
    table
}

/// What the accounts stand on, in the same order.
fn factors(fleet: &Fleet<'_>) -> Table {
    let mut table = Table::new(&[
        ("Account", Align::Left),
        ("Mkt", Align::Left),
        ("Excess", Align::Right),
        ("Sell-through", Align::Right),
        ("Stranded", Align::Right),
        ("In stock", Align::Right),
    ]);
    for row in fleet.shown().filter(|row| row.wrong.is_none()) {
        let told = |factor: FactorKind| match (row.factors[factor as usize], factor) {
            (Some(ratio), FactorKind::SellThrough) => format!("{ratio:.2}"),
            (Some(share), _) => percent(share),
            (None, _) if row.not_stated.contains(&factor) => "?".into(),
            (None, _) => String::new(),
        };
        let [excess, sell_through, stranded, in_stock] = FactorKind::ALL.map(told);
        table.row([name(row), marketplace(row), excess, sell_through, stranded, in_stock]);
    }
    table
}

/// A long name in the width that leaves room for the other columns; the table of the factors has it whole.
fn short(name: &str) -> String {
    const LONGEST: usize = 18;
    let length = name.chars().count();
    if length <= LONGEST {
        return name.into();
    }
    // What tells accounts apart stands at either end.
    let start: String = name.chars().take(LONGEST / 2).collect();
    let end: String = name.chars().skip(length - (LONGEST - LONGEST / 2 - 2)).collect();
    format!("{start}..{end}")
}

fn marketplace(row: &Told) -> String {
    row.marketplace.as_deref().map_or_else(String::new, printable)
}

/// The name of the row, and of the account where it has another.
fn name(row: &Told) -> String {
    let partial = if row.partial { " PARTIAL" } else { "" };
    match row.account.as_deref().filter(|account| *account != row.id) {
        Some(account) => format!("{} ({}){partial}", printable(&row.id), printable(account)),
        None => format!("{}{partial}", printable(&row.id)),
    }
}

fn estimate(row: &Told) -> String {
    match (row.score, row.interval) {
        (Some(score), Some((low, high))) => format!("{score:.0} ({low:.0}-{high:.0})"),
        _ => String::new(),
    }
}

/// What costs most points: the factor, and the SKU.
fn cause(row: &Told) -> Option<String> {
    let (factor, _) = row.factor_costing_most.as_ref()?;
    let factor = match factor {
        FactorKind::Excess => "excess",
        FactorKind::SellThrough => "sell-through",
        FactorKind::Stranded => "stranded",
        FactorKind::InStock => "in stock",
    };
    Some(match &row.sku_costing_most {
        Some((sku, _)) => format!("{factor}; {}", printable(sku)),
        None => factor.into(),
    })
}

/// The accounts of which something is told that is told of few.
fn marked(fleet: &Fleet<'_>, title: &str, told: impl Fn(&Told) -> Option<String>) -> Table {
    let mut table = Table::new(&[("Account", Align::Left), ("Mkt", Align::Left), (title, Align::Left)]);
    for row in fleet.shown() {
        if let Some(told) = told(row) {
            table.row([name(row), marketplace(row), told]);
        }
    }
    table
}

fn wrong(fleet: &Fleet<'_>) -> Table {
    let mut table = Table::new(&[("Account", Align::Left), ("Kind", Align::Left), ("Why", Align::Left)]);
    for row in fleet.shown() {
        if let Some(wrong) = &row.wrong {
            table.row([name(row), wrong.kind.key().into(), printable(&first_of(&wrong.text))]);
        }
    }
    table
}

/// The first of several problems, and how many there are: the line has them all.
fn first_of(text: &str) -> String {
    // What a message shows of a file stands indented, or behind a bar.
    let is_said = |line: &&str| !line.starts_with(' ') && !line.contains(" | ") && !line.trim().is_empty();
    let mut said = text.lines().filter(is_said);
    let first = said.next().unwrap_or_default();
    match said.clone().count() {
        0 => first.into(),
        1 => format!("{first}; {}", said.next().unwrap_or_default()),
        more => format!("{first} (and {more} more: ipi check FOLDER)"),
    }
}

fn totals(fleet: &Fleet<'_>) -> Table {
    let mut table = Table::new(&[
        ("Mkt", Align::Left),
        ("Judged", Align::Right),
        ("Below", Align::Right),
        ("Open", Align::Right),
        ("Above", Align::Right),
        ("Not known", Align::Right),
        ("Storage over", Align::Right),
        ("No figure", Align::Right),
    ]);
    for (marketplace, total) in by_marketplace(fleet.rows) {
        table.row([
            marketplace.map_or_else(|| "not known".into(), printable),
            total.judged.to_string(),
            total.below.to_string(),
            total.open.to_string(),
            total.above.to_string(),
            total.unknown.to_string(),
            total.storage_over.to_string(),
            total.wrong.to_string(),
        ]);
    }
    table
}
