//! The first screen of a score, as a seller sees it in a terminal of 80 columns and in a mail.

#![allow(clippy::unwrap_used)]

use serde_json::Value;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};
use std::path::Path;
use std::process::{Command, Output, Stdio};

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Desk(tempfile::tempdir().unwrap())
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts");
        command.args(args).current_dir(demo).env("IPI_MAX_AGE", "off");
        for name in ["IPI_ACCOUNT", "IPI_MARKETPLACE", "IPI_AS_OF", "NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command.env("IPI_HISTORY", self.0.path().join("h.sqlite3"));
        command
    }

    fn ipi(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn says(&self, args: &[&str]) -> String {
        let output = self.ipi(args);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.says(&[args, &["-f", "json"]].concat())).unwrap()
    }
}

/// How a verdict begins for a chance of being below.
fn grade(chance: f64) -> &'static str {
    match chance {
        c if c <= 0.05 => "Above 400",
        c if c <= 0.25 => "Probably above 400",
        c if c < 0.75 => "Open whether above or below 400",
        c if c < 0.95 => "Probably below 400",
        _ => "Below 400",
    }
}

#[test]
fn five_accounts_of_different_luck_get_the_right_grade() {
    let figures = |excess, sell_through, in_stock| {
        [
            "estimate",
            "--on",
            "2026-10-31",
            "--excess",
            excess,
            "--sell-through",
            sell_through,
            "--stranded",
            "0.4",
            "--in-stock",
            in_stock,
        ]
    };
    let (healthy, heavy) = (figures("2", "6", "99"), figures("50", "0.5", "80"));
    let cases: [(&str, &[&str], Option<&str>, &str); 5] = [
        ("demo", &["score", "demo"], None, "Probably above"),
        ("healthy", &healthy, Some("640"), "Above"),
        ("excess-heavy", &heavy, None, "Open"),
        ("no-history", &healthy, None, "Above"),
        ("official-below", &heavy, Some("380"), "Below"),
    ];
    for (name, args, official, expected) in cases {
        let desk = Desk::new();
        if let Some(score) = official {
            desk.says(&["log", score, "--on", "2026-10-31"]);
        }
        let (page, said) = (desk.says(args), desk.json(args));
        let verdict = page.lines().find(|line| line.contains("400")).unwrap();
        let chance = said["verdict"]["chance_below"].as_f64().unwrap();
        assert!(verdict.starts_with(grade(chance)), "{chance}: {page}");
        assert!(verdict.starts_with(expected), "{chance}: {page}");
        assert!(page.lines().count() <= 12, "{page}");
        assert!(page.is_ascii() && page.lines().all(|line| line.len() <= 80), "{page}");
        match official {
            Some(score) => assert!(page.starts_with(&format!("Official score {score}, ")), "{page}"),
            None => assert!(page.starts_with("IPI about "), "{page}"),
        }
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/first/{name}.txt"));
        Assert::new()
            .action_env("SNAPSHOTS")
            .eq(page.clone(), Data::read_from(&golden, Some(DataFormat::Text)));
        // What stands behind it comes after it, the same to the letter but for the pointer to it.
        let whole = desk.says(&[args, &["--details"]].concat());
        let first = page.lines().filter(|line| !line.starts_with("More: "));
        assert!(first.zip(whole.lines()).all(|(a, b)| a == b), "{whole}");
    }
}

#[test]
fn colours_are_for_terminals_and_for_whoever_asks() {
    let desk = Desk::new();
    let page = desk.says(&["score", "demo"]);
    let coloured = desk.says(&["score", "demo", "--color", "always"]);
    assert!(!page.contains('\u{1b}'));
    // Good is green, fair is yellow.
    assert!(coloured.contains("\u{1b}[32mProbably above 400"), "{coloured}");
    assert!(coloured.contains("\u{1b}[33mExcess 17.7 % fair\u{1b}[0m      74 of 418"), "{coloured}");
    let mut plain = coloured;
    for code in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[31m", "\u{1b}[32m", "\u{1b}[33m"] {
        plain = plain.replace(code, "");
    }
    assert_eq!(plain, page);
}

#[test]
fn the_command_that_is_printed_makes_the_estimate_sharper() {
    let desk = Desk::new();
    let width =
        |said: &Value| said["score"]["high"].as_f64().unwrap() - said["score"]["low"].as_f64().unwrap();
    let args = ["score", "demo", "--account", "Shop 2"];
    let (before, page) = (desk.json(&args), desk.says(&args));
    let (_, command) = page.split_once("ipi log SCORE").unwrap();
    let command = command.lines().next().unwrap();
    assert_eq!(command, " --on 2026-10-31 --account \"Shop 2\"");
    desk.says(&["log", "512", "--on", "2026-10-31", "--account", "Shop 2"]);
    let after = desk.json(&args);
    assert!(width(&after) < width(&before) / 10.0);
    assert_eq!(after["official"]["score"], 512.0);
}

#[test]
fn a_run_is_kept_even_if_the_reader_has_left() {
    let desk = Desk::new();
    let mut child = desk.command(&["score", "demo", "--details"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.wait().unwrap();
    assert_eq!(desk.json(&["history"])["weeks"].as_array().unwrap().len(), 1);
}

#[test]
fn a_failed_check_says_why() {
    let desk = Desk::new();
    let said = |args: &[&str]| {
        let output = desk.ipi(&[&["score", "demo"], args].concat());
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, why) = said(&["--fail-under", "400", "--fail-if-chance", "0.1"]);
    assert_eq!(code, Some(1));
    assert_eq!(
        why,
        "ipi: warning: the chance of being below 400 is 13 %, at or above --fail-if-chance 0.1: exit code 1\n"
    );
    let (code, why) = said(&["--fail-under", "600"]);
    assert_eq!(
        (code, why.as_str()),
        (Some(1), "ipi: warning: the estimate, 536, is below --fail-under 600: exit code 1\n")
    );
    assert_eq!(said(&["--fail-under", "400"]), (Some(0), String::new()));
}

#[test]
fn a_score_that_is_known_decides_whatever_the_reports_come_to() {
    let desk = Desk::new();
    // The dashboard's factors beside the score are not those that the reports come to.
    desk.says(&["log", "395", "--excess", "25", "--on", "2026-10-31"]);
    let said = desk.json(&["score", "demo"]);
    assert!((said["score"]["points"].as_f64().unwrap() - 395.0).abs() < 1.0, "{}", said["score"]);
    for more in [&[][..], &["--fail-if-chance", "0.2"]] {
        let output = desk.ipi(&[&["score", "demo", "--fail-under", "400"], more].concat());
        let why = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(why.contains("Amazon's own score, 395, is below --fail-under 400"), "{why}");
    }
    assert_eq!(desk.ipi(&["score", "demo", "--fail-under", "395"]).status.code(), Some(0));
    let any = ["score", "demo", "--fail-under", "395", "--fail-if-chance", "0"];
    assert_eq!(desk.ipi(&any).status.code(), Some(1));
}

#[test]
fn a_score_of_more_than_a_week_later_tells_as_much_as_one_of_before() {
    let width = |on: &str| {
        let desk = Desk::new();
        desk.says(&["log", "512", "--on", on]);
        let said = desk.json(&["score", "demo"]);
        assert_eq!(said["official"]["score"], 512.0);
        said["score"]["high"].as_f64().unwrap() - said["score"]["low"].as_f64().unwrap()
    };
    // Six days after is the score of these reports; nine days after or before is one of another week.
    assert!(width("2026-11-06") < 6.0);
    assert!(width("2026-11-09") > 9.0 && width("2026-10-22") > 9.0);
}

/// The command after a word of the page, as a shell takes it apart; folded lines are joined.
fn advised(page: &str, after: &str) -> Vec<String> {
    let page = page.replace('\n', " ");
    let (_, command) = page.split_once(after).unwrap();
    let command = command.trim_start().strip_prefix("ipi ").unwrap();
    let command = command.split("; ").next().unwrap().split(" More: ").next().unwrap();
    // Names between quotes are one word.
    let parts = command.split('"').enumerate().flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    parts.collect()
}

#[test]
fn what_is_advised_reads_the_same_reports_in_the_same_way_and_notes_in_the_same_history() {
    let desk = Desk::new();
    let other = desk.0.path().join("other.sqlite3");
    let other = other.to_str().unwrap();
    let how = "--as-of 2026-10-31 --lenient --exclude KETTLE-SWITCH --limit standard=262";
    let whose = ["--account", "Shop 2", "--history", other];
    let places = ["demo/fba-inventory.csv", "demo/inventory-ledger.csv"];
    let how: Vec<_> = how.split(' ').collect();
    let args = [&["score"][..], &places, &["-m", "US"], &how, &whose].concat();
    let page = desk.says(&args);
    assert_eq!(advised(&page, "More:"), [&["skus"][..], &places, &["-m", "US"], &how, &whose].concat());
    // Word for word: the score is noted where the next run looks for it.
    let log = advised(&page, "to a few points:").join("\n").replace("SCORE", "512");
    desk.says(&log.lines().collect::<Vec<_>>());
    assert_eq!(desk.json(&args)["official"]["score"], 512.0);
    // Of figures that were typed in, too.
    let page = desk.says(&[&["estimate", "--excess", "12", "--on", "2026-08-01"][..], &whose].concat());
    let log = advised(&page, "to a few points:");
    assert_eq!(log, [&["log", "SCORE", "--on", "2026-08-01"][..], &whose].concat());
    // Where no marketplace is known, a noted score would not be found again.
    let file = desk.0.path().join("fba-inventory.txt");
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts/planning-only/reports");
    let text = std::fs::read_to_string(reports.join("fba-inventory.txt")).unwrap();
    std::fs::write(&file, text.replace("\tUSD\t", "\t\t").replace("\tUS\t", "\t\t")).unwrap();
    let page = desk.says(&["score", file.to_str().unwrap()]);
    assert!(page.contains("marketplace not known") && !page.contains("ipi log"), "{page}");
}

#[test]
fn scores_of_the_account_without_a_name_are_told_where_others_have_one() {
    let desk = Desk::new();
    let said = |args: &[&str]| String::from_utf8(desk.ipi(args).stderr).unwrap();
    desk.says(&["log", "490", "--on", "2026-10-31"]);
    assert_eq!(said(&["score", "demo"]), "");
    desk.says(&["log", "380", "--on", "2026-10-31", "--account", "bolt"]);
    let warning =
        "no account is named, so the official scores of account default count; the history keeps bolt too;";
    for command in ["score", "skus", "plan", "forecast"] {
        assert!(said(&[command, "demo"]).contains(warning), "{command}");
    }
    assert_eq!(said(&["score", "demo", "--account", "bolt"]), "");
    assert!(!said(&["score", "demo", "--incognito"]).contains("bolt"));
}

#[test]
fn a_limit_that_is_passed_is_on_the_first_screen() {
    let desk = Desk::new();
    let page = desk.says(&["score", "demo", "--limit", "standard=40"]);
    assert!(page.contains("\nOver your storage limit: standard.\n"), "{page}");
    assert!(!desk.says(&["score", "demo", "--limit", "standard=400"]).contains("Over your storage limit"));
}

#[test]
fn every_page_shows_the_first_screen() {
    trycmd::TestCases::new().env("IPI_MAX_AGE", "off").case("tests/first/*.md");
}
