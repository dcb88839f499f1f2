//! What a folder looked like when its line was made: enough to know that nothing has changed, without reading it.

use super::entry::Entry;
use crate::cli::files::is_beside;
use crate::cli::settings::NAME;
use ipi::system::changed;
use std::fs::File;
use std::hash::{BuildHasher as _, Hash, Hasher};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// Of each file so many bytes are looked at, at both ends.
const ENDS: usize = 4 << 10;

/// A mark of what a line is made from: the program and its settings, what was asked for, and every file of the folder by name,
/// size, times and the bytes at both ends. A copy with the same content has other times, and so another mark.
pub(super) fn folder(entry: &Entry, settings: &str) -> u64 {
    let mut hasher = foldhash::fast::FixedState::default().build_hasher();
    (&entry.id, &entry.path, &entry.marketplace, &entry.as_of, &entry.account, settings).hash(&mut hasher);
    let path = Path::new(&entry.path);
    if path.is_dir() {
        add_folder(path, &mut hasher);
    } else {
        add_file(path, &mut hasher);
        // The settings of a file lie beside it.
        add_file(&path.with_file_name(NAME), &mut hasher);
    }
    hasher.finish()
}

/// This program: its version, and the file in which it is.
pub(super) fn program() -> String {
    let file = std::env::current_exe().and_then(std::fs::metadata).ok();
    format!("{} {:?}", env!("CARGO_PKG_VERSION"), file.map(|file| (file.len(), file.modified().ok())))
}

fn add_folder(folder: &Path, hasher: &mut impl Hasher) {
    let Ok(entries) = folder.read_dir() else { return "closed".hash(hasher) };
    let mut entries: Vec<_> = entries.filter_map(Result::ok).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let shown = name.to_string_lossy();
        if shown.starts_with('.') || (is_beside(&shown) && shown != NAME) {
            continue;
        }
        name.hash(hasher);
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => add_folder(&entry.path(), hasher),
            _ => add_file(&entry.path(), hasher),
        }
        ")".hash(hasher);
    }
}

fn add_file(file: &Path, hasher: &mut impl Hasher) {
    let Ok(found) = file.metadata() else { return "none".hash(hasher) };
    (found.len(), found.is_file(), found.modified().ok(), changed(&found)).hash(hasher);
    if found.is_file() {
        ends(file, found.len()).hash(hasher);
    }
}

/// The bytes at both ends of a file.
fn ends(file: &Path, length: u64) -> Option<Vec<u8>> {
    let mut file = File::open(file).ok()?;
    let mut bytes = Vec::with_capacity(2 * ENDS);
    (&mut file).take(ENDS as u64).read_to_end(&mut bytes).ok()?;
    if length > ENDS as u64 {
        file.seek(SeekFrom::Start(length - ENDS as u64)).ok()?;
        file.take(ENDS as u64).read_to_end(&mut bytes).ok()?;
    }
    Some(bytes)
}
