//! `ipi fleet PATH…`: many accounts, one line each, nobody lost.
//!
//! ```text
//! roll ─▶ crew ─▶ child … ─▶ history ─▶ lines, journal ─▶ table
//! checked  a thread each  this program   one writer    as ready, or in order
//! ```

mod amount;
mod child;
mod crew;
mod entry;
mod journal;
mod keeper;
mod places;
mod roll;
mod rows;
mod shard;
mod stand;
mod table;
mod tally;
mod walk;
mod wire;
pub(super) mod worker;

use super::exit::Ended;
use super::history_args::{MarketplaceArgs, StoreArgs};
use super::input::HowArgs;
use super::out::{Format, OutArgs, warning};
use super::progress;
use super::usage::Usage;
pub(super) use child::COMMAND as WORKER;
use crew::{Crew, Done, Orders};
use ipi::history::{History, HistoryError};
use ipi::output::words::count;
use ipi::system::CAN_LIMIT_MEMORY;
use journal::Journal;
use keeper::Keeper;
use roll::Roll;
use rows::{Ordered, Rows};
use shard::Shard;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use tally::{Counts, Tally};

const EXAMPLES: &str = "\
Examples:
  ipi fleet accounts                       a JSON line for every folder in it
  ipi fleet accounts -f text --top 20      the table, the 20 worst
  ipi fleet accounts -o week.html          the table as a page
  ipi fleet accounts --out week.jsonl      with a journal: what was done is kept
  ipi fleet manifest.jsonl --shard 3/64    the third of 64 machines
  producer | ipi fleet - | consumer        lines of {\"id\":...,\"path\":...}";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folders of accounts, or manifests of JSON lines; - is standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Children that work at once [default: one per processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Lines in the order of the manifest instead of as they become ready
    #[arg(long)]
    ordered: bool,
    /// Write the lines to FILE, in order; FILE.journal beside it keeps what is done, also from run to run
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Do all anew, whatever the journal keeps
    #[arg(long, requires = "out")]
    fresh: bool,
    /// How long an account may take, such as 90s, 10m or 1h; off allows any
    #[arg(long, value_name = "TIME", value_parser = amount::time, default_value = "10m")]
    timeout: amount::Time,
    /// How often an account is tried once more after the process that worked on it died
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=100))]
    retries: u32,
    /// Memory that each child may take, such as 512M or 2G (not on Windows) [default: any]
    #[arg(long, value_name = "SIZE", value_parser = amount::size)]
    memory: Option<u64>,
    /// Of all accounts the N-th of M parts, which their ids tell
    #[arg(long, value_name = "N/M")]
    shard: Option<Shard>,
    /// In the table the N worst, and all without a figure
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Exit with 1 when an account is below N points, by Amazon's own score or else by the estimate
    #[arg(long, value_name = "N", value_parser = points)]
    fail_under: Option<f64>,
    /// Exit with 1 when an account has no figure
    #[arg(long)]
    fail_on_error: bool,
    #[command(flatten)]
    how: HowArgs,
    #[command(flatten)]
    report: OutArgs,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
    #[command(flatten)]
    store: StoreArgs,
    /// Neither read nor write the history
    #[arg(long, help_heading = "History")]
    no_history: bool,
}

/// What `--format` means here.
pub(super) fn forms(format: clap::Arg) -> clap::Arg {
    format
        .help("Form of the table: text, csv, tsv, jsonl, md, html, xlsx [default: from the name of --output, else lines of JSON]")
        .hide_possible_values(true)
}

/// What `--max-age` means here.
pub(super) fn ages(age: clap::Arg) -> clap::Arg {
    age.help(
        "An account whose reports are older than this has an error line, such as 8d or 2w [default: any age; the table tells it]",
    )
}

fn points(text: &str) -> Result<f64, String> {
    let points = text.parse::<f64>().ok().filter(|points| (0.0..=1000.0).contains(points));
    points.ok_or_else(|| "a score lies between 0 and 1000".into())
}

/// So many lines go out together at most.
const BATCH: usize = 256;
/// So long lines are gathered for one transaction of the history.
const GATHER: Duration = Duration::from_millis(300);

impl Args {
    /// What changes a line beside its folder.
    fn settings(&self) -> anyhow::Result<String> {
        let store = if self.no_history { None } else { Some(self.store.path()?) };
        let marketplace = self.marketplace.stated();
        Ok(format!("{} {} {marketplace:?} {store:?}", stand::program(), self.how.told()))
    }

    /// The history, to be read.
    fn history(&self) -> anyhow::Result<Option<History>> {
        if self.no_history { Ok(None) } else { self.store.open_existing() }
    }

    /// The history, to be added to. Where it cannot be kept a warning says so; where another process holds it, every account would
    /// wait for it in vain.
    fn keeper(&self) -> anyhow::Result<Keeper> {
        let open = || if self.no_history { Ok(None) } else { self.store.open().map(Some) };
        let history = match open() {
            Err(error) if error.downcast_ref::<HistoryError>().is_some_and(HistoryError::is_locked) => {
                return Err(error);
            }
            Err(error) => {
                warning(&format!("{error:#}"));
                None
            }
            Ok(history) => history,
        };
        Ok(Keeper::new(history))
    }

    fn jobs(&self) -> usize {
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        self.jobs.map_or_else(processors, usize::from)
    }

    /// The form of the table; `None` where lines alone are asked for.
    fn table(&self) -> anyhow::Result<Option<Format>> {
        match self.report.stated_format()? {
            Some(Format::Json) => {
                Err(Usage("ipi fleet writes lines of JSON, not one document: to stdout without -f, to a file with --out FILE".into()).into())
            }
            Some(Format::Jsonl) if self.report.file().is_some() => {
                Err(Usage("lines go to a file with --out FILE, which keeps a journal beside it".into())
                    .into())
            }
            Some(Format::Jsonl) | None => self.report.refuse_row_flags().map(|()| None),
            table => Ok(table),
        }
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let table = args.table()?;
    places::check(args.report.file(), args.out.as_deref())?;
    if args.memory.is_some() && !CAN_LIMIT_MEMORY {
        warning("this system limits the memory of no process: --memory does nothing");
    }
    let roll = Roll::of(&args.paths, args.shard, args.out.as_deref())?;
    let (mut rows, lookup) = match &args.out {
        Some(out) => {
            let (journal, lookup) = Journal::open(out, args.fresh)?;
            (Rows::Journal(journal), lookup)
        }
        None if table.is_some() => (Rows::None, None),
        None if args.ordered => (Rows::Ordered(Ordered::new()?), None),
        None => (Rows::AsReady, None),
    };
    // Opened before any child reads it: it is made, or brought up to date, by one process.
    let mut keeper = args.keeper()?;
    let orders = Orders {
        jobs: args.jobs().min(usize::try_from(roll.count).unwrap_or(usize::MAX)).max(1),
        timeout: args.timeout,
        retries: args.retries,
        stand: args.out.is_some(),
    };
    let mut tally = Tally { rows: table.map(|_| Vec::new()), line: args.fail_under, below: 0, unknown: 0 };
    let counts = Counts::default();
    let (shown, total) = (counts.clone(), roll.count);
    let progress = progress::show(move |since| shown.line(total, since));
    let (crew, done) = Crew::hire(orders, roll.read()?, lookup);
    let taken = take_all(&done, &mut keeper, &mut rows, &mut tally, &counts);
    drop((done, crew, progress));
    taken?;
    if counts.done() != roll.count {
        anyhow::bail!(
            "{} of {} answered; next: run it once more",
            counts.done(),
            count(roll.count, "account was", "accounts were")
        );
    }
    rows.finish()?;
    if let Some(told) = tally.rows.take() {
        table::write(told, args.top, &args.report)?;
    }
    tell_wrong(args, &counts);
    Ok(ended(args, &tally, &counts))
}

/// Takes every line as it comes: keeps what it leaves in the history, and lets it go out then, so that a line that is out is kept.
fn take_all(
    done: &Receiver<io::Result<Done>>,
    keeper: &mut Keeper,
    rows: &mut Rows,
    tally: &mut Tally,
    counts: &Counts,
) -> anyhow::Result<()> {
    let mut open = true;
    while open {
        let mut batch = Vec::new();
        let mut until = None;
        while batch.len() < BATCH {
            let wait =
                until.map_or(Duration::MAX, |until: Instant| until.saturating_duration_since(Instant::now()));
            match done.recv_timeout(wait) {
                Ok(line) => batch.push(line?),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => {
                    open = false;
                    break;
                }
            }
            let gather = if keeper.is_there() { GATHER } else { Duration::ZERO };
            until = until.or_else(|| Some(Instant::now() + gather));
        }
        keeper.keep(&batch);
        rows.take(&batch)?;
        tally.add(&batch);
        counts.add(&batch);
    }
    Ok(())
}

/// Lines in a file are not looked at by themselves.
fn tell_wrong(args: &Args, counts: &Counts) {
    if let (Some(out), wrong @ 1..) = (&args.out, counts.wrong()) {
        warning(&format!(
            "{wrong} of {} no figure; the lines of {} say why",
            count(counts.done(), "account has", "accounts have"),
            out.display()
        ));
    }
}

fn ended(args: &Args, tally: &Tally, counts: &Counts) -> Ended {
    if let Some(line) = args.fail_under.filter(|_| tally.below + tally.unknown > 0) {
        // Who has no score is not known to be above it.
        let unknown = match tally.unknown {
            0 => String::new(),
            some => format!(", {some} without a figure"),
        };
        warning(&format!(
            "{} of {} below --fail-under {line}{unknown}: exit code 1",
            tally.below,
            count(counts.done(), "account is", "accounts are")
        ));
        return Ended::CheckFailed;
    }
    if args.fail_on_error && counts.wrong() > 0 {
        warning(&format!(
            "{} of {} no figure (--fail-on-error): exit code 1",
            counts.wrong(),
            count(counts.done(), "account has", "accounts have")
        ));
        return Ended::CheckFailed;
    }
    Ended::Done
}
