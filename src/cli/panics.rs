//! What is said of a panic: nothing where it becomes an error of ours.

use ipi::output::workbook;
use std::panic::{set_hook, take_hook};

/// Keeps quiet about the panics of the writer of workbooks on a full disk; all others are told as usual.
pub(super) fn hush() {
    let usual = take_hook();
    set_hook(Box::new(move |panic| {
        if !workbook::is_unwritable(panic.payload()) {
            usual(panic);
        }
    }));
}
