//! A small seller's reports, and the ways in which they get damaged between Seller Central and a folder.

mod account;
mod cases;
mod files;
mod table;

pub(crate) use account::Shop;
pub(crate) use cases::{Case, Harm, LEDGER, Outcome, PLANNING, SHIPMENTS, STRANDED};
pub(crate) use files::{File, SETS, Set};
#[allow(unused_imports)] // as tests/polluted.rs does
pub(crate) use table::Table;
