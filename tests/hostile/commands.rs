//! Commands that are printed to be typed: in a shell they run nothing, and say what was meant.

use crate::matrix::{Matrix, ipi};
use crate::strings;
use crate::tools::tool;
use ipi::output::words::typed;
use std::path::Path;
use std::process::Command;

/// All texts, and each sign by itself among letters, where nothing else in the name keeps it from being typed.
fn names() -> Vec<String> {
    let signs = (' '..='~').filter(char::is_ascii_punctuation).chain(strings::UNSEEN);
    let around = |c: char| {
        [format!("{c}a"), format!("a{c}b"), format!("a{c}{c}b"), format!("a b{c}c"), format!("b {c}")]
    };
    strings::all().into_iter().chain(signs.flat_map(around)).collect()
}

/// What a shell makes of lines that call `ipi`: the arguments of each call.
fn spoken(folder: &Path, lines: &str) -> Option<Vec<Vec<String>>> {
    let shell = tool("sh")?;
    let script = format!("ipi() {{ printf '%s\\0' \"$@\"; printf '\\1'; }}\n{lines}\n");
    let done = Command::new(shell).arg("-c").arg(script).current_dir(folder).output().unwrap();
    assert!(done.status.success() && done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8(done.stdout).unwrap();
    let calls =
        text.split_terminator('\u{1}').map(|call| call.split_terminator('\0').map(String::from).collect());
    Some(calls.collect())
}

#[test]
fn a_name_that_is_typed_again_is_that_name_or_is_left_to_the_reader() {
    let folder = tempfile::tempdir().unwrap();
    // What a pattern would find.
    std::fs::write(folder.path().join("axb"), "").unwrap();
    let names = names();
    let lines: String = names.iter().map(|name| format!("ipi {}\n", typed(name))).collect();
    let Some(calls) = spoken(folder.path(), &lines) else { return };
    let mut told = 0;
    for (call, name) in calls.iter().zip(&names) {
        let [argument] = call.as_slice() else { panic!("{name:?} became {call:?}") };
        assert!(argument == name || argument == "NAME", "{name:?} became {argument:?}");
        // What a terminal would obey is not typed again, and a flag is no name.
        assert!(!argument.contains(strings::is_unseen) && !argument.starts_with('-'), "{argument:?}");
        told += usize::from(argument == name);
    }
    assert_eq!(calls.len(), names.len());
    assert!(told > 10, "{told}");
    assert_eq!(folder.path().read_dir().unwrap().count(), 1, "something was run");
}

/// The other shells that people have (cmd, PowerShell) take any other sign for something else, in double quotes too or outside
/// of them.
#[test]
fn a_typed_name_has_nothing_that_other_shells_obey() {
    for name in names() {
        let typed = typed(&name);
        let inner = typed.strip_prefix('"').and_then(|typed| typed.strip_suffix('"'));
        let is_safe = |c: char| c.is_alphanumeric() && !strings::is_unseen(c) || "._-/:+@ ,\\".contains(c);
        let text = inner.unwrap_or(&typed);
        assert!(text.chars().all(is_safe) && !text.starts_with('-') && !text.ends_with('\\'), "{typed}");
        // Of two backslashes a shell of Unix leaves one.
        assert!(cfg!(windows) || !text.contains("\\\\"), "{typed}");
        // PowerShell takes a comma for a list, an at sign for a table and blanks for the end of an argument.
        assert!(inner.is_some() || !(typed.contains([',', ' ', '\\']) || typed.starts_with('@')), "{typed}");
    }
}

#[test]
fn advice_of_a_hostile_account_runs_nothing() {
    let matrix = Matrix::hostile();
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for printed in matrix.of_form("text") {
        let commands = printed.text().lines().filter_map(|line| line.trim().strip_prefix("ipi "));
        commands.for_each(|command| lines += &format!("ipi {command}\n"));
    }
    // What was noted for a week and is noted otherwise can be taken back.
    for score in ["511", "512"] {
        let logged = ipi(&matrix.seller, &["log", score, "--on", "2026-10-31"]);
        let logged = String::from_utf8(logged.stdout).unwrap();
        let commands = logged.match_indices("ipi ").map(|(at, _)| &logged[at..]);
        let ends = [" goes back", "  ", ";", "\n"];
        let command =
            |text: &str| ends.iter().filter_map(|end| text.find(end)).min().map(|end| text[..end].to_owned());
        commands.filter_map(command).for_each(|command| lines += &format!("{command}\n"));
    }
    assert!(lines.contains("ipi log --undo --account NAME"), "{lines}");
    let Some(calls) = spoken(folder.path(), &lines) else { return };
    assert!(!calls.is_empty(), "{lines}");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "something was run by {lines}");
}
