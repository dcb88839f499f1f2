//! A seller's own spreadsheet of official scores.

use super::{choice, is_clean};
use chrono::NaiveDate;
use ipi::factor::FactorKind;
use ipi::history::import::{Entry, OWN, read};
use ipi::spreadsheet::rows;

/// What is read lies where a figure can lie, and is read again as it is when it is written down.
pub(super) fn import(mut data: &[u8]) {
    let as_is = choice(&mut data).is_multiple_of(2);
    let today: NaiveDate = "2026-06-30".parse().expect("it is a day");
    match read("scores.csv", data, today, as_is) {
        Err(problems) => {
            assert!(!problems.0.is_empty());
            problems.0.iter().for_each(|problem| is_clean(&problem.to_string()));
        }
        Ok(sheet) => {
            for Entry { official, .. } in &sheet.entries {
                assert!(official.day <= today);
                assert!(official.score.is_none_or(|score| (0.0..=1000.0).contains(&score)));
                for factor in FactorKind::ALL {
                    let most = if factor == FactorKind::SellThrough { 1000.0 } else { 100.0 };
                    let figure = official.readings.get(factor);
                    assert!(figure.is_none_or(|figure| (0.0..=most).contains(&figure)), "{figure:?}");
                }
            }
            let rows = rows(data).expect("it was read");
            let repeats = rows[0].1.iter().any(|name| name.eq_ignore_ascii_case(OWN[0]));
            let told = sheet.entries.len() + sheet.blank_rows;
            assert!(told == rows.len() - 1 || repeats, "every row is an entry or blank");
            if sheet.entries.is_empty() {
                return;
            }
            let again = read("scores.csv", &written(&sheet.entries), today, true);
            assert_eq!(again.map(|sheet| sheet.entries), Ok(sheet.entries));
        }
    }
}

fn written(entries: &[Entry]) -> Vec<u8> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    let head = [
        "date",
        "account",
        "marketplace",
        "score",
        "excess_pct",
        "sell_through",
        "stranded_pct",
        "in_stock_pct",
    ];
    rows.write_record(head).expect("memory does not fail");
    for Entry { account, marketplace, official } in entries {
        let figure = |figure: Option<f64>| figure.map_or(String::new(), |figure| figure.to_string());
        let account = account.as_ref().map_or(String::new(), |account| account.as_str().into());
        let marketplace = marketplace.map_or(String::new(), |marketplace| marketplace.to_string());
        let readings = FactorKind::ALL.map(|factor| figure(official.readings.get(factor)));
        let cells = [official.day.to_string(), account, marketplace, figure(official.score)];
        rows.write_record(cells.iter().chain(&readings)).expect("memory does not fail");
    }
    rows.into_inner().expect("memory does not fail")
}
