//! What the seller says of costs, and what the tables say beside: an offer for every stock of an account.

use super::item::item;
use super::{Idle, Offer, Price};
use crate::account::{Account, Details, StockFacts};
use crate::dates::month_start;
use crate::ids::Marketplace;
use crate::money::{Amount, Currency, Money};
use crate::policy::fees::removal::{self, Order};
use crate::policy::fees::{Item, Unknown, liquidation, storage};
use crate::units::Units;
use chrono::{Months, NaiveDate};
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
        let stated = account.steering.as_ref().and_then(|kept| kept.currency.as_deref());
        let of = |(at, facts): (usize, &StockFacts)| {
            let (marketplace, details) = (account.marketplace, details(at));
            let stock = Stock { facts, details, item: item(marketplace, day, facts, details), stated };
            self.offer(&stock, marketplace, day)
        };
        account.stocks.iter().enumerate().map(of).collect()
    }

    fn offer(&self, stock: &Stock<'_>, marketplace: Option<Marketplace>, day: NaiveDate) -> Offer {
        let facts = stock.facts;
        let said = facts.names().find_map(|name| self.skus.get(name.as_str())).copied().unwrap_or_default();
        let said = said.or(self.all);
        let price = |said: Option<Money>, table: Result<Money, &'static str>| match (said, table) {
            (Some(money), _) | (None, Ok(money)) => Price::Known(money),
            (None, Err(why)) => Price::Unknown(why),
        };
        let order = |order| {
            let at = marketplace.ok_or(NOWHERE)?;
            stock.amount(removal::per_unit(at, day, order, &stock.item).map_err(Unknown::meaning)?)
        };
        let units = facts.on_hand_units() + facts.other_stored;
        Offer {
            remove: price(said.removal, order(Order::Removal)),
            dispose: price(said.disposal, order(Order::Disposal)),
            liquidate: price(said.liquidation, stock.liquidation(marketplace, day)),
            unit_cost: said.unit_cost,
            price: stock.details.and_then(|details| details.price),
            idle: Idle {
                units,
                storage: said.storage.map(|each| each.times(units.get())).or(stock.storage(
                    marketplace,
                    day,
                    units,
                )),
                aged: stock
                    .details
                    .and_then(|details| details.aged_charge)
                    .filter(|(units, _)| *units > Units::ZERO),
            },
        }
    }
}

const NOWHERE: &str = "the marketplace is not known";

/// A stock, and a unit of it.
struct Stock<'a> {
    facts: &'a StockFacts,
    details: Option<&'a Details>,
    item: Item,
    /// The currency of the reports.
    stated: Option<&'a str>,
}

impl Stock<'_> {
    /// A fee as money of the account; not where the reports are in another currency.
    fn amount(&self, fee: Amount) -> Result<Money, &'static str> {
        match self.stated {
            Some(stated) if stated != fee.currency.code() => {
                Err("the fee is in another currency than the reports")
            }
            _ => Ok(fee.into()),
        }
    }

    /// What liquidators pay, at the low end of what Amazon names.
    fn liquidation(&self, marketplace: Option<Marketplace>, day: NaiveDate) -> Result<Money, &'static str> {
        let at = marketplace.ok_or(NOWHERE)?;
        let currency = Currency::of(at);
        if self.stated.is_some_and(|stated| stated != currency.code()) {
            return Err(Unknown::OtherCurrency.meaning());
        }
        let price = self.details.and_then(|details| details.price);
        let price = price.and_then(|price| Amount::from_major(price.number(), currency));
        let paid = liquidation::net(at, day, &self.item, price).map_err(Unknown::meaning)?;
        Ok(paid.low.into())
    }

    /// Storage of the coming month: as Amazon states it, else by the table.
    fn storage(&self, marketplace: Option<Marketplace>, day: NaiveDate, units: Units) -> Option<Money> {
        let table = || {
            let next = month_start(day).checked_add_months(Months::new(1))?;
            self.amount(storage::month(marketplace?, next, &self.item, units).ok()?).ok()
        };
        self.details.and_then(|details| details.storage_next_month).or_else(table)
    }
}
