//! `ipi completions SHELL`: the script that lets a shell complete `ipi`.
//!
//! The script asks `ipi` itself what fits, so that it knows the accounts of the history too. How the two talk may change
//! with the next version; that is why shells run the script anew each time they start, and none is kept in a file.

use super::exit::{self, Ended};
use anyhow::Context as _;
use clap_complete::env::{CompleteEnv, Shells};
use std::process::ExitCode;

/// The variable by which a script asks; it holds the shell's name.
const VARIABLE: &str = "IPI_COMPLETE";

const INSTALL: &str = "\
To install, add a line to what the shell runs when it starts, and open a new one:
  bash        ~/.bashrc
              source <(ipi completions bash)
  zsh         ~/.zshrc, after compinit
              source <(ipi completions zsh)
  fish        ~/.config/fish/completions/ipi.fish
              ipi completions fish | source
  powershell  the file that $PROFILE names
              ipi completions powershell | Out-String | Invoke-Expression
  elvish      ~/.config/elvish/rc.elv
              eval (ipi completions elvish | slurp)
Commands, flags, marketplaces, files and the accounts of your history are completed.";

#[derive(Debug, clap::Args)]
#[command(after_help = INSTALL)]
pub(super) struct Args {
    /// The shell that will read the script
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let (name, mut script) = (args.shell.to_string(), Vec::new());
    let shells = Shells::builtins();
    let shell = shells.completer(&name).with_context(|| format!("there is no script for {name}"))?;
    shell.write_registration(VARIABLE, "ipi", "ipi", "ipi", &mut script)?;
    super::out::print(&String::from_utf8(script)?)?;
    Ok(Ended::Done)
}

/// Answers a shell that asks what fits; `None` where none does.
pub(super) fn answer() -> Option<ExitCode> {
    let asked = CompleteEnv::with_factory(super::declared).var(VARIABLE);
    match asked.try_complete(std::env::args_os(), std::env::current_dir().ok().as_deref()) {
        Ok(answered) => answered.then_some(ExitCode::SUCCESS),
        Err(error) => Some(exit::usage(error)),
    }
}
