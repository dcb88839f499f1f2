//! Weights, kept as whole numbers, so that an edge of a table is met exactly, and the units that reports state them in.

use serde::Serialize;

/// A unit of weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightUnit {
    /// 1 lb = 453.59237 g exactly.
    Pounds,
    /// 1 oz = 1 lb ÷ 16.
    Ounces,
    /// 1 kg = 1,000 g.
    Kilograms,
    /// 1 g.
    Grams,
}

impl WeightUnit {
    /// How many thousand-millionths of a gram it holds: whole for each unit.
    pub(crate) const fn grains(self) -> u64 {
        match self {
            WeightUnit::Pounds => 453_592_370_000,
            WeightUnit::Ounces => 28_349_523_125,
            WeightUnit::Kilograms => 1_000_000_000_000,
            WeightUnit::Grams => 1_000_000_000,
        }
    }

    /// The abbreviation in text.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            WeightUnit::Pounds => "lb",
            WeightUnit::Ounces => "oz",
            WeightUnit::Kilograms => "kg",
            WeightUnit::Grams => "g",
        }
    }

    /// The key in machine formats.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            WeightUnit::Pounds => "pounds",
            WeightUnit::Ounces => "ounces",
            WeightUnit::Kilograms => "kilograms",
            WeightUnit::Grams => "grams",
        }
    }

    /// The unit that a cell of a report names, such as `pounds`, `Kilograms` or `oz`.
    ///
    /// ```
    /// use ipi::weight::WeightUnit;
    /// assert_eq!(WeightUnit::named("Pounds"), Some(WeightUnit::Pounds));
    /// assert_eq!(WeightUnit::named("kg"), Some(WeightUnit::Kilograms));
    /// assert_eq!(WeightUnit::named("stone"), None);
    /// ```
    #[must_use]
    pub fn named(text: &str) -> Option<WeightUnit> {
        match text.trim().to_ascii_lowercase().as_str() {
            "pounds" | "pound" | "lbs" | "lb" => Some(WeightUnit::Pounds),
            "ounces" | "ounce" | "oz" => Some(WeightUnit::Ounces),
            "kilograms" | "kilogram" | "kilos" | "kg" => Some(WeightUnit::Kilograms),
            "grams" | "gram" | "g" => Some(WeightUnit::Grams),
            _ => None,
        }
    }
}

/// A weight, never negative, in whole thousand-millionths of a gram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(u64);

impl Weight {
    /// The largest weight that one unit may have, in kilograms: a hundred lorries.
    pub const MAX_KILOGRAMS: f64 = 4e6;

    /// `value` in `unit`; `None` for what is no weight (negative, not a number, beyond [`Weight::MAX_KILOGRAMS`]).
    ///
    /// ```
    /// use ipi::weight::{Weight, WeightUnit::*};
    /// assert_eq!(Weight::new(16.0, Ounces), Weight::new(1.0, Pounds));
    /// assert_eq!(Weight::new(2.0, Pounds).unwrap().to(Grams), 907.18474);
    /// assert_eq!(Weight::new(-1.0, Pounds), None);
    /// ```
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    // Checked to lie within 0 … 4e18 before it becomes whole; each unit's grains are exact as a double.
    pub fn new(value: f64, unit: WeightUnit) -> Option<Weight> {
        let grains = (value * unit.grains() as f64).round();
        let most = Weight::MAX_KILOGRAMS * WeightUnit::Kilograms.grains() as f64;
        (0.0..=most).contains(&grains).then_some(Weight(grains as u64))
    }

    /// So many thousandths of a unit, for a table.
    pub(crate) const fn thousandths(number: u32, unit: WeightUnit) -> Weight {
        Weight(number as u64 * unit.grains() / 1_000)
    }

    pub(crate) const fn of_grains(grains: u64) -> Weight {
        Weight(grains)
    }

    pub(crate) const fn grains(self) -> u64 {
        self.0
    }

    /// The number of `unit`s.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // rounding to the nearest double is what is wanted, once, at the end
    pub fn to(self, unit: WeightUnit) -> f64 {
        self.0 as f64 / unit.grains() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::WeightUnit::{Kilograms, Pounds};
    use super::*;

    #[test]
    fn an_edge_of_a_table_is_met_exactly() {
        for (value, thousandths) in [(0.2, 200), (0.46, 460), (0.5, 500), (1.76, 1_760), (31.5, 31_500)] {
            assert_eq!(Weight::new(value, Kilograms), Some(Weight::thousandths(thousandths, Kilograms)));
            assert_eq!(Weight::new(value, Pounds), Some(Weight::thousandths(thousandths, Pounds)));
        }
    }

    #[test]
    fn what_is_no_weight_is_refused() {
        for value in [-0.1, f64::NAN, f64::INFINITY, 1e8] {
            assert_eq!(Weight::new(value, Kilograms), None, "{value}");
        }
    }
}
