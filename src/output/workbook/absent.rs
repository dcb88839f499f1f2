//! In place of workbooks where ipi was built without them.

use super::{NOT_BUILT, WorkbookError};
use crate::output::sheet::Sheet;
use crate::output::weekly::Weekly;

/// A workbook of one sheet.
///
/// # Errors
/// Always: this `ipi` was built without workbooks.
pub fn sheet(_: Sheet<'_>) -> Result<Vec<u8>, WorkbookError> {
    Err(WorkbookError(NOT_BUILT.into()))
}

/// A workbook of everything that is told of a week.
///
/// # Errors
/// Always: this `ipi` was built without workbooks.
pub fn week(_: &Weekly<'_>) -> Result<Vec<u8>, WorkbookError> {
    Err(WorkbookError(NOT_BUILT.into()))
}
