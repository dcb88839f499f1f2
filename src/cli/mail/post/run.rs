//! `ipi mail PATH…`: writes the letter of the week and sends it, or what went wrong.

use super::again;
use super::delivery::{Outcome, deliver};
use super::fault::Reply;
use super::message::Message;
use super::outbox::{self, Kept, Outbox};
use super::password::Password;
use super::sent;
use super::server::Server;
use super::wanting::Asked;
use super::writer::Writer;
use crate::cli::again::{reports, whose};
use crate::cli::age::TooOld;
use crate::cli::exit::Ended;
use crate::cli::mail::args::{Args, Security};
use crate::cli::mail::only_if::{self, OnlyIf};
use crate::cli::mail_settings::Mail;
use crate::cli::out::{self, note};
use crate::cli::usage::Usage;
use crate::cli::weekly::Whole;
use crate::cli::what_if::WhatIfArgs;
use anyhow::{Context as _, anyhow};
use ipi::account::ReadError;
use ipi::history::Account;
use ipi::output::words::count;
use std::path::Path;
use std::time::{Instant, SystemTime};

pub(in crate::cli) fn run(args: &Args) -> anyhow::Result<Ended> {
    let begun = sent::now();
    let settings = args.input.mail()?;
    let reports = reports(&args.input, &args.marketplace);
    let letter = Some(&args.letter).filter(|_| !args.flush);
    Asked { letter, server: Some(&args.server), settings: &settings, reports: &reports }.check()?;
    let server = Server::of(&args.server, &settings)?;
    let folder = args.history.folder_beside("outbox")?;
    let flush = again::flush(args)?;
    if args.flush {
        return send(&server, &folder, None, &flush, begun).map(|()| Ended::Done);
    }
    let writer = Writer::by(&args.letter, reports, &settings)?;
    let conditions = conditions(args, &settings)?;
    let (message, ended) = compose(args, &writer, &conditions)?;
    if args.dry_run {
        rehearse(&server, &folder, message.as_ref())?;
        return ended;
    }
    let sent = send(&server, &folder, message.as_ref(), &flush, begun);
    match (ended, sent) {
        (ended, Ok(())) => ended,
        (Ok(_), Err(error)) => Err(error),
        // The run ends as it would have ended without a letter.
        (Err(why), Err(error)) => {
            out::error(&error);
            Err(why)
        }
    }
}

/// The conditions, by flag, else by `ipi.toml`.
fn conditions(args: &Args, settings: &Mail) -> Result<Vec<OnlyIf>, Usage> {
    if !args.only_if.is_empty() {
        return Ok(args.only_if.clone());
    }
    let read =
        |text: &String| text.parse().map_err(|why| Usage(format!("mail: only_if = \"{text}\": {why}")));
    settings.only_if.all().iter().map(read).collect()
}

/// The letter, where one is to go out, and how the run ends.
fn compose(
    args: &Args,
    writer: &Writer,
    conditions: &[OnlyIf],
) -> anyhow::Result<(Option<Message>, anyhow::Result<Ended>)> {
    let name = args.history.named().map(Account::as_str);
    let asked: String = conditions.iter().map(|condition| format!(" --only-if {condition}")).collect();
    let command = writer.command(&whose(&args.history), &asked);
    let whole = match Whole::of(&args.input, &args.marketplace, &args.history, &WhatIfArgs::default()) {
        Ok(whole) => whole,
        Err(error) => {
            // It is to be typed once more, so that it names the server too. The letter of a week is the same whoever takes it.
            let command = command + &again::server(&args.server);
            let message = writer.failed(reason(&error), &format!("{error:#}"), name, &command)?;
            return Ok((Some(message), Err(error)));
        }
    };
    let week = whole.weekly(&args.history);
    let ended = if whole.assessment().estimate.is_none() { Ended::TooLittle } else { Ended::Done };
    match only_if::met(conditions, &week) {
        Ok(met) => Ok((Some(writer.week(&week, &command, &met)?), Ok(ended))),
        Err(why) => {
            note(&format!("no letter this week: {why}"));
            Ok((None, Ok(ended)))
        }
    }
}

/// What went wrong, in a few words for a subject: nothing of a report stands in them.
fn reason(error: &anyhow::Error) -> &'static str {
    match error.downcast_ref::<ReadError>() {
        Some(ReadError::TooLittle(_)) => "too little in the reports",
        Some(_) => "a report cannot be trusted",
        None if error.is::<TooOld>() => "the reports are too old",
        None if error.is::<Usage>() => "no report, or a setting that is wrong",
        None => "something went wrong",
    }
}

/// Shows what would be done.
fn rehearse(server: &Server, folder: &Path, message: Option<&Message>) -> anyhow::Result<()> {
    if let Some(message) = message {
        out::print(&String::from_utf8_lossy(&message.bytes))?;
        let login = server.login.as_ref().map_or("without a login".into(), |(user, place)| {
            format!("as {user}, with the password of {place}")
        });
        let secured = match server.security {
            Security::Starttls => "secured by STARTTLS",
            Security::Tls => "secured by TLS",
            Security::None => "not secured",
        };
        note(&format!("would go to {} by {server}, {secured}, {login}", message.to.join(", ")));
    }
    match outbox::waiting(folder) {
        0 => {}
        kept => note(&format!("{} would be sent first", count(kept as u64, "kept letter", "kept letters"))),
    }
    note("a dry run: no connection was opened, and nothing was sent");
    Ok(())
}

/// Sends what is kept, then the new letter, which is kept from the first moment on, so that no fault loses it.
///
/// One that another run sent while this one waited for it is not sent again: cron may start two.
fn send(
    server: &Server,
    folder: &Path,
    new: Option<&Message>,
    flush: &str,
    begun: SystemTime,
) -> anyhow::Result<()> {
    if new.is_none() && outbox::waiting(folder) == 0 {
        return Ok(());
    }
    let outbox = Outbox::open(folder, server.deadline)?;
    let label = server.to_string();
    let was_sent = |message: &&Message| outbox.was_sent(message, begun);
    if let Some(message) = new.filter(was_sent) {
        note(&format!(
            "another ipi mail has just sent this letter, so it is not sent again: {}",
            message.subject
        ));
    }
    let new = new.filter(|message| !was_sent(message));
    if let Some(message) = new {
        outbox.keep(message, &label)?;
    }
    let (mut mine, others): (Vec<_>, Vec<_>) =
        outbox.all()?.into_iter().partition(|kept| kept.server == label);
    if !others.is_empty() {
        let told = outbox::told(&others, folder);
        out::warning(&format!(
            "{told}, for another server ({}); they are not sent by {label}",
            others[0].server
        ));
    }
    // What is new goes last.
    let is_new = |kept: &Kept| new.is_some_and(|message| message.bytes == kept.letter.bytes);
    mine.sort_by_key(is_new);
    let login = server.login.as_ref().filter(|_| !mine.is_empty());
    let password = login.map(|(_, place)| place.fetch()).transpose();
    let password = password
        .with_context(|| format!("nothing was sent, nothing is lost: {}", outbox::told(&mine, folder)))?;
    let mut wrong = Vec::new();
    let mut left = Vec::new();
    let mut mine = mine.into_iter();
    let until = Instant::now() + server.deadline;
    for kept in mine.by_ref() {
        let ended = one(server, password.as_ref(), &outbox, &kept, until, &mut wrong)?;
        if !ended.is_done {
            left.push(kept);
        }
        // A server that cannot be spoken to takes no further letter either.
        if ended.is_away || Instant::now() >= until {
            break;
        }
    }
    left.extend(mine);
    let told = outbox::told(&left, folder);
    if !told.is_empty() {
        wrong.push(format!("{told}; the next ipi mail sends them first, or now: {flush}"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(anyhow!(wrong.join("\n"))) }
}

/// How it ended with one letter.
struct Sent {
    /// There is nothing left to do for it.
    is_done: bool,
    /// The server cannot be spoken to.
    is_away: bool,
}

fn one(
    server: &Server,
    password: Option<&Password>,
    outbox: &Outbox,
    kept: &Kept,
    until: Instant,
    wrong: &mut Vec<String>,
) -> anyhow::Result<Sent> {
    let mut letter = kept.letter.clone();
    let Outcome { taken, refused, left } = deliver(server, password, &mut letter, until);
    let names = |refused: &[Reply]| -> Vec<String> { refused.iter().map(|reply| reply.to.clone()).collect() };
    if !taken.is_empty() {
        outbox.taken(kept);
    }
    let mut aside = names(&refused);
    wrong.extend(
        refused.iter().map(|reply| format!("{server} refuses the recipient {}: {}", reply.to, reply.said)),
    );
    let mut is_away = false;
    let is_done = match &left {
        None => true,
        Some(fault) => {
            wrong.push(fault.words(server));
            is_away = fault.is_of_server();
            if fault.is_refusal() {
                aside.extend(letter.to.iter().cloned());
            }
            fault.is_refusal()
        }
    };
    if !aside.is_empty() {
        let file = outbox.refused(kept, &aside)?;
        wrong.push(format!(
            "\"{}\" was not sent to {}, and is not tried again; its text is {}",
            kept.subject,
            aside.join(", "),
            file.display()
        ));
    }
    if is_done {
        outbox.done(kept)?;
    } else {
        outbox.still(kept, &letter.to)?;
    }
    if !taken.is_empty() {
        let told = format!("Sent to {} by {server}: {}\n", taken.join(", "), kept.subject);
        // Last, and no error of its own: a reader who has gone away makes nobody send it again.
        if let Err(error) = out::print(&told) {
            out::warning(&format!("{error:#}: {told}"));
        }
    }
    Ok(Sent { is_done, is_away })
}
