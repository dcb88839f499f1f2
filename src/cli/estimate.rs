//! `ipi estimate`: the score from the figures on Amazon's dashboard, without any report.

use super::again::whose;
use super::assessed::{self, ExplainArgs, SchemaArgs};
use super::exit::Ended;
use super::fail::FailArgs;
use super::figures::{FigureArgs, day};
use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::out::{DetailArgs, OutArgs, warning};
use chrono::{Local, NaiveDate};
use ipi::assess::Assessment;
use ipi::dates::weeks_between;
use ipi::factor::Readings;
use ipi::output::score::Beside;
use ipi::score::Past;

const EXAMPLES: &str = "\
Examples:
  ipi estimate --excess 12.3 --sell-through 1.8 --stranded 0.4 --in-stock 86.8
  ipi estimate --excess 5                  what if: the rest is taken as ordinary";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    figures: FigureArgs,
    /// The day or the ISO week of the figures, such as 2026-06-29 or 2026-W27 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    schema: SchemaArgs,
    #[command(flatten)]
    details: DetailArgs,
    #[command(flatten)]
    explain: ExplainArgs,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
    #[command(flatten)]
    fail: FailArgs,
    #[command(flatten)]
    history: HistoryArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    // What is wrong with the form is told before anything is read.
    args.schema.check(args.out.format()?)?;
    let day = args.on.unwrap_or_else(|| Local::now().date_naive());
    // Figures that were typed in are no run of the reports, so nothing is written to the history; ipi log notes them.
    let readings = args.figures.readings()?;
    let past = past(args, day, readings).unwrap_or_else(|error| {
        warning(&format!("{error:#}"));
        Past::default()
    });
    let readings = readings.or(past.readings);
    // Weeks after the one asked for tell nothing of it.
    if readings.is_empty() && past.weeks.iter().all(|week| weeks_between(day, week.day) > 0) {
        warning(
            "there is nothing to estimate from: give at least one figure of Amazon's dashboard, such as --excess 12.3, or \
             note an official score with ipi log SCORE",
        );
        return Ok(Ended::TooLittle);
    }
    let assessment = Assessment::of_readings(args.marketplace.get(), day, readings, &past);
    let whose = whose(&args.history);
    let beside = Beside { whose: &whose, ..Beside::default() };
    if args.explain.asked() {
        ExplainArgs::write(&assessment, None, beside, &args.out, &args.history)?;
    } else {
        assessed::write(&assessment, &args.out, args.details, &args.history, args.schema, beside)?;
    }
    Ok(args.fail.ended(&assessment))
}

/// What is known of the past, where a history was begun.
fn past(args: &Args, day: NaiveDate, readings: Readings) -> anyhow::Result<Past> {
    let Some(history) = args.history.open_existing()? else { return Ok(Past::default()) };
    let (account, marketplace) = (args.history.account(), args.marketplace.get());
    Ok(history.past(&account, marketplace, day, readings, false)?)
}
