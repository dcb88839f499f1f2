//! Commands to be typed after this one, with what was typed for this one as far as they need it.

use super::flag::flag;
use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::input::InputArgs;
use ipi::history::Account;
use ipi::output::words::typed;

/// ` fba -m UK --lenient`: what follows the name of a command that reads the same reports in the same way.
pub(super) fn reports(input: &InputArgs, marketplace: &MarketplaceArgs) -> String {
    let (paths, how) = input.typed();
    paths + &flag("-m", marketplace.stated()) + &how
}

/// ` --account "Shop 2" --history other.sqlite3`: whose score it is, and where it is kept.
pub(super) fn whose(history: &HistoryArgs) -> String {
    account(history.named().map(Account::as_str)) + &history.typed_store()
}

/// ` --account "Shop 2"`.
pub(super) fn account(name: Option<&str>) -> String {
    flag("--account", name.map(typed))
}
