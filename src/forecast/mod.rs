//! What comes next: the facts of every stock rolled forward day by day, the factors and the score of the coming weeks, the
//! stocks that run out, and what leaves the averages on which day.
//!
//! Nothing is assumed of what the seller will send beside what is on its way already: this is where the account goes by
//! itself. What was sold in the past leaves the windows of 90 and 60 days, snapshots of the past leave the mean of four, and
//! each stock sells at the pace of [`demand`] until it is gone.
//!
//! Facts first: units and days are simulated, many courses side by side ([`Projection`]); the score is what the model that
//! has learnt the account's past ([`crate::score::Learnt`]) makes of them, with the doubt of both.

mod ahead;
pub mod arrivals;
mod course;
pub mod demand;
mod dice;
mod note;
mod past;
mod prepare;
mod projection;
pub mod season;
pub mod shipments;
mod stock;

pub use ahead::{Check, RollOff, RunOut, WeekAhead};
pub use arrivals::Shipment;
pub use note::Note;
pub use projection::{AMAZON_SD, COMMON_SD, LEVEL_SD, Projection, WEEK_SD};

use crate::account::Account;
use crate::assess::Assessment;
use crate::factor::FactorSet;
use crate::ids::Marketplace;
use crate::score::Week;
use crate::units::Units;
use chrono::NaiveDate;
use std::fmt;

/// So many weeks ahead at least, and at most.
pub const WEEKS: (u16, u16) = (1, 52);

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Weeks ahead, within [`WEEKS`].
    pub weeks: u16,
    /// By how much demand is to grow or shrink against today's pace, in percent; above −100.
    pub growth_pct: f64,
    /// Shipments that the seller names. What reports state to be on its way counts for all other SKUs.
    pub shipments: Vec<Shipment>,
    /// Threads that draw; no part of what comes of it.
    pub threads: usize,
}

impl Default for Asked {
    /// A quarter, as things go, on one thread.
    fn default() -> Self {
        Asked { weeks: 13, growth_pct: 0.0, shipments: Vec::new(), threads: 1 }
    }
}

/// Why there is no forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The account was read without what steering needs.
    NotRead,
    /// No factor that counts has a figure.
    NoFactors,
    /// No report tells what was sold.
    NoSales,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::NotRead => "the reports were read for today's score alone",
            Reason::NoFactors => "the reports state no factor that counts, so there is nothing to carry forward",
            Reason::NoSales => {
                "no report tells what was sold in the last 90 days, so nothing is known of demand; add FBA Inventory or an \
                 Inventory Ledger (Summary, Daily)"
            }
        })
    }
}

impl std::error::Error for Reason {}

/// The coming weeks of an account.
pub struct Forecast {
    /// The day judged, from which is looked ahead.
    pub as_of: NaiveDate,
    /// The marketplace, where it is known.
    pub marketplace: Option<Marketplace>,
    /// Something was left out at the seller's wish.
    pub partial: bool,
    /// Factors that count and have a figure.
    pub stated: FactorSet,
    /// By how much demand was to grow, in percent.
    pub growth_pct: f64,
    /// Shipments that the seller named, and their units: they stand instead of what reports state of those SKUs.
    pub named: (u64, Units),
    /// Units that are asked for in a day at today's pace, over all stocks.
    pub demand_a_day: f64,
    /// The day judged itself, without doubt in its factors.
    pub today: WeekAhead,
    /// The coming weeks, the first a week after the day judged.
    pub weeks: Vec<WeekAhead>,
    /// The next date that matters; `None` where none is known, or it lies beyond a year.
    pub next_check: Option<Check>,
    /// Stocks that have units and run out more likely than not within the weeks, the first to do so first.
    pub run_out: Vec<RunOut>,
    /// Stock of past days that leaves the mean of sell-through.
    pub roll_offs: Vec<RollOff>,
    /// What a reader should know.
    pub notes: Vec<Note>,
    /// The account, to be rolled forward to any day.
    pub projection: Projection,
    past: Vec<Week>,
    set: FactorSet,
}

impl Forecast {
    /// Looks ahead from the day of an account that was read with what steering needs
    /// ([`Settings::steer`](crate::account::Settings::steer)), and of what it was judged to be.
    ///
    /// # Errors
    /// Why there is too little to look ahead from.
    pub fn of(account: &Account, assessment: &Assessment, asked: &Asked) -> Result<Forecast, Reason> {
        ahead::look(account, assessment, asked)
    }

    /// The coming weeks as the model takes them: today's figures and those that are expected, one entry a week, no scores.
    #[must_use]
    pub fn projected_weeks(&self) -> Vec<Week> {
        let week = |week: &WeekAhead| Week { day: week.day, score: None, readings: week.readings };
        std::iter::once(&self.today).chain(&self.weeks).map(week).collect()
    }

    /// The past weeks from which the model has learnt, without those to come.
    #[must_use]
    pub fn past(&self) -> &[Week] {
        &self.past
    }

    /// The factors that count for the model.
    #[must_use]
    pub fn set(&self) -> FactorSet {
        self.set
    }

    /// The doubt of the score on a later day that comes from the facts alone, as a standard deviation in points: how far
    /// sales may differ from what is expected. What the model itself does not know comes on top
    /// ([`Estimate::widened`](crate::score::Estimate::widened)).
    ///
    /// Between two weeks the variance lies on the straight line.
    #[must_use]
    pub fn doubt_on(&self, day: NaiveDate) -> f64 {
        let known = || std::iter::once(&self.today).chain(&self.weeks);
        let Some(after) = known().find(|week| week.day >= day) else {
            return known().next_back().map_or(0.0, |week| week.doubt);
        };
        let before = known().take_while(|week| week.day < day).last().unwrap_or(after);
        let span = days_f64((after.day - before.day).num_days());
        let gone = if span > 0.0 { days_f64((day - before.day).num_days()) / span } else { 1.0 };
        (before.doubt.powi(2) * (1.0 - gone) + after.doubt.powi(2) * gone).max(0.0).sqrt()
    }
}

#[allow(clippy::cast_precision_loss)] // days between two dates of reports
fn days_f64(days: i64) -> f64 {
    days as f64
}
