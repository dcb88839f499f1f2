//! What the account keeps per stock for the commands that steer: apart from [`StockFacts`](super::StockFacts), and only where
//! it is asked for, so that the score alone stays as fast and as small as it is.

use crate::dates::SNAPSHOT_AGES;
use crate::ids::Sku;
use crate::money::Money;
use crate::units::Units;
use chrono::NaiveDate;
use compact_str::CompactString;

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

/// What the account keeps per stock beside the figures of the factors.
#[derive(Clone, Debug, Default)]
pub struct Steering {
    /// For each of [`Account::stocks`](super::Account::stocks), in their order.
    pub stocks: Vec<SteerFacts>,
    /// Stock on the snapshot days of SKUs that no report of the day knows any more.
    pub gone: Vec<(Sku, PastStock)>,
    /// Units shipped on each day as the ledger tells them, the day judged first; empty where it does not.
    pub shipped_by_age: Vec<u64>,
    /// The currency in which the reports state amounts, such as `USD`; `None` where none does, or several do.
    pub currency: Option<CompactString>,
}

/// What is kept of one stock.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SteerFacts {
    /// Its stock on the snapshot days.
    pub past: PastStock,
    /// What was sold, where a ledger tells it day by day.
    pub demand: Option<Demand>,
    /// What moved since the day that was asked for, where a ledger tells it.
    pub moves: Option<Moves>,
    /// What the reports say beside; `None` where it was not asked for, or no report lists the stock.
    pub details: Option<Box<Details>>,
}

/// The stock of one SKU on the four snapshot days, today first, by where it comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PastStock {
    /// As inventory reports kept from those days have it.
    pub kept: Option<[u32; SNAPSHOT_AGES.len()]>,
    /// As the ledger has it.
    pub ledger: Option<[u32; SNAPSHOT_AGES.len()]>,
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
    /// By how much the stock changed.
    #[must_use]
    pub fn net(self) -> i64 {
        let came = self.received + self.returned + self.found;
        let went = self.sold + self.removed + self.lost;
        came.cast_signed() - went.cast_signed() + self.transferred + self.other
    }
}

/// What the reports say of a stock that no factor needs. `None` is not stated, never zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// The product's name.
    pub title: Option<CompactString>,
    /// Amazon's number of the product.
    pub asin: Option<CompactString>,
    /// The seller's price.
    pub price: Option<Money>,
    /// Sales of 90 days.
    pub revenue_90: Option<Money>,
    /// Units by age, as far as the report has the bands.
    pub ages: Ages,
    /// Units on which the aged-inventory surcharge will be charged, and the charge: Amazon's own figures.
    pub aged_charge: Option<(Units, Money)>,
    /// Storage of next month by Amazon's own estimate.
    pub storage_next_month: Option<Money>,
    /// Units on their way.
    pub inbound: Inbound,
    /// Days of supply of the last 30 and of the last 90 days, as the low-inventory-level fee looks at them.
    pub historical_days: [Option<f64>; 2],
    /// The report says that the low-inventory-level fee is not charged on it.
    pub low_inventory_exempt: Option<bool>,
    /// The report says that the low-inventory-level fee is charged this week.
    pub low_inventory_charged: Option<bool>,
    /// Units that a removal order has taken out already.
    pub pending_removal: Option<Units>,
    /// What Amazon advises.
    pub amazon: Advice,
    /// Why it is stranded.
    pub stranded: Option<StrandedWhy>,
    /// Size and weight of one unit.
    pub size: Size,
    /// The product belongs to a group whose stock of 181 to 270 days bears no surcharge, as far as its group is named.
    pub group: Option<CompactString>,
}

/// Units by age in days. Reports have had other bands: what a report does not have is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ages {
    /// 0 to 90 days.
    pub to_90: Option<Units>,
    /// 91 to 180 days.
    pub to_180: Option<Units>,
    /// 181 to 270 days.
    pub to_270: Option<Units>,
    /// 271 to 365 days.
    pub to_365: Option<Units>,
    /// 366 to 455 days, in reports since 2026.
    pub to_455: Option<Units>,
    /// 456 days and more, in reports since 2026.
    pub over_455: Option<Units>,
    /// More than 365 days, in reports that do not tell the last two apart.
    pub over_365: Option<Units>,
}

/// Units on their way to fulfilment centres, by how far they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inbound {
    /// All of them.
    pub all: Option<Units>,
    /// In a plan that is not shipped yet.
    pub working: Option<Units>,
    /// Shipped.
    pub shipped: Option<Units>,
    /// At a fulfilment centre, being received.
    pub receiving: Option<Units>,
}

/// What Amazon advises, in its own words and figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advice {
    /// Its action.
    pub action: Option<CompactString>,
    /// Units to remove.
    pub removal: Option<Units>,
    /// The price to sell at.
    pub price: Option<Money>,
    /// Its alert.
    pub alert: Option<CompactString>,
    /// What following it would save.
    pub saving: Option<Money>,
    /// Units to send.
    pub replenish: Option<Units>,
    /// The day to send them on.
    pub replenish_by: Option<NaiveDate>,
}

/// Why units are stranded, and what Amazon offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StrandedWhy {
    /// The reason.
    pub reason: Option<CompactString>,
    /// What Amazon offers to do about it.
    pub action: Option<CompactString>,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// The day from which Amazon removes the units by itself.
    pub removed_from: Option<NaiveDate>,
}

/// Size and weight of one unit as the storage fees state them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Size {
    /// Amazon's size tier.
    pub tier: Option<CompactString>,
    /// Weight and its unit, such as `pounds`.
    pub weight: Option<(f64, CompactString)>,
    /// Longest, median and shortest side, and their unit, such as `inches`.
    pub sides: Option<([f64; 3], CompactString)>,
    /// Weeks of sales in storage, by which the utilisation surcharge goes.
    pub utilisation: Option<f64>,
}
