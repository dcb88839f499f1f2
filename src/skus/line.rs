//! One SKU: its facts, its points, and what to do.

use super::action::{Action, Alert};
use super::attribution::SkuPoints;
use crate::account::{Account, Details, StockFacts};
use crate::costs::{StockCosts, Terms};
use crate::dates::SELL_THROUGH_DAYS;
use crate::factor::{Part, Sums};
use crate::ids::{Fnsku, Sku};
use crate::money::Money;
use crate::units::Units;
use std::sync::Arc;

/// One SKU.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The name under which it is listed.
    pub sku: Sku,
    /// Amazon's label.
    pub fnsku: Option<Fnsku>,
    /// What it brings into the factors.
    pub part: Part,
    /// Sellable units at fulfilment centres; `None` where no report of the day knows it.
    pub on_hand: Option<Units>,
    /// Units shipped in 60 and in 90 days.
    pub shipped: [Option<Units>; 2],
    /// Units shipped in 90 days ÷ mean stock; `None` where it had none.
    pub sell_through: Option<f64>,
    /// Its weight in the in-stock rate.
    pub weight: Weight,
    /// Of the last 90 days those on which it was on offer.
    pub days_on_offer: Option<u16>,
    /// Days for which its stock lasts at the pace of the days on which it was on offer; `None` where nothing was shipped, or
    /// nobody knows.
    pub cover_days: Option<f64>,
    /// On hand at the seller's price.
    pub value: Option<Money>,
    /// What the reports say beside.
    pub details: Arc<Details>,
    /// What it costs: stated by Amazon, else by the tables of fees, else not known and why.
    pub costs: StockCosts,
    /// What it adds to the estimate; `None` where there is none.
    pub points: Option<SkuPoints>,
    /// What to do.
    pub action: Action,
    /// What cannot wait.
    pub alert: Option<Alert>,
}

/// The weight of a SKU in the in-stock rate: "an ASIN that sold 100 units has 100 times the impact".
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weight {
    /// Units shipped in 60 days; none of an excluded product, nor of one of which nobody knows.
    pub units: Units,
    /// Their share of those of all SKUs, 0–1; `None` where nothing was sold, or the rate is not stated.
    pub share: Option<f64>,
    /// Of the last 30 days those that ended without stock; `None` where it does not count.
    pub days_out: Option<u16>,
}

impl Line {
    /// The stock at a place of the account's stocks; what only past days know lies behind them.
    pub(super) fn of(
        account: &Account,
        terms: &Terms,
        at: usize,
        part: &Part,
        sums: &Sums,
        points: Option<SkuPoints>,
    ) -> Line {
        let facts = account.stocks.get(at);
        let known = account.steering.as_ref().and_then(|steering| steering.details.get(at));
        let details = known.cloned().flatten().unwrap_or_default();
        let costs = match facts {
            Some(facts) => StockCosts::of(terms, facts, &details),
            None => StockCosts::of(terms, &StockFacts::new(part.sku.clone()), &details),
        };
        let on_hand = facts.and_then(|facts| facts.on_hand).map(|fact| fact.value);
        let counts = part.weight > Units::ZERO;
        // Where the rate is not stated, for want of a ledger, sales are known all the same.
        let sold = facts.filter(|facts| !facts.excluded).and_then(|facts| facts.shipped_60);
        let weight = Weight {
            units: sold.map_or(part.weight, |fact| fact.value),
            share: part.weight.ratio(sums.weight),
            days_out: counts.then_some(part.days_out),
        };
        let cover_days = facts.and_then(cover_days);
        let mut line = Line {
            sku: part.sku.clone(),
            fnsku: facts.and_then(|facts| facts.fnsku.clone()),
            part: part.clone(),
            on_hand,
            shipped: [facts.and_then(|f| f.shipped_60), facts.and_then(|f| f.shipped_90)]
                .map(|fact| fact.map(|fact| fact.value)),
            sell_through: sell_through(part),
            weight,
            days_on_offer: facts.and_then(|facts| facts.days_on_offer_90),
            cover_days,
            value: details.price.zip(on_hand).map(|(price, units)| price.times(units.get())),
            details,
            costs,
            points,
            action: Action::Keep,
            alert: None,
        };
        line.action = Action::of(&line);
        line.alert = Alert::of(&line);
        line
    }

    /// Units on hand, and nothing where no report states any.
    #[must_use]
    pub fn units(&self) -> Units {
        self.on_hand.unwrap_or_default()
    }

    /// Units on their way to fulfilment centres, as far as a report tells.
    #[must_use]
    pub fn inbound(&self) -> Units {
        self.details.inbound.all.unwrap_or_default()
    }
}

#[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
fn sell_through(part: &Part) -> Option<f64> {
    (part.average > 0.0).then(|| part.shipped_90.get() as f64 / part.average)
}

/// On hand ÷ units shipped on a day on which it was on offer.
#[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
fn cover_days(facts: &StockFacts) -> Option<f64> {
    let shipped = facts.shipped_90?.value;
    let days = facts.days_on_offer_90.unwrap_or(SELL_THROUGH_DAYS).max(1);
    (shipped > Units::ZERO)
        .then(|| facts.on_hand_units().get() as f64 * f64::from(days) / shipped.get() as f64)
}
