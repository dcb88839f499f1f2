//! Quantities with their unit in the type: whole [`Units`], [`Points`] of the score.
//!
//! Sums stay whole numbers until the very end; a ratio is taken once, from two exact sums.

use std::fmt;
use std::iter::Sum;
use std::num::NonZero;
use std::ops::{Add, AddAssign};

/// Whole units of stock or of sales, never negative.
///
/// One cell of a report holds at most [`Units::MAX_CELL`], so a sum over any file that fits on a disk is exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Units(u64);

impl Units {
    /// No units: a stated zero, not a missing figure.
    pub const ZERO: Units = Units(0);
    /// The largest quantity that one cell may state. More than four thousand million units of one SKU is a damaged
    /// cell, not stock.
    pub const MAX_CELL: u64 = u32::MAX as u64 - 1;

    /// A quantity of `units`.
    #[must_use]
    pub const fn new(units: u64) -> Self {
        Units(units)
    }

    /// The plain number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The quantity as a cell holds it, at most [`Units::MAX_CELL`].
    #[must_use]
    pub(crate) fn cell(self) -> CellUnits {
        let units = u32::try_from(self.0.min(Units::MAX_CELL)).unwrap_or(0);
        CellUnits(NonZero::<u32>::MIN.saturating_add(units))
    }

    /// `self − other`, at least nothing.
    #[must_use]
    pub const fn saturating_sub(self, other: Units) -> Units {
        Units(self.0.saturating_sub(other.0))
    }

    /// `self ÷ whole`, and `None` where there is nothing to divide by.
    ///
    /// ```
    /// use ipi::units::Units;
    /// assert_eq!(Units::new(120).ratio(Units::new(80)), Some(1.5));
    /// assert_eq!(Units::new(120).ratio(Units::ZERO), None);
    /// ```
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // sums of report cells stay far below 2^53
    pub fn ratio(self, whole: Units) -> Option<f64> {
        (whole.0 > 0).then(|| self.0 as f64 / whole.0 as f64)
    }
}

/// A number with what is counted: `1 day`, `2 days`; and with its verb, where one has another than many: `1 SKU has`.
///
/// ```
/// use ipi::units::count;
/// assert_eq!([count(1_u64, "SKU has", "SKUs have"), count(0_u64, "SKU has", "SKUs have")], ["1 SKU has", "0 SKUs have"]);
/// ```
#[must_use]
pub fn count(n: impl TryInto<u64>, one: &str, many: &str) -> String {
    let n = n.try_into().unwrap_or(0);
    format!("{} {}", Units::new(n), if n == 1 { one } else { many })
}

/// Units of one cell, in as little room as can be: a big account has a hundred thousand rows of them in memory, and a cell
/// that states nothing takes no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellUnits(NonZero<u32>);

impl From<CellUnits> for Units {
    fn from(CellUnits(one_more): CellUnits) -> Self {
        Units(u64::from(one_more.get() - 1))
    }
}

impl Add for Units {
    type Output = Units;
    fn add(self, other: Units) -> Units {
        Units(self.0 + other.0)
    }
}

impl AddAssign for Units {
    fn add_assign(&mut self, other: Units) {
        self.0 += other.0;
    }
}

impl Sum for Units {
    fn sum<I: Iterator<Item = Units>>(all: I) -> Units {
        all.fold(Units::ZERO, Add::add)
    }
}

impl fmt::Display for Units {
    /// Digits in groups of three, as a person reads them: `1,234,567`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        f.pad_integral(true, "", &grouped)
    }
}

/// Points of the Inventory Performance Index, always within 0–1000.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Points(f64);

impl Points {
    /// The top of Amazon's scale.
    pub const MAX: f64 = 1000.0;

    /// `points`, held within 0–1000.
    ///
    /// ```
    /// use ipi::units::Points;
    /// assert_eq!(Points::clamped(1012.5).get(), 1000.0);
    /// assert_eq!(Points::clamped(-3.0).get(), 0.0);
    /// ```
    #[must_use]
    pub fn clamped(points: f64) -> Self {
        Points(points.clamp(0.0, Points::MAX))
    }

    /// The plain number.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Points {
    /// A whole number, as Amazon shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:.0}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_what_it_was_given_in_four_bytes() {
        for units in [0, 1, 7, Units::MAX_CELL] {
            assert_eq!(Units::from(Units::new(units).cell()), Units::new(units));
        }
        assert_eq!(Units::from(Units::new(u64::MAX).cell()), Units::new(Units::MAX_CELL));
        assert_eq!(size_of::<Option<CellUnits>>(), 4);
    }

    #[test]
    fn units_are_grouped_in_threes() {
        assert_eq!(Units::new(0).to_string(), "0");
        assert_eq!(Units::new(999).to_string(), "999");
        assert_eq!(Units::new(1_000).to_string(), "1,000");
        assert_eq!(Units::new(1_234_567).to_string(), "1,234,567");
        assert_eq!(format!("{:>9}", Units::new(1_234)), "    1,234");
    }
}
