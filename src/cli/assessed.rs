//! What was assessed, in the form that was asked for.

use super::history_args::HistoryArgs;
use super::out::{DetailArgs, Format, Forms, OutArgs, hides};
use super::usage::Usage;
use clap::Args;
use ipi::account;
use ipi::assess::Assessment;
use ipi::history::Account;
use ipi::output::explain;
use ipi::output::score::{Beside, Told, json, json_1, page, public, row, sheet};

/// Which of the schemas a document has.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct SchemaArgs {
    /// The version of the JSON document: 1 is the one before, byte for byte as it was [default: 2]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=2))]
    schema: Option<u8>,
}

impl SchemaArgs {
    /// Is one asked for?
    pub(super) fn asked(self) -> bool {
        self.schema.is_some()
    }

    /// Only the JSON document has versions.
    pub(super) fn check(self, format: Format) -> Result<(), Usage> {
        match self.schema {
            Some(_) if format != Format::Json => Err(Usage(
                "--schema is the version of the JSON document; say --format json, or leave it out".into(),
            )),
            _ => Ok(()),
        }
    }
}

/// For commands that tell a score.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct ExplainArgs {
    /// Print how every number comes about instead, to check it against Seller Central: formula, inputs, source, a line each
    #[arg(long, conflicts_with = "details")]
    explain: bool,
}

impl ExplainArgs {
    /// Is that asked for?
    pub(super) fn asked(self) -> bool {
        self.explain
    }

    /// Writes how every number comes about. The account is that of the reports, where there are any.
    pub(super) fn write(
        assessment: &Assessment,
        account: Option<&account::Account>,
        beside: Beside<'_>,
        out: &OutArgs,
        history: &HistoryArgs,
    ) -> anyhow::Result<()> {
        let all = explain::explained(assessment, account, beside.consequences);
        let name = history.named().map(Account::as_str);
        out.emit(&Forms {
            page: &|| explain::page(assessment, &all),
            sheet: &|| explain::sheet(assessment, &all, name),
            json: &|| explain::json(assessment, &all, name),
        })
    }
}

/// Writes it.
pub(super) fn write(
    assessment: &Assessment,
    out: &OutArgs,
    details: DetailArgs,
    history: &HistoryArgs,
    schema: SchemaArgs,
    beside: Beside<'_>,
) -> anyhow::Result<()> {
    let (account, name) = (history.named().map(Account::as_str), history.account());
    let format = out.format_of_score()?;
    if hides() {
        let rows = if format == Format::Row {
            row(assessment, name.as_str())
        } else {
            sheet(assessment, beside, account)
        };
        return out.public(rows, public(assessment));
    }
    let told = Told { details: details.all(format), beside };
    out.emit(&Forms {
        page: &|| page(assessment, &told),
        sheet: &|| match format {
            Format::Row => row(assessment, name.as_str()),
            _ => sheet(assessment, beside, account),
        },
        json: &|| match schema.schema {
            Some(1) => json_1(assessment, beside),
            _ => document(assessment, beside, account),
        },
    })
}

/// The document of `ipi score -f json`, whoever asks for it.
pub(super) fn document(assessment: &Assessment, beside: Beside<'_>, account: Option<&str>) -> String {
    json(assessment, beside, account)
}
