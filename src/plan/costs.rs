//! What the seller says of costs, and what the tables say beside: an offer for every stock of an account.

use super::{Idle, Offer, Price};
use crate::account::{Account, Details, StockFacts};
use crate::costs::{Cost, StockCosts, Terms};
use crate::money::Money;
use crate::units::Units;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What the seller says of costs; what is said of one SKU wins over what is said of all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Costs {
    /// Of all SKUs of which nothing else is said.
    pub all: SkuCosts,
    /// Of single SKUs, by name.
    pub skus: BTreeMap<String, SkuCosts>,
}

/// What the seller says of a unit; what is not said is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SkuCosts {
    /// What it has cost.
    pub unit_cost: Option<Money>,
    /// The fee for having it sent back.
    pub removal: Option<Money>,
    /// The fee for having it disposed of.
    pub disposal: Option<Money>,
    /// What it brings when it is liquidated, after fees.
    pub liquidation: Option<Money>,
    /// What keeping it costs in a month.
    pub storage: Option<Money>,
}

impl SkuCosts {
    /// Each figure, and where it is not said the one of `others`.
    #[must_use]
    pub fn or(self, others: SkuCosts) -> SkuCosts {
        SkuCosts {
            unit_cost: self.unit_cost.or(others.unit_cost),
            removal: self.removal.or(others.removal),
            disposal: self.disposal.or(others.disposal),
            liquidation: self.liquidation.or(others.liquidation),
            storage: self.storage.or(others.storage),
        }
    }
}

impl Costs {
    /// The offer for each stock of an account, in their order: what the seller says, else what reports state, else what the
    /// tables of fees say of an order made on `day`.
    #[must_use]
    pub fn offers(&self, account: &Account, day: NaiveDate) -> Vec<Offer> {
        let details = |at| account.steering.as_ref().and_then(|kept| kept.stock(at).details);
        let (terms, untold) = (Terms { day, ..Terms::of(account) }, Details::default());
        let of = |(at, facts): (usize, &StockFacts)| {
            let details = details(at).unwrap_or(&untold);
            self.offer(facts, details, &StockCosts::of(&terms, facts, details))
        };
        account.stocks.iter().enumerate().map(of).collect()
    }

    fn offer(&self, facts: &StockFacts, details: &Details, costs: &StockCosts) -> Offer {
        let said = facts.names().find_map(|name| self.skus.get(name.as_str())).copied().unwrap_or_default();
        let said = said.or(self.all);
        // Of a range its low end: what is paid at least, what is brought in at least.
        let price = |said: Option<Money>, cost: Cost| match (said, cost) {
            (Some(money), _) => Price::Known(money),
            (None, Cost::Known(range, _)) => Price::Known(range.low),
            (None, Cost::Unknown(why)) => Price::Unknown(why.meaning()),
        };
        let storage = said.storage.map(|each| each.times(costs.stored.get()));
        let aged = costs.aged_due.range().map(|due| (costs.aged_units, due.low));
        Offer {
            remove: price(said.removal, costs.removal_per_unit),
            dispose: price(said.disposal, costs.disposal_per_unit),
            liquidate: price(said.liquidation, costs.liquidation_per_unit),
            unit_cost: said.unit_cost,
            price: details.price,
            idle: Idle {
                units: costs.stored,
                storage: storage.or(costs.storage_next_month.range().map(|range| range.low)),
                aged: aged.filter(|(units, due)| *units > Units::ZERO && *due > Money::ZERO),
            },
        }
    }
}
