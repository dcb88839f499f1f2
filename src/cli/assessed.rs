//! What was assessed, in the form that was asked for.

use super::history_args::HistoryArgs;
use super::out::{DetailArgs, Forms, OutArgs};
use clap::Args;
use ipi::account;
use ipi::assess::Assessment;
use ipi::history::Account;
use ipi::output::explain;
use ipi::output::score::{Beside, Told, json, page, sheet};

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
            sheet: &|| explain::sheet(assessment, &all),
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
    beside: Beside<'_>,
) -> anyhow::Result<()> {
    let account = history.named().map(Account::as_str);
    let told = Told { details: details.all(out.format()?), account, beside };
    out.emit(&Forms {
        page: &|| page(assessment, &told),
        sheet: &|| sheet(assessment, beside),
        json: &|| json(assessment, beside),
    })
}
