//! `ipi backtest`: how wrong the estimate has been on the account's own past.

use super::exit::Ended;
use super::history_args::{AccountArgs, MarketplaceArgs, StoreArgs};
use super::out::{Forms, OutArgs, warning};
use super::usage::Usage;
use ipi::factor::sets;
use ipi::output::backtest::{Replay, json, page, sheet};
use ipi::output::words::count;
use ipi::score::{MODEL, backtest};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    marketplace: MarketplaceArgs,
    #[command(flatten)]
    account: AccountArgs,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    args.out.format()?;
    let (account, marketplace) = (args.account.get(), args.marketplace.get());
    let Some(history) = args.store.open_existing()? else {
        return super::history::empty(None, &account, marketplace);
    };
    let past = history.weeks(&account, marketplace)?;
    if past.is_empty() {
        return super::history::empty(Some(&history), &account, marketplace);
    }
    let Some(set) = sets::of(marketplace).map(|rule| rule.set) else {
        return Err(Usage(format!(
            "which factors count in {marketplace} is not known, so no score is estimated there"
        ))
        .into());
    };
    let errors = backtest(&MODEL, set, &past);
    if errors.horizons.iter().all(|horizon| horizon.n == 0) {
        let scores = past.iter().filter(|week| week.score.is_some()).count();
        let noted = count(scores, "official score is", "official scores are");
        let apart = if scores < 2 { "it takes two" } else { "no two of them are 1, 2, 4 or 8 weeks apart" };
        warning(&format!(
            "too little for a backtest: {noted} noted for account {account} in {marketplace}, and {apart}; next: note one \
             each week with ipi log SCORE, or your past ones with ipi log --import FILE.csv"
        ));
        return Ok(Ended::TooLittle);
    }
    let replay = Replay { account: &account, marketplace, model: MODEL.name, past: &past, errors: &errors };
    args.out.emit(&Forms { page: &|| page(&replay), sheet: &|| sheet(&replay), json: &|| json(&replay) })?;
    Ok(Ended::Done)
}
