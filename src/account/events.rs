//! The detailed ledger folded by SKU: what moved on each day, from which past stock is worked back.

use super::intake::{Opened, Troubles};
use super::ledger::Days;
use super::periods;
use super::shards::{Batch, Fold, Shards};
use crate::dates::{AsOf, SELL_THROUGH_DAYS};
use crate::ids::Marketplace;
use crate::report::{LedgerDetail, LedgerEvent, Plan, ReportKind, SKU_WORDS, Sink};

/// What moved of one SKU on each of the last ninety days, and what of it was shipped; today first.
#[derive(Debug, Default)]
pub(super) struct Events {
    pub(super) net: Vec<i64>,
    pub(super) shipped: Vec<u64>,
}

/// One event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    age: u16,
    net: i64,
    shipped: u64,
}

impl Fold for Events {
    type Key = [u64; SKU_WORDS];
    type Change = Change;
    type Aside = ();

    fn touch(&self) -> u32 {
        u32::from(self.net.is_empty())
    }

    fn fold(&mut self, Change { age, net, shipped }: Change) -> bool {
        let days = usize::from(SELL_THROUGH_DAYS);
        self.net.resize(days, 0);
        self.shipped.resize(days, 0);
        if let (Some(sum), Some(sold)) =
            (self.net.get_mut(usize::from(age)), self.shipped.get_mut(usize::from(age)))
        {
            *sum += net;
            *sold += shipped;
        }
        false
    }

    fn put_aside((): &mut (), _: &Self::Key, _: &Change) {}
}

impl Events {
    /// Adds the events of another label of the SKU.
    pub(super) fn join(&mut self, other: &Events) {
        self.net.resize(self.net.len().max(other.net.len()), 0);
        self.shipped.resize(self.net.len(), 0);
        for (sum, more) in self.net.iter_mut().zip(&other.net) {
            *sum += more;
        }
        for (sum, more) in self.shipped.iter_mut().zip(&other.shipped) {
            *sum += more;
        }
    }

    /// Units shipped in the last `days` days.
    pub(super) fn shipped(&self, days: u16) -> u64 {
        self.shipped.iter().take(usize::from(days)).sum()
    }

    /// Units shipped on the day `age` days ago.
    pub(super) fn shipped_on(&self, age: u16) -> u64 {
        self.shipped.get(usize::from(age)).copied().unwrap_or(0)
    }

    /// Units at the end of the day `age` days ago, worked back from what there is now. Below nothing counts as nothing:
    /// the units on hand and the ledger measure slightly different things.
    pub(super) fn stock(&self, now: u64, age: u16) -> u64 {
        let since: i64 = self.net.iter().take(usize::from(age)).sum();
        now.saturating_add_signed(-since)
            .min(now + self.net.iter().map(|net| net.unsigned_abs()).sum::<u64>())
    }
}

/// Folds the detailed ledgers.
pub(super) fn read(
    opened: &mut [Opened],
    plan: &Plan,
    as_of: AsOf,
    marketplace: Option<Marketplace>,
    troubles: &mut Troubles,
) -> Option<(Shards<'static, Events>, Days)> {
    // Two equal rows are two events, so nothing tells repeats but the days.
    periods::fold(opened, ReportKind::LedgerDetail, troubles, |opened, shards, troubles| {
        let new = || EventSink { as_of, marketplace, batch: Batch::new(shards), days: Days::default() };
        let sinks = opened.read_shared::<LedgerDetail, _>(plan, troubles, new)?;
        Ok(Days::joined(sinks.iter().map(|sink| sink.days)))
    })
}

struct EventSink<'a> {
    as_of: AsOf,
    marketplace: Option<Marketplace>,
    batch: Batch<'a, Events>,
    days: Days,
}

impl Sink<LedgerDetail> for EventSink<'_> {
    fn row(&mut self, row: LedgerEvent<'_>, _: u64) {
        self.days.add(row.day);
        let here = match (self.marketplace, std::str::from_utf8(row.location)) {
            (Some(judged), Ok(place)) => judged.keeps_stock_at(place),
            _ => true,
        };
        let age = u16::try_from(self.as_of.age(row.day));
        if let (true, true, Ok(age)) = (row.sellable, here, age)
            && age < SELL_THROUGH_DAYS
        {
            let name = if row.sku.is_empty() { &row.fnsku } else { &row.sku };
            let change = Change { age, net: row.change, shipped: row.shipped };
            self.batch.add(name.words().copied(), || name.to_vec(), change);
        }
    }

    fn end(&mut self) {
        self.batch.finish();
    }
}
