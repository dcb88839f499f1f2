//! What can be done with a stock.

use crate::ids::Sku;
use crate::units::Units;
use std::fmt;

/// A kind of action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A removal order that sends units back to the seller.
    Remove,
    /// A removal order that has units disposed of.
    Dispose,
    /// A removal order that sells units off by Amazon's liquidators.
    Liquidate,
    /// Units arrive at a fulfilment centre.
    Receive,
    /// Customers buy units.
    Ship,
    /// A listing that is not active is made active again, so that its units are no longer stranded.
    Fix,
    /// Units that are on their way are kept back, or their shipment is made smaller.
    Hold,
    /// Units are sent of what is out of stock.
    Restock,
    /// The price is lowered, so that more units are sold; the units are those sold beside.
    MarkDown,
}

impl What {
    /// All of them.
    pub const ALL: [What; 9] = [
        What::Remove,
        What::Dispose,
        What::Liquidate,
        What::Receive,
        What::Ship,
        What::Fix,
        What::Hold,
        What::Restock,
        What::MarkDown,
    ];

    /// The word that stands for it in every output and is typed for it.
    ///
    /// ```
    /// use ipi::plan::What;
    /// assert_eq!(What::named("Remove"), Some(What::Remove));
    /// assert_eq!(What::named("burn"), None);
    /// ```
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            What::Remove => "remove",
            What::Dispose => "dispose",
            What::Liquidate => "liquidate",
            What::Receive => "receive",
            What::Ship => "ship",
            What::Fix => "fix",
            What::Hold => "hold",
            What::Restock => "restock",
            What::MarkDown => "mark-down",
        }
    }

    /// The kind that a word stands for.
    #[must_use]
    pub fn named(word: &str) -> Option<What> {
        What::ALL.into_iter().find(|what| what.key().eq_ignore_ascii_case(word))
    }

    /// Does it take units out of the fulfilment centres by a removal order?
    #[must_use]
    pub const fn is_removal(self) -> bool {
        matches!(self, What::Remove | What::Dispose | What::Liquidate)
    }
}

/// Something that is done with units of one stock.
///
/// ```
/// use ipi::plan::{Action, What};
/// use ipi::units::Units;
/// let action = Action { sku: "LAMP".into(), what: What::Remove, units: Units::new(100) };
/// assert_eq!(action.to_string(), "remove LAMP 100");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Action {
    /// The name of the stock.
    pub sku: Sku,
    /// What is done.
    pub what: What,
    /// With how many units.
    pub units: Units,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.what.key(), self.sku, self.units.get())
    }
}
