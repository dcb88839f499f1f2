//! Paths into sources: files, folders with all that is in them, archives as downloaded, standard input.

use anyhow::Context as _;
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
/// folder.
pub(super) fn open(paths: &[PathBuf]) -> anyhow::Result<Vec<Source>> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut sources = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            sources.push(Source::new("-", spooled(io::stdin().lock(), u64::MAX)?));
        } else {
            let metadata = path.metadata().with_context(|| format!("{}: cannot be read", path.display()))?;
            if metadata.is_dir() {
                folder(path, &mut sources)?;
            } else {
                file(path, &mut sources)?;
            }
        }
    }
    Ok(sources)
}

/// All files below a folder that may be reports: by their endings, since a folder of downloads holds other things too.
fn folder(path: &Path, sources: &mut Vec<Source>) -> anyhow::Result<()> {
    let context = || format!("{}: cannot be read", path.display());
    let mut entries: Vec<_> =
        path.read_dir().with_context(context)?.collect::<Result<_, _>>().with_context(context)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if hidden {
            continue;
        }
        if entry.file_type().with_context(context)?.is_dir() {
            folder(&path, sources)?;
        } else if path.is_file() && may_be_report(&path) {
            file(&path, sources)?;
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

fn file(path: &Path, sources: &mut Vec<Source>) -> anyhow::Result<()> {
    let context = || format!("{}: cannot be read", path.display());
    let file = File::open(path).with_context(context)?;
    let metadata = file.metadata().with_context(context)?;
    if !metadata.is_file() {
        // A pipe or a device can be read once, from its beginning.
        sources.push(Source::new(&name(path), spooled(file, u64::MAX).with_context(context)?));
        return Ok(());
    }
    let on_disk = OnDisk { length: metadata.len(), file };
    let mut start = [0; 4];
    let filled = on_disk.read_at(0, &mut start).with_context(context)?;
    let most = metadata.len().saturating_mul(MOST_GROWTH).saturating_add(1 << 20);
    match &start[..filled] {
        [0x1f, 0x8b, ..] => {
            let unpacked = spooled(MultiGzDecoder::new(io::BufReader::new(on_disk.file)), most);
            sources.push(Source::new(&name(path), unpacked.with_context(context)?));
        }
        b"PK\x03\x04" => archive(path, on_disk.file, most, sources).with_context(context)?,
        _ => sources.push(Source::new(&name(path), on_disk)),
    }
    Ok(())
}

fn archive(path: &Path, file: File, most: u64, sources: &mut Vec<Source>) -> anyhow::Result<()> {
    let mut archive = zip::ZipArchive::new(io::BufReader::new(file))?;
    anyhow::ensure!(archive.len() <= MOST_MEMBERS, "the archive holds more than {MOST_MEMBERS} files");
    let mut left = most;
    for i in 0..archive.len() {
        let member = archive.by_index(i)?;
        let member_name = member.name()?.into_owned();
        // A spreadsheet is an archive too: it is refused as what it is.
        if member_name == "[Content_Types].xml" {
            sources.push(Source::new(&name(path), b"PK\x03\x04".to_vec()));
            return Ok(());
        }
        if member.is_dir() || member_name.starts_with("__MACOSX/") {
            continue;
        }
        let unpacked = spooled(member, left)?;
        left = left.saturating_sub(unpacked.len());
        sources.push(Source::new(&format!("{}!{member_name}", name(path)), unpacked));
    }
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
