//! The SKUs of an account: [`page()`] for people, [`json()`] and [`sheet()`] for machines.

mod json;
mod money;
mod page;
mod sheet;

pub use json::json;
pub use page::{Told, page};
pub use sheet::sheet;

pub(in crate::output) use page::{alerts, summary, table};
