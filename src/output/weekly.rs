//! Everything that is told of an account at once: what the page, the workbook and the letter of a week are made from.

use super::score::{Beside, Told};
use super::{plan, why};
use crate::assess::Assessment;
use crate::forecast::Forecast;
use crate::history::SeriesWeek;
use crate::skus::Skus;

/// A week of an account. What could not be told has its reason, a sentence without its final stop.
#[derive(Clone, Copy)]
pub struct Weekly<'a> {
    /// The name of the account, where one was given.
    pub account: Option<&'a str>,
    /// Factors, estimate, verdict, storage, sources and notes.
    pub assessment: &'a Assessment,
    /// What was found out beside them.
    pub beside: Beside<'a>,
    /// Every SKU.
    pub skus: &'a Skus,
    /// What changed since the last earlier day of which something is known.
    pub why: Result<why::Told<'a>, &'a str>,
    /// The coming weeks.
    pub forecast: Result<&'a Forecast, &'a str>,
    /// The cheapest way to the line in force on the next date that matters.
    pub plan: Result<plan::Shown<'a>, &'a str>,
    /// The past by week, oldest first, without this run where it is not kept yet.
    pub series: &'a [SeriesWeek],
}

impl<'a> Weekly<'a> {
    /// What the page of the score is told, with or without details.
    #[must_use]
    pub fn told(&self, details: bool) -> Told<'a> {
        Told { details, beside: self.beside }
    }
}
