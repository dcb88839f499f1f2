//! Sales reports folded by SKU: units in the windows that end on the as-of day.

use super::intake::{Opened, Troubles};
use super::ledger::Days;
use super::periods;
use super::shards::{Batch, Fold, Shards};
use crate::dates::{AsOf, SELL_THROUGH_DAYS, WEIGHT_DAYS};
use crate::report::{Export, Plan, ReportKind, SKU_WORDS, Sale, Sink};
use chrono::NaiveDate;

/// The sales of one SKU.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sales {
    pub(super) shipped_60: u64,
    pub(super) shipped_90: u64,
}

/// Units sold, and how long ago.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    age: u16,
    units: u64,
}

impl Fold for Sales {
    type Key = [u64; SKU_WORDS];
    type Change = Change;
    type Aside = ();

    #[inline]
    #[allow(clippy::cast_possible_truncation)] // any bits of it will do
    fn touch(&self) -> u32 {
        self.shipped_90 as u32
    }

    #[inline]
    fn fold(&mut self, Change { age, units }: Change) -> bool {
        for (days, sum) in [(WEIGHT_DAYS, &mut self.shipped_60), (SELL_THROUGH_DAYS, &mut self.shipped_90)] {
            if age < days {
                *sum += units;
            }
        }
        false
    }

    fn put_aside((): &mut (), _: &Self::Key, _: &Change) {}
}

/// Folds the sales reports of one kind; several of them may not tell the same day.
pub(super) fn read<E: for<'a> Export<Row<'a> = Sale<'a>>>(
    opened: &mut [Opened],
    kind: ReportKind,
    plan: &Plan,
    as_of: AsOf,
    troubles: &mut Troubles,
) -> Option<(ReportKind, Shards<'static, Sales>, Days)> {
    let folded = periods::fold(opened, kind, troubles, |opened, shards, troubles| {
        let sinks = opened.read_shared::<E, _>(plan, troubles, || SalesSink::new(as_of, shards))?;
        Ok(Days::joined(sinks.iter().map(|sink| sink.days)))
    });
    folded.map(|(shards, days)| (kind, shards, days))
}

/// Takes the rows of one piece of a sales report.
pub(super) struct SalesSink<'a> {
    as_of: AsOf,
    batch: Batch<'a, Sales>,
    day: Option<(NaiveDate, i64)>,
    pub(super) days: Days,
}

impl<'a> SalesSink<'a> {
    pub(super) fn new(as_of: AsOf, shards: &'a Shards<'a, Sales>) -> Self {
        SalesSink { as_of, batch: Batch::new(shards), day: None, days: Days::default() }
    }

    #[cold]
    fn next_day(&mut self, day: NaiveDate) -> i64 {
        self.days.add(day);
        let age = self.as_of.age(day);
        self.day = Some((day, age));
        age
    }
}

impl<E: for<'a> Export<Row<'a> = Sale<'a>>> Sink<E> for SalesSink<'_> {
    #[inline(always)]
    fn row(&mut self, row: Sale<'_>, _: u64) {
        let age = match self.day {
            Some((day, age)) if day == row.day => age,
            _ => self.next_day(row.day),
        };
        if let Ok(age) = u16::try_from(age)
            && age < SELL_THROUGH_DAYS
        {
            let change = Change { age, units: row.units.get() };
            self.batch.add(row.sku.words().copied(), || row.sku.to_vec(), change);
        }
    }

    fn end(&mut self) {
        self.batch.finish();
    }
}
