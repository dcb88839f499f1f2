//! `ipi forecast` as it is typed.

use std::process::{Command, Output};

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/demo");

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    command.arg("forecast").args(args).arg("--no-history").env("IPI_MAX_AGE", "off").env("COLUMNS", "80");
    command.output().unwrap()
}

fn says(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The exit code, and what was said on the error output.
fn fails(args: &[&str]) -> (Option<i32>, String) {
    let output = run(args);
    assert!(output.stdout.is_empty(), "{output:?}");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// A file of shipments.
fn shipments(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

#[test]
fn the_first_screen_is_the_answer() {
    let text = says(&[DEMO]);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(!text.contains('\u{1b}'));
    let first: Vec<&str> = text.lines().take(12).collect();
    let first = first.join("\n");
    for said in [
        "IPI forecast, 13 weeks from 2026-10-31",
        "chance\nof being below",
        "run out",
        "Send first: ",
        "Excess",
    ] {
        assert!(
            first.contains(said) || first.replace('\n', " ").contains(&said.replace('\n', " ")),
            "{said}: {first}"
        );
    }
}

#[test]
fn the_same_bytes_each_time_on_any_threads_in_every_form() {
    for form in ["text", "json", "csv", "md"] {
        let one = says(&[DEMO, "-f", form, "--threads", "1"]);
        assert_eq!(one, says(&[DEMO, "-f", form, "--threads", "4"]), "{form}");
    }
}

#[test]
fn machines_get_plain_figures() {
    let json: serde_json::Value = serde_json::from_str(&says(&[DEMO, "-f", "json", "--weeks", "5"])).unwrap();
    assert_eq!((json["schema"].as_str(), json["account"].as_str()), (Some("ipi.forecast/1"), None));
    assert_eq!(json["weeks"].as_array().unwrap().len(), 5);
    assert_eq!(json["weeks"][4]["date"], "2026-12-05");
    // The example account is worked by hand: 74 of 418 units, 639 shipped over a mean of 477.
    let today = &json["today"]["factors"];
    assert_eq!(
        (today["excess"]["share"].as_f64(), today["sell_through"]["ratio"].as_f64()),
        (Some(0.177), Some(1.3396))
    );
    assert_eq!(json["next_check"]["expected"]["date"], "2026-11-16");
    assert_eq!(json["roll_offs"][0]["leaves_units"].as_f64(), Some(413.0));
    let weeks = says(&[DEMO, "-f", "csv", "--weeks", "5"]);
    assert_eq!(weeks.lines().count(), 7);
    assert!(weeks.starts_with("date,score,score_low,score_high,line,chance_below,excess_share,"));
    let out = says(&[DEMO, "-f", "csv", "--list", "run-out"]);
    assert_eq!(out.lines().count() - 1, run_out_of(&says(&[DEMO, "-f", "json"])));
}

fn run_out_of(json: &str) -> usize {
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    json["run_out"].as_array().unwrap().len()
}

#[test]
fn a_shipment_keeps_a_sku_in_stock() {
    let names = |args: &[&str]| {
        says(args).lines().skip(1).map(|row| row.split(',').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let args = [DEMO, "-f", "csv", "--list", "run-out"];
    assert!(names(&args).contains(&"TOWEL-GREY-2".to_owned()));
    let file = shipments("sku,units,date\nTOWEL-GREY-2,500,2026-11-01\n");
    let with = [&args[..], &["--shipments", file.path().to_str().unwrap()]].concat();
    assert!(!names(&with).contains(&"TOWEL-GREY-2".to_owned()));
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_what_to_do() {
    let file = shipments(
        "sku,units,date\nTOWEL-GRAY-2,5,2026-12-01\nTOWEL-GREY-2,5,2026-10-31\nTOWEL-GREY-2,x,2026-02-30\n",
    );
    let name = file.path().to_str().unwrap();
    let (code, said) = fails(&[DEMO, "--shipments", name]);
    assert_eq!(code, Some(3));
    for part in [
        ":2: column \"sku\": \"TOWEL-GRAY-2\" is not known: no report names it; did you mean TOWEL-GREY-2?",
        ":3: column \"date\": \"2026-10-31\" lies in the past: the reports are of 2026-10-31",
        ":4: column \"units\": \"x\" is not a whole number",
        ":4: column \"date\": \"2026-02-30\" is no day: 2026-02-28 may be meant",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(fails(&[DEMO, "--shipments", "/no/such/file.csv"]).0, Some(3));
    for (args, part) in [
        (["--weeks", "0"], "1..=52"),
        (["--weeks", "53"], "1..=52"),
        (["--growth", "-95"], "from -90 to 900"),
        (["--growth", "much"], "from -90 to 900"),
        (["--list", "run-out"], "-f csv"),
        (["--as-of", "2026-02-30"], "did you mean 2026-02-28"),
    ] {
        let (code, said) = fails(&[&[DEMO], &args[..]].concat());
        assert!(code == Some(2) && said.contains(part), "{args:?}: {code:?} {said}");
    }
}

#[test]
fn too_little_is_no_forecast() {
    let folder = tempfile::tempdir().unwrap();
    let report = "sku\tfnsku\tasin\tproduct-name\tcondition\tyour-price\tmfn-listing-exists\tmfn-fulfillable-quantity\t\
                  afn-listing-exists\tafn-warehouse-quantity\tafn-fulfillable-quantity\tafn-unsellable-quantity\t\
                  afn-reserved-quantity\tafn-total-quantity\tper-unit-volume\tafn-inbound-working-quantity\t\
                  afn-inbound-shipped-quantity\tafn-inbound-receiving-quantity\n\
                  LAMP\tX001\tB001\tLamp\tNew\t9.99\tNo\t\tYes\t5\t5\t0\t0\t5\t0.1\t0\t0\t0\n";
    std::fs::write(folder.path().join("managed.txt"), report).unwrap();
    let (code, said) =
        fails(&[folder.path().to_str().unwrap(), "-m", "US", "--as-of", "2026-10-31", "--no-stranded"]);
    assert_eq!(code, Some(4), "{said}");
    assert!(said.contains("no report tells what was sold"), "{said}");
}
