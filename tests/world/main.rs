//! Faults of the world: kills and full disks at every write, closed streams, links, clocks, crowds.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, clippy::disallowed_methods)]

#[allow(unreachable_pub)]
#[path = "../tools/mod.rs"]
mod tools;

mod cases;
mod clock;
mod crowd;
mod faults;
mod places;
mod strace;
mod streams;

use std::path::Path;
use std::process::Command;

/// The program in a folder that is its home too, without any setting of whoever runs the tests.
pub(crate) fn ipi(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_") || name.starts_with("XDG_"))
    {
        command.env_remove(name);
    }
    command.env("IPI_MAX_AGE", "off").env("HOME", folder).current_dir(folder);
    command
}
