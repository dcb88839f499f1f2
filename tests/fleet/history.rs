//! One history for all, written by one.

use crate::accounts::{Folder, ipi, lines, value};
use std::process::Output;

fn run(folder: &Folder, args: &[&str]) -> Output {
    let output = ipi(args).current_dir(folder.0.path()).env("IPI_HISTORY", "h.sqlite3").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    output
}

fn kept(folder: &Folder) -> Vec<String> {
    let store = ipi::history::History::open_existing(&folder.path("h.sqlite3")).unwrap().unwrap();
    store
        .kept()
        .unwrap()
        .into_iter()
        .map(|kept| format!("{} {} {}", kept.account, kept.marketplace, kept.runs))
        .collect()
}

#[test]
fn a_fleet_keeps_what_scores_of_each_account_would() {
    let folder = Folder::of(5);
    let fleet = lines(&run(&folder, &["fleet", "accounts", "--ordered"]));
    let by_fleet: Vec<_> = (0..5)
        .map(|number| run(&folder, &["history", "--account", &format!("{number:03}"), "-f", "csv"]).stdout)
        .collect();
    assert_eq!(kept(&folder), ["000 US 1", "001 US 1", "002 US 1", "003 US 1", "004 US 1"]);
    std::fs::remove_file(folder.path("h.sqlite3")).unwrap();
    for (number, fleets) in by_fleet.into_iter().enumerate() {
        let name = format!("{number:03}");
        run(&folder, &["score", &format!("accounts/{name}"), "--account", &name]);
        let alone = run(&folder, &["history", "--account", &name, "-f", "csv"]).stdout;
        assert_eq!(String::from_utf8(alone).unwrap(), String::from_utf8(fleets).unwrap());
    }
    // What is kept of a day changes nothing about that day.
    assert_eq!(lines(&run(&folder, &["fleet", "accounts", "--ordered"])), fleet);
}

#[test]
fn a_score_that_is_noted_counts_though_no_file_has_changed() {
    let folder = Folder::of(2);
    let out = || {
        run(&folder, &["fleet", "accounts", "--out", "week.jsonl"]);
        let text = std::fs::read_to_string(folder.path("week.jsonl")).unwrap();
        text.lines().map(value).collect::<Vec<_>>()
    };
    let before = out();
    run(&folder, &["log", "512", "--on", "2026-10-31", "--account", "001"]);
    let after = out();
    assert_eq!(before[0], after[0]);
    assert_eq!(after[1]["result"]["official"]["score"], 512.0);
    assert!(before[1]["result"]["official"].is_null());
}

#[test]
fn an_account_has_the_name_that_the_manifest_says() {
    let folder = Folder::of(2);
    folder.write(
        "m.jsonl",
        "{\"id\":\"s-1\",\"path\":\"accounts/000\",\"account\":\"seller\"}\n{\"id\":\"s-2\",\"path\":\"accounts/001\"}\n",
    );
    run(&folder, &["fleet", "m.jsonl"]);
    assert_eq!(kept(&folder), ["s-2 US 1", "seller US 1"]);
    let none = ipi(&["fleet", "m.jsonl", "--no-history"])
        .current_dir(folder.0.path())
        .env("IPI_HISTORY", "other.sqlite3")
        .output()
        .unwrap();
    assert!(none.status.success() && !folder.path("other.sqlite3").exists());
}
