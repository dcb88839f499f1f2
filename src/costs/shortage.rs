//! What too little stock costs: the low-inventory-level fee, and sales that were lost.

use super::cost::{Cost, Origin, Range, Why};
use super::terms::Terms;
use crate::account::{Details, StockFacts};
use crate::dates::{IN_STOCK_DAYS, SELL_THROUGH_DAYS};
use crate::money::Money;
use crate::policy::fees::low_inventory::{self, Supply};
use crate::policy::fees::{Item, Unknown};
use crate::units::Units;

/// The low-inventory-level fee of as many units as were shipped in 30 days.
///
/// Where a report says that it is not charged, that stands: it knows of exemptions that no table has. Where it does not say,
/// the fee may be charged or not.
pub(super) fn fee(terms: &Terms, item: &Item, facts: &StockFacts, details: &Details) -> Cost {
    if details.low_inventory_exempt == Some(true) || details.low_inventory_charged == Some(false) {
        return Cost::stated(Money::ZERO);
    }
    // What shipped nothing in 90 days shipped nothing in 30.
    let longer = [facts.shipped_60, facts.shipped_90].map(|fact| fact.map(|fact| fact.value));
    let [sixty, ninety] = longer.map(|units| units.filter(|units| *units == Units::ZERO));
    let shipped = details.shipped_30.or(sixty).or(ninety);
    let charged = details.low_inventory_charged == Some(true);
    if shipped == Some(Units::ZERO) || (!charged && is_name(facts, details)) {
        return Cost::NOTHING;
    }
    let [short, long] = details.historical_days;
    terms.by_table(|marketplace| {
        let fee = low_inventory::per_unit(marketplace, terms.day, item, Supply { short, long })?;
        let range = match fee {
            None if charged => return Err(Why::Contradicted),
            None => Range::default(),
            Some(fee) => {
                let high = terms.money(fee)?.times(shipped.ok_or(Why::NoSales)?.get());
                Range { low: if charged { high } else { Money::ZERO }, high }
            }
        };
        Ok((range, low_inventory::table(marketplace, terms.day)?))
    })
}

/// Is it a name alone, of which no report tells stock or sales? It takes nothing away from the in-stock rate either.
fn is_name(facts: &StockFacts, details: &Details) -> bool {
    let shipped = [facts.shipped_60, facts.shipped_90].map(|fact| fact.map(|fact| fact.value));
    facts.on_hand_units() == Units::ZERO
        && facts.days_in_stock_30.unwrap_or(0) == 0
        && shipped.into_iter().chain([details.shipped_30]).all(|units| units.is_none())
}

/// What was not sold in 30 days for want of stock.
///
/// It is looked at for what counts in the in-stock rate: products that sold in 60 days and are to be replenished. Others are
/// taken to have lost nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LostSales {
    /// Of the last 30 days those that ended without stock; `None` where that is not known.
    pub days: Option<u16>,
    /// Those days × units shipped on a day on which it was on offer; `None` where that is not known.
    pub units: Option<f64>,
    /// At the seller's price: sales, not profit.
    pub sales: Cost,
}

impl LostSales {
    const NONE: LostSales = LostSales { days: Some(0), units: Some(0.0), sales: Cost::NOTHING };

    const fn unknown(days: Option<u16>, why: Why) -> LostSales {
        LostSales { days, units: None, sales: Cost::Unknown(why) }
    }

    #[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
    pub(super) fn of(terms: &Terms, facts: &StockFacts, details: &Details) -> LostSales {
        match facts.shipped_60.map(|fact| fact.value) {
            _ if facts.excluded => return LostSales::NONE,
            Some(Units::ZERO) => return LostSales::NONE,
            None if is_name(facts, details) => return LostSales::NONE,
            None => return LostSales::unknown(None, Why::NoSales),
            Some(_) => {}
        }
        if !terms.days_known {
            return LostSales::unknown(None, Why::NoDays);
        }
        // A SKU that the ledger never lists had no stock.
        let in_stock = facts.days_in_stock_30.unwrap_or(0);
        let days = IN_STOCK_DAYS.saturating_sub(in_stock);
        if days == 0 {
            return LostSales::NONE;
        }
        let on_offer = facts.days_on_offer_90.unwrap_or(SELL_THROUGH_DAYS);
        // Days before its first unit came are no days out of stock.
        if facts.is_new || on_offer <= in_stock {
            return LostSales::unknown(Some(days), Why::MayBeNew);
        }
        let Some(shipped) = facts.shipped_90.map(|fact| fact.value) else {
            return LostSales::unknown(Some(days), Why::NoSales);
        };
        // Units × days on offer: whole, so that the amount is rounded once.
        let lost = u64::from(days) * shipped.get();
        let sales = details.price.map_or(Cost::Unknown(Why::Fee(Unknown::NoPrice)), |price| {
            let sales = price.times(lost).share(1, on_offer.into());
            Cost::Known(Range::exactly(sales), Origin::Reports)
        });
        LostSales { days: Some(days), units: Some(lost as f64 / f64::from(on_offer)), sales }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::day;
    use crate::ids::{Marketplace, Sku};
    use crate::policy::fees::Tier;

    fn terms() -> Terms {
        Terms { days_known: true, ..Terms::new(Marketplace::US, day(2026, 10, 31)) }
    }

    fn details(shipped_30: Option<u64>, days: f64) -> Details {
        Details {
            price: Money::parse("10.00"),
            shipped_30: shipped_30.map(Units::new),
            historical_days: [Some(days), Some(days)],
            ..Details::default()
        }
    }

    fn told(cost: Cost) -> String {
        cost.range().map_or_else(|| cost.key().to_owned(), |range| format!("{range} {}", cost.key()))
    }

    #[test]
    fn the_fee_is_certain_only_where_a_report_says_that_it_is_charged() {
        let small = Item { tier: Some(Tier::SmallStandard), ..Item::default() };
        let of = |details: &Details| told(fee(&terms(), &small, &StockFacts::new(Sku::from("A")), details));
        let said = |charged, details| Details { low_inventory_charged: charged, ..details };
        // Under 14 days $0.89 a unit, × 20.
        assert_eq!(of(&said(Some(true), details(Some(20), 9.0))), "17.80 table");
        assert_eq!(of(&said(None, details(Some(20), 9.0))), "0.00 to 17.80 table");
        assert_eq!(of(&said(None, details(Some(20), 28.0))), "0.00 table");
        assert_eq!(of(&said(Some(false), details(Some(20), 9.0))), "0.00 stated");
        let exempt = Details { low_inventory_exempt: Some(true), ..details(None, 9.0) };
        assert_eq!(of(&exempt), "0.00 stated");
        assert_eq!(of(&said(Some(true), details(Some(20), 30.0))), "contradicted");
        assert_eq!(of(&said(Some(true), details(None, 9.0))), "no-sales");
        assert_eq!(of(&said(None, details(Some(0), 9.0))), "0.00 reports");
        assert_eq!(
            of(&Details { historical_days: [None; 2], ..details(Some(20), 9.0) }),
            "no-days-of-supply"
        );
    }
}
