//! Plans held against an independent measure: brute force on small accounts, a linear program on larger ones, and what must
//! hold for any.

#![allow(clippy::unwrap_used, clippy::panic)]

mod bound;
mod brute_force;
mod command;
mod invented;
mod later;
mod properties;
