//! Many accounts at once: every one has its line, whatever happens to the others.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

mod accounts;
mod asked;
#[cfg(target_os = "linux")]
mod ends;
mod history;
mod journal;
mod lines;
mod places;
#[cfg(target_os = "linux")]
mod spark;
mod table;
#[path = "../tools/mod.rs"]
#[cfg(target_os = "linux")]
pub mod tools;
