//! The plan: [`page()`] for people, [`json()`] and [`sheet()`] for machines, [`removal_order()`] for Seller Central.

mod json;
mod page;
mod removal;
mod sheet;

pub use json::json;
pub use page::page;
pub use removal::{ORDERS, not_in_orders, removal_order};
pub use sheet::sheet;

use crate::assess::Assessment;
use crate::plan::Plan;

/// A plan, and whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The account as it stands.
    pub assessment: &'a Assessment,
    /// The currency of its amounts, where it is known.
    pub currency: Option<&'a str>,
    /// The name of the account, where one was given.
    pub account: Option<&'a str>,
}
