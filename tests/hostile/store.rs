//! The history: names are values and never a part of a question, and each comes back as it was.

use crate::strings;
use ipi::factor::Readings;
use ipi::history::{Account, Earlier, History, Official, Run, SourceMark};
use ipi::ids::Marketplace;
use ipi::units::Points;
use std::collections::BTreeSet;

const US: Marketplace = Marketplace::US;

#[test]
fn the_history_gives_every_name_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.sqlite3");
    let mut history = History::open(&path).unwrap();
    let (day, at) = ("2026-10-31".parse().unwrap(), "2026-11-02T08:00:00Z".parse().unwrap());
    let official = Official { day, score: Some(512.0), readings: Readings::default() };
    let names: BTreeSet<Account> = strings::all().iter().filter_map(|text| text.parse().ok()).collect();
    assert!(names.len() > 90, "{}", names.len());
    for name in &names {
        history.log(name, US, &[official], Earlier::Kept, at).unwrap();
    }
    let mark = |path: String| SourceMark { path, kind: "ledger".into(), hash: "00ff".into() };
    let mut sources: Vec<_> = strings::all().into_iter().map(mark).collect();
    sources.sort();
    sources.dedup();
    let points = Points::clamped(500.0);
    let run = Run {
        day,
        marketplace: US,
        readings: Readings::default(),
        points,
        low: points,
        high: points,
        model: "'; DROP TABLE run; --".into(),
        sources,
        partial: false,
        facts: Default::default(),
    };
    let account = Account::default();
    history.record(&account, &run, None, at).unwrap();
    drop(history);
    let history = History::open_existing(&path).unwrap().unwrap();
    let mut kept = history.runs(&account, US).unwrap();
    kept[0].sources.sort();
    assert_eq!(kept, [run]);
    for name in &names {
        let weeks = history.series(name, US).unwrap();
        assert_eq!(
            weeks.iter().filter_map(|week| week.official?.score).collect::<Vec<_>>(),
            [512.0],
            "{name:?}"
        );
    }
    let found: BTreeSet<Account> =
        history.kept().unwrap().into_iter().filter_map(|kept| kept.account.parse().ok()).collect();
    assert!(found.is_superset(&names));
}
