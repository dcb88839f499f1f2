//! Many at once on one history and one file of rows.

use crate::cases::MINIMUM;
use crate::ipi;
use std::fs;
use std::process::{Child, Stdio};
use std::time::Duration;

#[test]
fn forty_eight_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let start = |number: usize| -> Child {
        let account = format!("shop {}", number % 4);
        let week = format!("2025-W{:02}", number + 1);
        let mut command = ipi(folder.path());
        match number % 3 {
            0 => command.args(["log", "512", "--on", &week]),
            1 => command.args(["score", MINIMUM]),
            _ => command.args(["score", MINIMUM, "--append", "weeks.csv"]),
        };
        // Each keeps a run of an account of its own, or notes a week of one of four.
        let account = if number.is_multiple_of(3) { account } else { format!("own {number}") };
        command.args(["--account", &account, "--history", "new/h"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    // Whoever has a row to add waits for whoever holds the file.
    let rows = folder.path().join("weeks.csv");
    let lock = fs::File::create(folder.path().join(".weeks.csv.lock")).unwrap();
    lock.lock().unwrap();
    let runs: Vec<_> = (0..48).map(start).collect();
    std::thread::sleep(Duration::from_millis(1500));
    assert!(!rows.exists(), "nobody waits");
    drop(lock);
    for run in runs {
        let done = run.wait_with_output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.success() && !said.contains("warning"), "{said}");
    }
    let db = rusqlite::Connection::open(folder.path().join("new/h")).unwrap();
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap();
    assert_eq!(db.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0)).unwrap(), "ok");
    assert_eq!((count("SELECT count(*) FROM official"), count("SELECT count(*) FROM run")), (16, 32));
    let rows = fs::read_to_string(rows).unwrap();
    assert_eq!(rows.lines().count(), 17, "{rows}");
    let mut names: Vec<_> =
        fs::read_dir(folder.path().join("new")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["h"]);
}
