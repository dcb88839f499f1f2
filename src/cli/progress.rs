//! How far reading has come, on stderr, for work of over a second on a terminal.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Work below this is not worth a word.
const QUIET: Duration = Duration::from_secs(1);
/// How often the line changes.
const EVERY: Duration = Duration::from_millis(200);

/// Shows progress until it is dropped. Nothing, where stderr is no terminal.
pub(super) struct Progress {
    stop: Option<Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// Begins to watch: of `total` bytes, `read` counts those that are read.
pub(super) fn watch(total: u64, read: Arc<AtomicU64>) -> Progress {
    show(move |since| line(read.load(Ordering::Relaxed), total, since))
}

/// Begins to show a line, which is made anew again and again from the time that has passed.
pub(super) fn show(line: impl Fn(Duration) -> String + Send + 'static) -> Progress {
    if !std::io::stderr().is_terminal() {
        return Progress { stop: None, thread: None };
    }
    let (stop, stopped) = channel();
    let thread = thread::spawn(move || {
        let begun = Instant::now();
        let mut wait = QUIET;
        let mut shown = false;
        while stopped.recv_timeout(wait) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            wait = EVERY;
            shown = true;
            _ = write!(std::io::stderr(), "\r{}\u{1b}[K", line(begun.elapsed()));
        }
        if shown {
            _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    });
    Progress { stop: Some(stop), thread: Some(thread) }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

#[allow(clippy::cast_precision_loss)]
fn line(read: u64, total: u64, since: Duration) -> String {
    let mega = |bytes: f64| bytes / 1e6;
    let rate = read as f64 / since.as_secs_f64().max(0.001);
    let left = total.saturating_sub(read) as f64 / rate.max(1.0);
    format!(
        "{:.0} of {:.0} MB, {:.0} MB/s, {left:.0} s left",
        mega(read as f64),
        mega(total as f64),
        mega(rate)
    )
}
