//! With `--incognito` no output tells a name or an amount, whatever went wrong; and the history keeps the truth.

use crate::account::{BEFORE, Seller};
use crate::matrix::ipi_as;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::Output;

const ACCOUNT: &str = "MARK-account";

const COMMANDS: [&[&str]; 11] = [
    // It is warned that another is meant.
    &["score", ".", "--details", "--exclude", "MARK-000-SKX"],
    &["score", ".", "-f", "row"],
    &["skus", ".", "--details"],
    &["skus", ".", "--by", "sales"],
    &["skus", ".", "--alerts"],
    &["why", ".", "--since", BEFORE, "--details"],
    &["forecast", ".", "--weeks", "4"],
    &["forecast", ".", "--weeks", "9", "--list", "run-out"],
    &["plan", ".", "--target", "900"],
    &["check", "."],
    &["history"],
];

const FORMS: [&str; 8] = ["text", "md", "html", "csv", "tsv", "json", "jsonl", "xlsx"];

fn run(seller: &Seller, args: &[&str]) -> Output {
    ipi_as(seller, ACCOUNT, args)
}

/// What is written in a form, as text: the cells of a workbook a line each.
fn text(form: &str, bytes: &[u8]) -> String {
    #[cfg(all(feature = "workbook", feature = "spreadsheet"))]
    if form == "xlsx" {
        use calamine::{Reader as _, Xlsx};
        let mut book = Xlsx::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
        let names = book.sheet_names();
        let cells = names.iter().flat_map(|name| {
            let range = book.worksheet_range(name).unwrap();
            range.used_cells().map(|(.., cell)| format!("{cell}\n")).collect::<Vec<_>>()
        });
        return cells.collect();
    }
    _ = form;
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The numbers of a text, without what sets their thousands apart.
fn numbers(text: &str) -> BTreeSet<String> {
    let digits = |c: char| !c.is_ascii_digit() && !".,".contains(c);
    let number = |word: &str| word.trim_matches(['.', ',']).to_owned();
    let bare = |word: &str| number(word).replace(',', "");
    text.split(digits)
        .flat_map(|word| [vec![bare(word)], word.split(',').map(number).collect()].concat())
        .collect()
}

/// Amounts that a report tells when nothing is hidden: whole ones of a thousand and more, but for years.
fn amounts(seller: &Seller) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for args in COMMANDS.iter().filter(|args| !args.contains(&"row")) {
        let done = run(seller, &[args, &["-f", "csv"][..]].concat());
        let mut rows = csv::Reader::from_reader(done.stdout.as_slice());
        let head = rows.headers().unwrap().clone();
        let amount = |name: &str| {
            name.contains("units")
                || ["price", "cost", "value_at_price", "storage_next_month"].contains(&name)
        };
        for row in rows.records() {
            let row = row.unwrap();
            let cells = head
                .iter()
                .zip(&row)
                .filter(|(name, cell)| amount(name) && cell.trim_start_matches('-').len() > 3);
            found.extend(cells.map(|(_, cell)| cell.trim_start_matches('-').to_owned()));
        }
    }
    found.retain(|amount| !amount.starts_with("0.") && !(1900.0..2100.0).contains(&amount.parse().unwrap()));
    assert!(found.len() > 30, "{found:?}");
    found
}

fn tells_nothing(what: &str, text: &str, amounts: &BTreeSet<String>) {
    assert!(!text.contains("MARK"), "{what}: {text}");
    assert!(!text.contains("19.99") && !text.contains("USD"), "{what}: {text}");
    let told: Vec<_> = numbers(text).intersection(amounts).cloned().collect();
    assert!(told.is_empty(), "{what} tells {told:?}: {text}");
}

#[test]
fn no_output_tells_a_name_or_an_amount() {
    let seller = Seller::marked();
    for (score, day) in [("512", "2026-10-10"), ("505", BEFORE)] {
        assert!(run(&seller, &["log", score, "--on", day]).status.success());
    }
    assert!(run(&seller, &["score", ".", "--as-of", BEFORE]).status.success());
    let amounts = amounts(&seller);
    for args in COMMANDS {
        let forms = if args.contains(&"row") { &["row"][..] } else { &FORMS };
        // Those that run out are rows and nothing else.
        let is_rows = |form: &str| !args.contains(&"run-out") || ["csv", "tsv", "jsonl"].contains(&form);
        // A plan takes its time.
        let is_quick = |form: &str| !args.contains(&"plan") || ["text", "json", "xlsx"].contains(&form);
        for form in forms
            .iter()
            .filter(|form| is_rows(form) && is_quick(form))
            .filter(|form| cfg!(feature = "workbook") || **form != "xlsx")
        {
            let more: &[&str] = if *form == "row" { &["--incognito"] } else { &["--incognito", "-f", form] };
            let args = [args, more].concat();
            let done = run(&seller, &args);
            let told = text(form, &done.stdout);
            let what = args.join(" ");
            assert!(told.len() > 60, "{what}: {told}{}", String::from_utf8_lossy(&done.stderr));
            tells_nothing(&what, &told, &amounts);
            let said = String::from_utf8(done.stderr).unwrap();
            tells_nothing(&what, &said, &amounts);
            let is_warned = said.contains("warning: --incognito hides what is warned of");
            assert!(is_warned || !args.contains(&"--exclude"), "{what}: {said}");
            if *form == "json" {
                let schema = ipi::output::schema::named("incognito").unwrap();
                let schema: Value = serde_json::from_str(schema.text).unwrap();
                let wrong = crate::check::check(&schema, &serde_json::from_str(&told).unwrap());
                assert!(wrong.is_empty(), "{what}: {wrong:?}");
            }
        }
    }
    // The history keeps the truth.
    let kept = run(&seller, &["history", "-f", "json"]);
    let kept = String::from_utf8(kept.stdout).unwrap();
    assert!(kept.contains(ACCOUNT) && kept.contains("MARK-a.csv") && !kept.contains("file 1"), "{kept}");
}

#[test]
fn what_is_left_is_true() {
    let seller = Seller::marked();
    let rows = |args: &[&str]| -> Vec<Value> {
        let done = run(&seller, &[&["skus", ".", "--no-history", "-f", "jsonl"], args].concat());
        String::from_utf8(done.stdout)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let (open, public) = (rows(&[]), rows(&["--incognito"]));
    assert_eq!(open.len(), 12);
    for (at, (open, public)) in open.iter().zip(&public).enumerate() {
        assert_eq!(public["sku"], format!("SKU {}", at + 1));
        for kept in
            ["points_total", "points_excess", "sell_through", "action", "alert", "days_out_30d", "date"]
        {
            match (public[kept].as_f64(), open[kept].as_f64()) {
                // Rounded, so that a share does not tell of which amounts it is made.
                (Some(public), Some(open)) => {
                    let step = if kept.starts_with("points") { 0.1 } else { 0.001 };
                    assert!((public - open).abs() <= step / 2.0 + 1e-9, "{kept}: {public} {open}");
                    assert!(((public / step).round() * step - public).abs() < 1e-9, "{kept}: {public}");
                }
                (public_number, open_number) => {
                    assert_eq!(public_number, open_number);
                    assert_eq!(public[kept], open[kept], "{kept}");
                }
            }
        }
        for hidden in ["on_hand_units", "title", "asin", "price", "account", "storage_next_month", "currency"]
        {
            assert!(public[hidden].is_null(), "{hidden}");
        }
    }
    let score = run(&seller, &["score", ".", "--no-history"]);
    let score = String::from_utf8(score.stdout).unwrap();
    let public = run(&seller, &["score", ".", "--no-history", "--incognito"]);
    let public = String::from_utf8(public.stdout).unwrap();
    assert_eq!(public.lines().next(), score.lines().next());
    assert!(public.contains("Names and amounts are hidden"), "{public}");
}

#[test]
fn messages_tell_nothing_either() {
    let seller = Seller::marked();
    let none = BTreeSet::new();
    let failed = |args: &[&str], code: i32| {
        let done = run(&seller, &[args, &["--incognito"]].concat());
        let told = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(code), "{args:?}: {told}");
        assert!(told.contains("ipi: error: ") && done.stdout.is_empty(), "{args:?}: {told}");
        tells_nothing(&args.join(" "), &told, &none);
    };
    failed(&["score", "MARK-missing.csv"], 3);
    failed(&["score", ".", "-o", "MARK-folder/a.csv"], 3);
    fs::create_dir(seller.folder().join("MARK-damaged")).unwrap();
    let damaged = seller.folder().join("MARK-damaged/MARK-report.csv");
    let head = "snapshot-date,sku,available,units-shipped-t30,units-shipped-t90,marketplace";
    fs::write(&damaged, format!("{head}\n2026-10-31,MARK-1,19.99,MARK-7,1,US\n")).unwrap();
    failed(&["score", "MARK-damaged"], 3);
    let told = run(&seller, &["check", "-q", "MARK-damaged", "--incognito"]);
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(told.contains("[not-whole]"), "{told}");
    tells_nothing("check -q", &told, &none);
    for form in ["text", "csv", "json", "html", "md"] {
        let told = run(&seller, &["check", "MARK-damaged", "--incognito", "-f", form]).stdout;
        let told = String::from_utf8(told).unwrap();
        assert!(told.contains("not-whole"), "{told}");
        tells_nothing(form, &told, &none);
    }
    fs::write(seller.folder().join("ipi.toml"), "MARK-setting = 1\n").unwrap();
    failed(&["score", "."], 2);
}

#[test]
fn what_would_show_them_does_not_go_with_it() {
    let seller = Seller::marked();
    for args in [
        &["score", ".", "--explain"][..],
        &["score", ".", "--what-if", "remove MARK-000-SKU 5"],
        &["score", ".", "--append", "weeks.csv"],
        &["score", ".", "-f", "json", "--schema", "1"],
        &["plan", ".", "--removal-file", "order.txt"],
        &["history", "--forget-skus"],
    ] {
        let done = run(&seller, &[args, &["--incognito"]].concat());
        let told = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{args:?}: {told}");
        assert!(told.contains("which --incognito hides; leave one of the two out"), "{told}");
    }
    assert!(!seller.folder().join("weeks.csv").exists() && !seller.folder().join("order.txt").exists());
}
