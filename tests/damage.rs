//! Reports damaged one at a time: a wrong figure never stands there without a word.
//!
//! A damage is *told* where the reports are refused, a figure that was stated is not, or a note or problem has a code
//! that the undamaged reports do not have. Exactly the same figures need no word.

#![allow(clippy::unwrap_used, clippy::panic)]

mod damaged;
#[path = "simulated/dice.rs"]
mod dice;

use damaged::{Case, File, Harm, LEDGER, Outcome, PLANNING, SETS, SHIPMENTS, STRANDED, Set, Shop};
use dice::Dice;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What `ipi score` and `ipi check` say of a folder.
struct Said {
    score: i32,
    check: i32,
    figures: BTreeMap<String, f64>,
    codes: BTreeSet<String>,
}

impl Said {
    fn of(folder: &Path, set: Set) -> Said {
        let call = |command: &str| {
            let mut ipi = Command::new(env!("CARGO_BIN_EXE_ipi"));
            ipi.args([command, ".", "-f", "json", "-m", "US", "--threads", "1"])
                .current_dir(folder)
                .env_clear();
            if command == "score" {
                ipi.arg("--no-history");
            }
            if !set.files().contains(&File::Stranded) {
                ipi.arg("--no-stranded");
            }
            let out = ipi.output().unwrap();
            (out.status.code().unwrap(), serde_json::from_slice(&out.stdout).unwrap_or(Value::Null))
        };
        let (score, figures) = call("score");
        let (check, files) = call("check");
        let codes = [&figures["notes"], &files["notes"], &files["problems"]]
            .into_iter()
            .flat_map(|list| list.as_array().cloned().unwrap_or_default())
            .filter_map(|note| note["code"].as_str().map(str::to_owned));
        Said { score, check, codes: codes.collect(), figures: numbers(&figures) }
    }

    /// The figures that are other than those of the undamaged reports, if any are.
    fn moved(&self, healthy: &Said) -> Vec<String> {
        let names: BTreeSet<_> = self.figures.keys().chain(healthy.figures.keys()).collect();
        let differ = |name: &&String| match (healthy.figures.get(*name), self.figures.get(*name)) {
            (Some(before), Some(after)) => (before - after).abs() > 1e-9 * before.abs().max(1.0),
            _ => true,
        };
        let show = |name: &String| {
            let figure = |said: &Said| said.figures.get(name).map_or("none".into(), |n| format!("{n:.4}"));
            format!("{name} {} -> {}", figure(healthy), figure(self))
        };
        names.into_iter().filter(differ).map(show).collect()
    }

    /// Is something said that is not said of the undamaged reports?
    fn is_told(&self, healthy: &Said) -> bool {
        self.score > 2
            || healthy.figures.keys().any(|name| !self.figures.contains_key(name))
            || self.codes.difference(&healthy.codes).next().is_some()
            || self.check > healthy.check
    }

    /// `score` refuses what `check` calls unfit, and nothing else; neither ends in another way.
    fn agrees(&self) -> bool {
        matches!((self.score, self.check), (3, 3) | (0 | 4, 0 | 1))
    }
}

/// The four factors with their units, and the middle of the estimate.
fn numbers(page: &Value) -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    for factor in ["excess", "sell_through", "stranded", "in_stock"] {
        for (name, value) in page["factors"][factor].as_object().into_iter().flatten() {
            if let Some(number) = value.as_f64() {
                found.insert(format!("{factor}.{name}"), number);
            }
        }
    }
    if let Some(points) = page["score"]["points"].as_f64() {
        found.insert("score".into(), points);
    }
    found
}

/// Writes a set of reports, one of them damaged.
fn write(folder: &Path, shop: &Shop, set: Set, damage: Option<(File, Harm)>) {
    for file in set.files() {
        let mut report = shop.report(*file);
        let bytes = match damage.filter(|(damaged, _)| damaged == file) {
            None => report.text().into(),
            Some((_, Harm::Bytes(harm))) => harm(report.text()),
            Some((_, Harm::Cells(harm))) => {
                harm(&mut report, &mut Dice(5));
                report.text().into_bytes()
            }
        };
        fs::write(folder.join(file.name()), bytes).unwrap();
    }
}

/// Is what came of a damage what has to come of it? Else what is wrong.
fn judge((_, outcome, _): &Case, set: Set, said: &Said, healthy: &Said) -> Result<(), String> {
    let moved = said.moved(healthy);
    let told = said.is_told(healthy);
    if !said.agrees() {
        return Err(format!("score ends with {} and check with {}", said.score, said.check));
    }
    let new: Vec<_> = said.codes.difference(&healthy.codes).collect();
    match outcome {
        Outcome::Same | Outcome::Read if !moved.is_empty() => {
            Err(format!("should be read as it is: {}, {new:?}", moved.join(", ")))
        }
        Outcome::Same if told => Err(format!("nothing is wrong with it: {new:?}")),
        Outcome::Same | Outcome::Read => Ok(()),
        Outcome::Untellable(sets, why) if sets.contains(&set) => {
            if told {
                Err(format!("is told now ({new:?}), though it was said: {why}"))
            } else {
                Ok(())
            }
        }
        Outcome::Told | Outcome::Untellable(..) if told || moved.is_empty() => Ok(()),
        Outcome::Told | Outcome::Untellable(..) => Err(format!("without a word: {}", moved.join(", "))),
    }
}

/// Judges every damage of a report in every set that holds it.
fn damages_of(file: File, cases: &[Case]) {
    let shop = Shop::new();
    let sets: Vec<_> = SETS.into_iter().filter(|set| set.files().contains(&file)).collect();
    let said = |set: Set, damage: Option<(File, Harm)>| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &shop, set, damage);
        Said::of(folder.path(), set)
    };
    let healthy: Vec<_> = sets.iter().map(|set| said(*set, None)).collect();
    for (set, found) in sets.iter().zip(&healthy) {
        assert_eq!((found.score, found.check), (0, 0), "{set:?} undamaged: {:?}", found.codes);
    }
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    for (set, healthy) in sets.iter().zip(&healthy) {
                        let found = said(*set, Some((file, case.2)));
                        if let Err(what) = judge(case, *set, &found, healthy) {
                            wrong.lock().unwrap().insert(format!("{}, {set:?}: {what}", case.0));
                        }
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), cases.len() * sets.len());
}

#[test]
fn damages_of_the_ledger_are_told() {
    damages_of(File::Ledger, LEDGER);
}

#[test]
fn damages_of_fba_inventory_are_told() {
    damages_of(File::Planning, PLANNING);
}

#[test]
fn damages_of_shipments_are_told() {
    damages_of(File::Shipments, SHIPMENTS);
}

#[test]
fn damages_of_the_stranded_report_are_told() {
    damages_of(File::Stranded, STRANDED);
}
