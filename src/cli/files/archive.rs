//! Archives as downloaded: what is in them is looked at as if it lay in a folder.

use super::gzip::Parts;
use super::on_disk::OnDisk;
use super::spool::{MOST, Spool};
use super::{Found, own, workbook};
use ipi::report::{Code, Problem, Source, is_stray};
use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom};
use std::sync::Arc;
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// An archive may grow this much when it is unpacked. Reports shrink to a tenth; what grows more is no report.
const MOST_GROWTH: u64 = 200;
/// What an archive with reports in it may hold at most.
const MOST_MEMBERS: usize = 200;
/// So many files of an archive are looked at: of a larger one of pictures the rest will be pictures too.
const MOST_LOOKED_AT: usize = 1000;
/// How much of a file tells that it is no report.
pub(super) const HEAD: u64 = 256 << 10;

/// How large an archive of `length` bytes may be when it is unpacked.
pub(super) fn most(length: u64) -> u64 {
    length.saturating_mul(MOST_GROWTH).saturating_add(1 << 20).min(MOST)
}

/// What went wrong with an archive, in words that do not need knowledge of archives.
pub(super) fn damaged(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!("the archive is damaged or cut off: {error}"))
}

/// An archive that is sound, but not to be unpacked here; it says why.
#[derive(Debug)]
pub(super) struct NotUnpacked(pub(super) String);

impl std::fmt::Display for NotUnpacked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotUnpacked {}

/// A file of an archive.
fn member<R: io::Read + io::Seek>(archive: &mut ZipArchive<R>, number: usize) -> io::Result<ZipFile<'_, R>> {
    let not_unpacked = |why: &str| io::Error::other(NotUnpacked(why.into()));
    let member = archive.by_index(number).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            not_unpacked("it is locked with a password")
        }
        error => damaged(error),
    })?;
    let method = member.compression();
    if [CompressionMethod::STORE, CompressionMethod::DEFLATE].contains(&method) {
        return Ok(member);
    }
    let named = [
        (CompressionMethod::DEFLATE64, "Deflate64"),
        (CompressionMethod::BZIP2, "bzip2"),
        (CompressionMethod::LZMA, "LZMA"),
        (CompressionMethod::ZSTD, "Zstandard"),
        (CompressionMethod::XZ, "xz"),
    ];
    let named = named.iter().find(|(known, _)| *known == method);
    Err(not_unpacked(&match named {
        Some((_, name)) => format!("it is packed by {name}"),
        None => "it is packed by an unusual method".into(),
    }))
}

/// The first bytes of what other programs pack.
const OTHERS: [(&[u8], &str); 5] = [
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
];

/// The name of the program by which a file is packed that is not unpacked here.
pub(super) fn packed_otherwise(start: &[u8]) -> Option<&'static str> {
    OTHERS.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, name)| *name)
}

/// Unpacks a file that is packed alone.
pub(super) fn gzip(name: &Arc<str>, file: &OnDisk, found: Found) -> io::Result<Vec<Source>> {
    let mut unpacked = Parts::new(BufReader::new(file.file()?));
    let mut head = Vec::new();
    unpacked.by_ref().take(HEAD).read_to_end(&mut head).map_err(damaged)?;
    // An archive of other things is told by its name without the last ending.
    let inner = name.strip_suffix(".gz").unwrap_or(name);
    if found == Found::Beside && is_stray(&Source::new(inner, head.clone())) {
        return Ok(vec![Source::stray(name)]);
    }
    if found == Found::Beside && own::is_own(&Source::new(inner, head.clone())) {
        return Ok(Vec::new());
    }
    let unpacked = io::Cursor::new(head).chain(unpacked);
    Ok(vec![Source::new(name, Spool::of(unpacked, most(file.length())).map_err(damaged)?)])
}

/// What a file is that is packed as an archive.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packed {
    Archive,
    /// A workbook of Excel (.xlsx, .xlsm), of Excel in its binary form, of LibreOffice.
    Excel,
    ExcelBinary,
    OpenDocument,
    /// A document of Apple's programs.
    Apple,
    /// A letter, a presentation.
    Document,
}

/// How many files the end of an archive says that it lists (APPNOTE.TXT of the format, 4.3.16); `None` where that stands
/// elsewhere, since there are more than 65,534, or cannot be found.
fn listed(file: &mut File, length: u64) -> io::Result<Option<u16>> {
    const RECORD: usize = 22;
    const COMMENT: u64 = 1 << 16;
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(RECORD as u64 + COMMENT)))?;
    file.by_ref().take(RECORD as u64 + COMMENT).read_to_end(&mut end)?;
    file.rewind()?;
    let record = memchr::memmem::rfind(&end, b"PK\x05\x06").and_then(|at| end.get(at..at + RECORD));
    Ok(record.map(|record| u16::from_le_bytes([record[10], record[11]])).filter(|&count| count < u16::MAX))
}

/// Opens an archive, or a workbook, which is one too.
pub(super) fn open(name: &Arc<str>, mut file: File, length: u64, found: Found) -> io::Result<Vec<Source>> {
    let listed = listed(&mut file, length)?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    if listed.is_some_and(|listed| usize::from(listed) > archive.len()) {
        // Of such files only the last is to be had, and which of them is meant nobody can tell.
        return Err(io::Error::other(
            "two files in the archive have one name; unpack it and keep the right one",
        ));
    }
    let wrong = |code, detail: &str| vec![Source::wrong(Problem::of_file(code, name).detail(detail))];
    let packed = packed(&mut archive)?;
    let is_workbook = matches!(packed, Packed::Excel | Packed::OpenDocument);
    if found == Found::Beside && is_workbook && own::is_own_workbook(&mut archive) {
        return Ok(Vec::new());
    }
    Ok(match packed {
        Packed::Archive => members(name, &mut archive, most(length), found)?,
        Packed::Excel => workbook::excel(name, archive, length, found),
        Packed::OpenDocument => workbook::open_document(name, &mut archive, length, found),
        Packed::ExcelBinary => wrong(Code::Workbook, "it is a binary workbook of Excel (.xlsb)"),
        Packed::Apple if name.to_ascii_lowercase().ends_with(".numbers") => {
            wrong(Code::Workbook, "it is a Numbers document; in Numbers choose File > Export To > CSV")
        }
        Packed::Apple | Packed::Document if found == Found::Beside => vec![Source::stray(name)],
        Packed::Apple | Packed::Document => wrong(Code::NotATable, "it is a document"),
    })
}

fn packed(archive: &mut ZipArchive<BufReader<File>>) -> io::Result<Packed> {
    let has = |archive: &ZipArchive<_>, name: &str| archive.index_for_name(name).is_some();
    if has(archive, "xl/workbook.bin") {
        return Ok(Packed::ExcelBinary);
    }
    if has(archive, "xl/workbook.xml") {
        return Ok(Packed::Excel);
    }
    if has(archive, "mimetype") {
        let mut kind = String::new();
        archive.by_name("mimetype").map_err(damaged)?.take(100).read_to_string(&mut kind)?;
        let is_sheet = kind.starts_with("application/vnd.oasis.opendocument.spreadsheet");
        return Ok(if is_sheet { Packed::OpenDocument } else { Packed::Document });
    }
    if has(archive, "Index/Document.iwa") || has(archive, "Index.zip") {
        return Ok(Packed::Apple);
    }
    Ok(if has(archive, "[Content_Types].xml") { Packed::Document } else { Packed::Archive })
}

fn members(
    name: &Arc<str>,
    archive: &mut ZipArchive<BufReader<File>>,
    most: u64,
    found: Found,
) -> io::Result<Vec<Source>> {
    let (mut left, mut members, is_large) = (most, Vec::new(), archive.len() > MOST_MEMBERS);
    for i in 0..archive.len().min(MOST_LOOKED_AT) {
        let mut member = member(archive, i)?;
        let member_name = member.name().map_err(damaged)?.into_owned();
        let hidden = member_name.rsplit('/').next().is_some_and(|last| last.starts_with('.'));
        if member.is_dir() || hidden || member_name.starts_with("__MACOSX/") {
            continue;
        }
        let member_name = format!("{name}!{member_name}");
        // What is none of ours is told by its beginning, and may be as large as it likes.
        let mut head = Vec::new();
        member.by_ref().take(HEAD).read_to_end(&mut head).map_err(damaged)?;
        let head = Source::new(&member_name, head);
        if is_stray(&head) || found == Found::Beside && own::is_own(&head) {
            members.push(Source::stray(&member_name));
            continue;
        }
        if is_large {
            return Err(io::Error::other(format!("the archive holds more than {MOST_MEMBERS} files")));
        }
        drop(member);
        let unpacked = Spool::of(self::member(archive, i)?, left).map_err(damaged)?;
        left = left.saturating_sub(ipi::report::ReadAt::len(&unpacked));
        members.push(Source::new(&member_name, unpacked));
    }
    if members.is_empty() {
        return Err(io::Error::other("the archive is empty"));
    }
    Ok(found.unless_all_stray(name, members, "files"))
}
