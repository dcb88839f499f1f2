//! What stock costs: storage, the surcharges for what is old and for what is short, sales lost while it was out of stock, and
//! what it costs to take a unit out.
//!
//! Amazon's own figure stands where a report states one, else what the dated tables of [`fees`](crate::policy::fees) come to,
//! else that it is not known, and why. A figure is never zero because nobody knows it: it is zero where there is nothing to
//! charge, such as storage of a stock without units.
//!
//! Not in it, because no report states what it goes by: the storage-utilisation surcharge, taxes, and the seller's own
//! agreements with Amazon.

mod consequences;
mod cost;
mod keeping;
mod leaving;
mod shortage;
mod terms;
mod unit;

pub use consequences::{Consequences, Counted, Total};
pub use cost::{Cost, Origin, Range, Why};
pub use shortage::LostSales;
pub use terms::Terms;

use crate::account::{Account, Details, StockFacts};
use crate::units::Units;

/// What one stock costs.
///
/// Worked by hand for a lamp of 0.25 cu ft and 3.4 lb at $44.90 in the United States on 31 October 2026: 210 units, 40 of them
/// 271 to 365 days old; 84 shipped in 90 days, on 84 of which it was on offer; of the last 30 it had none on six.
///
/// ```
/// use ipi::account::{Ages, Details, Fact, Size, StockFacts};
/// use ipi::costs::{Cost, StockCosts, Terms};
/// use ipi::ids::{Marketplace::US, Sku};
/// use ipi::money::Money;
/// use ipi::report::ReportKind::{FbaInventory, LedgerSummary};
/// use ipi::units::Units;
/// use ipi::volume::VolumeUnit::CubicFeet;
/// let mut lamp = StockFacts::new(Sku::from("LAMP"));
/// lamp.on_hand = Some(Fact::stated(Units::new(210), FbaInventory));
/// lamp.volume = Some((0.25, Some(CubicFeet)));
/// lamp.shipped_60 = Some(Fact::stated(Units::new(54), FbaInventory));
/// lamp.shipped_90 = Some(Fact::stated(Units::new(84), FbaInventory));
/// (lamp.days_in_stock_30, lamp.days_on_offer_90) = (Some(24), Some(84));
/// let mut told = Details { price: Money::parse("44.90"), shipped_30: Some(Units::new(24)), ..Details::default() };
/// told.ages = Ages { to_90: Some(Units::new(170)), to_365: Some(Units::new(40)), ..Ages::default() };
/// told.size = Size {
///     tier: Some("Large standard-size".into()),
///     weight: Some((3.4, "pounds".into())),
///     ..Size::default()
/// };
/// told.historical_days = [Some(9.0), Some(17.5)];
/// told.low_inventory_charged = Some(true);
/// let mut terms = Terms::new(US, "2026-10-31".parse().unwrap());
/// terms.days_known = true;
/// let costs = StockCosts::of(&terms, &lamp, &told);
/// let amount = |cost: Cost| cost.range().unwrap().to_string();
/// // 210 × 0.25 = 52.5 cu ft × $2.40, from October to December.
/// assert_eq!(amount(costs.storage_this_month), "126.00");
/// assert_eq!(amount(costs.storage_next_month), "126.00");
/// // 271 to 365 days, 15 days later 286 to 380: 40 × 0.25 = 10 cu ft × $5.45 to $6.90.
/// assert_eq!(amount(costs.aged_due), "54.50 to 69.00");
/// assert_eq!(costs.aged_units, Units::new(40));
/// // 17.5 days of supply, more than 3 lb: $0.87 for each of 24 units.
/// assert_eq!(amount(costs.low_inventory), "20.88");
/// // 6 days × 84 ÷ 84 a day = 6 units × $44.90.
/// assert_eq!(amount(costs.lost.sales), "269.40");
/// // $2.89 and two pounds begun above the first two, × $1.06.
/// assert_eq!(amount(costs.removal_per_unit), "5.01");
/// assert_eq!(amount(costs.disposal_per_unit), "5.01");
/// // 5 to 10 % of $44.90, less 15 %, less $0.40 and two pounds begun × $0.20.
/// assert_eq!(amount(costs.liquidation_per_unit), "1.11 to 3.02");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StockCosts {
    /// Units in store: those on hand, reserved ones and unsellable ones.
    pub stored: Units,
    /// Storage of the month judged, as if what is there had been there all month.
    pub storage_this_month: Cost,
    /// Storage of the month after, if nothing comes or goes.
    pub storage_next_month: Cost,
    /// The surcharge for age that is due on the next 15th, if nothing comes or goes. A range where the ages of the report
    /// are coarser than those of the table.
    pub aged_due: Cost,
    /// Units on which it falls, at most.
    pub aged_units: Units,
    /// The low-inventory-level fee of a month: the fee of a unit × units shipped in 30 days. A range down to nothing where no
    /// report says whether it is charged.
    pub low_inventory: Cost,
    /// What was not sold in 30 days for want of stock.
    pub lost: LostSales,
    /// The fee for having a unit sent back.
    pub removal_per_unit: Cost,
    /// The fee for having a unit thrown away.
    pub disposal_per_unit: Cost,
    /// What a unit **brings** when Amazon liquidates it, after fees: below nothing it costs.
    pub liquidation_per_unit: Cost,
}

impl StockCosts {
    /// What a stock costs, by its facts and what reports say beside.
    #[must_use]
    pub fn of(terms: &Terms, facts: &StockFacts, details: &Details) -> StockCosts {
        let item = unit::of(terms, facts, details);
        let stored = facts.on_hand_units() + facts.other_stored;
        let aged = keeping::aged(terms, &item, facts, details);
        StockCosts {
            stored,
            storage_this_month: keeping::storage(terms, terms.day, &item, stored),
            storage_next_month: keeping::next_month(terms, &item, stored, details),
            aged_due: aged.due,
            aged_units: aged.units,
            low_inventory: shortage::fee(terms, &item, facts, details),
            lost: LostSales::of(terms, facts, details),
            removal_per_unit: leaving::removal(terms, &item),
            disposal_per_unit: leaving::disposal(terms, &item),
            liquidation_per_unit: leaving::liquidation(terms, &item, details),
        }
    }

    /// What keeping one unit for the month to come costs; `None` where that is not known, or there is no unit.
    #[must_use]
    pub fn storage_per_unit(&self) -> Option<Range> {
        let whole = self.storage_next_month.range().filter(|_| self.stored > Units::ZERO)?;
        Some(whole.map(|money| money.share(1, self.stored.get())))
    }
}

/// What each stock of an account costs, in their order. Without details (`Steer::details`) hardly anything is known.
#[must_use]
pub fn of(account: &Account) -> Vec<StockCosts> {
    let (terms, untold) = (Terms::of(account), Details::default());
    let details = |at| account.steering.as_ref().and_then(|steering| steering.stock(at).details);
    let cost = |(at, facts)| StockCosts::of(&terms, facts, details(at).unwrap_or(&untold));
    account.stocks.iter().enumerate().map(cost).collect()
}
