//! What the stock of a whole account costs.

use super::StockCosts;
use super::cost::{Cost, Origin, Range, Why};
use super::terms::Terms;
use crate::dates::month_start;
use crate::money::Currency;
use crate::policy::fees::{FeeTable, aged};
use crate::units::Units;
use chrono::{Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// How many SKUs, with how many units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// SKUs.
    pub skus: u64,
    /// Their units in store.
    pub units: Units,
}

impl Counted {
    fn add(&mut self, units: Units) {
        self.skus += 1;
        self.units += units;
    }
}

/// What is known of a cost over all SKUs, and of how many it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The sum of what is known.
    pub sum: Range,
    /// SKUs of which Amazon states it.
    pub stated: u64,
    /// SKUs of which a table tells it.
    pub by_table: u64,
    /// SKUs of which it follows from reports alone and is not zero.
    pub by_reports: u64,
    /// The tables.
    pub tables: BTreeSet<FeeTable>,
    /// Of how many it is not known, by why.
    pub unknown: BTreeMap<Why, Counted>,
}

impl Total {
    /// Adds the cost of a SKU with so many units in store.
    ///
    /// ```
    /// use ipi::costs::{Cost, Total, Why};
    /// use ipi::money::Money;
    /// use ipi::policy::fees::Unknown;
    /// use ipi::units::Units;
    /// let mut total = Total::default();
    /// total.add(Cost::stated(Money::from_cents(250)), Units::new(10));
    /// total.add(Cost::Unknown(Why::Fee(Unknown::NoAge)), Units::new(20));
    /// total.add(Cost::Unknown(Why::Fee(Unknown::NoAge)), Units::new(4));
    /// assert_eq!((total.sum.to_string().as_str(), total.stated), ("2.50", 1));
    /// let unknown = total.unknown[&Why::Fee(Unknown::NoAge)];
    /// assert_eq!((unknown.skus, unknown.units), (2, Units::new(24)));
    /// ```
    pub fn add(&mut self, cost: Cost, units: Units) {
        match cost {
            Cost::Known(range, origin) => {
                self.sum += range;
                match origin {
                    Origin::Stated => self.stated += 1,
                    Origin::Table(table) => {
                        self.by_table += 1;
                        self.tables.insert(table);
                    }
                    Origin::Reports => self.by_reports += u64::from(range != Range::default()),
                }
            }
            Cost::Unknown(why) => self.unknown.entry(why).or_default().add(units),
        }
    }

    /// Is it known of any SKU?
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.stated + self.by_table + self.by_reports > 0
    }
}

/// What the stock of an account costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Consequences {
    /// The currency of all amounts, where it is known.
    pub currency: Option<Currency>,
    /// The first day of the month judged; the next month is the one after.
    pub month: NaiveDate,
    /// The first day of the month after.
    pub next_month: NaiveDate,
    /// The day on which the surcharge for age is due.
    pub aged_day: NaiveDate,
    /// Storage of the month judged.
    pub storage_this_month: Total,
    /// Storage of the month after.
    pub storage_next_month: Total,
    /// The surcharge for age.
    pub aged_due: Total,
    /// Units on which it falls, at most.
    pub aged_units: Units,
    /// The low-inventory-level fee of a month.
    pub low_inventory: Total,
    /// Sales lost in 30 days, at the seller's prices.
    pub lost_sales: Total,
    /// Units of them, as far as they are known.
    pub lost_units: f64,
    /// SKUs that lost some.
    pub lost_skus: u64,
}

impl Consequences {
    /// Sums up what each stock costs; the units lost do not depend on the order by more than a rounding error.
    #[must_use]
    pub fn of(terms: &Terms, costs: &[StockCosts]) -> Consequences {
        let month = month_start(terms.day);
        let mut all = Consequences {
            currency: terms.currency,
            month,
            next_month: month.checked_add_months(Months::new(1)).unwrap_or(month),
            aged_day: aged::next_day(terms.day),
            storage_this_month: Total::default(),
            storage_next_month: Total::default(),
            aged_due: Total::default(),
            aged_units: Units::ZERO,
            low_inventory: Total::default(),
            lost_sales: Total::default(),
            lost_units: 0.0,
            lost_skus: 0,
        };
        for cost in costs {
            all.storage_this_month.add(cost.storage_this_month, cost.stored);
            all.storage_next_month.add(cost.storage_next_month, cost.stored);
            all.aged_due.add(cost.aged_due, cost.stored);
            all.aged_units += cost.aged_units;
            all.low_inventory.add(cost.low_inventory, cost.stored);
            all.lost_sales.add(cost.lost.sales, cost.stored);
            let lost = cost.lost.units.unwrap_or(0.0);
            all.lost_units += lost;
            all.lost_skus += u64::from(lost > 0.0);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::super::shortage::LostSales;
    use super::*;
    use crate::evidence::{Certainty, day};
    use crate::ids::Marketplace;
    use crate::money::Money;
    use crate::policy::fees::Unknown;

    #[test]
    fn sums_count_what_is_known_and_say_of_how_many_it_is_not() {
        let cents = Money::from_cents;
        let table = FeeTable { since: day(2024, 4, 1), certainty: Certainty::Official, days_assumed: false };
        let range = Range { low: cents(100), high: cents(250) };
        let unknown = Cost::Unknown(Why::Fee(Unknown::NoVolume));
        let one = StockCosts {
            stored: Units::new(10),
            storage_this_month: Cost::Known(Range::exactly(cents(500)), Origin::Table(table)),
            storage_next_month: Cost::stated(cents(700)),
            aged_due: Cost::Known(range, Origin::Table(table)),
            aged_units: Units::new(4),
            low_inventory: Cost::NOTHING,
            lost: LostSales { days: Some(3), units: Some(1.5), sales: Cost::Unknown(Why::NoDays) },
            removal_per_unit: unknown,
            disposal_per_unit: unknown,
            liquidation_per_unit: unknown,
        };
        let other = StockCosts { stored: Units::new(5), storage_this_month: unknown, ..one };
        let terms = Terms::new(Marketplace::US, day(2026, 12, 16));
        let all = Consequences::of(&terms, &[one, other]);
        assert_eq!((all.month, all.next_month), (day(2026, 12, 1), day(2027, 1, 1)));
        assert_eq!((all.aged_day, all.aged_units), (day(2027, 1, 15), Units::new(8)));
        let this = &all.storage_this_month;
        assert_eq!((this.sum, this.by_table), (Range::exactly(cents(500)), 1));
        let not_known = Counted { skus: 1, units: Units::new(5) };
        assert_eq!(this.unknown, BTreeMap::from([(Why::Fee(Unknown::NoVolume), not_known)]));
        assert_eq!(
            (all.storage_next_month.sum.exact(), all.storage_next_month.stated),
            (Some(cents(1_400)), 2)
        );
        assert_eq!(all.aged_due.sum, Range { low: cents(200), high: cents(500) });
        assert_eq!(all.aged_due.tables, BTreeSet::from([table]));
        assert!(!all.low_inventory.is_known() && all.low_inventory.unknown.is_empty());
        assert_eq!((all.lost_units, all.lost_skus), (3.0, 2));
        assert!(!all.lost_sales.is_known());
    }

    #[test]
    fn a_unit_bears_its_part_of_storage() {
        let nothing = LostSales { days: None, units: None, sales: Cost::NOTHING };
        let of = |stored, storage_next_month| StockCosts {
            stored: Units::new(stored),
            storage_this_month: Cost::NOTHING,
            storage_next_month,
            aged_due: Cost::NOTHING,
            aged_units: Units::ZERO,
            low_inventory: Cost::NOTHING,
            lost: nothing,
            removal_per_unit: Cost::NOTHING,
            disposal_per_unit: Cost::NOTHING,
            liquidation_per_unit: Cost::NOTHING,
        };
        let seven = Cost::stated(Money::from_cents(700));
        let per_unit = |stored, cost| of(stored, cost).storage_per_unit().map(|range| range.to_string());
        assert_eq!(per_unit(4, seven).as_deref(), Some("1.75"));
        assert_eq!(per_unit(0, seven), None);
        assert_eq!(per_unit(4, Cost::Unknown(Why::NoMarketplace)), None);
    }
}
