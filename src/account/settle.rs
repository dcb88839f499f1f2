//! Gives every SKU what the ledger and the sales reports say of it.

use super::balances::{Balances, DayBits, LedgerFacts, key_parts};
use super::events::Events;
use super::facts::{DayCount, Fact, SkuFacts};
use super::ledger::Days;
use super::note::Note;
use super::roster::Roster;
use super::sales::Sales;
use super::shards::Shards;
use super::{Origin, SnapshotSource, Snapshots};
use crate::dates::{AsOf, IN_STOCK_DAYS, SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};
use crate::ids::Fnsku;
use crate::report::ReportKind;
use crate::units::Units;
use std::collections::HashMap;

/// Days by which a report may miss the day that it stands for: ledgers and sales come in late, and nobody downloads to
/// the day.
pub(super) const SLACK: i64 = 3;

/// A SKU that is received for the first time after so many days without stock is new. A shorter absence may be a SKU
/// that was sold out before the ledger begins: its rows are often left out while it has nothing.
const PROOF_OF_NEW: i64 = 365;

/// Does a report with these days tell the day `age` days ago?
fn reaches(days: Days, as_of: AsOf, age: u16) -> bool {
    days.span.is_some_and(|(first, last)| {
        first <= as_of.back(age) && as_of.age(last) <= i64::from(age) + if age == 0 { SLACK } else { 0 }
    })
}

/// Everything in a ledger with its place in the roster, sorted by place: rows that name a SKU get a place first, then
/// those that name a label alone, for which all labels have to be known.
fn placed<'a>(roster: &mut Roster, shards: &'a mut Shards<Balances>) -> Vec<(usize, &'a Balances)> {
    let (mut places, mut nameless) = (Vec::new(), Vec::new());
    shards.each(|key, balances| {
        let (sku, fnsku) = key_parts(&key);
        if sku.is_empty() {
            nameless.push((fnsku, balances));
            return;
        }
        let place = roster.place(&sku);
        if !fnsku.is_empty() {
            roster.label(place, &Fnsku::from(&*fnsku));
        }
        places.push((place, balances));
    });
    places.extend(nameless.into_iter().map(|(fnsku, balances)| (roster.place_of_label(&fnsku), balances)));
    places.sort_unstable_by_key(|&(place, _)| place);
    places
}

/// What a ledger tells.
#[derive(Clone, Copy)]
pub(super) struct Told {
    /// The report that its figures come from.
    pub(super) kind: ReportKind,
    /// It tells what was shipped: Daily Inventory History tells balances alone.
    pub(super) sales: bool,
}

/// Settles the ledger: a SKU that is missing from a ledger that reaches over a window has had nothing in it. Returns the
/// stock on the snapshot days.
pub(super) fn ledger(
    roster: &mut Roster,
    mut shards: Shards<Balances>,
    days: Days,
    as_of: AsOf,
    told: Told,
    inventory: Option<ReportKind>,
    notes: &mut Vec<Note>,
) -> Option<Snapshots> {
    let Told { kind, sales } = told;
    let (first, last) = days.span?;
    if as_of.age(last) > 0 {
        notes.push(Note::LedgerEndsEarly { last, days: as_of.age(last) });
    }
    let places = placed(roster, &mut shards);
    let over = |days_back: u16| reaches(days, as_of, 0) && reaches(days, as_of, days_back - 1);
    let (today, month, weight, season) =
        (reaches(days, as_of, 0), over(IN_STOCK_DAYS), over(WEIGHT_DAYS), over(SELL_THROUGH_DAYS));
    let mut compared = Compared::default();
    let (mut ghosts, mut ghost_units) = (0, Units::ZERO);
    let mut totals = [0_u64; 4];
    let mut places = places.into_iter().peekable();
    let mut shared = SharedDays::of(roster);
    for (place, facts) in roster.facts.iter_mut().enumerate() {
        let mut told = LedgerFacts::default();
        let mut known = false;
        while let Some((_, balances)) = places.next_if(|&(at, _)| at == place) {
            told.add(balances);
            known = true;
        }
        for (total, units) in totals.iter_mut().zip(told.snapshots) {
            *total += units;
        }
        if today && facts.on_hand.is_none() {
            let units = Units::new(told.snapshots[0]);
            facts.on_hand = Some(Fact::derived(units, kind));
            if inventory.is_some() && known {
                ghosts += 1;
                ghost_units += units;
            }
        }
        if weight && sales {
            facts.shipped_60.get_or_insert(Fact::derived(Units::new(told.shipped_60), kind));
        }
        if season && sales {
            let shipped = Units::new(told.shipped_90);
            compared.add(facts.shipped_90, shipped);
            facts.shipped_90.get_or_insert(Fact::derived(shipped, kind));
        }
        if season {
            facts.days_on_offer_90 = Some(count(told.in_stock | told.sold, SELL_THROUGH_DAYS));
        }
        if month {
            facts.days_in_stock_30 = Some(count(told.in_stock, IN_STOCK_DAYS));
        }
        shared.see(place, facts, known);
        let empty_for = as_of.age(first) - i64::from(told.first_age);
        facts.is_new = told.first_age < SELL_THROUGH_DAYS
            && told.first_received
            && !told.first_stocked
            && empty_for >= PROOF_OF_NEW;
    }
    shared.settle(roster);
    if ghosts > 0
        && let Some(report) = inventory
    {
        notes.push(Note::Ghosts { skus: ghosts, units: ghost_units, report });
    }
    compared.note(kind, notes);
    let mut known = totals.into_iter().zip(SNAPSHOT_AGES);
    let units = [(); 4]
        .map(|()| known.next().and_then(|(total, age)| reaches(days, as_of, age).then(|| Units::new(total))));
    Some(Snapshots {
        source: SnapshotSource::Ledger,
        units,
        days: SNAPSHOT_AGES.map(|age| as_of.back(age)),
        average: None,
    })
}

/// The days on which one stock that several SKUs share was there. The ledger lists it under one of them as often as not,
/// and it stands for all.
struct SharedDays {
    labels: HashMap<Fnsku, [Option<DayCount>; 2]>,
    unlisted: Vec<usize>,
}

impl SharedDays {
    fn of(roster: &Roster) -> Self {
        let sharing = roster.facts.iter().filter(|facts| facts.shares_stock);
        let labels = sharing.filter_map(|facts| Some((facts.fnsku.clone()?, [None; 2])));
        SharedDays { labels: labels.collect(), unlisted: Vec::new() }
    }

    fn see(&mut self, place: usize, facts: &SkuFacts, listed: bool) {
        let label = facts.fnsku.as_ref().filter(|_| !self.labels.is_empty());
        let Some(days) = label.and_then(|fnsku| self.labels.get_mut(fnsku)) else { return };
        if listed {
            let [month, season] = *days;
            *days = [month.max(facts.days_in_stock_30), season.max(facts.days_on_offer_90)];
        } else {
            self.unlisted.push(place);
        }
    }

    fn settle(self, roster: &mut Roster) {
        for place in self.unlisted {
            let facts = &mut roster.facts[place];
            if let Some([month, season]) = facts.fnsku.as_ref().and_then(|fnsku| self.labels.get(fnsku)) {
                facts.days_in_stock_30 = month.or(facts.days_in_stock_30);
                facts.days_on_offer_90 = season.or(facts.days_on_offer_90);
            }
        }
    }
}

/// Settles the SKUs that come up, from place `from` on, after the ledger was settled: it does not list them, so where it
/// reaches over a window they have had nothing in it.
pub(super) fn unlisted(roster: &mut Roster, from: usize, days: Days, as_of: AsOf, told: Told) {
    let over = |days_back: u16| reaches(days, as_of, 0) && reaches(days, as_of, days_back - 1);
    let nothing = Fact::derived(Units::ZERO, told.kind);
    for facts in roster.facts.iter_mut().skip(from) {
        if over(WEIGHT_DAYS) && told.sales {
            facts.shipped_60.get_or_insert(nothing);
        }
        if over(SELL_THROUGH_DAYS) {
            facts.days_on_offer_90.get_or_insert(0);
            if told.sales {
                facts.shipped_90.get_or_insert(nothing);
            }
        }
        if over(IN_STOCK_DAYS) {
            facts.days_in_stock_30.get_or_insert(0);
        }
    }
}

fn count(bits: DayBits, days: u16) -> u16 {
    u16::try_from((bits & ((1 << days) - 1)).count_ones()).unwrap_or(days)
}

/// What an inventory report states and another report counts of the same SKUs.
#[derive(Default)]
struct Compared {
    stated: Units,
    counted: Units,
    by: Option<ReportKind>,
}

impl Compared {
    fn add(&mut self, fact: Option<Fact<Units>>, counted: Units) {
        if let Some(Fact { value, origin: Origin::Stated(report) }) = fact {
            self.by = Some(report);
            self.stated += value;
            self.counted += counted;
        }
    }

    /// Notes a difference of more than 2 % and ten units.
    fn note(self, other: ReportKind, notes: &mut Vec<Note>) {
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

/// Settles a sales report; true where it decided something.
pub(super) fn sales(
    roster: &mut Roster,
    kind: ReportKind,
    mut shards: Shards<Sales>,
    days: Days,
    as_of: AsOf,
    notes: &mut Vec<Note>,
) -> bool {
    let mut amounts = vec![[0; 2]; roster.facts.len()];
    shards.each(|key, sales| {
        let place = roster.place(&key.name());
        amounts.resize(roster.facts.len(), [0; 2]);
        amounts[place] = [sales.shipped_60, sales.shipped_90];
    });
    take(roster, kind, &amounts, days, as_of, notes)
}

/// SKUs of which nothing else states sales get the report's units, if it reaches over the window.
fn take(
    roster: &mut Roster,
    kind: ReportKind,
    amounts: &[[u64; 2]],
    days: Days,
    as_of: AsOf,
    notes: &mut Vec<Note>,
) -> bool {
    let Some((first, last)) = days.span else { return false };
    // A day without a sale leaves no row, so the edges are let slip a little, and said.
    let covers = |window: u16| as_of.age(first) + SLACK >= i64::from(window) - 1 && as_of.age(last) <= SLACK;
    let (weight, season) = (covers(WEIGHT_DAYS), covers(SELL_THROUGH_DAYS));
    let (mut used, mut compared) = (false, Compared::default());
    for (facts, &[shipped_60, shipped_90]) in roster.facts.iter_mut().zip(amounts) {
        if weight && facts.shipped_60.is_none() {
            facts.shipped_60 = Some(Fact::derived(Units::new(shipped_60), kind));
            used = true;
        }
        if season {
            compared.add(facts.shipped_90, Units::new(shipped_90));
            if facts.shipped_90.is_none() {
                facts.shipped_90 = Some(Fact::derived(Units::new(shipped_90), kind));
                used = true;
            }
        }
    }
    if used && (as_of.age(first) < i64::from(SELL_THROUGH_DAYS) - 1 || as_of.age(last) > 0) {
        notes.push(Note::SalesEdge { report: kind, first, last });
    }
    compared.note(kind, notes);
    used
}

/// Settles the detailed ledger: sales where nothing else has them and, where `rebuild`, past stock worked back from now.
pub(super) fn events(
    roster: &mut Roster,
    mut shards: Shards<Events>,
    days: Days,
    as_of: AsOf,
    rebuild: bool,
    notes: &mut Vec<Note>,
) -> Option<Snapshots> {
    const KIND: ReportKind = ReportKind::LedgerDetail;
    let mut found: Vec<Option<Events>> = Vec::new();
    shards.each(|key, events| {
        let name = key.name();
        // Rows that name the label alone were keyed by it.
        let place = roster.find(&name).unwrap_or_else(|| roster.place_of_label(&name));
        found.resize_with(roster.facts.len().max(found.len()), || None);
        found[place].get_or_insert_default().join(events);
    });
    found.resize_with(roster.facts.len(), || None);
    let nothing = Events::default();
    let of = |place: usize| found[place].as_ref().unwrap_or(&nothing);
    let amounts: Vec<_> = (0..found.len())
        .map(|place| [of(place).shipped(WEIGHT_DAYS), of(place).shipped(SELL_THROUGH_DAYS)])
        .collect();
    take(roster, KIND, &amounts, days, as_of, notes);
    if !rebuild || !reaches(days, as_of, 0) || !reaches(days, as_of, IN_STOCK_DAYS - 1) {
        return None;
    }
    let season = reaches(days, as_of, SELL_THROUGH_DAYS - 1);
    let mut units = [Units::ZERO; 4];
    let mut shared = SharedDays::of(roster);
    for (place, facts) in roster.facts.iter_mut().enumerate() {
        if facts.shares_stock {
            shared.see(place, facts, false);
            continue;
        }
        let now = facts.on_hand_units().get();
        for (sum, age) in units.iter_mut().zip(SNAPSHOT_AGES) {
            *sum += Units::new(of(place).stock(now, age));
        }
        let stocked = (0..IN_STOCK_DAYS).filter(|&age| of(place).stock(now, age) > 0).count();
        facts.days_in_stock_30 = u16::try_from(stocked).ok();
        if season {
            let on_offer = |&age: &u16| of(place).stock(now, age) > 0 || of(place).shipped_on(age) > 0;
            facts.days_on_offer_90 = u16::try_from((0..SELL_THROUGH_DAYS).filter(on_offer).count()).ok();
        }
        shared.see(place, facts, true);
    }
    shared.settle(roster);
    // The day itself is what is on hand; a day before is worked back through every day after it.
    let mut known = units.into_iter().zip(SNAPSHOT_AGES);
    let told = |age: u16| age == 0 || reaches(days, as_of, age - 1);
    let units = [(); 4].map(|()| known.next().and_then(|(units, age)| told(age).then_some(units)));
    Some(Snapshots {
        source: SnapshotSource::Ledger,
        units,
        days: SNAPSHOT_AGES.map(|age| as_of.back(age)),
        average: None,
    })
}
