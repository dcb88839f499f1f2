//! Workbooks of a cell far away, of a billion rows, and of texts that are shared and endless.

use crate::folder;
use crate::measure::run;
use std::io::{Cursor, Write as _};

const BOOK: &str = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
    <sheet name=\"Data\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
const ROOT: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"xl/workbook.xml\"/></Relationships>";
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
        ("_rels/.rels", ROOT),
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

/// A report of one row as cells, with more rows behind it.
fn report(more: &str) -> String {
    let row = |number: u32, texts: [&str; 6]| {
        let cell = |(at, text): (char, &str)| {
            format!("<c r=\"{at}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        };
        format!("<row r=\"{number}\">{}</row>", ('A'..='F').zip(texts).map(cell).collect::<String>())
    };
    let head = ["snapshot-date", "sku", "available", "units-shipped-t30", "units-shipped-t90", "marketplace"];
    let rows = row(1, head) + &row(2, ["2026-06-30", "MUG", "45", "10", "30", "US"]) + more;
    format!("<sheetData>{rows}</sheetData>")
}

/// A row with a cell at a place.
fn cell(place: &str, row: u64) -> String {
    format!("<row r=\"{row}\"><c r=\"{place}\"><v>7</v></c></row>")
}

#[test]
fn a_cell_far_away_takes_no_memory() {
    for (name, place, row, why) in [
        ("far.xlsx", "XFD1048576", 1_048_576, "row 1048576 has a cell beyond column 1024"),
        ("further.xlsx", "E1000000000", 1_000_000_000, "a cell is said to stand beyond the last row"),
        ("outside.xlsx", "ZZZZZZ99999999999999999999", 3, "a cell is said to stand beyond the last row"),
        ("letters.xlsx", "INLINESTR", 3, "a cell is said to stand beyond the last row or column"),
    ] {
        let folder = folder(&[(name, &workbook(&report(&cell(place, row)), &[]))]);
        run(folder.path(), &["check", "-q"], 60).told(3, &[name, why, "[workbook]"]);
    }
}

#[test]
fn a_million_rows_of_nothing_and_a_bomb_of_shared_texts_are_told() {
    let many: String = (3..200_000).map(|row| format!("<row r=\"{row}\"/>")).collect();
    let text = "<si><t>0000000000000000000000000000000000000000000000000000000000000000000000000000</t></si>";
    let shared = format!("<sst>{}</sst>", text.repeat((64 << 20) / text.len()));
    let many = folder(&[("many.xlsx", &workbook(&report(&many), &[]))]);
    let ran = run(many.path(), &["check", "-f", "json"], 60);
    let check: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &check["files"][0]["rows"]), (Some(0), &1.into()), "{ran:?}");
    let bomb = folder(&[("shared.xlsx", &workbook(&report(""), &[("xl/sharedStrings.xml", &shared)]))]);
    run(bomb.path(), &["check", "-q"], 60)
        .told(3, &["shared.xlsx", "unpacked it is larger than any report", "[workbook]"]);
}
