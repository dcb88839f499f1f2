//! `ipi history`: the past by week, the official score beside the estimate.

use super::exit::Ended;
use super::history_args::{AccountArgs, MarketplaceArgs, StoreArgs};
use super::out::{Forms, IncognitoArgs, OutArgs, warning};
use ipi::history::{Account, Forgotten, History};
use ipi::ids::Marketplace;
use ipi::output::history::{Series, json, json_of_all, page, sheet, sheet_of_all};
use ipi::output::page::Page;
use ipi::output::plot::Glyphs;
use ipi::output::words::{count, few, printable};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Forget what is kept of single SKUs, for this account and marketplace; scores and figures stay
    #[arg(long)]
    forget_skus: bool,
    /// Every account, in every marketplace unless one is named
    #[arg(long, conflicts_with = "forget_skus")]
    all_accounts: bool,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    incognito: IncognitoArgs,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
    #[command(flatten)]
    account: AccountArgs,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    args.out.format()?;
    args.incognito.begin(&[(args.forget_skus, "--forget-skus")])?;
    let (account, marketplace) = (args.account.get(), args.marketplace.get());
    if args.forget_skus {
        super::out::print(&forget_skus(args, &account, marketplace)?)?;
        return Ok(Ended::Done);
    }
    let Some(history) = args.store.open_existing()? else { return empty(None, &account, marketplace) };
    if args.all_accounts {
        return all(args, &history);
    }
    let weeks = history.series(&account, marketplace)?;
    if weeks.is_empty() {
        return empty(Some(&history), &account, marketplace);
    }
    let series = Series { account: &account, marketplace, weeks: &weeks };
    let (glyphs, width) = args.out.plot();
    args.out.emit(&Forms {
        page: &|| page(&series, glyphs, width),
        sheet: &|| sheet(&series),
        json: &|| json(&series),
    })?;
    Ok(Ended::Done)
}

/// Shows the series of every account, or of every account in the marketplace that is named.
fn all(args: &Args, history: &History) -> anyhow::Result<Ended> {
    let mut found = Vec::new();
    for kept in history.kept()? {
        let (Ok(account), Ok(marketplace)) =
            (kept.account.parse::<Account>(), kept.marketplace.parse::<Marketplace>())
        else {
            continue;
        };
        if args.marketplace.stated().is_none_or(|stated| stated == marketplace) {
            let weeks = history.series(&account, marketplace)?;
            found.push((account, marketplace, weeks));
        }
    }
    if found.is_empty() {
        return empty(Some(history), &args.account.get(), args.marketplace.get());
    }
    let all: Vec<_> = found
        .iter()
        .map(|(account, marketplace, weeks)| Series { account, marketplace: *marketplace, weeks })
        .collect();
    let (glyphs, width) = args.out.plot();
    args.out.emit(&Forms {
        page: &|| pages(&all, glyphs, width),
        sheet: &|| sheet_of_all(all.clone()),
        json: &|| json_of_all(&all),
    })?;
    Ok(Ended::Done)
}

/// The pages, one after the other.
fn pages(all: &[Series<'_>], glyphs: Glyphs, width: u16) -> Page {
    let mut pages = Page::default();
    pages.blocks.extend(all.iter().flat_map(|series| page(series, glyphs, width).blocks));
    pages
}

/// Forgets what is kept of single SKUs, and says so.
fn forget_skus(args: &Args, account: &Account, marketplace: Marketplace) -> anyhow::Result<String> {
    let forgotten = match args.store.open_existing()? {
        Some(mut history) => history.forget_skus(account, marketplace)?,
        None => Forgotten::default(),
    };
    let whose = format!("account {}, {marketplace}", printable(account.as_str()));
    let size = match forgotten.bytes {
        0 => String::new(),
        bytes => format!("; the file is {} smaller", megabytes(bytes)),
    };
    Ok(match forgotten.runs {
        0 => format!("Nothing to forget: nothing is kept of single SKUs ({whose}){size}.\n"),
        runs => format!(
            "Forgot the SKUs of {} ({whose}){size}. Scores and figures stay.\n\
             Next: ipi score keeps those of its next run; --no-history keeps nothing.\n",
            count(runs, "run", "runs")
        ),
    })
}

/// `1.2 MB`.
#[allow(clippy::cast_precision_loss)] // files are far smaller than 2^53 bytes
fn megabytes(bytes: u64) -> String {
    if bytes < 100_000 {
        format!("{} kB", bytes.div_ceil(1000))
    } else {
        format!("{:.1} MB", bytes as f64 / 1e6)
    }
}

/// Says that there is nothing yet, and whose history there is instead.
pub(super) fn empty(
    history: Option<&History>,
    account: &Account,
    marketplace: Marketplace,
) -> anyhow::Result<Ended> {
    let mut said = format!("nothing is noted yet for account {account} in {marketplace}");
    let kept = history.map(History::kept).transpose()?.unwrap_or_default();
    let elsewhere: Vec<_> = kept.iter().filter(|kept| kept.account == account.as_str()).collect();
    if let [there, ..] = elsewhere[..] {
        let places: Vec<_> = elsewhere.iter().map(|kept| kept.marketplace.as_str()).collect();
        said += &format!(
            "; there is a history of it in {}; next: say -m {}",
            places.join(", "),
            there.marketplace
        );
        warning(&said);
        return Ok(Ended::TooLittle);
    }
    if !kept.is_empty() {
        let mut others = kept.iter().map(|kept| format!("{} in {}", kept.account, kept.marketplace));
        said += &format!("; there is a history of {}: --account and -m name one", few(&mut others));
    }
    said += "; next: ipi log SCORE notes a score, ipi log --import FILE.csv a whole series, and ipi score keeps its \
             estimate at each run";
    warning(&said);
    Ok(Ended::TooLittle)
}
