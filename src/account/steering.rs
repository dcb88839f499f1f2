//! What the account keeps per stock for the commands that steer: apart from [`StockFacts`](super::StockFacts), and only where
//! it is asked for, so that the score alone stays as fast and as small as it is.

use crate::dates::SNAPSHOT_AGES;
use crate::ids::Sku;
use crate::report::Details;
use chrono::NaiveDate;
use compact_str::CompactString;
use std::sync::Arc;

/// What is to be read beside the figures of the factors. The stock of each SKU on the snapshot days always is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steer {
    /// Titles, prices, ages, fees, shipments on their way, Amazon's advice.
    pub details: bool,
    /// What was sold day by day, as far as a forecast needs it.
    pub demand: bool,
    /// What moved on the days after this one, up to the day judged.
    pub since: Option<NaiveDate>,
}

/// Stock on the four snapshot days, today first.
pub type PastUnits = [u32; SNAPSHOT_AGES.len()];

/// What the account keeps per stock beside the figures of the factors. Each list has an entry for each of
/// [`Account::stocks`](super::Account::stocks), in their order; one that was not asked for, or that no report tells, is empty.
#[derive(Clone, Debug, Default)]
pub struct Steering {
    /// Stock on the snapshot days as inventory reports kept from those days have it.
    pub kept: Vec<PastUnits>,
    /// Stock on the snapshot days as the ledger has it.
    pub ledger: Vec<PastUnits>,
    /// What was sold, as a ledger tells it day by day.
    pub demand: Vec<Demand>,
    /// What moved since the day that was asked for, as a ledger tells it.
    pub moves: Vec<Moves>,
    /// What the reports say beside; `None` for a stock that none of them lists.
    pub details: Vec<Option<Arc<Details>>>,
    /// Stock on the snapshot days of SKUs that no report of the day knows any more.
    pub gone: Vec<(Sku, PastStock)>,
    /// Units shipped on each day as the ledger tells them, the day judged first; empty where it does not.
    pub shipped_by_age: Vec<u64>,
    /// The currency in which the reports state amounts, such as `USD`; `None` where none does, or several do.
    pub currency: Option<CompactString>,
}

/// What is kept of one stock.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SteerFacts<'a> {
    /// Its stock on the snapshot days.
    pub past: PastStock,
    /// What was sold, where a ledger tells it day by day.
    pub demand: Option<Demand>,
    /// What moved since the day that was asked for, where a ledger tells it.
    pub moves: Option<Moves>,
    /// What the reports say beside; `None` where it was not asked for, or no report lists the stock.
    pub details: Option<&'a Details>,
}

impl Steering {
    /// What is kept of the stock at a place of [`Account::stocks`](super::Account::stocks).
    #[must_use]
    pub fn stock(&self, at: usize) -> SteerFacts<'_> {
        let past = PastStock { kept: self.kept.get(at).copied(), ledger: self.ledger.get(at).copied() };
        SteerFacts {
            past,
            demand: self.demand.get(at).copied(),
            moves: self.moves.get(at).copied(),
            details: self.details.get(at).and_then(Option::as_deref),
        }
    }

    /// Puts every list into a new order, which says for each place where its stock was before.
    pub(super) fn order(&mut self, order: &[usize]) {
        fn ordered<T: Copy>(list: &mut Vec<T>, order: &[usize]) {
            if !list.is_empty() {
                *list = order.iter().map(|&at| list[at]).collect();
            }
        }
        ordered(&mut self.kept, order);
        ordered(&mut self.ledger, order);
        ordered(&mut self.demand, order);
        ordered(&mut self.moves, order);
    }

    /// Gives every stock an entry in each list that has any: those that came up later have nothing in it.
    pub(super) fn fill(&mut self, stocks: usize) {
        fn filled<T: Clone + Default>(list: &mut Vec<T>, stocks: usize) {
            if !list.is_empty() {
                list.resize(stocks, T::default());
            }
        }
        filled(&mut self.kept, stocks);
        filled(&mut self.ledger, stocks);
        filled(&mut self.demand, stocks);
        filled(&mut self.moves, stocks);
    }
}

/// The stock of one SKU on the four snapshot days, today first, by where it comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PastStock {
    /// As inventory reports kept from those days have it.
    pub kept: Option<PastUnits>,
    /// As the ledger has it.
    pub ledger: Option<PastUnits>,
}

/// What was sold of a stock in the last 90 days, newer days counting more: a day's weight halves every
/// [`Demand::HALF_LIFE`] days. In whole steps of [`Demand::ONE`], so that sums do not depend on the order of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// Units shipped, weighted.
    pub sold: u64,
    /// Days that ended with stock or on which units shipped, weighted.
    pub on_offer: u64,
}

impl Demand {
    /// What a unit sold today, or today itself, counts.
    pub const ONE: u64 = 1 << 20;
    /// After so many days it counts half.
    pub const HALF_LIFE: u16 = 30;

    /// What a day counts that lies `age` days back: `2^-(age ÷ 30)`, in steps of [`Demand::ONE`].
    ///
    /// ```
    /// use ipi::account::Demand;
    /// assert_eq!([0, 30, 60].map(Demand::weight), [1 << 20, 1 << 19, 1 << 18]);
    /// // 2^-0.5 × 1,048,576 = 741,455.2
    /// assert_eq!(Demand::weight(15), 741_455);
    /// ```
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // 0 to 2^20
    pub fn weight(age: u16) -> u64 {
        (Self::ONE as f64 * (-f64::from(age) / f64::from(Self::HALF_LIFE)).exp2()).round() as u64
    }

    /// Weighted units and days as plain numbers.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // 90 days of units stay far below 2^53
    pub fn numbers(self) -> (f64, f64) {
        (self.sold as f64 / Self::ONE as f64, self.on_offer as f64 / Self::ONE as f64)
    }
}

/// Units that came and went between two days, by why. All sellable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// Shipped to customers.
    pub sold: u64,
    /// Received from the seller.
    pub received: u64,
    /// Come back from customers.
    pub returned: u64,
    /// Sent back to the seller or disposed of.
    pub removed: u64,
    /// Lost, or damaged.
    pub lost: u64,
    /// Found.
    pub found: u64,
    /// Moved between fulfilment centres: what came in less what went out.
    pub transferred: i64,
    /// Whatever else Amazon states: what came in less what went out.
    pub other: i64,
}

impl Moves {
    /// These and others.
    #[must_use]
    pub fn and(self, others: Moves) -> Moves {
        Moves {
            sold: self.sold + others.sold,
            received: self.received + others.received,
            returned: self.returned + others.returned,
            removed: self.removed + others.removed,
            lost: self.lost + others.lost,
            found: self.found + others.found,
            transferred: self.transferred + others.transferred,
            other: self.other + others.other,
        }
    }

    /// By how much the stock changed.
    #[must_use]
    pub fn net(self) -> i64 {
        let came = self.received + self.returned + self.found;
        let went = self.sold + self.removed + self.lost;
        came.cast_signed() - went.cast_signed() + self.transferred + self.other
    }
}
