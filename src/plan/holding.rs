//! What an action can take hold of: the units of a stock that are there, on their way or leaving already.

use crate::account::{Account, SteerFacts, StockFacts};
use crate::dates::SELL_THROUGH_DAYS;
use crate::factor::Parts;
use crate::factor::excess::{leaves_new_out, of_stock};
use crate::units::Units;

/// The units of one stock, as far as actions ask for them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Holding {
    /// Sellable units on hand.
    pub on_hand: Units,
    /// Of these, units that a removal order takes out already.
    pub leaving: Units,
    /// Of these, units beyond 90 days of supply today; `None` where that is not known.
    pub excess: Option<Units>,
    /// Units without an active listing.
    pub stranded: Units,
    /// Units on their way; `None` where no report states any.
    pub inbound: Option<Units>,
    /// Units that sell in 90 days at the pace of the days on offer.
    pub demand_90: Units,
    /// Units that sell in a day on which it can be bought.
    pub a_day: f64,
    /// The product is too new for its units to count in the excess share.
    pub too_new: bool,
    /// The product does not count in the in-stock rate.
    pub excluded: bool,
}

impl Holding {
    /// Units that a removal order could still take.
    #[must_use]
    pub fn removable(&self) -> Units {
        self.on_hand.saturating_sub(self.leaving)
    }

    /// That of a stock, with what is kept of it beside the factors; a new one may be too new to count.
    #[must_use]
    pub fn of(facts: &StockFacts, beside: SteerFacts<'_>, new_out: bool) -> Holding {
        let shipped = facts.shipped_90.map_or(0, |fact| fact.value.get());
        let days = facts.days_on_offer_90.unwrap_or(SELL_THROUGH_DAYS).max(1);
        let on_hand = facts.on_hand_units();
        let leaving = beside.details.and_then(|details| details.pending_removal);
        Holding {
            on_hand,
            leaving: leaving.unwrap_or_default().min(on_hand),
            excess: of_stock(facts),
            stranded: facts.stranded.unwrap_or_default(),
            inbound: beside.details.and_then(|details| details.inbound.all),
            demand_90: Units::new((shipped * u64::from(SELL_THROUGH_DAYS)).div_ceil(days.into())),
            a_day: number(shipped) / f64::from(days),
            too_new: new_out && facts.is_new,
            excluded: facts.excluded,
        }
    }
}

#[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
fn number(units: u64) -> f64 {
    units as f64
}

/// The holdings of an account, in the order of its parts; what only past days know has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holdings {
    list: Vec<Holding>,
}

impl Holdings {
    /// Those of an account, of which steering was read with details (`Steer::details`); without, nothing is on its way.
    #[must_use]
    pub fn of(account: &Account) -> Holdings {
        let beside = |at| account.steering.as_ref().map_or_else(SteerFacts::default, |kept| kept.stock(at));
        let new_out = leaves_new_out(account.marketplace, account.as_of.day());
        let of = |(at, facts)| Holding::of(facts, beside(at), new_out);
        Holdings { list: account.stocks.iter().enumerate().map(of).collect() }
    }

    /// Holdings in the order of parts.
    #[must_use]
    pub fn from_list(list: Vec<Holding>) -> Holdings {
        Holdings { list }
    }

    /// Is there a holding at a place?
    #[must_use]
    pub fn knows(&self, place: usize) -> bool {
        place < self.list.len()
    }

    /// That of the part at a place.
    #[must_use]
    pub fn at(&self, place: usize) -> Holding {
        self.list.get(place).copied().unwrap_or_default()
    }
}

/// The place, among the parts of an account, of a stock by any of its names.
#[must_use]
pub fn place(account: &Account, parts: &Parts, name: &str) -> Option<usize> {
    let is_named = |facts: &StockFacts| facts.names().any(|sku| sku.as_str() == name);
    account.stocks.iter().position(is_named).or_else(|| parts.find(name))
}
