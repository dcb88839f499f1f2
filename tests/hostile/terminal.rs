//! What people read in a terminal: nothing that it would obey, and nothing that nobody sees.

use crate::matrix::Matrix;
use crate::strings;

/// All that is unseen stands as its number.
pub(crate) fn is_visible(name: &str, text: &str) {
    for (line, told) in text.lines().enumerate() {
        let told = told.strip_suffix('\r').unwrap_or(told);
        if let Some(c) = told.chars().find(|c| strings::is_unseen(*c)) {
            panic!("{name}: line {}: U+{:04X} in {told:?}", line + 1, u32::from(c));
        }
    }
}

#[test]
fn nothing_that_a_terminal_obeys_is_printed() {
    let matrix = Matrix::hostile();
    for form in ["text", "md", "json", "jsonl", "csv", "html"] {
        matrix.of_form(form).for_each(|printed| is_visible(&printed.name(), printed.text()));
    }
    for printed in matrix.of_form("tsv") {
        is_visible(&printed.name(), &printed.text().replace('\t', " "));
    }
    matrix.printed.iter().for_each(|printed| is_visible(&printed.name(), &printed.err));
}

#[test]
fn what_is_unseen_is_shown_by_its_number() {
    let text = Matrix::hostile().find("skus", "text").text();
    // Every SKU has a heading of its own, which stands on a line of its own where it fits.
    for sku in Matrix::hostile().seller.skus.iter().filter(|sku| sku.len() < 40) {
        let shown = strings::shown(sku);
        assert!(text.contains(&shown), "{sku:?} as {shown}");
    }
}

#[test]
fn a_number_beside_a_long_name_stays_whole() {
    let matrix = Matrix::hostile();
    let text = matrix.find("skus-short", "text").text();
    // The longest name is cut, and shows it; no line is longer than the screen because of it.
    assert!(text.contains("LONG-xxx") && !text.contains(&"x".repeat(81)), "{text}");
    let rows: serde_json::Value = serde_json::from_str(matrix.find("skus", "json").text()).unwrap();
    let long =
        rows["skus"].as_array().unwrap().iter().find(|row| row["sku"].as_str().unwrap().starts_with("LONG-"));
    let (on_hand, shipped) = (&long.unwrap()["on_hand_units"], &long.unwrap()["shipped_90d_units"]);
    let row = text.lines().find(|line| line.trim_start().starts_with("LONG-")).unwrap();
    let cells: Vec<_> = row.split_whitespace().collect();
    assert!(
        cells.contains(&on_hand.to_string().as_str()) && cells.contains(&shipped.to_string().as_str()),
        "{row}"
    );
}
