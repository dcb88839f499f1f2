//! The score report: [`page()`] for people, [`json()`] and [`sheet()`] for machines.

mod consequences;
mod first;
mod json;
mod page;
mod sheet;
mod what_if;

pub use first::{Beside, Told};
pub use json::json;
pub use page::page;
pub use sheet::sheet;

pub(in crate::output) use consequences::add as consequences;
pub(in crate::output) use first::{
    costs, fact, faults, heading, is_first, next, over, score_wanted, todo, verdict,
};
pub(in crate::output) use page::{factors, points, score as estimate, sources, storage, verdict as lines};
pub(in crate::output) use what_if::add as what_if;
