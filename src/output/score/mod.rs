//! The score report: [`page()`] for people, [`json()`] and [`sheet()`] for machines.

mod consequences;
mod first;
mod json;
mod page;
mod sheet;
mod what_if;

pub use consequences::{CostLine, cost_lines};
pub use first::{Beside, Told, day_and_place};
pub use json::json;
pub use page::{page, volume_unit};
pub use sheet::sheet;
