//! The sections of a manual page that follow from more than the declared options: exit status, environment, files,
//! examples.

use super::exit;
use clap::{Arg, Command};
use clap_mangen::roff::{Roff, bold, roman};
use std::collections::BTreeMap;

/// Nothing follows a request.
const NOTHING: [&str; 0] = [];

/// Where the settings stand, and where the history is kept.
const SETTINGS: &str = "Settings beside the reports: marketplace, no_stranded, exclude, limits, costs. Flags and variables win over it.";
const HISTORY: &str = "The history, where neither --history nor IPI_HISTORY names a file. On macOS it is \
                       ~/Library/Application Support/ipi/history.sqlite3, on Windows %APPDATA%\\ipi\\history.sqlite3; \
                       $XDG_DATA_HOME takes the place of ~/.local/share where it is set.";

/// The sections of one command, or of all where it has commands below it.
pub(super) fn of(command: &Command) -> String {
    let mut page = Roff::new();
    page.control("SH", ["EXIT STATUS"]);
    for line in exit::HELP.lines() {
        if let Some((code, meaning)) = line.trim().split_once("  ") {
            entry(&mut page, code, meaning);
        }
    }
    page.control("SH", ["ENVIRONMENT"]);
    for (variable, flag) in variables(command) {
        entry(&mut page, &variable, &format!("Stands for {flag}, which wins over it."));
    }
    entry(
        &mut page,
        "NO_COLOR",
        "Where it is set and not empty, a terminal gets neither colour nor bold type.",
    );
    let files = [("ipi.toml", SETTINGS, "paths"), ("~/.local/share/ipi/history.sqlite3", HISTORY, "history")];
    let mut used = files.iter().filter(|(_, _, argument)| has(command, argument)).peekable();
    if used.peek().is_some() {
        page.control("SH", ["FILES"]);
    }
    for (file, meaning, _) in used {
        entry(&mut page, file, meaning);
    }
    if let Some(help) = command.get_after_long_help().or(command.get_after_help()) {
        below(&mut page, &help.to_string());
    }
    page.to_roff()
}

fn entry(page: &mut Roff, name: &str, meaning: &str) {
    page.control("TP", NOTHING).text([bold(name)]).text([roman(meaning)]);
}

/// The command itself, and those below it.
fn with_all_below(command: &Command) -> impl Iterator<Item = &Command> {
    std::iter::once(command).chain(command.get_subcommands())
}

/// Is the argument one of the command's, or of one below it?
fn has(command: &Command, argument: &str) -> bool {
    // The rules are told for the marketplace of the settings, which they look for without being given a path.
    let reads = |it: &Command| argument == "paths" && it.get_name() == "rules";
    with_all_below(command).any(|it| reads(it) || it.get_arguments().any(|arg| arg.get_id() == argument))
}

/// The variables, and the flag that each stands for.
fn variables(command: &Command) -> BTreeMap<String, String> {
    let arguments = with_all_below(command).flat_map(Command::get_arguments);
    arguments.filter_map(|arg| Some((variable(arg)?, format!("--{}", arg.get_long()?)))).collect()
}

fn variable(arg: &Arg) -> Option<String> {
    // Every marketplace can be named by the variable, also where it is not clap that reads it.
    let marketplace = (arg.get_id() == "marketplace").then_some("IPI_MARKETPLACE");
    arg.get_env().and_then(|name| name.to_str()).or(marketplace).map(str::to_owned)
}

/// What stands below the help, with its lines where they are indented. The table of exit codes has its own section.
fn below(page: &mut Roff, help: &str) {
    let mut section = "";
    for paragraph in help.split("\n\n").filter(|it| !it.starts_with("Exit codes:\n")) {
        let (name, text) = match paragraph.strip_prefix("Examples:\n") {
            Some(examples) => ("EXAMPLES", examples),
            None => ("NOTES", paragraph),
        };
        if name != section {
            page.control("SH", [name]);
            section = name;
        }
        // The first indented line opens a block that keeps its lines, the next one that is not closes it.
        let (mut kept, mut begun) = (false, false);
        for line in text.lines() {
            let keep = line.starts_with(' ');
            match (kept, keep) {
                (false, true) => _ = page.control("nf", NOTHING),
                (true, false) => _ = page.control("fi", NOTHING),
                (false, false) if !begun => _ = page.control("PP", NOTHING),
                _ => {}
            }
            page.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
            (kept, begun) = (keep, true);
        }
        if kept {
            page.control("fi", NOTHING);
        }
    }
}
