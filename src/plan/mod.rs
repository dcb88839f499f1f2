//! What can be done about a score, what it does to it, and the cheapest set of it that reaches a target.
//!
//! An [`Action`] changes what one stock brings into the factors ([`effect`]); the factors are measured anew from the changed
//! sums and the model that learnt the account's past is asked again, so that no gain is guessed ([`Gauge`]). A [`WhatIf`]
//! does that for actions that somebody names; a [`Plan`] finds the cheapest ones that reach a target on a day, beginning with
//! the [`Baseline`] of that day. What units cost to take out is an [`Offer`] for each stock.

mod action;
mod baseline;
mod candidates;
mod cheapest;
mod chord;
mod costs;
pub mod effect;
mod exchange;
mod field;
mod fill;
mod gauge;
mod holding;
mod price;
mod search;
mod sheet;
mod what_if;

pub use action::{Action, What};
pub use baseline::{Baseline, Look, WEEKS_AVERAGED};
pub use cheapest::{Foreseen, Line, Plan, Wanted, cheapest, is_reachable, share_on};
pub use costs::{Costs, SkuCosts};
pub use effect::When;
pub use gauge::{Gauge, Outcome};
pub use holding::{Holding, Holdings, place};
pub use price::{Idle, Offer, Price};
pub use sheet::{COLUMNS, Known, costs_of_file};
pub use what_if::{Impossible, Step, WhatIf};
