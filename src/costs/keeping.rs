//! What it costs to keep stock: storage, and the surcharge for what is old.

use super::cost::{Cost, Range, Why};
use super::terms::{FINE, Terms};
use crate::account::{Ages as Told, Details, StockFacts};
use crate::dates::month_start;
use crate::policy::fees::aged::{self, Ages, Stock};
use crate::policy::fees::{Goods, Item, storage as rates};
use crate::units::Units;
use chrono::{Months, NaiveDate};

/// Storage of the month that holds a day, for so many units all month long.
pub(super) fn storage(terms: &Terms, day: NaiveDate, item: &Item, units: Units) -> Cost {
    if units == Units::ZERO {
        return Cost::NOTHING;
    }
    terms.by_table(|marketplace| {
        let amount = rates::month(marketplace, day, item, fine(units))?;
        Ok((Range::exactly(terms.fine(amount)?), rates::table(marketplace, day, item)?))
    })
}

/// A hundred times as many units cost as many cents as these cost hundredths of a cent: sums over many SKUs are not to be sums
/// of whole cents.
fn fine(units: Units) -> Units {
    Units::new(units.get().saturating_mul(FINE))
}

/// Storage of the month to come: Amazon's own estimate, else the table of that month.
pub(super) fn next_month(terms: &Terms, item: &Item, units: Units, details: &Details) -> Cost {
    let next = month_start(terms.day).checked_add_months(Months::new(1)).unwrap_or(terms.day);
    details.storage_next_month.map_or_else(|| storage(terms, next, item, units), Cost::stated)
}

/// The surcharge that falls due, and the units on which it falls.
pub(super) struct Aged {
    pub(super) due: Cost,
    pub(super) units: Units,
}

/// The surcharge for age of the next 15th: Amazon's own estimate, else the table for the ages that the units have then.
pub(super) fn aged(terms: &Terms, item: &Item, facts: &StockFacts, details: &Details) -> Aged {
    if let Some((units, charge)) = details.aged_charge {
        return Aged { due: Cost::stated(charge), units };
    }
    if facts.on_hand_units() == Units::ZERO {
        return Aged { due: Cost::NOTHING, units: Units::ZERO };
    }
    let on = aged::next_day(terms.day);
    let days = u16::try_from((on - terms.day).num_days()).unwrap_or(0);
    let mut stock = bands(details.ages);
    if stock.is_empty() && facts.is_new {
        stock.push(Stock { ages: Ages::between(0, NEW), units: facts.on_hand_units() });
    }
    let stock: Vec<_> = stock.into_iter().map(|some| Stock { ages: some.ages.later(days), ..some }).collect();
    // The surcharge spares groups of products, whatever they are stored as.
    let goods = match (item.goods, details.group.as_deref()) {
        (Goods::Ordinary, Some(group)) => Goods::in_group(group),
        (goods, _) => goods,
    };
    let item = Item { goods, ..*item };
    let mut units = Units::ZERO;
    let due = terms.by_table(|marketplace| {
        if details.ages != Told::default() && !is_of_the_stock(details.ages, facts) {
            return Err(Why::OtherUnits);
        }
        let many: Vec<_> = stock.iter().map(|some| Stock { units: fine(some.units), ..*some }).collect();
        let due = aged::due(marketplace, on, &item, &many)?;
        for some in &stock {
            let one = aged::due(marketplace, on, &item, std::slice::from_ref(some))?;
            units += if one.high.minor > 0 { some.units } else { Units::ZERO };
        }
        let range = Range { low: terms.fine(due.low)?, high: terms.fine(due.high)? };
        Ok((range, aged::table(marketplace, on)?))
    });
    Aged { due, units }
}

/// The oldest that a unit of a new product may be: its first came less than 90 days ago.
const NEW: u16 = 89;

/// Are the ages those of the units on hand? Units in transfer have none, and reserved ones may; a band that is not stated may
/// hold all that is missing, and the dearest units stand in the last ones.
fn is_of_the_stock(told: Told, facts: &StockFacts) -> bool {
    let first = [told.to_90, told.to_180, told.to_270, told.to_365];
    let last = [told.to_455, told.over_455];
    let is_whole =
        first.iter().all(Option::is_some) && (told.over_365.is_some() || last.iter().all(Option::is_some));
    let of = first.into_iter().chain(last).chain([told.over_365]).flatten().sum::<Units>();
    let (least, most) = (facts.on_hand_units(), facts.on_hand_units() + facts.other_stored);
    of > Units::ZERO && of <= most && (is_whole || of >= least)
}

/// Units by the ages that the report has; those of which it says nothing are left out.
fn bands(told: Told) -> Vec<Stock> {
    let bands = [
        (Ages::between(0, 90), told.to_90),
        (Ages::between(91, 180), told.to_180),
        (Ages::between(181, 270), told.to_270),
        (Ages::between(271, 365), told.to_365),
        (Ages::between(366, 455), told.to_455),
        (Ages::since(456), told.over_455),
        (Ages::since(366), told.over_365),
    ];
    let stated = bands.into_iter().filter_map(|(ages, units)| Some(Stock { ages, units: units? }));
    // Most bands of most stocks hold nothing, and nothing is charged for it.
    stated.filter(|some| some.units > Units::ZERO).collect()
}

#[cfg(test)]
mod tests {
    use super::super::cost::Origin;
    use super::*;
    use crate::evidence::day;
    use crate::ids::Marketplace;
    use crate::money::{Currency, Money};
    use crate::policy::fees::Tier;
    use crate::volume::{Volume, VolumeUnit::CubicFeet};

    fn terms(marketplace: Marketplace) -> Terms {
        Terms::new(marketplace, day(2026, 9, 30))
    }

    fn item(cubic_feet: f64) -> Item {
        Item { tier: Some(Tier::Standard), volume: Volume::new(cubic_feet, CubicFeet), ..Item::default() }
    }

    fn told(cost: Cost) -> String {
        cost.range().map_or_else(|| cost.key().to_owned(), |range| format!("{range} {}", cost.key()))
    }

    #[test]
    fn the_next_month_may_be_dearer_and_what_amazon_states_wins() {
        let (us, ten) = (terms(Marketplace::US), Units::new(10));
        assert_eq!(told(storage(&us, us.day, &item(1.0), ten)), "7.80 table");
        assert_eq!(told(next_month(&us, &item(1.0), ten, &Details::default())), "24.00 table");
        let stated = Details { storage_next_month: Money::parse("23.5"), ..Details::default() };
        assert_eq!(told(next_month(&us, &item(1.0), ten, &stated)), "23.50 stated");
        let december = Terms::new(Marketplace::US, day(2026, 12, 31));
        assert_eq!(told(next_month(&december, &item(1.0), ten, &Details::default())), "7.80 table");
        let Cost::Known(_, Origin::Table(table)) = storage(&us, us.day, &item(1.0), ten) else {
            panic!("the table is known")
        };
        assert_eq!(table.since, day(2024, 4, 1));
    }

    #[test]
    fn storage_is_nothing_without_units_and_not_known_without_a_figure() {
        let us = terms(Marketplace::US);
        assert_eq!(storage(&us, us.day, &Item::default(), Units::ZERO), Cost::NOTHING);
        let of = |terms: Terms, item: Item| told(storage(&terms, terms.day, &item, Units::new(1)));
        assert_eq!(of(us, Item::default()), "no-tier");
        assert_eq!(of(us, Item { volume: None, ..item(1.0) }), "no-volume");
        assert_eq!(of(terms(Marketplace::FR), item(1.0)), "no-table");
        assert_eq!(of(Terms { currency: Some(Currency::Eur), ..us }, item(1.0)), "other-currency");
        assert_eq!(of(Terms { marketplace: None, ..us }, item(1.0)), "no-marketplace");
    }
}
