//! The targets, compiled once for all of the fuzzer's programs.

#[path = "../targets/mod.rs"]
mod targets;

/// Runs the target that stands at a place among all. A program that runs one holds no more than that one needs, and is as
/// much faster.
pub fn run<const PLACE: usize>(data: &[u8]) {
    let run = const { targets::ALL[PLACE].1 };
    run(data);
}

/// The place of the target of a name.
pub const fn place(name: &str) -> usize {
    let mut at = 0;
    while !is_same(targets::ALL[at].0.as_bytes(), name.as_bytes()) {
        at += 1;
    }
    at
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}
