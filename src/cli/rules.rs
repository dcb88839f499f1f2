//! `ipi rules`: the dated tables that every verdict rests on.

use super::exit::Ended;
use super::figures::day;
use super::marketplaces::Marketplaces;
use super::out::{Forms, OutArgs};
use super::settings::Settings;
use super::usage::Usage;
use chrono::{Local, NaiveDate};
use ipi::ids::Marketplace;
use ipi::output::rules::{self, Scope};

/// Names the marketplace where no flag does.
const VARIABLE: &str = "IPI_MARKETPLACE";

const EXAMPLES: &str = "\
Examples:
  ipi rules                          your marketplace, today
  ipi rules -m DE --on 2020-12-01    Germany on a day of the past
  ipi rules --all -m US              the American rules of all days
  ipi rules --all -f csv             everything, one row a rule, for a spreadsheet
  ipi rules --all -f json            everything, one document (ipi.rules/1)

All forms give the same rules: text and md with numbered sources, csv and json
with days, certainty, source and note beside every one. For one marketplace and
day text and md sum up the fees for stock; --all gives each of their figures.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The marketplace, such as US or amazon.de [default: IPI_MARKETPLACE, else that of ipi.toml here, else US]
    #[arg(short, long, value_name = "CODE", value_parser = Marketplaces, hide_possible_values = true)]
    marketplace: Option<Marketplace>,
    /// The rules in force on this day, and the next date that matters [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<NaiveDate>,
    /// Every marketplace and every day, but for what --marketplace or --on names
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    out: OutArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    args.out.format()?;
    let scope = if args.all {
        Scope { marketplace: args.marketplace, on: args.on }
    } else {
        let marketplace = args.marketplace.map_or_else(usual, Ok)?;
        Scope { marketplace: Some(marketplace), on: args.on.or_else(|| Some(Local::now().date_naive())) }
    };
    args.out.emit(&Forms {
        page: &|| rules::page(scope),
        sheet: &|| rules::sheet(scope),
        json: &|| rules::json(scope),
    })?;
    Ok(Ended::Done)
}

/// The marketplace that other commands would take here. The variable is read here and not by clap, for which it would be
/// a flag, and narrow what `--all` gives.
#[allow(clippy::disallowed_methods)] // it is the library that may not
fn usual() -> anyhow::Result<Marketplace> {
    if let Some(code) = std::env::var(VARIABLE).ok().filter(|code| !code.is_empty()) {
        return Ok(code.parse().map_err(|why| Usage(format!("{VARIABLE}: {why}")))?);
    }
    Ok(Settings::beside(&[])?.marketplace.unwrap_or(Marketplace::US))
}
