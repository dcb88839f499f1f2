//! The SKUs of an account: [`page()`] for people, [`json()`] and [`csv()`] for machines.

mod csv;
mod json;
mod money;
mod page;

pub use csv::csv;
pub use json::json;
pub use page::{Told, page};
