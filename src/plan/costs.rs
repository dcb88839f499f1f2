//! What the seller says of costs, and what the tables say beside: an offer for every stock of an account.

use super::{Idle, Offer, Price};
use crate::account::{Account, Details, StockFacts};
use crate::money::Money;
use crate::units::Units;
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
    /// The offer for each stock of an account, in their order: what the seller says, else what reports state.
    #[must_use]
    pub fn offers(&self, account: &Account) -> Vec<Offer> {
        let details = |at| account.steering.as_ref().and_then(|kept| kept.stock(at).details);
        let of = |(at, facts): (usize, &StockFacts)| self.offer(facts, details(at));
        account.stocks.iter().enumerate().map(of).collect()
    }

    fn offer(&self, facts: &StockFacts, details: Option<&Details>) -> Offer {
        let said = facts.names().find_map(|name| self.skus.get(name.as_str())).copied().unwrap_or_default();
        let said = said.or(self.all);
        let price = |said: Option<Money>| said.map_or(Price::Unknown("no fee is stated"), Price::Known);
        let units = facts.on_hand_units() + facts.other_stored;
        let storage = said.storage.map(|each| each.times(units.get()));
        Offer {
            remove: price(said.removal),
            dispose: price(said.disposal),
            liquidate: price(said.liquidation),
            unit_cost: said.unit_cost,
            idle: Idle {
                units,
                storage: storage.or(details.and_then(|details| details.storage_next_month)),
                aged: details
                    .and_then(|details| details.aged_charge)
                    .filter(|(units, _)| *units > Units::ZERO),
            },
        }
    }
}
