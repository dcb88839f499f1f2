//! What the score would be after actions that somebody names: what stands behind the first screen, and its wire forms.

use crate::factor::{FactorKind, Readings};
use crate::ids::printable;
use crate::output::page::{Align, Page, Table};
use crate::output::words::{percent, tenths};
use crate::plan::{Action, Outcome, Step, What, WhatIf};
use crate::units::Units;
use serde_json::{Value, json};

/// Adds the answer to the page.
pub(in crate::output) fn add(page: &mut Page, what_if: &WhatIf) {
    let WhatIf { today, steps, together, unmoved } = what_if;
    page.heading("What if");
    let mut table = Table::new(&[("", Align::Left), ("At once", Align::Right), ("In full", Align::Right)]);
    let about =
        |outcome: &Outcome, change: f64| format!("about {:.0} ({})", outcome.points(), tenths(change));
    let now = format!("about {:.0}", today.points());
    table.row(["as it is".into(), now.clone(), now]);
    let all = (steps.len() > 1).then_some(together);
    for step in steps.iter().chain(all) {
        let name = match step.actions.as_slice() {
            [one] => words(one),
            _ => "all together".into(),
        };
        table.row([name, about(&step.after, step.at_once()), about(&step.later, step.in_full())]);
    }
    page.table(table);
    let mut table = Table::new(&[
        ("Factor", Align::Left),
        ("Today", Align::Right),
        ("At once", Align::Right),
        ("In full", Align::Right),
    ]);
    for factor in FactorKind::ALL {
        let shown = |outcome: &Outcome| figure(&outcome.readings, factor);
        table.row([factor.title().into(), shown(today), shown(&together.after), shown(&together.later)]);
    }
    page.table(table);
    page.text(
        "At once only today's stock has changed. In full all four snapshot days behind sell-through have it as well, 90 days \
         on, everything else being as it is now. Where earlier weeks are known the estimate averages this week with up to two \
         of them, so that part of it shows in the weeks after.",
    );
    if together.actions.iter().any(|action| action.what == What::Receive) {
        page.text("What is received costs sell-through until it sells; that it sells again is worth more than these points.");
    }
    if together.actions.iter().any(|action| action.what == What::Hold) {
        page.text(format!(
            "What is held back is held against its arrival, with which it would be about {:.0} in full.",
            together.otherwise.points()
        ));
    }
    if !unmoved.is_empty() {
        let titles: Vec<_> = unmoved.iter().map(|factor| factor.title()).collect();
        page.text(format!(
            "Left as it is, because the reports do not state it product by product: {}.",
            titles.join(", ")
        ));
    }
}

/// An action in words: `remove 100 of LAMP`.
fn words(action: &Action) -> String {
    format!("{} {} of {}", action.what.key(), action.units, printable(action.sku.as_str()))
}

fn figure(readings: &Readings, factor: FactorKind) -> String {
    match readings.get(factor) {
        Some(value) if factor == FactorKind::SellThrough => format!("{value:.2}"),
        Some(value) => percent(value / 100.0),
        None => "not stated".into(),
    }
}

/// The wire form.
pub(super) fn value(what_if: &WhatIf) -> Value {
    json!({
        "today": outcome(&what_if.today),
        "actions": what_if.steps.iter().map(step).collect::<Vec<_>>(),
        "together": step(&what_if.together),
        "factors_not_measured": what_if.unmoved.iter().map(|factor| factor.key()).collect::<Vec<_>>(),
    })
}

fn step(step: &Step) -> Value {
    let actions = step
        .actions
        .iter()
        .map(|action| json!({ "action": action.what.key(), "sku": action.sku, "units": action.units.get() }));
    json!({
        "actions": actions.collect::<Vec<_>>(),
        "points_at_once": round(step.at_once()),
        "points_in_full": round(step.in_full()),
        "at_once": outcome(&step.after),
        "in_full": outcome(&step.later),
        "in_full_without": outcome(&step.otherwise),
    })
}

fn outcome(outcome: &Outcome) -> Value {
    let share = |value: Option<f64>| value.map(|percent| round(percent / 100.0));
    let readings = outcome.readings;
    json!({
        "points": round(outcome.points()),
        "excess_share": share(readings.excess_pct),
        "sell_through": readings.sell_through.map(round),
        "stranded_share": share(readings.stranded_pct),
        "in_stock_rate": share(readings.in_stock_pct),
    })
}

/// To six decimals, and no negative zero.
fn round(number: f64) -> f64 {
    (number * 1e6).round() / 1e6 + 0.0
}

/// Figures, points and changes as rows: name, value, unit, and what was done.
pub(super) fn rows(what_if: &WhatIf) -> Vec<(&'static str, f64, String)> {
    let mut rows = Vec::new();
    let all = (what_if.steps.len() > 1).then_some(&what_if.together);
    for step in what_if.steps.iter().chain(all) {
        let done = match step.actions.as_slice() {
            [Action { sku, what, units }] => format!("{} {sku} {}", what.key(), units.get()),
            _ => format!("all {}", Units::new(step.actions.len() as u64)),
        };
        rows.push(("what_if_at_once", step.after.points(), done.clone()));
        rows.push(("what_if_in_full", step.later.points(), done));
    }
    rows
}
