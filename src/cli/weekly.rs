//! All that is told of an account at once, from one reading of its reports: for the page, the workbook and the letter.

use super::again::{reports, whose};
use super::history_args::{HistoryArgs, MarketplaceArgs};
use super::input::InputArgs;
use super::judged::{self, Judged};
use super::out::warning;
use super::plan::{Wish, made};
use super::record::record;
use super::what_if::WhatIfArgs;
use super::why::{self, Explained, Past};
use ipi::account::Steer;
use ipi::assess::Assessment;
use ipi::costs::{self, Consequences, Terms};
use ipi::factor::Apart;
use ipi::forecast::{Asked, Forecast};
use ipi::history::{Account, SeriesWeek};
use ipi::output::plan::Shown;
use ipi::output::score::Beside;
use ipi::output::weekly::Weekly;
use ipi::plan::{Costs, Plan, WhatIf};
use ipi::skus::{Costliest, Skus};

/// What stands beside the assessment. What could not be told has its reason.
struct Gathered {
    skus: Skus,
    why: Result<Explained, String>,
    forecast: Result<Forecast, String>,
    plan: Result<Plan, String>,
    currency: Option<String>,
    series: Vec<SeriesWeek>,
}

/// Weeks that the forecast looks ahead.
const WEEKS: u16 = 13;

/// Reads the reports once, judges the account, and finds out everything else. Only what makes the score itself untrustworthy
/// is an error.
fn gather(
    input: &InputArgs,
    marketplace: &MarketplaceArgs,
    history: &HistoryArgs,
) -> anyhow::Result<(Judged, Gathered)> {
    let mut asked = input.ask(marketplace.stated(), None)?;
    let store = judged::open(history);
    let past = Past { history: store.as_ref(), account: history.account() };
    let earlier = match why::before(&asked, None, &past)? {
        Some((_, earlier)) => earlier,
        None => Err("the reports tell no day".into()),
    };
    let since = earlier.as_ref().ok().map(|earlier| earlier.day);
    asked.settings.steer = Some(Steer { details: true, demand: true, since });
    let mut read = input.finish(&asked)?;
    let why = match earlier {
        Ok(earlier) => why::explained(&mut asked, &mut read.account, earlier, &past)
            .unwrap_or_else(|error| Err(format!("{error:#}"))),
        Err(nothing) => Err(nothing),
    };
    let judged = Judged::with(read, history, store);
    let Judged { account, assessment, costs, .. } = &judged;
    let threads = input.threads();
    let ahead = Asked { weeks: WEEKS, threads, ..Asked::default() };
    let forecast = Forecast::of(account, assessment, &ahead).map_err(|why| why.to_string());
    let costs = Costs { all: *costs, ..Costs::default() };
    let plan = match made(&Wish::usual(threads), &costs, account, assessment) {
        Ok(plan) => plan.ok_or_else(|| "there is no estimate to plan from".to_owned()),
        Err(error) => Err(format!("{error:#}")),
    };
    let gathered = Gathered {
        skus: Skus::of(account, assessment),
        why,
        forecast,
        plan,
        currency: account.steering.as_ref().and_then(|kept| kept.currency.as_deref().map(str::to_owned)),
        series: Vec::new(),
    };
    Ok((judged, gathered))
}

/// An account, and all that is told of it.
pub(super) struct Whole {
    assessment: Assessment,
    gathered: Gathered,
    costliest: Option<Costliest>,
    what_if: Option<WhatIf>,
    consequences: Consequences,
    reports: String,
    whose: String,
}

impl Whole {
    /// Reads, judges and gathers, and keeps the run in the history.
    pub(super) fn of(
        input: &InputArgs,
        marketplace: &MarketplaceArgs,
        history: &HistoryArgs,
        what_if: &WhatIfArgs,
    ) -> anyhow::Result<Whole> {
        let (judged, mut gathered) = gather(input, marketplace, history)?;
        let Judged { account, assessment, history: store, .. } = judged;
        let what_if = what_if.answer(&account, &assessment)?;
        let apart = assessment.factors.as_ref().map(|factors| Apart::of(&account, factors));
        let known = apart.as_ref().zip(assessment.estimate.as_ref());
        let costliest = known.map(|(apart, estimate)| Costliest::of(apart, estimate));
        let consequences = Consequences::of(&Terms::of(&account), &costs::of(&account));
        if let Some(mut store) = store {
            let name = history.account();
            record(&mut store, &name, &assessment, apart.as_ref());
            let series = assessment.marketplace.map(|marketplace| store.series(&name, marketplace));
            match series.transpose() {
                Ok(series) => gathered.series = series.unwrap_or_default(),
                Err(error) => warning(&error.to_string()),
            }
        }
        let (reports, whose) = (reports(input, marketplace), whose(history));
        Ok(Whole { assessment, gathered, costliest, what_if, consequences, reports, whose })
    }

    /// What the score is.
    pub(super) fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// As it is told.
    pub(super) fn weekly<'a>(&'a self, history: &'a HistoryArgs) -> Weekly<'a> {
        let Gathered { skus, why, forecast, plan, currency, series } = &self.gathered;
        let (account, assessment) = (history.named().map(Account::as_str), &self.assessment);
        let shown = |plan| Shown { plan, assessment, currency: currency.as_deref(), account };
        Weekly {
            account,
            assessment,
            beside: Beside {
                reports: &self.reports,
                whose: &self.whose,
                costliest: self.costliest.as_ref(),
                what_if: self.what_if.as_ref(),
                consequences: Some(&self.consequences),
            },
            skus,
            why: why.as_ref().map(|explained| explained.told(account, false)).map_err(String::as_str),
            forecast: forecast.as_ref().map_err(String::as_str),
            plan: plan.as_ref().map(shown).map_err(String::as_str),
            series,
        }
    }
}
