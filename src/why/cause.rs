//! Why a figure of one SKU changed.

use crate::account::Moves;
use crate::ids::Sku;

/// What a cause is. The order is that of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Units were shipped to customers: fewer are left.
    Sold,
    /// The same units as sales that came into the 90 days.
    SalesCame,
    /// Sales fell out of the 90 days.
    SalesLeft,
    /// The sales of 90 days changed; which came and which went is not known.
    Sales,
    /// Units were received.
    Received,
    /// Units came back from customers.
    Returned,
    /// Units were sent back to the seller, or disposed of.
    Removed,
    /// Units were lost or damaged.
    Lost,
    /// Units were found.
    Found,
    /// Units moved between fulfilment centres.
    Transferred,
    /// Movements that Amazon names otherwise.
    OtherMoves,
    /// The stock changed; no ledger tells by what.
    Stock,
    /// What the movements do not explain.
    NotTold,
    /// The SKU is gone from the reports, and no movement proves that its units are.
    ReportGap,
    /// The SKU is past its first 90 days, and its units count from now on.
    Matured,
    /// The units do not count any more.
    LeftCount,
    /// Expected demand changed, and with it what is too much.
    Demand,
    /// A day whose stock is averaged rolled off and another came in: which of the four, today first.
    Snapshot(u8),
    /// The average stock that Amazon's sell-through column implies changed.
    Average,
    /// Units became stranded.
    Stranded,
    /// Units are no longer stranded.
    Fixed,
    /// Days without stock came into the 30 days.
    RanOut,
    /// Days without stock left the 30 days.
    BackInStock,
    /// Sales by which the SKU weighs in the in-stock rate changed.
    Weight,
}

impl Kind {
    /// The name in machine formats, such as `report-gap`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Sold => "sold",
            Kind::SalesCame => "sales-came",
            Kind::SalesLeft => "sales-left",
            Kind::Sales => "sales-changed",
            Kind::Received => "received",
            Kind::Returned => "returned",
            Kind::Removed => "removed",
            Kind::Lost => "lost",
            Kind::Found => "found",
            Kind::Transferred => "transferred",
            Kind::OtherMoves => "other-movements",
            Kind::Stock => "stock-changed",
            Kind::NotTold => "not-told",
            Kind::ReportGap => "report-gap",
            Kind::Matured => "matured",
            Kind::LeftCount => "left-the-count",
            Kind::Demand => "demand-changed",
            Kind::Snapshot(0) => "snapshot-today",
            Kind::Snapshot(1) => "snapshot-30-days",
            Kind::Snapshot(2) => "snapshot-60-days",
            Kind::Snapshot(_) => "snapshot-90-days",
            Kind::Average => "average-changed",
            Kind::Stranded => "stranded",
            Kind::Fixed => "fixed",
            Kind::RanOut => "ran-out",
            Kind::BackInStock => "back-in-stock",
            Kind::Weight => "sales-weight",
        }
    }

    /// Is its quantity one of days, not of units?
    #[must_use]
    pub const fn is_days(self) -> bool {
        matches!(self, Kind::RanOut | Kind::BackInStock)
    }
}

/// One cause, and what it did to the estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cause {
    /// What it is.
    pub kind: Kind,
    /// By how many units (or days, see [`Kind::is_days`]) what it is about changed; below 0 where these became fewer. A half is
    /// possible where demand changed between two stocks.
    pub quantity: f64,
    /// Points of the estimate.
    pub points: f64,
}

/// The causes that changed a factor through one SKU.
#[derive(Clone, Debug, PartialEq)]
pub struct SkuChange {
    /// The SKU.
    pub sku: Sku,
    /// All its causes together, in points.
    pub points: f64,
    /// The causes, each at most once.
    pub causes: Vec<Cause>,
}

/// Gathers the causes of one SKU.
#[derive(Debug, Default)]
pub(super) struct Causes(Vec<Cause>);

impl Causes {
    /// Adds a cause; what changes nothing is none.
    pub(super) fn add(&mut self, kind: Kind, quantity: f64, points: f64) {
        if quantity == 0.0 && points == 0.0 {
            return;
        }
        match self.0.iter_mut().find(|cause| cause.kind == kind) {
            Some(cause) => {
                cause.quantity += quantity;
                cause.points += points;
            }
            None => self.0.push(Cause { kind, quantity, points }),
        }
    }

    /// Splits a change of stock by what moved: each unit brings as many points, whatever moved it. What no movement explains is
    /// of the kind `rest`.
    pub(super) fn moved(&mut self, change: f64, moves: Option<Moves>, rest: Kind, points_each: f64) {
        let Some(moves) = moves else {
            return self.add(rest, change, change * points_each);
        };
        let mut left = change;
        for (kind, quantity) in movements(moves) {
            self.add(kind, quantity, quantity * points_each);
            left -= quantity;
        }
        self.add(rest, left, left * points_each);
    }

    /// The change of a SKU; `None` where it has no cause.
    pub(super) fn of(self, sku: &Sku) -> Option<SkuChange> {
        let Causes(mut causes) = self;
        causes.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()).then(a.kind.cmp(&b.kind)));
        let points = causes.iter().map(|cause| cause.points).sum();
        (!causes.is_empty()).then(|| SkuChange { sku: sku.clone(), points, causes })
    }
}

/// The movements, with the sign of what they do to the stock.
#[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
fn movements(moves: Moves) -> [(Kind, f64); 8] {
    [
        (Kind::Sold, -(moves.sold as f64)),
        (Kind::Received, moves.received as f64),
        (Kind::Returned, moves.returned as f64),
        (Kind::Removed, -(moves.removed as f64)),
        (Kind::Lost, -(moves.lost as f64)),
        (Kind::Found, moves.found as f64),
        (Kind::Transferred, moves.transferred as f64),
        (Kind::OtherMoves, moves.other as f64),
    ]
}
