//! The targets, compiled once for all of the fuzzer's programs.

#[path = "../targets/mod.rs"]
mod targets;

/// Runs the target of a name.
pub fn run(name: &str, data: &[u8]) {
    targets::run(name, data);
}
