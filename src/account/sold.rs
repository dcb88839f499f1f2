//! Units sold into facts: stocks of which nothing else states sales get those of a sales report or of single events.

use super::compared::Compared;
use super::events::Events;
use super::facts::Fact;
use super::ledger::{Days, SLACK};
use super::note::Note;
use super::roster::{Roster, Standing};
use super::sales::Sales;
use super::shards::Shards;
use super::steering::{PastUnits, Steering};
use super::{SnapshotSource, Snapshots};
use crate::dates::{AsOf, IN_STOCK_DAYS, SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};
use crate::ids::Fnsku;
use crate::report::ReportKind;
use crate::units::Units;
use std::collections::BTreeSet;

/// Stocks that a sales report knows to have sold lately, by whether the inventory report that decides lists them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SoldLately {
    pub(super) listed: u64,
    pub(super) missing: u64,
    pub(super) listed_units: Units,
    pub(super) missing_units: Units,
    /// Units of the whole window of all SKUs, and how many those are.
    pub(super) units: Units,
    pub(super) skus: u64,
}

/// Settles a sales report; true where it decided something. Where a ledger tells all sales, `complete` is how many of the
/// stocks it knows.
pub(super) fn sales(
    roster: &mut Roster,
    kind: ReportKind,
    mut shards: Shards<'_, Sales>,
    days: Days,
    as_of: AsOf,
    complete: Option<usize>,
    notes: &mut Vec<Note>,
) -> (bool, SoldLately) {
    let mut amounts = vec![[0; 2]; roster.facts.len()];
    let mut lately = SoldLately::default();
    let mut names = BTreeSet::new();
    shards.each(|key, _| {
        names.extend(key.with_name(|name| roster.find(name).is_none().then(|| name.to_owned())));
    });
    // Sales have no labels: a SKU that nobody knows may be one that a spreadsheet has changed.
    if !names.is_empty() {
        for (place, name) in roster.like(names) {
            roster.add_name(place, &name, Standing::Mentioned);
        }
    }
    shards.each(|key, sales| {
        let place = key.with_name(|name| roster.place(name, None, Standing::Mentioned));
        amounts.resize(roster.facts.len().max(amounts.len()), [0; 2]);
        amounts[place][0] += sales.shipped_60;
        amounts[place][1] += sales.shipped_90;
        lately.units += Units::new(sales.shipped_90);
        lately.skus += 1;
        if sales.recent > 0 {
            let (skus, units) = if roster.facts[place].is_listed {
                (&mut lately.listed, &mut lately.listed_units)
            } else {
                (&mut lately.missing, &mut lately.missing_units)
            };
            *skus += 1;
            *units += Units::new(sales.recent);
        }
    });
    (take(roster, kind, &amounts, days, as_of, complete, notes), lately)
}

/// Stocks of which nothing else states sales get the report's units, if it reaches over the window.
fn take(
    roster: &mut Roster,
    kind: ReportKind,
    amounts: &[[u64; 2]],
    days: Days,
    as_of: AsOf,
    complete: Option<usize>,
    notes: &mut Vec<Note>,
) -> bool {
    let Some((first, last)) = days.span else { return false };
    // A day without a sale leaves no row, so the edges are let slip a little, and said.
    let covers = |window: u16| as_of.age(first) + SLACK >= i64::from(window) - 1 && as_of.age(last) <= SLACK;
    let (weight, season) = (covers(WEIGHT_DAYS), covers(SELL_THROUGH_DAYS));
    let (mut used, mut compared) = (false, Compared::default());
    let (mut strange, mut strange_units) = (0, Units::ZERO);
    for (place, (facts, &[shipped_60, shipped_90])) in roster.facts.iter_mut().zip(amounts).enumerate() {
        // What was shipped has been in stock: a ledger of all the days that never had it is of another stock.
        if complete.is_some_and(|settled| place >= settled) {
            strange += u64::from(shipped_90 > 0);
            strange_units += Units::new(shipped_90);
            continue;
        }
        if weight && facts.shipped_60.is_none() {
            facts.shipped_60 = Some(Fact::derived(Units::new(shipped_60), kind));
            used = true;
        }
        if season {
            compared.add(facts.shipped_90, Units::new(shipped_90));
            compared.add_ledger(facts.shipped_90, kind, Units::new(shipped_90));
            if facts.shipped_90.is_none() {
                facts.shipped_90 = Some(Fact::derived(Units::new(shipped_90), kind));
                used = true;
            }
        }
    }
    if used && (as_of.age(first) < i64::from(SELL_THROUGH_DAYS) - 1 || as_of.age(last) > 0) {
        notes.push(Note::SalesEdge { report: kind, first, last });
    }
    if strange > 0 {
        notes.push(Note::SoldElsewhere { report: kind, skus: strange, units: strange_units });
    }
    compared.note(kind, notes);
    used
}

/// Settles the detailed ledger: sales where nothing else has them and, where `rebuild`, past stock worked back from now.
/// True where any of those sales count.
pub(super) fn events(
    roster: &mut Roster,
    mut shards: Shards<'_, Events>,
    days: Days,
    as_of: AsOf,
    rebuild: bool,
    steering: Option<&mut Steering>,
    notes: &mut Vec<Note>,
) -> (bool, Option<Snapshots>) {
    const KIND: ReportKind = ReportKind::LedgerDetail;
    let mut names = BTreeSet::new();
    shards.each(|key, _| _ = names.insert(key.name()));
    for name in names {
        // Rows that name the label alone were keyed by it.
        if roster.find(&name).is_none() && roster.labelled(&Fnsku::from(&*name)).is_none() {
            roster.place(&name, None, Standing::Mentioned);
        }
    }
    let mut found: Vec<Option<Events>> = Vec::new();
    found.resize_with(roster.facts.len(), || None);
    shards.each(|key, events| {
        let name = key.name();
        if let Some(place) = roster.find(&name).or_else(|| roster.labelled(&Fnsku::from(&*name))) {
            found[place].get_or_insert_default().join(events);
        }
    });
    let nothing = Events::default();
    let of = |place: usize| found[place].as_ref().unwrap_or(&nothing);
    let amounts: Vec<_> = (0..found.len())
        .map(|place| [of(place).shipped(WEIGHT_DAYS), of(place).shipped(SELL_THROUGH_DAYS)])
        .collect();
    let decided = take(roster, KIND, &amounts, days, as_of, None, notes);
    if !rebuild || !days.cover(as_of, IN_STOCK_DAYS) {
        return (decided, None);
    }
    let season = days.reach(as_of, SELL_THROUGH_DAYS - 1);
    let mut units = [Units::ZERO; 4];
    let mut past: Vec<PastUnits> = Vec::new();
    for (place, facts) in roster.facts.iter_mut().enumerate() {
        let now = facts.on_hand_units().get();
        let stock = SNAPSHOT_AGES.map(|age| of(place).stock(now, age));
        for (sum, stock) in units.iter_mut().zip(stock) {
            *sum += Units::new(stock);
        }
        if steering.is_some() {
            past.push(stock.map(|units| u32::try_from(units).unwrap_or(u32::MAX)));
        }
        let stocked = (0..IN_STOCK_DAYS).filter(|&age| of(place).stock(now, age) > 0).count();
        facts.days_in_stock_30 = u16::try_from(stocked).ok();
        if season {
            let on_offer = |&age: &u16| of(place).stock(now, age) > 0 || of(place).shipped_on(age) > 0;
            facts.days_on_offer_90 = u16::try_from((0..SELL_THROUGH_DAYS).filter(on_offer).count()).ok();
        }
    }
    if let Some(steering) = steering {
        steering.ledger = past;
    }
    // The day itself is what is on hand; a day before is worked back through every day after it.
    let mut known = units.into_iter().zip(SNAPSHOT_AGES);
    let told = |age: u16| age == 0 || days.reach(as_of, age - 1);
    let units = [(); 4].map(|()| known.next().and_then(|(units, age)| told(age).then_some(units)));
    let days = SNAPSHOT_AGES.map(|age| as_of.back(age));
    (decided, Some(Snapshots { source: SnapshotSource::Ledger, units, days, average: None }))
}
