//! `ipi completions SHELL`: the script that lets a shell complete `ipi`.

use super::exit::Ended;

#[derive(Debug, clap::Args)]
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
