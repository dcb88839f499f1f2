//! `ipi log` and `ipi history` as a seller types them.

#![allow(clippy::unwrap_used)]

use ipi::factor::{FactorSet, Part, Readings};
use ipi::history::{Account, History, Packed, Run, SourceMark};
use ipi::ids::Marketplace;
use ipi::units::Points;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn run(day: &str, points: f64, partial: bool) -> Run {
    Run {
        day: day.parse().unwrap(),
        marketplace: Marketplace::US,
        readings: Readings { excess_pct: Some(10.0), in_stock_pct: Some(86.7), ..Readings::default() },
        points: Points::clamped(points),
        low: Points::clamped(points - 40.0),
        high: Points::clamped(points + 40.0),
        model: "m/1".into(),
        sources: vec![SourceMark { path: "a.csv".into(), kind: "ledger".into(), hash: "00".into() }],
        partial,
        facts: Default::default(),
    }
}

struct Shop {
    folder: tempfile::TempDir,
}

impl Shop {
    fn new() -> Self {
        Shop { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("history.sqlite3")
    }

    fn ipi(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_ipi"))
            .args(args)
            .env_remove("IPI_ACCOUNT")
            .env_remove("IPI_MARKETPLACE")
            .env("IPI_MAX_AGE", "off")
            .env("IPI_HISTORY", self.store())
            .output()
            .unwrap()
    }

    /// Standard output of a command that must succeed.
    fn says(&self, args: &[&str]) -> String {
        let output = self.ipi(args);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Exit code and standard error of a command that must print no result.
    fn refuses(&self, args: &[&str]) -> (i32, String) {
        let output = self.ipi(args);
        assert_eq!(String::from_utf8_lossy(&output.stdout), "");
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }

    fn json(&self, args: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.says(&[&["history", "-f", "json"], args].concat())).unwrap()
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_score_is_noted_replaced_and_taken_back() {
    let shop = Shop::new();
    let said = shop.says(&["log", "512", "--on", "2026-W27", "--excess", "12.3", "--sell-through", "1.8"]);
    assert_eq!(
        said,
        "Noted for 2026-W27, Mon 2026-06-29 (account default, US): score 512, excess 12.3 %, sell-through 1.8\n\
         Next:\n  ipi history  the series\n"
    );
    let said = shop.says(&["log", "520", "--on", "2026-07-05", "--replace"]);
    assert!(
        said.contains("replaces what was noted for that week before: score 512, excess 12.3 %"),
        "{said}"
    );
    let weeks = &shop.json(&[])["weeks"];
    assert_eq!(weeks.as_array().unwrap().len(), 1);
    assert_eq!(weeks[0]["official"]["score"], 520.0);
    assert_eq!(weeks[0]["official"]["factors"]["excess_pct"], serde_json::Value::Null);

    let said = shop.says(&["log", "--undo"]);
    assert!(said.contains("Took back 2026-W27, Sun 2026-07-05"), "{said}");
    let weeks = &shop.json(&[])["weeks"];
    assert_eq!(weeks[0]["official"]["score"], 512.0);
    assert_eq!(weeks[0]["official"]["factors"]["excess_pct"], 12.3);
    shop.says(&["log", "--undo"]);
    assert!(shop.says(&["log", "--undo"]).starts_with("Nothing to take back"));
    assert_eq!(shop.refuses(&["history"]).0, 4);
}

#[test]
fn what_comes_next_is_told_for_the_same_account_and_marketplace() {
    let shop = Shop::new();
    let whose = ["--account", "Shop 2", "-m", "UK"];
    let sheet = shop.file("s.csv", b"date,score\n2026-W26,498\n2026-W27,513\n");
    let said = shop.says(&[&["log", "--import", text(&sheet)], &whose[..]].concat());
    assert!(
        said.ends_with(
            "Next:\n  ipi history --account \"Shop 2\" -m UK   the series\n  ipi backtest --account \"Shop 2\" -m UK  how far the \
             estimate is off on it\n"
        ),
        "{said}"
    );
    // Each command stands alone on its line, and does what it says.
    let (_, next) = said.split_once("Next:\n").unwrap();
    for line in next.lines() {
        let command = line.trim_start().split("  ").next().unwrap().replace("\"Shop 2\"", "Shop_2");
        let words: Vec<_> = command.split(' ').skip(1).map(|word| word.replace('_', " ")).collect();
        shop.says(&words.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let said = shop.says(&[&["log", "--undo"], &whose[..]].concat());
    assert!(said.ends_with("Next:\n  ipi history --account \"Shop 2\" -m UK  what counts now\n"), "{said}");
}

/// Without a word a score is of the United States; an account that is not known there means another place, or another account.
#[test]
fn a_score_goes_to_no_marketplace_and_no_account_by_mistake() {
    let shop = Shop::new();
    shop.says(&["log", "512", "--on", "2026-10-31", "--account", "weekly", "-m", "DE"]);
    let (code, said) = shop.refuses(&["log", "515", "--on", "2026-11-07", "--account", "weekly"]);
    assert_eq!(code, 2);
    let next = "account weekly is not known in US, and nothing was noted; next: ipi log ... --account weekly -m DE, or -m US";
    assert!(said.contains(next), "{said}");
    assert!(
        shop.says(&["log", "515", "--on", "2026-11-07", "--account", "weekly", "-m", "US"]).contains("Noted")
    );
    // Now it is known in both.
    assert!(shop.says(&["log", "516", "--on", "2026-11-14", "--account", "weekly"]).contains("Noted"));
    let said = shop.says(&["log", "400", "--on", "2026-11-14", "--account", "weekley"]);
    assert!(said.contains("This account is new here; did you mean weekly?"), "{said}");
    assert!(said.contains("ipi log --undo --account weekley"), "{said}");
    assert!(!shop.says(&["log", "400", "--on", "2026-11-14", "--account", "other"]).contains("did you mean"));
    // A history that was named is named in what comes next.
    let file = shop.folder.path().join("another.sqlite3");
    let said = shop.says(&["log", "400", "--on", "2026-11-14", "--history", text(&file)]);
    assert!(said.contains(&format!("ipi history --history {}", text(&file))), "{said}");
}

#[test]
fn factors_noted_later_join_the_score_of_the_week() {
    let shop = Shop::new();
    shop.says(&["log", "512", "--on", "2026-W27"]);
    let said = shop.says(&["log", "--on", "2026-07-01", "--excess", "17.7%", "--account", "default"]);
    assert_eq!(
        said,
        "Noted for 2026-W27, Wed 2026-07-01 (account default, US): excess 17.7 %\n\
         That week now has score 512, excess 17.7 %; before it had score 512.\n\
         Next:\n  ipi history --account default     the series\n  ipi log --undo --account default  as it was before\n"
    );
    let said = shop.says(&["log", "--on", "2026-W27", "--excess", "17.7"]);
    assert!(said.starts_with("Noted already for 2026-W27"), "{said}");
    // A spreadsheet of scores leaves the factors alone.
    shop.says(&["log", "--import", text(&shop.file("s.csv", b"date,score\n2026-W27,513\n"))]);
    let official = &shop.json(&[])["weeks"][0]["official"];
    assert_eq!((&official["score"], &official["factors"]["excess_pct"]), (&513.0.into(), &17.7.into()));
}

#[test]
fn figures_in_another_scale_are_asked_about() {
    let shop = Shop::new();
    for (args, meant) in [
        (
            &["--in-stock", "0.868", "--excess", "0.123"][..],
            "--excess 0.123 --in-stock 0.868: that looks like another scale than the dashboard's: did you mean --excess \
             12.3 --in-stock 86.8? Say --as-is",
        ),
        (&["--sell-through", "180"], "did you mean --sell-through 1.8?"),
        (
            &["--excess", "0.177", "--sell-through", "1.34", "--stranded", "2.6", "--in-stock", "91.0"],
            "--excess 0.177: that looks like another scale than the dashboard's: did you mean --excess 17.7? Say --as-is",
        ),
    ] {
        for command in [&["log", "512"][..], &["estimate"]] {
            let (code, said) = shop.refuses(&[command, args].concat());
            assert!(code == 2 && said.contains(meant), "{said}");
            shop.says(&[command, args, &["--as-is"]].concat());
        }
    }
    // With its sign a percentage is none but itself, and so is what the dashboard itself may show.
    for excess in ["0.177%", "0.177 %", "0.9"] {
        shop.says(&["estimate", "--excess", excess, "--in-stock", "91.0"]);
    }
    let sheet = shop.file("s.csv", b"date,in_stock_pct\n2026-W20,0.868\n");
    let (code, said) = shop.refuses(&["log", "--import", text(&sheet)]);
    assert!(
        code == 3 && said.contains(":2: column \"in_stock_pct\": 0.868 looks like another scale: "),
        "{said}"
    );
    shop.says(&["log", "--import", text(&sheet), "--as-is"]);
}

#[test]
fn dates_of_a_spreadsheet_are_read_where_the_file_decides_their_order() {
    for (dates, expected) in [
        (["03.08.2026", "10.08.2026"], "2026-08-03"),
        (["8/3/2026", "8/17/2026"], "2026-08-03"),
        (["3/8/2026", "17/8/2026"], "2026-08-03"),
    ] {
        let shop = Shop::new();
        let sheet = format!("date;score\n{};500\n{};510\n", dates[0], dates[1]);
        shop.says(&["log", "--import", text(&shop.file("s.csv", sheet.as_bytes()))]);
        assert_eq!(shop.json(&[])["weeks"][0]["official"]["date"], expected);
    }
}

#[test]
fn accounts_and_marketplaces_do_not_mix() {
    let shop = Shop::new();
    shop.says(&["log", "500", "--on", "2026-W20"]);
    shop.says(&["log", "600", "--on", "2026-W20", "--marketplace", "uk"]);
    shop.says(&["log", "700", "--on", "2026-W20", "--account", "Shop 2"]);
    assert_eq!(shop.json(&[])["weeks"][0]["official"]["score"], 500.0);
    assert_eq!(shop.json(&["--marketplace", "GB"])["weeks"][0]["official"]["score"], 600.0);
    assert_eq!(shop.json(&["--account", "Shop 2"])["weeks"][0]["official"]["score"], 700.0);
    shop.says(&["log", "--undo", "--marketplace", "UK"]);
    assert_eq!(shop.json(&[])["weeks"][0]["official"]["score"], 500.0);
    let (code, said) = shop.refuses(&["history", "--account", "shop 2"]);
    assert_eq!(code, 4);
    assert!(said.contains("there is a history of Shop 2 in US, default in US"), "{said}");
    // Of an account that is known elsewhere the advice leads there.
    shop.says(&["log", "450", "--on", "2026-W20", "--account", "euro", "-m", "DE"]);
    let (_, said) = shop.refuses(&["history", "--account", "euro"]);
    assert!(said.contains("there is a history of it in DE; next: say -m DE"), "{said}");
    assert_eq!(shop.json(&["--account", "euro", "-m", "DE"])["weeks"][0]["official"]["score"], 450.0);
}

#[test]
fn wrong_figures_and_days_are_wrong_usage_and_note_nothing() {
    let shop = Shop::new();
    for args in [
        &["log"][..],
        &["log", "51x"],
        &["log", "1001"],
        &["log", "--", "-1"],
        &["log", "512", "--excess", "101"],
        &["log", "512", "--excess", "12,3"],
        &["log", "512", "--in-stock", "95 %%"],
        &["log", "512", "--sell-through", "1000"],
        &["log", "512", "--on", "2999-01-01"],
        &["log", "512", "--on", "2016-01-04"],
        &["log", "512", "--on", "29.06.2026"],
        &["log", "512", "--marketplace", "XX"],
        &["log", "512", "--account", " "],
        &["log", "512", "--undo"],
        &["log", "--import", "x.csv", "--excess", "1"],
    ] {
        let (code, said) = shop.refuses(args);
        assert_eq!(code, 2, "{args:?}: {said}");
    }
    assert!(!shop.store().exists());
}

const SERIES: &str = "date,score,excess_pct,sell_through,stranded_pct,in_stock_pct\n\
                      2021-W09,514,18.35,1.25,1.14,\n\
                      2021-W10,514,20.00,1.33,3.89,89.92\n\
                      2021-03-17,519,,,,\n\
                      2021-W13,,16.49,,,\n";

#[test]
fn a_spreadsheet_goes_in_and_comes_out_the_same() {
    let shop = Shop::new();
    let file = shop.file("scores.csv", SERIES.as_bytes());
    let said = shop.says(&["log", "--import", text(&file)]);
    assert!(said.starts_with("Noted 4 weeks from "), "{said}");
    assert!(said.contains("2021-W09 to 2021-W13"), "{said}");
    let first = shop.says(&["history", "-f", "csv"]);
    assert!(first.contains(",2021-03-08,0.2,1.33,0.0389,0.8992,,,\r\n"), "{first}");
    assert!(first.contains("\r\n2021-03-29,2021-W13,default,US,,,,,,"), "{first}");
    assert!(first.contains(",2021-03-29,0.1649,,,,,,\r\n"), "{first}");

    let other = Shop::new();
    let exported = other.file("export.csv", first.as_bytes());
    other.says(&["log", "--import", text(&exported)]);
    assert_eq!(other.says(&["history", "-f", "csv"]), first);
    // Once more changes nothing, and is no step; without a word on columns that are the program's own.
    let again = other.ipi(&["log", "--import", text(&exported)]);
    let said = String::from_utf8(again.stdout).unwrap();
    assert!(
        said.starts_with("Nothing new: what ") && said.contains(" of 4 weeks was noted already"),
        "{said}"
    );
    assert_eq!(String::from_utf8(again.stderr).unwrap(), "");
    assert_eq!(other.says(&["history", "-f", "csv"]), first);
    other.says(&["log", "--undo"]);
    assert_eq!(other.refuses(&["history"]).0, 4);
}

#[test]
fn spreadsheets_come_in_many_forms() {
    let plain = Shop::new();
    plain.says(&["log", "--import", text(&plain.file("s.csv", SERIES.as_bytes()))]);
    let expected = plain.says(&["history", "-f", "json"]);
    let forms = [
        format!("\u{feff}{}", SERIES.replace('\n', "\r\n")),
        SERIES.replace(',', ";"),
        SERIES.replace(',', "\t").replace('\n', "\r"),
        SERIES.replace("date,score", " Date , \"SCORE\""),
        SERIES.replace('\n', "\n\n").trim_end().to_owned(),
        SERIES.replace('\n', ",\n"),
        format!("{SERIES}2021-W14,,,,,\n,,,,,\n"),
    ];
    for form in forms {
        let shop = Shop::new();
        shop.says(&["log", "--import", text(&shop.file("s.csv", form.as_bytes()))]);
        assert_eq!(shop.says(&["history", "-f", "json"]), expected, "{form:?}");
    }
}

#[test]
fn all_problems_of_a_spreadsheet_are_told_and_nothing_is_noted() {
    let shop = Shop::new();
    let bad = "Date,Score,excess_pct\r\n\r\n2021-W10,51x,12 percent\r\n2021-03-09,514,1,5\r\n2999-01-01,5,\r\n2021-W12,512,\r\n\
               2021-03-22,513,\r\n3/8/2021,500,\r\n";
    let file = shop.file("bad.csv", bad.as_bytes());
    let (code, said) = shop.refuses(&["log", "--import", text(&file)]);
    assert_eq!(code, 3);
    let file = text(&file);
    let places: Vec<_> =
        said.lines().map(|line| line.strip_prefix(&format!("ipi: error: {file}:")).unwrap()).collect();
    let heads = [
        "3: column \"score\": \"51x\" is not a number: ",
        "3: column \"excess_pct\": \"12 percent\" is not a number: ",
        "4: the row has 4 cells, the head has 3: ",
        "5: column \"date\": \"2999-01-01\" lies in the future: ",
        "7: column \"date\": \"2021-03-22\" is in the same week as line 6: ",
        "8: column \"date\": \"3/8/2021\" can be two days: ",
    ];
    assert_eq!(places.len(), heads.len(), "{said}");
    for (place, head) in places.iter().zip(heads) {
        assert!(place.starts_with(head), "{place}");
    }
    assert!(!shop.store().exists());
}

#[test]
fn files_that_are_no_spreadsheet_are_refused() {
    let shop = Shop::new();
    for content in [
        &b""[..],
        b"\n\n",
        b"date,score\n",
        b"date,note\n2021-W10,x\n",
        b"score\n514\n",
        b"date,score,Score\n2021-W10,1,2\n",
        b"PK\x03\x04...",
        b"d\0a\0t\0e\0",
        b"date,score\n2021-W10,\"514\n2021-W11,515\n",
    ] {
        let file = shop.file("s.csv", content);
        let (code, said) = shop.refuses(&["log", "--import", text(&file)]);
        assert_eq!((code, said.lines().count()), (3, 1), "{said}");
        assert!(said.contains("s.csv:"), "{said}");
    }
    let gone = shop.folder.path().join("gone.csv");
    assert_eq!(shop.refuses(&["log", "--import", text(&gone)]).0, 3);
    assert!(!shop.store().exists());
}

#[test]
fn text_fits_80_columns_in_plain_characters() {
    let shop = Shop::new();
    let mut series = String::from("date,score,excess_pct,sell_through,stranded_pct,in_stock_pct\n");
    for (i, year) in (2018..2026).enumerate() {
        for week in [2, 9, 17, 33, 47] {
            series += &format!("{year}-W{week},{},100,999.99,100,99.98\n", 300 + 61 * i + week);
        }
    }
    shop.says(&["log", "--as-is", "--import", text(&shop.file("s.csv", series.as_bytes()))]);
    let wide = Run {
        readings: Readings {
            excess_pct: Some(99.99),
            sell_through: Some(999.99),
            stranded_pct: Some(99.99),
            in_stock_pct: Some(0.01),
        },
        ..run("2026-03-03", 1900.0, false)
    };
    let mut history = History::open(&shop.store()).unwrap();
    history.record(&Account::default(), &wide, None, chrono::DateTime::UNIX_EPOCH).unwrap();
    let said = shop.says(&["history"]);
    assert!(
        said.lines().any(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            words
                == ["2026-W10", "-", "1000", "1000-1000", ">", "99.9c", "999.99c", ">", "99.9c", "<", "0.1c"]
        }),
        "{said}"
    );
    assert!(said.is_ascii(), "{said}");
    assert!(said.lines().all(|line| line.len() <= 80), "{said}");
    assert_eq!(said.lines().filter(|line| line.contains("999.99")).count(), 41, "{said}");
    assert!(shop.says(&["history", "-f", "md"]).contains("| Week | Official |"));
    let file = shop.folder.path().join("out.csv");
    shop.says(&["history", "-o", text(&file)]);
    assert_eq!(fs::read_to_string(&file).unwrap(), shop.says(&["history", "-f", "csv"]));
}

#[test]
fn a_store_that_cannot_be_used_is_explained() {
    let shop = Shop::new();
    shop.file("history.sqlite3", b"date,score\n2021-W10,514\n");
    let (code, said) = shop.refuses(&["log", "512"]);
    assert_eq!(code, 3);
    assert!(said.contains("it is no SQLite database; name the right file with --history"), "{said}");
    assert_eq!(shop.refuses(&["history"]).0, 3);

    fs::remove_file(shop.store()).unwrap();
    shop.says(&["log", "512", "--on", "2026-W20"]);
    rusqlite::Connection::open(shop.store()).unwrap().execute_batch("PRAGMA user_version = 7").unwrap();
    let (code, said) = shop.refuses(&["history"]);
    assert_eq!(code, 3);
    assert!(said.contains("it has schema 7, this ipi knows schemas up to 3; update ipi"), "{said}");
}

#[test]
fn skus_are_forgotten_and_scores_stay() {
    let shop = Shop::new();
    let nothing = "Nothing to forget: nothing is kept of single SKUs (account default, US).\n";
    assert_eq!(shop.says(&["history", "--forget-skus"]), nothing);
    assert!(!shop.store().exists());
    let mut history = History::open(&shop.store()).unwrap();
    let part = |i: u32| Part::new(format!("AB-{:x}", i.wrapping_mul(0x9e37_79b1)).as_str().into());
    let packed = Packed::each(FactorSet::FOUR, None, (0..20_000).map(part));
    let at = chrono::DateTime::UNIX_EPOCH;
    for day in ["2026-05-12", "2026-05-19"] {
        history.record(&Account::default(), &run(day, 505.0, false), packed.as_ref(), at).unwrap();
    }
    drop(history);
    assert_eq!(shop.says(&["history", "--forget-skus", "-m", "DE"]), nothing.replace("US", "DE"));
    let said = shop.says(&["history", "--forget-skus"]);
    assert!(said.starts_with("Forgot the SKUs of 2 runs (account default, US); the file is 0."), "{said}");
    assert_eq!(shop.says(&["history", "--forget-skus"]), nothing);
    assert!(shop.says(&["history"]).contains("505"));
}

#[test]
fn an_estimate_stands_beside_the_score() {
    let shop = Shop::new();
    shop.says(&["log", "512", "--on", "2026-W20", "--excess", "9.5"]);
    shop.says(&["log", "520", "--on", "2026-W21", "--excess", "9.25"]);
    let mut history = History::open(&shop.store()).unwrap();
    let at = chrono::DateTime::UNIX_EPOCH;
    for run in
        [run("2026-05-12", 505.0, false), run("2026-05-19", 600.0, true), run("2026-05-26", 522.5, false)]
    {
        history.record(&Account::default(), &run, None, at).unwrap();
    }
    let said = shop.says(&["history"]);
    let table = &said[said.find(" Week").unwrap()..];
    let expected = " Week      Official  Estimate  Low-high  Excess    Sell-  Stranded  In stock
                                              %  through         %         %
 2026-W20       512       505   465-545     9.5        -         -     86.7c
 2026-W21       520     600 p   560-640     9.2        -         -         -
 2026-W22         -       522   482-562   10.0c        -         -     86.7c";
    assert_eq!(table.split("\n\n").next(), Some(expected), "{said}");
    let weeks = &shop.json(&[])["weeks"];
    assert_eq!(weeks[2]["official"], serde_json::Value::Null);
    let estimate = &weeks[2]["estimate"];
    assert_eq!(estimate["points"], 522.5);
    assert_eq!(estimate["interval"], 0.9);
    assert_eq!(estimate["factors"]["in_stock_pct"], 86.7);
    assert_eq!(estimate["sources"][0]["path"], "a.csv");
    assert_eq!(weeks[1]["estimate"]["partial"], true);
    // What was computed does not come back as if Amazon had shown it.
    let exported = shop.file("export.csv", shop.says(&["history", "-f", "csv"]).as_bytes());
    let other = Shop::new();
    let said = other.says(&["log", "--import", text(&exported)]);
    assert!(said.starts_with("Noted 2 weeks") && !said.contains("without a figure"), "{said}");
}

#[test]
fn a_backtest_replays_the_scores() {
    let shop = Shop::new();
    assert_eq!(shop.refuses(&["backtest"]).0, 4);
    let mut series = String::from("date,score\n");
    for week in 0..10 {
        series += &format!("2026-W{:02},{}\n", 10 + week, 500 + 2 * week);
    }
    shop.says(&["log", "--import", text(&shop.file("s.csv", series.as_bytes()))]);
    let said: serde_json::Value = serde_json::from_str(&shop.says(&["backtest", "-f", "json"])).unwrap();
    assert_eq!(said["schema"], "ipi.backtest/1");
    assert_eq!(said["official_scores"], 10);
    let horizons = said["horizons"].as_array().unwrap();
    let seen: Vec<_> = horizons
        .iter()
        .map(|h| {
            (h["weeks"].as_u64().unwrap(), h["n"].as_u64().unwrap(), h["rmse_no_change"].as_f64().unwrap())
        })
        .collect();
    // Two points a week: "no change" is off by 2 for each week it looks ahead.
    assert_eq!(seen, [(1, 9, 2.0), (2, 8, 4.0), (4, 6, 8.0), (8, 2, 16.0)]);
    assert!(horizons.iter().all(|h| h["rmse"].is_f64() && h["bias"].is_f64() && h["coverage"].is_f64()));
    let page = shop.says(&["backtest"]);
    assert!(page.is_ascii() && page.lines().all(|line| line.len() <= 80), "{page}");
    assert!(page.contains("10 official scores, 2026-W10 to 2026-W19"), "{page}");
    assert_eq!(shop.says(&["backtest", "-f", "csv"]).lines().count(), 5);

    let apart = Shop::new();
    apart.says(&["log", "500", "--on", "2026-W10"]);
    assert_eq!(apart.refuses(&["backtest"]).0, 4);
    apart.says(&["log", "500", "--on", "2026-W13"]);
    let (code, said) = apart.refuses(&["backtest"]);
    assert_eq!(code, 4);
    assert!(said.contains("no two of them are 1, 2, 4 or 8 weeks apart"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_flag_the_history_is_in_the_data_folder() {
    let home = tempfile::tempdir().unwrap();
    let ipi = |data: Option<&Path>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
        command
            .args(["log", "512"])
            .env_remove("IPI_HISTORY")
            .env_remove("XDG_DATA_HOME")
            .env("IPI_MAX_AGE", "off")
            .env("HOME", home.path());
        if let Some(data) = data {
            command.env("XDG_DATA_HOME", data);
        }
        assert!(command.output().unwrap().status.success());
    };
    ipi(None);
    assert!(home.path().join(".local/share/ipi/history.sqlite3").is_file());
    ipi(Some(&home.path().join("data")));
    assert!(home.path().join("data/ipi/history.sqlite3").is_file());
}

#[test]
fn a_score_noted_on_monday_counts_for_reports_of_saturday() {
    let shop = Shop::new();
    let estimate = |day: &str| {
        let args = ["estimate", "--excess", "10", "--on", day, "-f", "json"];
        serde_json::from_str::<serde_json::Value>(&shop.says(&args)).unwrap()
    };
    // Saturday 31 October, and the Monday after it.
    shop.says(&["log", "395", "--on", "2026-11-02"]);
    let saturday = estimate("2026-10-31");
    assert_eq!(saturday["official"]["score"], 395.0);
    assert_eq!(
        (&saturday["official"]["day"], &saturday["official"]["days_after"]),
        (&"2026-11-02".into(), &2.into())
    );
    assert_eq!(saturday["score"]["official_scores"], 1);
    // It is known that it is below 400, and not that it is below 350.
    assert_eq!(saturday["verdict"]["status"], "below");
    let below: Vec<_> =
        saturday["verdict"]["lines"].as_array().unwrap().iter().map(|line| &line["chance_below"]).collect();
    assert_eq!(below, [&serde_json::json!(0.0), &serde_json::json!(1.0)]);
    // Of two the nearer one; the other stays in its own week.
    shop.says(&["log", "420", "--on", "2026-10-26"]);
    assert_eq!(estimate("2026-10-31")["official"]["score"], 395.0);
    assert_eq!(estimate("2026-10-27")["official"]["score"], 420.0);
    // Ten days are near, eleven are not: then it is only mentioned.
    assert_eq!(estimate("2026-10-16")["official"]["score"], 420.0);
    let early = estimate("2026-10-15");
    assert_eq!(
        (&early["official"], &early["later_official"]["score"]),
        (&serde_json::Value::Null, &395.0.into())
    );
    assert_eq!(early["score"]["official_scores"], 0);
    let page = shop.says(&["estimate", "--excess", "10", "--on", "2026-10-15"]);
    assert!(page.contains("An official score of 395 is noted for 2026-W45, after these figures."), "{page}");
    let page = shop.says(&["estimate", "--excess", "10", "--on", "2026-10-31"]);
    assert!(page.contains("Official score 395, shown on 2026-11-02, 2 days after these figures\n"), "{page}");
}

#[test]
fn the_history_of_another_account_is_not_taken_for_this_one() {
    let shop = Shop::new();
    shop.says(&["log", "512", "--on", "2026-W20", "--account", "Shop 2", "-m", "UK"]);
    let exported = shop.says(&["history", "--account", "Shop 2", "-m", "UK", "-f", "csv"]);
    let file = shop.file("uk.csv", exported.as_bytes());
    for named in [&["--account", "Shop 3"][..], &["-m", "DE"]] {
        let (code, said) = shop.refuses(&[&["log", "--import", text(&file)], named].concat());
        assert_eq!(code, 2);
        assert!(said.contains("holds 1 row of account Shop 2, UK, and none of account "), "{said}");
        assert!(said.contains("nothing was noted. Next: leave --account and --marketplace out"), "{said}");
    }
    for named in [&[][..], &["--account", "Shop 2"], &["--account", "Shop 2", "-m", "UK"]] {
        let said = shop.says(&[&["log", "--import", text(&file)], named].concat());
        assert!(said.starts_with("Nothing new: ") && said.contains("(account Shop 2, UK)"), "{said}");
    }
    assert_eq!(shop.refuses(&["history"]).0, 4);
    assert_eq!(shop.refuses(&["history", "--account", "Shop 3"]).0, 4);
}

/// The head and rows as `ipi score --append` writes them: the column `score` is the estimate.
const ROWS: &str = "date,week,account,marketplace,score,low,high,official,threshold,excess_share,sell_through,partial\n\
                    2026-05-15,2026-W20,default,US,601.25,590,610,512,400,0.2,1.3,false\n\
                    2026-05-15,2026-W20,Shop 2,US,602.5,590,610,498,400,0.2,1.3,false\n\
                    2026-05-22,2026-W21,Shop 2,US,603.5,590,610,,400,0.2,1.3,false\n\
                    2026-05-29,2026-W22,Shop 2,UK,604.5,590,610,477,400,0.2,1.3,false\n";

#[test]
fn rows_of_the_week_give_their_official_scores_each_to_its_own_account() {
    for rows in [ROWS.to_owned(), ROWS.replace(',', ";").replace(".5", ",5"), ROWS.replace(',', "\t")] {
        let shop = Shop::new();
        let file = shop.file("weeks.csv", rows.as_bytes());
        let said = shop.says(&["log", "--import", text(&file)]);
        let name = text(&file);
        assert_eq!(
            said,
            format!(
                "Noted 1 week from {name} (account Shop 2, UK): 2026-W22 to 2026-W22\n\
                 Noted 1 week from {name} (account Shop 2, US): 2026-W20 to 2026-W20\n\
                 Noted 1 week from {name} (account default, US): 2026-W20 to 2026-W20\n\
                 1 row without an official figure passed over.\n\
                 Next:\n  ipi history --all-accounts  the series\n"
            )
        );
        let noted = |whose: &[&str]| shop.json(whose)["weeks"].clone();
        assert_eq!(noted(&[])[0]["official"]["score"], 512.0);
        // What the row reckons of the factors is not what Amazon showed.
        assert_eq!(noted(&[])[0]["official"]["factors"]["sell_through"], serde_json::Value::Null);
        let us = noted(&["--account", "Shop 2"]);
        assert_eq!((us.as_array().unwrap().len(), &us[0]["official"]["score"]), (1, &498.0.into()));
        assert_eq!(noted(&["--account", "Shop 2", "-m", "UK"])[0]["official"]["score"], 477.0);
        // With an account named, its rows alone.
        let one = Shop::new();
        let said = one.says(&["log", "--import", name, "--account", "default"]);
        assert!(said.contains("2 rows of account Shop 2, US and others passed over.\n"), "{said}");
        assert!(said.contains("Next:\n  ipi history --account default   the series\n"), "{said}");
        assert_eq!(one.refuses(&["history", "--account", "Shop 2"]).0, 4);
    }
}

#[test]
fn a_score_of_the_week_before_is_not_noted_for_the_week_of_the_row() {
    let shop = Shop::new();
    let row = |shop: &Shop| {
        let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/demo");
        shop.says(&["score", fixture, "--today", "2026-11-02", "-f", "row"])
    };
    shop.says(&["log", "505", "--on", "2026-10-24"]);
    let file = shop.file("weeks.csv", row(&shop).as_bytes());
    let said = shop.says(&["log", "--import", text(&file)]);
    assert!(said.starts_with("Nothing new: "), "{said}");
    // The row of the week before names it too.
    let rows = row(&shop);
    let before = rows.lines().nth(1).unwrap().replacen("2026-10-31,2026-W44", "2026-10-24,2026-W43", 1);
    let file = shop.file("weeks.csv", format!("{rows}{before}\r\n").as_bytes());
    let other = Shop::new();
    other.says(&["log", "--import", text(&file)]);
    assert_eq!(other.json(&[])["weeks"][0]["official"]["date"], "2026-10-24");
    assert_eq!(other.json(&[])["weeks"].as_array().unwrap().len(), 1);
}

#[test]
fn several_histories_in_one_file_come_back_each_to_its_own_account() {
    let shop = Shop::new();
    shop.says(&["log", "512", "--on", "2026-W20"]);
    shop.says(&["log", "498", "--on", "2026-W20", "--account", "Shop 2", "--excess", "12.5"]);
    let all = shop.says(&["history", "--all-accounts", "-f", "csv"]);
    let other = Shop::new();
    let file = other.file("history.csv", all.as_bytes());
    other.says(&["log", "--import", text(&file)]);
    assert_eq!(other.says(&["history", "--all-accounts", "-f", "csv"]), all);
}

#[test]
fn what_is_no_official_score_is_refused_with_its_place() {
    let shop = Shop::new();
    for (sheet, place) in [
        ("date,score\n2026-W20,512.4\n", "s.csv:2: column \"score\": \"512.4\" has decimals: "),
        (&ROWS.replace(",512,", ",512.4,"), "s.csv:2: column \"official\": \"512.4\" has decimals: "),
        (&ROWS.replace(",498,", ",1498,"), "s.csv:3: column \"official\": \"1498\" is too large: "),
        (&ROWS.replace("Shop 2,UK", "Shop 2,XX"), "s.csv:5: column \"marketplace\": \"XX\" is not read: "),
        (&ROWS.replace(",official", ",noted"), "s.csv:1: column \"score\": is no official score: "),
    ] {
        let (code, said) = shop.refuses(&["log", "--import", text(&shop.file("s.csv", sheet.as_bytes()))]);
        assert!(code == 3 && said.contains(place) && said.lines().count() == 1, "{said}");
    }
    assert!(!shop.store().exists());
    assert_eq!(shop.refuses(&["log", "512.4"]).0, 2);
}

#[test]
fn an_export_of_estimates_alone_is_nothing_new() {
    let shop = Shop::new();
    let mut history = History::open(&shop.store()).unwrap();
    history
        .record(&Account::default(), &run("2026-05-12", 505.0, false), None, chrono::DateTime::UNIX_EPOCH)
        .unwrap();
    let file = shop.file("export.csv", shop.says(&["history", "-f", "csv"]).as_bytes());
    let said = shop.says(&["log", "--import", text(&file)]);
    assert!(said.starts_with("Nothing new: ") && said.contains("estimates and no official figure"), "{said}");
}

#[test]
fn an_estimate_without_figures_takes_those_of_the_week() {
    let shop = Shop::new();
    let mut history = History::open(&shop.store()).unwrap();
    history
        .record(&Account::default(), &run("2026-05-12", 505.0, false), None, chrono::DateTime::UNIX_EPOCH)
        .unwrap();
    shop.says(&["log", "--on", "2026-05-13", "--excess", "12"]);
    let said = shop.says(&["estimate", "--on", "2026-05-14", "-f", "json"]);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    // Noted on the dashboard, and computed where that is not noted; nothing of another week.
    assert_eq!(said["factors"]["excess"]["share"], 0.12);
    assert_eq!(said["factors"]["in_stock"]["rate"], 0.867);
    assert_eq!(said["factors"]["sell_through"]["ratio"], serde_json::Value::Null);
    assert_eq!(shop.refuses(&["estimate", "--on", "2026-05-01"]).0, 4);
}

#[test]
fn what_is_asked_is_no_part_of_what_is_learnt() {
    let shop = Shop::new();
    shop.says(&["log", "417", "--on", "2026-10-31", "--excess", "45.7", "--in-stock", "91.5", "-m", "DE"]);
    shop.says(&["log", "408", "--on", "2026-11-10", "--excess", "43.4", "-m", "CA"]);
    for place in ["DE", "CA"] {
        for (option, figures, is_better) in [
            ("--sell-through", ["0.2", "1", "6"], true),
            ("--stranded", ["0", "10", "100"], false),
            ("--excess", ["5", "50", "90"], false),
        ] {
            let points: Vec<f64> = figures
                .iter()
                .map(|figure| {
                    let mut args =
                        vec!["estimate", "--on", "2026-10-31", "-m", place, "-f", "json", option, figure];
                    if option != "--excess" {
                        args.extend(["--excess", "68.61"]);
                    }
                    let said: serde_json::Value = serde_json::from_str(&shop.says(&args)).unwrap();
                    said["score"]["points"].as_f64().unwrap()
                })
                .collect();
            let holds = |pair: &[f64]| if is_better { pair[0] <= pair[1] } else { pair[0] >= pair[1] };
            assert!(points.windows(2).all(holds), "{place} {option}: {points:?}");
        }
    }
}

#[test]
fn the_same_score_noted_once_more_keeps_its_day() {
    let shop = Shop::new();
    shop.says(&["log", "512", "--on", "2026-10-31"]);
    let said = shop.says(&["log", "512", "--on", "2026-W44", "--excess", "17"]);
    assert!(!said.contains("its day is"), "{said}");
    assert_eq!(shop.json(&[])["weeks"][0]["official"]["date"], "2026-10-31");
    let said = shop.says(&["log", "515", "--on", "2026-10-27"]);
    assert!(said.contains("its day is 2026-10-27, before 2026-10-31"), "{said}");
}
