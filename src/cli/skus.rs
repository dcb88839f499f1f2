//! `ipi skus PATH…`: what each SKU costs in points, and what to do about it.

use super::exit::Ended;
use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::input::InputArgs;
use super::judged::Judged;
use super::out::{DetailArgs, Format, Forms, IncognitoArgs, OutArgs, warning};
use clap::ValueEnum;
use ipi::account::Steer;
use ipi::factor::FactorKind;
use ipi::history::Account;
use ipi::output::skus::{Told, json, page, sheet};
use ipi::output::words::count;
use ipi::skus::{Order, Selection, Skus};

const EXAMPLES: &str = "\
Examples:
  ipi skus downloads                       what costs most points, first
  ipi skus downloads --factor excess       of one factor
  ipi skus downloads --by sales            what to keep in stock: most sold first
  ipi skus downloads --alerts --fail-on-alert   for cron: exit code 1 on any
  ipi skus downloads -o skus.csv           all SKUs with every column";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// The order of the SKUs
    #[arg(long, value_enum, value_name = "WHAT", default_value = "points")]
    by: By,
    /// Points of this factor alone
    #[arg(long, value_enum, value_name = "FACTOR")]
    factor: Option<Factor>,
    /// Only SKUs that cost at least N points
    #[arg(long, value_name = "N", value_parser = least)]
    min_points: Option<f64>,
    /// Only the first N SKUs [default: 20 in text, else all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// Only what cannot wait: out of stock, low, stranded
    #[arg(long)]
    alerts: bool,
    /// Exit with 1 where there is an alert
    #[arg(long)]
    fail_on_alert: bool,
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

/// The orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// What costs most points first
    Points,
    /// What sold most in 60 days first, with restock, hide or ok
    Sales,
    /// Most excess units first
    Excess,
    /// Most money on hand first, at your price
    Value,
    /// By name
    Sku,
}

/// The factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Factor {
    Excess,
    SellThrough,
    Stranded,
    InStock,
}

/// So many SKUs a page of text shows that was not asked for more.
const TOP: usize = 20;

fn least(text: &str) -> Result<f64, String> {
    let points = text.parse::<f64>().ok().filter(|points| (0.0..=1000.0).contains(points));
    points.ok_or_else(|| "points lost lie between 0 and 1000, such as 5".into())
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    // What is wrong with the form is told before anything is read.
    let format = args.out.format()?;
    args.incognito.begin(&[])?;
    let steer = Steer { details: true, ..Steer::default() };
    let judged = Judged::of(&args.input, &args.marketplace, &args.history, Some(steer))?;
    judged.warn();
    let Judged { account, assessment, .. } = judged;
    let skus = Skus::of(&account, &assessment);
    if skus.attribution.is_none() {
        warning(
            "no score is estimated from these reports, so that no SKU has points; ipi score says what is missing",
        );
    }
    let name = args.history.named().map(Account::as_str);
    let selection = selection(args, format);
    let told = Told { selection, details: args.details.asked(), account: name };
    args.out.emit(&Forms {
        page: &|| page(&skus, &told),
        sheet: &|| sheet(&skus, &told.selection, name),
        json: &|| json(&skus, &told.selection, name),
    })?;
    let alerts = skus.alerts().count();
    if args.fail_on_alert && alerts > 0 {
        warning(&format!("there are {}: exit code 1", count(alerts as u64, "alert", "alerts")));
        return Ok(Ended::CheckFailed);
    }
    Ok(Ended::Done)
}

fn selection(args: &Args, format: Format) -> Selection {
    let asked = args.top.map(|top| top as usize);
    Selection {
        order: match args.by {
            By::Points => Order::Points,
            By::Sales => Order::Sales,
            By::Excess => Order::Excess,
            By::Value => Order::Value,
            By::Sku => Order::Sku,
        },
        factor: args.factor.map(|factor| match factor {
            Factor::Excess => FactorKind::Excess,
            Factor::SellThrough => FactorKind::SellThrough,
            Factor::Stranded => FactorKind::Stranded,
            Factor::InStock => FactorKind::InStock,
        }),
        min_points: args.min_points,
        top: asked.or((format == Format::Text).then_some(TOP)),
        alerts: args.alerts,
    }
}
