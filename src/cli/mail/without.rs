//! In place of the letter where ipi was built without it.

use super::args::{Args, LetterArgs};
use crate::cli::exit::Ended;
use crate::cli::history_args::MarketplaceArgs;
use crate::cli::input::InputArgs;
use crate::cli::usage::Usage;
use ipi::output::weekly::Weekly;

/// What would write a letter.
pub(in crate::cli) enum Writer {}

impl Writer {
    pub(super) fn of(_: &LetterArgs, _: &InputArgs, _: &MarketplaceArgs) -> anyhow::Result<Writer> {
        Err(missing())
    }

    pub(in crate::cli) fn written(&self, _: &Weekly<'_>) -> anyhow::Result<Vec<u8>> {
        match *self {}
    }
}

pub(in crate::cli) fn run(_: &Args) -> anyhow::Result<Ended> {
    Err(missing())
}

fn missing() -> anyhow::Error {
    let why = "this ipi was built without the feature \"mail\"; next: build it with cargo install --path . --features mail";
    Usage(why.into()).into()
}
