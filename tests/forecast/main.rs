//! The forecast held against sellers whose demand is known, and against accounts by hand.

#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]

mod by_hand;
mod command;
mod coverage;
mod demand;
#[allow(dead_code)] // other tests shuffle with it
#[path = "../simulated/dice.rs"]
mod dice;
mod seller;

use ipi::account::Account;
use ipi::assess::Assessment;
use ipi::score::Past;

/// What an account comes to, without a past.
fn assess(account: &Account) -> Assessment {
    Assessment::of(account, &[], |_, _, _| Past::default())
}
