//! The weekly letter, end to end: against a real server on loopback, whose mail Python's own reader takes apart.

#![cfg(feature = "mail")]
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(unreachable_pub, clippy::print_stderr)]
#[path = "../tools/mod.rs"]
mod tools;

mod conditions;
mod delivery;
mod faults;
mod outbox;
mod password;
mod post;
mod privacy;
mod secured;
mod written;
