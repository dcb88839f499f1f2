//! Amounts of money as reports state them: exact, in whatever currency the account is kept.

use super::{Amount, Balance};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// An amount of money in ten-thousandths of the currency's main unit: the smallest step in which Amazon states any (a
/// storage cost per unit of `0.0243`). It may be below nothing.
///
/// An account has one currency, which the reports name once, so that it is no part of every amount.
///
/// ```
/// use ipi::money::Money;
/// let price = Money::parse("12.95").unwrap();
/// assert_eq!(price.times(3).to_string(), "38.85");
/// assert_eq!(Money::parse("0.0243").unwrap().times(100).to_string(), "2.43");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl From<Amount> for Money {
    fn from(amount: Amount) -> Money {
        Money::near(amount.major()).unwrap_or_default()
    }
}

impl From<Balance> for Money {
    fn from(balance: Balance) -> Money {
        Money::near(balance.major()).unwrap_or_default()
    }
}

/// Ten-thousandths in one.
const SCALE: i64 = 10_000;

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// So many ten-thousandths.
    #[must_use]
    pub const fn from_ten_thousandths(amount: i64) -> Self {
        Money(amount)
    }

    /// So many hundredths: cents, pence.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Money(cents.saturating_mul(SCALE / 100))
    }

    /// In ten-thousandths.
    #[must_use]
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// The plain number.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // amounts stay far below 2^53 ten-thousandths
    pub fn number(self) -> f64 {
        self.0 as f64 / SCALE as f64
    }

    /// The amount nearest to a plain number; `None` where it is none, or too large.
    ///
    /// ```
    /// use ipi::money::Money;
    /// assert_eq!(Money::near(2.50004).unwrap().to_string(), "2.50");
    /// assert_eq!(Money::near(f64::NAN), None);
    /// ```
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // within the bounds that are asked for
    pub fn near(number: f64) -> Option<Self> {
        const MOST: f64 = 1e14;
        let scaled = (number * 1e4).round();
        (scaled.abs() <= MOST).then_some(Money(scaled as i64))
    }

    /// Reads a plain number with a point before at most four decimals.
    ///
    /// ```
    /// use ipi::money::Money;
    /// assert_eq!(Money::parse("-3").map(|money| money.to_string()).as_deref(), Some("-3.00"));
    /// assert_eq!((Money::parse("1,50"), Money::parse("1.23456"), Money::parse("")), (None, None, None));
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 12 || rest.len() > 4 || !is_number(whole) || !is_number(rest) {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let rest: i64 = format!("{rest:0<4}").parse().ok()?;
        Some(Money(sign * (whole * SCALE + rest)))
    }

    /// So many times the amount.
    #[must_use]
    pub fn times(self, count: u64) -> Self {
        Money(self.0.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX)))
    }

    /// The share `part` of `whole` of it, to the nearest step; all of it where there is no whole.
    #[must_use]
    pub fn share(self, part: u64, whole: u64) -> Self {
        if whole == 0 {
            return self;
        }
        let scaled = i128::from(self.0) * i128::from(part);
        let half = i128::from(whole / 2) * scaled.signum();
        Money(i64::try_from((scaled + half) / i128::from(whole)).unwrap_or(i64::MAX))
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(self.0.saturating_neg())
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(all: I) -> Money {
        all.fold(Money::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    /// To two decimals, half away from nothing, thousands set apart.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = (self.0.unsigned_abs() + 50) / 100;
        let sign = if self.0 < 0 && cents > 0 { "-" } else { "" };
        let whole = crate::units::Units::new(cents / 100);
        f.pad(&format!("{sign}{whole}.{:02}", cents % 100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_rounded_once_and_shown_with_two_decimals() {
        for (ten_thousandths, shown) in
            [(0, "0.00"), (49, "0.00"), (50, "0.01"), (-49, "0.00"), (-50, "-0.01"), (12_345_678, "1,234.57")]
        {
            assert_eq!(Money::from_ten_thousandths(ten_thousandths).to_string(), shown);
        }
        assert_eq!(Money::from_cents(1_295).to_string(), "12.95");
    }

    #[test]
    fn a_share_is_to_the_nearest_step() {
        let one = Money::from_ten_thousandths(10);
        assert_eq!(one.share(1, 3).ten_thousandths(), 3);
        assert_eq!(one.share(2, 3).ten_thousandths(), 7);
        assert_eq!((-one).share(2, 3).ten_thousandths(), -7);
        assert_eq!(one.share(1, 0), one);
    }
}
