//! The plan for people: does it reach the target, what does it cost, what is to be done.

use super::Shown;
use crate::factor::FactorKind;
use crate::ids::printable;
use crate::money::Money;
use crate::output::notes;
use crate::output::page::{Align, Fact, Page, Table, Tone};
use crate::output::words::{count, percent, short_percent, tenths};
use crate::plan::{Line, Plan, What};
use crate::score::Mixture;
use crate::units::Units;

/// So many actions stand on the first screen.
const FIRST: usize = 4;
/// So many stand on the page: whoever has more to do works from a file.
const ROWS: usize = 200;

/// Builds the page.
#[must_use]
pub fn page(shown: &Shown<'_>) -> Page {
    let Shown { plan, assessment, .. } = shown;
    let mut page = Page::default();
    let place = assessment.marketplace.map_or("marketplace not known".into(), notes::place);
    let partial = if assessment.partial { " - PARTIAL" } else { "" };
    page.heading(format!("Plan for {} points on {}, {place}{partial}", plan.wanted.target, plan.day));
    let (words, tone) = verdict(plan, shown);
    page.verdict(words, tone);
    page.text(expected(plan));
    page.facts(first(plan).into_iter().map(|line| fact(line, shown)).collect());
    let more = plan.lines.len().saturating_sub(FIRST);
    if more > 0 {
        page.text(format!("And {} below.", count(more as u64, "more action", "more actions")));
    }
    page.text(idle(plan, shown));
    page.text(not_known(plan));
    if assessment.estimate.as_ref().is_some_and(|estimate| estimate.anchors == 0) && !plan.is_safe() {
        page.text("Amazon's own score, noted with ipi log, would narrow that doubt to a few points.");
    }
    page.close = Some(page.blocks.len());
    if !plan.lines.is_empty() {
        page.heading("What to do");
        page.table(table(plan, shown));
        let left = plan.lines.len().saturating_sub(ROWS);
        if left > 0 {
            page.text(format!(
                "And {}: -f csv lists all.",
                count(left as u64, "more action", "more actions")
            ));
        }
        page.heading("The day with and without it");
        page.table(days(plan));
        page.list(explained(plan));
    }
    page
}

fn verdict(plan: &Plan, shown: &Shown<'_>) -> (String, Tone) {
    let sure = short_percent(plan.wanted.confidence);
    let target = plan.wanted.target;
    if plan.is_safe() {
        return (format!("Nothing to do: {target} is reached without any action, {sure} sure."), Tone::Good);
    }
    if plan.reached {
        let actions = count(plan.lines.len() as u64, "action", "actions");
        return (
            format!("{target} is reached, {sure} sure, with {actions} for {}.", cost(plan, shown)),
            Tone::Good,
        );
    }
    let first = match (plan.first_day, plan.looked_until) {
        (Some(day), _) => format!(" All that can be done would do by {day}."),
        (None, Some(last)) => format!(" Nor would it do by {last}."),
        (None, None) => " --by tries a later day.".into(),
    };
    let best = match plan.wanted.budget {
        Some(budget) => format!("within {}", money(budget, shown)),
        None => "with all that can be done".into(),
    };
    (format!("{target} is out of reach by then, {sure} sure, {best}.{first}"), Tone::Bad)
}

/// What the plan costs in all, as far as it is known.
fn cost(plan: &Plan, shown: &Shown<'_>) -> String {
    let known = match plan.cost {
        Money::ZERO if plan.is_incomplete() => return "a fee that is not known".into(),
        Money::ZERO => "nothing".into(),
        cost => money(cost, shown),
    };
    if plan.is_incomplete() { format!("{known} and fees that are not known") } else { known }
}

fn money(amount: Money, shown: &Shown<'_>) -> String {
    match shown.currency {
        Some(currency) => format!("{} {amount}", printable(currency)),
        None => amount.to_string(),
    }
}

fn expected(plan: &Plan) -> String {
    let with = if plan.lines.is_empty() {
        String::new()
    } else {
        format!(", about {:.0} with this plan", plan.after.mean)
    };
    let needed = if plan.reached { "needed" } else { "needed for it" };
    // The half of the interval in which nine of ten scores lie, as everywhere.
    let half = Mixture::normal(0.0, plan.deviation).quantile(0.95);
    format!(
        "Expected then: about {:.0} if nothing is done{with}; {:.0} {needed}, because the score may be off by +-{half:.0} (9 times in 10).",
        plan.nothing.mean, plan.needed
    )
}

/// The actions to name first: what is free, then what adds most on the day.
fn first(plan: &Plan) -> Vec<&Line> {
    let mut lines: Vec<_> = plan.lines.iter().collect();
    let is_free = |line: &Line| line.cost == Some(Money::ZERO);
    lines.sort_by(|a, b| (is_free(b).cmp(&is_free(a))).then(b.on_the_day.total_cmp(&a.on_the_day)));
    lines.truncate(FIRST);
    lines
}

/// What is done, in words: `remove 40`.
fn done(line: &Line) -> String {
    match line.action.what {
        What::Fix => format!("relist {}", line.action.units),
        What::Restock => format!("send {}", line.action.units),
        What::MarkDown => {
            format!("{} % off, {} more sold", line.percent.unwrap_or_default(), line.action.units)
        }
        what => format!("{} {}", what.key(), line.action.units),
    }
}

fn price(line: &Line, shown: &Shown<'_>) -> String {
    match line.cost {
        Some(Money::ZERO) => "free".into(),
        Some(cost) => money(cost, shown),
        None => "fee not known".into(),
    }
}

fn fact(line: &Line, shown: &Shown<'_>) -> Fact {
    let sku = printable(line.action.sku.as_str());
    Fact {
        head: match line.action.what {
            What::MarkDown => format!("{sku} {}", done(line)),
            _ => format!("{} of {sku}", done(line)),
        },
        told: format!("{}, about {} points then", price(line, shown), tenths(line.on_the_day)),
        ..Fact::default()
    }
}

/// What doing nothing costs: the units of the plan, left where they are.
fn idle(plan: &Plan, shown: &Shown<'_>) -> String {
    let removed = || plan.lines.iter().filter(|line| line.action.what.is_removal());
    let units: Units = removed().map(|line| line.action.units).sum();
    if units == Units::ZERO {
        return String::new();
    }
    let stored = removed().filter(|line| line.idle.storage.is_some());
    let without: Units =
        removed().filter(|line| line.idle.storage.is_none()).map(|line| line.action.units).sum();
    let storage: Money = stored.filter_map(|line| line.idle.storage).sum();
    let aged: Money = removed().filter_map(|line| line.idle.aged).map(|(_, charge)| charge).sum();
    let storage = match (without == units, without == Units::ZERO) {
        (true, _) => "storage not known".into(),
        (_, true) => format!("{} of storage a month", money(storage, shown)),
        _ => format!("{} of storage a month, and of {without} not known", money(storage, shown)),
    };
    let aged = if aged == Money::ZERO { String::new() } else { format!(", {} for age", money(aged, shown)) };
    format!("Leaving those {} costs {storage}{aged}.", count(units.get(), "unit", "units"))
}

fn not_known(plan: &Plan) -> String {
    let mut why: Vec<_> = plan.lines.iter().filter_map(|line| line.unknown).collect();
    why.sort_unstable();
    why.dedup();
    if why.is_empty() {
        return String::new();
    }
    format!(
        "Not known: the fee of {} ({}); see --costs and ipi rules.",
        count(plan.units_without_fee.get(), "unit", "units"),
        why.join("; ")
    )
}

fn table(plan: &Plan, shown: &Shown<'_>) -> Table {
    let mut columns = vec![
        ("SKU", Align::Left),
        ("What", Align::Left),
        ("Cost", Align::Right),
        ("At once", Align::Right),
        ("In full", Align::Right),
        ("That day", Align::Right),
    ];
    // Nearly always all begin on the same day, which is said below.
    let later = plan.lines.iter().any(|line| line.from != plan.start);
    columns.extend(later.then_some(("From", Align::Left)));
    let mut table = Table::new(&columns);
    for line in plan.lines.iter().take(ROWS) {
        let mut row = vec![
            printable(line.action.sku.as_str()),
            done(line),
            price(line, shown),
            tenths(line.at_once),
            tenths(line.in_full),
            tenths(line.on_the_day),
        ];
        row.extend(later.then(|| line.from.to_string()));
        table.rows.push(row);
    }
    table
}

fn days(plan: &Plan) -> Table {
    let mut table =
        Table::new(&[("", Align::Left), ("Nothing done", Align::Right), ("With the plan", Align::Right)]);
    let chance = |chance: f64| notes::chance(chance);
    table.row([
        "Expected score".into(),
        format!("about {:.0}", plan.nothing.mean),
        format!("about {:.0}", plan.after.mean),
    ]);
    table.row([
        format!("Chance of being below {}", plan.wanted.target),
        chance(plan.nothing.chance_below),
        chance(plan.after.chance_below),
    ]);
    for factor in FactorKind::ALL {
        let figure = |value: Option<f64>| match value {
            Some(value) if factor == FactorKind::SellThrough => format!("{value:.2}"),
            Some(value) => percent(value / 100.0),
            None => "not stated".into(),
        };
        let (before, after) = (plan.nothing.readings.get(factor), plan.after.readings.get(factor));
        table.row([factor.title().into(), figure(before), figure(after)]);
    }
    table
}

fn explained(plan: &Plan) -> Vec<String> {
    let mut told = vec![
        "Points are estimates. At once and in full are those of an action by itself, today and once all four snapshot days have \
         it; those of that day add up to what the plan adds."
            .to_owned(),
        format!("Actions count from {} on, where nothing else is said.", plan.start),
    ];
    if plan.lines.iter().any(|line| line.action.what == What::Restock) {
        told.push(
            "What is sent is as much as sells until that day; it ties up money, which is no cost of the plan.".into(),
        );
    }
    if plan.lines.iter().any(|line| line.action.what == What::MarkDown) {
        told.push(
            "A lower price costs its discount on all units sold until that day; what more is sold follows from the elasticity \
             that you gave."
                .into(),
        );
    }
    if plan.lines.iter().any(|line| line.action.what.is_removal()) {
        told.push(
            "Only excess units are taken out: what sells within 90 days is worth more on sale. Units under a removal order do \
             not count from the day it is made."
                .into(),
        );
    }
    told
}
