//! How wrong the estimate has been on an account's own past, in every form.

use super::page::{Align, Page, Table};
use super::sheet::{Cell, Sheet};
use super::words::{self, count, percent, printable, week};
use crate::history::Account;
use crate::ids::Marketplace;
use crate::score::{Backtest, Horizon, Week};
use serde::Serialize;

/// A backtest, and what it was run on.
#[derive(Clone, Copy, Debug)]
pub struct Replay<'a> {
    /// The account.
    pub account: &'a Account,
    /// The marketplace.
    pub marketplace: Marketplace,
    /// Name and date of the model.
    pub model: &'a str,
    /// The past that was replayed, oldest first.
    pub past: &'a [Week],
    /// The errors.
    pub errors: &'a Backtest,
}

/// Below so many cases a mean is more chance than finding.
const FEW: usize = 8;

/// The page for people.
#[must_use]
pub fn page(replay: &Replay<'_>) -> Page {
    let mut page = Page::default();
    page.heading(format!(
        "Backtest of account {}, {}",
        printable(replay.account.as_str()),
        replay.marketplace
    ));
    let scored: Vec<&Week> = replay.past.iter().filter(|week| week.score.is_some()).collect();
    if let (Some(first), Some(last)) = (scored.first(), scored.last()) {
        page.text(format!(
            "{}, {} to {}, replayed: for each, the model knew only what came before, and estimated the scores that \
             followed from the factors of their own week. Model {}.",
            count(scored.len(), "official score", "official scores"),
            week(first.day),
            week(last.day),
            replay.model
        ));
    }
    let right = |name| (name, Align::Right);
    let mut table = Table::new(&[
        ("Ahead", Align::Left),
        right("Cases"),
        right("RMSE"),
        right("Bias"),
        right("In 90 % interval"),
        right("RMSE \"no change\""),
    ]);
    for horizon in &replay.errors.horizons {
        let points = |figure: Option<f64>| figure.map_or("-".into(), |points| format!("{points:.1}"));
        table.row([
            count(horizon.weeks, "week", "weeks"),
            horizon.n.to_string(),
            points(horizon.rmse),
            horizon.bias.map_or("-".into(), |points| format!("{points:+.1}")),
            horizon.coverage.map_or("-".into(), percent),
            points(horizon.rmse_no_change),
        ]);
    }
    page.table(table);
    let mut notes = vec![
        "RMSE: root of the mean squared error in points; smaller is better.".into(),
        "Bias: official minus estimate; above 0 the estimate was too low.".into(),
        "In 90 % interval: about 90 % is right; far less means the interval is too narrow.".into(),
        "\"No change\": the error of taking the last known score as it is.".into(),
    ];
    if replay.errors.horizons.iter().any(|horizon| (1..FEW).contains(&horizon.n)) {
        notes.push(format!("Fewer than {FEW} cases tell little; each score you note adds some."));
    }
    page.list(notes);
    page
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    account: &'a str,
    marketplace: &'static str,
    model: &'a str,
    official_scores: usize,
    interval: f64,
    horizons: Vec<Errors>,
}

#[derive(Serialize)]
struct Errors {
    weeks: u16,
    n: usize,
    rmse: Option<f64>,
    bias: Option<f64>,
    coverage: Option<f64>,
    rmse_no_change: Option<f64>,
    half_width: Option<f64>,
    crps: Option<f64>,
}

impl From<&Horizon> for Errors {
    fn from(horizon: &Horizon) -> Self {
        let Horizon { weeks, n, rmse, bias, coverage, rmse_no_change, half_width, crps } = *horizon;
        Errors { weeks, n, rmse, bias, coverage, rmse_no_change, half_width, crps }
    }
}

/// The errors as one JSON document, `ipi.backtest/1`.
pub fn json(replay: &Replay<'_>) -> String {
    let document = Document {
        schema: "ipi.backtest/1",
        account: replay.account.as_str(),
        marketplace: replay.marketplace.code(),
        model: replay.model,
        official_scores: replay.past.iter().filter(|week| week.score.is_some()).count(),
        interval: 0.9,
        horizons: replay.errors.horizons.iter().map(Errors::from).collect(),
    };
    words::json_text(&document)
}

/// The errors, one row for each look-ahead.
#[must_use]
pub fn sheet<'a>(replay: &Replay<'a>) -> Sheet<'a> {
    let Replay { account, marketplace, model, .. } = *replay;
    let rows = replay.errors.horizons.iter().map(move |horizon| {
        vec![
            Cell::Whole(horizon.weeks.into()),
            Cell::Whole(u64::try_from(horizon.n).unwrap_or(u64::MAX)),
            horizon.rmse.into(),
            horizon.bias.into(),
            horizon.coverage.into(),
            horizon.rmse_no_change.into(),
            horizon.half_width.into(),
            horizon.crps.into(),
            account.as_str().into(),
            marketplace.code().into(),
            model.into(),
        ]
    });
    let head = [
        "weeks",
        "n",
        "rmse",
        "bias",
        "coverage",
        "rmse_no_change",
        "half_width",
        "crps",
        "account",
        "marketplace",
        "model",
    ];
    Sheet::new("Backtest", head, rows)
}
