//! What `ipi` says of itself: help that fits 80 columns, manual pages, completions.

#![allow(clippy::unwrap_used)]

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

#[test]
fn a_page_of_no_command_is_wrong_usage() {
    let output = ipi(&["man", "scor"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("score, estimate"));
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(says(&["completions", shell]).contains("estimate"), "{shell}");
    }
}
