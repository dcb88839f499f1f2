//! `ipi man [COMMAND]`: the manual pages, in roff.

use super::exit::Ended;
use super::usage::Usage;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The command whose page is wanted, such as score [default: ipi itself]
    command: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let mut all = super::declared();
    // Gives the commands their whole names: the page of `ipi score` is ipi-score(1).
    all.build();
    let wanted = match args.command.as_deref() {
        None => all,
        Some(name) => match all.find_subcommand(name) {
            Some(command) => command.clone(),
            None => {
                let names: Vec<_> = all.get_subcommands().map(clap::Command::get_name).collect();
                return Err(Usage(format!(
                    "there is no command {name}; the commands are {}",
                    names.join(", ")
                ))
                .into());
            }
        },
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(wanted).source(concat!("ipi ", env!("CARGO_PKG_VERSION"))).render(&mut page)?;
    super::out::print(&String::from_utf8(page)?)?;
    Ok(Ended::Done)
}
