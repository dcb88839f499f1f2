//! Paths into sources: files, folders with all that is in them, archives as downloaded, standard input.

use flate2::read::MultiGzDecoder;
use ipi::report::{ReadAt, Source};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::path::{Path, PathBuf};

/// A stream up to this size stays in memory; a larger one goes to a temporary file that no name leads to.
const IN_MEMORY: u64 = 16 << 20;
/// An archive may grow this much when it is unpacked. Reports shrink to a tenth; what grows more is no report.
const MOST_GROWTH: u64 = 200;
/// What an archive may hold at most.
const MOST_MEMBERS: usize = 200;

/// Opens everything that the paths lead to, in the order given, folders in the order of names. With no path: the current
/// folder. What cannot be opened becomes a source that says why, so that it is one problem among the others.
pub(super) fn open(paths: &[PathBuf]) -> Vec<Source> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut sources = Vec::new();
    let mut seen = Seen::default();
    for path in paths {
        let opened = if path == Path::new("-") {
            spooled(io::stdin().lock(), u64::MAX).map(|spool| sources.push(Source::new("-", spool)))
        } else if path.is_dir() {
            folder(path, &mut seen, &mut sources)
        } else {
            file(path, &mut seen, &mut sources)
        };
        note_failure(path, opened, &mut sources);
    }
    sources
}

/// Files that are open: one that is named twice, or stands in a folder that is named too, is read once.
type Seen = std::collections::HashSet<PathBuf>;

/// Where opening failed, a source stands for the path and fails again, with the reason, when it is read.
fn note_failure(path: &Path, opened: io::Result<()>, sources: &mut Vec<Source>) {
    if let Err(error) = opened {
        sources.push(Source::new(&name(path), Broken(error)));
    }
}

/// All files below a folder that may be reports: by their endings, since a folder of downloads holds other things too.
fn folder(path: &Path, seen: &mut Seen, sources: &mut Vec<Source>) -> io::Result<()> {
    let mut entries: Vec<_> = path.read_dir()?.collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if hidden {
            continue;
        }
        if entry.file_type()?.is_dir() {
            let opened = folder(&path, seen, sources);
            note_failure(&path, opened, sources);
        } else if path.is_file() && may_be_report(&path) {
            let opened = file(&path, seen, sources);
            note_failure(&path, opened, sources);
        }
    }
    Ok(())
}

fn may_be_report(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    matches!(ending.as_str(), "csv" | "txt" | "tsv" | "tab" | "gz" | "zip")
}

/// A path as people write it: without the `./` that walking the current folder puts before it.
fn name(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

fn file(path: &Path, seen: &mut Seen, sources: &mut Vec<Source>) -> io::Result<()> {
    if !seen.insert(path.canonicalize().unwrap_or_else(|_| path.into())) {
        return Ok(());
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        // A pipe or a device can be read once, from its beginning.
        sources.push(Source::new(&name(path), spooled(file, u64::MAX)?));
        return Ok(());
    }
    let on_disk = OnDisk { length: metadata.len(), file };
    let mut start = [0; 4];
    let filled = on_disk.read_at(0, &mut start)?;
    let most = metadata.len().saturating_mul(MOST_GROWTH).saturating_add(1 << 20);
    match &start[..filled] {
        [0x1f, 0x8b, ..] => {
            let unpacked = spooled(MultiGzDecoder::new(io::BufReader::new(on_disk.file)), most);
            sources.push(Source::new(&name(path), unpacked.map_err(damaged)?));
        }
        b"PK\x03\x04" | b"PK\x05\x06" => archive(path, on_disk.file, most, sources)?,
        _ => sources.push(Source::new(&name(path), on_disk)),
    }
    Ok(())
}

/// What went wrong with an archive, in words that do not need knowledge of archives.
fn damaged(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!("the archive is damaged or cut off: {error}"))
}

fn archive(path: &Path, file: File, most: u64, sources: &mut Vec<Source>) -> io::Result<()> {
    let mut archive = zip::ZipArchive::new(io::BufReader::new(file)).map_err(damaged)?;
    if archive.len() > MOST_MEMBERS {
        return Err(io::Error::other(format!("the archive holds more than {MOST_MEMBERS} files")));
    }
    let mut left = most;
    let mut members = Vec::new();
    for i in 0..archive.len() {
        let member = archive.by_index(i).map_err(damaged)?;
        let member_name = member.name().map_err(damaged)?.into_owned();
        // A spreadsheet is an archive too: it is refused as what it is.
        if matches!(member_name.as_str(), "[Content_Types].xml" | "mimetype") {
            sources.push(Source::new(&name(path), b"PK\x03\x04[Content_Types].xml".to_vec()));
            return Ok(());
        }
        let hidden = member_name.rsplit('/').next().is_some_and(|last| last.starts_with('.'));
        if member.is_dir() || hidden || member_name.starts_with("__MACOSX/") {
            continue;
        }
        let unpacked = spooled(member, left).map_err(damaged)?;
        left = left.saturating_sub(unpacked.len());
        members.push(Source::new(&format!("{}!{member_name}", name(path)), unpacked));
    }
    if members.is_empty() {
        return Err(io::Error::other("the archive is empty"));
    }
    sources.append(&mut members);
    Ok(())
}

/// Reads a stream to its end, `most` bytes at most.
fn spooled(stream: impl Read, most: u64) -> io::Result<Spool> {
    let mut stream = stream.take(most.saturating_add(1));
    let mut head = Vec::new();
    stream.by_ref().take(IN_MEMORY).read_to_end(&mut head)?;
    let mut length = head.len() as u64;
    let spool = if length < IN_MEMORY {
        Spool::Memory(head)
    } else {
        let mut file = tempfile::tempfile()?;
        io::Write::write_all(&mut file, &head)?;
        length += io::copy(&mut stream, &mut file)?;
        file.rewind()?;
        Spool::Disk(OnDisk { file, length })
    };
    if length > most {
        return Err(io::Error::other("unpacked it is more than 200 times as large: that is no report"));
    }
    Ok(spool)
}

/// What a stream held.
enum Spool {
    Memory(Vec<u8>),
    Disk(OnDisk),
}

impl ReadAt for Spool {
    fn len(&self) -> u64 {
        match self {
            Spool::Memory(bytes) => ReadAt::len(bytes),
            Spool::Disk(file) => file.len(),
        }
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Spool::Memory(bytes) => bytes.read_at(offset, buffer),
            Spool::Disk(file) => file.read_at(offset, buffer),
        }
    }
}

/// A path that could not be opened.
struct Broken(io::Error);

impl ReadAt for Broken {
    fn len(&self) -> u64 {
        0
    }

    fn read_at(&self, _: u64, _: &mut [u8]) -> io::Result<usize> {
        Err(match self.0.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::new(self.0.kind(), self.0.to_string()),
        })
    }
}

/// A file as long as it was when it was opened: what is appended meanwhile is not read.
struct OnDisk {
    file: File,
    length: u64,
}

impl ReadAt for OnDisk {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(offset);
        let wanted = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = positioned(&self.file, offset, &mut buffer[..wanted])?;
        if read == 0 && wanted > 0 {
            return Err(io::Error::other(
                "the file became shorter while it was read; try again when it is complete",
            ));
        }
        Ok(read)
    }
}

#[cfg(unix)]
fn positioned(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn positioned(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}
