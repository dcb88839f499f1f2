//! One unit of a product as the tables of fees ask for it, from what reports state of it.

use crate::account::{Details, StockFacts};
use crate::ids::Marketplace;
use crate::policy::capacity::per_unit_volume_unit;
use crate::policy::fees::{Goods, Item, Tier, sizes};
use crate::sides::{LengthUnit, Sides};
use crate::volume::Volume;
use crate::weight::{Weight, WeightUnit};
use chrono::NaiveDate;

/// A unit of a stock: the tier that a report names, else the one that its sides and weight fall into; the shipping weight where
/// sides are stated too, else the unit's own.
#[must_use]
pub fn item(
    marketplace: Option<Marketplace>,
    day: NaiveDate,
    facts: &StockFacts,
    details: Option<&Details>,
) -> Item {
    let size = details.map(|details| &details.size);
    let own = size
        .and_then(|size| size.weight.as_ref())
        .and_then(|(value, unit)| Weight::new(*value, WeightUnit::named(unit)?));
    let sides = size
        .and_then(|size| size.sides.as_ref())
        .and_then(|(sides, unit)| Sides::new(*sides, LengthUnit::named(unit)?));
    let measured = || sizes::tier(marketplace?, day, sides?, own?).ok();
    let tier = size.and_then(|size| size.tier.as_deref()).and_then(Tier::named).or_else(measured);
    let shipped = || sizes::shipping_weight(marketplace?, tier?, sides?, own?).ok();
    let assumed = marketplace.and_then(per_unit_volume_unit);
    Item {
        tier,
        goods: facts.storage.as_ref().map(Goods::stored_as).unwrap_or_default(),
        volume: facts.volume.and_then(|(value, unit)| Volume::new(value, unit.or(assumed)?)),
        weight: shipped().or(own),
    }
}
