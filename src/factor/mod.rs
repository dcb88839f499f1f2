//! The four factors of the index, each an exact pair of sums and one ratio at the end.

pub mod bands;
pub mod sets;

use serde::Serialize;

/// One of the four factors that Amazon names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// Excess inventory share: lower is better.
    Excess,
    /// Sell-through over 90 days: higher is better.
    SellThrough,
    /// Stranded inventory share: lower is better.
    Stranded,
    /// In-stock rate of replenishable products: higher is better.
    InStock,
}

impl FactorKind {
    /// All four, in the order in which every output lists them.
    pub const ALL: [FactorKind; 4] =
        [FactorKind::Excess, FactorKind::SellThrough, FactorKind::Stranded, FactorKind::InStock];

    /// The key in machine formats, such as `sell_through`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            FactorKind::Excess => "excess",
            FactorKind::SellThrough => "sell_through",
            FactorKind::Stranded => "stranded",
            FactorKind::InStock => "in_stock",
        }
    }

    /// The name that Amazon's dashboard shows.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            FactorKind::Excess => "Excess inventory",
            FactorKind::SellThrough => "FBA sell-through",
            FactorKind::Stranded => "Stranded inventory",
            FactorKind::InStock => "FBA in-stock rate",
        }
    }
}

/// The four figures as Amazon's dashboard shows them. `None` is "not stated", never zero.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Readings {
    /// Excess units in percent of units on hand, 0–100.
    pub excess_pct: Option<f64>,
    /// Units shipped in 90 days ÷ average units on hand: a ratio, 0 or more.
    pub sell_through: Option<f64>,
    /// Stranded units in percent of units on hand, 0–100.
    pub stranded_pct: Option<f64>,
    /// Sales-weighted share of the last 30 days in stock, in percent, 0–100.
    pub in_stock_pct: Option<f64>,
}

impl Readings {
    /// The figure of one factor, in the unit of its field.
    #[must_use]
    pub const fn get(&self, factor: FactorKind) -> Option<f64> {
        match factor {
            FactorKind::Excess => self.excess_pct,
            FactorKind::SellThrough => self.sell_through,
            FactorKind::Stranded => self.stranded_pct,
            FactorKind::InStock => self.in_stock_pct,
        }
    }

    /// Is no figure stated at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        FactorKind::ALL.iter().all(|&factor| self.get(factor).is_none())
    }
}

/// Which factors count toward the score of a marketplace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactorSet {
    /// Excess inventory counts.
    pub excess: bool,
    /// Sell-through counts.
    pub sell_through: bool,
    /// Stranded inventory counts.
    pub stranded: bool,
    /// The in-stock rate counts.
    pub in_stock: bool,
}

impl FactorSet {
    /// All four, as in the United States.
    pub const FOUR: FactorSet =
        FactorSet { excess: true, sell_through: true, stranded: true, in_stock: true };

    /// Does `factor` count?
    #[must_use]
    pub const fn has(self, factor: FactorKind) -> bool {
        match factor {
            FactorKind::Excess => self.excess,
            FactorKind::SellThrough => self.sell_through,
            FactorKind::Stranded => self.stranded,
            FactorKind::InStock => self.in_stock,
        }
    }
}
