//! Where outputs go, who leaves them, and who is not known to be above a line.

use crate::accounts::Folder;
use std::fs;
use std::path::Path;

/// The exit code, and what was said.
fn ran(folder: &Folder, args: &[&str]) -> (Option<i32>, String) {
    let output = folder.fleet(args).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn nothing_is_written_over_a_report_the_settings_or_the_lines() {
    let folder = Folder::of(2);
    let report = "accounts/000/fba-inventory.csv";
    let before = fs::read(folder.path(report)).unwrap();
    for args in [
        &["accounts", "-f", "csv", "-o", report][..],
        &["accounts", "--out", report],
        &["accounts", "-f", "csv", "-o", "accounts/001/ipi.toml"],
        &["accounts", "--out", "accounts"],
        &["accounts", "--out", "week.jsonl", "-f", "csv", "-o", "week.jsonl"],
        &["accounts", "--out", "week.jsonl", "-f", "csv", "-o", "./week.jsonl.journal"],
    ] {
        let (code, said) = ran(&folder, args);
        assert_eq!(code, Some(2), "{args:?}: {said}");
        assert!(said.contains("and nothing was written; next: name another file"), "{said}");
    }
    assert_eq!(fs::read(folder.path(report)).unwrap(), before);
    assert!(!folder.path("accounts/001/ipi.toml").exists() && !folder.path("week.jsonl").exists());
    // What ipi wrote itself is replaced.
    for _ in 0..2 {
        assert_eq!(ran(&folder, &["accounts", "-f", "csv", "-o", "week.csv"]), (Some(0), String::new()));
    }
}

#[test]
fn lines_do_not_get_the_name_of_a_table() {
    let folder = Folder::of(1);
    let (code, said) = ran(&folder, &["accounts", "--out", "week.HTML"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("name it .jsonl; -o FILE.HTML takes the table"), "{said}");
    assert!(!folder.path("week.HTML").exists());
}

#[test]
fn lines_of_one_account_and_day_are_told_where_the_history_keeps_one() {
    let folder = Folder::of(2);
    let line = |id: &str, path: &str, rest: &str| {
        format!("{{\"id\":\"{id}\",\"path\":\"accounts/{path}\"{rest}}}\n")
    };
    let twice = line("a", "000", ",\"account\":\"same\"") + &line("b", "001", ",\"account\":\"same\"");
    folder.write("twice.jsonl", twice);
    let (_, said) = ran(&folder, &["twice.jsonl"]);
    assert!(said.contains("several lines are of one: same"), "{said}");
    // Where no account is named, the history has it under its id.
    folder.write("implied.jsonl", line("same", "000", "") + &line("b", "001", ",\"account\":\"same\""));
    assert!(ran(&folder, &["implied.jsonl"]).1.contains("several lines are of one: same"));
    let apart = line("a", "000", ",\"account\":\"same\",\"marketplace\":\"US\"")
        + &line("b", "001", ",\"account\":\"same\",\"marketplace\":\"CA\"");
    folder.write("apart.jsonl", apart);
    assert!(!ran(&folder, &["apart.jsonl"]).1.contains("several lines"));
}

#[test]
fn who_leaves_the_lines_is_told() {
    let folder = Folder::of(3);
    assert_eq!(ran(&folder, &["accounts", "--out", "week.jsonl"]), (Some(0), String::new()));
    assert_eq!(ran(&folder, &["accounts", "--out", "week.jsonl"]), (Some(0), String::new()));
    fs::remove_file(folder.path("accounts/001/fba-inventory.csv")).unwrap();
    let (code, said) = ran(&folder, &["accounts", "--out", "week.jsonl"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("1 empty folder is no account: 001"), "{said}");
    assert!(said.contains("1 account of week.jsonl not asked for any more leaves it: 001"), "{said}");
    let (_, said) = ran(&folder, &["accounts/002", "--out", "week.jsonl"]);
    assert!(said.contains("1 account of week.jsonl not asked for any more leaves it: 000"), "{said}");
}

#[test]
fn a_manifest_that_names_nobody_costs_no_lines() {
    let folder = Folder::of(2);
    assert_eq!(ran(&folder, &["accounts", "--out", "week.jsonl"]), (Some(0), String::new()));
    let lines = fs::read(folder.path("week.jsonl")).unwrap();
    folder.write("empty.jsonl", "\n");
    let (code, said) = ran(&folder, &["empty.jsonl", "--out", "week.jsonl"]);
    assert!(code == Some(2) && said.contains("no account is named, and week.jsonl stays as it is"), "{said}");
    assert_eq!(fs::read(folder.path("week.jsonl")).unwrap(), lines);
    // A part of a list may well be empty, as on Spark.
    let (code, said) = ran(&folder, &["empty.jsonl"]);
    assert!(code == Some(0) && said.contains("no account is named"), "{said}");
}

#[test]
fn without_a_figure_nobody_is_above_a_line() {
    let folder = Folder::of(2);
    folder.write("accounts/page/fba-inventory.csv", "<!DOCTYPE html><html><body>Sign in</body></html>\n");
    let (code, said) = ran(&folder, &["accounts", "--fail-under", "1"]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("0 of 3 accounts are below --fail-under 1, 1 without a figure: exit code 1"),
        "{said}"
    );
}

#[test]
fn a_report_beside_the_folders_of_accounts_is_told() {
    let folder = Folder::of(2);
    let around =
        "a report lies beside folders with reports, so that all are taken for one account: accounts;";
    folder.write("accounts/notes.md", "# Our accounts\n");
    assert_eq!(ran(&folder, &["accounts"]), (Some(0), String::new()));
    fs::copy(folder.path("accounts/000/fba-inventory.csv"), folder.path("accounts/fba-inventory.csv"))
        .unwrap();
    let (_, said) = ran(&folder, &["accounts"]);
    assert!(said.contains(around), "{said}");
    // One folder beside it, such as that of older downloads, is the account's own, and so are days.
    fs::remove_dir_all(folder.path("accounts/001")).unwrap();
    folder.account("2026-10-24", 0);
    let (_, said) = ran(&folder, &["accounts"]);
    assert!(!said.contains(around), "{said}");
}

#[test]
fn settings_above_the_accounts_are_told() {
    let folder = Folder::of(2);
    let settings = "marketplace = \"US\"\n";
    folder.write("accounts/001/ipi.toml", settings);
    assert_eq!(ran(&folder, &["accounts"]), (Some(0), String::new()));
    folder.write("accounts/ipi.toml", settings);
    let (code, said) = ran(&folder, &["accounts"]);
    assert_eq!(code, Some(0));
    let above = Path::new("accounts").join("ipi.toml");
    let told = format!("settings that lie above accounts are not read: {};", above.display());
    assert!(said.contains(&told), "{said}");
}

#[cfg(unix)]
#[test]
fn two_names_of_one_place_are_known() {
    let folder = Folder::of(1);
    fs::create_dir(folder.path("out")).unwrap();
    std::os::unix::fs::symlink(folder.path("out"), folder.path("way")).unwrap();
    std::os::unix::fs::symlink(folder.path("out/week.jsonl"), folder.path("link.jsonl")).unwrap();
    for other in ["way/week.jsonl", "link.jsonl", "way/week.jsonl.journal"] {
        let (code, said) = ran(&folder, &["accounts", "--out", "out/week.jsonl", "-f", "csv", "-o", other]);
        assert_eq!(code, Some(2), "{other}: {said}");
        assert!(said.contains("the lines and their journal go there"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_a_link_is_told() {
    let folder = Folder::of(1);
    folder.account("far", 1);
    std::os::unix::fs::symlink(folder.path("accounts/far"), folder.path("accounts/near")).unwrap();
    let (code, said) = ran(&folder, &["accounts"]);
    assert_eq!(code, Some(0));
    assert!(
        said.contains("1 link to a folder is not followed: near; next: name them in a manifest"),
        "{said}"
    );
}

#[test]
fn a_history_that_another_holds_ends_the_run_at_once() {
    let folder = Folder::of(2);
    let history = folder.path("h");
    drop(ipi::history::History::open(&history).unwrap());
    let other = rusqlite::Connection::open(&history).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let output = crate::accounts::ipi(&["fleet", "accounts", "--history"])
        .arg(&history)
        .current_dir(folder.0.path())
        .output();
    let output = output.unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(3), 0), "{said}");
    assert!(said.contains("the history is in use by another process"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_manifest_that_nobody_writes_is_waited_for_aloud() {
    use std::io::{BufRead as _, BufReader};
    use std::process::Stdio;
    let folder = Folder::of(1);
    assert!(std::process::Command::new("mkfifo").arg(folder.path("pipe")).status().unwrap().success());
    let mut fleet = folder.fleet(&["pipe"]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(fleet.stderr.take().unwrap()).read_line(&mut said).unwrap();
    fleet.kill().unwrap();
    fleet.wait().unwrap();
    assert!(said.contains("waiting for somebody to write a manifest to pipe"), "{said}");
}
