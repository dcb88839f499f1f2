//! `ipi estimate` as a seller types it.

#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

struct Desk {
    folder: tempfile::TempDir,
}

const FIGURES: [&str; 8] =
    ["--excess", "12.3", "--sell-through", "1.8", "--stranded", "0.4", "--in-stock", "86.8"];

impl Desk {
    fn new() -> Self {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("history.sqlite3")
    }

    fn ipi(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
        for name in ["IPI_ACCOUNT", "IPI_MARKETPLACE"] {
            command.env_remove(name);
        }
        command.args(args).current_dir(self.folder.path()).env("IPI_HISTORY", self.store()).output().unwrap()
    }

    fn estimate(&self, args: &[&str]) -> Output {
        self.ipi(&[&["estimate", "--on", "2026-10-31"], args].concat())
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.estimate(&[args, &["-f", "json"]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_four_figures_give_the_score_of_the_prior() {
    let said = Desk::new().json(&FIGURES);
    assert_eq!((&said["schema"], &said["as_of"]), (&"ipi.score/2".into(), &"2026-10-31".into()));
    assert_eq!(said["marketplace"], "US");
    // docs/model.md: 566 − 2.4 × (12.3 − 10) + 230 × (e^−0.75 − e^−0.9) − 0.5 × (0.4 − 0.5) − 0.3 × (13.2 − 5)
    // = 566 − 5.52 + 15.1333 + 0.05 − 2.46 = 573.2033
    let points = said["score"]["points"].as_f64().unwrap();
    assert!((points - 573.2033).abs() < 0.001, "{points}");
    let factors = &said["factors"];
    assert!((factors["excess"]["share"].as_f64().unwrap() - 0.123).abs() < 1e-12);
    assert_eq!(factors["sell_through"]["ratio"], 1.8);
    assert_eq!(factors["in_stock"]["band"], "fair");
    assert_eq!(said["verdict"]["threshold"], 400);
}

#[test]
fn a_figure_may_be_missing_and_is_null() {
    let said = Desk::new().json(&["--excess", "10"]);
    let in_stock = &said["factors"]["in_stock"];
    assert_eq!((&in_stock["rate"], &in_stock["reason"]), (&Value::Null, &"not-given".into()));
    assert!((said["score"]["points"].as_f64().unwrap() - 566.0).abs() < 1e-9);
}

#[test]
fn what_is_missing_names_its_factor() {
    let said = Desk::new().json(&["--excess", "10"]);
    let told = |list: &Value, key: &str| -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or("none").to_owned();
        list.as_array().unwrap().iter().map(|row| (text(&row["factor"]), text(&row[key]))).collect()
    };
    let rest = ["sell_through", "stranded", "in_stock"];
    let each = |code: &str| rest.map(|factor| (factor.to_owned(), code.to_owned())).to_vec();
    assert_eq!(told(&said["not_stated"], "code"), each("not-given"));
    let reasons = [vec![("none".into(), "no-official-score".into())], each("factor-not-stated")].concat();
    assert_eq!(told(&said["score"]["width_reasons"], "code"), reasons);
    // The list of codes stays as it was.
    let codes: Vec<_> = reasons.iter().map(|(_, code)| code.clone()).collect();
    assert_eq!(said["score"]["width"], serde_json::json!(codes));
    let canada = Desk::new().json(&["-m", "CA", "--excess", "10"]);
    assert_eq!(told(&canada["not_stated"], "code")[2], ("in_stock".into(), "not-counted".into()));
}

#[test]
fn the_page_has_no_column_for_sums_that_nobody_made() {
    let desk = Desk::new();
    let page = text(&desk.estimate(&[&FIGURES[..], &["--details"]].concat()).stdout);
    assert!(page.contains("Excess inventory    12.3 %  fair"), "{page}");
    assert!(!page.contains("From"), "{page}");
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
}

#[test]
fn a_factor_that_does_not_count_is_said_not_to() {
    let page = text(
        &Desk::new().estimate(&["--excess", "5", "--in-stock", "80", "-v", "--marketplace", "CA"]).stdout,
    );
    let line = page.lines().find(|line| line.contains("in-stock rate")).unwrap();
    assert!(line.ends_with("does not count"), "{line}");
}

#[test]
fn nothing_at_all_is_too_little() {
    let desk = Desk::new();
    let output = desk.estimate(&[]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(4), 0));
    let said = text(&output.stderr);
    assert!(said.contains("--excess 12.3") && said.contains("ipi log SCORE"), "{said}");
}

#[test]
fn it_learns_from_the_history_and_never_writes_it() {
    let desk = Desk::new();
    desk.json(&FIGURES);
    assert!(!desk.store().exists(), "no history is begun");
    assert_eq!(desk.ipi(&["log", "512", "--on", "2026-10-31"]).status.code(), Some(0));
    let before = std::fs::read(desk.store()).unwrap();
    let said = desk.json(&FIGURES);
    // A score of the same week is the estimate, to within about a point.
    assert!((said["score"]["points"].as_f64().unwrap() - 512.0).abs() < 1.0, "{}", said["score"]);
    assert!(desk.json(&[])["score"]["points"].is_number(), "the history alone is enough");
    assert!(std::fs::read(desk.store()).unwrap() == before, "the history is left as it was");
    let alone = desk.json(&[&FIGURES[..], &["--no-history"]].concat());
    assert!((alone["score"]["points"].as_f64().unwrap() - 573.2033).abs() < 0.001);
    let other = desk.json(&[&FIGURES[..], &["--account", "other"]].concat());
    assert_eq!(other["score"]["official_scores"], 0);
}

#[test]
fn it_fails_when_asked_to() {
    let desk = Desk::new();
    let code = |more: &[&str]| desk.estimate(&[&FIGURES[..], more].concat()).status.code();
    assert_eq!(code(&["--fail-under", "573"]), Some(0));
    assert_eq!(code(&["--fail-under", "574"]), Some(1));
    // The chance of being below 400 is 7.5 %.
    assert_eq!(code(&["--fail-under", "400", "--fail-if-chance", "0.05"]), Some(1));
    assert_eq!(code(&["--fail-under", "400", "--fail-if-chance", "0.2"]), Some(0));
    let output = desk.estimate(&["--excess", "12,3"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("holds a comma"), "{}", text(&output.stderr));
}
