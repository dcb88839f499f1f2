//! One is not many: a note about one SKU, one row or one unit has the verb and the pronoun of one.

#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;
use ipi::account::Note;
use ipi::ids::Marketplace;
use ipi::output::notes;
use ipi::report::ReportKind;
use ipi::units::Units;

const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();

/// Notes that count something, of so many.
fn notes(n: u64) -> Vec<Note> {
    let (units, report, file) = (Units::new(n), ReportKind::FbaInventory, "a.csv");
    let file = || file.into();
    vec![
        Note::Ghosts { skus: n, units, report, are_many: false },
        Note::SharedStock { skus: n, units, report },
        Note::ShippedDisagree { report, stated: units, other: report, counted: units },
        Note::ExcessCompared { stated: units, derived: units, skus: n, others: units, is_far: false },
        Note::NewLeftOut { skus: n, units },
        Note::ForeignRows { file: file(), rows: n },
        Note::LedgerOverlap { from: file(), instead_of: file(), days: n },
        Note::ImpliedAverage { unsold_skus: n, unsold_units: units, from: DAY },
        Note::SoldOut { report, skus: n, units, from: DAY },
        Note::StrandedExceeds { skus: n },
        Note::RowsAgain { file: file(), rows: n, line: 2 },
        Note::StockDisagree { report, stated: units, balance: Units::new(7), off: units, skus: n },
        Note::StrandedBlank { file: file(), rows: n },
        Note::SalesUnknown { skus: n, units, of: units, from: DAY },
        Note::ExcessBeyond { skus: n, units },
        Note::SalesAgain { report, rows: n },
        Note::StrandedUnknown { skus: n, units, of: n },
        Note::LeftUnshipped { units, shipped: units },
        Note::NotShipped { report, rows: n, units },
        Note::OtherSites { report, marketplace: Marketplace::US, rows: n, units },
        Note::SoldUnlisted { report, listed: 9, missing: n, units, of: units },
        Note::SoldElsewhere { report, skus: n, units },
        Note::TotalRow { report, units },
        Note::InTransfer { units, are_many: false },
        Note::LedgerJumps { units, day: None, missing: None, is_slip: false },
        Note::Nameless { labels: n },
        Note::WindowsDisagree { report, skus: n },
        Note::OnHandBlank { report, skus: n },
        Note::SalesOverlap { file: file(), other: file(), days: n },
        Note::LeftOut { problems: n, rows: n },
    ]
}

/// What is said of several, behind a one; and of one, behind a five.
const OF_MANY: [&str; 8] = ["SKUs", "units", "rows", "days", "have", "are", "say", "do"];
const OF_ONE: [&str; 8] = ["SKU", "unit", "row", "day", "has", "is", "says", "does"];

/// Does one of the words follow the number, at most one word between?
fn follows(text: &str, number: &str, words: &[&str]) -> bool {
    let all: Vec<_> = text
        .split(|c: char| c.is_whitespace() || "();:,.".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let wrong = |at: usize| {
        let behind = all[at + 1..].iter().take(2);
        behind.take_while(|word| !["of", "and", "in"].contains(word)).any(|word| words.contains(word))
    };
    all.iter().enumerate().any(|(at, word)| *word == number && wrong(at))
}

#[test]
fn one_has_the_verb_of_one_and_many_that_of_many() {
    for (note, of_five) in notes(1).iter().zip(&notes(5)) {
        let (one, five) = (notes::note(note), notes::note(of_five));
        assert!(!follows(&one, "1", &OF_MANY), "{one}");
        assert!(!follows(&five, "5", &OF_ONE), "{five}");
        assert!(!one.contains("{}") && one.ends_with(['.', '?']), "{one}");
    }
}

/// Written out by hand.
#[test]
fn the_sentences_are_whole() {
    let said = |at: usize| notes::note(&notes(1)[at]);
    assert_eq!(
        said(9),
        "1 SKU has more stranded units than units on hand, which count as on hand; were both reports downloaded on the same \
         day?"
    );
    assert_eq!(
        said(0),
        "FBA Inventory leaves out 1 SKU that the ledger knows; its 1 unit comes from the ledger's balance."
    );
    assert_eq!(said(5), "1 row of a.csv is about another marketplace's stock and is not used.");
    assert_eq!(
        said(16),
        "Of 1 SKU in the stranded report 1, with 1 unit, is in no report of the stock, and yet what is stranded is on hand. \
         Is it of the same account, marketplace and day?"
    );
}
