//! What the history keeps of each SKU: read back to the last digit, bounded, forgotten on demand; and a store of before it
//! was kept loses nothing.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Days, NaiveDate, Utc};
use ipi::factor::{FactorSet, Part, Parts, Readings};
use ipi::history::{Account, Earlier, History, KeptSkus, MOST_RUNS, Official, Packed, Run, Unreadable};
use ipi::ids::{Marketplace, Sku};
use ipi::units::{Points, Units};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

const US: Marketplace = Marketplace::US;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at() -> DateTime<Utc> {
    "2026-06-30T08:00:00Z".parse().unwrap()
}

fn run(day: NaiveDate, points: f64) -> Run {
    Run {
        day,
        marketplace: US,
        readings: Readings { excess_pct: Some(12.0), ..Readings::default() },
        points: Points::clamped(points),
        low: Points::clamped(points - 100.0),
        high: Points::clamped(points + 100.0),
        model: "test".into(),
        sources: Vec::new(),
        partial: false,
        facts: Default::default(),
    }
}

/// An account of `skus` SKUs, each with other units: as many as a big one has, and no pattern in them.
fn parts(skus: u64) -> Parts {
    let mix = |i: u64, j: u64, most: u64| {
        let mixed =
            (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29 + 7 * u32::try_from(j).unwrap());
        (mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32) % most
    };
    let part = |i: u64| {
        let mut part = Part::new(Sku::from(format!("AB-{i:06}-FBA").as_str()));
        part.on_hand = Units::new(mix(i, 0, 300));
        part.excess = Units::new(part.on_hand.get().saturating_sub(mix(i, 1, 200)));
        part.stranded_of = part.on_hand;
        part.shipped_90 = Units::new(mix(i, 2, 200));
        part.weight = Units::new(part.shipped_90.get() * 2 / 3 + i % 3);
        part.days_out = u16::try_from(mix(i, 3, 100).saturating_sub(69)).unwrap();
        part.set_snapshots(
            [part.on_hand.get(), mix(i, 4, 300), mix(i, 5, 300), mix(i, 6, 300)].map(Units::new),
        );
        part
    };
    let days = ["2026-06-30", "2026-05-31", "2026-05-01", "2026-04-01"].map(day);
    Parts { list: (0..skus).map(part).collect(), stated: FactorSet::FOUR, days: Some(days) }
}

/// Any part that a report may make, and some that none does.
fn any_part() -> impl Strategy<Value = Part> {
    let units = || prop_oneof![4 => 0_u64..500, 1 => 0_u64..1 << 38].prop_map(Units::new);
    let name = prop_oneof!["[A-D]{0,3}", "[a-zäöü€ -]{0,40}", "\\PC{0,60}"];
    let figures = (units(), units(), units(), units(), units(), units());
    (name, figures, [units(), units(), units(), units()], prop::option::of(0.0..1e9), 0_u16..=30).prop_map(
        |(
            name,
            (on_hand, excess, stranded, stranded_of, shipped_90, weight),
            snapshots,
            average,
            days_out,
        )| {
            let mut part = Part::new(Sku::from(name.as_str()));
            part.set_snapshots(snapshots);
            let average = average.unwrap_or(part.average);
            Part { on_hand, excess, stranded, stranded_of, shipped_90, weight, days_out, average, ..part }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the parts, what is read back is what was kept.
    #[test]
    fn parts_come_back_to_the_last_digit(
        list in prop::collection::vec(any_part(), 0..1200),
        stated: [bool; 4],
        dated: bool,
    ) {
        let [excess, sell_through, stranded, in_stock] = stated;
        let days = dated.then_some(["2026-06-30", "2026-05-31", "2026-05-01", "2026-04-01"].map(day));
        let parts = Parts { list, stated: FactorSet { excess, sell_through, stranded, in_stock }, days };
        prop_assert!(Packed::of(&parts).unwrap().parts().unwrap() == parts);
    }
}

#[test]
fn a_hundred_thousand_skus_take_two_megabytes_and_too_many_are_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h");
    let mut history = History::open(&path).unwrap();
    let packed = Packed::of(&parts(100_000)).unwrap();
    history.record(&Account::default(), &run(day("2026-06-30"), 500.0), Some(&packed), at()).unwrap();
    let size = fs::metadata(&path).unwrap().len();
    assert!(size < 2_000_000, "{size}");
    let many = |skus| Packed::each(FactorSet::FOUR, None, (0..skus).map(|_| Part::new(Sku::from("A"))));
    assert!(many(500_000).is_some());
    assert_eq!(many(500_001), None);
}

#[test]
fn skus_stand_beside_their_run_and_go_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut history = History::open(&folder.path().join("h")).unwrap();
    let account = Account::default();
    let (first, second) = (day("2026-06-29"), day("2026-06-30"));
    let (few, more) = (parts(3), parts(900));
    history.record(&account, &run(first, 500.0), Packed::of(&few).as_ref(), at()).unwrap();
    history.record(&account, &run(second, 510.0), None, at()).unwrap();
    assert_eq!(history.skus(&account, US, first).unwrap(), KeptSkus::Parts(few.clone()));
    assert_eq!(history.skus(&account, US, second).unwrap(), KeptSkus::Nothing);
    assert_eq!(history.skus(&account, Marketplace::DE, first).unwrap(), KeptSkus::Nothing);
    assert_eq!(history.skus(&"other".parse().unwrap(), US, first).unwrap(), KeptSkus::Nothing);
    assert_eq!(history.days_with_skus(&account, US).unwrap(), [first]);

    // The same run once more, now with its SKUs: they are added.
    history.record(&account, &run(second, 510.0), Packed::of(&more).as_ref(), at()).unwrap();
    assert_eq!(history.skus(&account, US, second).unwrap(), KeptSkus::Parts(more.clone()));
    // A partial run replaces nothing, and nothing is kept of its SKUs.
    let partial = |on| Run { partial: true, ..run(on, 1.0) };
    history.record(&account, &partial(second), Packed::of(&few).as_ref(), at()).unwrap();
    assert_eq!(history.skus(&account, US, second).unwrap(), KeptSkus::Parts(more));
    let third = day("2026-07-01");
    history.record(&account, &partial(third), Packed::of(&few).as_ref(), at()).unwrap();
    assert_eq!(history.skus(&account, US, third).unwrap(), KeptSkus::Nothing);
    // Another run of the day takes its place, SKUs and all.
    history.record(&account, &run(second, 520.0), None, at()).unwrap();
    assert_eq!(history.skus(&account, US, second).unwrap(), KeptSkus::Nothing);
    assert_eq!(history.skus(&account, US, first).unwrap(), KeptSkus::Parts(few));
}

#[test]
fn only_so_many_runs_keep_their_skus_and_each_account_has_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h");
    let mut history = History::open(&path).unwrap();
    let (account, other) = (Account::default(), "other".parse().unwrap());
    let packed = Packed::of(&parts(2000)).unwrap();
    let start = day("2026-01-05");
    history.record(&other, &run(start, 500.0), Some(&packed), at()).unwrap();
    let mut size = 0;
    for n in 0..40 {
        history.record(&account, &run(start + Days::new(n), 500.0), Some(&packed), at()).unwrap();
        if n == 20 {
            size = fs::metadata(&path).unwrap().len();
        }
    }
    let days = history.days_with_skus(&account, US).unwrap();
    // Until Friday 13 February: seven days to Saturday the 7th, Friday the 6th, and the Sundays before.
    let expected = [
        "2026-01-11",
        "2026-01-18",
        "2026-01-25",
        "2026-02-01",
        "2026-02-06",
        "2026-02-07",
        "2026-02-08",
        "2026-02-09",
        "2026-02-10",
        "2026-02-11",
        "2026-02-12",
        "2026-02-13",
    ];
    assert_eq!(days, expected.map(day));
    assert!(days.len() <= MOST_RUNS);
    assert_eq!(history.runs(&account, US).unwrap().len(), 40);
    assert_eq!(history.days_with_skus(&other, US).unwrap(), [start]);
    // What is dropped makes room for what comes: runs are all that the file grows by, a few blobs aside.
    let grown = fs::metadata(&path).unwrap().len() - size;
    assert!(grown < 150_000, "{grown}");
}

#[test]
fn what_is_forgotten_is_no_longer_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h");
    let mut history = History::open(&path).unwrap();
    let account = Account::default();
    let packed = Packed::of(&parts(20_000)).unwrap();
    for on in ["2026-06-29", "2026-06-30"] {
        history.record(&account, &run(day(on), 500.0), Some(&packed), at()).unwrap();
    }
    history
        .record(&"other".parse().unwrap(), &run(day("2026-06-30"), 1.0), Packed::of(&parts(5)).as_ref(), at())
        .unwrap();
    let forgotten = history.forget_skus(&account, US).unwrap();
    assert_eq!(forgotten.runs, 2);
    assert!(forgotten.bytes > 400_000, "{forgotten:?}");
    assert!(fs::metadata(&path).unwrap().len() < 100_000);
    assert_eq!(history.skus(&account, US, day("2026-06-29")).unwrap(), KeptSkus::Nothing);
    assert_eq!(history.runs(&account, US).unwrap().len(), 2);
    assert_eq!(history.days_with_skus(&"other".parse().unwrap(), US).unwrap(), [day("2026-06-30")]);
    assert_eq!(history.forget_skus(&account, US).unwrap().runs, 0);
    // And what comes next is kept.
    history.record(&account, &run(day("2026-06-30"), 500.0), Some(&packed), at()).unwrap();
    assert_eq!(history.days_with_skus(&account, US).unwrap(), [day("2026-06-30")]);
}

/// The bytes kept of the only run.
fn blob(path: &Path) -> Vec<u8> {
    let db = rusqlite::Connection::open(path).unwrap();
    db.query_row("SELECT packed FROM run_skus", [], |row| row.get(0)).unwrap()
}

fn set(path: &Path, sql: &str, value: impl rusqlite::ToSql) {
    let db = rusqlite::Connection::open(path).unwrap();
    assert_eq!(db.execute(sql, [value]).unwrap(), 1);
}

#[test]
fn damage_is_told_and_never_taken_for_figures() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h");
    let (account, on) = (Account::default(), day("2026-06-30"));
    let whole = parts(700);
    let mut history = History::open(&path).unwrap();
    history.record(&account, &run(on, 500.0), Packed::of(&whole).as_ref(), at()).unwrap();
    let bytes = blob(&path);
    let damaged = KeptSkus::Unreadable(Unreadable::Damaged);
    let read = |bytes: &[u8]| {
        set(&path, "UPDATE run_skus SET packed = ?", bytes);
        history.skus(&account, US, on).unwrap()
    };
    let same = |found: KeptSkus, expected: &KeptSkus| found == *expected; // not assert_eq!: 700 SKUs fill a screen
    // Cut anywhere, or one bit turned. The ten bytes of the header say when and where; nothing hangs on some of them.
    for at in (0..bytes.len()).step_by(97).chain([bytes.len() - 1, bytes.len() - 8]) {
        assert!(same(read(&bytes[..at]), &damaged), "cut at {at}");
        let mut turned = bytes.clone();
        turned[at] ^= 0x10;
        let found = read(&turned);
        assert!(found == damaged || (at < 10 && found == KeptSkus::Parts(whole.clone())), "turned at {at}");
    }
    assert!(same(read(&[&bytes[..], b"more"].concat()), &damaged));
    assert!(same(read(b""), &damaged));
    assert!(same(read(&bytes), &KeptSkus::Parts(whole)));
    set(&path, "UPDATE run_skus SET skus = ?", 701);
    assert_eq!(history.skus(&account, US, on).unwrap(), damaged);
    set(&path, "UPDATE run_skus SET format = ?", 2);
    assert_eq!(history.skus(&account, US, on).unwrap(), KeptSkus::Unreadable(Unreadable::Newer));
    // The scores do not depend on it, and forgetting mends it.
    assert_eq!(history.runs(&account, US).unwrap().len(), 1);
    assert_eq!(history.forget_skus(&account, US).unwrap().runs, 1);
}

/// A store as `ipi` left it before it kept SKUs: made from the statements that it ran then.
fn of_schema_1(path: &Path) {
    let db = rusqlite::Connection::open(path).unwrap();
    db.execute_batch(include_str!("history_schema_1.sql")).unwrap();
}

#[test]
fn a_store_of_before_is_brought_up_to_date_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h");
    of_schema_1(&path);
    let mut history = History::open_existing(&path).unwrap().unwrap();
    let account = Account::default();
    let runs = history.runs(&account, US).unwrap();
    assert_eq!(runs.len(), 2);
    assert_eq!((runs[1].day, runs[1].points.get(), runs[1].sources.len()), (day("2026-06-30"), 510.5, 1));
    let weeks = history.weeks(&account, US).unwrap();
    assert_eq!(weeks.iter().filter_map(|week| week.score).collect::<Vec<_>>(), [505.0]);
    assert_eq!(history.skus(&account, US, day("2026-06-30")).unwrap(), KeptSkus::Nothing);
    assert!(folder.path().join("h.schema-1.bak").exists());
    // It goes on as any other.
    let new = run(day("2026-07-01"), 500.0);
    history.record(&account, &new, Packed::of(&parts(3)).as_ref(), at()).unwrap();
    assert_eq!(history.skus(&account, US, new.day).unwrap(), KeptSkus::Parts(parts(3)));
    let official = Official { day: day("2026-07-01"), score: Some(1.0), readings: Readings::default() };
    history.log(&account, US, &[official], Earlier::Kept, at()).unwrap();
}

#[cfg(unix)]
#[test]
fn a_store_of_before_that_can_only_be_read_is_read_as_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h");
    of_schema_1(&path);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    if fs::OpenOptions::new().append(true).open(&path).is_ok() {
        return; // this user may write anywhere
    }
    let before = fs::read(&path).unwrap();
    let mut history = History::open_existing(&path).unwrap().unwrap();
    let account = Account::default();
    assert_eq!(history.runs(&account, US).unwrap().len(), 2);
    assert_eq!(history.skus(&account, US, day("2026-06-30")).unwrap(), KeptSkus::Nothing);
    assert_eq!(history.days_with_skus(&account, US).unwrap(), []);
    let error = history.record(&account, &run(day("2026-07-01"), 500.0), None, at()).unwrap_err();
    assert!(error.to_string().contains("read-only"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn two_at_once_keep_the_skus_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h");
    std::thread::scope(|scope| {
        for writer in 0..4_u64 {
            let path = &path;
            scope.spawn(move || {
                let mut history = History::open(path).unwrap();
                let account = format!("own {writer}").parse().unwrap();
                for n in 0..10 {
                    let on = day("2026-06-01") + Days::new(7 * n);
                    let packed = Packed::of(&parts(100 * (writer + 1) + n)).unwrap();
                    history.record(&account, &run(on, 500.0), Some(&packed), at()).unwrap();
                }
            });
        }
    });
    let history = History::open(&path).unwrap();
    for writer in 0..4_u64 {
        let account = format!("own {writer}").parse().unwrap();
        let days = history.days_with_skus(&account, US).unwrap();
        assert_eq!(days.len(), 10);
        let last = history.skus(&account, US, days[9]).unwrap();
        assert!(last == KeptSkus::Parts(parts(100 * (writer + 1) + 9)));
    }
}
