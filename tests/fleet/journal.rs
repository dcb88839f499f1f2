//! The journal: a run that was ended and begun again does the rest, and the next takes what has not changed.

use crate::accounts::{Folder, text_lines};
use std::fs;
use std::process::Stdio;
use std::time::Duration;

fn out(folder: &Folder, more: &[&str]) -> Vec<String> {
    let output =
        folder.fleet(&["accounts", "--out", "week.jsonl", "--jobs", "2"]).args(more).output().unwrap();
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
    text_lines(&fs::read(folder.path("week.jsonl")).unwrap())
}

#[test]
fn a_run_that_is_killed_and_begun_again_ends_with_the_same_bytes() {
    let folder = Folder::of(120);
    let undisturbed = folder.lines();
    let mut kept = Vec::new();
    for round in 0..6 {
        let mut parent = folder
            .fleet(&["accounts", "--out", "week.jsonl", "--jobs", "2"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(40 + 23 * round));
        parent.kill().unwrap();
        parent.wait().unwrap();
        let journal = fs::read(folder.path("week.jsonl.journal")).unwrap_or_default();
        kept.push(journal.split(|byte| *byte == b'\n').count());
    }
    assert!(kept.is_sorted(), "{kept:?}");
    assert_eq!(out(&folder, &[]), undisturbed);
    // And once more from a journal whose last line was torn, and one in which a byte changed.
    let journal = fs::read(folder.path("week.jsonl.journal")).unwrap();
    fs::write(folder.path("week.jsonl.journal"), &journal[..journal.len() - 40]).unwrap();
    assert_eq!(out(&folder, &[]), undisturbed);
    let mut journal = fs::read(folder.path("week.jsonl.journal")).unwrap();
    let middle = journal.len() / 2;
    journal[middle] ^= 1;
    fs::write(folder.path("week.jsonl.journal"), &journal).unwrap();
    assert_eq!(out(&folder, &[]), undisturbed);
}

#[test]
fn a_folder_that_changed_is_read_again() {
    let folder = Folder::of(4);
    let first = out(&folder, &[]);
    assert_eq!(out(&folder, &[]), first);
    // The same size, and the time put back.
    let reports = folder.path("accounts/002/fba-inventory.csv");
    let times = fs::metadata(&reports).unwrap().modified().unwrap();
    let text = fs::read_to_string(&reports).unwrap();
    fs::write(&reports, text.replacen(",30,60,90,", ",30,60,91,", 1)).unwrap();
    fs::File::options().write(true).open(&reports).unwrap().set_modified(times).unwrap();
    folder.account("001", 77);
    let second = out(&folder, &[]);
    let differ: Vec<_> = (0..4).filter(|&at| first[at] != second[at]).collect();
    assert_eq!(differ, [1, 2]);
    // Settings, and a setting beside the reports.
    assert_ne!(out(&folder, &["--as-of", "2026-11-02"]), second);
    folder.write("accounts/003/ipi.toml", "limits = { standard = 1 }\n");
    assert_ne!(out(&folder, &[])[3], second[3]);
    assert_eq!(out(&folder, &["--fresh"]).len(), 4);
}

#[test]
fn accounts_come_and_go() {
    let folder = Folder::of(3);
    out(&folder, &[]);
    folder.account("000a", 9);
    fs::remove_dir_all(folder.path("accounts/001")).unwrap();
    assert_eq!(out(&folder, &[]), folder.lines());
}

#[cfg(target_os = "linux")]
#[test]
fn what_failed_by_chance_is_kept_within_a_run_and_tried_again_by_the_next() {
    use crate::accounts::kinds;
    let folder = Folder::of(3);
    let large = |memory| out(&folder, &["--memory", memory, "--retries", "0"]);
    crate::ends::large(&folder, "accounts/large", 60_000);
    let first = kinds(&large("96M"));
    assert_eq!(first["large"], "died");
    // The run is over: with more memory it passes, and a folder that is as it was is not read again.
    let second = kinds(&large("4G"));
    assert_eq!(second["large"], "");
    // As if the first run had been ended before its end: what it knew of the account holds.
    fs::remove_file(folder.path("week.jsonl.journal")).unwrap();
    let first = kinds(&large("96M"));
    assert_eq!(first["large"], "died");
}

#[test]
fn no_file_of_anybody_else_is_written_over() {
    let folder = Folder::of(1);
    folder.write("report.jsonl", "sku,units\n");
    let output = folder.fleet(&["accounts", "--out", "report.jsonl"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("no output of ipi fleet"));
    assert_eq!(fs::read(folder.path("report.jsonl")).unwrap(), b"sku,units\n");
    // Our own among the accounts is no account.
    out(&folder, &[]);
    fs::copy(folder.path("week.jsonl"), folder.path("accounts/week.jsonl")).unwrap();
    fs::copy(folder.path("week.jsonl.journal"), folder.path("accounts/week.jsonl.journal")).unwrap();
    assert_eq!(out(&folder, &[]).len(), 1);
}
