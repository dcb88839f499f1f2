//! Stranded share = sellable units without an active listing ÷ units on hand.
//!
//! A stranded SKU that the inventory report leaves out is added to what is on hand, and so is what another has more stranded
//! than that report knows of. Amazon makes no report when nothing is stranded, so a missing report is not zero until the
//! seller says so.

use super::{Reason, Unstated};
use crate::account::{Account, Note, StockFacts, StrandedWord};
use crate::units::Units;

/// The stranded share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stranded {
    /// Sellable units without an active listing.
    pub stranded_units: Units,
    /// Units on hand.
    pub on_hand_units: Units,
    /// The first ÷ the second, 0–1.
    pub share: f64,
}

/// Units of a stock that are there: what is stranded is, whatever the report of the stock says.
pub(super) fn on_hand(facts: &StockFacts) -> Units {
    facts.on_hand_units().max(facts.stranded.unwrap_or_default())
}

/// The share of an account, and what there is to say of it.
pub(super) fn of(account: &Account, notes: &mut Vec<Note>) -> Result<Stranded, Unstated> {
    if account.stranded == StrandedWord::NotStated {
        return Err(Unstated::because(Reason::NoStranded));
    }
    if account.stocks.iter().all(|facts| facts.on_hand.is_none()) {
        return Err(Unstated::because(Reason::NoStock));
    }
    let (mut stranded, mut on_hand, mut exceeding) = (Units::ZERO, Units::ZERO, 0);
    for facts in &account.stocks {
        let units = facts.stranded.unwrap_or_default();
        stranded += units;
        on_hand += self::on_hand(facts);
        exceeding += u64::from(facts.on_hand.is_some_and(|fact| units > fact.value));
    }
    if exceeding > 0 {
        notes.push(Note::StrandedExceeds { skus: exceeding });
    }
    let share = stranded.ratio(on_hand).ok_or(Unstated::because(Reason::NothingOnHand))?;
    Ok(Stranded { stranded_units: stranded, on_hand_units: on_hand, share })
}
