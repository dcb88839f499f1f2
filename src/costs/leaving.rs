//! What it costs to take a unit out, or brings.

use super::cost::{Cost, Range};
use super::terms::Terms;
use crate::account::Details;
use crate::policy::fees::Item;
use crate::policy::fees::liquidation;
use crate::policy::fees::removal::{self, Order};

pub(super) fn removal(terms: &Terms, item: &Item) -> Cost {
    by_order(terms, item, Order::Removal)
}

pub(super) fn disposal(terms: &Terms, item: &Item) -> Cost {
    by_order(terms, item, Order::Disposal)
}

fn by_order(terms: &Terms, item: &Item, order: Order) -> Cost {
    terms.by_table(|marketplace| {
        let fee = removal::per_unit(marketplace, terms.day, order, item)?;
        Ok((Range::exactly(terms.money(fee)?), removal::table(marketplace, terms.day, order, item)?))
    })
}

/// What Amazon's liquidators pay after fees; the price stands for the mean selling price.
pub(super) fn liquidation(terms: &Terms, item: &Item, details: &Details) -> Cost {
    terms.by_table(|marketplace| {
        let table = liquidation::table(marketplace, terms.day, item)?;
        let price = terms.price(details.price)?;
        let net = liquidation::net(marketplace, terms.day, item, Some(price))?;
        terms.in_currency(net.low.currency)?;
        Ok((Range { low: net.low.into(), high: net.high.into() }, table))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::day;
    use crate::ids::Marketplace;
    use crate::money::{Currency, Money};
    use crate::policy::fees::Tier;
    use crate::weight::{Weight, WeightUnit::Kilograms};

    #[test]
    fn what_is_missing_is_named() {
        let tier = Some(Tier::SmallParcel);
        let item = Item { tier, weight: Weight::new(0.2, Kilograms), ..Item::default() };
        let uk = Terms::new(Marketplace::UK, day(2026, 10, 31));
        let priced = Details { price: Money::parse("5.00"), ..Details::default() };
        let of = |terms: &Terms, item: &Item, details: &Details| {
            [removal(terms, item), disposal(terms, item), liquidation(terms, item, details)]
                .map(|cost| cost.range().map_or_else(|| cost.key().into(), |range| range.to_string()))
        };
        // £0.49; 5 to 10 % of £5 less 15 % less £0.37; what disposal costs there was not seen.
        assert_eq!(of(&uk, &item, &priced), ["0.49", "no-table", "-0.16 to 0.06"]);
        assert_eq!(of(&uk, &item, &Details::default())[2], "no-price");
        assert_eq!(of(&uk, &Item { weight: None, ..item }, &priced)[0], "no-weight");
        assert_eq!(of(&uk, &Item { weight: None, ..item }, &priced)[2], "no-weight");
        let euros = Terms { currency: Some(Currency::Eur), ..uk };
        assert_eq!(of(&euros, &item, &priced), ["other-currency", "no-table", "other-currency"]);
        let unnamed = Terms { currency: None, ..uk };
        assert_eq!(of(&unnamed, &item, &priced), ["other-currency", "no-table", "other-currency"]);
    }
}
