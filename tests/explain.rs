//! `--explain`: every number of every shape of account comes out of its own line when that line is worked out anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn shapes() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts");
    let shapes = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut shapes: Vec<_> = shapes.filter(|shape| shape.join("reports").is_dir()).collect();
    shapes.sort();
    assert!(shapes.len() > 30);
    shapes
}

fn ipi(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_")) {
        command.env_remove(name);
    }
    command.args(arguments).env("IPI_MAX_AGE", "off").current_dir(folder).output().unwrap()
}

fn explained(shape: &Path, more: &[&str]) -> String {
    let own = std::fs::read_to_string(shape.join("args")).unwrap_or_default();
    let arguments: Vec<_> =
        ["score", "reports", "--no-history"].into_iter().chain(own.split_whitespace()).collect();
    let done = ipi(shape, &[arguments.as_slice(), more].concat());
    assert!(done.status.success(), "{}: {}", shape.display(), String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// Works out `+ - * /`, brackets and `EXP`: as much as a spreadsheet has to know.
struct Sum<'a>(&'a str);

impl Sum<'_> {
    fn of(text: &str) -> f64 {
        let mut sum = Sum(text);
        let value = sum.terms();
        assert_eq!(sum.0, "", "{text}");
        value
    }

    fn takes(&mut self, sign: &str) -> bool {
        let rest = self.0.trim_start().strip_prefix(sign);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn terms(&mut self) -> f64 {
        let mut value = self.product();
        loop {
            if self.takes("+") {
                value += self.product();
            } else if self.takes("-") {
                value -= self.product();
            } else {
                return value;
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut value = self.single();
        loop {
            if self.takes("*") {
                value *= self.single();
            } else if self.takes("/") {
                value /= self.single();
            } else {
                return value;
            }
        }
    }

    fn single(&mut self) -> f64 {
        if self.takes("-") {
            return -self.single();
        }
        let exp = self.takes("EXP");
        if self.takes("(") {
            let value = self.terms();
            assert!(self.takes(")"), "a bracket is not closed before {:?}", self.0);
            return if exp { value.exp() } else { value };
        }
        self.0 = self.0.trim_start();
        let end = self.0.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(self.0.len());
        let (number, rest) = self.0.split_at(end);
        self.0 = rest;
        number.parse().unwrap_or_else(|_| panic!("no number before {rest:?}"))
    }
}

#[test]
fn every_number_comes_out_of_its_own_line() {
    let mut worked_out = 0;
    for shape in shapes() {
        let document: Value = serde_json::from_str(&explained(&shape, &["--explain", "-f", "json"])).unwrap();
        assert_eq!(document["schema"], "ipi.explain/1");
        for line in document["figures"].as_array().unwrap() {
            let (figure, calculation) = (&line["figure"], line["calculation"].as_str().unwrap());
            let Some(value) = line["value"].as_f64().filter(|_| !calculation.is_empty()) else {
                assert_eq!(calculation, "", "{}: {figure} has a sum and no value", shape.display());
                continue;
            };
            let found = Sum::of(calculation);
            // The parts of a score are printed with four decimals.
            assert!(
                (found - value).abs() <= 1e-3,
                "{}: {figure} is {value}, and {calculation} = {found}",
                shape.display()
            );
            worked_out += 1;
        }
    }
    assert!(worked_out > 200, "{worked_out} sums");
}

#[test]
fn what_is_explained_is_what_the_score_says() {
    for shape in shapes() {
        let explained: Value =
            serde_json::from_str(&explained(&shape, &["--explain", "-f", "json"])).unwrap();
        let score: Value = serde_json::from_str(&self::explained(&shape, &["-f", "json"])).unwrap();
        let figures = explained["figures"].as_array().unwrap();
        let of =
            |figure: &str| figures.iter().find(|line| line["figure"] == figure).map(|line| &line["value"]);
        for (figure, pointer) in [
            ("excess", "/factors/excess/share"),
            ("sell_through", "/factors/sell_through/ratio"),
            ("average_on_hand", "/factors/sell_through/average_on_hand_units"),
            ("stranded", "/factors/stranded/share"),
            ("in_stock", "/factors/in_stock/rate"),
            ("score", "/score/points"),
            ("score_low", "/score/low"),
            ("score_high", "/score/high"),
            ("excess_points", "/score/contributions/excess"),
            ("threshold", "/verdict/threshold"),
            ("chance_below_threshold", "/verdict/chance_below"),
            ("chance_below_next", "/verdict/next/chance_below"),
        ] {
            let found = of(figure).and_then(Value::as_f64);
            let said = score.pointer(pointer).and_then(Value::as_f64);
            let near = match (found, said) {
                (Some(found), Some(said)) => (found - said).abs() < 1e-11 * said.abs().max(1.0),
                (found, said) => found == said,
            };
            assert!(near, "{}: {figure} is {found:?}, the score says {said:?}", shape.display());
        }
    }
}

#[test]
fn every_shape_is_explained_in_words() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    for shape in shapes() {
        let expected = Data::read_from(&shape.join("explain.txt"), Some(DataFormat::Text));
        assert.eq(explained(&shape, &["--explain"]), expected.raw());
    }
}

#[test]
fn rows_and_documents_tell_the_same() {
    let shape = &shapes()[0];
    let document: Value = serde_json::from_str(&explained(shape, &["--explain", "-f", "json"])).unwrap();
    let rows = explained(shape, &["--explain", "-f", "csv"]);
    let mut rows = csv::Reader::from_reader(rows.as_bytes());
    let head: Vec<_> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    let at = |name: &str| head.iter().position(|column| column == name).unwrap();
    let figures = document["figures"].as_array().unwrap();
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), figures.len());
    for (row, line) in rows.iter().zip(figures) {
        for name in
            ["figure", "name", "shown", "formula", "calculation", "inputs", "rule", "seller_central", "unit"]
        {
            // A quote keeps a spreadsheet from taking a sign for a sum; a calculation never begins with one.
            let cell = if name == "shown" { row[at(name)].trim_start_matches('\'') } else { &row[at(name)] };
            assert_eq!(cell, line[name].as_str().unwrap(), "{name}");
        }
        assert_eq!(row[at("value")].parse().ok(), line["value"].as_f64(), "{}", &row[at("figure")]);
    }
}

#[test]
fn a_letter_is_not_explained_and_details_are_another_page() {
    let shape = &shapes()[0];
    for more in [["--explain", "-f", "eml"].as_slice(), &["--explain", "--details"]] {
        let done = ipi(shape, &[&["score", "reports", "--no-history"], more].concat());
        assert_eq!(done.status.code(), Some(2));
    }
}

#[test]
fn of_what_is_there_no_more_than_all_is_too_much() {
    let folder = tempfile::tempdir().unwrap();
    // Amazon states 20 of the 10 mugs, and 5 of the 30 teapots: 10 + 5 of 40.
    let report = "snapshot-date,sku,available,units-shipped-t30,units-shipped-t90,estimated-excess-quantity,marketplace\n\
                  2026-06-30,MUG,10,10,30,20,US\n2026-06-30,TEAPOT,30,10,30,5,US\n";
    std::fs::write(folder.path().join("fba.csv"), report).unwrap();
    let done = ipi(folder.path(), &["score", "--no-history", "--explain", "-f", "json"]);
    let document: Value = serde_json::from_slice(&done.stdout).unwrap();
    let excess = &document["figures"][0];
    assert_eq!(excess["calculation"], "15 / 40");
    let inputs = excess["inputs"].as_str().unwrap();
    assert!(inputs.starts_with("Beyond 90 days: 15 stated by Amazon in FBA Inventory"), "{inputs}");
    assert!(
        inputs.contains("(2 SKUs). On hand on 2026-06-30: 40 stated by FBA Inventory (2 SKUs)."),
        "{inputs}"
    );
}
