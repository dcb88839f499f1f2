//! Storage used and room left, by storage type.
//!
//! No export states an account's limits (they stand on the dashboard only), so they come from the seller. What counts
//! toward a limit, says Amazon's help page: stock in every state, less what waits for removal, plus open shipments;
//! the caller decides which of those it knows, and gives one [`StorageLine`] per item and storage type.

use crate::ids::Marketplace;
use crate::units::Units;
pub use crate::volume::StorageType;
use crate::volume::{Volume, VolumeUnit};
use std::collections::BTreeMap;

/// The storage types that Amazon's help pages on limits name: those of most marketplaces, and the three of Brazil.
///
/// Sources: <https://sellercentral.amazon.com/gp/help/external/XLRKWL8L5BMSHWB> and
/// <https://sellercentral.amazon.com.br/gp/help/external/help.html?itemID=200685730>; extra-large since 2022.
pub const TYPES: [&str; 10] = [
    "aerosol",
    "apparel",
    "dangerous",
    "extra-large",
    "flammable",
    "footwear",
    "non-sortable",
    "oversize",
    "sortable",
    "standard",
];

/// Units of one item in one storage type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageLine {
    /// The storage type.
    pub storage_type: StorageType,
    /// Units stored.
    pub units: Units,
    /// The volume of all of them together; `None` where no report states the item's volume.
    pub volume: Option<Volume>,
}

/// What a seller may store of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// By volume, as in most marketplaces.
    Volume(Volume),
    /// By units, as in Australia, Brazil and India.
    Units(Units),
}

/// What is left of a limit, in its own measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// So much volume still fits: zero where the limit is just reached.
    VolumeLeft(Volume),
    /// So much volume is over the limit: no further shipment of that type can be created.
    VolumeOver(Volume),
    /// So many units still fit.
    UnitsLeft(Units),
    /// So many units are over the limit.
    UnitsOver(Units),
}

/// Storage of one type in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The storage type.
    pub storage_type: StorageType,
    /// Units stored.
    pub units: Units,
    /// The volume of the units whose volume is stated.
    pub volume: Volume,
    /// Units whose volume nothing states: where there are any, `volume` is too small and the room left too large.
    pub units_without_volume: Units,
    /// The limit that the seller gave.
    pub limit: Option<Limit>,
    /// What is left of it.
    pub room: Option<Room>,
}

/// Sums storage by type and compares it with the limits, in the order of the types' names. A type with a limit and
/// no stock is listed as empty; of two limits for one type the last stands.
///
/// ```
/// use ipi::policy::capacity::{Limit, Room, StorageLine, StorageType, usage};
/// use ipi::units::Units;
/// use ipi::volume::{Volume, VolumeUnit::CubicFeet};
/// let feet = |value| Volume::new(value, CubicFeet).unwrap();
/// let standard = StorageType::named("Standard-Size").unwrap();
/// // 165 units of 0.07 cu ft are 11.55 cu ft; 262 − 11.55 = 250.45 cu ft are left.
/// let lines = [StorageLine {
///     storage_type: standard.clone(),
///     units: Units::new(165),
///     volume: Some(feet(0.07).times(Units::new(165))),
/// }];
/// let used = usage(lines, &[(standard, Limit::Volume(feet(262.0)))]);
/// let Some(Room::VolumeLeft(left)) = used[0].room else { panic!("over the limit") };
/// assert!((left.to(CubicFeet) - 250.45).abs() < 1e-9);
/// ```
#[must_use]
pub fn usage(lines: impl IntoIterator<Item = StorageLine>, limits: &[(StorageType, Limit)]) -> Vec<Usage> {
    let unused = |storage_type: &StorageType| Usage {
        storage_type: storage_type.clone(),
        units: Units::ZERO,
        volume: Volume::ZERO,
        units_without_volume: Units::ZERO,
        limit: limits.iter().rfind(|(limited, _)| limited == storage_type).map(|&(_, limit)| limit),
        room: None,
    };
    let mut by_type: BTreeMap<StorageType, Usage> =
        limits.iter().map(|(limited, _)| (limited.clone(), unused(limited))).collect();
    for StorageLine { storage_type, units, volume } in lines {
        let used = by_type.entry(storage_type).or_insert_with_key(unused);
        used.units += units;
        match volume {
            Some(volume) => used.volume += volume,
            None => used.units_without_volume += units,
        }
    }
    by_type
        .into_values()
        .map(|used| Usage { room: used.limit.map(|limit| room(limit, used.volume, used.units)), ..used })
        .collect()
}

fn room(limit: Limit, volume: Volume, units: Units) -> Room {
    match limit {
        Limit::Volume(limit) if volume > limit => Room::VolumeOver(volume.saturating_sub(limit)),
        Limit::Volume(limit) => Room::VolumeLeft(limit.saturating_sub(volume)),
        Limit::Units(limit) if units > limit => Room::UnitsOver(units.saturating_sub(limit)),
        Limit::Units(limit) => Room::UnitsLeft(limit.saturating_sub(units)),
    }
}

/// The unit of `per-unit-volume` in Manage FBA Inventory, which the report does not name.
///
/// American files hold hundredths of a cubic foot, Canadian and European ones hundreds of cubic centimetres for like
/// items. `None` elsewhere: the two differ by a factor of 28,317, so a guess is worse than no volume.
///
/// ```
/// use ipi::ids::Marketplace;
/// use ipi::policy::capacity::per_unit_volume_unit;
/// use ipi::volume::VolumeUnit;
/// assert_eq!(per_unit_volume_unit(Marketplace::US), Some(VolumeUnit::CubicFeet));
/// assert_eq!(per_unit_volume_unit(Marketplace::CA), Some(VolumeUnit::CubicCentimetres));
/// assert_eq!(per_unit_volume_unit(Marketplace::JP), None);
/// ```
#[must_use]
pub const fn per_unit_volume_unit(marketplace: Marketplace) -> Option<VolumeUnit> {
    use Marketplace::{BE, CA, DE, ES, FR, IE, IT, NL, PL, SE, UK, US};
    match marketplace {
        US => Some(VolumeUnit::CubicFeet),
        CA | UK | DE | ES | FR | IT | NL | PL | SE | BE | IE => Some(VolumeUnit::CubicCentimetres),
        _ => None,
    }
}

/// The unit in which Amazon states limits: cubic feet in the United States and the United Kingdom, cubic metres in
/// the European Union and Japan, `None` where it limits units or nothing was seen.
///
/// ```
/// use ipi::ids::Marketplace;
/// use ipi::policy::capacity::limit_unit;
/// use ipi::volume::VolumeUnit;
/// // One set of limits holds across the European Union.
/// assert_eq!(limit_unit(Marketplace::NL), Some(VolumeUnit::CubicMetres));
/// assert_eq!(limit_unit(Marketplace::BR), None);
/// ```
#[must_use]
pub const fn limit_unit(marketplace: Marketplace) -> Option<VolumeUnit> {
    use Marketplace::{BE, DE, ES, FR, IE, IT, JP, NL, PL, SE, UK, US};
    match marketplace {
        US | UK => Some(VolumeUnit::CubicFeet),
        DE | ES | FR | IT | NL | PL | SE | BE | IE | JP => Some(VolumeUnit::CubicMetres),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feet(value: f64) -> Volume {
        Volume::new(value, VolumeUnit::CubicFeet).unwrap()
    }

    fn line(name: &str, units: u64, volume: Option<f64>) -> StorageLine {
        let storage_type = StorageType::named(name).unwrap();
        StorageLine { storage_type, units: Units::new(units), volume: volume.map(feet) }
    }

    #[test]
    fn each_type_is_summed_and_limited_by_itself() {
        let lines = [
            line("Oversize", 3, Some(12.0)),
            line("Standard-Size", 10, Some(1.5)),
            line("standard", 20, Some(2.25)),
            line("Apparel", 5, None),
        ];
        let limits = [
            (StorageType::named("standard").unwrap(), Limit::Volume(feet(3.75))),
            (StorageType::named("oversize").unwrap(), Limit::Volume(feet(10.0))),
            (StorageType::named("footwear").unwrap(), Limit::Units(Units::new(7))),
        ];
        let used = usage(lines, &limits);
        let seen: Vec<_> =
            used.iter().map(|it| (it.storage_type.as_str(), it.units.get(), it.room)).collect();
        assert_eq!(
            seen,
            [
                ("apparel", 5, None),
                ("footwear", 0, Some(Room::UnitsLeft(Units::new(7)))),
                ("oversize", 3, Some(Room::VolumeOver(feet(2.0)))),
                ("standard", 30, Some(Room::VolumeLeft(Volume::ZERO))),
            ]
        );
        assert_eq!(used[0].units_without_volume, Units::new(5));
        assert_eq!(used[3].volume, feet(3.75));
    }

    #[test]
    fn limits_in_units_ignore_volume() {
        let limits = [(StorageType::named("standard").unwrap(), Limit::Units(Units::new(3000)))];
        let used = usage([line("standard", 3001, None)], &limits);
        assert_eq!(used[0].room, Some(Room::UnitsOver(Units::new(1))));
    }
}
