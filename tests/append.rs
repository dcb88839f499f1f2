//! `ipi score --append FILE`: one row per week, account and marketplace, whatever is in the file.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/demo");

fn append(file: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_")) {
        command.env_remove(name);
    }
    command.env("IPI_MAX_AGE", "off").args(["score", DEMO, "--no-history", "--append"]).arg(file).args(more);
    command.output().unwrap()
}

/// Appends, and gives the warnings.
fn appended(file: &Path, more: &[&str]) -> String {
    let done = append(file, more);
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success() && done.stdout.is_empty(), "{said}");
    said
}

fn desk() -> (tempfile::TempDir, PathBuf) {
    let desk = tempfile::tempdir().unwrap();
    let file = desk.path().join("weeks.csv");
    (desk, file)
}

fn lines(file: &Path) -> Vec<String> {
    fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn no_output_takes_the_place_of_weeks_that_were_kept() {
    let (_desk, file) = desk();
    let over = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
        command.env("IPI_MAX_AGE", "off").args(["score", DEMO, "--no-history", "-o"]).arg(&file).args(more);
        command.output().unwrap()
    };
    appended(&file, &["--delimiter", ";"]);
    // One row is what -f row writes: it can be written again.
    assert!(over(&["-f", "row", "--delimiter", ";"]).status.success());
    appended(&file, &["--account", "Shop 2"]);
    let kept = fs::read(&file).unwrap();
    let refused = over(&[]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        refused.status.code() == Some(2) && said.contains("a table of weeks that --append keeps"),
        "{said}"
    );
    assert_eq!(fs::read(&file).unwrap(), kept);
}

#[test]
fn the_head_is_written_once_and_a_week_stands_once() {
    let (_desk, file) = desk();
    appended(&file, &[]);
    let first = fs::read(&file).unwrap();
    appended(&file, &[]);
    assert_eq!(fs::read(&file).unwrap(), first);
    appended(&file, &["--account", "Shop 2"]);
    let lines = lines(&file);
    assert_eq!(lines.len(), 3);
    assert!(
        lines[0].starts_with("date,week,account,marketplace,score,low,high,official,threshold,chance_below,")
    );
    assert!(lines[1].starts_with(
        "2026-10-31,2026-W44,default,US,536.165185812,337.991835061,734.338536563,,400,0.129199935262,"
    ));
    assert!(lines[2].starts_with("2026-10-31,2026-W44,Shop 2,US,536.165185812,"));
    // The figures of worked.md: 74 of 418, 639 ÷ 477, 11 of 418.
    assert!(
        lines[1]
            .contains(",0.177033492823,1.33962264151,0.026315789474,0.909662921348,418,74,639,477,11,445,")
    );
}

#[test]
fn other_weeks_stay_byte_for_byte_and_the_same_week_is_replaced_in_its_place() {
    let (_desk, file) = desk();
    appended(&file, &[]);
    let (head, row) = fs::read_to_string(&file)
        .unwrap()
        .split_once('\n')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let other =
        row.replace("2026-10-31,2026-W44", "2026-11-07,2026-W45").replace("536.165185812", "\"536.1650\"");
    let old = row.replace("2026-10-31", "2026-10-26").replace("536.165185812", "1");
    fs::write(&file, format!("{head}\n{old}{other}")).unwrap();
    let said = format!("ipi: replaced the row of 2026-W44 in {}\n", file.display());
    assert_eq!(appended(&file, &[]), said);
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("{head}\n{row}{other}"));
    // A later day of the week stays, and so does a whole row where the new one is partial.
    let later = row.replace("2026-10-31", "2026-11-01");
    fs::write(&file, format!("{head}\n{later}")).unwrap();
    assert!(appended(&file, &[]).contains("it stays"));
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("{head}\n{later}"));
}

#[test]
fn a_later_row_whose_date_a_spreadsheet_has_rewritten_is_not_lost() {
    let (_desk, file) = desk();
    appended(&file, &[]);
    let whole = fs::read_to_string(&file).unwrap();
    // The row is of Saturday, 31 October 2026; the week, W44, goes from Monday the 26th to Sunday, 1 November.
    for later in [
        "11/01/2026",
        "1.11.2026",
        "01/11/2026",
        "11/1/26",
        "2026/11/1",
        "2026-11-01 00:00",
        "46327",
        "November",
    ] {
        let kept = whole.replace("2026-10-31,", &format!("{later},"));
        fs::write(&file, &kept).unwrap();
        let said = appended(&file, &[]);
        assert!(
            said.contains("is of a later day (or of one that cannot be read)") && said.contains("it stays"),
            "{said}"
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), kept, "{later}");
    }
    // Dates that are known to be of before, or of the same day, give way.
    for earlier in ["10/26/2026", "26.10.2026", "30/10/2026", "10/31/2026", "2026-10-27T00:00:00"] {
        fs::write(&file, whole.replace("2026-10-31,", &format!("{earlier},"))).unwrap();
        assert!(appended(&file, &[]).contains("replaced the row of 2026-W44"), "{earlier}");
        assert_eq!(fs::read_to_string(&file).unwrap(), whole, "{earlier}");
    }
}

#[test]
fn a_row_whose_week_a_spreadsheet_has_rewritten_is_known_by_its_date() {
    let (_desk, file) = desk();
    appended(&file, &[]);
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, whole.replace(",2026-W44,", ",Oct-26,")).unwrap();
    assert!(appended(&file, &[]).contains("replaced the row of 2026-W44"));
    assert_eq!(fs::read_to_string(&file).unwrap(), whole);
}

#[test]
fn the_dialect_of_the_file_is_kept() {
    for (more, start, number) in [
        (&["--decimal", "comma", "--bom"][..], "\u{feff}date;week;", ";536,165185812;"),
        (&["--delimiter", "tab"], "date\tweek\t", "\t536.165185812\t"),
        (&["--delimiter", "pipe", "--decimal", "comma"], "date|week|", "|536,165185812|"),
    ] {
        let (_desk, file) = desk();
        appended(&file, more);
        // Without the flags, from the head alone; and with LF line ends, as some editors leave them.
        let unix = fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
        fs::write(&file, unix).unwrap();
        appended(&file, &["--account", "Shop 2"]);
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            text.starts_with(start) && text.matches(number).count() == 2 && !text.contains('\r'),
            "{text}"
        );
    }
}

#[test]
fn the_ending_says_what_is_written() {
    let (desk, _) = desk();
    let file = |name: &str| desk.path().join(name);
    for name in ["wk.xlsx", "wk.json", "wk.html", "wk.ods"] {
        let done = append(&file(name), &[]);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), file(name).exists()), (Some(2), false), "{said}");
        assert!(said.contains("name a .csv, .tsv or .txt"), "{said}");
    }
    for (name, start) in
        [("wk.TSV", "date\tweek\t"), ("wk.csv", "date,week,"), ("wk.txt", "date,week,"), ("wk", "date,week,")]
    {
        let said = appended(&file(name), &[]);
        assert_eq!(said, format!("ipi: added the row of 2026-W44 to {}\n", file(name).display()));
        assert!(fs::read_to_string(file(name)).unwrap().starts_with(start), "{name}");
    }
}

#[test]
fn a_flag_that_does_not_suit_the_file_is_told() {
    let (_desk, file) = desk();
    appended(&file, &[]);
    let first = fs::read(&file).unwrap();
    for (more, flag) in [
        (&["--decimal", "comma"][..], "--decimal"),
        (&["--delimiter", "pipe"], "--delimiter"),
        (&["--bom"], "--bom"),
    ] {
        let said = appended(&file, more);
        assert!(
            said.contains(&format!("{flag} counts for a new file; this one goes on as it was begun")),
            "{said}"
        );
    }
    assert!(!appended(&file, &["--decimal", "point", "--delimiter", "comma"]).contains("warning"));
    assert_eq!(fs::read(&file).unwrap(), first);
}

#[test]
fn a_file_of_something_else_is_refused_and_left_as_it_is() {
    for (text, why) in [
        ("date,score\n2026-10-31,5\n", "its first line is not the one that ipi score -f row writes"),
        ("sku,units\r\nA,1\r\n", "its first line is not the one"),
    ] {
        let (_desk, file) = desk();
        fs::write(&file, text).unwrap();
        let done = append(&file, &[]);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(3), "{said}");
        assert!(
            said.contains(why) && said.contains("nothing was written") && said.contains("next: "),
            "{said}"
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
    let (_desk, file) = desk();
    appended(&file, &[]);
    let odd = fs::read_to_string(&file).unwrap() + "2026-11-07,2026-W45\n" + "2026-11-14,2026-W46\n";
    fs::write(&file, &odd).unwrap();
    let done = append(&file, &[]);
    assert!(String::from_utf8(done.stderr).unwrap().contains("line 3 has another number of cells"));
    assert_eq!(fs::read_to_string(&file).unwrap(), odd);
    let done = append(Path::new("/"), &[]);
    assert_eq!(done.status.code(), Some(2));
}

#[test]
fn a_row_that_was_cut_off_is_told_and_a_missing_line_end_is_mended() {
    let (_desk, file) = desk();
    appended(&file, &[]);
    let whole = fs::read_to_string(&file).unwrap();
    let next = whole.lines().nth(1).unwrap().replace("2026-10-31,2026-W44", "2026-10-24,2026-W43");
    for cut in [10, 40, next.len() - 2] {
        fs::write(&file, format!("{whole}{}", &next[..cut])).unwrap();
        let said = appended(&file, &[]);
        assert!(said.contains("line 3 was cut off at the end of the file, and is not kept"), "{said}");
        assert_eq!(fs::read_to_string(&file).unwrap(), whole);
    }
    fs::write(&file, format!("{whole}{next}")).unwrap();
    let said = appended(&file, &[]);
    assert_eq!(said, format!("ipi: replaced the row of 2026-W44 in {}\n", file.display()));
    assert!(appended(&file, &[]).ends_with(" is the same already\n"));
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("{whole}{next}\r\n"));
}

#[test]
fn eight_at_once_lose_no_row() {
    let (_desk, file) = desk();
    std::thread::scope(|scope| {
        for k in 0..8 {
            let file = &file;
            scope.spawn(move || appended(file, &["--account", &format!("shop {k}")]));
        }
    });
    let lines = lines(&file);
    assert_eq!(lines.len(), 9);
    assert!((0..8).all(|k| lines.iter().any(|line| line.contains(&format!(",shop {k},")))));
}

#[test]
fn what_makes_no_sense_beside_it_is_refused_before_anything_is_read() {
    for (more, why) in [
        (&["-f", "json"][..], "--append takes the row of the week"),
        (&["-o", "x.csv"], "--append names the file already"),
        (&["--decimal", "comma", "--delimiter", ","], "a comma cannot stand between cells too"),
        (&["--delimiter", "ab"], "one ASCII sign"),
        (&["--schema", "1"], "--schema is the version of the JSON document"),
    ] {
        let (_desk, file) = desk();
        let done = append(&file, more);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), file.exists()), (Some(2), false), "{said}");
        assert!(said.contains(why), "{said}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    let done = command.args(["skus", DEMO, "--no-history", "-f", "json", "--raw-csv"]).output().unwrap();
    assert!(String::from_utf8(done.stderr).unwrap().contains("--raw-csv is for rows of text"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    let done = command.args(["skus", DEMO, "--no-history", "-f", "row"]).output().unwrap();
    assert!(String::from_utf8(done.stderr).unwrap().contains("only ipi score writes a row"));
}
