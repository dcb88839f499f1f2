//! A child: this program itself, as a process that can hang, die and be killed without harm to anything else.

use super::wire::{Answer, Request};
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom};
use std::process::{Child as Process, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// The hidden command that a child runs, with the arguments of its parent. No name that anybody mistypes comes near to its letters.
pub(in crate::cli) const COMMAND: &str = "__WORKER";

/// Some schedulers set it for what they start; it makes the allocator give memory back at every turn, which costs more than half
/// of the speed.
const TRIMS: &str = "MALLOC_TRIM_THRESHOLD_";

/// Of what a child says before it dies so much is told.
const LAST_WORDS: u64 = 2 << 10;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Lost {
    /// It took too long and was killed.
    Late,
    /// The process ended, and what it said at last.
    Died(String),
    /// No process could be started.
    NotStarted(io::Error),
}

/// What the watch sees of a child: the process, and when its time is up.
#[derive(Default)]
pub(super) struct Watched {
    process: Option<Process>,
    until: Option<Instant>,
    /// Its time was up and it was killed.
    late: bool,
    /// Nothing is to be started any more.
    over: bool,
}

/// One place at which a child works, and the watch over it.
#[derive(Clone, Default)]
pub(super) struct Place(Arc<Mutex<Watched>>);

impl Place {
    fn lock(&self) -> MutexGuard<'_, Watched> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Kills the child if its time is up.
    pub(super) fn watch(&self, now: Instant) {
        let mut watched = self.lock();
        if watched.until.is_some_and(|until| until <= now) {
            (watched.until, watched.late) = (None, true);
            kill(&mut watched);
        }
    }

    /// Kills the child, and lets none take its place.
    pub(super) fn end(&self) {
        let mut watched = self.lock();
        watched.over = true;
        kill(&mut watched);
    }
}

fn kill(watched: &mut Watched) {
    if let Some(process) = &mut watched.process {
        // One that has ended by itself cannot be killed, and need not.
        _ = process.kill();
    }
}

/// The ends of the pipes to a child that lives.
struct Pipes {
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    /// Its stderr: a file, since nobody reads along.
    said: Option<File>,
}

/// A child that is started when it is needed, and again when it has died.
pub(super) struct Child {
    place: Place,
    pipes: Option<Pipes>,
}

impl Child {
    pub(super) fn new(place: Place) -> Child {
        Child { place, pipes: None }
    }

    /// Asks for an account and waits for the answer, until the time is up.
    pub(super) fn ask(&mut self, request: &Request, until: Option<Instant>) -> Result<Answer, Lost> {
        let pipes = match &mut self.pipes {
            Some(pipes) => pipes,
            none => none.insert(start(&self.place).map_err(Lost::NotStarted)?),
        };
        {
            let mut watched = self.place.lock();
            (watched.until, watched.late) = (until, false);
        }
        let answer = request.send(&mut pipes.to).and_then(|()| Answer::receive(&mut pipes.from));
        let late = {
            let mut watched = self.place.lock();
            watched.until = None;
            watched.late
        };
        match answer {
            // It came in time, even if the child was killed right after it.
            Ok(answer) => Ok(answer),
            Err(error) => {
                let died = self.bury(&error);
                Err(if late { Lost::Late } else { Lost::Died(died) })
            }
        }
    }

    /// Takes leave of a child that gave no answer, and says how it ended.
    fn bury(&mut self, error: &io::Error) -> String {
        let said = self.pipes.take().and_then(|pipes| pipes.said);
        let mut process = self.place.lock().process.take();
        if let Some(process) = &mut process {
            // It may live on, with its pipes closed.
            _ = process.kill();
        }
        let status = process.and_then(|mut process| process.wait().ok());
        let ended = status.map_or_else(|| error.to_string(), |status| status.to_string());
        let last = said.and_then(|file| last_words(file).ok()).unwrap_or_default();
        if last.is_empty() { ended } else { format!("{ended}: {last}") }
    }
}

impl Drop for Child {
    /// With its pipes closed a child ends; it is waited for, so that none is left.
    fn drop(&mut self) {
        if self.pipes.take().is_some() {
            let process = self.place.lock().process.take();
            process.map(|mut process| process.wait());
        }
    }
}

fn start(place: &Place) -> io::Result<Pipes> {
    let said = tempfile::tempfile().ok();
    let stderr = said.as_ref().and_then(|file| file.try_clone().ok());
    let args: Vec<OsString> = std::env::args_os().skip(2).collect();
    let mut command = Command::new(std::env::current_exe()?);
    // What it says at last goes into a line of JSON: no pages of addresses.
    command.arg(COMMAND).args(args).env_remove(TRIMS).env("RUST_BACKTRACE", "0");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(stderr.map_or_else(Stdio::null, Stdio::from));
    let mut watched = place.lock();
    if watched.over {
        return Err(io::Error::other("the work is over"));
    }
    let mut process = command.spawn()?;
    let (to, from) = (process.stdin.take(), process.stdout.take());
    watched.process = Some(process);
    let gone = || io::Error::other("a pipe to the child is missing");
    Ok(Pipes {
        to: to.ok_or_else(gone)?,
        from: BufReader::with_capacity(64 << 10, from.ok_or_else(gone)?),
        said,
    })
}

/// The end of what a child said, on one line.
fn last_words(mut file: File) -> io::Result<String> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(LAST_WORDS)))?;
    let mut bytes = Vec::new();
    file.take(LAST_WORDS).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<_> =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("note: ")).collect();
    Ok(lines.join("; "))
}
