//! Does an inventory report hold what its columns are called? What no seller's stock can be is told by the report alone.

use super::StockFacts;
use super::intake::Troubles;
use super::note::Note;
use super::stock::StockFile;
use crate::ids::{Fnsku, Sku, looks_like_label};
use crate::report::{Code, Condition, ReportKind, Stock};
use crate::units::{CellUnits, Units, count};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that contradict themselves beyond one in so many are no slips: a column is another than its name says.
const SLIPS: usize = 20;
/// So many slips may be in any report.
const FEW: usize = 2;

/// Checks the rows of the report that decides.
pub(super) fn check(file: &StockFile, troubles: &mut Troubles, notes: &mut Vec<Note>) {
    let rows = &file.rows;
    let how_many = |is: fn(&Stock) -> bool| rows.iter().filter(|row| is(row)).count();
    let swapped = how_many(|row| {
        let label = row.fnsku.as_ref().is_some_and(|label| looks_like_label(label.as_str()));
        row.fnsku.is_some() && !label && looks_like_label(row.sku.as_str())
    });
    if swapped > FEW && swapped * 2 > rows.len() {
        let detail = format!("labels stand under \"sku\" in {}", count(swapped as u64, "row", "rows"));
        troubles.file(Code::ColumnsSwapped, &file.file, detail);
    }
    let windows = how_many(|row| {
        let more = |short: Option<CellUnits>, long: Option<CellUnits>| {
            short.zip(long).is_some_and(|(short, long)| short > long)
        };
        more(row.shipped_30, row.shipped_60)
            || more(row.shipped_60, row.shipped_90)
            || more(row.shipped_30, row.shipped_90)
    });
    if windows > FEW && windows * SLIPS > rows.len() {
        let detail =
            format!("{} more units shipped in fewer days", count(windows as u64, "row states", "rows state"));
        troubles.file(Code::ColumnsSwapped, &file.file, detail);
    } else if windows > 0 {
        notes.push(Note::WindowsDisagree { report: file.kind, skus: windows as u64 });
    }
    // Amazon Fulfilled Inventory has rows of their own for units that cannot be sold.
    let blank = how_many(|row| row.on_hand.is_none() && row.condition != Condition::Unsellable);
    if blank == rows.len() && blank > 0 {
        troubles.file(Code::BlankColumn, &file.file, "the units on hand are blank in every row");
    } else if blank > 0 {
        notes.push(Note::OnHandBlank { report: file.kind, skus: blank as u64 });
    }
    if file.kind == ReportKind::FbaInventory && rows.iter().all(|row| row.shipped_90.is_none()) {
        notes.push(Note::ShippedNotStated { report: file.kind });
    }
    if file.kind == ReportKind::FbaInventory && rows.iter().all(|row| row.excess.is_none()) {
        notes.push(Note::ExcessNotStated { report: file.kind });
    }
}

/// Checks the labels of any inventory report: by them several listings are known to be one stock.
pub(super) fn labels(file: &StockFile, troubles: &mut Troubles) {
    if let Some(detail) = one_for_many(file) {
        troubles.file(Code::ColumnsSwapped, &file.file, detail);
    }
    // Listings that share a stock stand side by side in this report alone.
    let is_blank = |row: &&Stock| row.fnsku.is_none() && row.on_hand.map(Units::from) > Some(Units::ZERO);
    let blank = file.rows.iter().filter(is_blank).count();
    if file.kind == ReportKind::ManageInventory && blank > FEW && blank * SLIPS > file.rows.len() {
        let detail = format!("\"fnsku\" is blank in {} with stock", count(blank as u64, "row", "rows"));
        troubles.file(Code::BlankColumn, &file.file, detail);
    }
}

/// One SKU beside many labels, or one label beside many SKUs, was filled in by somebody: no product is labelled anew so often.
fn one_for_many(file: &StockFile) -> Option<String> {
    const MANY: usize = 10;
    // What is no label at all, such as N/A or a number with an exponent.
    let is_word = |label: &Fnsku| !looks_like_label(label.as_str());
    let rows: Vec<&Stock> = file.involved.iter().map(|&at| &file.rows[at]).collect();
    let (mut by_sku, mut by_label) = (BTreeMap::new(), BTreeMap::new());
    for row in rows {
        if let Some(label) = &row.fnsku {
            by_sku.entry(&row.sku).or_insert_with(BTreeSet::new).insert(label);
            by_label.entry(label).or_insert_with(BTreeSet::new).insert(&row.sku);
        }
    }
    let sku = by_sku.iter().find(|(_, labels)| labels.len() > MANY);
    let label = by_label.iter().find(|(label, skus)| skus.len() > MANY || skus.len() > FEW && is_word(label));
    match (sku, label) {
        (Some((sku, labels)), _) => Some(format!("the SKU {sku} stands beside {} labels", labels.len())),
        (_, Some((label, skus))) => Some(format!("the label {label} stands beside {} SKUs", skus.len())),
        _ => None,
    }
}

/// A note on SKUs that a spreadsheet has changed: the same label stands beside what they were.
pub(super) fn damaged_skus(stocks: &[StockFacts]) -> Option<Note> {
    let mut found: Vec<(&Sku, &Sku)> = stocks
        .iter()
        .filter(|facts| facts.other_names.is_some())
        .filter_map(|facts| {
            let pairs = facts.names().flat_map(|written| facts.names().map(move |really| (written, really)));
            pairs.filter(|(written, really)| is_damaged(written.as_str(), really.as_str())).min()
        })
        .collect();
    found.sort_unstable();
    let (written, really) = *found.first()?;
    let more = found.len() as u64 - 1;
    Some(Note::SkuDamaged { written: written.to_string(), really: really.to_string(), more })
}

/// Is `written` what a spreadsheet makes of `really`: without leading zeros or blanks at the ends, in another case, or as a
/// number with an exponent?
fn is_damaged(written: &str, really: &str) -> bool {
    if written == really {
        return false;
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let without_zeros = digits(written) && digits(really) && really.trim_start_matches('0') == written;
    let (trimmed, whole) = (written.trim(), really.trim());
    let trimmed_away = trimmed == whole && written.len() < really.len();
    // Of two spellings that differ in case alone nobody can say which is the true one; they are told in their order.
    let other_case = trimmed != whole && trimmed.to_lowercase() == whole.to_lowercase() && written < really;
    let rounded = || {
        let exponent = written.contains(['E', 'e']) && written.contains('+') && digits(really);
        let (written, really) = (written.replace(',', ".").parse::<f64>(), really.parse::<f64>());
        exponent
            && matches!((written, really), (Ok(written), Ok(really)) if (written / really - 1.0).abs() < 0.01)
    };
    without_zeros || trimmed_away || other_case || rounded()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_makes_of_a_sku_is_recognised() {
        for (written, really) in [
            ("482910", "00482910"),
            ("AB-1", "AB-1 "),
            ("AB-1", "ab-1"),
            ("1.98E+11", "198469043801"),
            ("1,98E+11", "198469043801"),
        ] {
            assert!(is_damaged(written, really), "{written}");
            assert!(!is_damaged(really, written), "{really}");
        }
        for (one, other) in [("A", "A-2"), ("10", "100"), ("010A", "10A"), ("7", "7")] {
            assert!(!is_damaged(one, other), "{one}");
        }
    }
}
