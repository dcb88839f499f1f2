//! A run with a bound: how much memory it took at most, and how long it kept processors busy, which does not depend on who else does.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// So much memory a run takes at most, whatever it is given.
const MOST_MEMORY: u64 = 256 << 20;

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
    /// The most memory that was in use, in bytes.
    pub(crate) peak: u64,
    /// How long it kept processors busy.
    pub(crate) took: Duration,
}

/// No run of these waits for anything so long.
const HANGS: Duration = Duration::from_secs(600);

/// The program in a folder, without any setting of whoever runs the tests.
pub(crate) fn ipi(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("IPI_")) {
        command.env_remove(name);
    }
    command.env("IPI_MAX_AGE", "off").current_dir(folder).args(arguments);
    command
}

/// A command that has begun.
pub(crate) fn begun(command: &mut Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// What one reads of a process that has ended is lost, so it is looked at again and again until then.
fn peak(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).map_or(0, |kib| kib << 10)
}

/// The time that a process has taken, in hundredths of a second of user and system.
fn busy(process: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let numbers = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    Duration::from_millis(numbers.filter_map(|number| number.parse::<u64>().ok()).sum::<u64>() * 10)
}

fn reader(mut from: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        bytes
    })
}

/// Waits for the end of a run, and holds it against the bounds.
#[track_caller]
pub(crate) fn ended(mut child: Child, begun: Instant, seconds: u64) -> Ran {
    drop(child.stdin.take());
    let (out, err) = (reader(child.stdout.take().unwrap()), reader(child.stderr.take().unwrap()));
    let (mut most, mut took) = (0, Duration::ZERO);
    let status = loop {
        (most, took) = (most.max(peak(child.id())), took.max(busy(child.id())));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > HANGS {
            child.kill().unwrap();
        }
        thread::sleep(Duration::from_millis(1));
    };
    let text = |bytes: thread::JoinHandle<Vec<u8>>| String::from_utf8(bytes.join().unwrap()).unwrap();
    let ran = Ran { code: status.code(), out: text(out), err: text(err), peak: most, took };
    assert!(ran.peak < MOST_MEMORY, "{} MiB", ran.peak >> 20);
    assert!(ran.took.as_secs() < seconds, "{} s: {}", ran.took.as_secs(), ran.err);
    eprintln!("{} MiB, {:.2} s", ran.peak >> 20, ran.took.as_secs_f64());
    ran
}

/// Runs within the bounds.
#[track_caller]
pub(crate) fn run(folder: &Path, arguments: &[&str], seconds: u64) -> Ran {
    let start = Instant::now();
    ended(begun(&mut ipi(folder, arguments)), start, seconds)
}

/// Runs within the bounds, fed through a pipe until the feeder has had enough or nobody listens any more.
#[track_caller]
pub(crate) fn fed(
    folder: &Path,
    arguments: &[&str],
    seconds: u64,
    feed: impl FnOnce(ChildStdin) + Send + 'static,
) -> Ran {
    let start = Instant::now();
    let mut child = begun(&mut ipi(folder, arguments));
    let stdin = child.stdin.take().unwrap();
    let feeder = thread::spawn(move || feed(stdin));
    let ran = ended(child, start, seconds);
    feeder.join().unwrap();
    ran
}

impl Ran {
    /// It ended with this code and said all of these, each thing that is wrong in a line of its own.
    #[track_caller]
    pub(crate) fn told(&self, code: i32, said: &[&str]) -> &Ran {
        assert_eq!(self.code, Some(code), "{self:#?}");
        for said in said {
            assert!(self.err.contains(said), "{said:?} is not in {}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}
