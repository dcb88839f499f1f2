//! Commands that write, each with what is on disk before it and behind it.

use crate::ipi;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A command that writes.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// What is there before.
    pub(crate) before: fn(&Path),
    pub(crate) arguments: &'static [&'static str],
    /// What it changes, as far as it is the same in every run.
    pub(crate) state: fn(&Path) -> String,
    /// How it ends without a fault.
    pub(crate) code: i32,
    /// How it may end a second time.
    pub(crate) again: Option<i32>,
    /// Are its threads traced too? Where it begets processes, they are not.
    pub(crate) threads: bool,
    /// What it prints does not depend on what it writes: a fault is a warning.
    pub(crate) warns: bool,
}

pub(crate) const MINIMUM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/minimum/reports");

/// The week that a file was of before.
const OLD: &str = "last week's report\n";

/// Most end with 0 each time, show their threads, and fail where they cannot write.
const USUAL: Case = Case {
    name: "",
    before: |_| {},
    arguments: &[],
    state: |_| String::new(),
    code: 0,
    again: None,
    threads: true,
    warns: false,
};

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a new history",
        before: |_| {},
        arguments: &["log", "512", "--on", "2026-W20", "--history", "new/h"],
        state: history,
        ..USUAL
    },
    Case {
        name: "a further entry",
        before: |folder| entries(folder, &["log", "505", "--on", "2026-W19"]),
        arguments: &["log", "512", "--on", "2026-W20", "--history", "new/h"],
        state: history,
        ..USUAL
    },
    Case {
        name: "an import",
        before: |folder| {
            entries(folder, &["log", "505", "--on", "2026-W19"]);
            let rows: String = (1..=52).map(|week| format!("2025-W{week:02},{}\n", 400 + week)).collect();
            fs::write(folder.join("scores.csv"), format!("date,score\n{rows}")).unwrap();
        },
        arguments: &["log", "--import", "scores.csv", "--history", "new/h"],
        state: history,
        ..USUAL
    },
    Case {
        name: "taking back",
        before: |folder| entries(folder, &["log", "505", "--on", "2026-W19"]),
        arguments: &["log", "--undo", "--history", "new/h"],
        state: history,
        ..USUAL
    },
    Case {
        name: "a history of before",
        before: |folder| {
            fs::create_dir(folder.join("new")).unwrap();
            let db = rusqlite::Connection::open(folder.join("new/h")).unwrap();
            db.execute_batch(include_str!("../history_schema_1.sql")).unwrap();
        },
        arguments: &["log", "512", "--on", "2026-W20", "--history", "new/h"],
        state: history,
        ..USUAL
    },
    Case {
        name: "a run that is kept",
        before: |folder| entries(folder, &["log", "505", "--on", "2026-W19"]),
        arguments: &["score", MINIMUM, "--history", "new/h"],
        state: history,
        warns: true,
        ..USUAL
    },
    Case {
        name: "a page",
        before: |folder| fs::write(folder.join("week.html"), OLD).unwrap(),
        arguments: &["score", MINIMUM, "--no-history", "-o", "week.html"],
        state: |folder| text(folder, &["week.html"]),
        ..USUAL
    },
    Case {
        name: "a new workbook",
        before: |_| {},
        arguments: &["skus", MINIMUM, "--no-history", "-o", "skus.xlsx"],
        state: |folder| text(folder, &["skus.xlsx"]),
        ..USUAL
    },
    Case {
        name: "a file behind a link",
        before: |folder| {
            fs::write(folder.join("real.csv"), OLD).unwrap();
            std::os::unix::fs::symlink("real.csv", folder.join("week.csv")).unwrap();
        },
        arguments: &["score", MINIMUM, "--no-history", "-o", "week.csv"],
        state: |folder| text(folder, &["week.csv", "real.csv"]),
        ..USUAL
    },
    Case {
        name: "a row of a new file",
        before: |_| {},
        arguments: &["score", MINIMUM, "--no-history", "--append", "weeks.csv"],
        state: |folder| text(folder, &["weeks.csv"]),
        ..USUAL
    },
    Case {
        name: "a further row",
        before: |folder| {
            let done = ipi(folder)
                .args(["score", MINIMUM, "--no-history", "--account", "other", "--append", "weeks.csv"])
                .output();
            assert!(done.unwrap().status.success());
        },
        arguments: &["score", MINIMUM, "--no-history", "--append", "weeks.csv"],
        state: |folder| text(folder, &["weeks.csv"]),
        ..USUAL
    },
    Case {
        name: "the example",
        before: |_| {},
        arguments: &["demo", "new/example"],
        state: example,
        again: Some(2),
        ..USUAL
    },
    Case {
        name: "manual pages",
        before: |folder| fs::create_dir(folder.join("man")).unwrap(),
        arguments: &["man", "--all", "man"],
        state: |folder| text(&folder.join("man"), &["ipi.1"]),
        ..USUAL
    },
    Case {
        name: "the lines of a fleet",
        before: |folder| accounts(folder, 3),
        arguments: &["fleet", "accounts", "--no-history", "--jobs", "1", "--out", "week.jsonl"],
        state: |folder| text(folder, &["week.jsonl"]),
        threads: false,
        ..USUAL
    },
    Case {
        name: "the next lines of a fleet",
        before: |folder| {
            accounts(folder, 3);
            let done = ipi(folder)
                .args(["fleet", "accounts", "--no-history", "--jobs", "1", "--out", "week.jsonl"])
                .output();
            assert!(done.unwrap().status.success());
            accounts(folder, 4);
        },
        arguments: &["fleet", "accounts", "--no-history", "--jobs", "1", "--out", "week.jsonl"],
        state: |folder| text(folder, &["week.jsonl"]),
        threads: false,
        ..USUAL
    },
    #[cfg(feature = "mail")]
    Case {
        name: "a letter that waits",
        before: |folder| {
            // Nobody listens there, and nobody else will.
            let settings = "[mail]\nhost = \"127.0.0.1\"\nport = 1\nsecurity = \"none\"\nfrom = \"a@example.com\"\nto = \"b@example.com\"\ntries = 1\n";
            copy(Path::new(MINIMUM), &folder.join("reports"));
            fs::write(folder.join("reports/ipi.toml"), settings).unwrap();
        },
        arguments: &["mail", "reports", "--history", "h", "--today", "2026-07-03"],
        state: letters,
        code: 3,
        ..USUAL
    },
];

fn entries(folder: &Path, arguments: &[&str]) {
    let done = ipi(folder).args(arguments).args(["--history", "new/h"]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn accounts(folder: &Path, count: u32) {
    for number in 0..count {
        let account = folder.join(format!("accounts/{number}"));
        if !account.exists() {
            copy(Path::new(MINIMUM), &account);
        }
    }
}

/// Copies a folder, links as links.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
}

/// What stands in files.
fn text(folder: &Path, files: &[&str]) -> String {
    let text = |file: &&str| {
        let bytes = fs::read(folder.join(file));
        bytes.map_or("none".into(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
    };
    files.iter().map(text).collect::<Vec<_>>().join("\n--\n")
}

/// Is the example there? A file of it is there as a whole or not at all; a kill may leave some of them, and the next run adds the others.
fn example(folder: &Path) -> String {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts/demo");
    let entries = folder.join("new/example").read_dir().into_iter().flatten().map(|entry| entry.unwrap());
    let files: Vec<_> =
        entries.filter(|entry| !entry.file_name().to_string_lossy().ends_with(".draft")).collect();
    for file in &files {
        assert!(
            fs::read(file.path()).unwrap() == fs::read(whole.join(file.file_name())).unwrap(),
            "{file:?}"
        );
    }
    if files.len() == whole.read_dir().unwrap().count() { "all".into() } else { "none".into() }
}

/// What is noted and what runs are kept; SQLite has to find nothing wrong.
fn history(folder: &Path) -> String {
    let store = folder.join("new/h");
    let Ok(there) = store.metadata() else { return "none".into() };
    assert!(there.len() > 0, "a history of no bytes is left");
    let db = rusqlite::Connection::open(store).unwrap();
    let sound: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let list = |sql: &str| {
        let mut query = db.prepare(sql).unwrap();
        let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    };
    let entries = list(
        "SELECT week || ' ' || coalesce(score, '') || ' ' || (undone_at IS NULL) FROM entry ORDER BY id",
    );
    let runs = list("SELECT day || ' ' || points FROM run ORDER BY day");
    // An empty history is as good as none.
    if entries.is_empty() && runs.is_empty() { "none".into() } else { format!("{entries}\n--\n{runs}") }
}

/// The letters that wait.
#[cfg(feature = "mail")]
fn letters(folder: &Path) -> String {
    let entries = folder.join("outbox").read_dir().into_iter().flatten().map(|entry| entry.unwrap().path());
    let letters = entries.filter(|path| path.extension().is_some_and(|ending| ending == "eml"));
    // The day since when it is kept is that of the clock.
    let text = letters.map(|path| fs::read_to_string(path).unwrap());
    text.map(|text| {
        text.lines().filter(|line| !line.starts_with("X-Ipi-Since")).collect::<Vec<_>>().join("\n")
    })
    .collect::<Vec<_>>()
    .join("\n--\n")
}
