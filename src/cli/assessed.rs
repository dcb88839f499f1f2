//! What was assessed, in the form that was asked for.

use super::history_args::HistoryArgs;
use super::out::{DetailArgs, Format, OutArgs};
use ipi::assess::Assessment;
use ipi::history::Account;
use ipi::output::score::{Beside, Told, csv, json, page};

/// Writes it.
pub(super) fn write(
    assessment: &Assessment,
    out: &OutArgs,
    details: DetailArgs,
    history: &HistoryArgs,
    beside: Beside<'_>,
) -> anyhow::Result<()> {
    match out.format()? {
        Format::Json => out.write(&json(assessment, beside)),
        Format::Csv => out.write(&csv(assessment, beside)),
        format @ (Format::Text | Format::Md) => {
            let account = history.named().map(Account::as_str);
            out.page(&page(assessment, &Told { details: details.all(format), account, beside }))
        }
    }
}
