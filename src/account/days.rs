//! Balances by day into facts: what the ledger says of each stock.

use super::balances::{Balances, DayBits, LedgerFacts, key_parts, label, location};
use super::compared::{Compared, StockCompared};
use super::course::Keeping;
use super::facts::{DayCount, Fact, StockFacts};
use super::ledger::{Days, Stocks};
use super::ledgers::Ledger;
use super::note::Note;
use super::roster::{Roster, Standing};
use super::{SnapshotSource, Snapshots};
use crate::dates::{AsOf, IN_STOCK_DAYS, SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};
use crate::ids::Fnsku;
use crate::report::{ReportKind, SKU_WORDS, with_text};
use crate::units::Units;
use std::collections::BTreeSet;

/// A stock that is received for the first time after so many days without units is new. A shorter absence may be a product
/// that was sold out before the ledger begins: its rows are often left out while it has nothing.
const PROOF_OF_NEW: i64 = 365;

/// With fewer stocks that an inventory report leaves out it may be chance, however many units they have.
const FEW: u64 = 5;

/// Of all units on hand one in so many may well be between fulfilment centres; where it is more, the column is another.
const MANY_MOVING: u64 = 3;

/// So many labels may one SKU have had: the product was labelled anew.
const MANY: usize = 3;

/// What a ledger tells.
#[derive(Clone, Copy)]
pub(super) struct Told {
    /// The report that its figures come from.
    pub(super) kind: ReportKind,
    /// It tells what was shipped: Daily Inventory History tells balances alone.
    pub(super) sales: bool,
}

/// What a ledger has of a label somewhere: its place in the roster, the number of where it lies, and the balances.
pub(super) type Placed<'a, F> = (usize, u16, &'a F);

/// What comes first of those sorted by place, up to the next stock, and the others.
pub(super) fn of_place<'p, 'a, F>(
    places: &'p [Placed<'a, F>],
    place: usize,
) -> (&'p [Placed<'a, F>], &'p [Placed<'a, F>]) {
    places.split_at(places.iter().take_while(|(at, ..)| *at == place).count())
}

/// Hands on the balances of a stock, label by label, but those that are one stock's at one place together.
pub(super) fn by_label<F: Stocks>(of_stock: &[Placed<'_, F>], mut add: impl FnMut(&Balances)) {
    for there in of_stock.chunk_by(|(_, location, _), (_, other, _)| location == other) {
        let labels = || there.iter().map(|(.., stock)| stock.balances());
        // Nearly every stock has one label, which needs no copy.
        let joined = if there.len() > 1 { Balances::joined(labels()) } else { None };
        match joined {
            Some(joined) => add(&joined),
            None => labels().for_each(&mut add),
        }
    }
}

/// Everything in a ledger with its place in the roster, sorted by place, and by where it lies.
fn placed<'a, F: Stocks>(
    roster: &mut Roster,
    ledger: &'a mut Ledger<F>,
    notes: &mut Vec<Note>,
) -> Vec<Placed<'a, F>> {
    // Names that nobody knew, by label.
    let asides = ledger.shards.asides().flat_map(|aside| std::mem::take(&mut aside.of));
    let mut names: Vec<_> = asides.map(|(key, sku)| (label(&key), sku)).collect();
    // A name of many labels is none: a word that somebody filled in, or another column.
    names.sort_unstable_by_key(|&(label, sku)| (sku, label));
    names.dedup();
    let of_many = |of_sku: &&[([u64; 2], [u64; SKU_WORDS])]| of_sku.len() > MANY;
    let none: BTreeSet<_> =
        names.chunk_by(|a, b| a.1 == b.1).filter(of_many).map(|of_sku| of_sku[0].1).collect();
    let is_name = |sku: &[u64; SKU_WORDS]| sku[0] != 0 && !none.contains(sku);
    names.sort_unstable();
    let mut nameless = 0;
    for of_label in names.chunk_by(|a, b| a.0 == b.0) {
        nameless += u64::from(!of_label.iter().any(|(_, sku)| is_name(sku)));
        let named = of_label.iter().filter(|(_, sku)| is_name(sku));
        let mut skus: BTreeSet<_> = named.map(|(_, sku)| with_text(sku, str::to_owned)).collect();
        if skus.is_empty() {
            skus.insert(String::new());
        }
        with_text(&of_label[0].0, |label| name(roster, label, &skus));
    }
    drop(names);
    if nameless > 0 {
        notes.push(Note::Nameless { labels: nameless });
    }
    let mut long = BTreeSet::new();
    ledger.shards.each(|key, _| {
        if key.short().is_none() {
            long.insert(key_parts(&key));
        }
    });
    for (sku, label) in long {
        if label.is_empty() {
            roster.place(&sku, None, Standing::Mentioned);
        } else {
            name(roster, &label, &BTreeSet::from([sku]));
        }
    }
    let mut places = Vec::with_capacity(ledger.shards.len());
    ledger.shards.each(|key, balances| {
        let labelled = |label: &str| roster.labelled(&Fnsku::from(label));
        let place = match key.short().and_then(<[u64]>::first_chunk) {
            Some(key) => with_text(&label(key), labelled),
            None => {
                let (sku, label) = key_parts(&key);
                if label.is_empty() { roster.find(&sku) } else { labelled(&label) }
            }
        };
        places.extend(place.map(|place| (place, location(&key), balances)));
    });
    places.sort_unstable_by_key(|&(place, location, _)| (place, location));
    places
}

/// Gives the stock of a label its names, of which one that is known says which stock a new label belongs to.
fn name(roster: &mut Roster, label: &str, skus: &BTreeSet<String>) {
    let (known, new): (Vec<_>, Vec<_>) = skus.iter().partition(|sku| roster.find(sku).is_some());
    for sku in known.into_iter().chain(new) {
        roster.place(sku, Some(label), Standing::Mentioned);
    }
}

/// Settles the ledger: a stock that is missing from a ledger that reaches over a window has had nothing in it. Beside the
/// inventory report that decides, the one that today's stock is compared with. Returns the stock on the snapshot days.
pub(super) fn ledger<F: Stocks>(
    roster: &mut Roster,
    ledger: &mut Ledger<F>,
    as_of: AsOf,
    told: Told,
    (inventory, comparable): (Option<ReportKind>, Option<ReportKind>),
    mut kept: Keeping<'_>,
    notes: &mut Vec<Note>,
) -> Option<Snapshots> {
    let Told { kind, sales } = told;
    let days = ledger.days;
    let (first, last) = days.span?;
    if as_of.age(last) > 0 {
        notes.push(Note::LedgerEndsEarly { last, days: as_of.age(last) });
    }
    let places = placed(roster, ledger, notes);
    let (today, month, weight, season) = (
        days.reach(as_of, 0),
        days.cover(as_of, IN_STOCK_DAYS),
        days.cover(as_of, WEIGHT_DAYS),
        days.cover(as_of, SELL_THROUGH_DAYS),
    );
    let stock = StockCompared::of(roster, &places);
    let with_transfer = inventory.is_none() || stock.counts_transfer();
    let mut compared = Compared::default();
    let (mut ghosts, mut ghosts_stocked, mut ghost_units) = (0, 0_u64, Units::ZERO);
    kept.expect(roster.facts.len());
    let (mut totals, mut moving_today) = ([0_u64; 4], Units::ZERO);
    let mut places = &places[..];
    for (place, facts) in roster.facts.iter_mut().enumerate() {
        let mut told = LedgerFacts::default();
        let (of_stock, others) = of_place(places, place);
        places = others;
        by_label(of_stock, |balances| told.add(balances, with_transfer));
        of_stock.iter().for_each(|(.., stock)| kept.went(stock.went()));
        let known = !of_stock.is_empty();
        if with_transfer {
            for (units, moving) in told.snapshots.iter_mut().zip(told.in_transfer) {
                *units += moving;
            }
        }
        for (total, units) in totals.iter_mut().zip(told.snapshots) {
            *total += units;
        }
        kept.stock(told.snapshots, told.in_stock | told.sold);
        if today && facts.on_hand.is_none() {
            let units = Units::new(told.snapshots[0]);
            moving_today += Units::new(if with_transfer { told.in_transfer[0] } else { 0 });
            facts.on_hand = Some(Fact::derived(units, kind));
            if inventory.is_some() && known {
                ghosts += 1;
                ghosts_stocked += u64::from(units > Units::ZERO);
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
        let empty_for = as_of.age(first) - i64::from(told.first_age);
        facts.is_new = told.first_age < SELL_THROUGH_DAYS
            && told.first_received
            && !told.first_stocked
            && empty_for >= PROOF_OF_NEW;
    }
    if let Some(report) = inventory.filter(|_| ghosts > 0) {
        let stocked = roster.facts.iter().filter(|facts| facts.on_hand_units() > Units::ZERO);
        let (all, total) =
            stocked.fold((0, Units::ZERO), |(n, units), facts| (n + 1, units + facts.on_hand_units()));
        let are_many =
            ghosts_stocked >= FEW && (ghosts_stocked * 10 >= all || ghost_units.get() * 10 >= total.get());
        notes.push(Note::Ghosts { skus: ghosts, units: ghost_units, report, are_many });
    }
    if moving_today > Units::ZERO {
        let on_hand: Units = roster.facts.iter().map(StockFacts::on_hand_units).sum();
        let are_many = moving_today.get() * MANY_MOVING > on_hand.get();
        notes.push(Note::InTransfer { units: moving_today, are_many });
    }
    if let Some(report) = comparable.filter(|_| today) {
        stock.note(report, with_transfer, as_of.age(last).max(0), notes);
    }
    compared.note(kind, notes);
    let mut known = totals.into_iter().zip(SNAPSHOT_AGES);
    let units = [(); 4]
        .map(|()| known.next().and_then(|(total, age)| days.reach(as_of, age).then(|| Units::new(total))));
    Some(Snapshots {
        source: SnapshotSource::Ledger,
        units,
        days: SNAPSHOT_AGES.map(|age| as_of.back(age)),
        average: None,
    })
}

/// Settles the stocks that come up, from place `from` on, after the ledger was settled: it does not list them, so where it
/// reaches over a window they have had nothing in it.
pub(super) fn unlisted(roster: &mut Roster, from: usize, days: Days, as_of: AsOf, told: Told) {
    let nothing = Fact::derived(Units::ZERO, told.kind);
    for facts in roster.facts.iter_mut().skip(from) {
        if days.cover(as_of, WEIGHT_DAYS) && told.sales {
            facts.shipped_60.get_or_insert(nothing);
        }
        if days.cover(as_of, SELL_THROUGH_DAYS) {
            facts.days_on_offer_90.get_or_insert(0);
            if told.sales {
                facts.shipped_90.get_or_insert(nothing);
            }
        }
        if days.cover(as_of, IN_STOCK_DAYS) {
            facts.days_in_stock_30.get_or_insert(0);
        }
    }
}

fn count(bits: DayBits, days: u16) -> DayCount {
    u16::try_from((bits & ((1 << days) - 1)).count_ones()).unwrap_or(days)
}
