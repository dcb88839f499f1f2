//! A plan is made: what is wished for, held against what is foreseen.

use super::super::out::warning;
use super::super::usage::Usage;
use chrono::{Days, NaiveDate};
use ipi::account::Account;
use ipi::assess::Assessment;
use ipi::factor::Parts;
use ipi::forecast::{Asked, Forecast, WEEKS};
use ipi::money::Money;
use ipi::plan::{Baseline, Costs, Gauge, Holdings, Plan, Wanted, cheapest, is_reachable};
use ipi::policy::thresholds;

/// What is wished for.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Wish {
    /// Points to reach; `None` for the line in force on the day.
    pub(in crate::cli) target: Option<f64>,
    /// The day on which to have reached them; `None` for the next date that matters.
    pub(in crate::cli) by: Option<NaiveDate>,
    /// The day from which on actions count; `None` for the day of the reports.
    pub(in crate::cli) start: Option<NaiveDate>,
    pub(in crate::cli) confidence: f64,
    pub(in crate::cli) budget: Option<Money>,
    pub(in crate::cli) elasticity: Option<f64>,
    pub(in crate::cli) lead_days: Option<u16>,
    pub(in crate::cli) threads: usize,
}

impl Wish {
    /// How sure a plan is to be where nobody says it.
    pub(in crate::cli) const CONFIDENCE: f64 = 0.8;

    /// The line in force on the next date that matters.
    pub(in crate::cli) fn usual(threads: usize) -> Wish {
        Wish {
            target: None,
            by: None,
            start: None,
            confidence: Wish::CONFIDENCE,
            budget: None,
            elasticity: None,
            lead_days: None,
            threads,
        }
    }
}

/// Makes the plan; `None` where there is nothing to plan from.
pub(in crate::cli) fn made(
    wish: &Wish,
    costs: &Costs,
    account: &Account,
    assessment: &Assessment,
) -> anyhow::Result<Option<Plan>> {
    let as_of = assessment.as_of;
    let next = assessment.verdict.as_ref().and_then(|verdict| verdict.next);
    // The week of the next date may have begun already.
    let next = next.map_or(as_of, |next| next.date.max(as_of));
    let day = wish.by.unwrap_or(next);
    let target = target(wish, assessment, day)?;
    if day < as_of {
        return Err(Usage(format!("--by {day}: that is before {as_of}, the day of the reports")).into());
    }
    let start = wish.start.unwrap_or(as_of);
    if start < as_of || start > day {
        return Err(Usage(format!(
            "--start {start}: actions begin between {as_of}, the day of the reports, and {day}, the day of the plan"
        ))
        .into());
    }
    let weeks = weeks_to(as_of, day);
    if weeks > WEEKS.1 {
        return Err(Usage(format!("--by {day}: no more than {} weeks are looked ahead", WEEKS.1)).into());
    }
    let (Some(factors), Some(learnt)) = (&assessment.factors, assessment.learnt()) else { return Ok(None) };
    let parts = Parts::of(account, factors);
    let holdings = Holdings::of(account);
    let Some(gauge) = Gauge::new(learnt, &parts, &holdings, assessment.readings) else { return Ok(None) };
    let offers = costs.offers(account, start);
    let wanted = Wanted {
        target,
        confidence: wish.confidence,
        budget: wish.budget,
        elasticity: wish.elasticity,
        lead_days: wish.lead_days,
    };
    let ahead = |weeks: u16| {
        let asked = Asked { weeks: weeks.min(WEEKS.1), threads: wish.threads, ..Asked::default() };
        Forecast::of(account, assessment, &asked)
    };
    let (forecast, baseline) = if day == as_of {
        (None, Baseline::today(assessment, parts.clone(), holdings.clone()))
    } else {
        match ahead(weeks) {
            Ok(forecast) => {
                let found = Baseline::foreseen(&forecast, assessment, &holdings, start, &[day]);
                (Some(forecast), found.and_then(|mut found| found.pop()))
            }
            Err(why) if wish.by.is_none() => {
                warning(&format!("no forecast: {why}; so the plan is for {as_of}, the day of the reports"));
                (None, Baseline::today(assessment, parts.clone(), holdings.clone()))
            }
            Err(why) => {
                warning(&format!("no forecast, so no plan for {day}: {why}"));
                return Ok(None);
            }
        }
    };
    let plan = baseline.and_then(|baseline| cheapest(wanted, &baseline, &offers, &gauge));
    let Some(mut plan) = plan else { return Ok(None) };
    // Each later day takes a forecast of its own, which is not worth the time where there are very many stocks.
    if !plan.reached && forecast.is_some() && parts.list.len() <= MANY {
        drop(forecast);
        let last = (day + Days::new(91)).min(as_of + Days::new(7 * u64::from(WEEKS.1)));
        plan.looked_until = Some(last);
        plan.first_day = first_day(day, last, |from, until| {
            let forecast = ahead(weeks_to(as_of, until)).ok()?;
            let days: Vec<_> = from.iter_days().step_by(7).take_while(|day| *day <= until).collect();
            let found = Baseline::foreseen(&forecast, assessment, &holdings, start, &days)?;
            found.iter().find(|baseline| is_reachable(wanted, baseline, &offers)).map(Baseline::day)
        });
    }
    Ok(Some(plan))
}

/// With more stocks than this no later day is tried by itself.
const MANY: usize = 30_000;

/// Weeks from one day to another, those begun counted, one at least.
fn weeks_to(from: NaiveDate, to: NaiveDate) -> u16 {
    let days = u16::try_from((to - from).num_days().max(1)).unwrap_or(u16::MAX);
    days.div_ceil(7)
}

/// The points to reach: those named, else the line that the day is held against.
fn target(wish: &Wish, assessment: &Assessment, day: NaiveDate) -> Result<f64, Usage> {
    let next = assessment.verdict.as_ref().and_then(|verdict| verdict.next).filter(|_| wish.by.is_none());
    let on = next.map_or(day, |next| next.limits.from);
    let line = assessment.marketplace.and_then(|marketplace| thresholds::in_force(marketplace, on));
    wish.target.or(line.map(|row| f64::from(row.threshold))).ok_or_else(|| {
        Usage("no line is known for the marketplace and the day; name one, such as --target 400".into())
    })
}

/// The first of the weeks after `day` that `found` finds, asked for a month at a time.
fn first_day(
    day: NaiveDate,
    last: NaiveDate,
    found: impl Fn(NaiveDate, NaiveDate) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    let mut from = day + Days::new(7);
    while from <= last {
        let until = (from + Days::new(21)).min(last);
        if let Some(day) = found(from, until) {
            return Some(day);
        }
        from = until + Days::new(7);
    }
    None
}
