//! `ipi rules`: the dated tables that every verdict rests on.

use super::exit::Ended;
use super::out::{Format, OutArgs};
use chrono::NaiveDate;
use ipi::ids::Marketplace;
use ipi::output::rules::{self, Scope};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only the rules of this marketplace, such as US or amazon.de
    #[arg(short, long, value_name = "CODE")]
    marketplace: Option<Marketplace>,
    /// Only the rules in force on this day, and the next date that matters [default: of all days]
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    out: OutArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let scope = Scope { marketplace: args.marketplace, on: args.on };
    match args.out.format()? {
        Format::Json => args.out.write(&rules::json(scope))?,
        Format::Csv => args.out.write(&rules::csv(scope))?,
        Format::Text | Format::Md => args.out.page(&rules::page(scope))?,
    }
    Ok(Ended::Done)
}

fn day(text: &str) -> Result<NaiveDate, String> {
    ipi::dates::day_or_week(text).ok_or_else(|| "write a day such as 2026-06-30".into())
}
