//! How each number of the score report comes about, for whoever wants to check it against Seller Central: [`page()`] for
//! people, [`sheet()`] and [`json()`] for machines.

mod factors;
mod inputs;
mod score;
mod storage;

use crate::account::Account;
use crate::assess::Assessment;
use crate::costs::Consequences;
use crate::ids::printable;
use crate::output::page::Page;
use crate::output::score::day_and_place;
use crate::output::sheet::{Cell, Sheet};
use crate::output::words;
use serde_json::json;

/// How one number comes about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explained {
    /// The key of the number in machine formats, such as `excess`.
    pub figure: String,
    /// What it is called.
    pub name: String,
    /// The number as the page shows it, or "not stated".
    pub shown: String,
    /// The number, in `unit`; `None` where it is not stated.
    pub value: Option<f64>,
    /// What it counts: `share` and `probability` are 0–1.
    pub unit: &'static str,
    /// The formula in words.
    pub formula: String,
    /// The formula with its numbers, which a spreadsheet works out; empty where it is no sum.
    pub calculation: String,
    /// Where the numbers in it come from, or why there are none.
    pub inputs: String,
    /// The rule that it follows, with its source.
    pub rule: String,
    /// Where Seller Central shows the same; empty where it does not.
    pub seller_central: &'static str,
}

/// Every number, in the order of the page. The account is that of the reports, where there are any.
#[must_use]
pub fn explained(
    assessment: &Assessment,
    account: Option<&Account>,
    costs: Option<&Consequences>,
) -> Vec<Explained> {
    let mut all = factors::explained(assessment, account);
    all.extend(score::explained(assessment));
    all.extend(storage::explained(assessment, costs));
    all
}

/// The page: an item for each number.
#[must_use]
pub fn page(assessment: &Assessment, all: &[Explained]) -> Page {
    let mut page = Page::default();
    page.heading(format!("How the figures of {} come about", day_and_place(assessment)));
    page.list(all.iter().map(line).collect());
    page.text(
        "Seller Central shows the four factors under Inventory > Inventory Performance; it counts every day, and rounds. A figure \
         that differs from these by more than rounding is of another day, or a report is missing: see ipi score --details.",
    );
    page
}

/// A number in a line.
fn line(number: &Explained) -> String {
    let Explained { name, shown, value, formula, calculation, inputs, rule, seller_central, .. } = number;
    let mut line = format!("{}: {shown}", printable(name));
    // Of what is not stated, why not is all that helps.
    if !formula.is_empty() && value.is_some() {
        line += &format!(" = {formula}");
    }
    if !calculation.is_empty() {
        line += &format!(" = {calculation}");
    }
    line.push('.');
    let compare =
        if seller_central.is_empty() { String::new() } else { format!("Compare: {seller_central}.") };
    for part in [inputs.as_str(), rule, &compare].into_iter().filter(|part| !part.is_empty()) {
        line += &format!(" {part}");
    }
    line
}

/// A row for each number.
#[must_use]
pub fn sheet<'a>(assessment: &Assessment, all: &'a [Explained], account: Option<&'a str>) -> Sheet<'a> {
    let day = assessment.as_of;
    let marketplace = assessment.marketplace.map_or("", |marketplace| marketplace.code());
    let rows = all.iter().map(move |number| {
        vec![
            Cell::Day(day),
            account.unwrap_or_default().into(),
            marketplace.into(),
            number.figure.as_str().into(),
            number.name.as_str().into(),
            number.shown.as_str().into(),
            number.value.into(),
            number.unit.into(),
            number.formula.as_str().into(),
            number.calculation.as_str().into(),
            number.inputs.as_str().into(),
            number.rule.as_str().into(),
            number.seller_central.into(),
        ]
    });
    let head = [
        "date",
        "account",
        "marketplace",
        "figure",
        "name",
        "shown",
        "value",
        "unit",
        "formula",
        "calculation",
        "inputs",
        "rule",
        "seller_central",
    ];
    Sheet::new("Explained", head, rows).marked(assessment.partial)
}

/// One JSON document, `ipi.explain/1`.
#[must_use]
pub fn json(assessment: &Assessment, all: &[Explained], account: Option<&str>) -> String {
    let figures = all.iter().map(|number| {
        json!({
            "figure": number.figure,
            "name": number.name,
            "shown": number.shown,
            "value": number.value,
            "unit": number.unit,
            "formula": number.formula,
            "calculation": number.calculation,
            "inputs": number.inputs,
            "rule": number.rule,
            "seller_central": number.seller_central,
        })
    });
    words::json_text(&json!({
        "schema": "ipi.explain/1",
        "account": account,
        "as_of": assessment.as_of,
        "marketplace": assessment.marketplace,
        "partial": assessment.partial,
        "figures": figures.collect::<Vec<_>>(),
    }))
}
