//! Old reports: a word on stderr, an exit code on request, and nothing of it in what is computed.

#![allow(clippy::unwrap_used)]

use chrono::{Days, Local, NaiveDate};
use std::process::{Command, Output};
use tempfile::TempDir;

fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// What `ipi` says to reports of so many days ago.
fn ipi(days: u64, args: &[&str]) -> Output {
    let folder = TempDir::new().unwrap();
    let day = today() - Days::new(days);
    let text = format!(
        "snapshot-date,sku,available,units-shipped-t30,units-shipped-t60,units-shipped-t90,marketplace\n{day},MUG,45,10,20,30,US\n"
    );
    std::fs::write(folder.path().join("inventory.csv"), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    command.env_remove("IPI_MAX_AGE").env_remove("IPI_AS_OF").args(args).arg(".").current_dir(&folder);
    command.output().unwrap()
}

fn told(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8(output.stderr.clone()).unwrap())
}

#[test]
fn reports_of_more_than_eight_days_ago_get_a_word_on_stderr_alone() {
    for command in [&["score", "--no-history"][..], &["check"]] {
        assert_eq!(told(&ipi(7, command)), (Some(0), String::new()));
        let (code, said) = told(&ipi(20, command));
        assert_eq!(code, Some(0));
        let day = today() - Days::new(20);
        assert!(said.starts_with(&format!("ipi: warning: the reports are of {day}, 20 days ago")), "{said}");
        let page = |more: &[&str]| ipi(20, &[command, more].concat()).stdout;
        assert_eq!(page(&[]), page(&["--max-age", "off"]));
    }
}

#[test]
fn a_greatest_age_is_an_exit_code() {
    for command in [&["score", "--no-history"][..], &["check"], &["check", "-q"]] {
        let ended = |age: &str| told(&ipi(20, &[command, &["--max-age", age]].concat()));
        assert_eq!(ended("20d"), (Some(0), String::new()));
        let (code, said) = ended("2w");
        assert_eq!(code, Some(3));
        assert!(said.contains("20 days ago"), "{said}");
        assert_eq!(ended("soon").0, Some(2));
    }
    // Nothing is printed that somebody could take for this week's score.
    assert!(ipi(20, &["score", "--no-history", "--max-age", "8d"]).stdout.is_empty());
}

#[test]
fn who_asks_for_a_day_knows_that_it_is_past() {
    let day = (today() - Days::new(20)).to_string();
    assert_eq!(told(&ipi(20, &["score", "--no-history", "--as-of", &day])), (Some(0), String::new()));
    let strict = ipi(20, &["score", "--no-history", "--as-of", &day, "--max-age", "8d"]);
    assert_eq!(strict.status.code(), Some(3));
}
