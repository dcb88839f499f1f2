//! What the files are and what is wrong with them, in every form.

mod csv;
mod json;
mod page;

pub use csv::csv;
pub use json::json;
pub use page::page;
