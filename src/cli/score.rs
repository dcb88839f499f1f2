//! `ipi score PATH…`: the main job.

use super::again::{reports, whose};
use super::assessed::{self, ExplainArgs, SchemaArgs};
use super::exit::Ended;
use super::fail::FailArgs;
use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::input::InputArgs;
use super::judged::Judged;
use super::mail::LetterArgs;
use super::out::{DetailArgs, Format, IncognitoArgs, OutArgs, append, hides};
use super::record::record;
use super::weekly::Whole;
use super::what_if::WhatIfArgs;
use ipi::account::Steer;
use ipi::costs::{self, Consequences, Terms};
use ipi::factor::Apart;
use ipi::output::score::{Beside, row};
use ipi::skus::Costliest;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  ipi score                                the reports in the current folder
  ipi score downloads --no-stranded        Amazon lists nothing as stranded
  ipi score downloads -o week.md           a page to send to somebody
  ipi score downloads --append weeks.csv   one row a week, for a spreadsheet
  ipi score --what-if \"remove MUG-1 20\"    the score without 20 of its units
  ipi score downloads --fail-under 400     for cron: exit code 1 below 400";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    out: OutArgs,
    /// Add the row of the week to FILE, which gets its head where it is new; the row of the same week is replaced
    #[arg(long, value_name = "FILE")]
    append: Option<PathBuf>,
    #[command(flatten)]
    schema: SchemaArgs,
    #[command(flatten)]
    details: DetailArgs,
    #[command(flatten)]
    explain: ExplainArgs,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
    #[command(flatten)]
    what_if: WhatIfArgs,
    #[command(flatten)]
    fail: FailArgs,
    #[command(flatten)]
    history: HistoryArgs,
    #[command(flatten)]
    letter: LetterArgs,
    #[command(flatten)]
    incognito: IncognitoArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    // What is wrong with the form is told before anything is read.
    let added = args
        .append
        .as_deref()
        .map(|file| Ok::<_, anyhow::Error>((file, args.out.appended(file)?)))
        .transpose()?;
    let explain = args.explain.asked();
    let format = match (&added, explain) {
        (Some(_), _) => Format::Row,
        (None, true) => args.out.format()?,
        (None, false) => args.out.format_of_score()?,
    };
    args.schema.check(format)?;
    args.incognito.begin(&[
        (added.is_some(), "--append"),
        (explain, "--explain"),
        (args.what_if.asked(), "--what-if"),
        (format == Format::Eml, "a letter"),
        (args.schema.asked(), "--schema"),
    ])?;
    let writer = args.letter.writer(&args.input, &args.marketplace, format == Format::Eml)?;
    if format.is_week() && !explain && !hides() {
        let whole = Whole::of(&args.input, &args.marketplace, &args.history, &args.what_if)?;
        let week = whole.weekly(&args.history);
        match writer {
            Some(writer) => args.out.write(writer.written(&week)?)?,
            None => args.out.week(format, &week)?,
        }
        return Ok(args.fail.ended(whole.assessment()));
    }
    // What stock costs is told among the details, for which prices, ages and sizes are read. Else, without a question, the stock
    // of past days by SKU is all that is read beside: enough to say which SKUs cost points.
    let costed = explain || !format.is_rows() && args.details.all(format);
    let steer = args.what_if.steer().unwrap_or_default();
    let steer = Some(Steer { details: steer.details || costed, ..steer });
    let Judged { account, assessment, history, .. } =
        Judged::of(&args.input, &args.marketplace, &args.history, steer)?;
    let what_if = args.what_if.answer(&account, &assessment)?;
    let consequences = costed.then(|| Consequences::of(&Terms::of(&account), &costs::of(&account)));
    let apart = assessment.factors.as_ref().map(|factors| Apart::of(&account, factors));
    let known = apart.as_ref().zip(assessment.estimate.as_ref());
    let costliest = known.map(|(apart, estimate)| Costliest::of(apart, estimate));
    // What was computed is kept, even if the reader of the page goes away.
    if let Some(mut history) = history {
        record(&mut history, &args.history.account(), &assessment, apart.as_ref());
    }
    if let Some((file, dialect)) = added {
        let account = args.history.account();
        append(file, || row(&assessment, account.as_str()), dialect)?;
        return Ok(args.fail.ended(&assessment));
    }
    let (reports, whose) = (reports(&args.input, &args.marketplace), whose(&args.history));
    let beside = Beside {
        reports: &reports,
        whose: &whose,
        costliest: costliest.as_ref(),
        what_if: what_if.as_ref(),
        consequences: consequences.as_ref(),
    };
    if explain {
        ExplainArgs::write(&assessment, Some(&account), beside, &args.out, &args.history)?;
        return Ok(args.fail.ended(&assessment));
    }
    assessed::write(&assessment, &args.out, args.details, &args.history, args.schema, beside)?;
    Ok(args.fail.ended(&assessment))
}
