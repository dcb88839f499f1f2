//! A fault at one call of a run: the system refuses it, or the run is killed there. strace does both.

use crate::tools::{missing, tool};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Calls that change what is on disk, or end in it.
const CALLS: &str =
    "write,pwrite64,openat,fsync,fdatasync,rename,renameat,renameat2,linkat,ftruncate,mkdir,fchmod,unlink";

/// One call of a run: its name, and which of its kind it is in its thread.
pub(crate) type Point = (String, usize);

/// The tracer, where it is there and may trace.
pub(crate) fn strace() -> Option<PathBuf> {
    let strace = tool("strace")?;
    let tried = Command::new(&strace).args(["-qq", "-o", "/dev/null", "true"]).output().unwrap();
    if !tried.status.success() {
        missing("the right to trace programs (strace)");
        return None;
    }
    Some(strace)
}

/// A run that is traced.
fn traced(strace: &Path, run: &Command, log: &Path, threads: bool) -> Command {
    let mut command = Command::new(strace);
    command.arg("-qq").arg("-o").arg(log);
    if threads {
        command.arg("-f");
    }
    command.stdin(Stdio::null());
    for (name, value) in run.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    if let Some(folder) = run.get_current_dir() {
        command.current_dir(folder);
    }
    command
}

fn of(mut command: Command, run: &Command) -> Output {
    command.arg("--").arg(run.get_program()).args(run.get_args()).output().unwrap()
}

/// All calls of a run that are of interest. What goes to stderr is what a fault is told by, so those writes are spared.
pub(crate) fn points(strace: &Path, run: &Command, threads: bool) -> (BTreeSet<Point>, Output) {
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut command = traced(strace, run, log.path(), threads);
    command.arg(format!("--trace={CALLS}"));
    let output = of(command, run);
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut points = BTreeSet::new();
    for line in fs::read_to_string(log.path()).unwrap().lines() {
        // With several threads each line begins with the number of its own.
        let (thread, line) = line.split_once(' ').filter(|_| threads).unwrap_or(("", line));
        let line = line.trim_start();
        let Some((call, arguments)) = line.split_once('(') else { continue };
        if !CALLS.split(',').any(|known| known == call) {
            continue;
        }
        let count = counts.entry((thread.to_owned(), call.to_owned())).or_default();
        *count += 1;
        let is_idle = match call {
            "openat" => !arguments.contains("O_CREAT") && !arguments.contains("O_TMPFILE"),
            "write" => arguments.starts_with("2,"),
            _ => false,
        };
        if !is_idle {
            points.insert((call.to_owned(), *count));
        }
    }
    (points, output)
}

/// Which fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The call fails with this error of the system.
    Error(&'static str),
    /// The run is killed before the call is done.
    Kill,
}

/// How a run with a fault ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) killed: bool,
    pub(crate) code: Option<i32>,
    pub(crate) said: String,
    /// The call did come.
    pub(crate) struck: bool,
}

/// Runs with a fault at one call.
pub(crate) fn struck(strace: &Path, run: &Command, threads: bool, (call, at): &Point, fault: Fault) -> Ended {
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut command = traced(strace, run, log.path(), threads);
    let how = match fault {
        Fault::Error(name) => format!("error={name}"),
        Fault::Kill => "signal=KILL".to_owned(),
    };
    command.arg(format!("--trace={call}")).arg(format!("--inject={call}:{how}:when={at}"));
    let output = of(command, run);
    let killed = output.status.signal() == Some(9) || output.status.code() == Some(137);
    let injected = fs::read_to_string(log.path()).unwrap().contains("INJECTED");
    Ended {
        killed,
        code: output.status.code(),
        said: String::from_utf8_lossy(&output.stderr).into_owned(),
        struck: killed || injected,
    }
}
