//! Rows: nothing that a spreadsheet runs, numbers that stay numbers, and the true text for programs.

use crate::matrix::Matrix;
use crate::strings;
use serde_json::{Map, Value};

fn records(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
    reader.into_records().map(|record| record.unwrap().iter().map(String::from).collect()).collect()
}

/// Would a spreadsheet run it? As one looks at a cell: behind blanks, and what takes no room.
fn runs(cell: &str) -> bool {
    let seen = cell.trim_start_matches(|c: char| c.is_whitespace() || strings::is_unseen(c));
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹢', '﹣', '﹦', '﹫', '−'];
    cell.starts_with(['\t', '\r', '\n']) || seen.starts_with(signs)
}

fn objects(text: &str) -> Vec<Map<String, Value>> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The cell of a value that is no text.
fn number(value: &Value) -> String {
    match (value, value.as_f64()) {
        (Value::Null, _) => String::new(),
        (_, Some(number)) if value.is_f64() => number.to_string(),
        _ => value.to_string(),
    }
}

#[test]
fn no_cell_is_a_formula_and_every_number_is_one() {
    let matrix = Matrix::hostile();
    let (mut guarded, mut numbers) = (0, 0);
    for printed in matrix.of_form("csv").chain(matrix.of_form("tsv")) {
        let rows = records(printed.text(), if printed.form == "tsv" { b'\t' } else { b',' });
        let name = printed.name();
        let Some(json) = matrix.of_form("jsonl").find(|json| json.command == printed.command) else {
            assert!(["row", "fleet"].contains(&printed.command), "{name}");
            for cell in rows.iter().flatten().filter(|cell| cell.parse::<f64>().is_err()) {
                assert!(!runs(cell), "{name}: {cell:?}");
            }
            continue;
        };
        let objects = if printed.command == "fleet" { Vec::new() } else { objects(json.text()) };
        assert!(printed.command == "fleet" || rows.len() == objects.len() + 1, "{name}");
        for (row, object) in rows[1..].iter().zip(&objects) {
            for (cell, value) in row.iter().zip(object.values()) {
                match value {
                    Value::String(text) => {
                        let shown = strings::shown(text);
                        let expected = if runs(text) { format!("'{shown}") } else { shown };
                        assert_eq!(*cell, expected, "{name}");
                        assert!(!runs(cell), "{name}: {cell:?}");
                        guarded += usize::from(cell.starts_with('\''));
                    }
                    value => {
                        assert_eq!(*cell, number(value), "{name}");
                        numbers += usize::from(value.is_number());
                    }
                }
            }
        }
    }
    assert!(guarded > 200 && numbers > 2_000, "{guarded} {numbers}");
}

#[test]
fn raw_rows_have_the_text_as_it_is() {
    let matrix = Matrix::hostile();
    for printed in matrix.of_form("raw").filter(|printed| printed.command != "row") {
        let json = matrix.find(printed.command, "jsonl");
        let expected = objects(json.text()).into_iter().map(|object| {
            let cell = |value: Value| value.as_str().map_or_else(|| number(&value), String::from);
            object.into_iter().map(|(_, value)| cell(value)).collect::<Vec<_>>()
        });
        assert_eq!(records(printed.text(), b',')[1..], expected.collect::<Vec<_>>(), "{}", printed.name());
    }
    assert!(records(matrix.find("row", "raw").text(), b',')[1].contains(&crate::account::NAME.to_owned()));
}

#[test]
fn machines_get_every_sku_back_as_it_was() {
    let matrix = Matrix::hostile();
    let mut expected = matrix.seller.skus.clone();
    expected.sort();
    let of = |rows: Vec<&Value>| {
        let mut found: Vec<_> = rows.iter().map(|row| row["sku"].as_str().unwrap().to_owned()).collect();
        found.sort();
        found
    };
    let document: Value = serde_json::from_str(matrix.find("skus", "json").text()).unwrap();
    assert_eq!(of(document["skus"].as_array().unwrap().iter().collect()), expected);
    let rows: Vec<Value> =
        objects(matrix.find("skus", "jsonl").text()).into_iter().map(Value::Object).collect();
    assert_eq!(of(rows.iter().collect()), expected);
    for printed in matrix.of_form("json") {
        let document: Value = serde_json::from_str(printed.text()).unwrap();
        assert!(document["schema"].as_str().unwrap().starts_with("ipi."), "{}", printed.name());
    }
}

#[cfg(all(feature = "workbook", feature = "spreadsheet"))]
#[test]
fn no_cell_of_a_workbook_does_anything() {
    use calamine::{Data, Reader as _, Xlsx};
    use std::io::{Cursor, Read as _};
    let matrix = Matrix::hostile();
    let mut texts = 0;
    for printed in matrix.of_form("xlsx") {
        let mut parts = zip::ZipArchive::new(Cursor::new(printed.out.clone())).unwrap();
        for number in 0..parts.len() {
            let mut part = String::new();
            parts.by_index(number).unwrap().read_to_string(&mut part).unwrap();
            let wrong = ["<f>", "<f ", "<hyperlink", "/hyperlink", "External"];
            assert!(!wrong.iter().any(|wrong| part.contains(wrong)), "{}: part {number}", printed.name());
        }
        let mut book = Xlsx::new(Cursor::new(printed.out.clone())).unwrap();
        for sheet in book.sheet_names() {
            assert!(book.worksheet_formula(&sheet).unwrap().is_empty(), "{}: {sheet}", printed.name());
            for cell in book.worksheet_range(&sheet).unwrap().used_cells() {
                if let Data::String(text) = cell.2 {
                    let seen = text.replace(['\n', '\t'], " ");
                    crate::terminal::is_visible(&format!("{} {sheet}", printed.name()), &seen);
                    texts += 1;
                }
            }
        }
    }
    assert!(texts > 2_000, "{texts}");
    let mut book = Xlsx::new(Cursor::new(matrix.find("skus", "xlsx").out.clone())).unwrap();
    let range = book.worksheet_range("SKUs").unwrap();
    let (head, rows) = (range.rows().next().unwrap(), range.rows().skip(1));
    let at = head.iter().position(|cell| *cell == "sku").unwrap();
    let mut found: Vec<_> = rows.map(|row| row[at].to_string()).collect();
    // XML has no room for it.
    let shown = |sku: &String| strings::shown(sku).replace('\u{ffff}', "\\u{ffff}");
    let mut expected: Vec<_> = matrix.seller.skus.iter().map(shown).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}
