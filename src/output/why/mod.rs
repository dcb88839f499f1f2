//! Why the score changed, in every form.

mod json;
mod page;
mod phrases;
mod sheet;

pub use json::json;
pub use page::page;
pub(in crate::output) use page::paragraph;
pub use sheet::sheet;

pub(in crate::output) use page::body as told;

use crate::ids::Marketplace;
use crate::why::{Basis, Why};

/// What is told, and of what.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Why the estimate changed.
    pub why: &'a Why,
    /// Where the figures of the first day come from.
    pub basis: Basis,
    /// The marketplace, where it is known.
    pub marketplace: Option<Marketplace>,
    /// The name of the account, where one was given.
    pub account: Option<&'a str>,
    /// Something was left out at the seller's wish.
    pub partial: bool,
    /// Every cause, not the largest SKUs alone.
    pub details: bool,
}
