//! The score report: [`page()`] for people, [`json()`] and [`sheet()`] for machines.

mod consequences;
mod first;
mod json;
mod page;
mod sheet;
mod what_if;

pub use first::{Beside, Told};
pub(in crate::output) use first::{costs, fact, is_first, over, todo, verdict};
pub use json::json;
pub use page::page;
pub use sheet::sheet;
