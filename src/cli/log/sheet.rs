//! `ipi log --import FILE`: each row goes to the history that it names, else to the one named beside the file.

use super::{Args, whose};
use crate::cli::out;
use crate::cli::usage::Usage;
use anyhow::Context as _;
use chrono::{Local, Utc};
use ipi::history::{Account, Logged, Official, import};
use ipi::ids::Marketplace;
use ipi::output::words::{count, printable, week};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Entries by whose they are.
type Shares = BTreeMap<(Account, Marketplace), Vec<Official>>;

pub(super) fn import(args: &Args, file: &Path) -> anyhow::Result<String> {
    let name = printable(&file.display().to_string());
    let bytes = bytes(file).with_context(|| format!("{name}: the file cannot be read; nothing was noted"))?;
    let sheet = import::read(&name, &bytes, Local::now().date_naive(), args.figures.as_is())?;
    for column in &sheet.unread {
        out::warning(&format!("{name}: column \"{column}\" is not one that is imported; it was passed over"));
    }
    let (shares, others) = shares(args, sheet.entries);
    let mut over = String::new();
    if sheet.blank_rows > 0 {
        let what = if sheet.own { "an official figure" } else { "a figure" };
        over += &format!("{} without {what} passed over.\n", count(sheet.blank_rows, "row", "rows"));
    }
    if let Some((account, marketplace)) = others.first() {
        let (rows, one) = (count(others.len(), "row", "rows"), whose(account, *marketplace));
        let and = if others.iter().all(|other| other == &others[0]) { "" } else { " and others" };
        if shares.is_empty() {
            return Err(Usage(format!(
                "{name} holds {rows} of {one}{and}, and none of {}; nothing was noted. Next: leave --account and \
                 --marketplace out, and each row is noted for its own",
                args.whose()
            ))
            .into());
        }
        over += &format!("{rows} of {one}{and} passed over.\n");
    }
    if shares.is_empty() {
        return Ok(format!("Nothing new: {name} holds estimates and no official figure.\n"));
    }
    let mut history = args.store.open()?;
    let (mut said, mut is_new, mut next) = (String::new(), false, Vec::new());
    for ((account, marketplace), entries) in &shares {
        let logged = history.log(account, *marketplace, entries, args.earlier(), Utc::now())?;
        is_new |= logged.unchanged < entries.len();
        said += &told(args, &name, (account, *marketplace), entries, &logged);
        if !logged.changed.is_empty() {
            next.push((args.command_of("ipi log --undo", account, *marketplace), "as it was before"));
        }
    }
    said += &over;
    match shares.first_key_value() {
        Some(((account, marketplace), _)) if is_new && shares.len() == 1 => {
            let command = |command| args.command_of(command, account, *marketplace);
            next.push((command("ipi history"), "the series"));
            next.push((command("ipi backtest"), "how far the estimate is off on it"));
        }
        _ if is_new => {
            next.push((format!("ipi history --all-accounts{}", args.store.typed()), "the series"));
        }
        _ => {}
    }
    if !next.is_empty() {
        said += "Next:\n";
    }
    Ok(said + &out::next(&next))
}

/// What goes into which history, and whose the rows are that do not go into the one that is named.
fn shares(args: &Args, entries: Vec<import::Entry>) -> (Shares, Vec<(Account, Marketplace)>) {
    let (mut shares, mut others) = (Shares::new(), Vec::new());
    for import::Entry { account, marketplace, official } in entries {
        let account = account.unwrap_or_else(|| args.account.get());
        let marketplace = marketplace.unwrap_or_else(|| args.marketplace.get());
        let is_other = args.account.named().is_some_and(|named| *named != account)
            || args.marketplace.stated().is_some_and(|stated| stated != marketplace);
        if is_other {
            others.push((account, marketplace));
        } else {
            shares.entry((account, marketplace)).or_default().push(official);
        }
    }
    (shares, others)
}

/// What was noted in one history.
fn told(
    args: &Args,
    name: &str,
    (account, marketplace): (&Account, Marketplace),
    entries: &[Official],
    logged: &Logged,
) -> String {
    let whose = whose(account, marketplace);
    let noted = entries.len() - logged.unchanged;
    if noted == 0 {
        let weeks = count(logged.unchanged, "week", "weeks");
        return format!("Nothing new: what {name} says of {weeks} was noted already ({whose}).\n");
    }
    let mut said = format!("Noted {} from {name} ({whose})", count(noted, "week", "weeks"));
    let days = || entries.iter().map(|entry| entry.day);
    if let (Some(first), Some(last)) = (days().min(), days().max()) {
        said += &format!(": {} to {}", week(first), week(last));
    }
    said.push('\n');
    if logged.unchanged > 0 {
        said += &format!("{} noted already.\n", count(logged.unchanged, "week was", "weeks were"));
    }
    if !logged.changed.is_empty() {
        let weeks = count(logged.changed.len(), "week that was", "weeks that were");
        let does = if args.replace { "replaces" } else { "changes" };
        said += &format!("It {does} {weeks} noted before.\n");
    }
    said
}

/// More than any series of weeks; keeps a path such as /dev/zero from filling the memory.
const MOST_BYTES: u64 = 16 << 20;

/// The whole file, or standard input for `-`.
fn bytes(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    } else {
        File::open(file)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > MOST_BYTES {
        return Err(std::io::Error::other("it is larger than 16 MB, which no list of weekly scores is"));
    }
    Ok(bytes)
}
