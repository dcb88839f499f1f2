//! The weekly letter.

use ipi::output::weekly::Weekly;

/// The letter as a mail program reads it.
pub(super) fn message(week: &Weekly<'_>) -> anyhow::Result<Vec<u8>> {
    Ok(ipi::output::html::week(week).into_bytes())
}
