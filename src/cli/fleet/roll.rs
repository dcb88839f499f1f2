//! The roll: all accounts that are asked for, checked before any work is done.
//!
//! It lies in a temporary file, one account a line. In memory stand some twenty bytes an account while ids are checked, and nothing
//! afterwards, so that standard input may be as long as it likes; it is read to its end first, since a second account of the same
//! name is to be known before the first has been worked on.

use super::entry::Entry;
use super::shard::Shard;
use super::walk::{Few, PassedOver, walk};
use crate::cli::files::Waiting;
use crate::cli::out::{keep, warning};
use crate::cli::usage::Usage;
use anyhow::Context as _;
use ipi::ids::printable;
use ipi::output::words::count;
use serde::Deserialize;
use std::collections::HashSet;
use std::fs::File;
use std::hash::BuildHasher as _;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// The accounts, in the order in which they were named.
pub(super) struct Roll {
    file: File,
    /// How many there are.
    pub(super) count: u64,
}

impl Roll {
    /// Finds the accounts of folders, manifests and standard input; of several shards those of one.
    ///
    /// Whoever stands in the output file of a run before and is not asked for any more is told: it leaves the file.
    pub(super) fn of(paths: &[PathBuf], shard: Option<Shard>, before: Option<&Path>) -> anyhow::Result<Roll> {
        let mut writing = Writing {
            out: BufWriter::new(tempfile::tempfile().context("cannot keep the list of accounts")?),
            ids: HashSet::new(),
            seen: HashSet::new(),
            twice: Few::default(),
            count: 0,
            shard,
        };
        let here = [PathBuf::from(".")];
        for path in if paths.is_empty() { &here } else { paths } {
            writing.add_all(path)?;
        }
        if writing.ids.is_empty() {
            // Whoever was to name them may have died.
            if let Some(before) = before.filter(|file| file.metadata().is_ok_and(|there| there.len() > 0)) {
                return Err(Usage(format!(
                    "no account is named, and {} stays as it is; next: look at what names them",
                    before.display()
                ))
                .into());
            }
            warning("no account is named: there is nothing to do");
        }
        if let Some(before) = before {
            writing.tell_gone(before);
        }
        if writing.twice.count > 0 {
            warning(&format!(
                "of an account the history keeps one run a day in each marketplace, and several lines are of one: {}",
                writing.twice.told()
            ));
        }
        let file = writing.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Roll { file, count: writing.count })
    }

    /// The accounts from the first on.
    pub(super) fn read(&self) -> io::Result<impl Iterator<Item = io::Result<Entry>> + Send + use<>> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        let lines = BufReader::new(file).split(b'\n');
        Ok(lines.map(|line| serde_json::from_slice(&line?).map_err(io::Error::from)))
    }
}

struct Writing {
    out: BufWriter<File>,
    /// A mark of each id; a random one, so that no manifest can be written in which two that differ are alike.
    ids: HashSet<u64>,
    /// The same of the account that the history knows each by, with its marketplace and day.
    seen: HashSet<u64>,
    /// Those that are named by a second line.
    twice: Few,
    count: u64,
    shard: Option<Shard>,
}

impl Writing {
    fn add_all(&mut self, path: &Path) -> anyhow::Result<()> {
        if path == Path::new("-") {
            return self.add_lines("standard input", io::stdin().lock());
        }
        if path.is_dir() {
            let before = self.count;
            let named = self.ids.len();
            let passed = walk(path, &mut |entry| {
                let id = entry.id.clone();
                self.add(&entry)?.then_some(()).with_context(|| {
                    Usage(format!(
                        "two accounts are called {id}, one of them in {}; next: name the folder above both, or give them ids in a \
                         manifest",
                        path.display()
                    ))
                })
            })?;
            tell(&passed);
            return match (self.count - before, self.ids.len() - named) {
                (0, 0) => Err(Usage(format!(
                    "{} holds no folder with reports; next: name the folder in which the folders of the accounts lie",
                    path.display()
                ))
                .into()),
                _ => Ok(()),
            };
        }
        // A pipe may be a manifest, and may be one to which nobody writes.
        let is_pipe = path.metadata().is_ok_and(|found| !found.is_file());
        let name = path.display().to_string();
        let waiting =
            is_pipe.then(|| Waiting::until(format!("somebody to write a manifest to {}", printable(&name))));
        let file = File::open(path)
            .map_err(|error| Usage(format!("{name}: {error}; name a folder of accounts, a manifest or -")))?;
        keep(path);
        let mut lines = BufReader::with_capacity(64 << 10, file);
        lines.fill_buf().with_context(|| name.clone())?;
        drop(waiting);
        self.add_lines(&name, lines)
    }

    fn add_lines(&mut self, name: &str, lines: impl BufRead) -> anyhow::Result<()> {
        let wrong = |number: usize, why: &str| {
            Usage(format!(
                "{name}:{number}: {why}; a line of a manifest is such as {{\"id\":\"shop-1\",\"path\":\"accounts/shop-1\"}}"
            ))
        };
        let mut lines = lines;
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            // A file that is no manifest may have no line end at all.
            (&mut lines).take(MOST_LINE + 1).read_until(b'\n', &mut line).with_context(|| name.to_owned())?;
            if line.is_empty() {
                break;
            }
            if line.len() as u64 > MOST_LINE {
                return Err(wrong(number, "the line is longer than any of a manifest").into());
            }
            let text =
                line.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1).unwrap_or(&line).trim_ascii();
            if text.is_empty() {
                continue;
            }
            let entry = Entry::of_line(text).map_err(|why| wrong(number, &why))?;
            if !self.add(&entry)? {
                return Err(wrong(number, &format!("the id {} was there before", entry.id)).into());
            }
        }
        Ok(())
    }

    /// Tells who stands in a file of lines and is not asked for.
    fn tell_gone(&self, before: &Path) {
        let mut gone = Few::default();
        let lines = File::open(before)
            .into_iter()
            .flat_map(|file| BufReader::with_capacity(256 << 10, file).split(b'\n'));
        for line in lines.map_while(Result::ok) {
            let Ok(Named { id }) = serde_json::from_slice(&line) else { continue };
            if !(self.is_named(&id) && self.is_of_shard(&id)) {
                gone.add(&id);
            }
        }
        if gone.count > 0 {
            let accounts = count(gone.count, "account", "accounts");
            let (file, leave) = (before.display(), if gone.count == 1 { "leaves" } else { "leave" });
            warning(&format!("{accounts} of {file} not asked for any more {leave} it: {}", gone.told()));
        }
    }

    /// Adds an account, if it is one of the shard; says whether its id is new.
    fn add(&mut self, entry: &Entry) -> io::Result<bool> {
        if !self.ids.insert(self.mark(&entry.id)) {
            return Ok(false);
        }
        // Where no account is named, the history has it under its id.
        let account = entry.account.as_ref().unwrap_or(&entry.id);
        if !self.seen.insert(self.ids.hasher().hash_one((account, &entry.marketplace, &entry.as_of))) {
            self.twice.add(account);
        }
        if self.is_of_shard(&entry.id) {
            serde_json::to_writer(&mut self.out, entry)?;
            self.out.write_all(b"\n")?;
            self.count += 1;
        }
        Ok(true)
    }

    fn mark(&self, id: &str) -> u64 {
        self.ids.hasher().hash_one(id)
    }

    fn is_named(&self, id: &str) -> bool {
        self.ids.contains(&self.mark(id))
    }

    fn is_of_shard(&self, id: &str) -> bool {
        self.shard.is_none_or(|shard| shard.has(id))
    }
}

/// What was passed over, and what may be meant otherwise, in words.
fn tell(passed: &PassedOver) {
    let PassedOver { empty, links, around, settings } = passed;
    if around.count > 0 {
        warning(&format!(
            "a report lies beside folders with reports, so that all are taken for one account: {}; next: if the folders \
             are accounts, move the report into the folder of its account",
            around.told()
        ));
    }
    if settings.count > 0 {
        warning(&format!(
            "settings that lie above accounts are not read: {}; next: put them into an ipi.toml beside the reports of each \
             account that they are meant for",
            settings.told()
        ));
    }
    if links.count > 0 {
        let folders =
            count(links.count, "link to a folder is not followed", "links to folders are not followed");
        warning(&format!("{folders}: {}; next: name them in a manifest", links.told()));
    }
    if empty.count > 0 {
        let folders = count(empty.count, "empty folder is no account", "empty folders are no accounts");
        warning(&format!("{folders}: {}", empty.told()));
    }
}

/// What is read of a line that was written before.
#[derive(Deserialize)]
struct Named {
    id: String,
}

/// No line of a manifest is longer.
const MOST_LINE: u64 = 1 << 20;
