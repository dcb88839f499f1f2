//! What can be done about a score, what it does to it, and the cheapest set of it that reaches a target.
//!
//! An [`Action`] changes what one stock brings into the factors ([`effect`]); the factors are measured anew from the changed
//! sums and the model that learnt the account's past is asked again, so that no gain is guessed ([`Gauge`]). A [`WhatIf`]
//! does that for actions that somebody names.

mod action;
pub mod effect;
mod gauge;
mod holding;
mod what_if;

pub use action::{Action, What};
pub use effect::When;
pub use gauge::{Gauge, Outcome};
pub use holding::{Holding, Holdings, place};
pub use what_if::{Impossible, Step, WhatIf};
