//! Files that are written: in one step, with the permissions and the links that are there, and nothing left behind.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts/demo")
}

fn ipi(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_")) {
        command.env_remove(name);
    }
    command.args(arguments).env("IPI_MAX_AGE", "off").current_dir(folder);
    command
}

fn written(folder: &Path, file: &str) -> Output {
    let demo = demo();
    let done = ipi(folder, &["score", demo.to_str().unwrap(), "--no-history", "-o", file]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn a_report_has_the_permissions_that_files_have() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let mode = |name: &str| folder.path().join(name).metadata().unwrap().permissions().mode() & 0o777;
    std::fs::write(folder.path().join("usual.txt"), "").unwrap();
    written(folder.path(), "week.txt");
    assert_eq!(mode("week.txt"), mode("usual.txt"), "as the user's mask has it");
    std::fs::set_permissions(folder.path().join("week.txt"), std::fs::Permissions::from_mode(0o640)).unwrap();
    written(folder.path(), "week.txt");
    assert_eq!(mode("week.txt"), 0o640, "what is there keeps what it has");
}

#[cfg(unix)]
#[test]
fn a_link_goes_on_leading_where_it_leads() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("kept")).unwrap();
    std::fs::write(folder.path().join("kept/real.md"), "old").unwrap();
    std::os::unix::fs::symlink("kept/real.md", folder.path().join("week.md")).unwrap();
    written(folder.path(), "week.md");
    assert!(folder.path().join("week.md").symlink_metadata().unwrap().is_symlink());
    assert!(std::fs::read_to_string(folder.path().join("kept/real.md")).unwrap().contains("IPI"));
}

#[test]
fn old_drafts_are_swept_and_other_files_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for (name, is_old) in
        [(".ipi-abc.draft", true), (".ipi-new.draft", false), (".other.draft", true), ("a.csv", true)]
    {
        let file = std::fs::File::create(at(name)).unwrap();
        if is_old {
            let now = file.metadata().unwrap().modified().unwrap();
            file.set_modified(now - std::time::Duration::from_secs(2 * 24 * 60 * 60)).unwrap();
        }
    }
    written(folder.path(), "week.txt");
    assert_eq!(names(folder.path()), [".ipi-new.draft", ".other.draft", "a.csv", "week.txt"]);
}

#[test]
fn what_could_not_be_written_leaves_the_old_file_and_no_draft() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("week.txt")).unwrap();
    let demo = demo();
    let done = ipi(
        folder.path(),
        &["score", demo.to_str().unwrap(), "--no-history", "-o", "week.txt", "-f", "text"],
    );
    let done = { done }.output().unwrap();
    assert_eq!(done.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&done.stderr).contains("cannot write week.txt"));
    assert_eq!(names(folder.path()), ["week.txt"]);
}

#[cfg(not(windows))]
#[test]
fn an_empty_home_is_no_home() {
    let folder = tempfile::tempdir().unwrap();
    let demo = demo();
    let run = |arguments: &[&str]| {
        ipi(&demo, arguments).env("HOME", "").env_remove("XDG_DATA_HOME").output().unwrap()
    };
    let done = run(&["history"]);
    assert_eq!(done.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&done.stderr).contains("HOME is empty"));
    let file = folder.path().join("history.sqlite3");
    assert!(run(&["score", "--history", file.to_str().unwrap()]).status.success());
    assert!(file.is_file());
}
