//! The child: judges one account after the other, as it is asked to, and keeps nothing from one to the next.

use super::entry::Entry;
use super::wire::{Answer, Request, Stand};
use super::{Args, stand};
use crate::cli::assessed::document;
use crate::cli::exit::{self, Ended};
use crate::cli::judged::Judged;
use crate::cli::out;
use crate::cli::record::parcel;
use crate::cli::usage::Usage;
use anyhow::Context as _;
use chrono::NaiveDate;
use ipi::account::Steer;
use ipi::assess::Assessment;
use ipi::factor::{Apart, FactorKind};
use ipi::history::{Account, History, Parcel};
use ipi::ids::Marketplace;
use ipi::output::fleet::{Failure, Kind, Line};
use ipi::output::score::Beside;
use ipi::output::words::printable;
use ipi::skus::Costliest;
use ipi::system::{CAN_LIMIT_MEMORY, limit_memory};
use std::io::{self, BufRead as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};

/// Of what is wrong with an account so many lines are told.
const MOST_LINES: usize = 20;

pub(in crate::cli) fn run(args: &Args) -> anyhow::Result<Ended> {
    out::answer_parent();
    // The parent has said so where there is no such limit.
    if let Some(bytes) = args.memory.filter(|_| CAN_LIMIT_MEMORY) {
        limit_memory(bytes).context("cannot limit the memory")?;
    }
    let settings = args.settings()?;
    let mut history = args.history()?;
    let mut answers = io::stdout().lock();
    for request in requests() {
        let request: Request = serde_json::from_slice(&request).context("cannot read what is asked for")?;
        let folder = request.stand.then(|| stand::folder(&request.entry, &settings));
        let still = request.before.filter(|before| {
            Some(before.folder) == folder && past_still(history.as_ref(), &request.entry, &before.past)
        });
        let answer = match still {
            Some(before) => Answer { stand: Some(before), kind: None, line: None, parcel: Vec::new() },
            None => work(args, &request.entry, folder, &mut history),
        };
        answer.send(&mut answers)?;
    }
    Ok(Ended::Done)
}

/// What is asked for, a line each. When the parent is gone this process ends, even in the midst of an account: nobody is left to
/// be told.
fn requests() -> Receiver<Vec<u8>> {
    let (sender, requests) = sync_channel(1);
    std::thread::spawn(move || {
        for line in io::stdin().lock().split(b'\n') {
            let Ok(line) = line else { break };
            if sender.send(line).is_err() {
                break;
            }
        }
        // The parent closes the pipe when all is answered, or by dying. There is no other way out of work that hangs.
        #[allow(clippy::exit)]
        std::process::exit(0);
    });
    requests
}

/// Judges an account, and says everything about it.
fn work(args: &Args, entry: &Entry, folder: Option<u64>, history: &mut Option<History>) -> Answer {
    let done = score(args, entry, history).unwrap_or_else(|error| Done {
        exit: exit::of(&error),
        error: Some(Failure { kind: kind(exit::of(&error)), text: text(&error) }),
        ..Done::default()
    });
    let line = Line {
        id: &entry.id,
        path: &entry.path,
        account: entry.account.as_deref(),
        marketplace: entry.marketplace.as_deref(),
        exit: Some(done.exit),
        error: done.error.as_ref(),
        document: done.document.as_deref(),
    };
    Answer {
        stand: folder.map(|folder| Stand { folder, past: done.past }),
        kind: done.error.as_ref().map(|error| error.kind),
        line: Some(line.text()),
        parcel: done.parcel.map(|parcel| parcel.to_bytes()).unwrap_or_default(),
    }
}

/// What came of an account.
#[derive(Default)]
struct Done {
    exit: u8,
    error: Option<Failure>,
    document: Option<String>,
    parcel: Option<Parcel>,
    past: String,
}

/// Does what `ipi score PATH -f json` does.
fn score(args: &Args, entry: &Entry, history: &mut Option<History>) -> anyhow::Result<Done> {
    let path = Path::new(&entry.path);
    if entry.path == "-" {
        return Err(
            Usage("path \"-\": a line names a folder or a file; standard input is none".into()).into()
        );
    }
    // A pipe or a device in the place of a folder would be waited for, maybe for ever.
    if path.metadata().is_ok_and(|found| !found.is_dir() && !found.is_file()) {
        return Err(Usage(format!("{}: it is neither a folder nor a file", path.display())).into());
    }
    let wrong =
        |name: &str, text: &str, why: &dyn std::fmt::Display| Usage(format!("{name} \"{text}\": {why}"));
    let marketplace = entry
        .marketplace
        .as_deref()
        .map(|code| code.parse::<Marketplace>().map_err(|error| wrong("marketplace", code, &error)));
    let marketplace = marketplace.transpose()?.or(args.marketplace.stated());
    let as_of = entry
        .as_of
        .as_deref()
        .map(|day| day.parse::<NaiveDate>().map_err(|error| wrong("as_of", day, &error)));
    let input = args.how.at(path.into(), as_of.transpose()?);
    let name = name(entry)?;
    // A name that the history cannot keep has no past.
    let store = if name.is_some() { history.take() } else { None };
    let account = name.clone().unwrap_or_default();
    let read = match input.read(marketplace, Some(Steer::default())) {
        Ok(read) => read,
        Err(error) => {
            *history = store.or(history.take());
            return Err(error);
        }
    };
    let Judged { account: judged, assessment, history: store, .. } = Judged::named(read, &account, store);
    *history = store.or(history.take());
    let apart = assessment.factors.as_ref().map(|factors| Apart::of(&judged, factors));
    let known = apart.as_ref().zip(assessment.estimate.as_ref());
    let costliest = known.map(|(apart, estimate)| Costliest::of(apart, estimate));
    let beside = Beside { costliest: costliest.as_ref(), ..Beside::default() };
    // As ipi score names it where --account does.
    let shown = entry.account.as_deref();
    let too_little = assessment
        .estimate
        .is_none()
        .then(|| Failure { kind: Kind::TooLittle, text: too_little(&assessment) });
    let past = match (history.as_ref(), name.as_ref(), assessment.marketplace) {
        (Some(history), Some(name), Some(marketplace)) => past(history, name, marketplace, assessment.as_of)?,
        _ => String::new(),
    };
    Ok(Done {
        exit: if too_little.is_some() { 4 } else { 0 },
        error: too_little,
        document: Some(document(&assessment, beside, shown)),
        parcel: name.filter(|_| !args.no_history).and_then(|name| parcel(&name, &assessment, apart.as_ref())),
        past,
    })
}

/// Why there is no estimate, in words.
fn too_little(assessment: &Assessment) -> String {
    let is_unstated = |factor: &FactorKind| {
        assessment.set.has(*factor)
            && assessment.factors.as_ref().is_some_and(|factors| factors.unstated(*factor).is_some())
    };
    let unstated: Vec<_> = FactorKind::ALL.into_iter().filter(is_unstated).map(FactorKind::title).collect();
    if unstated.is_empty() {
        let place = assessment.marketplace.map_or("a marketplace that is not known", Marketplace::code);
        return format!("its factors are known, but no score is estimated for {place}");
    }
    format!("the reports are too little for a number; not stated: {}", unstated.join(", "))
}

/// The name under which the history keeps the account; `None` where its id cannot be one.
fn name(entry: &Entry) -> Result<Option<Account>, Usage> {
    match entry.account.as_deref() {
        Some(account) => {
            account.parse().map(Some).map_err(|why| Usage(format!("account \"{account}\": {why}")))
        }
        None => Ok(entry.id.parse().ok()),
    }
}

/// The past that was looked at.
fn past(
    history: &History,
    name: &Account,
    marketplace: Marketplace,
    day: NaiveDate,
) -> anyhow::Result<String> {
    Ok(format!("{}:{day}:{:016x}", marketplace.code(), history.mark(name, marketplace, day)?))
}

/// Is the past still the one that was looked at?
fn past_still(history: Option<&History>, entry: &Entry, before: &str) -> bool {
    let now = || {
        let (marketplace, rest) = before.split_once(':')?;
        let (day, _) = rest.split_once(':')?;
        past(history?, &name(entry).ok()??, marketplace.parse().ok()?, day.parse().ok()?).ok()
    };
    before.is_empty() || now().is_some_and(|now| now == before)
}

/// What `ipi score` means by an exit code.
fn kind(exit: u8) -> Kind {
    match exit {
        2 => Kind::Usage,
        4 => Kind::TooLittle,
        _ => Kind::Unreadable,
    }
}

/// An error as it stands on stderr.
fn text(error: &anyhow::Error) -> String {
    let text = format!("{error:#}");
    let mut lines = text.lines().map(printable);
    let mut told: Vec<_> = lines.by_ref().take(MOST_LINES).collect();
    match lines.count() {
        0 => {}
        more => told.push(format!("and {more} more lines; ipi score shows them all")),
    }
    told.join("\n")
}
