//! What README.md shows is what the program does: its commands are run and their output compared.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../README.md");

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let opening = format!("```{language}\n");
    README.split(&opening).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// A folder that looks like a clone to the commands of the page.
fn clone() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let account = folder.path().join("fixtures/accounts/demo");
    fs::create_dir_all(&account).unwrap();
    for entry in Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts/demo").read_dir().unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, account.join(path.file_name().unwrap())).unwrap();
    }
    folder
}

/// The words of a command, those in quotes together, as a shell has it.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

/// Is it a command for the shell, with a pipe or several programs?
fn is_for_the_shell(command: &str) -> bool {
    command.contains(['|', '&']) || !["cargo run ", "ipi "].iter().any(|program| command.starts_with(program))
}

/// What a command of the page prints; `cargo run` runs the program that was built for this test.
fn run(command: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_ipi"));
    let mut started = Command::new(if is_for_the_shell(command) { Path::new("sh") } else { program });
    if is_for_the_shell(command) {
        let places = std::env::var_os("PATH").unwrap_or_default();
        let places = [program.parent().unwrap().to_owned()].into_iter().chain(std::env::split_paths(&places));
        started.args(["-c", command]).env("PATH", std::env::join_paths(places).unwrap());
    } else {
        let arguments =
            ["cargo run --release -- ", "ipi "].iter().find_map(|program| command.strip_prefix(program));
        started.args(words(arguments.unwrap()));
    }
    let output = started
        .current_dir(folder)
        .env_remove("IPI_ACCOUNT")
        .env_remove("IPI_MARKETPLACE")
        .env_remove("IPI_AS_OF")
        .env("IPI_MAX_AGE", "off")
        .env("IPI_HISTORY", folder.join("history.sqlite3"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{command}");
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

#[test]
fn every_command_prints_what_the_page_shows() {
    let folder = clone();
    let blocks = blocks("console");
    assert!(blocks.len() >= 4);
    // The lines that the example prints are followed at once, as a reader would; the page shows some of them later.
    let mut followed = BTreeMap::new();
    for block in blocks {
        for shown in block.strip_prefix("$ ").unwrap().split("\n$ ") {
            let (command, expected) = shown.split_once('\n').unwrap_or((shown, ""));
            if cfg!(windows) && is_for_the_shell(command) {
                continue;
            }
            let printed = followed.remove(command).unwrap_or_else(|| run(command, folder.path()));
            for next in printed.lines().filter_map(|line| line.strip_prefix("  ipi ")) {
                let next = format!("ipi {}", next.split("  ").next().unwrap());
                followed.insert(next.clone(), run(&next, folder.path()));
            }
            // Windows joins a folder's name and a file's with its own sign.
            let end = if expected.is_empty() || expected.ends_with('\n') { "" } else { "\n" };
            snapbox::assert_data_eq!(printed.replace('\\', "/"), format!("{expected}{end}"));
        }
    }
}

#[test]
fn the_settings_that_the_page_shows_work() {
    let folder = clone();
    let [mail, settings] = blocks("toml")[..] else { panic!("two blocks of settings") };
    fs::write(folder.path().join("fixtures/accounts/demo/ipi.toml"), mail).unwrap();
    let said = run("ipi mail fixtures/accounts/demo --no-history --dry-run", folder.path());
    assert!(cfg!(not(feature = "mail")) || said.contains("\nTo: me@example.com"), "{said}");
    fs::write(folder.path().join("fixtures/accounts/demo/ipi.toml"), settings).unwrap();
    let said = run("ipi score fixtures/accounts/demo --no-history -f json", folder.path());
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["factors"]["in_stock"]["skus"], 15, "one of 16 is excluded");
    let limits: Vec<_> =
        said["storage"].as_array().unwrap().iter().map(|used| &used["limit_volume"]).collect();
    assert_eq!(limits, [40.0, 262.0], "oversize and standard");
}

#[test]
fn the_test_command_is_the_one_that_is_checked() {
    let ci = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/run")).unwrap();
    let last = ci.lines().last().unwrap().strip_prefix("step ").unwrap();
    assert!(README.contains(&format!("\n    {last}\n")), "{last}");
    assert!(README.contains("`bash .ci/run`"));
}
