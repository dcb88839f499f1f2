//! A report more never makes a factor less stated or less exact: every account of the scenarios is read with some of its
//! reports, and then with one more.

#![allow(clippy::unwrap_used)]

use ipi::account::{Account, Settings};
use ipi::assess::Assessment;
use ipi::factor::excess::Basis;
use ipi::factor::{FactorKind, Factors};
use ipi::report::{Plan, Source};
use ipi::score::Past;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// With more reports than this only the small and the large sets of them are tried.
const ALL_SETS: usize = 5;

fn reports(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = folder.read_dir() else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            reports(&path, found);
        } else if path.extension().is_none_or(|ending| ending != "toml") {
            found.push(path);
        }
    }
    found.sort();
}

/// The factors of some of the reports, and the day; nothing where they are refused or too little.
fn judged(sources: &[Source], set: u32) -> Option<(String, Factors)> {
    let some: Vec<_> = sources
        .iter()
        .enumerate()
        .filter(|(i, _)| set >> i & 1 == 1)
        .map(|(_, source)| source.clone())
        .collect();
    let settings = Settings {
        marketplace: None,
        as_of: None,
        no_stranded: false,
        lenient: false,
        excluded: BTreeSet::new(),
        steer: None,
        plan: Plan::with_threads(1),
    };
    let account = Account::read(&some, &settings).ok()?;
    let judged = format!("{:?} {:?}", account.as_of, account.marketplace);
    let factors = Assessment::of(&account, &[], |_, _, _| Past::default()).factors?;
    Some((judged, factors))
}

fn stated(factors: &Factors) -> BTreeSet<FactorKind> {
    FactorKind::ALL.into_iter().filter(|&factor| factors.unstated(factor).is_none()).collect()
}

#[test]
fn never_make_a_factor_less_stated_or_less_exact() {
    let mut worse = Vec::new();
    let mut tried = 0;
    for entry in Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts").read_dir().unwrap() {
        let shape = entry.unwrap().path();
        let mut paths = Vec::new();
        reports(
            &if shape.join("reports").exists() { shape.join("reports") } else { shape.clone() },
            &mut paths,
        );
        let sources: Vec<_> = paths
            .iter()
            .filter(|path| !path.ends_with("worked.md"))
            .map(|path| Source::new(&path.display().to_string(), std::fs::read(path).unwrap()))
            .collect();
        let all = sources.len();
        for set in 1..1_u32 << all {
            let size = set.count_ones() as usize;
            if all > ALL_SETS && size > 2 && size + 2 < all {
                continue;
            }
            let Some((day, few)) = judged(&sources, set) else { continue };
            for more in (0..all).filter(|more| set >> more & 1 == 0) {
                let Some((other_day, many)) = judged(&sources, set | 1 << more) else { continue };
                // Another day or marketplace is another account.
                if day != other_day {
                    continue;
                }
                tried += 1;
                let amazons = |factors: &Factors| {
                    factors.excess.as_ref().is_ok_and(|excess| excess.basis == Basis::Stated)
                };
                let lost: Vec<_> = stated(&few).difference(&stated(&many)).copied().collect();
                if !lost.is_empty()
                    || amazons(&few)
                        && !amazons(&many)
                        && many.excess.as_ref().is_ok_and(|e| e.basis == Basis::Derived)
                {
                    worse.push(format!("{}: {lost:?} by {}", shape.display(), sources[more].name()));
                }
            }
        }
    }
    assert!(tried > 300, "{tried}");
    assert!(worse.is_empty(), "{} of {tried}: {worse:#?}", worse.len());
}
