//! Files that are opened by their path: settings, archives and workbooks.

use super::report::of_sources;
use super::{choice, cli, part};
use ipi::report::Source;
use std::io::Write as _;
use std::path::PathBuf;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

thread_local! {
    /// Where the files are written, each over the one before.
    static FOLDER: TempDir = tempfile::tempdir().expect("a folder can be made");
}

/// Calls `with` with the folder and the file of a name and content in it.
fn written<T>(name: &str, bytes: &[u8], with: impl FnOnce(PathBuf) -> T) -> T {
    FOLDER.with(|folder| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("it can be written");
        with(path)
    })
}

/// `ipi.toml`, with a password somewhere in it that no message shows.
pub(super) fn settings(mut data: &[u8]) {
    let at = (choice(&mut data) * 256 + choice(&mut data)).min(data.len());
    if memchr::memmem::find(data, b"hunter2").is_some() {
        // It may stand where nobody would look for a password, such as in a name.
        return;
    }
    is_read(data);
    is_read(&[&data[..at], b"\npassword = \"hunter2\"\n", &data[at..]].concat());
}

fn is_read(bytes: &[u8]) {
    let read = written("ipi.toml", bytes, |path| cli::settings(&path));
    match read {
        Err(why) => assert!(!why.contains("hunter2"), "{why}"),
        Ok(limits) => limits.iter().for_each(|limit| _ = cli::limit(limit).is_ok()),
    }
}

/// Packed files of any bytes, and zip archives of any members.
pub(super) fn archives(mut data: &[u8]) {
    match choice(&mut data) % 4 {
        0 => is_opened("file.csv.gz", data),
        1 => is_opened("file.zip", data),
        2 => is_opened("file.csv.gz", &[&b"\x1f\x8b"[..], data].concat()),
        _ => {
            let mut members = Vec::new();
            while !data.is_empty() && members.len() < 6 {
                let name = String::from_utf8_lossy(part(&mut data)).into_owned();
                members.push((name, part(&mut data)));
            }
            let members: Vec<_> =
                members.iter().map(|(name, bytes)| (name.as_str(), bytes.to_vec())).collect();
            if let Some(archive) = zip(&members) {
                is_opened("file.zip", &archive);
            }
        }
    }
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Workbooks of Excel and LibreOffice whose parts hold anything.
pub(super) fn workbooks(mut data: &[u8]) {
    let form = choice(&mut data);
    let text = |data: &mut &[u8]| String::from_utf8_lossy(part(data)).into_owned();
    let (rows, shared, styles) = (text(&mut data), text(&mut data), text(&mut data));
    if form.is_multiple_of(3) {
        let content = format!(
            "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
             xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
             xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
             <table:table table:name=\"Sheet1\">{rows}</table:table></office:spreadsheet></office:body>\
             </office:document-content>"
        );
        let kind = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
        return zip(&[("mimetype", kind), ("content.xml", content.into())])
            .into_iter()
            .for_each(|book| is_opened("book.ods", &book));
    }
    let types = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/></Types>"
    );
    let relation = |id: &str, kind: &str, to: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{to}\"/>")
    };
    let relations =
        |all: &str| format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>");
    let parts = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations(&relation("r1", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/_rels/workbook.xml.rels",
            relations(
                &[
                    relation("r1", "worksheet", "worksheets/sheet1.xml"),
                    relation("r2", "sharedStrings", "sharedStrings.xml"),
                    relation("r3", "styles", "styles.xml"),
                ]
                .concat(),
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>\
                 <sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{MAIN}\">{shared}</sst>")),
        ("xl/styles.xml", format!("<styleSheet xmlns=\"{MAIN}\">{styles}</styleSheet>")),
    ];
    let parts = parts.map(|(name, text)| (name, text.into_bytes()));
    if let Some(book) = zip(&parts) {
        is_opened("book.xlsx", &book);
    }
}

/// An archive of these members; `None` where none can have them.
fn zip(members: &[(&str, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::STORE);
        archive.start_file(*name, stored).ok()?;
        archive.write_all(bytes).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}

/// Opens a file twice: the same is in it, a report or a problem at least, and what is said of it shows nothing hidden.
fn is_opened(name: &str, bytes: &[u8]) {
    let opened = || written(name, bytes, |path| cli::opened(&path));
    assert!(!opened().iter().all(Source::is_stray), "a file that was named is passed over");
    let told = |sources: &[Source]| format!("{:?}", of_sources(sources, 4));
    assert_eq!(told(&opened()), told(&opened()));
}
