//! One word on what to do about a SKU, and what cannot wait.

use super::line::Line;
use crate::units::Units;

/// Days of supply below which a SKU that sells is low: from 28 days down Amazon charges the low-inventory-level fee (its
/// help page of 2024), and a shipment takes weeks to be received.
pub const LOW_COVER_DAYS: f64 = 28.0;

/// What to do about a SKU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Put its listing right: units that cannot be sold cost points, and mending it is free.
    Relist,
    /// Send units: it sells and has none, or soon will.
    Restock,
    /// Take it off the products to be replenished: it has been out of stock all month and sold before.
    RestockOrHide,
    /// Take it back: it does not sell.
    Remove,
    /// Sell it down: there is more than 90 days of supply.
    SellDown,
    /// Nothing.
    Keep,
}

impl Action {
    /// Every action.
    pub const ALL: [Action; 6] = [
        Action::Relist,
        Action::Restock,
        Action::RestockOrHide,
        Action::Remove,
        Action::SellDown,
        Action::Keep,
    ];

    pub(super) fn of(line: &Line) -> Action {
        let sold = line.shipped[1].unwrap_or_default() > Units::ZERO;
        let is_low = line.cover_days.is_some_and(|days| days < LOW_COVER_DAYS);
        match line.units() {
            // A listing that is put right for what nobody buys would only have to be removed next.
            _ if line.part.stranded > Units::ZERO && (sold || line.part.excess < line.part.stranded) => {
                Action::Relist
            }
            Units::ZERO if line.weight.days_out == Some(30) => Action::RestockOrHide,
            Units::ZERO if line.weight.units > Units::ZERO => Action::Restock,
            _ if line.part.excess > Units::ZERO && !sold => Action::Remove,
            _ if line.part.excess > Units::ZERO => Action::SellDown,
            _ if is_low && line.weight.units > Units::ZERO => Action::Restock,
            _ => Action::Keep,
        }
    }

    /// The word that stands for it in machine formats.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Action::Relist => "relist",
            Action::Restock => "restock",
            Action::RestockOrHide => "restock-or-hide",
            Action::Remove => "remove",
            Action::SellDown => "sell-down",
            Action::Keep => "keep",
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Action::Relist => "relist",
            Action::Restock => "restock",
            Action::RestockOrHide => "restock or hide",
            Action::Remove => "remove",
            Action::SellDown => "sell down",
            Action::Keep => "keep",
        }
    }
}

/// What cannot wait about a SKU that sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Alert {
    /// None on hand.
    OutOfStock,
    /// Stock for fewer than [`LOW_COVER_DAYS`] days, those that are on their way included.
    LowStock,
    /// Units on hand that cannot be sold, because there is no listing.
    Stranded,
}

impl Alert {
    pub(super) fn of(line: &Line) -> Option<Alert> {
        if line.part.stranded > Units::ZERO {
            return Some(Alert::Stranded);
        }
        if line.weight.units == Units::ZERO {
            return None;
        }
        if line.on_hand == Some(Units::ZERO) {
            return Some(Alert::OutOfStock);
        }
        let cover = line.cover_days?;
        // What is on its way lasts at the same pace.
        #[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
        let with_inbound = cover * (1.0 + line.inbound().get() as f64 / line.units().get().max(1) as f64);
        (with_inbound < LOW_COVER_DAYS).then_some(Alert::LowStock)
    }

    /// The word that stands for it in machine formats.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Alert::OutOfStock => "out-of-stock",
            Alert::LowStock => "low-stock",
            Alert::Stranded => "stranded",
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Alert::OutOfStock => "out of stock",
            Alert::LowStock => "low stock",
            Alert::Stranded => "stranded",
        }
    }
}
