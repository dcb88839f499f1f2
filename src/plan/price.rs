//! What a unit costs to take out, by each kind of order, as far as that is known.

use super::What;
use crate::money::Money;
use crate::units::Units;

/// What an action costs for one unit. A fee that is not known is never taken for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Price {
    /// So much; below nothing where it brings money in.
    Known(Money),
    /// Not known, and why not.
    Unknown(&'static str),
}

impl Price {
    /// Costs nothing, and is known to.
    pub const FREE: Price = Price::Known(Money::ZERO);

    /// The amount, where it is known.
    #[must_use]
    pub const fn known(self) -> Option<Money> {
        match self {
            Price::Known(money) => Some(money),
            Price::Unknown(_) => None,
        }
    }
}

/// What taking out one unit of a stock costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The fee for having it sent back.
    pub remove: Price,
    /// The fee for having it disposed of.
    pub dispose: Price,
    /// What Amazon's liquidators pay after their fees, at the low end.
    pub liquidate: Price,
    /// What the unit has cost the seller, where the seller says so: what is lost of a unit that does not come back.
    pub unit_cost: Option<Money>,
    /// The price that customers pay, where a report states it.
    pub price: Option<Money>,
    /// What keeping the whole stock costs.
    pub idle: Idle,
}

/// What a stock costs that is left where it is, as far as reports or tables say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Idle {
    /// Units that the amounts are for.
    pub units: Units,
    /// Storage of the coming month.
    pub storage: Option<Money>,
    /// Units on which the next surcharge for aged stock falls, and the surcharge.
    pub aged: Option<(Units, Money)>,
}

impl Idle {
    const NONE: Idle = Idle { units: Units::ZERO, storage: None, aged: None };

    /// What some of the units bear of it: storage evenly, and the surcharge of the oldest units first, because it is them that
    /// a seller wants to be rid of.
    ///
    /// ```
    /// use ipi::money::Money;
    /// use ipi::plan::Idle;
    /// use ipi::units::Units;
    /// let cents = |cents| Money::from_cents(cents);
    /// let idle = Idle { units: Units::new(200), storage: Some(cents(4_095)), aged: Some((Units::new(50), cents(2_500))) };
    /// let of = idle.of(Units::new(100));
    /// assert_eq!((of.storage, of.aged), (Some(Money::from_ten_thousandths(204_750)), Some((Units::new(50), cents(2_500)))));
    /// assert_eq!(idle.of(Units::new(10)).aged, Some((Units::new(10), cents(500))));
    /// ```
    #[must_use]
    pub fn of(&self, units: Units) -> Idle {
        let part = units.get().min(self.units.get());
        let storage = self.storage.filter(|_| self.units > Units::ZERO);
        let aged = self.aged.map(|(old, charge)| {
            let of = units.min(old);
            (of, if old > Units::ZERO { charge.share(of.get(), old.get()) } else { charge })
        });
        Idle { units, storage: storage.map(|money| money.share(part, self.units.get())), aged }
    }
}

impl Offer {
    /// Nothing is known.
    #[must_use]
    pub const fn unknown(why: &'static str) -> Offer {
        let price = Price::Unknown(why);
        Offer {
            remove: price,
            dispose: price,
            liquidate: price,
            unit_cost: None,
            price: None,
            idle: Idle::NONE,
        }
    }

    /// A removal order with this fee.
    #[must_use]
    pub const fn removal(fee: Money) -> Offer {
        let unknown = Price::Unknown("not asked for");
        Offer {
            remove: Price::Known(fee),
            dispose: unknown,
            liquidate: unknown,
            unit_cost: None,
            price: None,
            idle: Idle::NONE,
        }
    }

    /// What a unit costs by a kind of order, its own value included where the unit does not come back. Without the seller's unit
    /// cost that value is not known.
    ///
    /// ```
    /// use ipi::money::Money;
    /// use ipi::plan::{Offer, Price, What};
    /// let cents = |cents| Price::Known(Money::from_cents(cents));
    /// let mut offer = Offer::removal(Money::from_cents(104));
    /// (offer.dispose, offer.liquidate, offer.unit_cost) = (cents(104), cents(93), Some(Money::from_cents(400)));
    /// let of = |what| offer.of(what).known().unwrap().to_string();
    /// // It comes back; it is lost for 1.04 + 4.00; it is lost and brings 0.93.
    /// assert_eq!([What::Remove, What::Dispose, What::Liquidate].map(of), ["1.04", "5.04", "3.07"]);
    /// assert_eq!(offer.best(), (What::Remove, cents(104)));
    /// ```
    #[must_use]
    pub fn of(&self, what: What) -> Price {
        const VALUE: &str = "what a unit has cost you is not stated";
        let lost = |price: Price, cost: &dyn Fn(Money, Money) -> Money| match (price, self.unit_cost) {
            (Price::Known(fee), Some(value)) => Price::Known(cost(fee, value)),
            (Price::Known(_), None) => Price::Unknown(VALUE),
            (unknown, _) => unknown,
        };
        match what {
            What::Remove => self.remove,
            What::Dispose => lost(self.dispose, &|fee, value| fee + value),
            What::Liquidate => lost(self.liquidate, &|paid, value| value - paid),
            _ => Price::FREE,
        }
    }

    /// The kind of order that costs least; of several the one that keeps the goods. Where none is known, sending back.
    #[must_use]
    pub fn best(&self) -> (What, Price) {
        let ways = [What::Remove, What::Dispose, What::Liquidate].map(|what| (what, self.of(what)));
        let known = ways.iter().filter_map(|(what, price)| Some((price.known()?, *what)));
        // The first of equals: they stand in the order in which goods are kept.
        let best = known.min_by_key(|(money, _)| *money);
        best.map_or((What::Remove, self.remove), |(money, what)| (what, Price::Known(money)))
    }
}
