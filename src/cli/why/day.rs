//! One of the two days: what is known of it.

use super::super::judged::faults;
use super::super::out::warning;
use super::super::usage::Usage;
use chrono::{Days, NaiveDate};
use ipi::account::{Account, Moves};
use ipi::assess::Assessment;
use ipi::factor::{FactorSet, Parts, Readings};
use ipi::history::{self, History, HistoryError};
use ipi::ids::{Marketplace, Sku};
use ipi::score::{self, Week};
use ipi::why::Side;

/// The past weeks, where there is a history.
pub(in crate::cli) struct Past<'a> {
    pub(in crate::cli) history: Option<&'a History>,
    pub(in crate::cli) account: history::Account,
}

impl Past<'_> {
    /// What is known now of the weeks before a day. Of the first of two days a score that is nearer to the second is not.
    fn of(
        &self,
        marketplace: Marketplace,
        day: NaiveDate,
        readings: Readings,
        second: Option<NaiveDate>,
    ) -> score::Past {
        let past = self.history.map(|history| match second {
            None => history.past(&self.account, marketplace, day, readings, true),
            Some(second) => {
                let nearer = ((second - day).num_days() - 1).max(0).unsigned_abs() / 2;
                let until = day.checked_add_days(Days::new(nearer)).unwrap_or(day);
                history.past_until(&self.account, marketplace, day, readings, until)
            }
        });
        past.transpose()
            .unwrap_or_else(|error: HistoryError| {
                warning(&error.to_string());
                None
            })
            .unwrap_or_default()
    }
}

/// How the first day is known.
pub(super) enum Then {
    /// From the history: the figures, and the SKUs where these are kept.
    Kept { readings: Readings, parts: Option<Parts> },
    /// From the reports, read for that day.
    Reports,
}

/// What is known of a day.
pub(super) struct Day {
    pub(super) day: NaiveDate,
    pub(super) marketplace: Option<Marketplace>,
    pub(super) set: FactorSet,
    pub(super) partial: bool,
    /// What moved up to it since the other day.
    pub(super) moves: Vec<Moves>,
    /// What makes its figures doubtful.
    pub(super) faults: Vec<String>,
    readings: Readings,
    parts: Option<Parts>,
    other_names: Vec<(Sku, usize)>,
    past: Vec<Week>,
}

impl Day {
    /// From an account that was read with what steering needs; the first day says which is the `second`.
    pub(super) fn of(account: &mut Account, past: &Past<'_>, second: Option<NaiveDate>) -> Day {
        let assessment = Assessment::of(account, &[], |marketplace, day, readings| {
            past.of(marketplace, day, readings, second)
        });
        let parts = assessment.factors.as_ref().map(|factors| Parts::of(account, factors));
        let faults = faults(&assessment).collect();
        let others = account.stocks.iter().enumerate();
        let others = others.flat_map(|(at, facts)| facts.names().skip(1).map(move |name| (name.clone(), at)));
        Day {
            day: assessment.as_of,
            marketplace: assessment.marketplace,
            set: assessment.set,
            partial: assessment.partial,
            readings: assessment.readings,
            other_names: others.collect(),
            past: assessment.past,
            faults,
            moves: account
                .steering
                .as_mut()
                .map(|steering| std::mem::take(&mut steering.moves))
                .unwrap_or_default(),
            parts,
        }
    }

    /// An earlier day of the same account that the history keeps.
    pub(super) fn kept(
        &self,
        day: NaiveDate,
        readings: Readings,
        parts: Option<Parts>,
        past: &Past<'_>,
    ) -> Day {
        let weeks =
            self.marketplace.map(|marketplace| past.of(marketplace, day, readings, Some(self.day)).weeks);
        Day {
            day,
            marketplace: self.marketplace,
            set: self.set,
            partial: false,
            moves: Vec::new(),
            faults: Vec::new(),
            readings,
            parts,
            other_names: Vec::new(),
            past: weeks.unwrap_or_default(),
        }
    }

    /// As it is asked about.
    pub(super) fn side(&self) -> Side<'_> {
        Side {
            day: self.day,
            readings: self.readings,
            parts: self.parts.as_ref(),
            other_names: &self.other_names,
            past: &self.past,
        }
    }

    /// Refuses to compare two marketplaces.
    pub(super) fn agrees_with(&self, now: &Day) -> Result<(), Usage> {
        match (self.marketplace, now.marketplace) {
            (Some(then), Some(now)) if then != now => Err(Usage(format!(
                "the reports of {} are about {then}, those of the day judged about {now}: scores of two marketplaces do not \
                 compare; name one with -m",
                self.day
            ))),
            _ => Ok(()),
        }
    }
}
