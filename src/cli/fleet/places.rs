//! Where the outputs of a fleet may go: not over a report or the settings of an account, and not over each other.
//!
//! The children read the accounts, so that the parent cannot know their files; what is there tells what it is.

use super::journal::beside;
use crate::cli::files;
use crate::cli::out::target;
use crate::cli::settings;
use crate::cli::usage::Usage;
use ipi::draft::folder_of;
use std::path::{Path, PathBuf, absolute};

/// Endings of tables.
const TABLES: [&str; 6] = ["csv", "tsv", "tab", "html", "htm", "xlsx"];

/// Refuses a place that would cost somebody a file.
pub(super) fn check(table: Option<&Path>, lines: Option<&Path>) -> Result<(), Usage> {
    let refused = |place: &Path, why: &str| {
        Err(Usage(format!("{}: {why}, and nothing was written; next: name another file", place.display())))
    };
    for place in [table, lines].into_iter().flatten() {
        if place.file_name().is_some_and(|name| name == settings::NAME) {
            return refused(place, "that is the name of the settings of an account");
        }
        if place.exists() && !place.is_file() {
            return refused(place, "it is no plain file");
        }
        if place.is_file() && files::may_be_report(place) {
            return refused(place, "it is a report");
        }
    }
    let form = lines.and_then(|lines| lines.extension()?.to_str());
    if let Some(form) = form.filter(|form| TABLES.contains(&form.to_ascii_lowercase().as_str())) {
        return Err(Usage(format!(
            "--out takes the lines of JSON and their journal, not a table: name it .jsonl; -o FILE.{form} takes the table"
        )));
    }
    if let (Some(table), Some(lines)) = (table, lines) {
        let same = |other: &Path| whole(table) == whole(other);
        if same(lines) || same(&beside(lines)) {
            return refused(table, "the lines and their journal go there");
        }
    }
    Ok(())
}

/// A place however it is named.
fn whole(place: &Path) -> PathBuf {
    let place = target(place);
    let folder = folder_of(&place).canonicalize().or_else(|_| absolute(folder_of(&place)));
    folder.map_or_else(|_| place.clone(), |folder| folder.join(place.file_name().unwrap_or_default()))
}
