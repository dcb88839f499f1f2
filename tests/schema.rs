//! Every document and row holds to its schema, of every account and scenario; a field that a schema does not name fails here.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "schema/check.rs"]
#[allow(unreachable_pub)]
mod check;
#[allow(unreachable_pub, clippy::print_stderr)]
mod tools;

use check::check;
use ipi::output::schema::{ALL, named};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).into()
}

/// What a command prints, where it ends well or with a failed check.
fn says(history: &Path, args: &[&str]) -> Option<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_")) {
        command.env_remove(name);
    }
    command.env("IPI_MAX_AGE", "off").env("IPI_HISTORY", history).args(args).current_dir(root());
    let done = command.output().unwrap();
    [Some(0), Some(1)].contains(&done.status.code()).then(|| String::from_utf8(done.stdout).unwrap())
}

fn schema(name: &str) -> Value {
    serde_json::from_str(named(name).unwrap().text).unwrap()
}

/// The folders with the reports of an account, with further arguments.
fn accounts() -> Vec<(String, Vec<String>)> {
    let mut found = vec![("fixtures/accounts/demo".to_owned(), Vec::new())];
    for entry in fs::read_dir(root().join("fixtures/accounts")).unwrap() {
        let folder = entry.unwrap().path();
        if folder.join("reports").is_dir() {
            let more = fs::read_to_string(folder.join("args")).unwrap_or_default();
            let name = folder.file_name().unwrap().to_str().unwrap();
            let reports = format!("fixtures/accounts/{name}/reports");
            found.push((reports, more.split_whitespace().map(str::to_owned).collect()));
        }
    }
    // Damaged ones, of which a part is read.
    for name in ["lenient", "stale-stranded", "cut-row"] {
        found.push((format!("tests/errors/{name}.in"), vec!["--lenient".into()]));
    }
    found
}

#[test]
fn the_schemas_are_schemas_and_say_what_every_field_means() {
    let names: BTreeSet<_> = ALL.iter().map(|schema| schema.name).collect();
    assert_eq!(names.len(), ALL.len());
    for one in ALL {
        let schema = schema(one.name);
        assert_eq!(schema["$id"], format!("urn:ipi:{}", one.name));
        assert!(!one.title().is_empty(), "{}", one.name);
        let mut fields = 0;
        walk(&schema, one.name, &mut fields);
        assert!(fields > 5 || one.name == "histories", "{}: {fields}", one.name);
    }
}

fn walk(schema: &Value, place: &str, fields: &mut usize) {
    if let Some(properties) = schema["properties"].as_object() {
        assert_eq!(schema["additionalProperties"], Value::Bool(false), "{place}");
        for (name, schema) in properties {
            let place = format!("{place}.{name}");
            assert!(schema["description"].as_str().is_some_and(|text| !text.is_empty()), "{place}");
            *fields += 1;
            walk(schema, &place, fields);
        }
    }
    if schema["items"].is_object() {
        walk(&schema["items"], place, fields);
    }
}

#[test]
fn every_document_and_row_of_every_account_holds_to_its_schema() {
    let desk = tempfile::tempdir().unwrap();
    let none = desk.path().join("none.sqlite3");
    let documents: [(&[&str], &str); 6] = [
        (&["score", "-f", "json", "--details"], "score"),
        (&["score", "-f", "json", "--details", "--schema", "1"], "score-1"),
        (&["score", "-f", "json", "--explain"], "explain"),
        (&["skus", "-f", "json"], "skus"),
        (&["check", "-f", "json"], "check"),
        (&["forecast", "-f", "json"], "forecast"),
    ];
    let rows: [(&[&str], &str); 4] = [
        (&["score", "-f", "jsonl"], "score-rows"),
        (&["score", "-f", "jsonl", "--explain"], "explain-rows"),
        (&["skus", "-f", "jsonl"], "skus-rows"),
        (&["check", "-f", "jsonl"], "check-rows"),
    ];
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (reports, more) in accounts() {
        for (command, name) in documents.iter().chain(&rows) {
            let lenient: Vec<_> = more.iter().map(String::as_str).collect();
            let mut args = [*command, &[reports.as_str()], &lenient].concat();
            if command[0] == "check" {
                args.retain(|arg| !["--no-stranded"].contains(arg));
            } else {
                args.push("--no-history");
            }
            let Some(said) = says(&none, &args) else { continue };
            seen += 1;
            wrong.extend(faults(name, &said).into_iter().map(|fault| format!("{reports} {name} {fault}")));
        }
    }
    assert!(seen > 200, "{seen}");
    assert!(wrong.is_empty(), "{} faults: {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
}

/// What does not hold in a document, or in lines of JSON.
fn faults(name: &str, said: &str) -> Vec<String> {
    let schema = schema(name);
    let lines: Vec<&str> = if name.ends_with("-rows") { said.lines().collect() } else { vec![said] };
    lines.into_iter().flat_map(|line| check(&schema, &serde_json::from_str(line).unwrap())).collect()
}

#[test]
fn what_rests_on_a_past_holds_to_its_schema_and_rows_have_the_columns_that_it_names() {
    let desk = tempfile::tempdir().unwrap();
    let history = desk.path().join("history.sqlite3");
    let demo = "fixtures/accounts/demo";
    for (score, day) in [("520", "2026-10-10"), ("515", "2026-10-17"), ("505", "2026-10-24")] {
        let figures = ["--excess", "17", "--sell-through", "1.3", "--stranded", "2", "--in-stock", "90"];
        says(&history, &[&["log", score, "--on", day][..], &figures].concat()).unwrap();
    }
    says(&history, &["score", demo]).unwrap();
    says(&history, &["score", demo, "--account", "Shop 2"]).unwrap();
    let wish = ["--what-if", "remove GARLAND-PINE 46", "--what-if", "fix LUNCHBOX-KIDS 7"];
    let documents: [(&[&str], &str); 10] = [
        (&["score", demo, "-f", "json", wish[0], wish[1], wish[2], wish[3]], "score"),
        (&["score", demo, "-f", "json", "--schema", "1", wish[0], wish[1]], "score-1"),
        (&["estimate", "--excess", "12", "--on", "2020-10-31", "-m", "DE", "-f", "json"], "score"),
        (&["skus", demo, "--account", "Shop 2", "-f", "json"], "skus"),
        (&["why", demo, "--since", "2026-10-24", "-f", "json"], "why"),
        (&["plan", demo, "--target", "540", "-f", "json"], "plan"),
        (&["history", "-f", "json"], "history"),
        (&["history", "--all-accounts", "-f", "json"], "histories"),
        (&["backtest", "-f", "json"], "backtest"),
        (&["rules", "--all", "-f", "json"], "rules"),
    ];
    let rows: [(&[&str], &str); 12] = [
        (&["score", demo, wish[0], wish[1]], "score-rows"),
        (&["score", demo, "--explain"], "explain-rows"),
        (&["skus", demo, "--account", "Shop 2"], "skus-rows"),
        (&["why", demo, "--since", "2026-10-24"], "why-rows"),
        (&["forecast", demo], "forecast-rows"),
        (&["forecast", demo, "--list", "run-out"], "run-out-rows"),
        (&["plan", demo, "--target", "540"], "plan-rows"),
        (&["check", demo], "check-rows"),
        (&["history", "--all-accounts"], "history-rows"),
        (&["backtest"], "backtest-rows"),
        (&["rules", "--all"], "rules-rows"),
        (&["rules", "-m", "US", "--on", "2026-11-01"], "rules-rows"),
    ];
    let mut wrong = Vec::new();
    let mut note = |name: &str, faults: Vec<String>| {
        wrong.extend(faults.into_iter().map(|fault| format!("{name} {fault}")));
    };
    for (args, name) in documents {
        note(name, faults(name, &says(&history, args).unwrap_or_else(|| panic!("{args:?}"))));
    }
    let head = |args: &[&str]| says(&history, args).unwrap().lines().next().unwrap().to_owned();
    let named = |name: &str| {
        let schema = schema(name);
        schema["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(",")
    };
    for (args, name) in rows {
        let said = says(&history, &[args, &["-f", "jsonl"]].concat()).unwrap_or_else(|| panic!("{args:?}"));
        assert!(!said.is_empty(), "{name}");
        note(name, faults(name, &said));
        assert_eq!(head(&[args, &["-f", "csv"]].concat()), named(name), "{name}");
    }
    assert_eq!(head(&["score", demo, "-f", "row"]), named("week-rows"));
    assert!(wrong.is_empty(), "{} faults: {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
}

#[test]
fn the_lines_and_rows_of_a_fleet_hold_to_theirs() {
    let none = Path::new("none.sqlite3");
    // One account that is well, one of which nothing can be read.
    let fleet = ["fleet", "fixtures/accounts/minimum", "tests/errors/cut-row.in", "--no-history"];
    let lines = says(none, &fleet).unwrap();
    assert!(lines.lines().count() > 1, "{lines}");
    let mut wrong = Vec::new();
    for line in lines.lines() {
        wrong.extend(faults("fleet", line));
        let line: Value = serde_json::from_str(line).unwrap();
        if line["result"].is_object() {
            wrong.extend(faults("score", &line["result"].to_string()));
        }
    }
    let rows = says(none, &[&fleet[..], &["-f", "csv"]].concat()).unwrap();
    let schema = schema("fleet-rows");
    let named: Vec<_> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(rows.lines().next().unwrap(), named.join(","));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_independent_validator_agrees() {
    let Some(python) = tools::tool("python3") else { return };
    if !Command::new(&python).args(["-c", "import jsonschema"]).output().unwrap().status.success() {
        return tools::missing("the Python package jsonschema");
    }
    let desk = tempfile::tempdir().unwrap();
    let none = desk.path().join("none.sqlite3");
    let script = "
import json, sys
from jsonschema import Draft202012Validator
schema = json.load(open(sys.argv[1]))
Draft202012Validator.check_schema(schema)
document = json.load(sys.stdin)
assert Draft202012Validator(schema).is_valid(document), list(Draft202012Validator(schema).iter_errors(document))[:3]
document['forgotten'] = 1
assert not Draft202012Validator(schema).is_valid(document), 'a field that is not named passes'
";
    for name in ["score", "skus", "rules", "check"] {
        let demo: &[&str] = match name {
            "rules" => &["--all"],
            "check" => &["fixtures/accounts/demo"],
            _ => &["fixtures/accounts/demo", "--no-history"],
        };
        let file = desk.path().join("document.json");
        fs::write(&file, says(&none, &[&[name][..], demo, &["-f", "json"]].concat()).unwrap()).unwrap();
        let done = Command::new(&python)
            .args(["-c", script])
            .arg(root().join(format!("src/output/schema/{name}.json")))
            .stdin(fs::File::open(&file).unwrap())
            .output()
            .unwrap();
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

#[test]
fn a_name_that_is_none_gets_the_nearest() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    let done = command.args(["schema", "skus-row"]).output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(said.contains("there is no schema skus-row; did you mean skus-rows?"), "{said}");
}
