//! `ipi forecast PATH…`: the coming weeks, the SKUs that run out, and the score on the next date that matters.

use super::exit::Ended;
use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::input::InputArgs;
use super::judged::Judged;
use super::nearest::nearest;
use super::out::{Forms, IncognitoArgs, OutArgs, warning};
use super::usage::Usage;
use anyhow::Context as _;
use clap::ValueEnum;
use ipi::account::{Account, Steer};
use ipi::forecast::{Asked, Forecast, Shipment, shipments};
use ipi::history;
use ipi::ids::Sku;
use ipi::output::forecast::{Told, json, page, run_out_sheet, weeks_sheet};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  ipi forecast                             13 weeks from the reports here
  ipi forecast downloads --weeks 4         the next month
  ipi forecast --growth 40                 with 40 % more demand
  ipi forecast --shipments inbound.csv     with what you send: sku,units,date
  ipi forecast --list run-out -o out.csv   every SKU that runs out, with the day";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// Weeks ahead, 1 to 52
    #[arg(long, value_name = "N", default_value_t = 13, value_parser = clap::value_parser!(u16).range(1..=52))]
    weeks: u16,
    /// By how much demand grows against today's pace, in percent; -20 for a fall
    #[arg(long, value_name = "PERCENT", default_value_t = 0.0, value_parser = growth, allow_negative_numbers = true)]
    growth: f64,
    /// A CSV file of shipments that you send: sku,units,date of sale; 0 units say that nothing comes
    #[arg(long, value_name = "FILE")]
    shipments: Option<PathBuf>,
    /// What rows of CSV are
    #[arg(long, value_enum, value_name = "ROWS", default_value = "weeks", hide_possible_values = false)]
    list: List,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    incognito: IncognitoArgs,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
    #[command(flatten)]
    history: HistoryArgs,
}

/// What rows of CSV are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum List {
    /// The weeks.
    Weeks,
    /// The SKUs that run out.
    RunOut,
}

fn growth(text: &str) -> Result<f64, String> {
    let growth = text.trim_end_matches('%').parse::<f64>().ok();
    growth
        .filter(|growth| (-90.0..=900.0).contains(growth))
        .ok_or_else(|| "growth is a percentage from -90 to 900, such as 40 or -20".into())
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    // What is wrong with the form or with the file of shipments is told before the reports are read.
    let format = args.out.format()?;
    args.incognito.begin(&[])?;
    if args.list == List::RunOut && !format.is_rows() {
        let why = "--list names the rows of a sheet; say -f csv or -o FILE.csv with it";
        return Err(Usage(why.into()).into());
    }
    let bytes = args.shipments.as_deref().map(bytes).transpose()?;
    let steer = Steer { details: true, demand: true, since: None };
    let judged = Judged::of(&args.input, &args.marketplace, &args.history, Some(steer))?;
    judged.warn();
    let Judged { account, assessment, .. } = judged;
    let shipments = match (&args.shipments, bytes) {
        (Some(file), Some(bytes)) => read(file, &bytes, &account)?,
        _ => Vec::new(),
    };
    let threads = args.input.threads();
    let asked = Asked { weeks: args.weeks, growth_pct: args.growth, shipments, threads };
    let forecast = match Forecast::of(&account, &assessment, &asked) {
        Ok(forecast) => forecast,
        Err(why) => {
            warning(&format!("no forecast: {why}"));
            return Ok(Ended::TooLittle);
        }
    };
    let (glyphs, width) = args.out.plot();
    let told = Told { account: args.history.named().map(history::Account::as_str), glyphs, width };
    args.out.emit(&Forms {
        page: &|| page(&forecast, &told),
        sheet: &|| match args.list {
            List::Weeks => weeks_sheet(&forecast, told.account),
            List::RunOut => run_out_sheet(&forecast, told.account),
        },
        json: &|| json(&forecast, &told),
    })?;
    Ok(Ended::Done)
}

fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    super::out::keep(file);
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn read(file: &Path, bytes: &[u8], account: &Account) -> anyhow::Result<Vec<Shipment>> {
    let names = account.stocks.iter().flat_map(|facts| facts.names()).map(Sku::as_str);
    let known = Known(names.collect());
    let name = file.display().to_string();
    Ok(shipments::read(&name, bytes, account.as_of.day(), &known)?)
}

/// The SKUs of the reports.
struct Known<'a>(BTreeSet<&'a str>);

impl shipments::Skus for Known<'_> {
    fn knows(&self, sku: &str) -> bool {
        self.0.contains(sku)
    }

    fn nearest(&self, sku: &str) -> Option<String> {
        nearest(sku, self.0.iter().copied()).map(str::to_owned)
    }
}
