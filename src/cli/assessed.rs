//! What was assessed, in the form that was asked for.

use super::history_args::HistoryArgs;
use super::out::{DetailArgs, Forms, OutArgs};
use ipi::assess::Assessment;
use ipi::history::Account;
use ipi::output::score::{Beside, Told, json, page, sheet};

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
        json: &|| document(assessment, beside),
    })
}

/// The document of `ipi score -f json`, whoever asks for it.
pub(super) fn document(assessment: &Assessment, beside: Beside<'_>) -> String {
    json(assessment, beside)
}
