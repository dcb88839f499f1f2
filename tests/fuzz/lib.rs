//! The targets, compiled once for all of the fuzzer's programs.

#[path = "../targets/mod.rs"]
mod targets;

pub use targets::run;
