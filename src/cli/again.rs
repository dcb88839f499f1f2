//! Commands to be typed after this one, with what was typed for this one as far as they need it.

use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::input::InputArgs;
use ipi::history::Account;
use ipi::output::words::typed;
use std::fmt::Display;

/// ` fba -m UK --lenient`: what follows the name of a command that reads the same reports in the same way.
pub(super) fn reports(input: &InputArgs, marketplace: &MarketplaceArgs) -> String {
    let (paths, how) = input.typed();
    paths + &flag("-m", marketplace.stated()) + &how
}

/// ` --account "Shop 2" --history other.sqlite3`: whose score it is, and where it is kept.
pub(super) fn whose(history: &HistoryArgs) -> String {
    let file = history.stated().map(|file| typed(&file.display().to_string()));
    account(history.named().map(Account::as_str)) + &flag("--history", file)
}

/// ` --account "Shop 2"`.
pub(super) fn account(name: Option<&str>) -> String {
    flag("--account", name.map(typed))
}

/// A flag with its value, where it has one.
pub(super) fn flag(name: &str, value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| format!(" {name} {value}"))
}
