//! Windows.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::windows::fs::{FileExt as _, MetadataExt as _};
use std::os::windows::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

/// The program that shows long pages, unless another is named: `more` shows no colours, so none.
pub const PAGER: &str = "";

/// The keys that end what is typed on a terminal.
pub const END_OF_INPUT: &str = "Ctrl-Z and Enter";

/// Does a variable say where the home folder is?
pub const HOME_IS_A_VARIABLE: bool = false;

/// Does every terminal show more than ASCII, whatever its variables say?
pub const TERMINALS_SHOW_UNICODE: bool = true;

/// Can a process be held to a limit of memory?
pub const CAN_LIMIT_MEMORY: bool = false;

/// Creates a folder, and those above it; what exists stays as it is. The user's own folders keep others out, and what is
/// made in them inherits that.
pub fn private_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// Creates an empty file. One that exists already is an error of that kind.
pub fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create_new(true).open(path)
}

/// Why a secret in this file is none. The lists that say who may read it are not looked at: the standard library reads none.
pub fn others_may_read(_: &Metadata) -> Option<String> {
    None
}

/// How a new file is created: it takes over what its folder allows.
pub fn new_file(_: bool) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    options
}

/// Tells a file from another of the same name, by the time at which it was made.
pub fn identity(found: &Metadata) -> (u64, u64) {
    (found.creation_time(), 0)
}

/// Has this program as many files open as may be? This is `ERROR_TOO_MANY_OPEN_FILES`.
pub fn too_many_open(error: &io::Error) -> bool {
    error.raw_os_error() == Some(4)
}

/// The code of a file that another program holds open.
const SHARING_VIOLATION: i32 = 32;

/// What is wrong with replacing a file: spreadsheets let nobody write to what they show.
pub fn not_replaced(error: io::Error) -> io::Error {
    if error.kind() != io::ErrorKind::PermissionDenied && error.raw_os_error() != Some(SHARING_VIOLATION) {
        return error;
    }
    io::Error::new(error.kind(), format!("{error}; next: if another program shows it, close it there"))
}

/// Reads what stands at a position.
pub fn read_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    file.seek_read(buffer, offset)
}

/// When the file was made, for want of a time that nobody can set back, in units of 100 nanoseconds.
pub fn changed(found: &Metadata) -> Option<(i64, i64)> {
    Some((i64::try_from(found.creation_time()).ok()?, 0))
}

/// A line for the shell, as it was typed: `cmd` reads quotes in its own way.
pub fn shell(line: &str) -> Command {
    let mut command = Command::new("cmd");
    command.arg("/C").raw_arg(line);
    command
}

/// Holds this process to so many bytes of memory.
pub fn limit_memory(_: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
