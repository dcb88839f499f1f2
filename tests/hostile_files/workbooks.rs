//! Workbooks of a cell far away, of a billion rows, and of texts that are shared and endless.

use crate::folder;
use crate::measure::run;
use std::io::{Cursor, Write as _};

const BOOK: &str = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
    <sheet name=\"Data\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
    Target=\"worksheets/sheet1.xml\"/></Relationships>";

/// A workbook of one sheet, with further parts.
fn workbook(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{sheet}</worksheet>"
    );
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    for (name, text) in parts.iter().chain(more) {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The head of a report as cells, and one row whose last cell is at a place.
fn rows(place: &str, row: u64) -> String {
    let head = ["snapshot-date", "sku", "available", "units-shipped-t30", "marketplace"];
    let cell = |(at, text): (usize, &&str)| {
        format!("<c r=\"{}1\" t=\"inlineStr\"><is><t>{text}</t></is></c>", ["A", "B", "C", "D", "E"][at])
    };
    let cells: String = head.iter().enumerate().map(cell).collect();
    format!(
        "<dimension ref=\"A1:{place}\"/><sheetData><row r=\"1\">{cells}</row>\
         <row r=\"{row}\"><c r=\"{place}\"><v>7</v></c></row></sheetData>"
    )
}

#[test]
fn a_cell_far_away_takes_no_memory() {
    let folder = folder(&[
        ("far.xlsx", &workbook(&rows("XFD1048576", 1_048_576), &[])),
        ("further.xlsx", &workbook(&rows("E1000000000", 1_000_000_000), &[])),
        ("outside.xlsx", &workbook(&rows("ZZZZZZ99999999999999999999", 2), &[])),
    ]);
    let ran = run(folder.path(), &["check", "-q"], 60);
    ran.told(3, &["far.xlsx", "further.xlsx", "outside.xlsx"]);
}

#[test]
fn a_million_rows_of_nothing_and_a_bomb_of_shared_texts_are_told() {
    let many: String = (2..200_000).map(|row| format!("<row r=\"{row}\"/>")).collect();
    let sheet = rows("E2", 2).replace("</sheetData>", &format!("{many}</sheetData>"));
    let text = "<si><t>0000000000000000000000000000000000000000000000000000000000000000000000000000</t></si>";
    let shared = format!("<sst>{}</sst>", text.repeat((64 << 20) / text.len()));
    let folder = folder(&[
        ("many.xlsx", &workbook(&sheet, &[])),
        ("shared.xlsx", &workbook(&rows("E2", 2), &[("xl/sharedStrings.xml", &shared)])),
    ]);
    run(folder.path(), &["check", "-q"], 60).told(3, &["many.xlsx", "shared.xlsx", "larger than any report"]);
}
