//! Which history: the file, the account, the marketplace.

use super::flag::flag;
use super::marketplaces::Marketplaces;
use anyhow::Context as _;
use clap::Args;
use clap_complete::{ArgValueCandidates, CompletionCandidate};
use etcetera::BaseStrategy as _;
use ipi::history::{Account, History};
use ipi::ids::Marketplace;
use ipi::output::words::typed;
use std::path::{Path, PathBuf};

/// Names the history file where no flag does.
const VARIABLE: &str = "IPI_HISTORY";

/// Where the history is kept.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "History")]
pub(super) struct StoreArgs {
    /// The history file [default: ipi/history.sqlite3 in your data folder]
    #[arg(long, value_name = "FILE", env = VARIABLE)]
    history: Option<PathBuf>,
}

/// Whose history.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "History")]
pub(super) struct AccountArgs {
    /// Name of the seller account, if you keep several apart
    #[arg(long, value_name = "NAME", env = "IPI_ACCOUNT", add = ArgValueCandidates::new(accounts))]
    account: Option<Account>,
}

/// Which marketplace: a score belongs to one.
#[derive(Clone, Debug, Args)]
pub(super) struct MarketplaceArgs {
    /// The marketplace, such as US, UK or DE [default: the one that the reports name; without reports US]
    #[arg(short, long, value_name = "CODE", value_parser = Marketplaces, hide_possible_values = true)]
    #[arg(env = "IPI_MARKETPLACE")]
    marketplace: Option<Marketplace>,
}

/// For commands that use the history but can do without.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "History")]
pub(super) struct HistoryArgs {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    account: AccountArgs,
    /// Neither read nor write the history
    #[arg(long)]
    no_history: bool,
}

impl StoreArgs {
    /// The file: by flag, by environment, else in the user's data folder, which is `$XDG_DATA_HOME` or `~/.local/share`
    /// on Linux, `~/Library/Application Support` on macOS, `%APPDATA%` on Windows.
    pub(super) fn path(&self) -> anyhow::Result<PathBuf> {
        if let Some(path) = self.history.as_ref().filter(|path| !path.as_os_str().is_empty()) {
            return Ok(path.clone());
        }
        // The account of the system names a home too, but whoever empties the variable does not mean that one.
        let is_empty = |name| std::env::var_os(name).is_some_and(|value| value.is_empty());
        let has_place = std::env::var_os("XDG_DATA_HOME").is_some_and(|place| !place.is_empty());
        anyhow::ensure!(
            !ipi::system::HOME_IS_A_VARIABLE || has_place || !is_empty("HOME"),
            "HOME is empty, so there is no folder to keep the history in; next: name a file with --history, or say --no-history"
        );
        let places = etcetera::base_strategy::choose_native_strategy()
            .context("there is no home folder to keep the history in; name a file with --history")?;
        Ok(places.data_dir().join("ipi").join("history.sqlite3"))
    }

    /// The file, where it was named by flag: whoever types a command that follows has to name it too.
    pub(super) fn stated(&self) -> Option<&Path> {
        let by_environment = std::env::var_os(VARIABLE).map(PathBuf::from);
        self.history.as_deref().filter(|path| by_environment.as_deref() != Some(*path))
    }

    /// ` --history other.sqlite3`, where that was typed.
    pub(super) fn typed(&self) -> String {
        flag("--history", self.stated().map(|file| typed(&file.display().to_string())))
    }

    /// Opens the history to add to it.
    pub(super) fn open(&self) -> anyhow::Result<History> {
        let path = self.path()?;
        let history = History::open(&path)?;
        super::out::keep(&path);
        Ok(history)
    }

    /// Opens the history to read it; `None` where none was begun.
    pub(super) fn open_existing(&self) -> anyhow::Result<Option<History>> {
        let path = self.path()?;
        super::out::keep(&path);
        Ok(History::open_existing(&path)?)
    }
}

/// The accounts of the usual history, for shells to complete; none where it cannot be read.
fn accounts() -> Vec<CompletionCandidate> {
    let store = StoreArgs { history: std::env::var_os(VARIABLE).map(PathBuf::from) };
    let kept = store.open_existing().ok().flatten().and_then(|history| history.kept().ok());
    // They are sorted, with a row for each marketplace.
    let mut names: Vec<_> = kept.unwrap_or_default().into_iter().map(|kept| kept.account).collect();
    names.dedup();
    names.into_iter().map(CompletionCandidate::new).collect()
}

impl AccountArgs {
    /// The account named, else `default`.
    pub(super) fn get(&self) -> Account {
        self.account.clone().unwrap_or_default()
    }

    /// The account, where one is named.
    pub(super) fn named(&self) -> Option<&Account> {
        self.account.as_ref()
    }
}

impl MarketplaceArgs {
    /// The marketplace named, else the United States.
    pub(super) fn get(&self) -> Marketplace {
        self.marketplace.unwrap_or(Marketplace::US)
    }

    /// The marketplace, where one is named.
    pub(super) fn stated(&self) -> Option<Marketplace> {
        self.marketplace
    }
}

impl HistoryArgs {
    /// The account, where one is named.
    pub(super) fn named(&self) -> Option<&Account> {
        self.account.named()
    }

    /// The account named, else `default`.
    pub(super) fn account(&self) -> Account {
        self.account.get()
    }

    /// ` --history other.sqlite3`, where that was typed.
    pub(super) fn typed_store(&self) -> String {
        self.store.typed()
    }

    /// The history file, where another than the usual one is named.
    #[cfg(feature = "mail")]
    pub(super) fn elsewhere(&self) -> anyhow::Result<Option<PathBuf>> {
        let usual = StoreArgs { history: None }.path().ok();
        let here = self.store.path()?;
        Ok(Some(here).filter(|here| usual.as_ref() != Some(here)))
    }

    /// A folder beside the history file, whether or not that is used.
    #[cfg(feature = "mail")]
    pub(super) fn folder_beside(&self, name: &str) -> anyhow::Result<PathBuf> {
        Ok(self.store.path()?.with_file_name(name))
    }

    /// Opens the history to read it; `None` where none was begun, and with `--no-history`.
    pub(super) fn open_existing(&self) -> anyhow::Result<Option<History>> {
        if self.no_history { Ok(None) } else { self.store.open_existing() }
    }

    /// Opens the history to read and to add to it; `None` with `--no-history`, which wins over the environment.
    pub(super) fn open(&self) -> anyhow::Result<Option<History>> {
        if self.no_history { Ok(None) } else { self.store.open().map(Some) }
    }
}
