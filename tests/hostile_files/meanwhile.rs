//! Files that change while they are read. A pipe that is named behind them holds the run back until they have.

use crate::measure::{Ran, begun, ended, ipi, run};
use crate::{HEAD, ROW, folder};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Checks a folder's `a.csv`, which changes when it is open and has not been read yet.
fn changed(folder: &Path, others: &[String], change: impl FnOnce(&Path)) -> Ran {
    let made = Command::new("mkfifo").arg(folder.join("z.csv")).status().unwrap();
    assert!(made.success());
    let start = Instant::now();
    let mut arguments = vec!["check", "-f", "json"];
    arguments.extend(others.iter().map(String::as_str));
    arguments.extend(["a.csv", "z.csv"]);
    let child = begun(&mut ipi(folder, &arguments));
    // It is known to wait when somebody can open the other end without waiting.
    let mut pipe = loop {
        use std::os::unix::fs::OpenOptionsExt as _;
        let nonblocking = 0o4000;
        match OpenOptions::new().write(true).custom_flags(nonblocking).open(folder.join("z.csv")) {
            Ok(pipe) => break pipe,
            Err(_) => sleep(Duration::from_millis(5)),
        }
    };
    change(&folder.join("a.csv"));
    pipe.write_all(
        b"date-stranded\tstatus-primary\tsku\tfulfillable-qty\n2026-06-12T08:00:00-07:00\tx\tMUG\t3\n",
    )
    .unwrap();
    drop(pipe);
    ended(child, start, 60)
}

fn rows(count: usize) -> String {
    let row = |number: usize| ROW.replace("MUG", &format!("MUG-{number}"));
    HEAD.to_owned() + &(0..count).map(row).collect::<String>()
}

fn rows_of_a(ran: &Ran) -> serde_json::Value {
    let check: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let files = check["files"].as_array().unwrap();
    files
        .iter()
        .find(|file| file["file"] == "a.csv")
        .map_or(serde_json::Value::Null, |file| file["rows"].clone())
}

#[test]
fn what_is_added_meanwhile_is_not_read() {
    let folder = folder(&[("a.csv", rows(20_000).as_bytes())]);
    let ran = changed(folder.path(), &[], |a| {
        OpenOptions::new().append(true).open(a).unwrap().write_all(ROW.repeat(1000).as_bytes()).unwrap();
    });
    assert_eq!(rows_of_a(&ran), 20_000, "{ran:?}");
}

#[test]
fn a_file_that_becomes_shorter_is_refused() {
    let folder = folder(&[("a.csv", rows(20_000).as_bytes())]);
    let ran = changed(folder.path(), &[], |a| {
        OpenOptions::new().write(true).open(a).unwrap().set_len(300_000).unwrap();
    });
    ran.told(3, &[]);
    assert!(
        ran.out.contains("the file became shorter while it was read; try again when it is complete"),
        "{ran:?}"
    );
}

#[test]
fn a_file_that_is_replaced_is_read_as_it_was() {
    let folder = folder(&[("a.csv", rows(20_000).as_bytes())]);
    let ran = changed(folder.path(), &[], |a| {
        fs::write(a.with_file_name("b"), rows(10)).unwrap();
        fs::rename(a.with_file_name("b"), a).unwrap();
    });
    assert_eq!(rows_of_a(&ran), 20_000, "{ran:?}");
}

#[test]
fn one_of_very_many_that_is_replaced_is_refused() {
    let folder = folder(&[("a.csv", rows(20_000).as_bytes())]);
    // So many that those behind them do not stay open. They are copies, but for their day.
    let others: Vec<_> = (0..120u64)
        .map(|number| {
            let name = format!("0-{number:03}.csv");
            let day = "2025-01-01".parse::<chrono::NaiveDate>().unwrap() + chrono::Days::new(number);
            fs::write(folder.path().join(&name), rows(1).replace("2026-06-30", &day.to_string())).unwrap();
            name
        })
        .collect();
    let ran = changed(folder.path(), &others, |a| {
        fs::write(a.with_file_name("b"), rows(10)).unwrap();
        fs::rename(a.with_file_name("b"), a).unwrap();
    });
    ran.told(3, &[]);
    assert!(
        ran.out.contains("another file took its place while it was read; try again when it is complete"),
        "{ran:?}"
    );
}

#[test]
fn a_pipe_that_nobody_writes_to_is_told_of() {
    let folder = folder(&[]);
    assert!(Command::new("mkfifo").arg(folder.path().join("p.csv")).status().unwrap().success());
    let mut child = begun(&mut ipi(folder.path(), &["check", "p.csv"]));
    sleep(Duration::from_millis(2500));
    assert!(child.try_wait().unwrap().is_none());
    child.kill().unwrap();
    let said = child.wait_with_output().unwrap().stderr;
    assert_eq!(String::from_utf8(said).unwrap(), "ipi: waiting for somebody to write to p.csv\n");
    run(folder.path(), &["check", "-q", "-"], 20).told(3, &["-: the file is empty"]);
}
