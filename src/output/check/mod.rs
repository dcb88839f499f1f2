//! What the files are and what is wrong with them, in every form.

mod json;
mod page;
mod sheet;

pub use json::json;
pub use page::page;
pub use sheet::sheet;
