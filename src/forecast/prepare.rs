//! From an account to stocks that can be rolled forward.

use super::arrivals::{Arrival, Shipment, assumed, named};
use super::course::{Fade, World};
use super::demand::{Pace, Prior, Seen};
use super::note::Note;
use super::projection::Projection;
use super::season::Season;
use super::stock::{Beside, Stock};
use super::{Asked, Reason, WEEKS};
use crate::account::{Account, Details, Steering, StockFacts};
use crate::assess::Assessment;
use crate::factor::excess::leaves_new_out;
use crate::factor::{FactorKind, Parts};
use crate::units::Units;
use std::collections::BTreeMap;

/// What was prepared.
pub(super) struct Prepared {
    pub(super) projection: Projection,
    pub(super) notes: Vec<Note>,
    pub(super) demand_a_day: f64,
}

/// Prepares an account to be rolled forward by so many days.
pub(super) fn prepare(
    account: &Account,
    assessment: &Assessment,
    asked: &Asked,
    days: usize,
) -> Result<Prepared, Reason> {
    let steering = account.steering.as_ref().ok_or(Reason::NotRead)?;
    let factors = assessment.factors.as_ref().ok_or(Reason::NoFactors)?;
    let parts = Parts::of(account, factors);
    if !FactorKind::ALL.iter().any(|&factor| parts.stated.has(factor)) {
        return Err(Reason::NoFactors);
    }
    let mut notes = vec![Note::NothingMoreSent];
    let (prior, paces) = paces(account, steering, &mut notes)?;
    let mut coming = Coming::of(account, steering, asked, days, &mut notes);
    let new_out = leaves_new_out(account.marketplace, account.as_of.day());
    let mut stranded = Leaving::default();
    let mut stocks: Vec<Stock> = Vec::with_capacity(parts.list.len());
    for (at, (facts, part)) in account.stocks.iter().zip(&parts.list).enumerate() {
        let kept = steering.stock(at);
        let beside = Beside {
            demand: kept.demand,
            pace: paces[at],
            arrivals: coming.take(at),
            stranded_for: stranded.of(account, facts, kept.details, days),
            new_out,
        };
        stocks.push(Stock::of(facts, part, parts.stated, beside));
    }
    // What only past days know stands last.
    stocks.extend(parts.list[stocks.len()..].iter().map(Stock::gone));
    notes.extend(stranded.note());
    notes.extend(mature(account, &stocks, days));
    if parts.stated.sell_through && parts.days.is_none() {
        notes.push(Note::AverageOnly);
    }
    let demand_a_day = paces.iter().map(|pace| pace.a_day()).sum();
    let world = World {
        tables: Projection::tables(),
        days,
        asked: asked.weeks.clamp(WEEKS.0, WEEKS.1) * 7,
        weeks: weeks(steering, asked, days, &mut notes),
        prior: (prior.shape, prior.rate),
        fade: Fade::new(),
    };
    let projection = Projection::new(account.as_of, parts, stocks, world, asked.threads);
    Ok(Prepared { projection, notes, demand_a_day })
}

/// The prior of the account, and the pace of each of its stocks.
fn paces(
    account: &Account,
    steering: &Steering,
    notes: &mut Vec<Note>,
) -> Result<(Prior, Vec<Pace>), Reason> {
    let demand = |at: usize| steering.stock(at).demand;
    let seen: Vec<Option<(Seen, bool)>> =
        account.stocks.iter().enumerate().map(|(at, facts)| Seen::of(facts, demand(at))).collect();
    let known: Vec<Seen> = seen.iter().flatten().map(|(seen, _)| *seen).collect();
    if known.is_empty() {
        return Err(Reason::NoSales);
    }
    let undated =
        seen.iter().flatten().filter(|(seen, is_daily)| !is_daily && seen.sold > 0.0).count() as u64;
    let sold = known.iter().filter(|seen| seen.sold > 0.0).count() as u64;
    if undated > 0 {
        notes.push(Note::NoDailySales { skus: undated, of: sold });
    }
    // Where nothing was sold at all nothing is expected to be.
    let Some(prior) = Prior::of(&known) else {
        return Ok((Prior { shape: 0.0, rate: 1.0 }, vec![Pace::default(); seen.len()]));
    };
    let pace = |seen: &Option<(Seen, bool)>| {
        prior.after(seen.map_or(Seen { sold: 0.0, days: 0.0 }, |(seen, _)| seen))
    };
    let paces = seen.iter().map(pace).collect();
    Ok((prior, paces))
}

/// By what demand of each week differs from that of today.
fn weeks(steering: &Steering, asked: &Asked, days: usize, notes: &mut Vec<Note>) -> Vec<f64> {
    let weeks = days.div_ceil(7).clamp(1, usize::from(WEEKS.1) + 1);
    let growth = (1.0 + asked.growth_pct / 100.0).max(0.0);
    let season = Season::of(&steering.shipped_by_age, weeks);
    match &season {
        Some(season) => {
            let ends = |fold: fn(f64, f64) -> f64, from| season.weeks.iter().copied().fold(from, fold);
            notes.push(Note::Season { low: ends(f64::min, f64::INFINITY), high: ends(f64::max, 0.0) });
        }
        None => notes.push(Note::NoSeason { days: steering.shipped_by_age.len() as u64 }),
    }
    let season = season.unwrap_or_else(Season::none);
    (0..weeks).map(|week| growth * season.index(week)).collect()
}

/// What is on its way, by stock.
struct Coming(BTreeMap<usize, Box<[Arrival]>>);

impl Coming {
    fn of(
        account: &Account,
        steering: &Steering,
        asked: &Asked,
        days: usize,
        notes: &mut Vec<Note>,
    ) -> Coming {
        let mut coming = BTreeMap::new();
        let mut is_named = vec![false; account.stocks.len()];
        if !asked.shipments.is_empty() {
            let mut by_sku: BTreeMap<&str, Vec<&Shipment>> = BTreeMap::new();
            for shipment in &asked.shipments {
                by_sku.entry(shipment.sku.as_str()).or_default().push(shipment);
            }
            for (at, facts) in account.stocks.iter().enumerate() {
                let of = facts.names().filter_map(|name| by_sku.get(name.as_str())).flatten().copied();
                let of: Vec<&Shipment> = of.collect();
                if !of.is_empty() {
                    is_named[at] = true;
                    coming.insert(at, named(of.into_iter(), account.as_of));
                }
            }
        }
        let last = i64::try_from(days).unwrap_or(i64::MAX);
        let later = || asked.shipments.iter().filter(|shipment| -account.as_of.age(shipment.day) > last);
        if later().count() > 0 {
            let units = later().map(|shipment| shipment.units).sum();
            notes.push(Note::ShipmentsLater { shipments: later().count() as u64, units });
        }
        let (mut skus, mut units, mut told) = (0, Units::ZERO, false);
        for (at, details) in steering.details.iter().enumerate() {
            let Some(details) = details else { continue };
            let inbound = &details.inbound;
            told |= [inbound.all, inbound.receiving, inbound.shipped, inbound.working]
                .iter()
                .any(Option::is_some);
            if is_named.get(at).copied().unwrap_or(false) {
                continue;
            }
            let arrivals = assumed(inbound);
            if !arrivals.is_empty() {
                skus += 1;
                units += arrivals.iter().map(|arrival| Units::new(arrival.units.into())).sum();
                coming.insert(at, arrivals);
            }
        }
        if skus > 0 {
            notes.push(Note::InboundAssumed { skus, units });
        } else if !told && asked.shipments.is_empty() {
            notes.push(Note::InboundUnknown);
        }
        Coming(coming)
    }

    fn take(&mut self, at: usize) -> Box<[Arrival]> {
        self.0.remove(&at).unwrap_or_default()
    }
}

/// Stranded units that Amazon takes out by itself.
#[derive(Default)]
struct Leaving {
    skus: u64,
    units: Units,
    first: Option<chrono::NaiveDate>,
}

impl Leaving {
    /// Days until those of a stock are taken out; `None` where none are, or not within `days`.
    fn of(
        &mut self,
        account: &Account,
        facts: &StockFacts,
        details: Option<&Details>,
        days: usize,
    ) -> Option<u16> {
        let units = facts.stranded.filter(|units| *units > Units::ZERO)?;
        let on = details?.stranded.as_ref()?.removed_from?;
        // What is due is taken out on the next day.
        let ahead = u16::try_from((-account.as_of.age(on)).max(1))
            .ok()
            .filter(|ahead| usize::from(*ahead) <= days)?;
        self.skus += 1;
        self.units += units;
        self.first = self.first.into_iter().chain([on]).min();
        Some(ahead)
    }

    fn note(&self) -> Option<Note> {
        Some(Note::StrandedRemoved { skus: self.skus, units: self.units, first: self.first? })
    }
}

/// New stocks that begin to count.
fn mature(account: &Account, stocks: &[Stock], days: usize) -> Option<Note> {
    let within = |stock: &Stock| stock.excess_from.is_some_and(|from| from > 0 && usize::from(from) <= days);
    let new = account.stocks.iter().zip(stocks).filter(|(_, stock)| within(stock));
    let (skus, units) =
        new.fold((0, Units::ZERO), |(skus, units), (facts, _)| (skus + 1, units + facts.on_hand_units()));
    (skus > 0).then_some(Note::NewMature { skus, units })
}
