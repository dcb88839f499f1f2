//! `ipi score PATH…`: the main job.

use super::exit::Ended;
use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::input::InputArgs;
use super::out::{Format, OutArgs, warning};
use chrono::Utc;
use ipi::assess::Assessment;
use ipi::factor::Readings;
use ipi::history::{History, Run, SourceMark};
use ipi::output::score::{csv, json, page};

const EXAMPLES: &str = "\
Examples:
  ipi score                                the reports in the current folder
  ipi score downloads --no-stranded        Amazon lists nothing as stranded
  ipi score downloads -o week.md           a page to send to somebody
  ipi score downloads --fail-under 400     for cron: exit code 1 below 400";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
    #[command(flatten)]
    fail: FailArgs,
    #[command(flatten)]
    history: HistoryArgs,
}

/// When the command is to fail, for scripts and cron.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct FailArgs {
    /// Exit with 1 when the estimate is below N points
    #[arg(long, value_name = "N", value_parser = points)]
    fail_under: Option<f64>,
    /// With --fail-under: exit with 1 when the chance of being below N is at least P (0-1), whatever the estimate
    #[arg(long, value_name = "P", requires = "fail_under", value_parser = chance)]
    fail_if_chance: Option<f64>,
}

fn points(text: &str) -> Result<f64, String> {
    let points = text.parse::<f64>().ok().filter(|points| (0.0..=1000.0).contains(points));
    points.ok_or_else(|| "a score lies between 0 and 1000".into())
}

fn chance(text: &str) -> Result<f64, String> {
    let chance = text.parse::<f64>().ok().filter(|chance| (0.0..=1.0).contains(chance));
    chance.ok_or_else(|| "a chance lies between 0 and 1, such as 0.2".into())
}

impl FailArgs {
    /// How the command ends: as asked for, by the estimate or by the chance.
    pub(super) fn ended(&self, assessment: &Assessment) -> Ended {
        let Some(estimate) = &assessment.estimate else { return Ended::TooLittle };
        let failed = self.fail_under.is_some_and(|line| match self.fail_if_chance {
            Some(most) => estimate.chance_below(line) >= most,
            None => estimate.points.get() < line,
        });
        if failed { Ended::CheckFailed } else { Ended::Done }
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let format = args.out.format()?;
    let input = args.input.read(args.marketplace.stated())?;
    let history = history(&args.history);
    let name = args.history.account();
    let assessment = Assessment::of(input.account, &input.limits, |marketplace, day, readings| {
        let past = history.as_ref().map(|history| history.past(&name, marketplace, day, readings));
        match past.transpose() {
            Ok(past) => past.unwrap_or_default(),
            Err(error) => {
                warning(&error.to_string());
                Vec::new()
            }
        }
    });
    match format {
        Format::Json => args.out.write(&json(&assessment))?,
        Format::Csv => args.out.write(&csv(&assessment))?,
        Format::Text | Format::Md => args.out.page(&page(&assessment))?,
    }
    if let (Some(mut history), Some(run)) = (history, kept(&assessment))
        && let Err(error) = history.record(&name, &run, Utc::now())
    {
        warning(&error.to_string());
    }
    Ok(args.fail.ended(&assessment))
}

/// Opens the history. The score does not depend on it: where it fails, a warning says so.
fn history(args: &HistoryArgs) -> Option<History> {
    args.open().unwrap_or_else(|error| {
        warning(&format!("{error:#}"));
        None
    })
}

/// What the history keeps of a run.
fn kept(assessment: &Assessment) -> Option<Run> {
    let estimate = assessment.estimate.as_ref()?;
    let mark = |source: &ipi::account::SourceFile| SourceMark {
        path: source.file.to_string(),
        kind: source.kind.title().into(),
        hash: format!("{:016x}", source.fingerprint),
    };
    Some(Run {
        day: assessment.as_of,
        marketplace: assessment.marketplace?,
        readings: if assessment.partial { Readings::default() } else { assessment.readings },
        points: estimate.points,
        low: estimate.low,
        high: estimate.high,
        model: estimate.model.into(),
        sources: assessment.sources.iter().map(mark).collect(),
        partial: assessment.partial,
    })
}
