//! `ipi man [COMMAND]`: the manual pages, in roff.

mod sections;

use super::exit::{self, Ended};
use super::nearest::nearest;
use super::usage::Usage;
use anyhow::Context as _;
use clap::builder::{PossibleValue, Resettable, StringValueParser, TypedValueParser};
use clap::error::Error;
use clap::{Arg, Command};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  ipi man | man -l -                                   read the page of ipi itself
  ipi man score > ~/.local/share/man/man1/ipi-score.1  keep one: man ipi-score
  ipi man --all ~/.local/share/man/man1                keep all of them";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The command whose page is wanted, such as score [default: ipi itself]
    #[arg(value_parser = Commands, hide_possible_values = true)]
    command: Option<String>,
    /// Write every page into FOLDER, which is made where it is missing: ipi.1, ipi-score.1 and so on
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    all: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let mut all = super::declared();
    // Gives the commands their whole names: the page of `ipi score` is ipi-score(1).
    all.build();
    if let Some(folder) = &args.all {
        write_all(all, folder)?;
        return Ok(Ended::Done);
    }
    let wanted = match args.command.as_deref() {
        None => all,
        Some(name) => match all.find_subcommand(name) {
            Some(command) => command.clone(),
            None => return Err(unknown(name, &all).into()),
        },
    };
    super::out::print(&page(wanted)?)?;
    Ok(Ended::Done)
}

/// Writes the page of each command that help lists.
fn write_all(all: Command, folder: &Path) -> anyhow::Result<()> {
    let shown =
        all.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help");
    let mut commands: Vec<_> = shown.cloned().collect();
    commands.push(all);
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for command in commands {
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        let file = folder.join(format!("{name}.1"));
        super::out::write_file(&file, &page(command)?)
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

fn unknown(name: &str, all: &Command) -> Usage {
    let names: Vec<_> = all.get_subcommands().map(Command::get_name).collect();
    Usage(match nearest(name, names.iter().copied()) {
        Some(meant) => format!("there is no command {name}; did you mean {meant}?"),
        None => format!("there is no command {name}; the commands are {}", names.join(", ")),
    })
}

/// The page. What stands after the help is a section of its own here, with the lines that it has there.
fn page(command: Command) -> anyhow::Result<String> {
    let own = sections::of(&command);
    let mut page = Vec::new();
    clap_mangen::Man::new(command.after_help(Resettable::Reset).after_long_help(Resettable::Reset))
        .source(concat!("ipi ", env!("CARGO_PKG_VERSION")))
        .render(&mut page)?;
    Ok(String::from_utf8(page)? + &own)
}

/// The names of commands, for shells to complete.
#[derive(Clone, Copy, Debug)]
struct Commands;

impl TypedValueParser for Commands {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let all = super::declared();
        let names: Vec<_> = all.get_subcommands().map(|it| it.get_name().to_owned()).collect();
        Some(Box::new(names.into_iter().map(PossibleValue::new)))
    }
}
