//! What ipi has written lies among the next week's reports and disturbs nobody: every form of every command.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/demo");

/// Every command that reports, with what it is asked.
const COMMANDS: [&[&str]; 11] = [
    &["score", "."],
    &["skus", "."],
    &["why", ".", "--since", "2026-10-24"],
    &["forecast", "."],
    &["forecast", ".", "--list", "run-out"],
    &["plan", ".", "--target", "540"],
    &["check", "."],
    &["estimate", "--excess", "12", "--on", "2026-10-31"],
    &["history"],
    &["backtest"],
    &["rules", "--all"],
];

/// Every form of rows and pages, and how their files end.
const FORMS: [(&[&str], &str); 13] = [
    (&["-f", "text"], "txt"),
    (&["-f", "json"], "json"),
    (&["-f", "jsonl"], "jsonl"),
    (&["-f", "csv"], "csv"),
    (&["-f", "html"], "html"),
    (&["-f", "xlsx"], "xlsx"),
    (&["-f", "md"], "md"),
    (&["-f", "tsv"], "tsv"),
    (&["-f", "csv", "--bom"], "bom.csv"),
    (&["-f", "csv", "--decimal", "comma"], "semicolon.csv"),
    (&["-f", "csv", "--delimiter", "tab", "--decimal", "comma", "--bom"], "tab.csv"),
    (&["-f", "csv", "--delimiter", "pipe", "--raw-csv"], "pipe.csv"),
    (&["-f", "tsv", "--decimal", "comma"], "comma.tsv"),
];

fn ipi(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_")) {
        command.env_remove(name);
    }
    let history = folder.parent().unwrap().join("history.sqlite3");
    command
        .env("IPI_MAX_AGE", "off")
        .env("IPI_HISTORY", history)
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn says(folder: &Path, args: &[&str]) -> String {
    let done = ipi(folder, args);
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// The example account, with a past.
fn desk() -> (tempfile::TempDir, std::path::PathBuf) {
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path().join("reports");
    fs::create_dir(&folder).unwrap();
    for entry in fs::read_dir(DEMO).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    for (score, day) in [("520", "2026-10-10"), ("515", "2026-10-17"), ("505", "2026-10-24")] {
        says(&folder, &["log", score, "--on", day]);
    }
    (desk, folder)
}

#[test]
fn every_form_of_every_command_is_known_as_our_own() {
    let (_desk, folder) = desk();
    let score = ["score", ".", "-f", "json"];
    says(&folder, &score);
    let before = says(&folder, &score);
    assert!(!before.contains("not-read"), "{before}");
    let mut written = Vec::new();
    for (k, command) in COMMANDS.iter().enumerate() {
        // Headings and dialects are the same for all; two commands show that every one is known.
        let forms = if k < 2 { &FORMS[..] } else { &FORMS[..6] };
        for (form, ending) in forms {
            if *ending == "xlsx" && cfg!(not(feature = "workbook")) {
                continue;
            }
            if command.contains(&"run-out") && ["txt", "md", "json", "html", "xlsx"].contains(ending) {
                continue;
            }
            let done = ipi(&folder, &[*command, *form].concat());
            assert!([Some(0), Some(1)].contains(&done.status.code()), "{command:?} {form:?}: {done:?}");
            assert!(!done.stdout.is_empty(), "{command:?} {form:?}");
            written.push((format!("{k}-{}.{ending}", command[0]), done.stdout));
        }
    }
    let letter = ["score", ".", "-f", "eml", "--from", "a@example.com", "--to", "b@example.com"];
    if cfg!(feature = "mail") {
        written.push(("week.eml".into(), says(&folder, &letter).into_bytes()));
    }
    for (name, bytes) in &written {
        fs::write(folder.join(name), bytes).unwrap();
    }
    says(&folder, &["score", ".", "--append", "weeks.csv"]);
    let check = String::from_utf8(ipi(&folder, &["check", "."]).stdout).unwrap();
    let unknown: Vec<_> = written.iter().filter(|(name, _)| check.contains(name.as_str())).collect();
    assert!(unknown.is_empty(), "{:?}\n{check}", unknown.iter().map(|(name, _)| name).collect::<Vec<_>>());
    assert_eq!(says(&folder, &score), before);
}

#[test]
fn what_is_not_our_own_is_still_told() {
    let (_desk, folder) = desk();
    for (name, text) in [
        ("stock.csv", "date,week,account,marketplace,units\n2026-10-31,44,a,US,5\n"),
        (
            "page.html",
            "<!DOCTYPE html>\n<html><head><meta name=\"generator\" content=\"other\"></head></html>\n",
        ),
        ("lines.jsonl", "{\"sku\":\"A\",\"units\":1}\n"),
    ] {
        fs::write(folder.join(name), text).unwrap();
        let check = String::from_utf8(ipi(&folder, &["check", "."]).stdout).unwrap();
        assert!(check.contains(name), "{name}: {check}");
    }
}
