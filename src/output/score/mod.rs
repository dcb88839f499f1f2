//! The score report: [`page()`] for people, [`json()`] and [`csv()`] for machines.

mod csv;
mod first;
mod json;
mod page;

pub use csv::csv;
pub use first::Told;
pub use json::json;
pub use page::page;
