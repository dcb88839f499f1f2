//! One unit of a stock, as far as fees ask, from whatever reports state of its size.

use super::terms::Terms;
use crate::account::{Details, StockFacts};
use crate::policy::capacity::per_unit_volume_unit;
use crate::policy::fees::{Goods, Item, Tier, sizes};
use crate::sides::{LengthUnit, Sides};
use crate::volume::Volume;
use crate::weight::{Weight, WeightUnit};

/// The tier is that which Storage Fees state; else that of the sides and the weight there; else the storage type of FBA
/// Inventory, which tells standard size from oversize.
pub(super) fn of(terms: &Terms, facts: &StockFacts, details: &Details) -> Item {
    let size = &details.size;
    let own = size.weight.as_ref().and_then(|(weight, unit)| Weight::new(*weight, WeightUnit::named(unit)?));
    let sides = size.sides.as_ref().and_then(|(sides, unit)| Sides::new(*sides, LengthUnit::named(unit)?));
    let measured = || sizes::tier(terms.marketplace?, terms.day, sides?, own?).ok();
    let stored_as = || facts.storage.as_ref().and_then(|storage| Tier::named(storage.as_str()));
    let tier = size.tier.as_deref().and_then(Tier::named).or_else(measured).or_else(stored_as);
    let shipping = || sizes::shipping_weight(terms.marketplace?, tier?, sides?, own?).ok();
    let stated = facts.volume.and_then(|(volume, unit)| {
        let assumed = terms.marketplace.and_then(per_unit_volume_unit);
        Volume::new(volume, unit.or(assumed)?).filter(|volume| volume.is_possible())
    });
    Item {
        tier,
        goods: facts.storage.as_ref().map(Goods::stored_as).unwrap_or_default(),
        volume: stated.or_else(|| sides.map(Sides::volume)),
        weight: shipping().or(own),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Size;
    use crate::evidence::day;
    use crate::ids::{Marketplace, Sku};
    use crate::volume::{StorageType, VolumeUnit};
    use crate::weight::WeightUnit::Pounds;

    fn item(storage: Option<&str>, size: Size) -> Item {
        let mut facts = StockFacts::new(Sku::from("A"));
        facts.storage = storage.and_then(StorageType::named);
        let terms = Terms::new(Marketplace::US, day(2026, 10, 31));
        of(&terms, &facts, &Details { size, ..Details::default() })
    }

    fn measured(sides: [f64; 3], pounds: f64) -> Size {
        Size {
            weight: Some((pounds, "pounds".into())),
            sides: Some((sides, "inches".into())),
            ..Size::default()
        }
    }

    #[test]
    fn the_tier_is_stated_else_measured_else_that_of_the_storage_type() {
        let size = measured([13.2, 7.2, 7.2], 3.52);
        let stated = Size { tier: Some("Large bulky".into()), ..size.clone() };
        assert_eq!(item(Some("Oversize"), stated).tier, Some(Tier::LargeBulky));
        assert_eq!(item(Some("Oversize"), size).tier, Some(Tier::LargeStandard));
        assert_eq!(item(Some("Oversize"), Size::default()).tier, Some(Tier::Oversize));
        assert_eq!(item(Some("Apparel"), Size::default()).tier, None);
    }

    #[test]
    fn sides_give_the_weight_and_the_volume_that_nothing_else_states() {
        // 12 × 12 × 12 in are a cubic foot, ÷ 139 = 12.43 lb, more than the 2 lb that it weighs.
        let pillow = item(None, measured([12.0, 12.0, 12.0], 2.0));
        assert_eq!(pillow.volume, Volume::new(1.0, VolumeUnit::CubicFeet));
        assert!((pillow.weight.unwrap().to(Pounds) - 1_728.0 / 139.0).abs() < 1e-9);
        let unmeasured = item(None, Size { sides: None, ..measured([1.0; 3], 2.0) });
        assert_eq!(unmeasured.weight, Weight::new(2.0, Pounds));
        let stone = Size { weight: Some((2.0, "stone".into())), ..Size::default() };
        assert_eq!(item(None, stone).weight, None);
    }
}
