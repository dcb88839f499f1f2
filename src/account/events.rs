//! The detailed ledger folded by SKU: what moved on each day, from which past stock is worked back.

use super::intake::{Opened, Troubles};
use super::note::Note;
use super::overlap::{Rule, Share};
use super::periods::{self, Folded};
use super::shards::{Batch, Fold, Shards};
use super::told::Told;
use crate::dates::{AsOf, SELL_THROUGH_DAYS};
use crate::ids::Marketplace;
use crate::places;
use crate::report::{Code, LedgerDetail, LedgerEvent, Packed, Plan, ReportKind, SKU_WORDS, Sink};

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

/// Folds the detailed ledgers, every day from one of them.
pub(super) fn read(
    opened: &mut [Opened],
    plan: &Plan,
    as_of: AsOf,
    marketplace: Option<Marketplace>,
    troubles: &mut Troubles,
    notes: &mut Vec<Note>,
) -> Option<Folded<Events>> {
    const KIND: ReportKind = ReportKind::LedgerDetail;
    let read = |opened: &mut Opened,
                shards: &Shards<'_, Events>,
                share: &Share<'_, Held>,
                troubles: &mut Troubles| {
        let new = || EventSink {
            as_of,
            marketplace,
            batch: Batch::new(shards),
            share,
            place: None,
            told: Told::default(),
        };
        let mut told = Told::default();
        let sinks = opened.read_shared::<LedgerDetail, _>(plan, troubles, new)?;
        sinks.into_iter().for_each(|sink| told.join(sink.told));
        Ok(told)
    };
    let add = |held: Vec<Held>, shards: &Shards<'_, Events>| {
        let mut batch = Batch::new(shards);
        for (name, change) in held {
            if let Some(change) = change {
                batch.add(Packed::<SKU_WORDS>::new(&name).words().copied(), || name.clone(), change);
            }
        }
        batch.finish();
        Told::default()
    };
    let folded = periods::fold(opened, KIND, as_of, troubles, notes, read, add)?;
    let places = folded.told.places.iter().map(AsRef::as_ref);
    let Err(contradiction) = places::check(places, marketplace) else { return Some(folded) };
    let file = opened.iter().find(|opened| opened.report.kind == KIND)?;
    troubles.file(Code::of_places(&contradiction), &file.file.file, contradiction.to_string());
    None
}

/// An event that waits until it is known which file tells it: its name, and what it changes where it counts.
type Held = (Vec<u8>, Option<Change>);

struct EventSink<'a> {
    as_of: AsOf,
    marketplace: Option<Marketplace>,
    batch: Batch<'a, Events>,
    share: &'a Share<'a, Held>,
    /// The place of the last row, and whether the marketplace judged keeps its stock there.
    place: Option<(Box<[u8]>, bool)>,
    told: Told,
}

impl EventSink<'_> {
    fn is_here(&mut self, location: &[u8]) -> bool {
        if let Some((place, here)) = &self.place
            && **place == *location
        {
            return *here;
        }
        let name = String::from_utf8_lossy(location);
        let here = self.marketplace.is_none_or(|judged| places::keeps_stock_at(judged, &name));
        self.told.places.insert((*name).into());
        self.place = Some((location.into(), here));
        here
    }
}

impl Sink<LedgerDetail> for EventSink<'_> {
    fn row(&mut self, row: LedgerEvent<'_>, _: u64) {
        self.told.days.add(row.day);
        let Ok(age) = u16::try_from(self.as_of.age(row.day)) else { return };
        self.told.count(age.into());
        if age >= SELL_THROUGH_DAYS {
            return;
        }
        let counts = row.sellable && self.is_here(row.location);
        let name = if row.sku.is_empty() { &row.fnsku } else { &row.sku };
        let change = counts.then_some(Change { age, net: row.change, shipped: row.shipped });
        let rule = self.share.rule(age);
        if rule == Rule::Shared {
            self.share.held.hold(self.share.file, age, row.identity.number(), (name.to_vec(), change));
            return;
        }
        if rule != Rule::Alone {
            self.told.seen.push((age, row.identity.number()));
        }
        if let (Some(change), Rule::Alone | Rule::Owns) = (change, rule) {
            self.batch.add(name.words().copied(), || name.to_vec(), change);
        }
    }

    fn end(&mut self) {
        self.batch.finish();
    }
}
