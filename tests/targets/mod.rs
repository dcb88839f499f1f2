//! What is fed with anything at all: one function for each part of the program that reads what others wrote.
//!
//! The fuzzer of `tests/fuzz` and `tests/replay.rs` call the same functions. Each says nothing where all is well and panics
//! where it is not.

mod cells;
mod cli;
mod files;
mod fleet;
mod import;
mod report;
mod texts;

/// Bytes of a chunk that holds most inputs as a whole; a larger one would take longer to make than to read.
const WHOLE: usize = 1 << 13;

/// A target: its name, which is that of the folder of its corpus too, and what it does.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) const ALL: [Target; 12] = [
    ("recognise", report::recognise),
    ("split", texts::split),
    ("decode", texts::decode),
    ("readers", report::readers),
    ("dates", cells::dates),
    ("numbers", cells::numbers),
    ("settings", files::settings),
    ("archives", files::archives),
    ("workbooks", files::workbooks),
    ("import", import::import),
    ("manifest", fleet::manifest),
    ("journal", fleet::journal),
];

/// Fails where a text that is shown holds a character which a terminal obeys or does not show.
fn is_clean(text: &str) {
    let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let dirty = lines.find(|line| ipi::ids::printable(line) != *line);
    assert_eq!(dirty, None, "a hidden character is shown");
}

/// The bytes up to the next 0xff, which stands between the parts of an input as no text has it; what follows stays.
fn part<'a>(data: &mut &'a [u8]) -> &'a [u8] {
    let end = data.iter().position(|byte| *byte == 0xff).unwrap_or(data.len());
    let (part, rest) = data.split_at(end);
    *data = rest.get(1..).unwrap_or_default();
    part
}

/// The first byte, which chooses among forms; what follows stays.
fn choice(data: &mut &[u8]) -> usize {
    let Some((first, rest)) = data.split_first() else { return 0 };
    *data = rest;
    usize::from(*first)
}
