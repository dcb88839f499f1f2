//! Workbooks for Excel and LibreOffice: what other forms say in text is real numbers, percentages and days here.
//!
//! Text is written as text, whatever it begins with: no cell holds a formula or a link. The same rows give the same bytes.

#[cfg(feature = "workbook")]
mod book;
#[cfg(feature = "workbook")]
mod chart;
#[cfg(feature = "workbook")]
mod column;
#[cfg(feature = "workbook")]
mod course;
#[cfg(feature = "workbook")]
mod factors;
#[cfg(feature = "workbook")]
mod figures;
#[cfg(feature = "workbook")]
mod sources;
#[cfg(feature = "workbook")]
mod summary;
#[cfg(feature = "workbook")]
mod table;
#[cfg(feature = "workbook")]
mod text;
#[cfg(feature = "workbook")]
mod week;
#[cfg(not(feature = "workbook"))]
#[path = "absent.rs"]
mod week;

pub use week::{sheet, week};

use std::any::Any;

/// Was this `ipi` built with what writes workbooks?
pub const IS_BUILT: bool = cfg!(feature = "workbook");

/// What to say where it was not.
pub const NOT_BUILT: &str = "this ipi was built without workbooks; next: build it with cargo install --path . --features \
                             workbook, or take another form such as csv";

/// Stands in the properties of every workbook that is written, so that it is known as our own when it lies among reports.
pub const MARK: &str = "ipi.workbook/1";

/// Is a panic that of the writer of workbooks whose temporary file cannot be written? It becomes a [`WorkbookError`], so that nobody
/// need be told of the panic.
#[must_use]
pub fn is_unwritable(panic: &(dyn Any + Send)) -> bool {
    let told = panic.downcast_ref::<String>().map_or("", String::as_str);
    ["Couldn't write to xml file", "called `Result::unwrap()` on an `Err` value: Os {"]
        .iter()
        .any(|known| told.starts_with(known))
}

/// A workbook cannot be written.
#[derive(Debug)]
pub struct WorkbookError(String);

impl std::fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot make the workbook: {}", self.0)
    }
}

impl std::error::Error for WorkbookError {}
