//! Whole files: what each is, and an account of up to three of them. However they are cut and by however many threads they
//! are read, the same is said; no share is above all of it, and sums are those of the stocks.

use super::{WHOLE, choice, is_clean, part};
use ipi::account::{Account, Examination, Note, ReadError, Settings};
use ipi::assess::Assessment;
use ipi::ids::Marketplace;
use ipi::output::score::{Beside, Told};
use ipi::output::sheet::Dialect;
use ipi::output::text::{Style, render};
use ipi::output::{check, html, markdown, score, skus};
use ipi::report::{Plan, Source, is_report, is_stray};
use ipi::score::Past;
use ipi::skus::Skus;
use ipi::units::Units;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The headers of every kind, in every version.
const HEADERS: &str = include_str!("../../src/report/tests/headers.txt");

/// What cells may hold, so that most rows are sound and say something about the same products and days.
const CELLS: [&str; 64] = [
    "",
    "0",
    "1",
    "2",
    "3",
    "5",
    "12",
    "40",
    "120",
    "365",
    "-1",
    "-2",
    "-12",
    "1.5",
    "0.25",
    "4294967294",
    "4294967295",
    "1,234",
    "1e3",
    "N/A",
    "--",
    "SKU-A",
    "SKU-B",
    "SKU-C",
    "sku-a",
    "019846904380",
    "1.98E+11",
    "X000A",
    "X000B",
    "X000C",
    "B000A",
    "B000B",
    "2026-06-30",
    "2026-06-29",
    "2026-06-01",
    "2026-05-31",
    "2026-04-02",
    "06/30/2026",
    "06/29/2026",
    "30/06/2026",
    "6/1/2026",
    "01.06.2026",
    "2026-06-30T08:00:00-07:00",
    "2026-06-31",
    "2026-06",
    "SELLABLE",
    "DEFECTIVE",
    "CUSTOMER_DAMAGED",
    "US",
    "DE",
    "CA",
    "PHX7",
    "Amazon.com",
    "Amazon.de",
    "AFN",
    "Shipped",
    "Cancelled",
    "Shipments",
    "Receipts",
    "New",
    "cubic feet",
    "Standard-Size",
    "caf\u{e9}",
    "a \"b\"",
];

/// One file, told apart by what its name says of it.
pub(super) type File = (&'static str, Vec<u8>);

fn settings(form: usize, (threads, piece, chunk): (usize, u64, usize)) -> Settings {
    let marketplaces = [None, Some(Marketplace::US), Some(Marketplace::DE), None];
    Settings {
        marketplace: marketplaces[form % 4],
        as_of: (form & 4 != 0).then(|| "2026-06-30".parse().expect("it is a day")),
        no_stranded: form & 8 != 0,
        lenient: form & 16 != 0,
        excluded: if form & 32 != 0 { BTreeSet::from(["SKU-A".into()]) } else { BTreeSet::new() },
        steer: None,
        plan: Plan { threads, piece, chunk, read: Arc::default() },
    }
}

fn sources(files: &[File]) -> Vec<Source> {
    files.iter().map(|(name, bytes)| Source::new(name, bytes.clone())).collect()
}

/// What is said of files that are read as a whole.
pub(super) fn examined(files: &[File], form: usize) -> Examination {
    of_sources(&sources(files), form)
}

/// The same of what was opened elsewhere.
pub(super) fn of_sources(sources: &[Source], form: usize) -> Examination {
    let examination = Examination::of(sources, &settings(form, (1, 1 << 20, WHOLE)));
    examination.problems.iter().for_each(|problem| is_clean(&problem.to_string()));
    let is_refused = |file: &Arc<str>| examination.problems.iter().any(|problem| problem.file == *file);
    let is_copy = |of: &Note, known: &Arc<str>| matches!(of, Note::Copy { file, .. } if file == known);
    let is_told = |file| is_refused(file) || examination.notes.iter().any(|note| is_copy(note, file));
    let mut unread = examination.files.iter().filter(|file| file.source.is_none());
    assert!(unread.all(|file| is_told(&file.file)), "what is not read has a problem of its own");
    examination
}

/// What is said of files, once it is known to be the same in pieces.
pub(super) fn in_pieces(files: &[File], form: usize) -> Examination {
    let cuts = [(1, 1, 1), (2, 40, 16), (1, 7, 23), (3, 16, 64)];
    let cut = cuts[files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() % cuts.len()];
    let whole = examined(files, form);
    let pieces = Examination::of(&sources(files), &settings(form, cut));
    assert_eq!(format!("{pieces:?}"), format!("{whole:?}"), "in pieces and as a whole");
    whole
}

/// A file of any bytes.
pub(super) fn recognise(data: &[u8]) {
    let source = Source::new("file.csv", data.to_vec());
    assert!(!(is_report(&source) && is_stray(&source)), "no report is passed over");
    let found = in_pieces(&[("file.csv", data.to_vec())], 0);
    is_told(&found);
}

/// Up to three reports of any kinds.
pub(super) fn readers(mut data: &[u8]) {
    let form = choice(&mut data);
    let mut files = Vec::new();
    for name in ["one", "three", "two"] {
        let mut file = part(&mut data);
        if !file.is_empty() || files.is_empty() {
            files.push((name, report(&mut file)));
        }
    }
    let found = in_pieces(&files, form);
    is_told(&found);
    let read = Account::read(&sources(&files), &settings(form, (1, 1 << 20, WHOLE)));
    match &read {
        Ok(account) => {
            assert!(found.problems.is_empty() || account.partial, "what check refuses, score refuses");
            is_sound(account);
        }
        Err(ReadError::Refused(refused)) => assert_eq!(refused.0, found.problems),
        Err(ReadError::TooLittle(_)) => assert!(found.account.is_none()),
    }
}

/// A report: which, how it is written, and its rows, either as bytes or as cells out of those above.
fn report(data: &mut &[u8]) -> Vec<u8> {
    let headers: Vec<Vec<&str>> =
        HEADERS.lines().filter_map(|line| Some(line.split('\t').nth(2)?.split('|').collect())).collect();
    let header = &headers[choice(data) % headers.len()];
    let form = choice(data);
    let delimiter = ["\t", ",", ";", "\t"][form % 4];
    let line_end = if form & 4 != 0 { "\r\n" } else { "\n" };
    let cell = |text: &str| match form & 8 != 0 {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.replace(['"', ','], ""),
    };
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        cells.map(cell).collect::<Vec<_>>().join(delimiter) + line_end
    };
    let mut text = if form & 16 != 0 { "\u{feff}".to_owned() } else { String::new() };
    text += &line(&mut header.iter().copied());
    if form & 32 != 0 {
        return [text.as_bytes(), data].concat();
    }
    // A byte of 0x80 and more ends a row; what it lacks is blank, and what is beyond is left out.
    for row in data.split(|byte| *byte >= 0x80) {
        let cells = row.iter().map(|byte| CELLS[usize::from(*byte) % CELLS.len()]);
        text += &line(&mut cells.chain(std::iter::repeat("")).take(header.len()));
    }
    text.into_bytes()
}

/// What is said of the files shows nothing hidden, and says the same in each form.
fn is_told(found: &Examination) {
    let page = check::page(found);
    is_clean(&render(&page, Style::PLAIN));
    let rows = check::sheet(found).csv(Dialect::CSV);
    let mut rows = csv::Reader::from_reader(rows.as_bytes());
    assert!(rows.records().all(|row| row.is_ok()), "rows are as wide as their head");
    let json: serde_json::Value = serde_json::from_str(&check::json(found)).expect("it is JSON");
    assert_eq!(json["problems"].as_array().map(Vec::len), Some(found.problems.len()));
}

/// Figures and pages of an account.
fn is_sound(account: &Account) {
    let assessment = Assessment::of(account, &[], |_, _, _| Past::default());
    let factors = assessment.factors.as_ref().expect("they are computed");
    let sum =
        |units: &dyn Fn(&ipi::account::StockFacts) -> Units| account.stocks.iter().map(units).sum::<Units>();
    if let Ok(excess) = &factors.excess {
        assert!((0.0..=1.0).contains(&excess.share), "excess {}", excess.share);
        assert!(excess.excess_units <= excess.on_hand_units);
        assert!(excess.on_hand_units <= sum(&|facts| facts.on_hand_units()));
    }
    if let Ok(stranded) = &factors.stranded {
        assert!((0.0..=1.0).contains(&stranded.share), "stranded {}", stranded.share);
        assert_eq!(stranded.stranded_units, sum(&|facts| facts.stranded.unwrap_or_default()));
    }
    if let Ok(found) = &factors.in_stock {
        assert!((0.0..=1.0).contains(&found.rate), "in stock {}", found.rate);
        assert!(
            found.weight_units_60d <= sum(&|facts| facts.shipped_60.map_or(Units::ZERO, |fact| fact.value))
        );
    }
    if let Ok(found) = &factors.sell_through {
        assert!(found.ratio.is_finite() && found.ratio >= 0.0);
        assert!(
            found.shipped_90d_units <= sum(&|facts| facts.shipped_90.map_or(Units::ZERO, |fact| fact.value))
        );
    }
    if let Some(estimate) = &assessment.estimate {
        assert!(estimate.low <= estimate.points && estimate.points <= estimate.high);
        assert!((0.0..=1.0).contains(&estimate.chance_below(400.0)));
    }
    let page = score::page(&assessment, &Told { details: true, ..Told::default() });
    is_clean(&render(&page, Style::PLAIN));
    is_clean(&markdown::render(&page));
    is_clean(&html::page(&page));
    let json = score::json(&assessment, Beside::default(), None);
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "it is JSON");
    let found = Skus::of(account, &assessment);
    is_clean(&render(&skus::page(&found, &skus::Told::default()), Style::PLAIN));
}
