//! `ipi schema NAME`: the JSON Schema of a machine document or of its rows.

use super::exit::Ended;
use super::nearest::nearest;
use super::usage::Usage;
use clap_complete::{ArgValueCandidates, CompletionCandidate};
use ipi::output::schema::{ALL, Schema, named};

const EXAMPLES: &str = "\
Examples:
  ipi schema                  the names, and what each describes
  ipi schema score            the document of ipi score -f json
  ipi schema skus-rows        the columns of ipi skus -f csv";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The schema that is wanted [default: list the names]
    #[arg(value_name = "NAME", add = ArgValueCandidates::new(names))]
    name: Option<String>,
}

fn names() -> Vec<CompletionCandidate> {
    ALL.iter().map(|schema| CompletionCandidate::new(schema.name)).collect()
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let text = match &args.name {
        None => ALL.iter().map(|schema| format!("{:<16}{}\n", schema.name, schema.title())).collect(),
        Some(name) => named(name).ok_or_else(|| unknown(name))?.text.to_owned(),
    };
    super::out::print(&text)?;
    Ok(Ended::Done)
}

fn unknown(name: &str) -> Usage {
    let names = || ALL.iter().map(|schema: &Schema| schema.name);
    Usage(match nearest(name, names()) {
        Some(meant) => format!("there is no schema {name}; did you mean {meant}?"),
        None => format!("there is no schema {name}; ipi schema lists them"),
    })
}
