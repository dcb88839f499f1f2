//! `ipi plan --target 400`: the cheapest way to a score.

use super::exit::Ended;
use super::figures::day;
use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::input::InputArgs;
use super::judged::Judged;
use super::out::{Format, OutArgs, warning, write_file};
use super::usage::Usage;
use anyhow::Context as _;
use chrono::NaiveDate;
use ipi::account::{Account, Steer};
use ipi::assess::Assessment;
use ipi::factor::Parts;
use ipi::history::Account as Name;
use ipi::money::Money;
use ipi::output::plan::{ORDERS, Shown, csv, json, page, removal_order};
use ipi::plan::{Baseline, Costs, Gauge, Holdings, Plan, Wanted, What, cheapest};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  ipi plan                                 to the line in force, by the next date
  ipi plan --target 450 --by 2026-12-31 --budget 200
  ipi plan --confidence 0.9 --removal-file order.txt

A target that is out of reach is an answer too: the page says what is the best
within reach, and the exit code is 0 unless --fail-if-unreachable is given.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// Points to reach, 0-1000 [default: the line in force on the day]
    #[arg(long, value_name = "N", value_parser = points)]
    target: Option<f64>,
    /// The day on which to have reached them [default: the next date that matters]
    #[arg(long, value_name = "DATE", value_parser = day)]
    by: Option<NaiveDate>,
    /// How sure to be that Amazon's score is no lower (0.5-0.99)
    #[arg(long, value_name = "P", value_parser = confidence, default_value = "0.8")]
    confidence: f64,
    /// What may be spent at most, in the currency of the marketplace
    #[arg(long, value_name = "AMOUNT", value_parser = money)]
    budget: Option<Money>,
    /// Write the units to remove in the shape of a removal order, to be completed with your address; other kinds of order go
    /// to files beside it
    #[arg(long, value_name = "FILE")]
    removal_file: Option<PathBuf>,
    /// Exit with 1 when the target is out of reach
    #[arg(long)]
    fail_if_unreachable: bool,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
    #[command(flatten)]
    history: HistoryArgs,
}

fn points(text: &str) -> Result<f64, String> {
    let points = text.parse::<f64>().ok().filter(|points| (0.0..=1000.0).contains(points));
    points.ok_or_else(|| "a score lies between 0 and 1000".into())
}

fn confidence(text: &str) -> Result<f64, String> {
    let share = text.parse::<f64>().ok().filter(|share| (0.5..=0.99).contains(share));
    share.ok_or_else(|| "write a share from 0.5 to 0.99, such as 0.8 for 80 %".into())
}

fn money(text: &str) -> Result<Money, String> {
    let amount = Money::parse(text).filter(|amount| *amount >= Money::ZERO);
    amount.ok_or_else(|| "write an amount such as 200 or 199.50".into())
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    // What is wrong with the form is told before anything is read.
    let format = args.out.format()?;
    let steer = Steer { details: true, demand: true, since: None };
    let Judged { account, assessment, .. } =
        Judged::of(&args.input, &args.marketplace, &args.history, Some(steer))?;
    let Some(plan) = made(args, &account, &assessment)? else {
        warning("there is no estimate to plan from; ipi score says what is missing");
        return Ok(Ended::TooLittle);
    };
    if let Some(file) = &args.removal_file {
        orders(&plan, file)?;
    }
    let currency = account.steering.as_ref().and_then(|kept| kept.currency.as_deref());
    let name = args.history.named().map(Name::as_str);
    let shown = Shown { plan: &plan, assessment: &assessment, currency, account: name };
    match format {
        Format::Json => args.out.write(&json(&shown))?,
        Format::Csv => args.out.write(&csv(&shown))?,
        Format::Text | Format::Md => args.out.page(&page(&shown))?,
    }
    let failed = args.fail_if_unreachable && !plan.reached;
    Ok(if failed { Ended::CheckFailed } else { Ended::Done })
}

fn made(args: &Args, account: &Account, assessment: &Assessment) -> anyhow::Result<Option<Plan>> {
    let verdict = assessment.verdict.as_ref();
    let line = verdict.and_then(|verdict| verdict.threshold).map(|row| f64::from(row.threshold));
    let target = args.target.or(line).ok_or_else(|| {
        Usage("no line is known for the marketplace and the day; name one, such as --target 400".into())
    })?;
    let as_of = assessment.as_of;
    if let Some(by) = args.by.filter(|by| *by < as_of) {
        return Err(Usage(format!("--by {by}: that is before {as_of}, the day of the reports")).into());
    }
    let costs = Costs::default();
    let (Some(factors), Some(learnt)) = (&assessment.factors, assessment.learnt()) else { return Ok(None) };
    let parts = Parts::of(account, factors);
    let holdings = Holdings::of(account);
    let Some(baseline) = Baseline::today(assessment, parts.clone(), holdings.clone()) else {
        return Ok(None);
    };
    let Some(gauge) = Gauge::new(learnt, &parts, &holdings, assessment.readings) else { return Ok(None) };
    let offers = costs.offers(account, as_of);
    let wanted = Wanted { target, confidence: args.confidence, budget: args.budget };
    Ok(cheapest(wanted, &baseline, &offers, &gauge))
}

/// Writes the orders: the returns to the file named, the others beside it.
fn orders(plan: &Plan, file: &Path) -> anyhow::Result<()> {
    let mut written = 0;
    for (what, _) in ORDERS {
        let Some(text) = removal_order(plan, what) else { continue };
        let file = if what == What::Remove { file.to_owned() } else { beside(file, what) };
        write_file(&file, &text).with_context(|| format!("cannot write {}", file.display()))?;
        written += 1;
    }
    if written == 0 {
        warning("the plan removes nothing, so no removal order was written");
    }
    Ok(())
}

/// `order-dispose.txt` beside `order.txt`.
fn beside(file: &Path, what: What) -> PathBuf {
    let part = |part: Option<&std::ffi::OsStr>| part.map(|text| text.to_string_lossy().into_owned());
    let stem = part(file.file_stem()).unwrap_or_default();
    let ending = part(file.extension()).map_or(String::new(), |ending| format!(".{ending}"));
    file.with_file_name(format!("{stem}-{}{ending}", what.key()))
}
