//! In-stock rate = Σ w·s ÷ Σ w over replenishable SKUs: `w` units shipped in 60 days, `s` the share of the last 30 days
//! that ended with stock.
//!
//! "Percentage of time your replenishable FBA products have been in stock for the last 30 days, weighted by the number of
//! units sold in the last 60 days" (the dashboard's tooltip). No export carries the flag by which a seller hides a product
//! from replenishment, so every SKU that sold counts, less those that the seller excludes.

use super::{Reason, Unstated};
use crate::account::Account;
use crate::dates::IN_STOCK_DAYS;
use crate::units::Units;

/// The in-stock rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InStock {
    /// Units shipped in 60 days by the SKUs that count: the weight of the mean.
    pub weight_units_60d: Units,
    /// The mean, 0–1.
    pub rate: f64,
    /// SKUs that count.
    pub skus: u64,
}

impl InStock {
    /// The numerator where the weight is the denominator: each SKU's units shipped in 60 days times its share of days in stock.
    ///
    /// ```
    /// use ipi::factor::InStock;
    /// use ipi::units::Units;
    /// let found = InStock { weight_units_60d: Units::new(5), rate: 0.8, skus: 2 };
    /// assert_eq!(found.in_stock_units_60d(), 4.0); // 2 × 15 ÷ 30 + 3 × 30 ÷ 30
    /// ```
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // units of 60 days
    pub fn in_stock_units_60d(&self) -> f64 {
        self.rate * self.weight_units_60d.get() as f64
    }
}

/// The mean of days in stock, weighted by units shipped: from (units shipped in 60 days, days in stock of the last 30).
/// `None` where nothing was sold.
///
/// Amazon's own example: a product of velocity 2 in stock half of the time and one of velocity 3 always make 80 %.
///
/// ```
/// use ipi::factor::in_stock::rate;
/// use ipi::units::Units;
/// assert_eq!(rate([(Units::new(2), 15), (Units::new(3), 30)]), Some((Units::new(5), 0.8)));
/// // (1 × 6 + 4 × 27) ÷ (5 × 30) = 114 ÷ 150 = 76 %
/// assert_eq!(rate([(Units::new(1), 6), (Units::new(4), 27)]), Some((Units::new(5), 0.76)));
/// ```
#[must_use]
pub fn rate(skus: impl IntoIterator<Item = (Units, u16)>) -> Option<(Units, f64)> {
    let (mut weight, mut days) = (0, 0);
    for (shipped, in_stock) in skus {
        weight += shipped.get();
        days += shipped.get() * u64::from(in_stock);
    }
    let rate = Units::new(days).ratio(Units::new(weight * u64::from(IN_STOCK_DAYS)))?;
    Some((Units::new(weight), rate))
}

/// The rate of an account.
pub(super) fn of(account: &Account) -> Result<InStock, Unstated> {
    if !account.in_stock_known {
        return Err(Unstated::because(if account.ledger.is_some() {
            Reason::LedgerTooShort
        } else {
            Reason::NoLedger
        }));
    }
    if account.stocks.iter().all(|facts| facts.shipped_60.is_none()) {
        return Err(Unstated::of_sales(account));
    }
    let mut counted = Vec::new();
    for facts in account.stocks.iter().filter(|facts| !facts.excluded) {
        let Some(shipped) = facts.shipped_60 else {
            // As for sell-through: a SKU known by name alone does not take the factor away.
            if facts.on_hand_units() == Units::ZERO && facts.days_in_stock_30.unwrap_or(0) == 0 {
                continue;
            }
            return Err(Unstated::of_sales(account));
        };
        if shipped.value > Units::ZERO {
            // A SKU that the ledger never lists had no stock.
            counted.push((shipped.value, facts.days_in_stock_30.unwrap_or(0)));
        }
    }
    let skus = counted.len() as u64;
    let (weight_units_60d, rate) = rate(counted).ok_or(Unstated::because(Reason::NothingSold))?;
    Ok(InStock { weight_units_60d, rate, skus })
}
