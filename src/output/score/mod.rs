//! The score report: [`page()`] for people, [`json()`] and [`csv()`] for machines.

mod consequences;
mod csv;
mod first;
mod json;
mod page;
mod what_if;

pub use csv::csv;
pub use first::{Beside, Told};
pub use json::json;
pub use page::page;
