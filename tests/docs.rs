//! The page of checks names every code that the program can say, where it belongs; that of hazards a test for each.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

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

const HAZARDS: &str = include_str!("../docs/hazards.md");

/// All sources below a folder: their path in parts without ending, and their text.
fn sources(folder: &Path, found: &mut Vec<(Vec<String>, String)>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let place = path.strip_prefix(root).unwrap().with_extension("");
            let parts = place.iter().map(|part| part.to_str().unwrap().to_owned());
            found.push((parts.collect(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_hazard_says_what_happens_and_names_a_test_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    sources(&root.join("tests"), &mut all);
    sources(&root.join("src"), &mut all);
    let is_there = |name: &str| {
        let (places, test) = name.rsplit_once("::").unwrap();
        all.iter().any(|(parts, text)| {
            let lies_there = places.split("::").all(|place| parts.iter().any(|part| part == place));
            lies_there && text.contains("#[test]") && text.contains(&format!("fn {test}("))
        })
    };
    assert!(is_there("docs::every_hazard_says_what_happens_and_names_a_test_that_is_there"));
    assert!(!is_there("docs::no_such_test_at_all") && !is_there("layering::every_problem_stands_once"));
    let rows: Vec<&str> = HAZARDS.lines().filter(|line| line.starts_with("| ")).collect();
    assert!(rows.len() > 40, "{}", rows.len());
    for row in rows.into_iter().filter(|row| *row != "| hazard | what happens | shown by |") {
        let cells: Vec<_> = row.trim_matches(['|', ' ']).split(" | ").collect();
        let [hazard, happens, shown] = cells[..] else { panic!("three cells: {row}") };
        assert!(!hazard.is_empty() && !happens.is_empty(), "{row}");
        for test in shown.split(", ") {
            let name = test.strip_prefix('`').and_then(|test| test.strip_suffix('`'));
            let name = name.unwrap_or_else(|| panic!("a test in backticks, and no more: {row}"));
            assert!(name.contains("::") && is_there(name), "there is no test {name}");
        }
    }
}
