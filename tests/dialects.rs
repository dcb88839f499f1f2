//! Whatever stands in a cell comes back as it was, in every dialect and form; and nothing a spreadsheet would run goes out unguarded.

#![allow(clippy::unwrap_used)]

use ipi::ids::printable;
use ipi::output::markdown;
use ipi::output::page::{Align, Page, Table};
use ipi::output::sheet::{Cell, Dialect, Sheet};
use ipi::output::wire::number;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Texts of everything that has a meaning somewhere, and of anything else.
fn texts() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        "\"",
        "'",
        ",",
        ";",
        "|",
        "\\",
        "`",
        "<b>",
        "&",
        "＝",
        "＋",
        "－",
        "＠",
        "﹢",
        "﹣",
        "﹦",
        "﹫",
        "−",
        "\u{200b}",
        "\u{feff}",
        "\u{202e}",
        "\u{1b}[2J",
        "\u{a0}",
        "\u{ad}",
        "\u{2060}",
        "1",
        "a",
        " ",
        "é",
        "抹茶",
        "🧉",
        "\0",
        "#",
        "*",
        "_",
        "[x](y)",
    ]);
    prop::collection::vec(prop_oneof![3 => odd.prop_map(str::to_owned), 1 => any::<String>()], 0..8)
        .prop_map(|parts| parts.concat())
}

fn dialects() -> impl Strategy<Value = Dialect> {
    let delimiter = prop::sample::select(b",;\t|!&*~".to_vec());
    (delimiter, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(delimiter, comma, raw, bom)| {
        Dialect { delimiter, decimal_comma: comma && delimiter != b',', raw, bom }
    })
}

fn sheet<'a>(rows: &'a [(String, f64)]) -> Sheet<'a> {
    let cells = rows.iter().map(|(text, number)| vec![Cell::from(text.as_str()), Cell::Number(*number)]);
    Sheet::new("test", ["text", "number"], cells)
}

/// Does a text begin with what a spreadsheet takes for a formula, looked at as Excel does: behind blanks and what has no width?
fn is_formula(text: &str) -> bool {
    let seen = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || !is_wide(c));
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹢', '﹣', '﹦', '﹫', '−'];
    text.starts_with(['\t', '\r', '\n']) || seen.starts_with(signs)
}

/// Has a character a width on the page?
fn is_wide(c: char) -> bool {
    !matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_come_back_as_they_went_in(
        rows in prop::collection::vec((texts(), -1e9..1e9f64), 1..6), dialect in dialects()
    ) {
        let written = sheet(&rows).csv(dialect);
        prop_assert_eq!(written.starts_with('\u{feff}'), dialect.bom);
        let text = written.strip_prefix('\u{feff}').unwrap_or(&written);
        let mut reader = csv::ReaderBuilder::new().delimiter(dialect.delimiter).from_reader(text.as_bytes());
        let found: Vec<_> = reader.records().map(Result::unwrap).collect();
        prop_assert_eq!(found.len(), rows.len());
        for (record, (text, figure)) in found.iter().zip(&rows) {
            prop_assert_eq!(record.len(), 2);
            if dialect.raw {
                prop_assert_eq!(&record[0], text.as_str());
            } else {
                let shown = printable(text);
                prop_assert!(record[0] == shown || record[0] == format!("'{shown}"), "{:?} of {:?}", &record[0], text);
                prop_assert_eq!(record[0].starts_with('\'') && !shown.starts_with('\''), is_formula(text) && record[0] != shown);
                prop_assert!(!is_formula(&record[0]), "{:?}", &record[0]);
                if is_formula(text) {
                    prop_assert!(record[0].starts_with('\''), "{:?} of {:?}", &record[0], text);
                }
            }
            // A number stays one, with its sign.
            let mark = if dialect.decimal_comma { record[1].replace(',', ".") } else { record[1].to_owned() };
            prop_assert_eq!(mark.parse::<f64>().unwrap(), number(*figure));
        }
    }

    #[test]
    fn lines_of_json_come_back_as_they_went_in(rows in prop::collection::vec((texts(), -1e9..1e9f64), 1..6)) {
        let written = sheet(&rows).jsonl();
        prop_assert_eq!(written.lines().count(), rows.len());
        let hidden = |c: char| c != '\n' && (c.is_control() || !is_wide(c) && c != '\u{ad}' && !('\u{2060}'..='\u{2064}').contains(&c));
        prop_assert!(!written.contains(hidden), "{:?}", written);
        for (line, (text, figure)) in written.lines().zip(&rows) {
            let object: Map<String, Value> = serde_json::from_str(line).unwrap();
            let expected = if text.is_empty() { Value::Null } else { text.as_str().into() };
            prop_assert_eq!(&object["text"], &expected);
            prop_assert_eq!(object["number"].as_f64().unwrap(), number(*figure));
        }
    }

    #[test]
    fn a_cell_of_markdown_stays_in_its_cell(texts in prop::collection::vec(texts(), 1..5)) {
        let mut page = Page::default();
        let mut table = Table::new(&[("Text", Align::Left), ("Units", Align::Right)]);
        for text in &texts {
            table.row([text.clone(), "5".into()]);
        }
        page.table(table);
        let written = markdown::render(&page);
        let lines: Vec<_> = written.lines().collect();
        prop_assert_eq!(lines.len(), texts.len() + 2);
        // Markdown ends a line at a CR too.
        prop_assert!(!written.contains('\r'), "{:?}", written);
        for (line, text) in lines[2..].iter().zip(&texts) {
            // The bars that are not escaped: two at the ends, one between.
            let mut escaped = false;
            let mut cells = vec![String::new()];
            for c in line.chars() {
                match (escaped, c) {
                    (false, '\\') => { escaped = true; continue; }
                    (false, '|') => cells.push(String::new()),
                    (_, c) => cells.last_mut().unwrap().push(c),
                }
                escaped = false;
            }
            prop_assert_eq!(cells.len(), 4, "{:?}", line);
            let lost = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(lost(&cells[1]), lost(&printable(&text.replace(['\n', '\r', '\t'], " "))), "{:?}", line);
        }
    }

    /// No more than twelve digits, no more than twelve decimals, and off by less than half of the last.
    #[test]
    fn a_number_is_short_and_near(figure in prop_oneof![-1e15..1e15f64, -1.0..1.0f64, -1e-9..1e-9f64]) {
        let written = number(figure);
        let digits = written.abs().to_string().replace('.', "");
        let digits = digits.trim_start_matches('0').trim_end_matches('0');
        prop_assert!(digits.len() <= 12, "{written}");
        prop_assert!((written - figure).abs() <= (figure.abs() * 5e-12).max(5e-13) * 1.000_001, "{figure} {written}");
    }
}
