//! The four factors of the index, each an exact pair of sums and one ratio at the end.

pub mod bands;
pub mod excess;
pub mod in_stock;
pub mod parts;
pub mod sell_through;
pub mod sets;
pub mod stranded;
pub mod worst;

pub use excess::Excess;
pub use in_stock::InStock;
pub use parts::{Apart, Part, Parts, Sums};
pub use sell_through::SellThrough;
pub use stranded::Stranded;
pub use worst::Worst;

use crate::account::{Account, Note, StockFacts};
use crate::dates::SELL_THROUGH_DAYS;
use crate::units::Units;
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

    /// Each figure, and where it is not stated the one of `others`.
    ///
    /// ```
    /// use ipi::factor::Readings;
    /// let noted = Readings { excess_pct: Some(17.7), ..Readings::default() };
    /// let computed = Readings { excess_pct: Some(18.0), sell_through: Some(1.3), ..Readings::default() };
    /// let both = noted.or(computed);
    /// assert_eq!((both.excess_pct, both.sell_through), (Some(17.7), Some(1.3)));
    /// ```
    #[must_use]
    pub fn or(self, others: Readings) -> Readings {
        Readings {
            excess_pct: self.excess_pct.or(others.excess_pct),
            sell_through: self.sell_through.or(others.sell_through),
            stranded_pct: self.stranded_pct.or(others.stranded_pct),
            in_stock_pct: self.in_stock_pct.or(others.in_stock_pct),
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

/// The four factors of an account, each with its figures or with the reason why there are none.
#[derive(Clone, Debug, PartialEq)]
pub struct Factors {
    /// Excess inventory share.
    pub excess: Result<Excess, Unstated>,
    /// Sell-through.
    pub sell_through: Result<SellThrough, Unstated>,
    /// Stranded share.
    pub stranded: Result<Stranded, Unstated>,
    /// In-stock rate.
    pub in_stock: Result<InStock, Unstated>,
}

/// Why a factor has no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unstated {
    /// What is missing.
    pub reason: Reason,
}

impl Unstated {
    const fn because(reason: Reason) -> Self {
        Unstated { reason }
    }

    /// Sales of some SKU are not known: a longer ledger would tell them, else a report that states them.
    fn of_sales(account: &Account) -> Self {
        Unstated::because(if account.ledger.is_some() { Reason::LedgerTooShort } else { Reason::NoSales })
    }
}

/// Stocks that the inventory report of the day leaves out, of which no report tells sales. Without the other reports nobody
/// would know of them; a factor does without them, and says so, rather than not being stated because more is known.
#[derive(Default)]
struct LeftOut {
    skus: u64,
    units: Units,
}

impl LeftOut {
    /// Is the stock one of them?
    fn takes(&mut self, account: &Account, facts: &StockFacts) -> bool {
        let is_one = account.inventory.is_some()
            && !facts.is_listed
            && facts.shipped_90.is_none()
            && facts.on_hand_units() > Units::ZERO;
        self.skus += u64::from(is_one);
        self.units += if is_one { facts.on_hand_units() } else { Units::ZERO };
        is_one
    }

    /// What is left out; the same is said once, whichever factors do without it.
    fn note(&self, account: &Account, notes: &mut Vec<Note>) {
        let of = account.stocks.iter().map(StockFacts::on_hand_units).sum();
        let from = account.as_of.back(SELL_THROUGH_DAYS);
        let note = Note::SalesUnknown { skus: self.skus, units: self.units, of, from };
        if self.skus > 0 && !notes.contains(&note) {
            notes.push(note);
        }
    }
}

/// What is missing for a factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The factor does not count in this marketplace.
    NotCounted,
    /// No report says what is on hand.
    NoStock,
    /// Nothing is on hand, so there is no share.
    NothingOnHand,
    /// No report says for every SKU what was shipped.
    NoSales,
    /// Nothing was sold in the window.
    NothingSold,
    /// The stock of the four days is not known.
    NoSnapshots,
    /// Neither a report nor the seller says what is stranded.
    NoStranded,
    /// No report tells days in stock.
    NoLedger,
    /// The ledger does not reach over the window.
    LedgerTooShort,
}

impl Reason {
    /// The stable kebab-case code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Reason::NotCounted => "not-counted",
            Reason::NoStock => "no-stock-report",
            Reason::NothingOnHand => "nothing-on-hand",
            Reason::NoSales => "no-sales-report",
            Reason::NothingSold => "nothing-sold",
            Reason::NoSnapshots => "no-snapshots",
            Reason::NoStranded => "no-stranded-report",
            Reason::NoLedger => "no-ledger",
            Reason::LedgerTooShort => "ledger-too-short",
        }
    }
}

impl Factors {
    /// Computes the factors of `set` from what is true of the account, with notes on how they came about.
    #[must_use]
    pub fn of(account: &Account, set: FactorSet) -> (Factors, Vec<Note>) {
        let mut notes = Vec::new();
        let not_counted = Unstated::because(Reason::NotCounted);
        let factors = Factors {
            excess: if set.excess { excess::of(account, &mut notes) } else { Err(not_counted) },
            sell_through: if set.sell_through {
                sell_through::of(account, &mut notes)
            } else {
                Err(not_counted)
            },
            stranded: if set.stranded { stranded::of(account, &mut notes) } else { Err(not_counted) },
            in_stock: if set.in_stock { in_stock::of(account) } else { Err(not_counted) },
        };
        (factors, notes)
    }

    /// The four figures as the dashboard shows them, unrounded.
    #[must_use]
    pub fn readings(&self) -> Readings {
        Readings {
            excess_pct: self.excess.as_ref().ok().map(|excess| excess.share * 100.0),
            sell_through: self.sell_through.as_ref().ok().map(|sell_through| sell_through.ratio),
            stranded_pct: self.stranded.as_ref().ok().map(|stranded| stranded.share * 100.0),
            in_stock_pct: self.in_stock.as_ref().ok().map(|in_stock| in_stock.rate * 100.0),
        }
    }

    /// Why a factor has no figure; `None` where it has one.
    #[must_use]
    pub fn unstated(&self, factor: FactorKind) -> Option<Reason> {
        let unstated = match factor {
            FactorKind::Excess => self.excess.as_ref().err(),
            FactorKind::SellThrough => self.sell_through.as_ref().err(),
            FactorKind::Stranded => self.stranded.as_ref().err(),
            FactorKind::InStock => self.in_stock.as_ref().err(),
        };
        unstated.map(|unstated| unstated.reason)
    }
}
