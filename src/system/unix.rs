//! Linux, macOS and their kin.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::process::Command;

/// The program that shows long pages, unless another is named.
pub const PAGER: &str = "less";

/// The key that ends what is typed on a terminal.
pub const END_OF_INPUT: &str = "Ctrl-D";

/// Does a variable say where the home folder is?
pub const HOME_IS_A_VARIABLE: bool = true;

/// Does every terminal show more than ASCII, whatever its variables say?
pub const TERMINALS_SHOW_UNICODE: bool = cfg!(target_os = "macos");

/// Can a process be held to a limit of memory?
pub const CAN_LIMIT_MEMORY: bool = true;

/// Creates a folder for the owner's eyes only, and those above it; what exists stays as it is.
pub fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).recursive(true).create(path)
}

/// Creates an empty file for the owner's eyes only. One that exists already is an error of that kind.
pub fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().mode(0o600).append(true).create_new(true).open(path)
}

/// Why a secret in this file is none: others than its owner may read it.
pub fn others_may_read(file: &Metadata) -> Option<String> {
    let mode = file.mode() & 0o777;
    (mode & 0o077 != 0).then(|| format!("others may read it (its mode is {mode:03o}); next: chmod 600"))
}

/// How a new file is created: for the owner's eyes only, or for others too as far as the user's own mask allows it.
pub fn new_file(private: bool) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(if private { 0o600 } else { 0o666 }).read(true).write(true).create_new(true);
    options
}

/// Tells a file from another of the same name.
pub fn identity(found: &Metadata) -> (u64, u64) {
    (found.dev(), found.ino())
}

/// Has this program, or have all together, as many files open as may be? These are `EMFILE` and `ENFILE`.
pub fn too_many_open(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(23 | 24))
}

/// What is wrong with replacing a file.
pub fn not_replaced(error: io::Error) -> io::Error {
    error
}

/// Reads what stands at a position; where the file is read next by others does not change.
pub fn read_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    file.read_at(buffer, offset)
}

/// When anything about the file changed last, in seconds and their fraction; nobody can set it back.
pub fn changed(found: &Metadata) -> Option<(i64, i64)> {
    Some((found.ctime(), found.ctime_nsec()))
}

/// A line for the shell.
pub fn shell(line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line]);
    command
}

/// Holds this process to so many bytes of memory. One that needs more ends.
pub fn limit_memory(bytes: u64) -> io::Result<()> {
    let now = getrlimit(Resource::As);
    let most = now.maximum.map_or(bytes, |maximum| maximum.min(bytes));
    Ok(setrlimit(Resource::As, Rlimit { current: Some(most), maximum: now.maximum })?)
}
