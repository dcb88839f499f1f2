//! The roll: all accounts that are asked for, checked before any work is done.
//!
//! It lies in a temporary file, one account a line. In memory stand some twenty bytes an account while ids are checked, and nothing
//! afterwards, so that standard input may be as long as it likes; it is read to its end first, since a second account of the same
//! name is to be known before the first has been worked on.

use super::entry::Entry;
use super::shard::Shard;
use super::walk::walk;
use crate::cli::out::keep;
use crate::cli::usage::Usage;
use anyhow::Context as _;
use std::collections::HashSet;
use std::fs::File;
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
    pub(super) fn of(paths: &[PathBuf], shard: Option<Shard>) -> anyhow::Result<Roll> {
        let mut writing = Writing {
            out: BufWriter::new(tempfile::tempfile().context("cannot keep the list of accounts")?),
            ids: HashSet::new(),
            count: 0,
            shard,
        };
        let here = [PathBuf::from(".")];
        for path in if paths.is_empty() { &here } else { paths } {
            writing.add_all(path)?;
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
            walk(path, &mut |entry| {
                let id = entry.id.clone();
                self.add(&entry)?.then_some(()).with_context(|| {
                    Usage(format!(
                        "two accounts are called {id}, one of them in {}; next: name the folder above both, or give them ids in a \
                         manifest",
                        path.display()
                    ))
                })
            })?;
            return match (self.count - before, self.ids.len() - named) {
                (0, 0) => Err(Usage(format!(
                    "{} holds no folder with reports; next: name the folder in which the folders of the accounts lie",
                    path.display()
                ))
                .into()),
                _ => Ok(()),
            };
        }
        let file = File::open(path).map_err(|error| {
            Usage(format!("{}: {error}; name a folder of accounts, a manifest or -", path.display()))
        })?;
        keep(path);
        self.add_lines(&path.display().to_string(), BufReader::with_capacity(64 << 10, file))
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

    /// Adds an account, if it is one of the shard; says whether its id is new.
    fn add(&mut self, entry: &Entry) -> io::Result<bool> {
        use std::hash::BuildHasher as _;
        if !self.ids.insert(self.ids.hasher().hash_one(&entry.id)) {
            return Ok(false);
        }
        if self.shard.is_none_or(|shard| shard.has(&entry.id)) {
            serde_json::to_writer(&mut self.out, entry)?;
            self.out.write_all(b"\n")?;
            self.count += 1;
        }
        Ok(true)
    }
}

/// No line of a manifest is longer.
const MOST_LINE: u64 = 1 << 20;
