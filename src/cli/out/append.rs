//! A row that is added to a file: under a lock, and in one step.

use super::lock::try_lock;
use super::rows::RowArgs;
use crate::cli::usage::Usage;
use anyhow::Context as _;
use ipi::output::grow::grow;
use ipi::output::sheet::{Dialect, Sheet};
use ipi::system::not_replaced;
use std::fs::{File, TryLockError};
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::time::Duration;

/// Adds the row of a sheet to a file, which gets its head where it is new. The row of the same week takes its place.
pub(in crate::cli) fn append<'a>(
    file: &Path,
    sheet: impl Fn() -> Sheet<'a>,
    (dialect, rows): (Dialect, RowArgs),
) -> anyhow::Result<()> {
    let name = file.display();
    // What a link points to grows, not the link.
    let file = super::file::target(file);
    if file.metadata().is_ok_and(|there| !there.is_file()) {
        return Err(Usage(format!("--append {name}: it is no plain file; name one")).into());
    }
    let failed = || format!("cannot add a row to {name}");
    let lock = lock(&file).with_context(failed)?;
    let old = match std::fs::read(&file) {
        Ok(old) => old,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error).with_context(failed),
    };
    let grown =
        grow(&old, sheet, dialect).map_err(|unfit| Error::other(unfit.to_string())).with_context(failed)?;
    if let Some(line) = grown.torn {
        super::warning(&format!("{name}: line {line} was cut off at the end of the file, and is not kept"));
    }
    if grown.left_alone {
        super::warning(&format!(
            "{name}: the row that is there of this week is of a later day (or of one that cannot be read), or whole where this \
             one is partial; it stays"
        ));
    }
    if let Some(flag) = rows.unheeded(grown.dialect) {
        super::warning(&format!("{name}: {flag} counts for a new file; this one goes on as it was begun"));
    }
    let is_changed = grown.text.as_bytes() != old;
    if is_changed {
        super::file::replace(&file, grown.text.as_bytes()).map_err(not_replaced).with_context(failed)?;
    }
    drop(lock);
    let week = grown.week;
    match (grown.left_alone, grown.replaced, is_changed) {
        (true, ..) => {}
        (_, true, true) => super::note(&format!("replaced the row of {week} in {name}")),
        (_, true, false) => super::note(&format!("the row of {week} in {name} is the same already")),
        (_, false, _) => super::note(&format!("added the row of {week} to {name}")),
    }
    Ok(())
}

/// So long one run waits for another.
const WAIT: Duration = Duration::from_secs(20);
const STEP: Duration = Duration::from_millis(20);

/// A lock beside the file, as soon as no other run has it.
fn lock(file: &Path) -> std::io::Result<File> {
    let mut waited = Duration::ZERO;
    loop {
        match try_lock(file) {
            Ok(lock) => return Ok(lock),
            Err(TryLockError::WouldBlock) if waited < WAIT => {
                std::thread::sleep(STEP);
                waited += STEP;
            }
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new(
                    ErrorKind::TimedOut,
                    "another ipi has been writing to it for 20 seconds; next: see what it is doing, or try again",
                ));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}
