//! What a reader of a forecast should know: findings as values, words come later.

use crate::units::Units;
use chrono::NaiveDate;

/// Something that a forecast rests on.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// Nothing is assumed to be sent beside what is on its way.
    NothingMoreSent,
    /// What was sold is not known day by day: the pace of so many SKUs is that of 90 days, which loses what was asked for while
    /// they were out of stock, unless the days on offer are stated.
    NoDailySales {
        /// SKUs.
        skus: u64,
        /// Of all with sales.
        of: u64,
    },
    /// No season is known, because the ledger does not reach back 13 months.
    NoSeason {
        /// Days that it reaches back.
        days: u64,
    },
    /// A season is taken over from last year, half of what it shows.
    Season {
        /// The lowest index of the weeks ahead.
        low: f64,
        /// The highest.
        high: f64,
    },
    /// The days on which units that are on their way will be on sale are assumed; no report states one.
    InboundAssumed {
        /// SKUs.
        skus: u64,
        /// Units.
        units: Units,
    },
    /// No report states what is on its way.
    InboundUnknown,
    /// Shipments that the seller named for days beyond those looked at.
    ShipmentsLater {
        /// Shipments.
        shipments: u64,
        /// Units.
        units: Units,
    },
    /// Amazon will remove stranded units by itself within the weeks.
    StrandedRemoved {
        /// SKUs.
        skus: u64,
        /// Units.
        units: Units,
        /// The first day.
        first: NaiveDate,
    },
    /// Only an average of past stock is known, so its single days are taken to be alike.
    AverageOnly,
    /// New SKUs begin to count toward the excess share within the weeks.
    NewMature {
        /// SKUs.
        skus: u64,
        /// Their units of today.
        units: Units,
    },
}

impl Note {
    /// The stable kebab-case code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Note::NothingMoreSent => "nothing-more-sent",
            Note::NoDailySales { .. } => "no-daily-sales",
            Note::NoSeason { .. } => "no-season",
            Note::Season { .. } => "season",
            Note::InboundAssumed { .. } => "inbound-assumed",
            Note::InboundUnknown => "inbound-unknown",
            Note::ShipmentsLater { .. } => "shipments-later",
            Note::StrandedRemoved { .. } => "stranded-removed",
            Note::AverageOnly => "average-only",
            Note::NewMature { .. } => "new-mature",
        }
    }
}
