//! Letters that are still to be sent: a file each, kept until the server has taken it.

use super::message::Message;
use super::sent;
use super::session::Outgoing;
use crate::cli::out::warning;
use anyhow::{Context as _, bail};
use chrono::{Local, NaiveDate};
use ipi::draft::{Draft, Readers};
use ipi::output::words::count;
use ipi::system::private_folder;
use std::fs::{File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// Letters that are kept at most: beyond that something is wrong that no further letter mends.
const MOST: usize = 200;
/// What we say of a letter before its own first line; none of it is sent.
const MARK: &str = "X-Ipi-";

/// The folder, for as long as no other run may use it.
pub(super) struct Outbox {
    folder: PathBuf,
    _lock: File,
}

/// A letter in it.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    file: PathBuf,
    /// The server that it is for, `smtp.example.com:587`.
    pub(super) server: String,
    pub(super) subject: String,
    /// The day since when it is kept.
    pub(super) since: NaiveDate,
    pub(super) letter: Outgoing,
}

impl Outbox {
    /// Opens the folder, and makes it where it is not there; another run that has it open is waited for.
    pub(super) fn open(folder: &Path, patience: Duration) -> anyhow::Result<Outbox> {
        let cannot = || {
            format!(
                "nothing was sent: the outbox {} cannot be used; next: let ipi write there, or name a history elsewhere (--history)",
                folder.display()
            )
        };
        private_folder(folder).with_context(cannot)?;
        let lock =
            File::options().create(true).append(true).open(folder.join("lock")).with_context(cannot)?;
        let begun = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Outbox { folder: folder.into(), _lock: lock }),
                Err(TryLockError::Error(error)) => return Err(error).with_context(cannot),
                Err(TryLockError::WouldBlock) if begun.elapsed() < patience => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                Err(TryLockError::WouldBlock) => bail!(
                    "nothing was sent: another ipi mail is still sending from {}; next: try again when it is done",
                    folder.display()
                ),
            }
        }
    }

    /// Keeps a letter. The same letter, which has the same Message-ID, takes the place of the first.
    pub(super) fn keep(&self, message: &Message, server: &str) -> anyhow::Result<()> {
        let kept = Kept {
            file: self.folder.join(format!("{}.eml", message.id)),
            server: server.into(),
            subject: message.subject.clone(),
            since: Local::now().date_naive(),
            letter: Outgoing {
                from: message.from.clone(),
                to: message.to.clone(),
                bytes: message.bytes.clone(),
            },
        };
        if !kept.file.exists() && files(&self.folder)?.len() >= MOST {
            bail!(
                "the letter was not sent and is not kept: {} holds {MOST} letters already; next: put right what keeps them there \
                 (ipi mail --flush says what), or take some out",
                self.folder.display()
            );
        }
        write(&kept, &kept.file, &kept.letter.to)
    }

    /// All that is kept, the oldest first. A file that is no letter of ours is told of and left alone.
    pub(super) fn all(&self) -> anyhow::Result<Vec<Kept>> {
        let mut all = Vec::new();
        for file in files(&self.folder)? {
            match read(&file) {
                Ok(kept) => all.push(kept),
                Err(why) => {
                    warning(&format!("{}: {why:#}; it stays where it is", file.display()));
                }
            }
        }
        all.sort_by(|a, b| (a.since, &a.file).cmp(&(b.since, &b.file)));
        Ok(all)
    }

    /// Did another run send this very letter since this one began?
    pub(super) fn was_sent(&self, message: &Message, begun: SystemTime) -> bool {
        sent::is_sent(&self.sent(), &message.id, begun)
    }

    /// It was taken by the server.
    pub(super) fn taken(&self, kept: &Kept) {
        let id = kept.file.file_stem().unwrap_or_default().to_string_lossy();
        sent::note(&self.sent(), &id);
    }

    fn sent(&self) -> PathBuf {
        self.folder.join("sent")
    }

    /// It has arrived.
    pub(super) fn done(&self, kept: &Kept) -> anyhow::Result<()> {
        let told = || {
            format!(
                "{} was sent, and cannot be taken out of the outbox; next: delete it",
                kept.file.display()
            )
        };
        std::fs::remove_file(&kept.file).with_context(told)
    }

    /// It still has to go to these.
    pub(super) fn still(&self, kept: &Kept, to: &[String]) -> anyhow::Result<()> {
        if to == kept.letter.to { Ok(()) } else { write(kept, &kept.file, to) }
    }

    /// It is refused by, or for, these: it is put aside, and not tried again. Says where.
    pub(super) fn refused(&self, kept: &Kept, to: &[String]) -> anyhow::Result<PathBuf> {
        let folder = self.folder.join("refused");
        private_folder(&folder)?;
        let aside = folder.join(kept.file.file_name().unwrap_or_default());
        write(kept, &aside, to)?;
        Ok(aside)
    }
}

/// What a run does not send, in words; empty where there is nothing.
pub(super) fn told(kept: &[Kept], folder: &Path) -> String {
    let Some(oldest) = kept.iter().map(|kept| kept.since).min() else { return String::new() };
    format!(
        "{} in {}, the oldest of {oldest}",
        count(kept.len() as u64, "letter waits", "letters wait"),
        folder.display()
    )
}

/// How many letters are kept, without a lock: for a run that sends nothing.
pub(super) fn waiting(folder: &Path) -> usize {
    files(folder).map_or(0, |files| files.len())
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if path.is_file() && path.extension().is_some_and(|ending| ending == "eml") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Writes a letter in one step, for its owner's eyes only.
fn write(kept: &Kept, file: &Path, to: &[String]) -> anyhow::Result<()> {
    let Kept { server, subject, since, letter, .. } = kept;
    let mut bytes = format!("{MARK}Server: {server}\r\n{MARK}Since: {since}\r\n{MARK}Subject: {subject}\r\n");
    bytes += &format!("{MARK}From: {}\r\n", letter.from);
    to.iter().for_each(|to| bytes += &format!("{MARK}To: {to}\r\n"));
    let keep = || -> std::io::Result<()> {
        let mut draft = Draft::of(file, Readers::Owner)?;
        draft.write_all(bytes.as_bytes())?;
        draft.write_all(&letter.bytes)?;
        draft.replace(file)
    };
    keep().with_context(|| format!("{} cannot be written", file.display()))
}

fn read(file: &Path) -> anyhow::Result<Kept> {
    let bytes = std::fs::read(file)?;
    let (mut server, mut subject, mut since, mut from, mut to) = (None, None, None, None, Vec::new());
    let mut rest = bytes.as_slice();
    while let Some(line) = rest.strip_prefix(MARK.as_bytes()) {
        let end = memchr::memchr(b'\n', line).context("it is cut short")?;
        let text = std::str::from_utf8(&line[..end]).context("it is no letter of ipi")?;
        let (key, value) = text.trim_end().split_once(": ").context("it is no letter of ipi")?;
        match key {
            "Server" => server = Some(value.to_owned()),
            "Subject" => subject = Some(value.to_owned()),
            "Since" => since = value.parse().ok(),
            "From" => from = Some(value.to_owned()),
            "To" => to.push(value.to_owned()),
            _ => {}
        }
        rest = &line[end + 1..];
    }
    let (Some(server), Some(subject), Some(since), Some(from)) = (server, subject, since, from) else {
        bail!("it is no letter of ipi");
    };
    if to.is_empty() || rest.is_empty() {
        bail!("it is no letter of ipi");
    }
    Ok(Kept {
        file: file.into(),
        server,
        subject,
        since,
        letter: Outgoing { from, to, bytes: rest.to_vec() },
    })
}
