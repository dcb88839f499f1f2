//! Paths into sources: files, folders with all that is in them, archives and workbooks, standard input.
//!
//! What is a report is told by what is in it, so every file of a folder is looked at, whatever it is called. What is no
//! report is told in one line where it lay in a folder ([`ipi::report::is_stray`] draws the line), and is a problem where
//! it was named.

mod archive;
mod gzip;
mod on_disk;
mod own;
mod spool;
mod waiting;
#[cfg(feature = "spreadsheet")]
mod workbook;
#[cfg(not(feature = "spreadsheet"))]
#[path = "files/no_workbook.rs"]
mod workbook;

use super::nearest::nearest;
use super::out::keep;
use archive::{HEAD, NotUnpacked};
use ipi::draft::folder_of;
use ipi::ids::printable;
use ipi::report::{Code, Problem, ReadAt as _, Source, is_binary, is_stray};
use on_disk::OnDisk;
use spool::{MOST, Spool};
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
pub(super) use waiting::Waiting;

/// Endings that browsers give to a download while it runs.
const UNFINISHED: [&str; 4] = ["crdownload", "part", "partial", "opdownload"];

/// Endings of reports as Seller Central gives them.
const REPORTS: [&str; 5] = ["csv", "txt", "tsv", "tar", "xlsx"];

/// The first bytes of what is packed by gzip.
const GZIP: &[u8] = b"\x1f\x8b";

/// How a file came to be looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    /// The user named it.
    Named,
    /// It lay in a folder that the user named.
    Beside,
}

impl Found {
    /// The parts of an archive or a workbook; where none of them may be a report, one word for all of it.
    fn unless_all_stray(self, name: &Arc<str>, parts: Vec<Source>, what: &str) -> Vec<Source> {
        if !parts.iter().all(Source::is_stray) {
            return parts;
        }
        match self {
            Found::Beside => vec![Source::stray(name)],
            Found::Named => {
                let inside = parts.iter().filter_map(|part| part.name().split_once('!'));
                let inside: Vec<_> = inside.map(|(_, part)| part).take(5).collect();
                let detail = format!("its {what}: {}", inside.join(", "));
                vec![Source::wrong(Problem::of_file(Code::NoReportInside, name).detail(detail))]
            }
        }
    }
}

/// Opens everything that the paths lead to. With no path: the current folder. What cannot be opened becomes a source that
/// says why, so that it is one problem among the others.
pub(super) fn open(paths: &[PathBuf]) -> Vec<Source> {
    let here = [PathBuf::from(".")];
    let mut paths: Vec<_> = if paths.is_empty() { &here } else { paths }.iter().collect();
    // A file that is named and stands in a folder that is named too has been named, whichever came first.
    paths.sort_by_key(|path| (path.is_dir(), *path));
    let mut opened = Opened::default();
    for path in paths {
        if path == Path::new("-") {
            opened.attempt(path, |_| stream(&"-".into(), io::stdin().lock(), Waiting::for_stdin()));
        } else if path.is_dir() {
            opened.folder(path, Found::Named);
        } else {
            opened.attempt(path, |seen| file(path, Found::Named, seen));
        }
    }
    opened.sources
}

/// Is a name that of something which lies beside reports, and is none?
pub(super) fn is_beside(name: &str) -> bool {
    own::is_known(name)
}

/// May a file be a report, as far as its beginning tells? It is looked at as one that lies in a folder.
pub(super) fn may_be_report(path: &Path) -> bool {
    let sources = file(path, Found::Beside, &mut Seen::new());
    sources.map_or(true, |sources| sources.iter().any(|source| !source.is_stray()))
}

/// Files that are open: one that is named twice, or stands in a folder that is named too, is read once.
type Seen = HashSet<PathBuf>;

#[derive(Default)]
struct Opened {
    sources: Vec<Source>,
    seen: Seen,
}

impl Opened {
    /// Adds what a path leads to. Where opening fails, a source stands for the path and says why.
    fn attempt(&mut self, path: &Path, open: impl FnOnce(&mut Seen) -> io::Result<Vec<Source>>) {
        match open(&mut self.seen) {
            Ok(sources) => self.sources.extend(sources),
            Err(error) => {
                let not_unpacked = error.get_ref().and_then(|cause| cause.downcast_ref::<NotUnpacked>());
                if let Some(why) = not_unpacked {
                    let problem = Problem::of_file(Code::NotUnpacked, &name(path)).detail(why.to_string());
                    return self.sources.push(Source::wrong(problem));
                }
                let problem = Problem::unreadable(&name(path), &error);
                let near = near(path).filter(|_| error.kind() == io::ErrorKind::NotFound);
                self.sources.push(Source::wrong(match near {
                    Some(near) => problem.detail(format!("there is none; did you mean {near}?")),
                    None => problem,
                }));
            }
        }
    }

    /// Adds all files below a folder but for hidden ones and our own.
    fn folder(&mut self, path: &Path, found: Found) {
        if has_ending(path, &["numbers"]) {
            // Numbers keeps a document as a folder at times.
            let detail = "it is a Numbers document; in Numbers choose File > Export To > CSV";
            let problem = Problem::of_file(Code::Workbook, &name(path)).detail(detail);
            self.sources.push(Source::wrong(problem));
            return;
        }
        if has_ending(path, &["download"]) {
            // Safari keeps in such a folder what has come so far.
            self.sources.push(Source::wrong(Problem::of_file(Code::Unfinished, &name(path))));
            return;
        }
        let entries: io::Result<Vec<_>> = path.read_dir().and_then(Iterator::collect);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.attempt(path, |_| Err(error)),
        };
        if entries.is_empty() && found == Found::Beside {
            // That of this week, maybe, into which nothing has come.
            self.sources.push(Source::stray(&format!("{} (empty)", name(path))));
        }
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let (path, entry_name) = (entry.path(), entry.file_name());
            let entry_name = entry_name.to_string_lossy();
            if entry_name.starts_with('.') || own::is_known(&entry_name) {
                continue;
            }
            // A link to a folder is not followed: it may lead round in a circle.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                self.folder(&path, Found::Beside);
            } else if path.is_file() {
                self.attempt(&path, |seen| file(&path, Found::Beside, seen));
            } else if path.is_dir() {
                // Where it leads may be where the reports are: that it is passed over is told.
                self.sources.push(Source::stray(&name(&path)));
            }
        }
    }
}

/// A path as people write it: without the `./` that walking the current folder puts before it.
fn name(path: &Path) -> Arc<str> {
    path.strip_prefix(".").unwrap_or(path).display().to_string().into()
}

/// What stands in the same folder under the name nearest to that of a path which leads nowhere.
fn near(path: &Path) -> Option<String> {
    let mut names: Vec<_> = folder_of(path)
        .read_dir()
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let meant = nearest(path.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(printable(&name(&path.with_file_name(meant))))
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().unwrap_or_default();
    endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Do the first bytes begin an archive, or a workbook, which is one?
fn is_packed(start: &[u8]) -> bool {
    [GZIP, b"PK\x03\x04", b"PK\x05\x06"].iter().any(|known| start.starts_with(known))
}

fn unpack(name: &Arc<str>, packed: &OnDisk, start: &[u8], found: Found) -> io::Result<Vec<Source>> {
    if start.starts_with(GZIP) {
        return archive::gzip(name, packed, found);
    }
    archive::open(name, packed.file()?, packed.length(), found)
}

/// Reads what can be read once, from its beginning: standard input, a pipe, a device. What comes packed is unpacked as a
/// file is, and for that has to lie on disk. What is no report by its beginning may have no end, and is not read to it.
fn stream(name: &Arc<str>, mut stream: impl io::Read, waiting: Waiting) -> io::Result<Vec<Source>> {
    let mut first = [0];
    let begun = stream.read(&mut first)?;
    drop(waiting);
    let mut head = first[..begun].to_vec();
    stream.by_ref().take(HEAD).read_to_end(&mut head)?;
    if let Some(packed) = archive::packed_otherwise(&head) {
        return Err(io::Error::other(NotUnpacked(format!("it is packed by {packed}"))));
    }
    let whole = |head: Vec<u8>| Spool::of(io::Cursor::new(head).chain(stream), MOST);
    if is_packed(&head) {
        let start = head[..head.len().min(8)].to_vec();
        return unpack(name, &whole(head)?.on_disk()?, &start, Found::Named);
    }
    let goes_on = head.len() as u64 > HEAD;
    if goes_on && is_stray(&Source::new(name, head.clone())) {
        return Ok(vec![Source::new(name, head)]);
    }
    Ok(vec![Source::new(name, whole(head)?)])
}

fn file(path: &Path, found: Found, seen: &mut Seen) -> io::Result<Vec<Source>> {
    if !seen.insert(path.canonicalize().unwrap_or_else(|_| path.into())) {
        return Ok(Vec::new());
    }
    let name = name(path);
    if !path.metadata()?.is_file() {
        // A pipe is not even opened before somebody writes to it.
        let waiting = Waiting::until(format!("somebody to write to {}", printable(&name)));
        return stream(&name, File::open(path)?, waiting);
    }
    let on_disk = OnDisk::open(path)?;
    let mut start = [0; 256];
    let filled = on_disk.read_at(0, &mut start)?;
    let (is_gzip, is_zip) = (start.starts_with(GZIP), start.starts_with(b"PK"));
    if has_ending(path, &UNFINISHED) {
        // A picture that is on its way down is none of our business.
        let is_other = found == Found::Beside && !is_gzip && !is_zip && is_binary(&start[..filled]);
        let problem = Problem::of_file(Code::Unfinished, &name);
        return Ok(vec![if is_other { Source::stray(&name) } else { Source::wrong(problem) }]);
    }
    if let Some(packed) = archive::packed_otherwise(&start[..filled]) {
        // Among other things in a folder it is a report's name that tells a report.
        let inner = path.file_stem().map(Path::new);
        let is_meant = found == Found::Named || inner.is_some_and(|inner| has_ending(inner, &REPORTS));
        let why = io::Error::other(NotUnpacked(format!("it is packed by {packed}")));
        return if is_meant { Err(why) } else { Ok(vec![Source::stray(&name)]) };
    }
    if is_packed(&start[..filled]) {
        keep(path);
        return unpack(&name, &on_disk, &start, found);
    }
    let source = Source::new(&name, on_disk);
    Ok(match found {
        Found::Beside if own::is_own(&source) => Vec::new(),
        Found::Beside if is_stray(&source) => vec![Source::stray(&name)],
        _ => {
            keep(path);
            vec![source]
        }
    })
}
