//! The recipes of docs/recipes.md, as they stand there: each command is run, and prints what the page shows.

#![cfg(unix)] // its lines are for a shell
#![allow(clippy::unwrap_used)]

#[allow(unreachable_pub, clippy::print_stderr)]
mod tools;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const PAGE: &str = include_str!("../docs/recipes.md");

/// A folder as the page begins with: the example account, and three scores that were noted.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts/demo");
        fs::create_dir(desk.0.path().join("fba")).unwrap();
        for entry in fs::read_dir(demo).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, desk.0.path().join("fba").join(path.file_name().unwrap())).unwrap();
        }
        desk
    }

    /// Runs a line of a shell, to which `ipi` is the one under test.
    fn run(&self, line: &str) -> Output {
        let own = Path::new(env!("CARGO_BIN_EXE_ipi")).parent().unwrap().to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths([own].into_iter().chain(std::env::split_paths(&path))).unwrap();
        let mut command = Command::new("sh");
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_")) {
            command.env_remove(name);
        }
        let history = self.0.path().join("history.sqlite3");
        command
            .env("PATH", path)
            .env("IPI_HISTORY", history)
            .env("IPI_MAX_AGE", "off")
            .env("LC_ALL", "C.UTF-8");
        command.args(["-c", line]).current_dir(self.0.path()).output().unwrap()
    }
}

/// Is everything there that a line calls?
fn is_there(desk: &Desk, line: &str) -> bool {
    for program in ["jq", "mlr", "cut", "tail"] {
        let calls = |part: &str| part.trim_start().starts_with(&format!("{program} "));
        if line.split('|').any(calls) && tools::tool(program).is_none() {
            return false;
        }
    }
    for package in ["duckdb", "pandas", "jsonschema"] {
        let calls = line.contains(&format!("import {package}")) || line.contains(&format!(", {package};"));
        if calls && !desk.run(&format!("python3 -c 'import {package}'")).status.success() {
            tools::missing(&format!("the Python package {package}"));
            return false;
        }
    }
    true
}

/// The commands of the page with what they print.
fn commands() -> Vec<(&'static str, String)> {
    let blocks = PAGE.split("```console\n").skip(1).map(|block| block.split("```").next().unwrap());
    let commands = blocks.flat_map(|block| block.split("$ ").skip(usize::from(block.starts_with("$ "))));
    let split = |text: &'static str| {
        let (line, output) = text.split_once('\n').unwrap();
        (line, output.to_owned())
    };
    commands.map(split).collect()
}

#[test]
fn every_recipe_prints_what_the_page_shows() {
    let desk = Desk::new();
    let commands = commands();
    assert!(commands.len() > 15, "{}", commands.len());
    for (line, expected) in commands {
        if !is_there(&desk, line) {
            continue;
        }
        let done = desk.run(line);
        let (said, wrong) =
            (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
        assert!(done.status.success() && !wrong.contains("warning"), "{line}: {wrong}");
        let said = said + &wrong;
        // What an editor takes away at the ends of lines is no difference.
        let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
        assert_eq!(trimmed(&said), trimmed(&expected), "{line}");
    }
}

/// Numbers of a sheet for a German locale are numbers there, and its day is a day.
#[test]
fn a_german_libreoffice_reads_numbers_and_days() {
    if tools::tool("soffice").is_none() {
        return;
    }
    let desk = Desk::new();
    assert!(
        desk.run("ipi score fba --account shop --append wochen.csv --decimal comma --bom").status.success()
    );
    let line = PAGE.lines().find(|line| line.starts_with("soffice ")).unwrap();
    let line = line.replace("--convert-to xlsx", "--convert-to fods");
    let done = desk.run(&line.replacen("soffice", "soffice -env:UserInstallation=file://$PWD/profile", 1));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let sheet = fs::read_to_string(desk.0.path().join("wochen.fods")).unwrap();
    assert!(sheet.contains("office:value-type=\"date\" office:date-value=\"2026-10-31\""));
    let json: serde_json::Value =
        serde_json::from_slice(&desk.run("ipi score fba --account shop -f json").stdout).unwrap();
    for pointer in ["/score/points", "/factors/excess/share", "/factors/sell_through/ratio"] {
        let number = json.pointer(pointer).unwrap().as_f64().unwrap();
        assert!(number.fract() != 0.0, "{pointer}: a number that shows its decimal mark");
        let cell = format!("office:value-type=\"float\" office:value=\"{number}\"");
        assert!(sheet.contains(&cell), "{pointer}: {cell}");
    }
    // The week and the names stay text.
    assert!(sheet.contains("<text:p>2026-W44</text:p>") && sheet.contains("<text:p>shop</text:p>"));
}
