//! `ipi plan --target 400`: the cheapest way to a score.

mod made;

pub(super) use made::{Wish, made};

use super::exit::Ended;
use super::figures::day;
use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::input::InputArgs;
use super::judged::Judged;
use super::nearest::nearest;
use super::out::{Forms, IncognitoArgs, OutArgs, warning, write_file};
use anyhow::Context as _;
use chrono::NaiveDate;
use ipi::account::{Account, Steer};
use ipi::history::Account as Name;
use ipi::ids::Sku;
use ipi::money::Money;
use ipi::output::plan::{ORDERS, Shown, json, not_in_orders, page, removal_order, sheet};
use ipi::plan::{Costs, Plan, SkuCosts, What, costs_of_file};
use std::collections::{BTreeMap, BTreeSet};
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
    /// The day from which on actions count [default: the day of the reports]
    #[arg(long, value_name = "DATE", value_parser = day)]
    start: Option<NaiveDate>,
    /// How sure to be that Amazon's score is no lower (0.5-0.99)
    #[arg(long, value_name = "P", value_parser = confidence, default_value_t = Wish::CONFIDENCE)]
    confidence: f64,
    /// What may be spent at most, in the currency of the marketplace
    #[arg(long, value_name = "AMOUNT", value_parser = money)]
    budget: Option<Money>,
    /// A CSV file of what units cost: sku, unit_cost, removal_per_unit, disposal_per_unit, liquidation_per_unit,
    /// storage_per_unit; it wins over ipi.toml, and that over Amazon's fees
    #[arg(long, value_name = "FILE")]
    costs: Option<PathBuf>,
    /// By how many percent more you sell for each percent off the price: lets the plan lower prices of excess stock
    #[arg(long, value_name = "E", value_parser = elasticity)]
    elasticity: Option<f64>,
    /// Days until units that you send can be bought: lets the plan restock what is out of stock
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(0..=180))]
    lead_days: Option<u16>,
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
    incognito: IncognitoArgs,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
    #[command(flatten)]
    history: HistoryArgs,
}

impl Args {
    fn wish(&self) -> Wish {
        Wish {
            target: self.target,
            by: self.by,
            start: self.start,
            confidence: self.confidence,
            budget: self.budget,
            elasticity: self.elasticity,
            lead_days: self.lead_days,
            threads: self.input.threads(),
        }
    }
}

fn points(text: &str) -> Result<f64, String> {
    let points = text.parse::<f64>().ok().filter(|points| (0.0..=1000.0).contains(points));
    points.ok_or_else(|| "a score lies between 0 and 1000".into())
}

fn confidence(text: &str) -> Result<f64, String> {
    let share = text.parse::<f64>().ok().filter(|share| (0.5..=0.99).contains(share));
    share.ok_or_else(|| "write a share from 0.5 to 0.99, such as 0.8 for 80 %".into())
}

fn elasticity(text: &str) -> Result<f64, String> {
    let elasticity = text.parse::<f64>().ok().filter(|elasticity| (0.1..=10.0).contains(elasticity));
    elasticity.ok_or_else(|| {
        "write a number from 0.1 to 10, such as 1.5: no report states it, you know it best".into()
    })
}

fn money(text: &str) -> Result<Money, String> {
    let amount = Money::parse(text).filter(|amount| *amount >= Money::ZERO);
    amount.ok_or_else(|| "write an amount such as 200 or 199.50".into())
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    // What is wrong with the form is told before anything is read.
    args.out.format()?;
    args.incognito.begin(&[(args.removal_file.is_some(), "--removal-file")])?;
    let steer = Steer { details: true, demand: true, since: None };
    let file = args.costs.as_deref().map(|file| Ok::<_, anyhow::Error>((file, bytes(file)?))).transpose()?;
    let judged = Judged::of(&args.input, &args.marketplace, &args.history, Some(steer))?;
    judged.warn();
    let Judged { account, assessment, costs, .. } = judged;
    let mut costs = Costs { all: costs, ..Costs::default() };
    if let Some((file, bytes)) = file {
        costs.skus = of_skus(file, &bytes, &account)?;
    }
    let Some(plan) = made(&args.wish(), &costs, &account, &assessment)? else {
        warning("there is no estimate to plan from; ipi score says what is missing");
        return Ok(Ended::TooLittle);
    };
    if let Some(file) = &args.removal_file {
        orders(&plan, file)?;
        let left_out = not_in_orders(&plan);
        if !left_out.is_empty() {
            let skus: Vec<_> = left_out.iter().map(|sku| sku.as_str()).collect();
            warning(&format!(
                "not in the removal order, since a spreadsheet or a terminal would take the SKU for something else; order by hand: {}",
                skus.join(", ")
            ));
        }
    }
    let currency = account.steering.as_ref().and_then(|kept| kept.currency.as_deref());
    let name = args.history.named().map(Name::as_str);
    let shown = Shown { plan: &plan, assessment: &assessment, currency, account: name };
    args.out.emit(&Forms { page: &|| page(&shown), sheet: &|| sheet(&shown), json: &|| json(&shown) })?;
    let failed = args.fail_if_unreachable && !plan.reached;
    Ok(if failed { Ended::CheckFailed } else { Ended::Done })
}

fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    super::out::keep(file);
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// What the file says of single SKUs.
fn of_skus(file: &Path, bytes: &[u8], account: &Account) -> anyhow::Result<BTreeMap<String, SkuCosts>> {
    let names: BTreeSet<&str> =
        account.stocks.iter().flat_map(|facts| facts.names()).map(Sku::as_str).collect();
    let known = |name: &str| match names.contains(name) {
        true => Ok(()),
        false => Err(nearest(name, names.iter().copied()).map(str::to_owned)),
    };
    Ok(costs_of_file(&file.display().to_string(), bytes, &known)?)
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
