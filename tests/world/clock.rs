//! Clocks that are wrong, zones, leap days, the turn of the year, languages and narrow terminals: figures do not know of them.

use crate::cases::MINIMUM;
use crate::ipi;
use crate::tools::tool;
use ipi::dates::AsOf;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/demo");

/// The program at another time, by the clock of the system as it sees it.
fn at(faketime: &Path, time: &str, zone: &str, folder: &Path, arguments: &[&str]) -> Output {
    let program = ipi(folder);
    let mut command = Command::new(faketime);
    command.arg("-f").arg(time).arg(env!("CARGO_BIN_EXE_ipi")).args(arguments).current_dir(folder);
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.env("TZ", zone).output().unwrap()
}

fn said(done: &Output) -> String {
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout.clone()).unwrap()
}

#[test]
fn the_day_of_an_entry_is_that_of_the_place() {
    let Some(faketime) = tool("faketime") else { return };
    // The clock says a moment of UTC; the day of it depends on the place. Weeks by the calendar of ISO 8601.
    for (time, zone, noted) in [
        ("2026-06-30 23:30:00", "UTC", "2026-W27, 2026-06-30"),
        ("2026-06-30 23:30:00", "XXX-1", "2026-W27, 2026-07-01"),
        ("2026-06-30 00:30:00", "XXX+12", "2026-W27, 2026-06-29"),
        ("2028-02-29 12:00:00", "UTC", "2028-W09, 2028-02-29"),
        ("2028-02-28 23:59:59", "XXX-14", "2028-W09, 2028-02-29"),
        ("2027-01-01 00:00:01", "UTC", "2026-W53, 2027-01-01"),
        ("2024-12-31 12:00:00", "UTC", "2025-W01, 2024-12-31"),
        // An hour that the clocks of Berlin pass over, and one that they show twice.
        ("2026-03-29 01:30:00", "Europe/Berlin", "2026-W13, 2026-03-29"),
        ("2026-10-25 00:30:00", "Europe/Berlin", "2026-W43, 2026-10-25"),
        ("2037-12-31 12:00:00", "UTC", "2037-W53, 2037-12-31"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let run = |arguments: &[&str]| {
            // faketime reads its moment in the zone of the run: it is given in UTC by its count of seconds.
            let moment = chrono::NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M:%S").unwrap().and_utc();
            let offset = moment.timestamp() - chrono::Utc::now().timestamp();
            at(&faketime, &format!("{offset:+}s"), zone, folder.path(), arguments)
        };
        run(&["log", "512", "--history", "h"]);
        let csv = said(&run(&["history", "--history", "h", "-f", "csv"]));
        let (week, day) = noted.split_once(", ").unwrap();
        let row = csv.lines().nth(1).unwrap();
        assert!(row.contains(week) && row.contains(day), "{time} {zone}: {csv}");
    }
}

#[test]
fn a_clock_that_is_set_back_loses_nothing() {
    let Some(faketime) = tool("faketime") else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = |time: &str, arguments: &[&str]| {
        at(&faketime, time, "UTC", folder.path(), &[arguments, &["--history", "h"]].concat())
    };
    let csv = |time: &str| said(&run(time, &["history", "-f", "csv"]));
    said(&run("2026-05-12 12:00:00", &["log", "512"]));
    // A day earlier by the clock, the same week: what was noted last counts, and is what is taken back.
    said(&run("2026-05-11 12:00:00", &["log", "520"]));
    assert!(csv("2026-05-11 12:00:00").contains(",520,"));
    said(&run("2026-05-10 12:00:00", &["log", "--undo"]));
    assert!(csv("2026-05-12 12:00:00").contains(",512,"));
    // Before the index began, and before the entry: what was noted stays, nothing new is believed.
    for (time, why) in [
        ("1999-12-31 12:00:00", "Amazon introduced the index in July 2018; correct the date"),
        ("2016-02-29 12:00:00", "Amazon introduced the index in July 2018; correct the date"),
    ] {
        let done = run(time, &["log", "513"]);
        let told = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.code() == Some(2) && told.contains(why), "{told}");
        assert!(csv(time).contains(",512,"));
    }
    let done = run("2026-05-01 12:00:00", &["log", "513", "--on", "2026-05-12"]);
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.code() == Some(2) && told.contains("lies in the future"), "{told}");
}

#[test]
fn pages_are_the_same_at_any_time_and_in_any_place() {
    let folder = tempfile::tempdir().unwrap();
    let page = |command: &mut Command| said(&command.stderr(Stdio::piped()).output().unwrap());
    for arguments in [
        &["score", DEMO, "--no-history", "--details"][..],
        &["score", DEMO, "--no-history", "-f", "json"],
        &["why", DEMO, "--no-history", "--since", "2026-10-24"],
        &["forecast", DEMO, "--no-history", "-f", "csv"],
    ] {
        let usual = page(ipi(folder.path()).args(arguments));
        for (zone, language) in [
            ("XXX-167", "C"),
            ("XXX+167", "C.UTF-8"),
            ("Asia/Kolkata", "de_DE.UTF-8"),
            (":/nowhere", "tr_TR.UTF-8"),
            ("\u{1b}[2J", "\u{ff}"),
            ("", ""),
        ] {
            let mut command = ipi(folder.path());
            command.args(arguments).env("TZ", zone).env("LANG", language).env("LC_ALL", language);
            assert_eq!(page(&mut command), usual, "{arguments:?} in {zone} {language}");
        }
        let Some(faketime) = tool("faketime") else { continue };
        for time in ["1999-12-31 23:59:59", "2028-02-29 00:00:00", "2038-01-19 03:14:08"] {
            assert_eq!(
                said(&at(&faketime, time, "UTC", folder.path(), arguments)),
                usual,
                "{arguments:?} at {time}"
            );
        }
    }
}

#[test]
fn windows_go_over_leap_days_and_the_turn_of_the_year() {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    // Counted on a calendar: January has 31 days, February 29 in 2028 and 28 in 2027 and 2100.
    for (as_of, age, back) in [
        ("2028-02-29", 30, "2028-01-30"),
        ("2028-03-01", 1, "2028-02-29"),
        ("2028-03-30", 30, "2028-02-29"),
        ("2027-03-01", 1, "2027-02-28"),
        ("2100-03-01", 1, "2100-02-28"),
        ("2028-05-29", 90, "2028-02-29"),
        ("2027-01-15", 30, "2026-12-16"),
        ("2027-01-15", 90, "2026-10-17"),
    ] {
        assert_eq!(AsOf::new(day(as_of)).back(age), day(back), "{as_of} - {age}");
    }
    let leap = AsOf::new(day("2028-03-01"));
    assert!(leap.within(30, day("2028-02-01")) && !leap.within(30, day("2028-01-31")));
}

/// A ledger in which one unit is sold a day from a stock that stays, up to a day.
fn shop(folder: &Path, last: &str, days: u64) {
    let last: chrono::NaiveDate = last.parse().unwrap();
    let mut ledger = String::from(
        "Date\tFNSKU\tASIN\tMSKU\tTitle\tDisposition\tStarting Warehouse Balance\tIn Transit Between Warehouses\tReceipts\tCustomer Shipments\tCustomer Returns\tVendor Returns\tWarehouse Transfer In/Out\tFound\tLost\tDamaged\tDisposed\tOther Events\tEnding Warehouse Balance\tUnknown Events\tLocation\n",
    );
    for back in (0..days).rev() {
        let day = (last - chrono::Days::new(back)).format("%m/%d/%Y");
        ledger +=
            &format!("{day}\tX1\tB1\tMUG\tMug\tSELLABLE\t40\t0\t1\t-1\t0\t0\t0\t0\t0\t0\t0\t0\t40\t0\tUS\n");
    }
    fs::write(folder.join("ledger.txt"), ledger).unwrap();
}

#[test]
fn sell_through_counts_ninety_days_whatever_the_calendar() {
    // 90 units in 90 days from 40 on each of the four days: 90 ÷ 40 = 2.25, over a leap day, a new year, and neither.
    for last in ["2028-03-15", "2027-01-31", "2026-09-30", "2024-02-29"] {
        let folder = tempfile::tempdir().unwrap();
        shop(folder.path(), last, 95);
        let done = ipi(folder.path())
            .args(["score", ".", "--no-history", "--no-stranded", "-f", "json"])
            .output()
            .unwrap();
        let page: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        let found = &page["factors"]["sell_through"];
        assert_eq!(
            (found["ratio"].as_f64(), found["shipped_90d_units"].as_u64()),
            (Some(2.25), Some(90)),
            "{last}: {page}"
        );
        assert_eq!(page["as_of"], last);
        assert_eq!(page["factors"]["in_stock"]["rate"], 1.0, "{last}");
    }
}

#[test]
fn a_terminal_of_forty_columns_holds_every_line() {
    let Some(script) = tool("script") else { return };
    let folder = tempfile::tempdir().unwrap();
    for week in ["2026-W20", "2026-W21", "2026-W22"] {
        let log = ["log", "512", "--on", week, "--history", "h"];
        assert!(ipi(folder.path()).args(log).output().unwrap().status.success());
    }
    for arguments in [
        "score $DEMO --no-history",
        "skus $DEMO --no-history",
        "check $DEMO",
        "history --history h",
        "rules",
        "fleet $DEMO --no-history -f text",
    ] {
        let program = ipi(folder.path());
        let mut command = Command::new(&script);
        let line = format!("stty cols 40 rows 500; \"$IPI\" {arguments} 2>/dev/null");
        command.args(["-qec", &line, "/dev/null"]).current_dir(folder.path()).stdin(Stdio::null());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.env("IPI", env!("CARGO_BIN_EXE_ipi")).env("DEMO", DEMO).env("TERM", "xterm").env("LANG", "C");
        command.env("NO_COLOR", "1");
        let page = said(&command.output().unwrap());
        let long: Vec<_> = page.lines().filter(|line| line.trim_end().chars().count() > 40).collect();
        // A word that is longer than the line cannot be parted.
        let parted = |line: &&&str| line.split_whitespace().all(|word| word.chars().count() <= 36);
        assert_eq!(
            long.iter().filter(parted).collect::<Vec<_>>(),
            Vec::<&&str>::new(),
            "{arguments}: {page}"
        );
        assert!(page.lines().count() > 3, "{arguments}: {page}");
    }
}

#[test]
fn a_home_of_nobody_costs_the_history_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let nobody = |arguments: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=54321", "--regid=54321", "--clear-groups", "--"]);
        command.arg(folder.path().join("ipi")).args(arguments).env_remove("HOME").env_remove("XDG_DATA_HOME");
        command.env("IPI_MAX_AGE", "off").current_dir("/");
        command.output()
    };
    use std::os::unix::fs::PermissionsExt as _;
    fs::copy(env!("CARGO_BIN_EXE_ipi"), folder.path().join("ipi")).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let reports = folder.path().join("reports");
    crate::cases::copy(Path::new(MINIMUM), &reports);
    let reports = reports.to_str().unwrap();
    if !nobody(&["rules"]).is_ok_and(|done| done.status.success()) {
        eprintln!("skipped: only root can run a program as somebody else");
        return;
    }
    let done = nobody(&["score", reports]).unwrap();
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success() && !done.stdout.is_empty(), "{told}");
    assert!(
        told.contains("there is no home folder to keep the history in; name a file with --history"),
        "{told}"
    );
    let done = nobody(&["log", "512"]).unwrap();
    assert_eq!(done.status.code(), Some(3), "{}", String::from_utf8_lossy(&done.stderr));
}
