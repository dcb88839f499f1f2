//! Sales reports folded by SKU: units in the windows that end on the as-of day, and the days on which some were sold.

use super::ledger::{DayBits, Days};
use super::shards::{Batch, Fold, Key, Shards};
use crate::dates::{AsOf, IN_STOCK_DAYS, SELL_THROUGH_DAYS, WEIGHT_DAYS};
use crate::report::{Export, Sale, Sink};
use chrono::NaiveDate;

/// The sales of one SKU.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sales {
    pub(super) shipped_30: u64,
    pub(super) shipped_60: u64,
    pub(super) shipped_90: u64,
    sold: [u32; 3],
}

/// Units sold, and how long ago.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    age: u16,
    units: u64,
}

impl Sales {
    /// Days on which units were sold, bit 0 the as-of day.
    pub(super) fn sold(&self) -> DayBits {
        self.sold.iter().rev().fold(0, |bits, &word| bits << 32 | DayBits::from(word))
    }
}

impl Fold for Sales {
    type Change = Change;

    #[inline]
    fn fold(&mut self, Change { age, units }: Change) {
        self.sold[usize::from(age / 32) % 3] |= 1 << (age % 32);
        for (days, sum) in [
            (IN_STOCK_DAYS, &mut self.shipped_30),
            (WEIGHT_DAYS, &mut self.shipped_60),
            (SELL_THROUGH_DAYS, &mut self.shipped_90),
        ] {
            if age < days {
                *sum += units;
            }
        }
    }
}

/// Takes the rows of one piece of a sales report.
pub(super) struct SalesSink<'a> {
    as_of: AsOf,
    batch: Batch<'a, Sales>,
    day: Option<(NaiveDate, i64)>,
    pub(super) days: Days,
}

impl<'a> SalesSink<'a> {
    pub(super) fn new(as_of: AsOf, shards: &'a Shards<Sales>) -> Self {
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
    #[inline]
    fn row(&mut self, row: Sale<'_>, _: u64) {
        let age = match self.day {
            Some((day, age)) if day == row.day => age,
            _ => self.next_day(row.day),
        };
        if let Ok(age) = u16::try_from(age)
            && age < SELL_THROUGH_DAYS
        {
            self.batch.add(Key::new(&row.sku), Change { age, units: row.units.get() });
        }
    }

    fn end(&mut self) {
        self.batch.flush();
    }
}
