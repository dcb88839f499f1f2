//! What public collections of odd CSV files hold, done to true reports: RFC 4180's edges, csv-spectrum, csv-test-data, csvkit,
//! DuckDB's rejects, Papa Parse, pandas, Frictionless and the Pollock benchmark; and what sellers have reported of Amazon's own
//! exports. Cases and rows are our own.
//!
//! What is read is what the clean report says, or the reason why not is one of those that fit. Another figure never stands there
//! without a word.

#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code, unused_imports)] // the shop is shared with tests/damage.rs
mod damaged;
#[path = "simulated/dice.rs"]
mod dice;
mod pollutions;

use damaged::{File, Shop, Table};
use ipi::account::{Account, Examination, Settings};
use ipi::assess::Assessment;
use ipi::report::{Plan, Source};
use ipi::score::Past;
use pollutions::{CASES, Outcome, Pollution};
use std::collections::{BTreeMap, BTreeSet};

const FILES: [File; 4] = [File::Planning, File::Ledger, File::Shipments, File::Stranded];

/// What is said of the four reports.
#[derive(Debug)]
struct Said {
    /// Facts of every stock, without where they come from.
    facts: String,
    /// The four factors in figures; one that is not stated is not there.
    figures: BTreeMap<&'static str, Vec<f64>>,
    problems: BTreeSet<&'static str>,
    notes: BTreeSet<&'static str>,
}

impl Said {
    fn of(files: &[(File, Vec<u8>)]) -> Said {
        let sources: Vec<_> =
            files.iter().map(|(file, bytes)| Source::new(file.name(), bytes.clone())).collect();
        let settings = Settings {
            marketplace: Some("US".parse().unwrap()),
            as_of: None,
            no_stranded: false,
            lenient: false,
            excluded: BTreeSet::new(),
            steer: None,
            plan: Plan::with_threads(1),
        };
        let examination = Examination::of(&sources, &settings);
        let account = examination.account.as_ref().filter(|_| examination.problems.is_empty());
        Said {
            facts: account.map(facts).unwrap_or_default(),
            figures: account.map(figures).unwrap_or_default(),
            problems: examination.problems.iter().map(|problem| problem.code.name()).collect(),
            notes: examination.notes.iter().map(ipi::account::Note::code).collect(),
        }
    }

    /// Is something said, or a factor not stated, that was not so of the clean reports?
    fn is_told(&self, clean: &Said) -> bool {
        !self.problems.is_empty()
            || clean.figures.keys().any(|factor| !self.figures.contains_key(factor))
            || self.notes.difference(&clean.notes).next().is_some()
    }
}

fn facts(account: &Account) -> String {
    format!("{:?}\n{:?}\n{:?}\n{:?}", account.as_of, account.stocks, account.snapshots, account.stranded)
}

#[allow(clippy::cast_precision_loss)]
fn figures(account: &Account) -> BTreeMap<&'static str, Vec<f64>> {
    let factors = Assessment::of(account, &[], |_, _, _| Past::default()).factors.unwrap();
    let mut all = BTreeMap::new();
    if let Ok(found) = factors.excess {
        all.insert("excess", vec![found.excess_units.get() as f64, found.on_hand_units.get() as f64]);
    }
    if let Ok(found) = factors.sell_through {
        all.insert("sell-through", vec![found.shipped_90d_units.get() as f64, found.ratio]);
    }
    if let Ok(found) = factors.stranded {
        all.insert("stranded", vec![found.stranded_units.get() as f64, found.on_hand_units.get() as f64]);
    }
    if let Ok(found) = factors.in_stock {
        all.insert("in-stock", vec![found.weight_units_60d.get() as f64, found.rate]);
    }
    all
}

/// What is done to a report; the bytes, where they are not those of its cells.
type Pollute<'a> = &'a dyn Fn(&mut Table) -> Option<Vec<u8>>;

/// The four reports, and what is said of them.
struct Desk {
    shop: Shop,
    reports: Vec<(File, Vec<u8>)>,
    clean: Said,
}

impl Desk {
    fn new() -> Desk {
        let shop = Shop::new();
        let reports: Vec<_> = FILES.map(|file| (file, shop.report(file).text().into_bytes())).into();
        let clean = Said::of(&reports);
        assert_eq!((clean.problems.len(), clean.figures.len()), (0, 4));
        Desk { shop, reports, clean }
    }

    /// What is said where one is polluted.
    fn said(&self, file: File, pollute: Pollute<'_>) -> Said {
        let mut table = self.shop.report(file);
        let polluted = pollute(&mut table).unwrap_or_else(|| table.text().into_bytes());
        let mut reports = self.reports.clone();
        reports.iter_mut().filter(|(one, _)| *one == file).for_each(|(_, bytes)| bytes.clone_from(&polluted));
        Said::of(&reports)
    }
}

#[test]
fn pollutions_of_public_suites() {
    let desk = Desk::new();
    let clean = &desk.clean;
    let mut wrong = Vec::new();
    for Pollution { name, files, outcome, pollute } in CASES {
        for file in *files {
            let said = desk.said(*file, pollute);
            let new: BTreeSet<_> =
                said.problems.iter().chain(said.notes.difference(&clean.notes)).copied().collect();
            let fits = match outcome {
                Outcome::Same => said.facts == clean.facts && new.is_empty(),
                Outcome::Figures => said.figures == clean.figures && said.problems.is_empty(),
                Outcome::Noted(code) => said.figures == clean.figures && new == BTreeSet::from([*code]),
                Outcome::Refused(codes) => {
                    !said.problems.is_empty() && said.problems.iter().all(|code| codes.contains(code))
                }
                Outcome::Told => said.is_told(clean),
            };
            if !fits {
                let same = (said.facts == clean.facts, said.figures == clean.figures);
                wrong.push(format!("{name}, {file:?}: {new:?}, facts and figures the same: {same:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Amazon renames columns overnight, leaves one out, or delivers it blank.
#[test]
fn no_column_is_renamed_left_out_or_blank_in_silence() {
    let desk = Desk::new();
    let clean = &desk.clean;
    let mut wrong = Vec::new();
    for file in FILES {
        for column in desk.shop.report(file).header {
            let renamed = |table: &mut Table| {
                let at = table.column(&column);
                table.header[at] = "new-name-of-it".into();
                None
            };
            let removed = |table: &mut Table| {
                table.remove(&column);
                None
            };
            let blank = |table: &mut Table| {
                table.blank(&column);
                None
            };
            let ways: [(&str, Pollute<'_>); 3] =
                [("renamed", &renamed), ("left out", &removed), ("blank", &blank)];
            for (way, pollute) in ways {
                let said = desk.said(file, pollute);
                if said.figures != clean.figures && !said.is_told(clean) {
                    wrong.push(format!("{column} {way}, {file:?}: {:?}", said.figures));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
