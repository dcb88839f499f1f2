//! `ipi log SCORE`: notes the official score and factors of a week, one by one or from a spreadsheet.

mod sheet;

use super::again;
use super::exit::Ended;
use super::figures::{FigureArgs, day};
use super::flag::flag;
use super::history_args::{AccountArgs, MarketplaceArgs, StoreArgs};
use super::nearest::nearest;
use super::out;
use super::usage::Usage;
use chrono::{Local, NaiveDate, Utc};
use ipi::history::figure::{FIRST_DAY, score};
use ipi::history::{Account, Changed, Earlier, History, Logged, Official};
use ipi::ids::Marketplace;
use ipi::output::history::entry;
use ipi::output::words::{count, printable, week_and_day};
use std::path::PathBuf;

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
        Some(file) => sheet::import(args, file)?,
        None => note(args)?,
    };
    out::print(&said)?;
    Ok(Ended::Done)
}

impl Args {
    /// A command with the options that say whose history it is.
    fn command(&self, command: &str) -> String {
        self.command_of(command, &self.account.get(), self.marketplace.get())
    }

    /// The same for a history that need not be the one named.
    fn command_of(&self, command: &str, account: &Account, marketplace: Marketplace) -> String {
        let is_named = self.account.named().is_some() || *account != Account::default();
        let is_stated = self.marketplace.stated().is_some() || marketplace != Marketplace::US;
        [
            command.to_owned(),
            again::account(Some(account.as_str()).filter(|_| is_named)),
            flag("-m", Some(marketplace).filter(|_| is_stated)),
            self.store.typed(),
        ]
        .concat()
    }

    /// `account default, US`.
    fn whose(&self) -> String {
        whose(&self.account.get(), self.marketplace.get())
    }

    fn earlier(&self) -> Earlier {
        if self.replace { Earlier::Replaced } else { Earlier::Kept }
    }

    fn log(&self, entries: &[Official]) -> anyhow::Result<Logged> {
        let mut history = self.store.open()?;
        self.check_place(&history)?;
        Ok(history.log(&self.account.get(), self.marketplace.get(), entries, self.earlier(), Utc::now())?)
    }
}

impl Args {
    /// An account that is known in other marketplaces alone gets no score in this one unless that is said.
    fn check_place(&self, history: &History) -> anyhow::Result<()> {
        let (account, here) = (self.account.get(), self.marketplace.get());
        let kept = history.kept()?;
        let mut places = kept.iter().filter(|kept| kept.account == account.as_str()).peekable();
        if let Some(first) = places.peek().filter(|_| self.marketplace.stated().is_none()) {
            let meant = self.command_of("ipi log ...", &account, first.marketplace.parse().unwrap_or(here));
            if !places.any(|kept| kept.marketplace == here.code()) {
                let known = format!("account {} is not known in {here}", printable(account.as_str()));
                let text = format!(
                    "{known}, and nothing was noted; next: {meant}, or -m {here} if the score is of {here}"
                );
                return Err(Usage(text).into());
            }
        }
        Ok(())
    }

    /// A known account whose name is nearly that of a new one.
    fn meant(&self) -> anyhow::Result<Option<String>> {
        let (Some(account), Some(history)) = (self.account.named(), self.store.open_existing()?) else {
            return Ok(None);
        };
        let kept = history.kept()?;
        let names = || kept.iter().map(|kept| kept.account.as_str());
        let is_new = !names().any(|name| name == account.as_str());
        Ok(nearest(account.as_str(), names()).filter(|_| is_new).map(str::to_owned))
    }
}

fn whose(account: &Account, marketplace: Marketplace) -> String {
    format!("account {}, {marketplace}", printable(account.as_str()))
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
    let meant = args.meant()?;
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
        said += ".\n";
    }
    let all = logged.changed.first().map_or(readings, |changed| changed.after.readings);
    let mut next = vec![(args.command("ipi history"), "the series")];
    if let Some(meant) = meant {
        said += &format!("This account is new here; did you mean {}?\n", printable(&meant));
        next.push((args.command("ipi log --undo"), "if you did, and note it there"));
    }
    if all.is_empty() && logged.unchanged == 0 {
        said += "The estimate learns more from the four figures of that day: ipi log takes\n--excess, --sell-through, --stranded and --in-stock too. ";
    }
    if !logged.changed.is_empty() && next.len() < 2 {
        next.push((args.command("ipi log --undo"), "as it was before"));
    }
    Ok(said + "Next:\n" + &out::next(&next))
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
    Ok(said + "Next:\n" + &out::next(&[(args.command("ipi history"), "what counts now")]))
}
