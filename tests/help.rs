//! What `ipi` says of itself: help that fits 80 columns, manual pages, completions.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

fn ipi(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ipi")).args(args).env("COLUMNS", "80").output().unwrap()
}

fn says(args: &[&str]) -> String {
    let output = ipi(args);
    assert!(output.status.success() && output.stderr.is_empty(), "{args:?} {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that the help lists.
fn commands() -> Vec<String> {
    let help = says(&["--help"]);
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names: Vec<_> = listed
        .lines()
        .filter(|line| !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect();
    assert!(names.len() >= 10, "{names:?}");
    names
}

#[test]
fn every_help_fits_80_columns_and_every_command_has_a_page() {
    for command in commands() {
        let page = says(&["man", &command]);
        assert!(page.contains(&format!(".TH ipi-{command} 1")), "{command}");
        if command != "help" {
            let help = says(&[&command, "--help"]);
            assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
        }
    }
    let help = says(&["--help"]);
    assert!(help.contains("Exit codes:") && help.lines().all(|line| line.chars().count() <= 80), "{help}");
    assert!(says(&["man"]).contains(".TH ipi 1"));
}

/// A page with the marks of roff that this file looks past taken away.
fn page(command: &str) -> String {
    let args: Vec<_> = ["man", command].into_iter().filter(|it| !it.is_empty()).collect();
    says(&args).replace("\\-", "-").replace("\\fB", "").replace("\\fR", "").replace("\\fI", "")
}

/// The lines of a section.
fn section<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let head = format!(".SH {name}");
    let after = page.lines().skip_while(|line| line.replace('"', "") != head).skip(1);
    after.take_while(|line| !line.starts_with(".SH")).collect()
}

#[test]
fn every_page_says_how_it_ends_and_what_it_heeds() {
    for command in [
        "", "score", "plan", "why", "estimate", "check", "log", "history", "backtest", "rules", "mail",
        "demo",
    ] {
        let page = page(command);
        let exit = section(&page, "EXIT STATUS");
        assert_eq!(exit.iter().filter(|line| line.starts_with(".TP")).count(), 5, "{command}: {page}");
        let heeds = section(&page, "ENVIRONMENT").contains(&"IPI_MARKETPLACE");
        assert_eq!(heeds, command != "demo", "{command}: {page}");
        let settings = section(&page, "FILES").contains(&"ipi.toml");
        assert_eq!(
            settings,
            ["", "score", "plan", "why", "check", "rules", "mail"].contains(&command),
            "{command}: {page}"
        );
        let history = section(&page, "FILES").contains(&"~/.local/share/ipi/history.sqlite3");
        assert_eq!(history, !["check", "rules", "demo"].contains(&command), "{command}: {page}");
        assert!(!page.contains(".SH EXTRA"), "{command}: {page}");
    }
}

#[test]
fn examples_keep_their_lines() {
    let help = says(&["score", "--help"]);
    let examples: Vec<_> = help.split("Examples:\n").nth(1).unwrap().lines().map(str::trim).collect();
    let page = page("score");
    let lines = section(&page, "EXAMPLES");
    assert_eq!((lines[0], *lines.last().unwrap()), (".nf", ".fi"));
    assert_eq!(lines[1..lines.len() - 1], examples);
}

#[test]
fn a_page_of_no_command_is_wrong_usage() {
    for (name, said) in [("scor", "did you mean score?"), ("nothing", "score, skus, why")] {
        let output = ipi(&["man", name]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains(said), "{name}");
    }
}

#[test]
fn every_error_begins_alike() {
    for args in [
        &["score", "--bogus"][..],
        &["rules", "-m", "XX"],
        &["scor"],
        &["man", "scor"],
        &["score", "-o", "x.docx"],
    ] {
        let output = ipi(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with("ipi: error: ") && said.matches("error:").count() == 1, "{args:?}: {said}");
    }
    // Help that stands in for a command is no error.
    let help = String::from_utf8(ipi(&[]).stderr).unwrap();
    assert!(help.contains("Usage:") && !help.contains("ipi: "), "{help}");
}

#[test]
fn an_ending_that_is_not_written_lists_those_that_are() {
    let said = String::from_utf8(ipi(&["rules", "-o", "x.DOCX"]).stderr).unwrap();
    assert!(said.contains("ending .docx") && said.contains(".txt, .md, .html, .xlsx, .json"), "{said}");
}

#[test]
fn a_mistyped_command_is_answered_with_one_that_the_help_lists() {
    let listed = commands();
    for (typed, meant) in
        [("flet", "fleet"), ("fleet-work", "fleet"), ("scroe", "score"), ("worker", "score")]
    {
        let said = String::from_utf8(ipi(&[typed]).stderr).unwrap();
        let tip = said.lines().find(|line| line.contains("tip:")).unwrap();
        let tips: Vec<_> = tip.split('\'').skip(1).step_by(2).map(str::to_owned).collect();
        assert!(tips.contains(&meant.to_owned()), "{typed}: {said}");
        assert!(tips.iter().all(|tip| listed.contains(tip)), "{typed}: {said}");
    }
}

#[test]
fn a_day_that_is_none_gets_the_nearest() {
    // One that exists in another form is told how to be written.
    for (args, told) in [
        (["score", "--as-of", "2026-06-31"], "no such day; did you mean 2026-06-30?"),
        (["rules", "--on", "30/6/2026"], "write the year first: 2026-06-30"),
        (["log", "--on", "20260630"], "did you mean 2026-06-30?"),
    ] {
        let output = ipi(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(told), "{args:?}: {said}");
    }
}

#[test]
fn every_shell_gets_its_script() {
    let help = says(&["completions", "--help"]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = says(&["completions", shell]);
        assert!(script.contains("IPI_COMPLETE") && script.contains("ipi"), "{shell}: {script}");
        assert!(help.contains(&format!("ipi completions {shell}")), "{shell}: {help}");
    }
}

/// What fits at the end of a command line, as `ipi` answers the script of bash.
fn fits(line: &[&str], history: &Path) -> Vec<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    let asked = command.arg("--").arg("ipi").args(line).env("IPI_COMPLETE", "bash");
    let asked = asked.env("_CLAP_COMPLETE_INDEX", line.len().to_string()).env("_CLAP_IFS", "\n");
    let output = asked.env("IPI_HISTORY", history).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{line:?} {output:?}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn commands_marketplaces_and_accounts_are_completed() {
    let folder = tempfile::tempdir().unwrap();
    let history = folder.path().join("history.sqlite3");
    let no_account = Vec::<String>::new();
    assert_eq!(fits(&["score", "--account", ""], &history), no_account);
    assert!(!history.exists(), "asking begins no history");
    for (account, marketplace) in [("shop-eu", "DE"), ("shop-us", "US"), ("shop-us", "CA"), ("other", "US")] {
        let log = ["log", "500", "--account", account, "-m", marketplace];
        let noted = Command::new(env!("CARGO_BIN_EXE_ipi")).args(log).env("IPI_HISTORY", &history).output();
        assert!(noted.unwrap().status.success());
    }
    for command in ["score", "estimate", "log", "history", "backtest"] {
        assert_eq!(fits(&[command, "--account", "sh"], &history), ["shop-eu", "shop-us"], "{command}");
    }
    for command in ["score", "estimate", "log", "check", "rules"] {
        assert_eq!(fits(&[command, "-m", "U"], &history), ["UK", "US"], "{command}");
    }
    assert_eq!(fits(&["sc"], &history), ["score", "schema"]);
    assert_eq!(fits(&["schema", "run"], &history), ["run-out-rows"]);
    assert_eq!(fits(&["man", "est"], &history), ["estimate"]);
    assert_eq!(fits(&["completions", "z"], &history), ["zsh"]);
}

#[test]
fn a_shell_that_is_not_known_is_an_error_like_others() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    let output = command.args(["--", "ipi", ""]).env("IPI_COMPLETE", "ksh").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && said.starts_with("ipi: error: unknown shell"), "{said}");
}
