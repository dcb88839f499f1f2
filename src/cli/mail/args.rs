//! What may be asked of the letter.

use super::only_if::OnlyIf;
use super::post::Writer;
use crate::cli::figures::day;
use crate::cli::history_args::{HistoryArgs, MarketplaceArgs};
use crate::cli::input::InputArgs;
use crate::cli::usage::Usage;
use chrono::NaiveDate;
use clap::ValueEnum;

const EXAMPLES: &str = "\
Examples:
  ipi mail fba --dry-run                   show the letter, send nothing
  ipi mail fba --to you@example.com        send it by the server of fba/ipi.toml
  ipi mail fba --only-if below --only-if 10-points
  ipi mail fba --flush                     send what is kept from earlier runs
Without a server of your own account:
  ipi score fba -f eml --from you@example.com --to you@example.com | sendmail -t";

/// `ipi mail PATH…`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[cfg_attr(not(feature = "mail"), allow(dead_code))] // every flag is known, to be told what is wanting
pub(in crate::cli) struct Args {
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) letter: LetterArgs,
    /// Send it only if: changed, below, alert, or moved by so many points, such as 10-points (may be repeated: any will do)
    #[arg(long, value_name = "WHAT")]
    pub(super) only_if: Vec<OnlyIf>,
    /// Print the message and what would be done; open no connection
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Send only what is kept from earlier runs
    #[arg(long, conflicts_with_all = ["dry_run", "only_if"])]
    pub(super) flush: bool,
    #[command(flatten)]
    pub(super) server: ServerArgs,
    #[command(flatten)]
    pub(super) marketplace: MarketplaceArgs,
    #[command(flatten)]
    pub(super) history: HistoryArgs,
}

/// Which server.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Server")]
#[cfg_attr(not(feature = "mail"), allow(dead_code))]
pub(super) struct ServerArgs {
    /// The server that takes your mail [default: host in ipi.toml]
    #[arg(long, value_name = "NAME")]
    pub(super) host: Option<String>,
    /// Its port [default: 587; 465 with tls, 25 with none]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) port: Option<u16>,
    /// How the connection is secured [default: starttls]
    #[arg(long, value_enum, value_name = "HOW")]
    pub(super) security: Option<Security>,
    /// Whom you log in as; the password is never a flag
    #[arg(long, value_name = "NAME")]
    pub(super) user: Option<String>,
    /// Seconds that the server has for each answer [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub(super) timeout: Option<u32>,
}

/// How the connection is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Security {
    /// Secured before anything is said; a server that cannot is refused.
    Starttls,
    /// Secured from the beginning.
    Tls,
    /// Not at all; no password goes over it, unless the server is this computer.
    None,
}

/// From whom, to whom, with what.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Letter")]
pub(in crate::cli) struct LetterArgs {
    /// Whom the letter is for (may be repeated) [default: to in ipi.toml]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) to: Vec<String>,
    /// Whom it is from [default: from in ipi.toml]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) from: Option<String>,
    /// Whom answers go to
    #[arg(long, value_name = "ADDRESS")]
    pub(super) reply_to: Option<String>,
    /// Add the week as a file
    #[arg(long, value_enum, value_name = "FORM")]
    pub(super) attach: Option<Attached>,
    /// Write it as of this day [default: today]
    #[arg(long, value_name = "DATE", value_parser = day, env = "IPI_TODAY")]
    pub(super) today: Option<NaiveDate>,
}

/// What may go with a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Attached {
    /// A workbook.
    Xlsx,
    /// Rows for a spreadsheet.
    Csv,
}

impl LetterArgs {
    /// What writes the letter, where one `is_asked` for; its flags mean nothing where none is.
    pub(in crate::cli) fn writer(
        &self,
        input: &InputArgs,
        marketplace: &MarketplaceArgs,
        is_asked: bool,
    ) -> anyhow::Result<Option<Writer>> {
        if is_asked {
            return Writer::of(self, input, marketplace).map(Some);
        }
        let given = [
            ("--to", !self.to.is_empty()),
            ("--from", self.from.is_some()),
            ("--reply-to", self.reply_to.is_some()),
            ("--attach", self.attach.is_some()),
        ];
        match given.into_iter().find(|(_, is_given)| *is_given) {
            Some((flag, _)) => {
                Err(Usage(format!("{flag} goes with a letter: add -f eml, or send it with ipi mail")).into())
            }
            None => Ok(None),
        }
    }
}
