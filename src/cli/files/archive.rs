//! Archives as downloaded: what is in them is looked at as if it lay in a folder.

use super::spool::Spool;
use super::{Found, workbook};
use ipi::report::{Code, Problem, Source, is_stray};
use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::sync::Arc;
use zip::ZipArchive;

/// An archive may grow this much when it is unpacked. Reports shrink to a tenth; what grows more is no report.
const MOST_GROWTH: u64 = 200;
/// What an archive may hold at most.
const MOST_MEMBERS: usize = 200;

/// How large an archive of `length` bytes may be when it is unpacked.
pub(super) fn most(length: u64) -> u64 {
    length.saturating_mul(MOST_GROWTH).saturating_add(1 << 20)
}

/// What went wrong with an archive, in words that do not need knowledge of archives.
pub(super) fn damaged(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!("the archive is damaged or cut off: {error}"))
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

/// Opens an archive, or a workbook, which is one too.
pub(super) fn open(name: &Arc<str>, file: File, length: u64, found: Found) -> io::Result<Vec<Source>> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let wrong = |code, detail: &str| vec![Source::wrong(Problem::of_file(code, name).detail(detail))];
    Ok(match packed(&mut archive)? {
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
    if archive.len() > MOST_MEMBERS {
        return Err(io::Error::other(format!("the archive holds more than {MOST_MEMBERS} files")));
    }
    let (mut left, mut members) = (most, Vec::new());
    for i in 0..archive.len() {
        let member = archive.by_index(i).map_err(damaged)?;
        let member_name = member.name().map_err(damaged)?.into_owned();
        let hidden = member_name.rsplit('/').next().is_some_and(|last| last.starts_with('.'));
        if member.is_dir() || hidden || member_name.starts_with("__MACOSX/") {
            continue;
        }
        let unpacked = Spool::of(member, left).map_err(damaged)?;
        left = left.saturating_sub(ipi::report::ReadAt::len(&unpacked));
        let member = Source::new(&format!("{name}!{member_name}"), unpacked);
        members.push(if is_stray(&member) { Source::stray(member.name()) } else { member });
    }
    if members.is_empty() {
        return Err(io::Error::other("the archive is empty"));
    }
    Ok(found.unless_all_stray(name, members, "files"))
}
