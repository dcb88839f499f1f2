//! The command line: one file per subcommand, each with its arguments and `run`.
//!
//! Only this part of the program touches files, the clock, the environment and the terminal.

mod again;
mod age;
mod assessed;
mod backtest;
mod check;
mod completions;
mod demo;
mod estimate;
mod exit;
mod fail;
mod figures;
mod files;
mod flag;
mod fleet;
mod forecast;
mod history;
mod history_args;
mod input;
mod judged;
mod log;
mod mail;
mod mail_settings;
mod man;
mod marketplaces;
mod nearest;
mod out;
mod pager;
mod panics;
mod plan;
mod progress;
mod record;
mod rules;
mod schema;
mod score;
mod settings;
mod skus;
mod usage;
mod weekly;
mod what_if;
mod why;

use clap::{CommandFactory as _, Parser, Subcommand};
use std::process::ExitCode;

/// Amazon's Inventory Performance Index from your downloaded Seller Central reports.
///
/// Computes the four factors (excess, sell-through, stranded, in-stock), estimates the 0-1000 score with its error, and
/// says what that means against the 350 and 400 storage lines. Works offline; nothing leaves this computer but what `ipi mail` sends.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 80, after_help = exit::HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Factors, estimated score and verdict from your reports
    Score(score::Args),
    /// What each SKU costs in points, and what to do about it
    Skus(skus::Args),
    /// Why the score changed since an earlier day: factor, SKU, cause
    Why(why::Args),
    /// The coming weeks: score, factors, and the SKUs that run out
    Forecast(forecast::Args),
    /// The cheapest way to a score: what to relist, hold back or remove
    Plan(plan::Args),
    /// The score from the four figures on Amazon's dashboard, without reports
    Estimate(estimate::Args),
    /// Many accounts: one line each, or one table, worst first
    #[command(mut_arg("format", fleet::forms), mut_arg("max_age", fleet::ages))]
    Fleet(fleet::Args),
    /// What a child of ipi fleet runs
    #[command(name = fleet::WORKER, hide = true)]
    FleetWorker(fleet::Args),
    /// What each file is, and what is wrong with it
    Check(check::Args),
    /// Note the official score of a week, and the factors beside it
    Log(log::Args),
    /// Show the past by week: official scores beside estimates
    History(history::Args),
    /// Show how wrong the estimate has been on your own official scores
    Backtest(backtest::Args),
    /// Thresholds, factors, bands, checks and fees by marketplace and date, with sources
    Rules(rules::Args),
    /// Send the weekly letter, by SMTP
    Mail(mail::Args),
    /// Write an example account to try everything on
    Demo(demo::Args),
    /// Print the JSON Schema of a machine document or of its rows
    Schema(schema::Args),
    /// Print the completion script of a shell
    Completions(completions::Args),
    /// Print the manual page of ipi or of one of its commands
    Man(man::Args),
}

/// The command line as clap knows it, for completions and the manual page.
fn declared() -> clap::Command {
    Cli::command()
}

/// Reads the command line, runs the command and gives the exit code.
pub(crate) fn main() -> ExitCode {
    if let Some(answered) = completions::answer() {
        return answered;
    }
    panics::hush();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return exit::usage(error),
    };
    exit::code(match cli.command {
        Command::Score(args) => score::run(&args),
        Command::Skus(args) => skus::run(&args),
        Command::Forecast(args) => forecast::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Fleet(args) => fleet::run(&args),
        Command::FleetWorker(args) => fleet::worker::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Why(args) => why::run(&args),
        Command::Estimate(args) => estimate::run(&args),
        Command::Log(args) => log::run(&args),
        Command::History(args) => history::run(&args),
        Command::Backtest(args) => backtest::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Mail(args) => mail::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    })
}
