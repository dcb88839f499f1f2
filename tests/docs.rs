//! The page of checks names every code that the program can say, where it belongs.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

const PAGE: &str = include_str!("../docs/checks.md");
const PROBLEMS: &str = include_str!("../src/report/code.rs");
const NOTES: &str = include_str!("../src/account/note.rs");

/// The first text in quotes after each arm of a `match` on `kind`, as long as it is a code.
fn codes(source: &'static str, kind: &str) -> BTreeSet<&'static str> {
    let arms = source.split(kind).skip(1).filter_map(|arm| arm.split_once("=>"));
    let texts = arms.filter_map(|(pattern, words)| {
        let named = !pattern.contains(['=', ';']) && pattern.lines().count() == 1;
        named.then(|| words.split('"').nth(1))?
    });
    texts
        .filter(|text| text.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit()))
        .collect()
}

/// The rows of the page between two of its headings that begin with the code.
fn rows(code: &str, from: &str, to: &str) -> usize {
    let (_, part) = PAGE.split_once(from).unwrap();
    let (part, _) = part.split_once(to).unwrap();
    part.lines().filter(|line| line.starts_with(&format!("| `{code}` |"))).count()
}

#[test]
fn the_codes_are_found_in_the_sources() {
    let (problems, notes) = (codes(PROBLEMS, "Code::"), codes(NOTES, "Note::"));
    assert!(
        problems.len() >= 29 && problems.contains("unreadable") && problems.contains("not-daily"),
        "{problems:?}"
    );
    assert!(notes.len() >= 24 && notes.contains("ghosts") && notes.contains("ledger-odd"), "{notes:?}");
}

#[test]
fn every_problem_stands_once_among_what_refuses() {
    let missing: Vec<_> = codes(PROBLEMS, "Code::")
        .into_iter()
        .filter(|code| rows(code, "\n## What refuses", "\n## What is a fault") != 1)
        .collect();
    assert!(missing.is_empty(), "docs/checks.md lacks a row for {missing:?}");
}

#[test]
fn every_note_stands_once_where_it_belongs() {
    let (_, faults) = NOTES.split_once("fn is_fault").unwrap();
    let fault = |code: &str| {
        let (before, _) = NOTES.split_once(&format!("=> \"{code}\"")).unwrap();
        let name = before.rsplit("Note::").next().unwrap();
        let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap();
        faults
            .split("Note::")
            .skip(1)
            .any(|arm| arm.split(|c: char| !c.is_alphanumeric()).next() == Some(name))
    };
    let (faults, others): (Vec<_>, Vec<_>) = codes(NOTES, "Note::").into_iter().partition(|code| fault(code));
    let lacking = |codes: Vec<&'static str>, from: &str, to: &str| -> Vec<&'static str> {
        codes.into_iter().filter(|code| rows(code, from, to) != 1).collect()
    };
    let faults = lacking(faults, "\n## What is a fault", "\n## What is a note");
    let others = lacking(others, "\n## What is a note", "\n## What no file can tell");
    assert!(
        faults.is_empty() && others.is_empty(),
        "docs/checks.md lacks rows for {faults:?} and {others:?}"
    );
}
