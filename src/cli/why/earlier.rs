//! Which earlier day to compare with, and what is kept of it.

use super::super::figures::day;
use super::super::out::warning;
use super::super::usage::Usage;
use super::day::Then;
use chrono::{Days, NaiveDate};
use ipi::account::Dated;
use ipi::history::{Account, History, KeptSkus, Run};
use ipi::ids::Marketplace;
use ipi::output::words::printable;
use ipi::why::Basis;

/// The last day that may be meant by `--since`.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Since(NaiveDate);

impl Since {
    /// Reads a day, or a week, which stands for its Sunday.
    pub(super) fn read(text: &str) -> Result<Since, String> {
        let first = day(text)?;
        let is_week = text.contains("-W");
        Ok(Since(if is_week { first.checked_add_days(Days::new(6)).unwrap_or(first) } else { first }))
    }
}

/// An earlier day.
pub(in crate::cli) struct Earlier {
    pub(in crate::cli) day: NaiveDate,
    pub(super) basis: Basis,
    pub(super) then: Then,
    /// The estimate as it was recorded then.
    pub(super) recorded: Option<f64>,
}

/// What is sought.
pub(super) struct Sought<'a> {
    /// The day judged.
    pub(super) today: NaiveDate,
    pub(super) since: Option<Since>,
    pub(super) dated: &'a Dated,
    pub(super) account: &'a Account,
}

impl Sought<'_> {
    /// The nearest day that is not after the one asked for and of which SKUs are known: kept by the history, or told by an
    /// inventory report. Of one that both know, the history tells what was known then. Where neither knows any, the nearest
    /// of which the history keeps the figures. `Err` says that there is none.
    pub(super) fn find(&self, history: Option<&History>) -> anyhow::Result<Result<Earlier, String>> {
        if let Some(Since(day)) = self.since.filter(|Since(day)| *day >= self.today) {
            return Err(Usage(format!(
                "--since {day} is not before {}, the day judged; name an earlier day, or judge a later one with --as-of",
                self.today
            ))
            .into());
        }
        let last = self.since.map_or(self.today.pred_opt().unwrap_or(self.today), |Since(day)| day);
        // Without a marketplace nothing was recorded.
        let known = history.zip(self.dated.marketplace);
        let runs = known.map(|(history, marketplace)| history.runs(self.account, marketplace)).transpose()?;
        let runs: Vec<Run> =
            runs.unwrap_or_default().into_iter().filter(|run| run.day <= last && !run.partial).collect();
        let report = self.reported().filter(|day| *day <= last).max();
        let run_of = |day| runs.iter().find(|run| run.day == day);
        if let Some((history, marketplace)) = known {
            let kept = history.days_with_skus(self.account, marketplace)?;
            let day = kept.into_iter().rfind(|day| run_of(*day).is_some());
            if let Some(run) = day.filter(|day| report.is_none_or(|report| *day >= report)).and_then(run_of) {
                match history.skus(self.account, marketplace, run.day)? {
                    KeptSkus::Parts(parts) => return Ok(Ok(Earlier::kept(run, Some(parts)))),
                    KeptSkus::Nothing => {}
                    KeptSkus::Unreadable(why) => {
                        warning(&format!("the run of {}: {why}; next: {}", run.day, why.next()));
                    }
                }
            }
        }
        if let Some(day) = report {
            let recorded = run_of(day).map(|run| run.points.get());
            return Ok(Ok(Earlier { day, basis: Basis::Reports, then: Then::Reports, recorded }));
        }
        Ok(match runs.last() {
            Some(run) => Ok(Earlier::kept(run, None)),
            None => Err(self.nothing(known)),
        })
    }

    /// Days of which reports tell the stock. A ledger alone tells that of any day; then the one that is asked for is taken.
    fn reported(&self) -> impl Iterator<Item = NaiveDate> {
        let by_ledger = self.since.filter(|_| self.dated.inventory.is_empty()).map(|Since(day)| day);
        self.dated.inventory.iter().copied().chain(by_ledger).filter(|day| *day < self.today)
    }

    fn nothing(&self, known: Option<(&History, Marketplace)>) -> String {
        let before =
            self.since.map_or(format!("before {}", self.today), |Since(day)| format!("on {day} or before"));
        let whose = match self.dated.marketplace {
            Some(marketplace) => format!("account {}, {marketplace}", printable(self.account.as_str())),
            None => "the marketplace is not known, name it with -m".into(),
        };
        let earliest = known.and_then(|(history, marketplace)| {
            let runs = history.runs(self.account, marketplace).ok()?;
            let first = runs.iter().find(|run| !run.partial && run.day < self.today)?.day;
            Some(first)
        });
        let earliest = earliest.into_iter().chain(self.reported()).min();
        let next = match earliest {
            Some(first) => format!("the earliest day to compare with is {first}"),
            None => "ipi score keeps what it sees at each run, so that there is something to compare with from the next \
                     week on; or put an inventory report of an earlier day beside these"
                .into(),
        };
        format!(
            "nothing is known of a day {before} ({whose}): the history keeps no run, and the folder no inventory report; next: {next}"
        )
    }
}

impl Earlier {
    fn kept(run: &Run, parts: Option<ipi::factor::Parts>) -> Earlier {
        Earlier {
            day: run.day,
            basis: if parts.is_some() { Basis::History } else { Basis::FiguresOnly },
            recorded: Some(run.points.get()),
            then: Then::Kept { readings: run.readings, parts },
        }
    }
}
