//! What two reports say of the same stocks, side by side.

use super::balances::LedgerFacts;
use super::days::{Placed, by_label, of_place};
use super::facts::{Fact, Origin};
use super::ledger::Stocks;
use super::note::Note;
use super::roster::Roster;
use crate::report::ReportKind;
use crate::units::Units;

/// Units shipped, as an inventory report states them and another report counts them.
#[derive(Default)]
pub(super) struct Compared {
    stated: Units,
    counted: Units,
    by: Option<ReportKind>,
}

impl Compared {
    pub(super) fn add(&mut self, fact: Option<Fact<Units>>, counted: Units) {
        if let Some(Fact { value, origin: Origin::Stated(report) }) = fact {
            self.by = Some(report);
            self.stated += value;
            self.counted += counted;
        }
    }

    /// Adds what the ledger counted, against a report of shipments. Orders are of the day of purchase, and differ by days.
    pub(super) fn add_ledger(&mut self, fact: Option<Fact<Units>>, other: ReportKind, counted: Units) {
        if let Some(Fact { value, origin: Origin::Derived(report @ ReportKind::LedgerSummary) }) = fact
            && matches!(other, ReportKind::Shipments | ReportKind::CustomerShipmentSales)
        {
            self.by = self.by.or(Some(report));
            self.stated += value;
            self.counted += counted;
        }
    }

    /// Notes a difference of more than 2 % and ten units.
    pub(super) fn note(self, other: ReportKind, notes: &mut Vec<Note>) {
        let Compared { stated, counted, by } = self;
        let gap = stated.saturating_sub(counted) + counted.saturating_sub(stated);
        if let Some(report) = by
            && gap > Units::new(10)
            && gap.get() * 50 > stated.max(counted).get()
        {
            notes.push(Note::ShippedDisagree { report, stated, other, counted });
        }
    }
}

/// Differences up to so many units are everyday: a return, a unit that is looked for.
const LITTLE: u64 = 20;
/// A twentieth of the stock may be in another state on the way between two counts of one day.
const SHARE: u64 = 20;

/// Today's stock, as the inventory report states it and as the ledger's last balance has it, label by label.
///
/// The ledger's balance holds the units that are reserved for customers, the inventory report's figure does not: a balance
/// between the figure and the figure with all reserved units agrees with it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StockCompared {
    stated: u64,
    /// The ledger's balances, without the units in transfer and with them, and by how much they are off in all.
    balances: [u64; 2],
    off: [u64; 2],
    stocks: [u64; 2],
}

impl StockCompared {
    /// Compares what the deciding inventory report lists; `places` are sorted by place.
    pub(super) fn of<F: Stocks>(roster: &Roster, mut places: &[Placed<'_, F>]) -> StockCompared {
        let mut compared = StockCompared::default();
        for (place, facts) in roster.facts.iter().enumerate() {
            let mut ledger = LedgerFacts::default();
            let (of_stock, others) = of_place(places, place);
            places = others;
            by_label(of_stock, |balances| ledger.add_today(balances));
            let Some(Fact { value, origin: Origin::Stated(_) }) = facts.on_hand else { continue };
            let (least, most) = (value.get(), (value + facts.other_stored).get());
            compared.stated += least;
            let today = [ledger.snapshots[0], ledger.snapshots[0] + ledger.in_transfer[0]];
            for (i, units) in today.into_iter().enumerate() {
                let off = least.saturating_sub(units) + units.saturating_sub(most);
                compared.balances[i] += units;
                compared.off[i] += off;
                compared.stocks[i] += u64::from(off > 0);
            }
        }
        compared
    }

    /// Does the inventory report count the units in transfer between fulfilment centres? Since 2026 it does; a ledger whose
    /// balances agree better without them shows that this one does not, and then they count in no figure.
    pub(super) fn counts_transfer(&self) -> bool {
        self.off[1] <= self.off[0]
    }

    /// Notes a contradiction in the whole, beyond 5 % and twenty units. A ledger that ends `late` days before the day
    /// judged may be off by what has moved since.
    pub(super) fn note(&self, report: ReportKind, with_transfer: bool, late: i64, notes: &mut Vec<Note>) {
        let i = usize::from(with_transfer);
        let days = 1 + late.unsigned_abs();
        let whole = self.stated.max(self.balances[i]);
        if self.off[i] > LITTLE * days && self.off[i] * SHARE > whole * days {
            notes.push(Note::StockDisagree {
                report,
                stated: Units::new(self.stated),
                balance: Units::new(self.balances[i]),
                off: Units::new(self.off[i]),
                skus: self.stocks[i],
            });
        }
    }
}
