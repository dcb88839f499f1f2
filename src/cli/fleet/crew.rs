//! The crew: a thread for each child, which hands it one account after the other, and one thread that watches the clock.

use super::child::{Child, Lost, Place};
use super::entry::Entry;
use super::journal::{Kept, Lookup};
use super::wire::{Answer, Request, Stand};
use ipi::output::fleet::{Failure, Kind, Line};
use ipi::output::words::{printable, typed};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often the watch looks at the clock.
const EVERY: Duration = Duration::from_millis(50);
/// So many lines may wait to be written.
const WAITING: usize = 64;

/// How the crew works.
#[derive(Clone, Copy, Debug)]
pub(super) struct Orders {
    /// Children at once.
    pub(super) jobs: usize,
    /// How long an account may take.
    pub(super) timeout: Option<Duration>,
    /// How often an account is tried once more after its child died.
    pub(super) retries: u32,
    /// Is it to be told what a line was made from?
    pub(super) stand: bool,
}

/// An account's line.
#[derive(Debug)]
pub(super) struct Done {
    /// Its place among all.
    pub(super) number: u64,
    pub(super) id: String,
    pub(super) line: String,
    pub(super) kind: Option<Kind>,
    pub(super) stand: Option<Stand>,
    /// What is to be kept in the history, packed.
    pub(super) parcel: Vec<u8>,
    /// The line was there before.
    pub(super) kept: Option<Kept>,
}

/// What is still to be done.
struct Queue<I> {
    entries: I,
    lookup: Option<Lookup>,
    next: u64,
}

/// Everybody at work.
pub(super) struct Crew {
    places: Vec<Place>,
    over: Arc<AtomicBool>,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Crew {
    /// Sets everybody to work; what is done arrives as it becomes ready.
    pub(super) fn hire<I>(
        orders: Orders,
        entries: I,
        lookup: Option<Lookup>,
    ) -> (Crew, Receiver<io::Result<Done>>)
    where
        I: Iterator<Item = io::Result<Entry>> + Send + 'static,
    {
        let (sender, done) = sync_channel(WAITING);
        let queue = Arc::new(Mutex::new(Queue { entries, lookup, next: 0 }));
        let places: Vec<_> = (0..orders.jobs).map(|_| Place::default()).collect();
        let over = Arc::new(AtomicBool::new(false));
        let mut threads = Vec::new();
        for place in &places {
            let (child, queue, sender) = (Child::new(place.clone()), Arc::clone(&queue), sender.clone());
            threads.push(thread::spawn(move || work(child, &queue, &sender, orders)));
        }
        if orders.timeout.is_some() {
            let (places, over) = (places.clone(), Arc::clone(&over));
            thread::spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    thread::sleep(EVERY);
                    let now = Instant::now();
                    places.iter().for_each(|place| place.watch(now));
                }
            });
        }
        (Crew { places, over, threads }, done)
    }
}

impl Drop for Crew {
    /// Ends whoever is still at work, and waits until they are gone. The receiver is to be dropped before.
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        self.places.iter().for_each(Place::end);
        for thread in self.threads.drain(..) {
            _ = thread.join();
        }
    }
}

/// Takes one account after the other until there is none, or nobody wants to know any more.
fn work<I>(mut child: Child, queue: &Mutex<Queue<I>>, sender: &SyncSender<io::Result<Done>>, orders: Orders)
where
    I: Iterator<Item = io::Result<Entry>>,
{
    loop {
        let (number, entry, kept) = {
            let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
            let entry = match queue.entries.next() {
                None => return,
                Some(Ok(entry)) => entry,
                Some(Err(error)) => {
                    _ = sender.send(Err(error));
                    return;
                }
            };
            queue.next += 1;
            let kept = queue.lookup.as_mut().and_then(|lookup| lookup.line(&entry.id));
            (queue.next - 1, entry, kept)
        };
        if sender.send(Ok(answered(&mut child, number, entry, kept, orders))).is_err() {
            return;
        }
    }
}

/// The line of an account, whatever happens to the child.
fn answered(child: &mut Child, number: u64, entry: Entry, kept: Option<Kept>, orders: Orders) -> Done {
    let answer = match (&entry.wrong, &kept) {
        (Some(wrong), _) => without(&entry, Some(2), Kind::Usage, wrong.clone()),
        (None, Some(Kept { stand: None, .. })) => {
            Answer { stand: None, kind: None, line: None, parcel: Vec::new() }
        }
        (None, kept) => asked(child, &entry, kept.as_ref(), orders),
    };
    let Answer { stand, kind, line, parcel } = answer;
    match (line, kept) {
        (None, Some(kept)) => {
            let (line, kind) = (kept.line.clone(), kept.kind);
            Done { number, id: entry.id, line, kind, stand, parcel, kept: Some(kept) }
        }
        (line, _) => {
            Done { number, id: entry.id, line: line.unwrap_or_default(), kind, stand, parcel, kept: None }
        }
    }
}

fn asked(child: &mut Child, entry: &Entry, kept: Option<&Kept>, orders: Orders) -> Answer {
    let before = kept.and_then(|kept| kept.stand.clone());
    let request = Request { entry: entry.clone(), stand: orders.stand, before };
    let mut tried = 0;
    loop {
        let until = orders.timeout.map(|timeout| Instant::now() + timeout);
        match child.ask(&request, until) {
            Ok(answer) => return answer,
            Err(Lost::Died(_)) if tried < orders.retries => tried += 1,
            Err(Lost::Died(how)) => {
                let times = if tried == 0 { String::new() } else { format!(", {} times", tried + 1) };
                let why = format!(
                    "the process that worked on it ended{times} ({}); next: run ipi score {} alone to see why",
                    printable(&how),
                    typed(&entry.path)
                );
                return without(entry, None, Kind::Died, why);
            }
            Err(Lost::Late) => {
                let seconds = orders.timeout.unwrap_or_default().as_secs_f64();
                let why = format!(
                    "it took longer than {seconds} s; next: look at the folder, or give it longer with --timeout"
                );
                return without(entry, None, Kind::Timeout, why);
            }
            Err(Lost::NotStarted(error)) => {
                return without(
                    entry,
                    None,
                    Kind::Fault,
                    format!("no process could be started for it: {error}"),
                );
            }
        }
    }
}

/// An answer without a figure.
fn without(entry: &Entry, exit: Option<u8>, kind: Kind, text: String) -> Answer {
    let error = Failure { kind, text };
    let line = Line {
        id: &entry.id,
        path: &entry.path,
        account: entry.account.as_deref(),
        marketplace: entry.marketplace.as_deref(),
        exit,
        error: Some(&error),
        document: None,
    };
    Answer { stand: None, kind: Some(kind), line: Some(line.text()), parcel: Vec::new() }
}
