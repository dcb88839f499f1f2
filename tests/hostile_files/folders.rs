//! Folders that go round in circles, lie deep, hold what is no file, or more files than a program may open.

use crate::measure::{begun, ended, ipi, run};
use crate::{HEAD, ROW, folder};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

fn sh(folder: &Path, script: &str) {
    assert!(Command::new("sh").args(["-ec", script]).current_dir(folder).status().unwrap().success());
}

#[test]
fn links_that_go_round_are_left_alone() {
    let folder = folder(&[("a.csv", format!("{HEAD}{ROW}").as_bytes())]);
    fs::create_dir(folder.path().join("down")).unwrap();
    for (to, name) in [("..", "down/up"), (".", "here"), ("one", "two"), ("two", "one"), ("self", "self")] {
        symlink(to, folder.path().join(name)).unwrap();
    }
    symlink("../a.csv", folder.path().join("down/again.csv")).unwrap();
    let ran = run(folder.path(), &["check", "-f", "json"], 20);
    let check: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, check["files"].as_array().unwrap().len()), (Some(0), 1), "{ran:?}");
    // One that is named leads nowhere, and that is told.
    run(folder.path(), &["check", "-q", "one"], 20)
        .told(3, &["one: the file cannot be read (Too many levels of symbolic links", "[unreadable]"]);
}

#[test]
fn a_link_to_a_folder_is_told() {
    let folder = folder(&[("a.csv", format!("{HEAD}{ROW}").as_bytes())]);
    symlink("/etc", folder.path().join("reports")).unwrap();
    let ran = run(folder.path(), &["check", "-f", "json"], 20);
    let check: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let text = check["notes"].to_string();
    assert!(text.contains("not-read") && text.contains("(reports)"), "{ran:?}");
    // Alone it is no account.
    fs::remove_file(folder.path().join("a.csv")).unwrap();
    run(folder.path(), &["score", "--no-history"], 20).told(2, &["holds no report (not read: reports)"]);
}

#[test]
fn a_folder_into_which_nothing_came_is_told() {
    let folder = folder(&[("a.csv", format!("{HEAD}{ROW}").as_bytes())]);
    fs::create_dir(folder.path().join("2026-W45")).unwrap();
    let ran = run(folder.path(), &["check", "-f", "json"], 20);
    let check: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(check["notes"].to_string().contains("(2026-W45 (empty))"), "{ran:?}");
}

#[test]
fn three_thousand_folders_in_each_other_are_walked() {
    let folder = folder(&[]);
    let thousand = "d/".repeat(1000);
    fs::create_dir_all(folder.path().join(&thousand)).unwrap();
    fs::write(folder.path().join(&thousand).join("a.csv"), format!("{HEAD}{ROW}")).unwrap();
    let ran = run(folder.path(), &["check", "-f", "json"], 60);
    assert!(ran.out.contains("d/d/a.csv"), "{ran:?}");
    // Deeper than a name may be long: what cannot be reached is told, and is no crash.
    for _ in 0..2 {
        fs::rename(folder.path().join("d"), folder.path().join("e")).unwrap();
        fs::create_dir_all(folder.path().join(&thousand)).unwrap();
        fs::rename(folder.path().join("e"), folder.path().join(&thousand).join("d")).unwrap();
    }
    run(folder.path(), &["check", "-q"], 60).told(3, &["the file cannot be read (File name too long"]);
}

#[test]
fn what_is_no_file_is_left_alone_in_a_folder() {
    let folder = folder(&[("a.csv", format!("{HEAD}{ROW}").as_bytes())]);
    sh(folder.path(), "mkfifo pipe.csv; ln -s /dev/zero zero.csv; ln -s /dev/stdin in.csv");
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket.csv")).unwrap();
    let ran = run(folder.path(), &["check", "-f", "json"], 20);
    let check: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, check["files"].as_array().unwrap().len()), (Some(0), 1), "{ran:?}");
    run(folder.path(), &["check", "-q", "socket.csv"], 20).told(3, &["socket.csv: the file cannot be read"]);
}

#[test]
fn files_of_the_kernel_are_read_as_far_as_they_go() {
    let ran = run(Path::new("/proc/self"), &["check", "-q", "status", "cmdline", "/proc/version"], 20);
    ran.told(3, &["status: ", "cmdline: ", "/proc/version: "]);
}

#[test]
fn a_name_that_is_no_text_is_read_and_shown() {
    let folder = folder(&[]);
    fs::write(folder.path().join(OsStr::from_bytes(b"inv\xff\x1b[2J.csv")), format!("{HEAD}{ROW}")).unwrap();
    let ran = run(folder.path(), &["check", "-f", "json"], 20);
    let check: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(check["files"][0]["rows"], 1, "{ran:?}");
    let page = run(folder.path(), &["check"], 20).out;
    assert!(page.contains("inv\u{fffd}") && !page.contains('\u{1b}'), "{page}");
}

#[test]
fn more_reports_than_may_be_open_are_read() {
    let folder = folder(&[]);
    let start: chrono::NaiveDate = "2025-01-01".parse().unwrap();
    let report = |day: chrono::NaiveDate| format!("{HEAD}{ROW}").replace("2026-06-30", &day.to_string());
    for number in 0..130 {
        let day = start + chrono::Days::new(number);
        fs::write(folder.path().join(format!("{day}.csv")), report(day)).unwrap();
    }
    let limited = |files: u32, arguments: &str| {
        let mut command = ipi(folder.path(), &[]);
        let script = format!("ulimit -n {files}; exec \"$0\" {arguments}");
        let mut limited = Command::new("sh");
        limited.args(["-c", &script]).arg(command.get_program()).current_dir(folder.path());
        command.get_envs().for_each(|(name, value)| {
            match value {
                Some(value) => limited.env(name, value),
                None => limited.env_remove(name),
            };
        });
        command.args([""]);
        let start = Instant::now();
        ended(begun(&mut limited), start, 60)
    };
    let ran = limited(120, "check -f json");
    let check: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(check["files"].as_array().unwrap().len(), 130, "{}", ran.err);
    let ran = limited(120, "score --no-history -f json");
    ran.told(0, &[]);
    assert!(ran.out.contains("\"as_of\":\"2025-05-10\"") || ran.out.contains("\"as_of\": \"2025-05-10\""));
    // Where even a few are too many, the advice is true.
    limited(40, "check -q").told(3, &[
        "this computer lets a program have no more files open at once; raise the limit with `ulimit -n 4096`, and try again [too-many-open]",
    ]);
}

#[test]
fn two_thousand_other_files_are_looked_at() {
    let folder = folder(&[("a.csv", format!("{HEAD}{ROW}").as_bytes())]);
    for number in 0..1_000 {
        fs::write(folder.path().join(format!("{number}.jpg")), b"\xff\xd8\xff\xe0\0\x10JFIF").unwrap();
        fs::write(folder.path().join(format!("{number}.txt")), "shopping: milk, eggs\n").unwrap();
    }
    run(folder.path(), &["check", "-q"], 120).told(0, &[]);
}

/// The program as a user who is nobody; `None`, and a word, where that cannot be.
fn as_nobody(folder: &Path, arguments: &[&str]) -> Option<Command> {
    let path = format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default());
    let nobody = |program: &Path, arguments: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).arg(program).args(arguments);
        command.env("PATH", &path).env("IPI_MAX_AGE", "off").env("HOME", "").current_dir(folder);
        command
    };
    // The program may lie where nobody else may go.
    let program = folder.join("ipi");
    fs::copy(env!("CARGO_BIN_EXE_ipi"), &program).unwrap();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    if nobody(Path::new("true"), &[]).status().is_ok_and(|status| status.success()) {
        return Some(nobody(&program, arguments));
    }
    eprintln!("skipped: only root can run a program as somebody else");
    None
}

#[test]
fn what_may_not_be_read_is_told() {
    let folder = folder(&[("closed.csv", format!("{HEAD}{ROW}").as_bytes())]);
    fs::create_dir(folder.path().join("closed")).unwrap();
    for name in ["closed.csv", "closed"] {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    let Some(mut command) = as_nobody(folder.path(), &["check", "-q", "closed.csv", "closed"]) else {
        return;
    };
    let ran = ended(begun(&mut command), Instant::now(), 20);
    ran.told(
        3,
        &[
            "closed: the file cannot be read (you are not allowed to read it)",
            "closed.csv: the file cannot be read (you are not allowed to read it)",
        ],
    );
}
