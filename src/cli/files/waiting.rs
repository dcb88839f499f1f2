//! A word to whoever waits for a pipe that nobody writes to.

use super::super::out::note;
use ipi::system::END_OF_INPUT;
use std::io::IsTerminal as _;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

/// After so long somebody who typed a command wonders.
const PATIENCE: Duration = Duration::from_secs(2);

/// Says on stderr, once and after a while, what is waited for; nothing where it came in time.
pub(in super::super) struct Waiting {
    _came: Sender<()>,
}

impl Waiting {
    /// Waits for `what` until this is dropped.
    pub(in super::super) fn until(what: String) -> Self {
        let (came, dropped) = channel::<()>();
        thread::spawn(move || {
            if dropped.recv_timeout(PATIENCE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                note(&format!("waiting for {what}"));
            }
        });
        Waiting { _came: came }
    }

    /// Waits for the first byte of standard input.
    pub(super) fn for_stdin() -> Self {
        let is_typed = std::io::stdin().is_terminal();
        let end = if is_typed { format!("; end it with {END_OF_INPUT}") } else { String::new() };
        Self::until(format!("a report on standard input{end}"))
    }
}
