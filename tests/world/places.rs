//! Where files are written: links, files that may not be written, folders that are not there, homes that are none.

use crate::cases::MINIMUM;
use crate::ipi;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output};

fn written(folder: &Path, file: &str) -> Output {
    ipi(folder).args(["score", MINIMUM, "--no-history", "-f", "row", "-o", file]).output().unwrap()
}

#[track_caller]
fn refused(done: &Output, why: &[&str]) {
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(3), "{said}");
    assert!(why.iter().all(|why| said.contains(why)) && !said.contains(".draft"), "{said}");
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_link_to_nothing_leads_where_it_leads() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("kept")).unwrap();
    symlink("kept/one.csv", folder.path().join("kept.csv")).unwrap();
    symlink("kept.csv", folder.path().join("week.csv")).unwrap();
    assert!(written(folder.path(), "week.csv").status.success());
    for link in ["week.csv", "kept.csv"] {
        assert!(folder.path().join(link).symlink_metadata().unwrap().is_symlink(), "{link}");
    }
    let csv = fs::read_to_string(folder.path().join("kept/one.csv")).unwrap();
    assert!(csv.starts_with("date,week,account,"), "{csv}");
    let append = ["score", MINIMUM, "--no-history", "--append", "rows.csv"];
    symlink("kept/rows.csv", folder.path().join("rows.csv")).unwrap();
    assert!(ipi(folder.path()).args(append).output().unwrap().status.success());
    assert!(folder.path().join("kept/rows.csv").is_file());
    // Into no folder, and round in a circle.
    symlink("nowhere/one.csv", folder.path().join("lost.csv")).unwrap();
    refused(&written(folder.path(), "lost.csv"), &["cannot write lost.csv: No such file or directory"]);
    symlink("round.csv", folder.path().join("round.csv")).unwrap();
    refused(
        &written(folder.path(), "round.csv"),
        &["cannot write round.csv: Too many levels of symbolic links"],
    );
    assert!(folder.path().join("round.csv").symlink_metadata().unwrap().is_symlink());
}

#[test]
fn a_file_that_may_only_be_read_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("week.csv");
    assert!(written(folder.path(), "week.csv").status.success());
    let text = fs::read_to_string(&file).unwrap();
    for mode in [0o444, 0o400] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let why = ["cannot write week.csv: it may only be read, and nothing was written; next: "];
        refused(&written(folder.path(), "week.csv"), &why);
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    let arguments = ["score", MINIMUM, "--no-history", "--append", "week.csv"];
    // The same row is no change; another one is refused.
    assert!(ipi(folder.path()).args(arguments).output().unwrap().status.success());
    let other = ipi(folder.path()).args(arguments).args(["--account", "other"]).output().unwrap();
    refused(&other, &["cannot add a row to week.csv: it may only be read"]);
    let fleet = ["fleet", MINIMUM, "--no-history", "--out", "week.jsonl"];
    assert!(ipi(folder.path()).args(fleet).output().unwrap().status.success());
    let lines = folder.path().join("week.jsonl");
    fs::set_permissions(&lines, fs::Permissions::from_mode(0o444)).unwrap();
    let done = ipi(folder.path()).args(fleet).args(["--fresh"]).output().unwrap();
    refused(&done, &["cannot write week.jsonl: it may only be read"]);
}

#[test]
fn the_lines_of_a_fleet_keep_links_and_permissions() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("kept")).unwrap();
    symlink("kept/week.jsonl", folder.path().join("week.jsonl")).unwrap();
    let fleet = ["fleet", MINIMUM, "--no-history", "--out", "week.jsonl"];
    let run = || assert!(ipi(folder.path()).args(fleet).output().unwrap().status.success());
    let real = folder.path().join("kept/week.jsonl");
    let mode = |file: &Path| file.metadata().unwrap().permissions().mode() & 0o777;
    run();
    fs::write(folder.path().join("usual"), "").unwrap();
    assert_eq!(mode(&real), mode(&folder.path().join("usual")));
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    run();
    assert!(folder.path().join("week.jsonl").symlink_metadata().unwrap().is_symlink());
    assert_eq!(mode(&real), 0o640);
}

#[test]
fn nothing_is_written_over_what_was_read() {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(MINIMUM).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    fs::write(folder.path().join("ipi.toml"), "marketplace = \"US\"\n").unwrap();
    let before = |name: &str| fs::read(folder.path().join(name)).unwrap();
    let all = names(folder.path());
    symlink(&all[0], folder.path().join("link.csv")).unwrap();
    for name in all.iter().map(String::as_str).chain(["link.csv", "h"]) {
        let score = ["score", ".", "--history", "h", "-f", "row", "-o", name];
        if name == "h" {
            let log = ["log", "512", "--on", "2026-W20", "--history", "h"];
            assert!(ipi(folder.path()).args(log).output().unwrap().status.success());
        }
        let old = before(name);
        let done = ipi(folder.path()).args(score).output().unwrap();
        refused(&done, &["it is one of the files that were read, and nothing was written; next: "]);
        // The run is kept in the history all the same.
        let is_kept =
            if name == "h" { before(name).starts_with(b"SQLite format 3") } else { before(name) == old };
        assert!(is_kept, "{name}");
    }
}

#[test]
fn no_folder_is_made_for_a_page() {
    let folder = tempfile::tempdir().unwrap();
    refused(
        &written(folder.path(), "new/week.csv"),
        &["cannot write new/week.csv: No such file or directory"],
    );
    fs::write(folder.path().join("file"), "").unwrap();
    refused(&written(folder.path(), "file/week.csv"), &["cannot write file/week.csv: Not a directory"]);
    assert_eq!(names(folder.path()), ["file"]);
}

/// Runs a script with mounts of its own; `None`, and a word about it, where the system forbids that.
fn with_mounts(script: &str, folder: &Path) -> Option<Output> {
    let program = ipi(folder);
    let own = |how: &str, script: &str| {
        let mut command = Command::new("unshare");
        command.args([how, "sh", "-c", script, env!("CARGO_BIN_EXE_ipi"), MINIMUM]).current_dir(folder);
        program.get_envs().for_each(|(name, value)| {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        });
        command.output()
    };
    let permitted =
        |how: &&&str| own(how, "mount -t tmpfs tmpfs .").is_ok_and(|ended| ended.status.success());
    let Some(how) = ["-m", "-rm"].iter().find(permitted) else {
        eprintln!("skipped: this system does not let the test mount a file system");
        return None;
    };
    Some(own(how, script).unwrap())
}

#[test]
fn a_home_that_can_only_be_read_costs_the_history_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let script = "mount --bind . . && mount -o remount,bind,ro . && cd . || exit 98
        HOME=$PWD \"$0\" score \"$1\" || exit 97
        HOME=$PWD \"$0\" score \"$1\" -o week.csv; [ $? = 3 ] || exit 96
        HOME=$PWD \"$0\" demo example; [ $? = 3 ] || exit 95
        HOME=$PWD \"$0\" log 512";
    // The current folder is that of before the mount; it is entered anew.
    let script = script.replace("cd .", "cd \"$PWD\"");
    let Some(done) = with_mounts(&script, folder.path()) else { return };
    refused(
        &done,
        &[
            "ipi: warning: ",
            "cannot write week.csv: Read-only file system",
            "example: the folder cannot be made: Read-only file system",
            ".local/share/ipi/history.sqlite3: the history cannot be opened: Read-only file system",
        ],
    );
    assert!(String::from_utf8_lossy(&done.stdout).contains("IPI"), "the page is there");
}

#[test]
fn a_full_disk_keeps_what_was_there_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o size=128k tmpfs \"$PWD\" && cd \"$PWD\" || exit 98
        echo old > week.html; head -c 300000 /dev/zero > fill 2>/dev/null
        for run in 'score -o week.html' 'score -o new.html' 'score --append weeks.csv' 'score -o week.xlsx'; do
            set -- $run; command=$1; shift; \"$0\" $command \"$OLD\" --no-history $@; [ $? = 3 ] || exit 97
        done
        \"$0\" demo example; [ $? = 3 ] || exit 96
        \"$0\" log 512 --history new/h; [ $? = 3 ] || exit 95
        [ \"$(cat week.html)\" = old ] || exit 94
        ls -A . new; exit 3";
    let script = format!("OLD=\"$1\"; export OLD; {script}");
    let Some(done) = with_mounts(&script, folder.path()) else { return };
    refused(
        &done,
        &[
            "cannot write week.html: No space left on device",
            "cannot add a row to weeks.csv: No space left on device",
            "new/h: the history cannot be written: the disk is full; free some space and try again",
        ],
    );
    // The lock beside the rows is there for the next run.
    assert_eq!(String::from_utf8_lossy(&done.stdout), ".:\n.weeks.csv.lock\nfill\nnew\nweek.html\n\nnew:\n");
}

#[test]
fn a_temporary_folder_without_room_is_told_without_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let row = |number: u32| format!("2026-06-30,SKU-{number},45,10,30,US\n");
    let head = "snapshot-date,sku,available,units-shipped-t30,units-shipped-t90,marketplace\n";
    fs::write(folder.path().join("a.csv"), head.to_owned() + &(0..5_000).map(row).collect::<String>())
        .unwrap();
    fs::create_dir(folder.path().join("tmp")).unwrap();
    let script = "mount -t tmpfs -o size=64k tmpfs tmp || exit 98
        TMPDIR=tmp \"$0\" skus a.csv --no-history -o skus.xlsx";
    let Some(done) = with_mounts(script, folder.path()) else { return };
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(
        (done.status.code(), said.as_ref()),
        (
            Some(3),
            "ipi: error: cannot make the workbook: its temporary file cannot be written; next: make room in the temporary \
             folder, or set TMPDIR to another one\n"
        )
    );
    assert_eq!(names(folder.path()), ["a.csv", "tmp"]);
}
