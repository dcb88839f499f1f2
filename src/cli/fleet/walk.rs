//! The accounts of a folder: every folder below it that holds reports.

use super::entry::{Entry, decoded};
use crate::cli::files;
use crate::cli::settings;
use crate::cli::usage::Usage;
use ipi::ids::printable;
use std::ffi::{OsStr, OsString};
use std::fs::DirEntry;
use std::io;
use std::path::{Path, PathBuf};

/// Gives each account below a folder, in the order of their names, to `take`.
///
/// A folder is an account, with all that is below it, where a report lies in it, or where all folders in it are days or weeks
/// (`2026-11-23`, `2026-W48`), as downloads are kept. One in which other folders lie is looked through. The name of an account is
/// its path below the folder that was named.
///
/// What was passed over, and what may be meant otherwise, is returned.
pub(super) fn walk(
    root: &Path,
    take: &mut impl FnMut(Entry) -> anyhow::Result<()>,
) -> anyhow::Result<PassedOver> {
    let mut passed = PassedOver::default();
    let id = root.canonicalize().ok().and_then(|path| path.file_name().map(OsStr::to_owned));
    let id = id.unwrap_or_else(|| root.as_os_str().to_owned());
    below(root, &PathBuf::from(&id), Path::new(""), take, &mut passed)?;
    Ok(passed)
}

/// Folders that are no accounts, though somebody may take them for some, and one that may be meant as several.
#[derive(Debug, Default)]
pub(super) struct PassedOver {
    /// Nothing lies in them: maybe a download failed.
    pub(super) empty: Few,
    /// Links to folders, which may lead round in a circle.
    pub(super) links: Few,
    /// Accounts in which other folders with reports lie: maybe a report lies beside the folders of several.
    pub(super) around: Few,
    /// Settings above accounts, where no account has them.
    pub(super) settings: Few,
}

/// How many there are, and the names of some.
#[derive(Debug, Default)]
pub(super) struct Few {
    pub(super) count: u64,
    names: Vec<String>,
}

impl Few {
    pub(super) fn add(&mut self, name: &str) {
        self.count += 1;
        if self.names.len() < 5 {
            self.names.push(printable(name));
        }
    }

    /// The names, and a mark where there are more.
    pub(super) fn told(&self) -> String {
        let more = if self.count > self.names.len() as u64 { ", ..." } else { "" };
        self.names.join(", ") + more
    }
}

/// Goes through `folder`, which is called `own` if it is an account itself, and stands before the names of those in it as `before`.
fn below(
    folder: &Path,
    own: &Path,
    before: &Path,
    take: &mut impl FnMut(Entry) -> anyhow::Result<()>,
    passed: &mut PassedOver,
) -> anyhow::Result<()> {
    let found = match Found::of(folder) {
        Ok(found) => found,
        // Nobody is lost because a folder cannot be looked into: it has a line of its own.
        Err(error) if before != Path::new("") => {
            return take(Entry {
                wrong: Some(format!("{}: {error}", folder.display())),
                ..entry(folder, own)
            });
        }
        Err(error) => return Err(Usage(format!("{}: {error}", folder.display())).into()),
    };
    if found.is_account(folder) {
        if found.lies_around_others(folder) {
            passed.around.add(&own.display().to_string());
        }
        return take(entry(folder, own));
    }
    if found.settings {
        passed.settings.add(&folder.join(settings::NAME).display().to_string());
    }
    if found.files.is_empty() && found.folders.is_empty() && before != Path::new("") {
        passed.empty.add(&before.display().to_string());
    }
    found.links.iter().for_each(|name| passed.links.add(&before.join(name).display().to_string()));
    for name in found.folders {
        let id = before.join(&name);
        below(&folder.join(&name), &id, &id, take, passed)?;
    }
    Ok(())
}

fn entry(folder: &Path, own: &Path) -> Entry {
    let id: Vec<_> = own.iter().map(|name| decoded(name.as_encoded_bytes(), "\\x").0).collect();
    let path = folder.to_str().map(str::to_owned);
    let wrong =
        path.is_none().then(|| "the name of the folder is not UTF-8; next: give it another name".to_owned());
    let path = path.unwrap_or_else(|| folder.display().to_string());
    Entry { id: id.join("/"), path, wrong, ..Entry::default() }
}

/// What lies in a folder, as far as that tells whether it is an account.
struct Found {
    files: Vec<PathBuf>,
    folders: Vec<OsString>,
    links: Vec<OsString>,
    settings: bool,
}

impl Found {
    fn of(folder: &Path) -> io::Result<Found> {
        let mut found = Found { files: Vec::new(), folders: Vec::new(), links: Vec::new(), settings: false };
        let mut entries: Vec<DirEntry> = folder.read_dir()?.collect::<io::Result<_>>()?;
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            let shown = name.to_string_lossy();
            found.settings |= shown == settings::NAME;
            if shown.starts_with('.') || files::is_beside(&shown) {
                continue;
            }
            // As for the reports of an account, a link to a folder is not followed.
            if entry.file_type()?.is_dir() {
                found.folders.push(name);
            } else if entry.path().is_file() {
                found.files.push(entry.path());
            } else if entry.path().is_dir() {
                found.links.push(name);
            }
        }
        Ok(found)
    }

    fn is_account(&self, folder: &Path) -> bool {
        match (self.files.is_empty(), self.folders.is_empty()) {
            (false, true) => true,
            (true, false) => self.holds_days(folder),
            // Notes and pictures may lie beside the folders of accounts; where a report does, they are this account's.
            (false, false) => self.files.iter().any(|file| files::may_be_report(file)),
            (true, true) => false,
        }
    }

    /// Folders that are named by no day or week.
    fn undated(&self) -> impl Iterator<Item = &OsString> {
        self.folders.iter().filter(|name| !name.to_str().is_some_and(is_dated))
    }

    /// Do folders of days or weeks lie in it, and no other that holds reports?
    fn holds_days(&self, folder: &Path) -> bool {
        self.undated().count() < self.folders.len()
            && !self.undated().any(|name| holds_report(&folder.join(name), true))
    }

    /// Does a report lie beside folders that would be accounts by themselves?
    fn lies_around_others(&self, folder: &Path) -> bool {
        let holds = |name: &&OsString| holds_report(&folder.join(name), false);
        !self.files.is_empty() && self.undated().filter(holds).count() > 1
    }
}

/// Does a report lie in a folder, or in one below it?
fn holds_report(folder: &Path, below: bool) -> bool {
    let Ok(found) = Found::of(folder) else { return false };
    let is_deeper = |name: &OsString| below && holds_report(&folder.join(name), below);
    found.files.iter().any(|file| files::may_be_report(file)) || found.folders.iter().any(is_deeper)
}

/// Is it the name of a day or of a week?
fn is_dated(name: &str) -> bool {
    let is_week = || {
        let (year, week) = name.split_once("-W").or_else(|| name.split_once('W'))?;
        let week: u32 = week.parse().ok()?;
        Some(year.len() == 4 && year.parse::<u16>().is_ok() && (1..=53).contains(&week))
    };
    // A word may stand behind the day: 2026-11-23 download.
    let day = name.get(..10).filter(|_| !name[10..].starts_with(|c: char| c.is_ascii_digit()));
    day.is_some_and(|day| day.parse::<chrono::NaiveDate>().is_ok()) || is_week().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::is_dated;

    #[test]
    fn days_and_weeks_are_no_accounts() {
        for (name, dated) in [
            ("2026-11-23", true),
            ("2026-11-23 download", true),
            ("2026-11-234", false),
            ("2026-W48", true),
            ("2026W48", true),
            ("2026-W54", false),
            ("shop-W1", false),
            ("2026", false),
        ] {
            assert_eq!(is_dated(name), dated, "{name}");
        }
    }
}
