//! Volumes, kept as whole numbers so that sums do not depend on their order, the units that reports state them in, and the storage types.

use crate::units::Units;
use serde::Serialize;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};
use std::sync::Arc;

/// A unit of volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VolumeUnit {
    /// 1 cu ft = 12³ cu in = 28,316.846592 cm³ exactly, since an inch is 2.54 cm exactly.
    CubicFeet,
    /// 1 m³ = 1,000,000 cm³.
    CubicMetres,
    /// 1 cm³.
    CubicCentimetres,
}

impl VolumeUnit {
    /// How many grains of a trillionth of a cubic centimetre it holds: whole for each unit, and so small that a figure
    /// of a report loses no digit by becoming whole.
    pub(crate) const fn grains(self) -> u64 {
        match self {
            VolumeUnit::CubicFeet => 28_316_846_592_000_000,
            VolumeUnit::CubicMetres => 1_000_000_000_000_000_000,
            VolumeUnit::CubicCentimetres => 1_000_000_000_000,
        }
    }

    /// The abbreviation in text.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            VolumeUnit::CubicFeet => "cu ft",
            VolumeUnit::CubicMetres => "m³",
            VolumeUnit::CubicCentimetres => "cm³",
        }
    }

    /// The key in machine formats.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            VolumeUnit::CubicFeet => "cubic_feet",
            VolumeUnit::CubicMetres => "cubic_metres",
            VolumeUnit::CubicCentimetres => "cubic_centimetres",
        }
    }

    /// The unit that a cell of a report names, such as `cubic feet`, `cubic meter` or `cm3`.
    ///
    /// ```
    /// use ipi::volume::VolumeUnit;
    /// assert_eq!(VolumeUnit::named("Cubic Feet"), Some(VolumeUnit::CubicFeet));
    /// assert_eq!(VolumeUnit::named("cubic meter"), Some(VolumeUnit::CubicMetres));
    /// assert_eq!(VolumeUnit::named("litres"), None);
    /// ```
    #[must_use]
    pub fn named(text: &str) -> Option<VolumeUnit> {
        let words = text.trim().to_ascii_lowercase().replace(['-', '_', ' ', '.'], "");
        match words.as_str() {
            "cubicfeet" | "cubicfoot" | "cuft" | "ft3" | "ft³" => Some(VolumeUnit::CubicFeet),
            "cubicmetres" | "cubicmetre" | "cubicmeters" | "cubicmeter" | "m3" | "m³" | "cbm" => {
                Some(VolumeUnit::CubicMetres)
            }
            "cubiccentimetres" | "cubiccentimetre" | "cubiccentimeters" | "cubiccentimeter" | "cm3"
            | "cm³" | "ccm" => Some(VolumeUnit::CubicCentimetres),
            _ => None,
        }
    }
}

/// A storage type, as Amazon limits each by itself: `standard`, `oversize`, `extra-large`, `apparel`, `footwear` …
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct StorageType(Arc<str>);

impl StorageType {
    /// The type that a report or a setting names; reports differ in case, separators and a trailing "size" or "storage".
    ///
    /// ```
    /// use ipi::volume::StorageType;
    /// for name in ["Standard-Size", "standard_size", " standard ", "Standard-size storage"] {
    ///     assert_eq!(StorageType::named(name).unwrap().as_str(), "standard");
    /// }
    /// assert_eq!(StorageType::named("Extra-Large").unwrap().as_str(), "extra-large");
    /// assert_eq!(StorageType::named(" "), None);
    /// ```
    #[must_use]
    pub fn named(text: &str) -> Option<StorageType> {
        let lower = text.to_lowercase();
        let mut words: Vec<_> = lower
            .split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'))
            .filter(|w| !w.is_empty())
            .collect();
        while words.len() > 1 && words.last().is_some_and(|word| matches!(*word, "size" | "storage")) {
            words.pop();
        }
        (!words.is_empty()).then(|| StorageType(words.join("-").into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StorageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A volume, never negative, in whole trillionths of a cubic centimetre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Volume(u128);

impl Volume {
    /// No volume: a stated zero, not a missing figure.
    pub const ZERO: Volume = Volume(0);
    /// The largest volume that one figure may state, in cubic metres: some hundred of Amazon's largest fulfilment centres.
    pub const MAX_CUBIC_METRES: f64 = 1e8;

    /// `value` in `unit`, to the nearest trillionth of a cubic centimetre; `None` for what is no volume (negative, not
    /// a number, beyond [`Volume::MAX_CUBIC_METRES`]).
    ///
    /// ```
    /// use ipi::volume::{Volume, VolumeUnit::*};
    /// // A carton of 12 × 12 × 24 inches holds two cubic feet; an inch is 2.54 cm.
    /// let carton = Volume::new(30.48 * 30.48 * 60.96, CubicCentimetres).unwrap();
    /// assert!((carton.to(CubicFeet) - 2.0).abs() < 1e-12);
    /// assert_eq!(Volume::new(1.0, CubicMetres).unwrap().to(CubicCentimetres), 1_000_000.0);
    /// assert_eq!(Volume::new(-1.0, CubicFeet), None);
    /// ```
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    // Checked to lie within 0 … 1e26 before it becomes whole; each unit's grains are exact as a double.
    pub fn new(value: f64, unit: VolumeUnit) -> Option<Volume> {
        let grains = (value * unit.grains() as f64).round();
        let most = Volume::MAX_CUBIC_METRES * VolumeUnit::CubicMetres.grains() as f64;
        (0.0..=most).contains(&grains).then_some(Volume(grains as u128))
    }

    pub(crate) const fn of_grains(grains: u128) -> Volume {
        Volume(grains)
    }

    /// The whole number that it is kept as: what is worked out from it stays exact.
    pub(crate) const fn grains(self) -> u128 {
        self.0
    }

    /// The number of `unit`s.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // rounding to the nearest double is what is wanted, once, at the end
    pub fn to(self, unit: VolumeUnit) -> f64 {
        self.0 as f64 / unit.grains() as f64
    }

    /// Can one unit have it? Nothing that is sold takes less than a cubic centimetre; a file that says so means that nobody
    /// measured it.
    #[must_use]
    pub const fn is_possible(self) -> bool {
        self.0 >= VolumeUnit::CubicCentimetres.grains() as u128
    }

    /// The volume of so many alike.
    #[must_use]
    pub const fn times(self, units: Units) -> Volume {
        Volume(self.0.saturating_mul(units.get() as u128))
    }

    /// `self − other`, at least nothing.
    #[must_use]
    pub const fn saturating_sub(self, other: Volume) -> Volume {
        Volume(self.0.saturating_sub(other.0))
    }
}

impl Add for Volume {
    type Output = Volume;
    fn add(self, other: Volume) -> Volume {
        Volume(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Volume {
    fn add_assign(&mut self, other: Volume) {
        *self = *self + other;
    }
}

impl Sum for Volume {
    fn sum<I: Iterator<Item = Volume>>(all: I) -> Volume {
        all.fold(Volume::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::VolumeUnit::{CubicCentimetres, CubicFeet, CubicMetres};
    use super::*;

    #[test]
    fn conversions_are_exact() {
        let foot = Volume::new(1.0, CubicFeet).unwrap();
        assert_eq!(foot.to(CubicCentimetres), 28_316.846592);
        assert_eq!(foot.to(CubicMetres), 0.028316846592);
        assert_eq!(Volume::new(262.0, CubicFeet).unwrap().to(CubicFeet), 262.0);
        assert_eq!(Volume::new(192.06, CubicCentimetres).unwrap().to(CubicCentimetres), 192.06);
    }

    #[test]
    fn sums_do_not_depend_on_their_order() {
        let items: Vec<_> = (1..100).map(|n| Volume::new(f64::from(n) * 0.07, CubicFeet).unwrap()).collect();
        let (there, back): (Volume, Volume) =
            (items.iter().copied().sum(), items.iter().rev().copied().sum());
        assert_eq!(there, back);
    }

    #[test]
    fn what_is_no_volume_is_refused() {
        for value in [-0.1, f64::NAN, f64::INFINITY, 1e9] {
            assert_eq!(Volume::new(value, CubicMetres), None, "{value}");
        }
        assert_eq!(Volume::new(0.0, CubicFeet), Some(Volume::ZERO));
    }
}
