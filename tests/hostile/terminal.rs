//! What people read in a terminal: nothing that it would obey, and nothing that nobody sees.

use crate::matrix::Matrix;
use crate::strings;
use ipi::output::page::{Align, Page, Table};
use ipi::output::text::{Style, render};

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
    assert_eq!(shown_of_the_longest(text), "x".repeat(112) + "...", "{text}");
    assert!(!text.contains(&"x".repeat(81)), "{text}");
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
    // Numbers for which there is hardly room, in columns of their own and among words.
    let heads = ["stock", "excess", "sold", "cover", "points"].map(|head| (head, Align::Right));
    let mut table = Table::new(&[&[("SKU", Align::Left)], &heads[..], &[("do", Align::Left)]].concat());
    let name = format!("LONG-{}", "x".repeat(4_000));
    let numbers = ["1,234,567", "900,000", "19,000", "1,234.5", "-34.3"];
    let [stock, excess, sold, cover, points] = numbers.map(String::from);
    table.row([name, stock, excess, sold, cover, points, "sell down 1,200,000 units".into()]);
    let mut page = Page::default();
    page.table(table);
    let text = render(&page, Style::PLAIN);
    assert_eq!(shown_of_the_longest(&text), "x".repeat(112) + "...", "{text}");
    let words: Vec<_> = text.split_whitespace().collect();
    for number in numbers.iter().chain(&["1,200,000"]) {
        assert!(words.contains(number), "{number} is broken:\n{text}");
    }
}

/// What a text shows of the name of 4,000 letters behind its head, over all lines of its cell.
fn shown_of_the_longest(text: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.trim_start().starts_with("LONG-"));
    let first = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
    let is_of_it = |word: &String| word.starts_with("LONG-") || word.starts_with(['x', '.']);
    let name: String = lines.map(first).take_while(is_of_it).collect();
    name.strip_prefix("LONG-").unwrap_or_default().to_owned()
}
