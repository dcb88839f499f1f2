//! What was read: carried to the foot of every output.

use crate::report::ReportKind;
use chrono::NaiveDate;
use std::sync::Arc;

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path as the user gave it.
    pub file: Arc<str>,
    /// What it is.
    pub kind: ReportKind,
    /// Rows that are not blank.
    pub rows: u64,
    /// Rows left out because something in them is wrong.
    pub left_out: u64,
    /// The first and the last day that its rows are about, where it has dates.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// In what it is written.
    pub encoding: &'static str,
    /// What separates its cells.
    pub delimiter: &'static str,
    /// Bytes.
    pub bytes: u64,
    /// A short mark of the content.
    pub fingerprint: u64,
    /// Does it decide any figure of this account?
    pub used: bool,
}
