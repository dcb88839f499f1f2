//! The past by week: what Amazon showed beside what `ipi` computed.

use super::{Account, Facts, History, HistoryError, Official, Run};
use crate::dates::week_start;
use crate::factor::Readings;
use crate::ids::Marketplace;
use crate::score::{Past, Shown, Week};
use crate::units::Points;
use chrono::{Days, NaiveDate};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hash::BuildHasher as _;

/// One ISO week of an account's past; at least one of the two is there.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesWeek {
    /// The Monday of the week.
    pub monday: NaiveDate,
    /// What Amazon showed.
    pub official: Option<Official>,
    /// What `ipi` computed: of several runs the one nearest to the day of the official score, the later of two; the
    /// last of the week where there is none. A partial run stands back behind a whole one.
    pub run: Option<Run>,
}

impl SeriesWeek {
    /// The four figures: each the official one where noted, else the one that `ipi` computed, unless from damaged files.
    #[must_use]
    pub fn readings(&self) -> Readings {
        let noted = self.official.map(|official| official.readings).unwrap_or_default();
        let computed =
            self.run.as_ref().filter(|run| !run.partial).map(|run| run.readings).unwrap_or_default();
        noted.or(computed)
    }

    /// The week as the model sees it.
    #[must_use]
    pub fn as_week(&self) -> Week {
        let day = self.official.map(|official| official.day).or(self.run.as_ref().map(|run| run.day));
        Week {
            day: day.unwrap_or(self.monday),
            score: self.official.and_then(|official| official.score),
            readings: self.readings(),
        }
    }
}

/// A series as the model sees it; weeks that state nothing are left out.
#[must_use]
pub fn as_weeks(series: &[SeriesWeek]) -> Vec<Week> {
    series
        .iter()
        .map(SeriesWeek::as_week)
        .filter(|week| week.score.is_some() || !week.readings.is_empty())
        .collect()
}

/// How much the store keeps of one account in one marketplace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The account.
    pub account: String,
    /// The code of the marketplace.
    pub marketplace: String,
    /// Weeks with an official entry.
    pub official_weeks: u32,
    /// Runs kept.
    pub runs: u32,
}

impl History {
    /// The past by week, oldest first.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn series(
        &self,
        account: &Account,
        marketplace: Marketplace,
    ) -> Result<Vec<SeriesWeek>, HistoryError> {
        let (officials, runs) = self.read(account, marketplace).map_err(|error| self.failed(error))?;
        Ok(join(officials, runs))
    }

    /// The past weeks for the model, oldest first: the official score and the official figures, and where one of these
    /// was not noted, the one that `ipi` computed in the same week.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn weeks(&self, account: &Account, marketplace: Marketplace) -> Result<Vec<Week>, HistoryError> {
        Ok(as_weeks(&self.series(account, marketplace)?))
    }

    /// What is known of the past for an estimate of `day` from `readings`.
    ///
    /// As [`History::weeks`], but runs of that day and later ones do not count, and `readings` stand for the run of the
    /// day itself. So it makes no difference whether that run is already kept: a second estimate from the same files
    /// is the same to the last digit.
    ///
    /// A score noted on Monday is that of Saturday's reports: where the official score nearest to `day`, within
    /// [`Past::NEAR_DAYS`], was shown less than a week after it, it counts for the week of `day`; where it was shown later, it
    /// tells as much as one of as many weeks before.
    ///
    /// Figures that were `measured` from reports stand for those of the dashboard beside the score of the week: what the two
    /// differ by is no change of the account. Figures that were typed in may be a question, and a difference counts; those that
    /// were not typed in are the ones that are known of the week.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn past(
        &self,
        account: &Account,
        marketplace: Marketplace,
        day: NaiveDate,
        readings: Readings,
        measured: bool,
    ) -> Result<Past, HistoryError> {
        let halves = self.read(account, marketplace).map_err(|error| self.failed(error))?;
        Ok(past_of(halves, marketplace, day, readings, measured))
    }

    /// As [`History::past`] of figures that were measured, but official scores that were shown after `until` are not looked at:
    /// those of a later day with which this one is compared.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn past_until(
        &self,
        account: &Account,
        marketplace: Marketplace,
        day: NaiveDate,
        readings: Readings,
        until: NaiveDate,
    ) -> Result<Past, HistoryError> {
        let (mut officials, runs) = self.read(account, marketplace).map_err(|error| self.failed(error))?;
        officials.retain(|official| official.day <= until);
        Ok(past_of((officials, runs), marketplace, day, readings, true))
    }

    /// A mark of all that an estimate of `day` may take from the past: while it stays the same, so does the estimate. What this
    /// program computed for that day and for later ones is no part of it.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn mark(
        &self,
        account: &Account,
        marketplace: Marketplace,
        day: NaiveDate,
    ) -> Result<u64, HistoryError> {
        let (officials, mut runs) = self.read(account, marketplace).map_err(|error| self.failed(error))?;
        runs.retain(|run| run.day < day);
        Ok(foldhash::fast::FixedState::default().hash_one(format!("{officials:?}{runs:?}")))
    }

    /// What the store keeps, by account and marketplace.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn kept(&self) -> Result<Vec<Kept>, HistoryError> {
        self.read_kept().map_err(|error| self.failed(error))
    }

    fn read(
        &self,
        account: &Account,
        marketplace: Marketplace,
    ) -> rusqlite::Result<(Vec<Official>, Vec<Run>)> {
        // One transaction, so that both halves are of one moment.
        let tx = self.db.unchecked_transaction()?;
        let halves =
            (self.read_officials(account, marketplace)?, self.read_runs(account, marketplace, None)?);
        tx.finish()?;
        Ok(halves)
    }

    fn read_kept(&self) -> rusqlite::Result<Vec<Kept>> {
        self.db
            .prepare(
                "SELECT account, marketplace, sum(official), sum(run) FROM
                     (SELECT account, marketplace, 1 AS official, 0 AS run FROM official
                      UNION ALL SELECT account, marketplace, 0, 1 FROM run)
                 GROUP BY account, marketplace ORDER BY account, marketplace",
            )?
            .query_map([], |row| {
                Ok(Kept {
                    account: row.get(0)?,
                    marketplace: row.get(1)?,
                    official_weeks: row.get(2)?,
                    runs: row.get(3)?,
                })
            })?
            .collect()
    }
}

/// What [`History::past`] tells, from both halves of the store.
fn past_of(
    (mut officials, mut runs): (Vec<Official>, Vec<Run>),
    marketplace: Marketplace,
    day: NaiveDate,
    readings: Readings,
    measured: bool,
) -> Past {
    let (official, later) = nearest(&officials, day);
    let this_week = |other: NaiveDate| week_start(other) == week_start(day);
    // What is known of the week beside what is asked: noted, or computed from reports.
    let noted = officials.iter().find(|official| this_week(official.day));
    let run = runs.iter().rfind(|run| this_week(run.day) && !run.partial);
    let known = noted.map(|official| official.readings).unwrap_or_default();
    let known = known.or(run.map(|run| run.readings).unwrap_or_default());
    if let Some(near) = official.filter(|near| week_start(near.day) > week_start(day)) {
        let weeks = (near.day - day).num_days() / 7;
        let place = day - Days::new(7 * weeks.unsigned_abs());
        let is_there = |other: &Official| week_start(other.day) == week_start(place);
        // A score that is known to be of that week is not put aside for one that is only as far away.
        if weeks == 0 || !officials.iter().any(|other| is_there(other) && other.score.is_some()) {
            officials.retain(|other| other.day == near.day || !is_there(other));
            officials.iter_mut().filter(|other| other.day == near.day).for_each(|moved| moved.day = place);
            officials.sort_by_key(|official| official.day);
        }
    }
    if measured {
        let this = |official: &&mut Official| this_week(official.day);
        officials.iter_mut().filter(this).for_each(|official| official.readings = Readings::default());
        officials.retain(|official| official.score.is_some() || !official.readings.is_empty());
    }
    // What is asked is no part of what is learnt, or more excess might raise an estimate; what was measured is.
    let (beside, readings) = if measured { (readings, readings) } else { (known, readings.or(known)) };
    runs.retain(|run| run.day < day);
    let zero = Points::clamped(0.0);
    runs.push(Run {
        day,
        marketplace,
        readings: beside,
        points: zero,
        low: zero,
        high: zero,
        model: String::new(),
        sources: Vec::new(),
        partial: false,
        facts: Facts::default(),
    });
    let mut series = join(officials, runs);
    // The question itself is not its own past.
    series.retain(|week| week.official.is_some() || week.monday != week_start(day));
    Past { weeks: as_weeks(&series), official, later, readings }
}

/// The official score nearest to `day`, the later of two, if it is near; and the newest one, if it is later than that.
fn nearest(officials: &[Official], day: NaiveDate) -> (Option<Shown>, Option<Shown>) {
    let shown = |official: &Official| official.score.map(|score| Shown { day: official.day, score });
    let after = |shown: &Shown| (shown.day - day).num_days();
    let all = || officials.iter().filter_map(shown);
    let near = all().filter(|shown| after(shown).abs() <= Past::NEAR_DAYS);
    let later = all().filter(|shown| after(shown) > Past::NEAR_DAYS);
    (near.min_by_key(|shown| (after(shown).abs(), Reverse(shown.day))), later.max_by_key(|shown| shown.day))
}

/// Lays both side by side; runs come oldest first.
fn join(officials: Vec<Official>, runs: Vec<Run>) -> Vec<SeriesWeek> {
    let mut weeks = BTreeMap::<NaiveDate, SeriesWeek>::new();
    fn at(weeks: &mut BTreeMap<NaiveDate, SeriesWeek>, day: NaiveDate) -> &mut SeriesWeek {
        let monday = week_start(day);
        weeks.entry(monday).or_insert(SeriesWeek { monday, official: None, run: None })
    }
    for official in officials {
        at(&mut weeks, official.day).official = Some(official);
    }
    for run in runs {
        let week = at(&mut weeks, run.day);
        let far = |run: &Run| {
            let days = week.official.map_or(0, |official| (run.day - official.day).num_days().abs());
            (run.partial, days)
        };
        if week.run.as_ref().is_none_or(|before| far(&run) <= far(before)) {
            week.run = Some(run);
        }
    }
    weeks.into_values().collect()
}
