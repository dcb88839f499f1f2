//! The score report: [`page()`] for people, [`json()`] and [`sheet()`] for machines.

mod consequences;
mod factors;
mod first;
mod json;
mod page;
mod row;
mod sheet;
mod what_if;

pub use consequences::{CostLine, cost_lines};
pub use first::{Beside, Told, day_and_place};
pub use json::{json, json_1};
pub use page::{page, volume_unit};
pub use row::row;
pub use sheet::sheet;
