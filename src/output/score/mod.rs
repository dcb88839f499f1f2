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
pub use page::{page, public, volume_unit};
pub use row::{keeps_weeks, row};
pub use sheet::sheet;

pub(in crate::output) use consequences::add as consequences;
pub(in crate::output) use first::{
    costs, fact, faults, heading, is_first, next, over, score_wanted, todo, verdict,
};
pub(in crate::output) use page::{factors, points, score as estimate, sources, storage, verdict as lines};
pub(in crate::output) use what_if::add as what_if;
