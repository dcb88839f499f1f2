//! Workbooks: people save a report in Excel or LibreOffice, and it is the same report.

#![cfg(feature = "spreadsheet")]
#![allow(clippy::unwrap_used)] // a test that cannot build its input has failed

use serde_json::Value;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A cell of a test: text, a number, a day as Excel counts it (45,000 is 2023-03-15), or nothing.
enum Cell {
    Text(&'static str),
    Number(&'static str),
    Day(u32),
    Nothing,
}
use Cell::{Day, Nothing, Number, Text};

type Rows = Vec<Vec<Cell>>;

/// 2026-06-30 is 46,203 days after the 30th of December 1899.
const DAY: u32 = 46_203;

fn inventory() -> Rows {
    let header =
        ["snapshot-date", "sku", "available", "units-shipped-t30", "units-shipped-t90", "marketplace", "x"];
    let row = |sku, available, nothing| {
        vec![Day(DAY), sku, Number(available), Number("10"), Number("30"), Text("US"), nothing]
    };
    vec![
        header.map(Text).into(),
        row(Text("MUG"), "45", Nothing),
        vec![],
        row(Text("tea & \"<green>\"\n2"), "1234", Nothing),
        row(Number("482910"), "7", Text("y")),
    ]
}

fn column(i: usize) -> char {
    char::from(b'A' + u8::try_from(i).unwrap())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn excel_sheet(rows: &Rows) -> String {
    let mut xml = String::from(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    for (r, cells) in rows.iter().enumerate().filter(|(_, cells)| !cells.is_empty()) {
        write!(xml, "<row r=\"{}\">", r + 1).unwrap();
        for (c, cell) in cells.iter().enumerate() {
            let at = format!("{}{}", column(c), r + 1);
            match cell {
                Text(text) => {
                    write!(xml, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text))
                }
                Number(number) => write!(xml, "<c r=\"{at}\"><v>{number}</v></c>"),
                Day(day) => write!(xml, "<c r=\"{at}\" s=\"1\"><v>{day}</v></c>"),
                Nothing => Ok(()),
            }
            .unwrap();
        }
        xml += "</row>";
    }
    xml + "</sheetData></worksheet>"
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of Excel with these sheets, as XML.
fn excel(sheets: &[(&str, String)]) -> Vec<u8> {
    zip(&excel_parts(sheets))
}

fn excel_parts(sheets: &[(&str, String)]) -> Vec<(String, String)> {
    let (mut names, mut places) = (String::new(), String::new());
    for (i, (name, _)) in sheets.iter().enumerate() {
        write!(names, "<sheet name=\"{name}\" sheetId=\"{0}\" r:id=\"rId{0}\"/>", i + 1).unwrap();
        write!(
            places,
            "<Relationship Id=\"rId{0}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{0}.xml\"/>",
            i + 1
        )
        .unwrap();
    }
    let packages = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{packages}\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{names}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{packages}\">{places}</Relationships>"),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!(
                "<styleSheet xmlns=\"{MAIN}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
    ];
    parts.extend(
        sheets
            .iter()
            .enumerate()
            .map(|(i, (_, xml))| (format!("xl/worksheets/sheet{}.xml", i + 1), xml.clone())),
    );
    parts
}

/// A workbook of LibreOffice with these tables.
fn open_document(tables: &[(&str, String)]) -> Vec<u8> {
    let tables: String = tables
        .iter()
        .map(|(name, rows)| format!("<table:table table:name=\"{name}\">{rows}</table:table>"))
        .collect();
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>\
         {tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    zip(&[("mimetype".to_owned(), kind.to_owned()), ("content.xml".to_owned(), content)])
}

fn open_rows(rows: &Rows) -> String {
    let mut xml = String::new();
    for cells in rows {
        xml += "<table:table-row>";
        for cell in cells {
            match cell {
                Text(text) => {
                    let text = escaped(text).replace('\n', "</text:p><text:p>");
                    write!(
                        xml,
                        "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
                    )
                }
                Number(n) => write!(
                    xml,
                    "<table:table-cell office:value-type=\"float\" office:value=\"{n}\"><text:p>{n}.00</text:p>\
                     </table:table-cell>"
                ),
                Day(_) => write!(
                    xml,
                    "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-06-30\"><office:annotation>\
                     <text:p>mine</text:p></office:annotation><text:p>30.06.26</text:p></table:table-cell>"
                ),
                Nothing => write!(xml, "<table:table-cell/>"),
            }
            .unwrap();
        }
        // LibreOffice fills every row up to the right edge.
        xml += "<table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>";
    }
    xml + "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell \
           table:number-columns-repeated=\"16384\"/></table:table-row>"
}

fn zip(parts: &[(String, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn folder(files: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn ipi(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    command.args(args).current_dir(folder).env("IPI_MAX_AGE", "off").output().unwrap()
}

fn check(folder: &Path) -> Value {
    serde_json::from_slice(&ipi(folder, &["check", "-f", "json"]).stdout).unwrap()
}

fn notes() -> Rows {
    vec![vec![Text("Remember"), Text("the tea")]]
}

#[test]
fn the_first_sheet_that_is_a_report_is_read_like_the_report() {
    let text = "snapshot-date\tsku\tavailable\tunits-shipped-t30\tunits-shipped-t90\tmarketplace\tx\n\
                2026-06-30\tMUG\t45\t10\t30\tUS\t\n\
                \n\
                2026-06-30\ttea & \"<green>\" 2\t1234\t10\t30\tUS\t\n\
                2026-06-30\t482910\t7\t10\t30\tUS\ty\n";
    let as_text = folder(&[("book.txt", text.into())]);
    let score = |folder: &TempDir| -> Value {
        let output = ipi(folder.path(), &["score", "-f", "json", "--no-history", "--no-stranded"]);
        let mut score: Value = serde_json::from_slice(&output.stdout).unwrap();
        score["sources"][0]["file"].take();
        score["sources"][0]["encoding"].take();
        score
    };
    let mut expected = score(&as_text);
    assert_eq!(expected["factors"]["excess"]["on_hand_units"], 45 + 1234 + 7);
    let excel_sheets = [("Notes", excel_sheet(&notes())), ("Data", excel_sheet(&inventory()))];
    let open_sheets = [("Notes", open_rows(&notes())), ("Data", open_rows(&inventory()))];
    for (name, bytes) in [("book.xlsx", excel(&excel_sheets)), ("book", open_document(&open_sheets))] {
        let folder = folder(&[(name, bytes)]);
        let told = check(folder.path())["files"][0].clone();
        assert_eq!(told["file"], format!("{name}!Data"));
        assert_eq!(told["encoding"], if name == "book" { "OpenDocument" } else { "Excel" });
        let mut found = score(&folder);
        // The same text, byte by byte.
        assert_eq!(found["sources"][0]["fingerprint"], expected["sources"][0]["fingerprint"], "{name}");
        found["sources"].take();
        expected["sources"].take();
        assert_eq!(found, expected, "{name}");
        expected = score(&as_text);
    }
}

#[test]
fn a_workbook_may_come_by_standard_input() {
    let folder =
        folder(&[("book", excel(&[("Notes", excel_sheet(&notes())), ("Data", excel_sheet(&inventory()))]))]);
    let book = std::fs::File::open(folder.path().join("book")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    let output = command.args(["check", "-f", "json", "-"]).stdin(book).output().unwrap();
    let check: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&check["files"][0]["file"], &check["files"][0]["encoding"]),
        (&"-!Data".into(), &"Excel".into())
    );
}

#[test]
fn a_message_names_the_sheet_and_its_row() {
    let mut rows = inventory();
    rows[3][2] = Text("12x");
    let folder = folder(&[("book.xlsx", excel(&[("Sheet1", excel_sheet(&rows))]))]);
    let output = ipi(folder.path(), &["check", "-q"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("ipi: error: book.xlsx!Sheet1:4: column \"available\": \"12x\""), "{told}");
}

#[test]
fn a_workbook_without_a_report_is_stray_in_a_folder_and_wrong_when_named() {
    let book = excel(&[("Notes", excel_sheet(&notes())), ("More", excel_sheet(&vec![]))]);
    let text = b"snapshot-date,sku,available,units-shipped-t30,units-shipped-t90,marketplace\n2026-06-30,MUG,4,1,2,US\n";
    let folder = folder(&[("costs.xlsx", book), ("inventory", text.to_vec())]);
    let notes = check(folder.path())["notes"].clone();
    let not_read = notes.as_array().unwrap().iter().find(|note| note["code"] == "not-read").unwrap();
    assert_eq!(not_read["files"], serde_json::json!(["costs.xlsx"]));
    let output = ipi(folder.path(), &["check", "-q", "costs.xlsx", "inventory"]);
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("costs.xlsx: nothing in it is a report (its sheets: Notes, More)"), "{told}");
}

#[test]
fn a_sheet_that_is_nearly_a_report_is_a_problem_in_a_folder_too() {
    let mut rows = inventory();
    rows[0][2] = Text("avail");
    let folder = folder(&[("book.xlsx", excel(&[("Sheet1", excel_sheet(&rows))]))]);
    let problems = check(folder.path())["problems"].clone();
    assert_eq!(problems[0]["code"], "unknown-report");
    assert_eq!(problems[0]["file"], "book.xlsx!Sheet1");
}

#[test]
fn workbooks_that_are_damaged_or_too_much_are_refused_and_say_so() {
    let good = excel(&[("Data", excel_sheet(&inventory()))]);
    let far = excel_sheet(&inventory()).replace("r=\"G5\"", "r=\"XFD5\"");
    let turned = excel_sheet(&inventory()).replace("r=\"B5\"", "r=\"E5\"");
    let upward = excel_sheet(&inventory()).replace("r=\"A5\"", "r=\"A1\"");
    let huge = format!("<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>{}", "0".repeat(3 << 20));
    let mut parts = excel_parts(&[("Data", excel_sheet(&inventory()))]);
    parts.push((
        "xl/SharedStrings.xml".into(),
        format!("<sst xmlns=\"{MAIN}\" uniqueCount=\"4000000000\"></sst>"),
    ));
    let many = zip(&parts);
    let filled = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
                  office:value-type=\"string\"><text:p>sku</text:p></table:table-cell></table:table-row>";
    let wide = "<table:table-row><table:table-cell table:number-columns-repeated=\"16384\" \
                office:value-type=\"string\"><text:p>sku</text:p></table:table-cell></table:table-row>";
    let long = wide.replace("16384", "900").replace("sku", &"sku".repeat(1 << 10));
    let cases = [
        ("cut.xlsx", good[..good.len() / 2].to_vec(), "damaged or cut off"),
        ("far.xlsx", excel(&[("Data", far)]), "row 5 has a cell beyond column 1024"),
        ("turned.xlsx", excel(&[("Data", turned)]), "its cells are out of order in row 5"),
        ("upward.xlsx", excel(&[("Data", upward)]), "its cells are out of order in row 1"),
        ("huge.xlsx", excel(&[("Data", huge)]), "unpacked it is larger than any report"),
        ("many.xlsx", many, "it says that it has more texts than any report"),
        ("filled.ods", open_document(&[("Data", filled.into())]), "row 1 is repeated 1000000 times"),
        ("wide.ods", open_document(&[("Data", wide.into())]), "row 1 has a cell beyond column 1024"),
        ("long.ods", open_document(&[("Data", long)]), "row 1 is longer than any report's"),
        (
            "binary.xlsx",
            zip(&[("xl/workbook.bin".to_owned(), "x".to_owned())]),
            "it is a binary workbook of Excel (.xlsb)",
        ),
        (
            "mine.numbers",
            zip(&[("Index/Document.iwa".to_owned(), "x".to_owned())]),
            "in Numbers choose File > Export To > CSV",
        ),
    ];
    for (name, bytes, why) in cases {
        let folder = folder(&[(name, bytes)]);
        for args in [&["check", "-q"][..], &["check", "-q", name]] {
            let output = ipi(folder.path(), args);
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(3), "{name}: {told}");
            assert!(
                told.starts_with(&format!("ipi: error: {name}: ")) && told.contains(why),
                "{name}: {told}"
            );
        }
    }
}
