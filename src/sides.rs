//! The three sides of a packed unit, kept as whole numbers, so that an edge of a table is met exactly.

use crate::volume::Volume;
use serde::Serialize;

/// A unit of length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LengthUnit {
    /// 1 in = 2.54 cm exactly.
    Inches,
    /// 1 cm.
    Centimetres,
}

impl LengthUnit {
    /// How many millionths of a millimetre it holds: whole for each unit.
    const fn grains(self) -> u64 {
        match self {
            LengthUnit::Inches => 25_400_000,
            LengthUnit::Centimetres => 10_000_000,
        }
    }

    /// The unit that a cell of a report names, such as `inches` or `cm`.
    ///
    /// ```
    /// use ipi::sides::LengthUnit;
    /// assert_eq!(LengthUnit::named("Inches"), Some(LengthUnit::Inches));
    /// assert_eq!(LengthUnit::named("centimeters"), Some(LengthUnit::Centimetres));
    /// assert_eq!(LengthUnit::named("ells"), None);
    /// ```
    #[must_use]
    pub fn named(text: &str) -> Option<LengthUnit> {
        match text.trim().to_ascii_lowercase().as_str() {
            "inches" | "inch" | "in" => Some(LengthUnit::Inches),
            "centimetres" | "centimetre" | "centimeters" | "centimeter" | "cm" => {
                Some(LengthUnit::Centimetres)
            }
            _ => None,
        }
    }
}

/// A length, never negative, in whole millionths of a millimetre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(u64);

impl Length {
    /// The largest side that one unit may have, in centimetres: longer than any container.
    pub const MAX_CENTIMETRES: f64 = 2_000.0;

    /// `value` in `unit`; `None` for what is no side (none at all, not a number, beyond [`Length::MAX_CENTIMETRES`]).
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    // Checked to lie within 0 … 2e10 before it becomes whole.
    pub fn new(value: f64, unit: LengthUnit) -> Option<Length> {
        let grains = (value * unit.grains() as f64).round();
        let most = Length::MAX_CENTIMETRES * LengthUnit::Centimetres.grains() as f64;
        (1.0..=most).contains(&grains).then_some(Length(grains as u64))
    }

    /// So many hundredths of a unit, for a table.
    pub(crate) const fn hundredths(number: u32, unit: LengthUnit) -> Length {
        Length(number as u64 * unit.grains() / 100)
    }

    /// The number of `unit`s.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // rounding to the nearest double is what is wanted, once, at the end
    pub fn to(self, unit: LengthUnit) -> f64 {
        self.0 as f64 / unit.grains() as f64
    }
}

/// Three sides, the longest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sides([Length; 3]);

impl Sides {
    /// The sides in any order; `None` where one of them is no side.
    ///
    /// ```
    /// use ipi::sides::{LengthUnit::*, Sides};
    /// use ipi::volume::VolumeUnit::CubicFeet;
    /// let carton = Sides::new([12.0, 24.0, 12.0], Inches).unwrap();
    /// assert_eq!(carton.longest().to(Centimetres), 60.96);
    /// assert_eq!(carton.volume().to(CubicFeet), 2.0);
    /// assert_eq!(carton.length_and_girth().to(Inches), 72.0); // 24 + 2 × (12 + 12)
    /// assert_eq!(Sides::new([12.0, 24.0, 0.0], Inches), None);
    /// ```
    #[must_use]
    pub fn new(sides: [f64; 3], unit: LengthUnit) -> Option<Sides> {
        let [a, b, c] = sides.map(|side| Length::new(side, unit));
        let mut sides = [a?, b?, c?];
        sides.sort_unstable_by(|a, b| b.cmp(a));
        Some(Sides(sides))
    }

    /// The longest side.
    #[must_use]
    pub const fn longest(self) -> Length {
        self.0[0]
    }

    /// The side between the longest and the shortest.
    #[must_use]
    pub const fn median(self) -> Length {
        self.0[1]
    }

    /// The shortest side.
    #[must_use]
    pub const fn shortest(self) -> Length {
        self.0[2]
    }

    /// The longest side and once around the other two.
    #[must_use]
    pub const fn length_and_girth(self) -> Length {
        let [longest, median, shortest] = self.0;
        Length(longest.0 + 2 * (median.0 + shortest.0))
    }

    /// Each side at least so long: what is flat or thin may count as thicker than it is.
    pub(crate) fn at_least(self, least: Length) -> Sides {
        Sides(self.0.map(|side| side.max(least)))
    }

    /// The space that it takes.
    #[must_use]
    pub const fn volume(self) -> Volume {
        let [a, b, c] = self.0;
        // A grain of volume is a cube of a thousand grains of length.
        Volume::of_grains((a.0 as u128 * b.0 as u128 * c.0 as u128 + 500_000_000) / 1_000_000_000)
    }
}
