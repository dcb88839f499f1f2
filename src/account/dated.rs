//! Which days the reports are about, told before anything else of them is read.

use super::{Settings, gather, intake, ledgers, order};
use crate::ids::Marketplace;
use crate::report::Source;
use chrono::NaiveDate;

/// Of which days reports are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dated {
    /// The days of inventory reports that tell theirs, oldest first.
    pub inventory: Vec<NaiveDate>,
    /// The ledger's last day; looked for only where no inventory report tells a day.
    pub ledger: Option<NaiveDate>,
    /// The marketplace that was asked for, else the one that the newest inventory report names.
    pub marketplace: Option<Marketplace>,
}

impl Dated {
    /// Reads the inventory reports, and of all others the head. What is wrong with them is told when they are read.
    #[must_use]
    pub fn of(sources: &[Source], settings: &Settings) -> Dated {
        let (mut troubles, mut notes) = (intake::Troubles::default(), Vec::new());
        let mut opened = intake::open(sources, &mut troubles, &mut notes);
        let (mut stock, ..) = gather::inventory_reports(&mut opened, settings);
        if order::settle(&mut opened, &stock, &settings.plan) {
            (stock, ..) = gather::inventory_reports(&mut opened, settings);
        }
        let mut inventory: Vec<_> = stock.iter().filter_map(|file| file.day).collect();
        inventory.sort_unstable();
        inventory.dedup();
        let newest = stock.iter().filter(|file| file.day == inventory.last().copied());
        let named = newest.flat_map(|file| &file.rows).find_map(|row| row.marketplace);
        let ledger = if inventory.is_empty() { ledgers::last_day(&mut opened, &settings.plan) } else { None };
        Dated { inventory, ledger, marketplace: settings.marketplace.or(named) }
    }

    /// The day that is judged where none is asked for.
    #[must_use]
    pub fn newest(&self) -> Option<NaiveDate> {
        self.inventory.last().copied().or(self.ledger)
    }
}
