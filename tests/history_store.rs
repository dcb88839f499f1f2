//! The store as the library shows it.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, NaiveDate, Utc};
use ipi::factor::Readings;
use ipi::history::{Account, Changed, Earlier, History, HistoryError, Official, Run, SourceMark, Why};
use ipi::ids::Marketplace;
use ipi::units::Points;
use std::fs;
use std::path::{Path, PathBuf};

const US: Marketplace = Marketplace::US;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at() -> DateTime<Utc> {
    "2026-06-30T08:00:00Z".parse().unwrap()
}

fn run(on: &str, points: f64) -> Run {
    Run {
        day: day(on),
        marketplace: US,
        readings: Readings { excess_pct: Some(12.0), sell_through: Some(1.5), ..Readings::default() },
        points: Points::clamped(points),
        low: Points::clamped(points - 100.0),
        high: Points::clamped(points + 100.0),
        model: "test".into(),
        sources: vec![SourceMark { path: "a.csv".into(), kind: "ledger".into(), hash: "00ff".into() }],
        partial: false,
        facts: Default::default(),
    }
}

fn official(on: &str, score: f64) -> Official {
    Official { day: day(on), score: Some(score), readings: Readings::default() }
}

fn open(folder: &Path) -> (PathBuf, History) {
    let path = folder.join("deep/er/history.sqlite3");
    let history = History::open(&path).unwrap();
    (path, history)
}

#[test]
fn a_run_comes_back_and_a_second_of_the_same_day_replaces_it() {
    let folder = tempfile::tempdir().unwrap();
    let (path, mut history) = open(folder.path());
    let account = Account::default();
    history.record(&account, &run("2026-06-29", 500.0), None, at()).unwrap();
    history.record(&account, &run("2026-06-30", 510.0), None, at()).unwrap();
    history.record(&account, &run("2026-06-30", 520.0), None, at()).unwrap();
    history.record(&"other".parse().unwrap(), &run("2026-06-30", 1.0), None, at()).unwrap();
    history
        .record(&account, &Run { marketplace: Marketplace::DE, ..run("2026-06-30", 2.0) }, None, at())
        .unwrap();
    drop(history);

    let history = History::open_existing(&path).unwrap().unwrap();
    assert_eq!(history.runs(&account, US).unwrap(), [run("2026-06-29", 500.0), run("2026-06-30", 520.0)]);
}

#[test]
fn the_official_figures_win_and_the_run_of_the_week_fills_the_gaps() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut history) = open(folder.path());
    let account = Account::default();
    let noted = Official {
        readings: Readings { excess_pct: Some(9.0), ..Readings::default() },
        ..official("2026-06-23", 512.0)
    };
    history.log(&account, US, &[noted, official("2026-06-08", 490.0)], Earlier::Kept, at()).unwrap();
    history.record(&account, &run("2026-06-22", 500.0), None, at()).unwrap();
    history.record(&account, &Run { partial: true, ..run("2026-06-09", 480.0) }, None, at()).unwrap();
    history.record(&account, &run("2026-06-30", 530.0), None, at()).unwrap();

    let weeks = history.weeks(&account, US).unwrap();
    let seen: Vec<_> = weeks
        .iter()
        .map(|week| (week.day, week.score, week.readings.excess_pct, week.readings.sell_through))
        .collect();
    assert_eq!(
        seen,
        [
            (day("2026-06-08"), Some(490.0), None, None),
            (day("2026-06-23"), Some(512.0), Some(9.0), Some(1.5)),
            (day("2026-06-30"), None, Some(12.0), Some(1.5)),
        ]
    );
}

#[test]
fn the_run_beside_a_score_is_the_nearest_whole_one() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut history) = open(folder.path());
    let account = Account::default();
    history.log(&account, US, &[official("2026-06-24", 512.0)], Earlier::Kept, at()).unwrap();
    for (on, partial) in
        [("2026-06-22", false), ("2026-06-24", true), ("2026-06-26", false), ("2026-06-28", false)]
    {
        history.record(&account, &Run { partial, ..run(on, 500.0) }, None, at()).unwrap();
    }
    let series = history.series(&account, US).unwrap();
    assert_eq!(series.len(), 1);
    assert_eq!(series[0].run.as_ref().unwrap().day, day("2026-06-26"));
}

#[test]
fn a_week_has_one_score_and_undo_brings_the_earlier_one_back() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut history) = open(folder.path());
    let account = Account::default();
    let scores = |history: &History| -> Vec<_> {
        history.weeks(&account, US).unwrap().iter().map(|week| week.score.unwrap()).collect()
    };
    history.log(&account, US, &[official("2026-06-22", 500.0)], Earlier::Kept, at()).unwrap();
    // Sunday of the same ISO week.
    let logged = history.log(&account, US, &[official("2026-06-28", 510.0)], Earlier::Kept, at()).unwrap();
    let changed = Changed { before: official("2026-06-22", 500.0), after: official("2026-06-28", 510.0) };
    assert_eq!((logged.added, logged.changed), (0, vec![changed]));
    history
        .log(
            &account,
            US,
            &[official("2026-06-29", 520.0), official("2026-06-23", 505.0)],
            Earlier::Kept,
            at(),
        )
        .unwrap();
    assert_eq!(scores(&history), [505.0, 520.0]);

    let undone = history.undo(&account, US, at()).unwrap().unwrap();
    assert_eq!(undone.removed.len(), 2);
    assert_eq!(undone.restored, [official("2026-06-28", 510.0)]);
    assert_eq!(scores(&history), [510.0]);
    history.undo(&account, US, at()).unwrap().unwrap();
    assert_eq!(scores(&history), [500.0]);
    history.undo(&account, US, at()).unwrap().unwrap();
    assert_eq!(scores(&history), [0.0; 0]);
    assert_eq!(history.undo(&account, US, at()).unwrap(), None);
    history.log(&account, US, &[official("2026-06-22", 530.0)], Earlier::Kept, at()).unwrap();
    assert_eq!(scores(&history), [530.0]);
}

#[test]
fn what_is_noted_later_is_laid_over_what_stood_before() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut history) = open(folder.path());
    let account = Account::default();
    let factors = |on: &str, excess| Official {
        day: day(on),
        score: None,
        readings: Readings { excess_pct: Some(excess), ..Readings::default() },
    };
    let standing = |history: &History| history.series(&account, US).unwrap()[0].official.unwrap();
    let mut log = |entry: Official, earlier| history.log(&account, US, &[entry], earlier, at()).unwrap();
    log(official("2026-06-22", 500.0), Earlier::Kept);
    log(factors("2026-06-24", 17.7), Earlier::Kept);
    let same = log(factors("2026-06-25", 17.7), Earlier::Kept);
    assert_eq!((same.added, same.changed, same.unchanged), (0, vec![], 1));
    // The day is that of the score, and both are there.
    let both = Official { readings: factors("2026-06-24", 17.7).readings, ..official("2026-06-22", 500.0) };
    assert_eq!(standing(&history), both);
    // One step back takes the factors away, not the score; noting nothing new was no step.
    history.undo(&account, US, at()).unwrap().unwrap();
    assert_eq!(standing(&history), official("2026-06-22", 500.0));
    history.log(&account, US, &[factors("2026-06-26", 18.0)], Earlier::Replaced, at()).unwrap();
    assert_eq!(standing(&history), factors("2026-06-26", 18.0));
}

#[test]
fn a_figure_out_of_range_is_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut history) = open(folder.path());
    let account = Account::default();
    let entries = [official("2026-06-22", 500.0), official("2026-06-29", 1001.0)];
    history.log(&account, US, &entries, Earlier::Kept, at()).unwrap_err();
    assert_eq!(history.weeks(&account, US).unwrap(), []);
}

#[test]
fn reading_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none/history.sqlite3");
    assert!(History::open_existing(&path).unwrap().is_none());
    assert!(!folder.path().join("none").exists());
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (path, _history) = open(folder.path());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
}

fn why(path: &Path) -> HistoryError {
    History::open(path).unwrap_err()
}

#[test]
fn what_is_no_history_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h");
    for content in [&b"x"[..], b"date,score\n2021-W10,514\n", &[7; 5000]] {
        fs::write(&path, content).unwrap();
        assert!(matches!(why(&path).why, Why::NotADatabase), "{}", why(&path));
        assert_eq!(fs::read(&path).unwrap(), content);
    }
    fs::remove_file(&path).unwrap();

    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE theirs (a)").unwrap();
    assert!(matches!(why(&path).why, Why::OtherProgram), "{}", why(&path));
    other.execute_batch("PRAGMA application_id = 7; PRAGMA user_version = 1").unwrap();
    assert!(matches!(why(&path).why, Why::OtherProgram), "{}", why(&path));
    assert!(matches!(why(folder.path()).why, Why::NotAFile), "{}", why(folder.path()));
    let beneath = path.join("history.sqlite3");
    assert!(matches!(why(&beneath).why, Why::Open(_)), "{}", why(&beneath));
}

#[test]
fn an_empty_file_is_a_store_not_yet_begun() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h");
    fs::write(&path, "").unwrap();
    let mut history = History::open(&path).unwrap();
    history.log(&Account::default(), US, &[official("2026-06-22", 500.0)], Earlier::Kept, at()).unwrap();
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = open(folder.path());
    rusqlite::Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(why(&path).why, Why::Newer { found: 99, known: 3 }), "{}", why(&path));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_store_brought_up_to_date_behind_our_back_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let (path, mut history) = open(folder.path());
    rusqlite::Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 4").unwrap();
    let error = history.record(&Account::default(), &run("2026-06-29", 500.0), None, at()).unwrap_err();
    assert!(matches!(error.why, Why::Newer { found: 4, known: 3 }), "{error}");
}

#[test]
fn a_damaged_store_is_told_from_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let (path, mut history) = open(folder.path());
    history.log(&Account::default(), US, &[official("2026-06-22", 500.0)], Earlier::Kept, at()).unwrap();
    drop(history);
    let mut bytes = fs::read(&path).unwrap();
    let tables = bytes.len() - bytes.len() / 2;
    bytes[tables..].fill(0xff);
    fs::write(&path, bytes).unwrap();
    let error = History::open(&path)
        .and_then(|history| history.weeks(&Account::default(), US).map(drop))
        .unwrap_err();
    assert!(matches!(error.why, Why::Damaged(_)), "{error}");
}

#[test]
fn the_past_of_a_day_is_the_same_before_and_after_its_run_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut history) = open(folder.path());
    let account = Account::default();
    let entries = [official("2026-06-15", 500.0), official("2026-06-22", 510.0)];
    history.log(&account, US, &entries, Earlier::Kept, at()).unwrap();
    history.record(&account, &run("2026-06-16", 505.0), None, at()).unwrap();
    let now = Run {
        readings: Readings { excess_pct: Some(3.0), ..Readings::default() },
        ..run("2026-06-24", 520.0)
    };
    let past = |history: &History| history.past(&account, US, now.day, now.readings, true).unwrap();
    let before = past(&history);
    let seen: Vec<_> = before.weeks.iter().map(|week| (week.score, week.readings.excess_pct)).collect();
    assert_eq!(seen, [(Some(500.0), Some(12.0)), (Some(510.0), Some(3.0))]);
    history.record(&account, &now, None, at()).unwrap();
    history.record(&account, &run("2026-06-29", 530.0), None, at()).unwrap();
    assert_eq!(past(&history), before);

    // Without a score of its week the day is not its own past.
    history.undo(&account, US, at()).unwrap().unwrap();
    let past = past(&history);
    assert_eq!(past.weeks.iter().map(|week| week.day).collect::<Vec<_>>(), [day("2026-06-16")]);
}

#[test]
fn a_partial_run_does_not_take_the_place_of_a_whole_one() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut history) = open(folder.path());
    let account = Account::default();
    let partial = |points| Run { partial: true, ..run("2026-06-30", points) };
    for (next, kept) in [(partial(1.0), 1.0), (run("2026-06-30", 2.0), 2.0), (partial(3.0), 2.0)] {
        history.record(&account, &next, None, at()).unwrap();
        let points: Vec<_> = history.runs(&account, US).unwrap().iter().map(|run| run.points.get()).collect();
        assert_eq!(points, [kept]);
    }
}
