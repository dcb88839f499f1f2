//! What something costs, where that is from, and why it is not known.

use crate::money::Money;
use crate::policy::fees::{FeeTable, Unknown};
use std::fmt;
use std::ops::AddAssign;

/// An amount: a range where what is known does not tell it to the cent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// At least so much.
    pub low: Money,
    /// At most so much.
    pub high: Money,
}

impl Range {
    /// So much.
    #[must_use]
    pub const fn exactly(amount: Money) -> Range {
        Range { low: amount, high: amount }
    }

    /// The amount, where it is only one.
    #[must_use]
    pub fn exact(self) -> Option<Money> {
        (self.low == self.high).then_some(self.low)
    }

    /// Both ends changed alike.
    #[must_use]
    pub fn map(self, change: impl Fn(Money) -> Money) -> Range {
        Range { low: change(self.low), high: change(self.high) }
    }
}

impl AddAssign for Range {
    fn add_assign(&mut self, other: Range) {
        self.low += other.low;
        self.high += other.high;
    }
}

impl fmt::Display for Range {
    /// `3.20`, or `3.20 to 5.10`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.exact() {
            Some(amount) => amount.fmt(f),
            None => write!(f, "{} to {}", self.low, self.high),
        }
    }
}

/// What something costs, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// So much, from there.
    Known(Range, Origin),
    /// Nobody knows, which is not the same as nothing.
    Unknown(Why),
}

/// Where an amount is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A column of a report states it: Amazon's own figure.
    Stated,
    /// Worked out by a table of fees.
    Table(FeeTable),
    /// Worked out from reports alone.
    Reports,
}

impl Origin {
    /// The word that stands for it in machine formats.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Origin::Stated => "stated",
            Origin::Table(_) => "table",
            Origin::Reports => "reports",
        }
    }
}

impl Cost {
    /// Nothing, because there is nothing to charge.
    pub const NOTHING: Cost = Cost::Known(Range::exactly(Money::ZERO), Origin::Reports);

    /// Amazon's own figure.
    #[must_use]
    pub const fn stated(amount: Money) -> Cost {
        Cost::Known(Range::exactly(amount), Origin::Stated)
    }

    /// The amount, where it is known.
    #[must_use]
    pub const fn range(self) -> Option<Range> {
        match self {
            Cost::Known(range, _) => Some(range),
            Cost::Unknown(_) => None,
        }
    }

    /// Why it is not known, where it is not.
    #[must_use]
    pub const fn why(self) -> Option<Why> {
        match self {
            Cost::Known(..) => None,
            Cost::Unknown(why) => Some(why),
        }
    }

    /// The word that stands in machine formats for where it is from, or for why it is not known.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Cost::Known(_, origin) => origin.key(),
            Cost::Unknown(why) => why.key(),
        }
    }
}

/// Why something is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// What a fee goes by.
    Fee(Unknown),
    /// For which marketplace to look.
    NoMarketplace,
    /// The fee is charged in another currency than the one of the reports.
    OtherCurrency,
    /// Units shipped.
    NoSales,
    /// The days on which there was stock.
    NoDays,
    /// Whether it was sold before: nothing shows it on offer before the last 30 days.
    MayBeNew,
    /// Which of two statements of a report is right: one says that a fee is charged, the other that it is not.
    Contradicted,
    /// How old the stock is: the ages that are stated are of another number of units.
    OtherUnits,
}

impl From<Unknown> for Why {
    fn from(unknown: Unknown) -> Why {
        match unknown {
            Unknown::OtherCurrency => Why::OtherCurrency,
            unknown => Why::Fee(unknown),
        }
    }
}

impl Why {
    /// The word that stands for it in machine formats.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Why::Fee(unknown) => unknown.key(),
            Why::NoMarketplace => "no-marketplace",
            Why::OtherCurrency => Unknown::OtherCurrency.key(),
            Why::NoSales => "no-sales",
            Why::NoDays => "no-days",
            Why::MayBeNew => "may-be-new",
            Why::Contradicted => "contradicted",
            Why::OtherUnits => "other-units",
        }
    }

    /// What it means, in a few words.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Why::Fee(unknown) => unknown.meaning(),
            Why::NoMarketplace => "the marketplace is not known",
            Why::OtherCurrency => "the fee is in another currency than the reports",
            Why::NoSales => "units shipped are not stated",
            Why::NoDays => "the days in stock are not known",
            Why::MayBeNew => "nothing shows it on offer before the last 30 days",
            Why::Contradicted => "the report says that the fee is charged, and days of supply that it is not",
            Why::OtherUnits => "the ages that are stated are of another number of units",
        }
    }
}
