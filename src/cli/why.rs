//! `ipi why [PATH…]`: what changed since an earlier day, down to SKU and cause.

mod day;
mod earlier;

use super::exit::Ended;
use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::input::InputArgs;
use super::out::{DetailArgs, Format, OutArgs, warning};
use anyhow::Context as _;
use day::{Past, Then};
use earlier::{Since, Sought};
use ipi::account::{Dated, Steer};
use ipi::history::Account;
use ipi::output::why::{Told, csv, json, page};
use ipi::why::{Question, Why};

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
    details: DetailArgs,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
    #[command(flatten)]
    history: HistoryArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    // What is wrong with the form is told before anything is read.
    let format = args.out.format()?;
    let mut asked = args.input.ask(args.marketplace.stated(), None)?;
    let history = args.history.open_existing().unwrap_or_else(|error| {
        warning(&format!("{error:#}"));
        None
    });
    let past = Past { history: history.as_ref(), account: args.history.account() };
    let dated = Dated::of(&asked.sources, &asked.settings);
    let Some(today) = asked.settings.as_of.or(dated.newest()) else {
        // What is wrong with the reports, or missing, is told as every other command does.
        asked.account()?;
        return Ok(Ended::TooLittle);
    };
    args.input.judge_age(today)?;
    let sought = Sought { today, since: args.since, dated: &dated, account: &past.account };
    let earlier = match sought.find(past.history)? {
        Ok(earlier) => earlier,
        Err(nothing) => {
            // What is wrong with the newest reports may be why nothing older is known, and goes before.
            asked.account()?;
            warning(&nothing);
            return Ok(Ended::TooLittle);
        }
    };

    asked.settings.steer = Some(Steer { since: Some(earlier.day), ..Steer::default() });
    let account = asked.account()?;
    account.passed_over.0.iter().for_each(super::out::passed_over);
    let now = day::Day::of(account, &past, None);
    let then = match earlier.then {
        Then::Kept { readings, parts } => now.kept(earlier.day, readings, parts, &past),
        Then::Reports => {
            asked.settings.as_of = Some(earlier.day);
            asked.settings.steer = Some(Steer::default());
            let account = asked.account().with_context(|| {
                format!("the reports cannot be read for {}, the day to compare with", earlier.day)
            })?;
            day::Day::of(account, &past, Some(now.day))
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
    let Some(why) = why else {
        warning(&format!(
            "there is no estimate of {} and of {} both, so there is no change to explain; next: ipi score says what is missing",
            then.day, now.day
        ));
        return Ok(Ended::TooLittle);
    };
    let told = Told {
        why: &why,
        basis: earlier.basis,
        marketplace: now.marketplace,
        account: args.history.named().map(Account::as_str),
        partial: now.partial || then.partial,
        details: args.details.all(format),
    };
    match format {
        Format::Json => args.out.write(&json(&told))?,
        Format::Csv => args.out.write(&csv(&told))?,
        Format::Text | Format::Md => args.out.page(&page(&told))?,
    }
    Ok(Ended::Done)
}
