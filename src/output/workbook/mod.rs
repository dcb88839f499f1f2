//! Workbooks for Excel and LibreOffice.

use super::sheet::{Dialect, Sheet};
use super::weekly::Weekly;

/// A workbook cannot be written.
#[derive(Debug)]
pub struct WorkbookError(String);

impl std::fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WorkbookError {}

/// A workbook of one sheet.
///
/// # Errors
/// Where the sheet is larger than a workbook can hold.
pub fn sheet(sheet: Sheet<'_>) -> Result<Vec<u8>, WorkbookError> {
    Ok(sheet.csv(Dialect::CSV).into_bytes())
}

/// A workbook of everything that is told of a week.
///
/// # Errors
/// Where a sheet is larger than a workbook can hold.
pub fn week(week: &Weekly<'_>) -> Result<Vec<u8>, WorkbookError> {
    sheet(super::score::sheet(week.assessment, week.beside, week.account))
}
