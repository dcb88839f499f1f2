//! What is read and how it is to be taken: paths, the day, what the seller adds to the reports.

use super::age::{AgeArgs, TooOld};
use super::figures::day;
use super::files;
use super::flag::flag;
#[cfg(feature = "mail")]
use super::mail_settings::Mail;
use super::nearest::nearest;
use super::out::warning;
use super::progress::{self, Progress};
use super::settings::Settings;
use super::usage::Usage;
use chrono::NaiveDate;
use clap::Args;
use ipi::account::{self, Account, Note, ReadError, Steer};
use ipi::assess::StorageLimit;
use ipi::ids::{Marketplace, Sku, printable};
use ipi::output::words::typed;
use ipi::plan::SkuCosts;
use ipi::policy::capacity::{StorageType, TYPES};
use ipi::report::{Plan, Source};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::Ordering;

/// The reports and what the seller says beside them.
#[derive(Clone, Debug, Args)]
pub(super) struct InputArgs {
    /// Reports, or folders of them; - is standard input, packed or not [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    how: HowArgs,
}

/// How reports are to be taken, wherever they are.
#[derive(Clone, Debug, Args)]
pub(super) struct HowArgs {
    /// Judge this day; an ISO week stands for its Monday [default: the newest day of the reports]
    #[arg(long, value_name = "DATE", value_parser = day, env = "IPI_AS_OF")]
    as_of: Option<NaiveDate>,
    #[command(flatten)]
    age: AgeArgs,
    /// Nothing is stranded (Amazon offers no report then)
    #[arg(long)]
    no_stranded: bool,
    /// Go on without the files and rows that are wrong; every output then says "partial"
    #[arg(long)]
    lenient: bool,
    /// A SKU that you do not replenish: it does not count in the in-stock rate (may be repeated)
    #[arg(long, value_name = "SKU")]
    exclude: Vec<String>,
    /// What you may store, such as standard=262 in cubic feet, oversize=3m3 or standard=5000units (may be repeated)
    #[arg(long, value_name = "TYPE=AMOUNT")]
    limit: Vec<String>,
    /// Threads that read big files [default: one per processor, four at most]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64), env = "IPI_THREADS")]
    threads: Option<u16>,
}

impl HowArgs {
    /// The reports of one place, judged on its own day where one is named.
    pub(super) fn at(&self, path: PathBuf, as_of: Option<NaiveDate>) -> InputArgs {
        InputArgs { paths: vec![path], how: HowArgs { as_of: as_of.or(self.as_of), ..self.clone() } }
    }

    /// What of it changes a result, in a text; the day of today where an age is held against it.
    pub(super) fn told(&self) -> String {
        let HowArgs { as_of, age, no_stranded, lenient, exclude, limit, threads: _ } = self;
        format!("{as_of:?} {:?} {no_stranded} {lenient} {exclude:?} {limit:?}", age.told())
    }
}

/// What came of reading.
pub(super) struct Input {
    pub(super) account: Account,
    pub(super) limits: Vec<StorageLimit>,
    /// What a unit costs by `ipi.toml`.
    pub(super) costs: SkuCosts,
}

/// Reports, and what goes with them.
pub(super) struct Asked {
    pub(super) sources: Vec<Source>,
    pub(super) settings: account::Settings,
    limits: Vec<String>,
    costs: SkuCosts,
}

impl Asked {
    /// Shows how far reading has come.
    pub(super) fn watch(&self) -> Progress {
        let total = self.sources.iter().map(Source::len).sum();
        // What is read for a second day is counted anew.
        self.settings.plan.read.store(0, Ordering::Relaxed);
        progress::watch(total, self.settings.plan.read.clone())
    }

    /// Reads the account.
    pub(super) fn account(&self) -> Result<Account, ReadError> {
        let progress = self.watch();
        let account = Account::read(&self.sources, &self.settings);
        drop(progress);
        account
    }
}

impl InputArgs {
    /// Opens the paths and joins flags and `ipi.toml`; flags win.
    pub(super) fn ask(
        &self,
        marketplace: Option<Marketplace>,
        steer: Option<Steer>,
    ) -> anyhow::Result<Asked> {
        let file = Settings::beside(&self.paths)?;
        let sources = files::open(&self.paths);
        if sources.iter().all(Source::is_stray) {
            let place =
                self.paths.first().map_or("the current folder".into(), |path| path.display().to_string());
            let strays: Vec<_> = sources.iter().take(5).map(|source| printable(source.name())).collect();
            let strays = match strays.as_slice() {
                [] => String::new(),
                some => format!(" (not read: {})", some.join(", ")),
            };
            return Err(Usage(format!(
                "{place} holds no report{strays}; name the files or folders with your downloads (.csv, .txt, .xlsx, .zip), or \
                 try the example account: ipi demo example && ipi score example --account example"
            ))
            .into());
        }
        let threads = self.threads();
        let excluded: BTreeSet<String> = self.how.exclude.iter().cloned().chain(file.exclude).collect();
        let settings = account::Settings {
            marketplace: marketplace.or(file.marketplace),
            as_of: self.how.as_of,
            no_stranded: self.how.no_stranded || file.no_stranded,
            lenient: self.how.lenient,
            excluded,
            steer,
            plan: Plan::with_threads(threads),
        };
        // A limit given by flag stands instead of the file's for its type: of two the last counts.
        let limits = file.limits.into_iter().chain(self.how.limit.iter().cloned()).collect();
        Ok(Asked { sources, settings, limits, costs: file.costs })
    }

    /// What `ipi.toml` says of mail.
    #[cfg(feature = "mail")]
    pub(super) fn mail(&self) -> anyhow::Result<Mail> {
        Ok(Settings::beside(&self.paths)?.mail)
    }

    /// The places where the reports are, none for the current folder, and how they are taken, as it is typed again.
    pub(super) fn typed(&self) -> (String, String) {
        let HowArgs { as_of, age: _, no_stranded, lenient, exclude, limit, threads: _ } = &self.how;
        let places: Vec<_> = self.paths.iter().map(|path| path.display().to_string()).collect();
        let place = |place: &String| if place == "-" { " -".into() } else { format!(" {}", typed(place)) };
        let switch = |name: &str, is_on: &bool| if *is_on { format!(" {name}") } else { String::new() };
        // What stands on either side of the mark may want quotes.
        let amount = |limit: &String| limit.split('=').map(typed).collect::<Vec<_>>().join("=");
        let how = [
            flag("--as-of", *as_of),
            switch("--no-stranded", no_stranded),
            switch("--lenient", lenient),
            exclude.iter().map(|sku| flag("--exclude", Some(typed(sku)))).collect(),
            limit.iter().map(|limit| flag("--limit", Some(amount(limit)))).collect(),
        ];
        (if places == ["."] { String::new() } else { places.iter().map(place).collect() }, how.concat())
    }

    /// How many threads read, and reckon.
    pub(super) fn threads(&self) -> usize {
        // Asked once: on Linux the answer takes a dozen system calls, and a fleet asks for every account.
        static USUAL: LazyLock<usize> =
            LazyLock::new(|| std::thread::available_parallelism().map_or(1, |n| n.get().min(4)));
        self.how.threads.map_or_else(|| *USUAL, usize::from)
    }

    /// Holds the day judged against today.
    pub(super) fn judge_age(&self, day: NaiveDate) -> Result<(), TooOld> {
        self.how.age.judge(day, self.how.as_of.is_some())
    }

    /// Reads the account, and what it is to be steered by.
    pub(super) fn read(
        &self,
        marketplace: Option<Marketplace>,
        steer: Option<Steer>,
    ) -> anyhow::Result<Input> {
        self.finish(&self.ask(marketplace, steer)?)
    }

    /// Reads the account of what was opened.
    pub(super) fn finish(&self, asked: &Asked) -> anyhow::Result<Input> {
        let account = asked.account()?;
        self.judge_age(account.as_of.day())?;
        account.passed_over.0.iter().for_each(super::out::passed_over);
        let limits = asked.limits.iter().map(|text| super::settings::limit(text, account.marketplace));
        let limits: Vec<_> = limits.collect::<Result<_, _>>()?;
        types_are_known(&limits, &account)?;
        suggest_skus(&account);
        Ok(Input { account, limits, costs: asked.costs })
    }
}

/// Is a storage type mistyped? One that neither Amazon nor the reports know is let be where no known one is near.
fn types_are_known(limits: &[StorageLimit], account: &Account) -> Result<(), Usage> {
    let of_reports = account.stocks.iter().filter_map(|facts| facts.storage.as_ref());
    let known: BTreeSet<_> = of_reports.map(StorageType::as_str).chain(TYPES).collect();
    for (limited, _) in limits.iter().filter(|(limited, _)| !known.contains(limited.as_str())) {
        if let Some(meant) = nearest(limited.as_str(), known.iter().copied()) {
            return Err(Usage(format!("limit \"{limited}\": no such storage type; did you mean {meant}?")));
        }
    }
    Ok(())
}

/// Names the SKU that may be meant by one of the exclusion list that no report knows. The page notes those anyway.
fn suggest_skus(account: &Account) {
    let unknown = account.notes.iter().filter_map(|note| match note {
        Note::ExcludedUnknown { skus } => Some(skus),
        _ => None,
    });
    for sku in unknown.flatten() {
        let known = account.stocks.iter().flat_map(|facts| facts.names()).map(Sku::as_str);
        if let Some(meant) = nearest(sku, known) {
            warning(&format!("no report knows the SKU {sku} of the exclusion list; did you mean {meant}?"));
        }
    }
}
