//! A valid file cut at every byte: no panic, and either the same totals, or a problem, or a note.

use super::{INVENTORY, LEDGER, account, facts, file, ledger, settings};
use ipi::account::{Account, Note};

fn on_hand(account: &Account) -> u64 {
    account.stocks.iter().map(|sku| sku.on_hand_units().get()).sum()
}

/// Cuts `text` everywhere. `totals[k]` is what the first k rows come to.
fn cut(text: &str, header_end: usize, row_ends: &[usize], totals: &[u64]) {
    let read = |at: usize| account(&[("cut", &text.as_bytes()[..at])], &settings(2, 40, 16)).ok();
    // What the first k rows say, each with its line end.
    let behind = |end: &usize| text[*end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let whole: Vec<_> = [header_end].iter().chain(row_ends).map(|end| read(behind(end))).collect();
    let found: Vec<_> = whole.iter().map(|account| account.as_ref().map_or(0, on_hand)).collect();
    assert_eq!(found, totals);
    let whole: Vec<_> = whole.iter().map(|account| account.as_ref().map(facts)).collect();
    for at in 0..=text.len() {
        let Some(account) = read(at) else { continue };
        assert!(at > header_end, "a file without rows at {at}");
        let complete = row_ends.iter().filter(|&&end| at >= end).count();
        let begun = complete.checked_sub(1).map_or(header_end, |last| row_ends[last]);
        let is_begun = text[begun..at].contains(|c: char| !matches!(c, '\r' | '\n'));
        let said = Some(facts(&account));
        let noted = account.notes.iter().any(|note| matches!(note, Note::NoFinalLineEnd { .. }));
        assert!(
            // Whole rows, of which nobody can know whether there were more.
            !is_begun && said == whole[complete]
                // All that is used of the last row is there.
                || is_begun && complete + 1 < whole.len() && said == whole[complete + 1]
                || noted,
            "cut at {at} of {}: {} units: {:?}",
            text.len(),
            on_hand(&account),
            &text[at.saturating_sub(30)..at]
        );
    }
}

/// Where the rows of a text end, their line end not counted, and where the header does.
fn ends(text: &str) -> (usize, Vec<usize>) {
    let mut ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let header = ends.remove(0);
    let without_cr = |end: usize| if text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end };
    (header, ends.into_iter().map(without_cr).collect())
}

fn inventory(excess_last: bool) -> Vec<Vec<String>> {
    [("TEA", "Tea, green", "120"), ("MUG", "Mug", "45"), ("BOWL", "Bowl", "1234")]
        .iter()
        .map(|(sku, name, units)| {
            let last = if excess_last { "17" } else { "" };
            ["2026-06-30", sku, &format!("X-{sku}"), name, units, "10", "30", "US", last]
                .map(str::to_owned)
                .to_vec()
        })
        .collect()
}

#[test]
fn an_inventory_report() {
    for (delimiter, line_end) in [(",", "\n"), (",", "\r\n"), ("\t", "\n"), ("\t", "\r\n")] {
        for excess_last in [true, false] {
            let text = file(&INVENTORY, &inventory(excess_last), delimiter, line_end);
            let (header, rows) = ends(&text);
            cut(&text, header, &rows, &[0, 120, 165, 1399]);
        }
    }
}

#[test]
fn a_cut_in_a_last_column_that_counts_is_noted() {
    let rows = [["S1", "F1", "A1", "New", "SELLABLE", "17"], ["S2", "F2", "A2", "New", "SELLABLE", "25"]]
        .map(|row| row.map(str::to_owned).to_vec());
    let header = [
        "seller-sku",
        "fulfillment-channel-sku",
        "asin",
        "condition-type",
        "Warehouse-Condition-code",
        "Quantity Available",
    ];
    let mut settings = settings(1, 1000, 1000);
    settings.as_of = Some("2026-06-30".parse().unwrap());
    let text = file(&header, &rows, "\t", "\n");
    let read = |text: &str| account(&[("afn.txt", text.as_bytes())], &settings).unwrap();
    let whole = read(&text);
    assert_eq!(on_hand(&whole), 42);
    assert!(!whole.notes.iter().any(|note| note.code() == "no-final-line-end"));
    let cut = read(&text[..text.len() - 2]);
    assert_eq!(on_hand(&cut), 19);
    assert!(cut.notes.iter().any(|note| note.code() == "no-final-line-end"));
}

#[test]
fn a_ledger() {
    let text = file(&LEDGER, &ledger(2, 2, |_, _| "A title".into()), ",", "\r\n");
    let (header, rows) = ends(&text);
    // The last balances of two SKUs on June 29 (500 + sku - day) and then on June 30.
    cut(&text, header, &rows, &[0, 471, 943, 942, 941]);
}
