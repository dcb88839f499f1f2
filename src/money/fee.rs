//! What things cost, in whole minor units (cents, pence, yen): [`Amount`], which is never negative, and [`Balance`], which
//! may be.
//!
//! What costs something is worked out in whole numbers up to the end, and rounded half up there, once.

use crate::ids::Marketplace;
use crate::units::Units;
use serde::Serialize;
use std::fmt;

macro_rules! currencies {
    ($($name:ident $code:literal [$($marketplace:ident),+];)*) => {
        /// A currency.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "UPPERCASE")]
        #[allow(missing_docs)]
        pub enum Currency {
            $($name,)*
        }

        impl Currency {
            /// The three letters of ISO 4217.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Currency::$name => $code,)* }
            }

            /// The one that a report names by these letters; `None` for one in which no marketplace states its prices.
            ///
            /// ```
            /// use ipi::money::Currency;
            /// assert_eq!(Currency::named("gbp"), Some(Currency::Gbp));
            /// assert_eq!(Currency::named("CHF"), None);
            /// ```
            #[must_use]
            pub fn named(code: &str) -> Option<Currency> {
                [$(Currency::$name,)*].into_iter().find(|currency| code.trim().eq_ignore_ascii_case(currency.code()))
            }

            /// The one in which a marketplace states its prices. Fees for storage abroad may be in another one.
            #[must_use]
            pub const fn of(marketplace: Marketplace) -> Currency {
                match marketplace { $($(Marketplace::$marketplace)|+ => Currency::$name,)* }
            }
        }
    };
}

currencies! {
    Aed "AED" [AE];
    Aud "AUD" [AU];
    Brl "BRL" [BR];
    Cad "CAD" [CA];
    Egp "EGP" [EG];
    Eur "EUR" [BE, DE, ES, FR, IE, IT, NL];
    Gbp "GBP" [UK];
    Inr "INR" [IN];
    Jpy "JPY" [JP];
    Mxn "MXN" [MX];
    Pln "PLN" [PL];
    Sar "SAR" [SA];
    Sek "SEK" [SE];
    Sgd "SGD" [SG];
    Try "TRY" [TR];
    Usd "USD" [US];
    Zar "ZAR" [ZA];
}

impl Currency {
    /// Digits after the point: two, but for the yen, which has none.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Currency::Jpy => 0,
            _ => 2,
        }
    }

    /// How many minor units make one whole.
    const fn minors(self) -> u64 {
        match self.digits() {
            0 => 1,
            _ => 100,
        }
    }

    /// `12.30`, or `12` where there is nothing after the point.
    fn plain(self, minor: u64) -> String {
        match self.digits() {
            0 => minor.to_string(),
            digits => format!("{}.{:0digits$}", minor / self.minors(), minor % self.minors()),
        }
    }
}

/// An amount of money, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The currency.
    pub currency: Currency,
    /// Cents, pence or yen.
    pub minor: u64,
}

impl Amount {
    /// So many minor units.
    #[must_use]
    pub const fn new(currency: Currency, minor: u64) -> Amount {
        Amount { currency, minor }
    }

    /// `value` in whole dollars, pounds or yen, as a report states a price, to the nearest minor unit; `None` for what is
    /// no price.
    ///
    /// ```
    /// use ipi::money::{Amount, Currency::{Jpy, Usd}};
    /// assert_eq!(Amount::from_major(12.3, Usd).unwrap().to_string(), "USD 12.30");
    /// assert_eq!(Amount::from_major(1980.0, Jpy).unwrap().to_string(), "JPY 1980");
    /// assert_eq!(Amount::from_major(-1.0, Usd), None);
    /// ```
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    // Checked to lie within 0 … 1e15 before it becomes whole.
    pub fn from_major(value: f64, currency: Currency) -> Option<Amount> {
        let minor = (value * currency.minors() as f64).round();
        (0.0..=1e15).contains(&minor).then_some(Amount { currency, minor: minor as u64 })
    }

    /// The plain number in whole dollars, pounds or yen.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // amounts stay far below 2^53 cents
    pub fn major(self) -> f64 {
        self.minor as f64 / self.currency.minors() as f64
    }

    /// As much for each of so many.
    #[must_use]
    pub const fn times(self, units: Units) -> Amount {
        Amount { currency: self.currency, minor: self.minor.saturating_mul(units.get()) }
    }

    /// The sum; `None` for amounts in two currencies.
    ///
    /// ```
    /// use ipi::money::{Amount, Currency::{Cad, Usd}};
    /// let cents = |minor| Amount::new(Usd, minor);
    /// assert_eq!(cents(30).plus(cents(84)), Some(cents(114)));
    /// assert_eq!(cents(30).plus(Amount::new(Cad, 84)), None);
    /// ```
    #[must_use]
    pub fn plus(self, other: Amount) -> Option<Amount> {
        (self.currency == other.currency)
            .then(|| Amount { minor: self.minor.saturating_add(other.minor), ..self })
    }

    /// `minor ÷ parts`, rounded half up.
    pub(crate) fn rounded(currency: Currency, minor: u128, parts: u128) -> Amount {
        let twice = minor.saturating_mul(2).saturating_add(parts);
        Amount { currency, minor: u64::try_from(twice / parts.saturating_mul(2)).unwrap_or(u64::MAX) }
    }
}

impl fmt::Display for Amount {
    /// `USD 12.30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {}", self.currency.code(), self.currency.plain(self.minor)))
    }
}

/// An amount of money that may be owed: below nothing it costs more than it brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// The currency.
    pub currency: Currency,
    /// Cents, pence or yen.
    pub minor: i64,
}

impl Balance {
    /// The plain number in whole dollars, pounds or yen.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // balances stay far below 2^53 cents
    pub fn major(self) -> f64 {
        self.minor as f64 / self.currency.minors() as f64
    }

    /// `minor ÷ parts`, rounded half up.
    pub(crate) fn rounded(currency: Currency, minor: i128, parts: i128) -> Balance {
        let twice = minor.saturating_mul(2).saturating_add(parts);
        let whole = twice.div_euclid(parts.saturating_mul(2));
        let end = if whole < 0 { i64::MIN } else { i64::MAX };
        Balance { currency, minor: i64::try_from(whole).unwrap_or(end) }
    }
}

impl fmt::Display for Balance {
    /// `USD -0.35`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        f.pad(&format!("{} {sign}{}", self.currency.code(), self.currency.plain(self.minor.unsigned_abs())))
    }
}

#[cfg(test)]
mod tests {
    use super::Currency::{Jpy, Usd};
    use super::*;

    #[test]
    fn halves_are_rounded_up_once() {
        let cents = |minor, parts| Amount::rounded(Usd, minor, parts).minor;
        assert_eq!((cents(5, 2), cents(249, 100), cents(250, 100), cents(0, 7)), (3, 2, 3, 0));
        let balance = |minor, parts| Balance::rounded(Usd, minor, parts).minor;
        // −2.5 lies between −3 and −2; up is −2.
        assert_eq!((balance(-5, 2), balance(-251, 100), balance(5, 2)), (-2, -3, 3));
    }

    #[test]
    fn a_yen_has_no_parts() {
        assert_eq!(Amount::new(Jpy, 5_160).to_string(), "JPY 5160");
        assert_eq!(Amount::new(Jpy, 5_160).major(), 5_160.0);
        assert_eq!(Amount::new(Usd, 5).to_string(), "USD 0.05");
        assert_eq!(Balance { currency: Usd, minor: -5 }.to_string(), "USD -0.05");
    }

    #[test]
    fn every_marketplace_has_its_currency() {
        assert_eq!(Currency::of(Marketplace::SE).code(), "SEK");
        assert_eq!(Currency::of(Marketplace::IE).code(), "EUR");
        assert!(Marketplace::ALL.iter().all(|&it| Currency::of(it).code().len() == 3));
    }
}
