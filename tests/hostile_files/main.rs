//! Hostile files: whatever lies among the reports, a run takes at most 256 MiB, ends soon, and says what is wrong.
//!
//! The sizes are those that a build without optimisation reads in a moment; what is ignored here is larger, and is run with
//! `cargo test --release --test hostile_files -- --ignored`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, clippy::disallowed_methods)]

mod archives;
mod folders;
mod meanwhile;
mod measure;
mod tables;
mod workbooks;

pub(crate) const HEAD: &str =
    "snapshot-date,sku,available,units-shipped-t30,units-shipped-t90,marketplace,product-name\n";
pub(crate) const ROW: &str = "2026-06-30,MUG,45,10,30,US,Mug\n";

/// A folder with files in it.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}
