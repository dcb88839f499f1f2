//! Sales reports folded by SKU: units in the windows that end on the as-of day.
//!
//! What counts is what left for a customer of the marketplace judged. Not so what is ordered and not yet shipped, and what
//! was sold on the site of a marketplace that keeps its stock elsewhere; orders of other shops (`Non-Amazon`) leave this
//! stock and count.

use super::intake::{Opened, Troubles};
use super::note::Note;
use super::overlap::{Rule, Share};
use super::periods::{self, Folded};
use super::shards::{Batch, Fold, Shards};
use super::told::Told;
use crate::dates::{AsOf, SELL_THROUGH_DAYS, WEIGHT_DAYS};
use crate::ids::Marketplace;
use crate::report::{
    Export, Identity, Packed, Plan, ReportKind, SITE_WORDS, SKU_WORDS, Sale, Sink, Standing,
};
use chrono::NaiveDate;

/// The sales of one SKU.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sales {
    pub(super) shipped_60: u64,
    pub(super) shipped_90: u64,
    /// Units of the last week: what sold so lately is hardly gone for good.
    pub(super) recent: u64,
}

/// Days of [`Sales::recent`].
const RECENT_DAYS: u16 = 7;

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
        for (days, sum) in [
            (RECENT_DAYS, &mut self.recent),
            (WEIGHT_DAYS, &mut self.shipped_60),
            (SELL_THROUGH_DAYS, &mut self.shipped_90),
        ] {
            if age < days {
                *sum += units;
            }
        }
        false
    }

    fn put_aside((): &mut (), _: &Self::Key, _: &Change) {}
}

/// The day and the marketplace for which sales are counted.
#[derive(Clone, Copy)]
pub(super) struct Judged {
    pub(super) as_of: AsOf,
    pub(super) marketplace: Option<Marketplace>,
    /// Nothing else tells sales: rows that stand twice would be known by nothing.
    pub(super) alone: bool,
}

/// Folds the sales reports of one kind, every day from one of them.
pub(super) fn read<E: for<'a> Export<Row<'a> = Sale<'a>>>(
    opened: &mut [Opened],
    kind: ReportKind,
    plan: &Plan,
    judged: Judged,
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
) -> Option<(ReportKind, Folded<Sales>)> {
    let read = |opened: &mut Opened,
                shards: &Shards<'_, Sales>,
                share: &Share<'_, Held>,
                troubles: &mut Troubles| {
        let sinks = opened.read_shared::<E, _>(plan, troubles, || SalesSink::new(judged, shards, share))?;
        let mut told = Told::default();
        sinks.into_iter().for_each(|sink| told.join(sink.told));
        Ok(told)
    };
    let add = |held: Vec<Held>, shards: &Shards<'_, Sales>| {
        let (mut batch, mut told) = (Batch::new(shards), Told::default());
        for Held { sku, change, lot } in held {
            add(&mut batch, &mut told, &Packed::new(&sku), change, lot);
        }
        batch.finish();
        told
    };
    let mut folded = periods::fold(opened, kind, judged.as_of, troubles, notes, read, add)?;
    let rows = folded.told.again();
    if rows > FEW_AGAIN && rows * AGAIN_SHARE > folded.told.alone.len() as u64 {
        notes.push(Note::SalesAgain { report: kind, rows });
    }
    Some((kind, folded))
}

/// Two parts of an order may look alike: so many rows, and one in so many, are no sign of a second download in the file.
const FEW_AGAIN: u64 = 5;
const AGAIN_SHARE: u64 = 50;

/// A row that waits until it is known which file tells it.
pub(super) struct Held {
    sku: Vec<u8>,
    change: Change,
    lot: Lot,
}

/// Where the units of a row go.
#[derive(Clone, Copy)]
enum Lot {
    /// They count, as sold on a site.
    Counts(Option<Marketplace>),
    NotShipped,
    OtherSite,
    None,
}

/// Adds the units of a row to what they belong to.
#[inline(always)]
fn add(batch: &mut Batch<'_, Sales>, told: &mut Told, sku: &Packed<'_, SKU_WORDS>, change: Change, lot: Lot) {
    match lot {
        Lot::Counts(site) => {
            batch.add(sku.words().copied(), || sku.to_vec(), change);
            if let Some(site) = site {
                told.sold_on(site);
            }
        }
        Lot::NotShipped => told.not_shipped.add(change.units),
        Lot::OtherSite => told.other_sites.add(change.units),
        Lot::None => {}
    }
}

/// A site of orders, and whether the stock of the marketplace judged serves it.
#[derive(Clone, Copy)]
struct Site {
    name: [u64; SITE_WORDS],
    marketplace: Option<Marketplace>,
    counts: bool,
}

/// Takes the rows of one piece of a sales report.
pub(super) struct SalesSink<'a> {
    judged: Judged,
    batch: Batch<'a, Sales>,
    share: &'a Share<'a, Held>,
    day: Option<(NaiveDate, i64, Rule)>,
    site: Option<Site>,
    pub(super) told: Told,
}

impl<'a> SalesSink<'a> {
    pub(super) fn new(judged: Judged, shards: &'a Shards<'a, Sales>, share: &'a Share<'a, Held>) -> Self {
        SalesSink { judged, batch: Batch::new(shards), share, day: None, site: None, told: Told::default() }
    }

    #[cold]
    fn next_day(&mut self, day: NaiveDate) -> (i64, Rule) {
        self.told.days.add(day);
        let age = self.judged.as_of.age(day);
        let rule = u16::try_from(age).map_or(Rule::Alone, |age| self.share.rule(age));
        self.day = Some((day, age, rule));
        (age, rule)
    }

    /// What is known of a site: rows of one mostly follow each other.
    #[inline(always)]
    fn site(&mut self, site: Packed<'_, SITE_WORDS>) -> Site {
        match self.site {
            Some(known) if site.words().is_some_and(|name| *name == known.name) => known,
            _ => self.next_site(site),
        }
    }

    #[cold]
    fn next_site(&mut self, site: Packed<'_, SITE_WORDS>) -> Site {
        // A name that is none of Amazon's sites is another shop's.
        let marketplace = std::str::from_utf8(&site).ok().and_then(|name| name.parse().ok());
        let counts = match (self.judged.marketplace, marketplace) {
            (Some(judged), Some(site)) => judged.keeps_stock_in(site),
            _ => true,
        };
        let name = site.words().copied().unwrap_or([u64::MAX; SITE_WORDS]);
        *self.site.insert(Site { name, marketplace, counts })
    }

    /// A row of a day that other files tell too.
    #[cold]
    fn told_twice(
        &mut self,
        rule: Rule,
        sku: Packed<'_, SKU_WORDS>,
        identity: Identity<'_>,
        change: Change,
        lot: Lot,
    ) {
        let identity = identity.number();
        match rule {
            Rule::Shared => {
                let held = Held { sku: sku.to_vec(), change, lot };
                self.share.held.hold(self.share.file, change.age, identity, held);
            }
            Rule::Owns | Rule::Repeats(_) | Rule::Alone => {
                self.told.seen.push((change.age, identity));
                if !matches!(rule, Rule::Repeats(_)) {
                    add(&mut self.batch, &mut self.told, &sku, change, lot);
                }
            }
        }
    }
}

impl<E: for<'a> Export<Row<'a> = Sale<'a>>> Sink<E> for SalesSink<'_> {
    #[inline(always)]
    fn row(&mut self, row: Sale<'_>, _: u64) {
        let (age, rule) = match self.day {
            Some((day, age, rule)) if day == row.day => (age, rule),
            _ => self.next_day(row.day),
        };
        self.told.change(row.updated);
        let Ok(age) = u16::try_from(age) else { return };
        self.told.count(age.into());
        if age >= SELL_THROUGH_DAYS {
            return;
        }
        let site = self.site(row.site);
        let lot = match row.standing {
            Standing::Never => Lot::None,
            _ if !site.counts => Lot::OtherSite,
            Standing::NotYet => Lot::NotShipped,
            Standing::Shipped => Lot::Counts(site.marketplace),
        };
        let change = Change { age, units: row.units.get() };
        if rule == Rule::Alone {
            if self.judged.alone {
                self.told.alone.push((age, row.identity.number()));
            }
            add(&mut self.batch, &mut self.told, &row.sku, change, lot);
        } else {
            self.told_twice(rule, row.sku, row.identity, change, lot);
        }
    }

    fn end(&mut self) {
        self.batch.finish();
    }
}
