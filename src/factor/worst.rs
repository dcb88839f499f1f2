//! Which stocks a factor is worst by: the first to look at, the greatest first.

use super::excess::{self, leaves_new_out};
use crate::account::{Account, StockFacts};
use crate::dates::IN_STOCK_DAYS;
use crate::ids::Sku;
use crate::units::Units;

/// The stocks that weigh most, and how many there are in all.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking<T> {
    /// The first [`MOST`], the greatest first; equals in the order of their SKUs.
    pub first: Vec<(Sku, T)>,
    /// How many stocks there are in all.
    pub stocks: u64,
}

impl<T> Default for Ranking<T> {
    fn default() -> Self {
        Ranking { first: Vec::new(), stocks: 0 }
    }
}

/// So many stocks of each ranking are kept.
pub const MOST: usize = 10;

/// A stock that sold and was not in stock all of the last 30 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfStock {
    /// Of the last 30 days those that ended without stock.
    pub days_out: u16,
    /// Units shipped in 60 days: its weight in the rate.
    pub shipped_60: Units,
}

/// A stock with more than 90 days of supply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch {
    /// Units beyond that.
    pub units: Units,
    /// Any of it was shipped in 90 days, as far as reports tell.
    pub sells: bool,
}

/// A stranded stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unlisted {
    /// Units without an active listing.
    pub units: Units,
    /// Putting its listing right would help: it sells, or is no excess.
    pub is_wanted: bool,
}

/// What the factors of an account are worst by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worst {
    /// Units beyond 90 days of supply.
    pub excess: Ranking<TooMuch>,
    /// Stranded units.
    pub stranded: Ranking<Unlisted>,
    /// Stranded stocks whose listing is worth putting right.
    pub to_relist: u64,
    /// Days without stock, by what they take from the rate.
    pub out_of_stock: Ranking<OutOfStock>,
}

impl Worst {
    /// Looks at every stock that counts.
    #[must_use]
    pub fn of(account: &Account) -> Worst {
        let new_out = leaves_new_out(account.marketplace, account.as_of.day());
        let sells = |facts: &StockFacts| facts.shipped_90.is_none_or(|fact| fact.value > Units::ZERO);
        let some = |units: Units| (units > Units::ZERO).then_some(units);
        let unlisted = |facts: &StockFacts| {
            let units = some(facts.stranded?)?;
            let excess = excess::of_stock(facts).unwrap_or_default();
            Some((units.get(), Unlisted { units, is_wanted: sells(facts) || excess < units }))
        };
        let is_wanted = |facts| unlisted(facts).is_some_and(|(_, unlisted)| unlisted.is_wanted);
        Worst {
            excess: rank(account, |facts| {
                let units = some(excess::of_stock(facts)?).filter(|_| !(new_out && facts.is_new))?;
                Some((units.get(), TooMuch { units, sells: sells(facts) }))
            }),
            stranded: rank(account, unlisted),
            to_relist: account.stocks.iter().filter(|facts| is_wanted(facts)).count() as u64,
            out_of_stock: rank(account, |facts| {
                let shipped_60 = facts.shipped_60.filter(|_| !facts.excluded)?.value;
                let days_out = IN_STOCK_DAYS.saturating_sub(facts.days_in_stock_30.unwrap_or(0));
                let lost = shipped_60.get() * u64::from(days_out);
                (lost > 0).then_some((lost, OutOfStock { days_out, shipped_60 }))
            }),
        }
    }
}

/// The stocks in the order of a weight, the greatest first.
fn rank<T: Copy>(account: &Account, of: impl Fn(&StockFacts) -> Option<(u64, T)>) -> Ranking<T> {
    let weighed = |facts| of(facts).map(|(weight, what)| (weight, facts, what));
    let mut all: Vec<(u64, &StockFacts, T)> = account.stocks.iter().filter_map(weighed).collect();
    // Stocks stand in the order of their SKUs, which equals keep.
    all.sort_by_key(|(weight, ..)| std::cmp::Reverse(*weight));
    let first = all.iter().take(MOST).map(|(_, facts, what)| (facts.sku.clone(), *what)).collect();
    Ranking { first, stocks: all.len() as u64 }
}
