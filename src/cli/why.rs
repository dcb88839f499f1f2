//! `ipi why [PATH…]`: what changed since an earlier day, down to SKU and cause.

mod day;
mod earlier;

pub(super) use day::Past;

use super::exit::Ended;
use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::input::{Asked, InputArgs};
use super::out::{DetailArgs, Forms, IncognitoArgs, OutArgs, warning};
use anyhow::Context as _;
use chrono::NaiveDate;
use day::Then;
use earlier::{Earlier, Since, Sought};
use ipi::account::{Dated, Steer};
use ipi::history::Account;
use ipi::ids::Marketplace;
use ipi::output::why::{Told, json, page, sheet};
use ipi::why::{Basis, Question, Why};

const EXAMPLES: &str = "\
Examples:
  ipi why                                since the last ipi score of an earlier day
  ipi why downloads --since 2026-10-24   since a day of which something is kept
  ipi why downloads --since 2026-W43 -v  since the end of that week, every cause";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// Since this day, or the end of this ISO week: the nearest one, not after it, of which the history keeps a run or the
    /// folder an inventory report
    #[arg(long, value_name = "DATE", value_parser = Since::read)]
    since: Option<Since>,
    /// Since the last earlier day of which there is a run or a report, as without --since
    #[arg(long, conflicts_with = "since")]
    since_last: bool,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    incognito: IncognitoArgs,
    #[command(flatten)]
    details: DetailArgs,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
    #[command(flatten)]
    history: HistoryArgs,
}

/// What changed, and between which days.
pub(super) struct Explained {
    why: Why,
    basis: Basis,
    marketplace: Option<Marketplace>,
    partial: bool,
    /// What makes the figures of either day doubtful; the page of the score says it by itself.
    faults: Vec<String>,
}

impl Explained {
    /// As it is told.
    pub(super) fn told<'a>(&'a self, account: Option<&'a str>, details: bool) -> Told<'a> {
        let Explained { why, basis, marketplace, partial, faults: _ } = self;
        Told { why, basis: *basis, marketplace: *marketplace, account, partial: *partial, details }
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    // What is wrong with the form is told before anything is read.
    let format = args.out.format()?;
    args.incognito.begin(&[])?;
    let mut asked = args.input.ask(args.marketplace.stated(), None)?;
    let history = args.history.open_existing().unwrap_or_else(|error| {
        warning(&format!("{error:#}"));
        None
    });
    let past = Past { history: history.as_ref(), account: args.history.account() };
    let Some((today, earlier)) = before(&asked, args.since, &past)? else {
        // What is wrong with the reports, or missing, is told as every other command does.
        asked.account()?;
        return Ok(Ended::TooLittle);
    };
    args.input.judge_age(today)?;
    let earlier = match earlier {
        Ok(earlier) => earlier,
        Err(nothing) => {
            // What is wrong with the newest reports may be why nothing older is known, and goes before.
            asked.account()?;
            warning(&nothing);
            return Ok(Ended::TooLittle);
        }
    };
    asked.settings.steer = Some(Steer { since: Some(earlier.day), ..Steer::default() });
    let mut account = asked.account()?;
    account.passed_over.0.iter().for_each(super::out::passed_over);
    let explained = match explained(&mut asked, &mut account, earlier, &past)? {
        Ok(explained) => explained,
        Err(nothing) => {
            warning(&nothing);
            return Ok(Ended::TooLittle);
        }
    };
    explained.faults.iter().for_each(|fault| warning(fault));
    let told = explained.told(args.history.named().map(Account::as_str), args.details.all(format));
    args.out.emit(&Forms { page: &|| page(&told), sheet: &|| sheet(&told), json: &|| json(&told) })?;
    Ok(Ended::Done)
}

/// The day judged, and the day to compare it with or why there is none; `None` where the reports tell no day.
pub(super) fn before(
    asked: &Asked,
    since: Option<Since>,
    past: &Past<'_>,
) -> anyhow::Result<Option<(NaiveDate, Result<Earlier, String>)>> {
    let dated = Dated::of(&asked.sources, &asked.settings);
    let Some(today) = asked.settings.as_of.or(dated.newest()) else { return Ok(None) };
    let sought = Sought { today, since, dated: &dated, account: &past.account };
    Ok(Some((today, sought.find(past.history)?)))
}

/// What changed up to an account that was read with what moved since the earlier day; or why nothing can be said.
pub(super) fn explained(
    asked: &mut Asked,
    account: &mut ipi::account::Account,
    earlier: Earlier,
    past: &Past<'_>,
) -> anyhow::Result<Result<Explained, String>> {
    let now = day::Day::of(account, past, None);
    let then = match earlier.then {
        Then::Kept { readings, parts } => now.kept(earlier.day, readings, parts, past),
        Then::Reports => {
            asked.settings.as_of = Some(earlier.day);
            asked.settings.steer = Some(Steer::default());
            let mut account = asked.account().with_context(|| {
                format!("the reports cannot be read for {}, the day to compare with", earlier.day)
            })?;
            day::Day::of(&mut account, past, Some(now.day))
        }
    };
    then.agrees_with(&now)?;
    let why = Why::of(&Question {
        set: now.set,
        before: then.side(),
        after: now.side(),
        recorded: earlier.recorded,
        moves: &now.moves,
    });
    let of_then = then.faults.iter().filter(|fault| !now.faults.contains(fault));
    let of_then = of_then.map(|fault| format!("of {}: {fault}", then.day));
    let faults = now.faults.iter().cloned().chain(of_then).collect();
    let explained = why.map(|why| Explained {
        faults,
        why,
        basis: earlier.basis,
        marketplace: now.marketplace,
        partial: now.partial || then.partial,
    });
    Ok(explained.ok_or_else(|| {
        format!(
            "there is no estimate of {} and of {} both, so there is no change to explain; next: ipi score says what is missing",
            then.day, now.day
        )
    }))
}
