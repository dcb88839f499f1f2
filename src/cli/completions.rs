//! `ipi completions SHELL`: the script that lets a shell complete `ipi`.

use super::exit::Ended;

const INSTALL: &str = "\
To install, once:
  bash        ipi completions bash > ~/.local/share/bash-completion/completions/ipi
  zsh         ipi completions zsh > ~/.zfunc/_ipi
              and in ~/.zshrc, before compinit: fpath+=~/.zfunc
  fish        ipi completions fish > ~/.config/fish/completions/ipi.fish
  powershell  in the file that $PROFILE names:
              ipi completions powershell | Out-String | Invoke-Expression
  elvish      in ~/.config/elvish/rc.elv: eval (ipi completions elvish | slurp)
Make the folder first where there is none, and open a new shell.";

#[derive(Debug, clap::Args)]
#[command(after_help = INSTALL)]
pub(super) struct Args {
    /// The shell that will read the script
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    // Into memory first: the generator panics where its writer fails, as a closed pipe does.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::declared(), "ipi", &mut script);
    super::out::print(&String::from_utf8(script)?)?;
    Ok(Ended::Done)
}
