//! Standard streams that are full, closed, or left by whoever read them.

use crate::cases::MINIMUM;
use crate::ipi;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/demo");

/// Every command that prints something, with what it needs.
const PRINTING: [&[&str]; 19] = [
    &["--help"],
    &["--version"],
    &["score", "--help"],
    &["score", MINIMUM, "--no-history"],
    &["score", MINIMUM, "--no-history", "-f", "xlsx"],
    &["skus", MINIMUM, "--no-history"],
    &["why", DEMO, "--since", "2026-10-24", "--no-history"],
    &["forecast", MINIMUM, "--no-history"],
    &["plan", MINIMUM, "--target", "600", "--no-history"],
    &["estimate", "--excess", "12.3", "--sell-through", "1.8"],
    &["fleet", MINIMUM, "--no-history"],
    &["fleet", MINIMUM, "--no-history", "--ordered"],
    &["check", MINIMUM],
    &["rules"],
    &["schema"],
    &["completions", "bash"],
    &["man"],
    &["log", "512", "--on", "2026-W20", "--history", "h"],
    &["demo", "example"],
];

fn shell(folder: &Path, script: &str, arguments: &[&str]) -> Output {
    let program = ipi(folder);
    let mut shell = Command::new("bash");
    shell.args(["-c", script, env!("CARGO_BIN_EXE_ipi")]).args(arguments).current_dir(folder);
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.output().unwrap()
}

#[test]
fn a_full_disk_behind_stdout_is_an_error() {
    for arguments in PRINTING {
        let folder = tempfile::tempdir().unwrap();
        let full = File::options().write(true).open("/dev/full").unwrap();
        let done = ipi(folder.path()).args(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(3), "{arguments:?}: {said}");
        assert!(
            said.contains("ipi: error: cannot write to stdout: No space left on device"),
            "{arguments:?}: {said}"
        );
    }
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    for arguments in PRINTING {
        let folder = tempfile::tempdir().unwrap();
        // Nobody reads anything at all, which is worse than a reader of one line.
        let done = shell(folder.path(), "set -o pipefail; { sleep 0.05; \"$0\" \"$@\"; } | true", arguments);
        assert_eq!(
            (done.status.code(), String::from_utf8(done.stderr).unwrap().as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_closed_stdin_is_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let done = shell(folder.path(), "exec \"$0\" \"$@\" <&-", &["check", "-q", "-"]);
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(
        done.status.code() == Some(3)
            && said.contains("-: the file is empty")
            && said.contains("[empty-file]"),
        "{said}"
    );
    let done = shell(folder.path(), "exec \"$0\" \"$@\" <&-", &["score", MINIMUM, "--no-history"]);
    assert!(done.status.success() && !done.stdout.is_empty());
}

#[test]
fn a_closed_stderr_changes_no_exit_code_and_no_page() {
    let folder = tempfile::tempdir().unwrap();
    let each = |arguments: &[&str]| {
        let open = shell(folder.path(), "exec \"$0\" \"$@\"", arguments);
        // On a full disk each word is an error; a closed one is opened on /dev/null, as stdout is below.
        for stderr in ["2>&-", "2>/dev/full"] {
            let other = shell(folder.path(), &format!("exec \"$0\" \"$@\" {stderr}"), arguments);
            assert_eq!(
                (open.status.code(), &open.stdout),
                (other.status.code(), &other.stdout),
                "{arguments:?} {stderr}"
            );
        }
        (open.status.code(), open.stderr.is_empty())
    };
    fs::write(folder.path().join("h"), "no history").unwrap();
    assert_eq!(each(&["score", MINIMUM, "--no-history"]), (Some(0), true));
    assert_eq!(each(&["score", MINIMUM, "--history", "h"]), (Some(0), false));
    assert_eq!(each(&["score", MINIMUM, "--history", "h", "--fail-under", "999"]), (Some(1), false));
    assert_eq!(each(&["check", "-q", "nowhere"]), (Some(3), false));
    assert_eq!(each(&["score", "nowhere", "--no-history"]), (Some(3), false));
    assert_eq!(each(&["score", "--nonsense"]), (Some(2), false));
    assert_eq!(each(&["score", "\u{1b}", "--nonsense"]), (Some(2), false));
}

/// What is closed is opened on `/dev/null` before the program begins (rust-lang/rust#88825), so that it cannot know; but no file that
/// it opens takes the place of stdout, and no page gets into it.
#[test]
fn a_closed_stdout_is_nowhere_and_gets_into_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["score", MINIMUM, "--history", "h", "-o", "week.csv"];
    let done = shell(folder.path(), "exec \"$0\" \"$@\" >&- <&-", &arguments);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let usual =
        shell(folder.path(), "exec \"$0\" \"$@\"", &["score", MINIMUM, "--history", "h2", "-f", "csv"]);
    assert_eq!(fs::read(folder.path().join("week.csv")).unwrap(), usual.stdout);
    let done = shell(
        folder.path(),
        "exec \"$0\" \"$@\" >&- 2>&- <&-",
        &["log", "512", "--on", "2026-W20", "--history", "h"],
    );
    assert!(done.status.success());
    let db = rusqlite::Connection::open(folder.path().join("h")).unwrap();
    let sound: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
}
