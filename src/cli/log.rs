//! `ipi log SCORE`: notes the official score and factors of a week, one by one or from a spreadsheet.

use super::exit::Ended;
use super::figures::{FigureArgs, day};
use super::history_args::{AccountArgs, MarketplaceArgs, StoreArgs};
use super::usage::Usage;
use anyhow::Context as _;
use chrono::{Local, NaiveDate, Utc};
use ipi::history::figure::{FIRST_DAY, score};
use ipi::history::{Changed, Earlier, Logged, Official, import};
use ipi::output::history::entry;
use ipi::output::words::{count, printable, typed, week, week_and_day};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The score that Amazon shows, 0-1000
    #[arg(value_parser = score)]
    score: Option<f64>,
    /// The day or the ISO week it was shown, such as 2026-06-29 or 2026-W27 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    figures: FigureArgs,
    /// Note all rows of a CSV file with the columns date, score, excess_pct, sell_through, stranded_pct, in_stock_pct
    #[arg(long, value_name = "FILE", conflicts_with_all = SINGLE)]
    import: Option<PathBuf>,
    /// Forget what was noted for the same weeks before, instead of adding to it
    #[arg(long)]
    replace: bool,
    /// Take back what was noted last; the weeks are again as they were before
    #[arg(long, conflicts_with_all = SINGLE, conflicts_with_all = ["import", "replace", "as_is"])]
    undo: bool,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
    #[command(flatten)]
    account: AccountArgs,
    #[command(flatten)]
    store: StoreArgs,
}

const SINGLE: [&str; 6] = ["score", "on", "excess", "sell_through", "stranded", "in_stock"];

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let said = match &args.import {
        _ if args.undo => undo(args)?,
        Some(file) => import(args, file)?,
        None => note(args)?,
    };
    super::out::print(&said)?;
    Ok(Ended::Done)
}

impl Args {
    /// A command with the options that say whose history it is.
    fn command(&self, command: &str) -> String {
        let mut command = command.to_owned();
        if let Some(account) = self.account.named() {
            command += &format!(" --account {}", typed(account.as_str()));
        }
        if let Some(marketplace) = self.marketplace.stated() {
            command += &format!(" -m {marketplace}");
        }
        command
    }

    /// `account default, US`.
    fn whose(&self) -> String {
        format!("account {}, {}", printable(self.account.get().as_str()), self.marketplace.get())
    }

    fn log(&self, entries: &[Official]) -> anyhow::Result<Logged> {
        let mut history = self.store.open()?;
        let earlier = if self.replace { Earlier::Replaced } else { Earlier::Kept };
        Ok(history.log(&self.account.get(), self.marketplace.get(), entries, earlier, Utc::now())?)
    }
}

fn note(args: &Args) -> anyhow::Result<String> {
    let today = Local::now().date_naive();
    let day = args.on.unwrap_or(today);
    let readings = args.figures.readings()?;
    if args.score.is_none() && readings.is_empty() {
        return Err(Usage(
            "there is nothing to note: give the score that Amazon shows, such as ipi log 512, a spreadsheet with \
             --import, or --undo"
                .into(),
        )
        .into());
    }
    if day > today {
        return Err(Usage(format!(
            "--on {day} lies in the future: no score is known for it yet; correct the date, today is {today}"
        ))
        .into());
    }
    if day < FIRST_DAY {
        return Err(Usage(format!(
            "--on {day} lies before {FIRST_DAY}: Amazon introduced the index in July 2018; correct the date"
        ))
        .into());
    }
    let official = Official { day, score: args.score, readings };
    let logged = args.log(&[official])?;
    let noted = entry(&official);
    let done = if logged.unchanged > 0 { "Noted already" } else { "Noted" };
    let mut said = format!("{done} for {} ({}): {noted}\n", week_and_day(day), args.whose());
    for Changed { before, after } in &logged.changed {
        said += &if after == &official && args.replace {
            format!("It replaces what was noted for that week before: {}", entry(before))
        } else {
            format!("That week now has {}; before it had {}", entry(after), entry(before))
        };
        if before.day != after.day {
            said += &format!("; its day is {}, before {}", after.day, before.day);
        }
        said += &format!("; {} goes back.\n", args.command("ipi log --undo"));
    }
    let all = logged.changed.first().map_or(readings, |changed| changed.after.readings);
    if all.is_empty() && logged.unchanged == 0 {
        said += "Next: add --excess, --sell-through, --stranded and --in-stock to it, so that the estimate learns more.\n";
    } else {
        said +=
            &format!("Next: {} shows the series; ipi score learns from it.\n", args.command("ipi history"));
    }
    Ok(said)
}

fn import(args: &Args, file: &Path) -> anyhow::Result<String> {
    let name = printable(&file.display().to_string());
    let bytes = bytes(file).with_context(|| format!("{name}: the file cannot be read; nothing was noted"))?;
    let sheet = import::read(&name, &bytes, Local::now().date_naive(), args.figures.as_is())?;
    let (account, marketplace) = (args.account.get(), args.marketplace.get());
    let other =
        sheet.of.iter().find(|(a, m)| (a.as_str(), m.as_str()) != (account.as_str(), marketplace.code()));
    if let Some((account, marketplace)) = other {
        return Err(Usage(format!(
            "{name} holds the history of account {} in {marketplace}, and was to be noted for {}; nothing was noted. Next: \
             import it with --account {} -m {marketplace}",
            printable(account),
            args.whose(),
            typed(account)
        ))
        .into());
    }
    if sheet.entries.is_empty() {
        return Ok(format!("Nothing new: {name} holds estimates and no official figure.\n"));
    }
    let logged = args.log(&sheet.entries)?;
    for column in &sheet.unread {
        super::out::warning(&format!(
            "{name}: column \"{column}\" is not one that is imported; it was passed over"
        ));
    }
    let noted = sheet.entries.len() - logged.unchanged;
    if noted == 0 {
        let weeks = count(logged.unchanged, "week", "weeks");
        return Ok(format!(
            "Nothing new: what {name} says of {weeks} was noted already ({}).\n",
            args.whose()
        ));
    }
    let mut said = format!("Noted {} from {name} ({})", count(noted, "week", "weeks"), args.whose());
    let days = || sheet.entries.iter().map(|entry| entry.day);
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
        said += &format!("It {does} {weeks} noted before; {} goes back.\n", args.command("ipi log --undo"));
    }
    if sheet.blank_rows > 0 {
        said += &format!("{} without a figure passed over.\n", count(sheet.blank_rows, "row", "rows"));
    }
    let (history, backtest) = (args.command("ipi history"), args.command("ipi backtest"));
    said +=
        &format!("Next: {history} shows the series; {backtest} shows how far the estimate is off on it.\n");
    Ok(said)
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

fn undo(args: &Args) -> anyhow::Result<String> {
    let nothing = || format!("Nothing to take back: nothing is noted ({}).\n", args.whose());
    let Some(mut history) = args.store.open_existing()? else { return Ok(nothing()) };
    let Some(undone) = history.undo(&args.account.get(), args.marketplace.get(), Utc::now())? else {
        return Ok(nothing());
    };
    let mut said = match undone.removed.as_slice() {
        [one] => format!("Took back {} ({}): {}\n", week_and_day(one.day), args.whose(), entry(one)),
        many => {
            format!("Took back {} noted at once ({})\n", count(many.len(), "week", "weeks"), args.whose())
        }
    };
    match undone.restored.as_slice() {
        [] => {}
        [one] => said += &format!("What was noted for that week before counts again: {}\n", entry(one)),
        many => {
            said +=
                &format!("What was noted before counts again for {}\n", count(many.len(), "week", "weeks"));
        }
    }
    said += &format!("Next: {} shows what counts now.\n", args.command("ipi history"));
    Ok(said)
}
