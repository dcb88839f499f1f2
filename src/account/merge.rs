//! Which report wins for which fact, SKU by SKU; see the table in the parent module.

use super::events::Events;
use super::facts::{Fact, SkuFacts};
use super::gather::Gathered;
use super::ledger::{self, Balances, DayBits, Days, LedgerFacts};
use super::note::Note;
use super::shards::Shards;
use super::stock::{self, StockFile};
use super::{Account, Average, Settings, SnapshotSource, Snapshots, StrandedWord};
use crate::dates::{AsOf, IN_STOCK_DAYS, SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};
use crate::ids::{Fnsku, Sku};
use crate::report::{Refused, ReportKind};
use crate::units::Units;
use chrono::NaiveDate;
use std::collections::HashMap;

/// Days by which a report may miss the day that it stands for: ledgers and sales come in late, and nobody downloads to
/// the day.
const SLACK: i64 = 3;

/// All SKUs by name while facts come in.
#[derive(Default)]
struct Roster {
    facts: Vec<SkuFacts>,
    by_sku: HashMap<Sku, usize>,
    by_fnsku: HashMap<Fnsku, usize>,
}

impl Roster {
    fn sku(&mut self, sku: &Sku) -> &mut SkuFacts {
        let next = self.facts.len();
        let at = *self.by_sku.entry(sku.clone()).or_insert(next);
        if at == next {
            self.facts.push(SkuFacts::new(sku.clone()));
        }
        &mut self.facts[at]
    }

    /// Notes which label belongs to a SKU. Of several labels of a SKU, and of several SKUs of a label, the first in
    /// order stands for the rest, whatever the order of the rows.
    fn label(&mut self, sku: &Sku, fnsku: Option<&Fnsku>) {
        let Some(fnsku) = fnsku else { return };
        let facts = self.sku(sku);
        if facts.fnsku.as_ref().is_none_or(|known| fnsku < known) {
            facts.fnsku = Some(fnsku.clone());
        }
        let Some(&at) = self.by_sku.get(sku) else { return };
        let known = self.by_fnsku.entry(fnsku.clone()).or_insert(at);
        if *sku < self.facts[*known].sku {
            *known = at;
        }
    }

    /// The SKU of a row that gives only its label; the label itself where no report knows it.
    fn labelled(&self, fnsku: &str) -> Sku {
        self.by_fnsku
            .get(&Fnsku::from(fnsku))
            .map_or_else(|| Sku::from(fnsku), |&at| self.facts[at].sku.clone())
    }
}

/// Joins everything that was read.
pub(super) fn merge(mut gathered: Gathered, settings: &Settings) -> Account {
    let mut notes = std::mem::take(&mut gathered.notes);
    let as_of = gathered.as_of;
    let mut roster = Roster::default();
    let mut files = gathered.files;
    let inventory = gathered.stock.first().map(|file| file.kind);
    for (rank, file) in std::mem::take(&mut gathered.stock).into_iter().enumerate() {
        let used = take_stock(&mut roster, file, rank, &mut notes);
        files.iter_mut().filter(|source| source.file == used).for_each(|source| source.used = true);
    }
    let events_stock = gathered.events.as_ref().map(|_| ()).filter(|()| gathered.ledger.is_none());
    let ledger = gathered.ledger.map(|(shards, days)| take_ledger(&mut roster, shards, days));
    let ledger_reaches = |age: u16| ledger.as_ref().is_some_and(|ledger| reaches(ledger.days, as_of, age));
    let mut snapshots = Vec::new();
    if let Some(ledger) = &ledger {
        let known = |age: u16| ledger_reaches(age);
        settle_ledger(&mut roster, ledger, as_of, &known, inventory, &mut notes);
        snapshots.push(ledger_snapshots(ledger, as_of, &known));
    }
    for (kind, shards, days) in gathered.sales {
        let sold: HashMap<Sku, _> = shards
            .into_entries()
            .map(|(key, sales)| (Sku::from(&*String::from_utf8_lossy(key.bytes())), sales))
            .collect();
        sold.keys().for_each(|sku| _ = roster.sku(sku));
        let amounts = |sku: &Sku| sold.get(sku).map_or([0; 2], |sales| [sales.shipped_60, sales.shipped_90]);
        let offered = |sku: &Sku| sold.get(sku).map_or(0, |sales| sales.sold());
        let used = take_sales(&mut roster, kind, days, as_of, &amounts, &offered, &mut notes);
        files.iter_mut().filter(|source| source.kind == kind).for_each(|source| source.used |= used);
    }
    if let Some((shards, days)) = gathered.events {
        let rebuild = events_stock.is_some() && inventory.is_some();
        if let Some(worked_back) = take_events(&mut roster, shards, days, as_of, rebuild, &mut notes) {
            snapshots.push(worked_back);
        }
        files.iter_mut().filter(|s| s.kind == ReportKind::LedgerDetail).for_each(|source| source.used = true);
    }
    let in_stock_known = roster.facts.iter().any(|facts| facts.days_in_stock_30.is_some());
    let stranded = match gathered.stranded {
        Some(rows) => {
            let mut seen: HashMap<Fnsku, Units> = HashMap::new();
            let mut rows = rows;
            rows.sort_by(|a, b| a.sku.cmp(&b.sku));
            for row in rows {
                roster.label(&row.sku, row.fnsku.as_ref());
                let repeat = row
                    .fnsku
                    .as_ref()
                    .is_some_and(|fnsku| seen.insert(fnsku.clone(), row.units) == Some(row.units));
                let facts = roster.sku(&row.sku);
                let units = if repeat { Units::ZERO } else { row.units };
                facts.stranded = Some(facts.stranded.unwrap_or_default() + units);
            }
            files.iter_mut().filter(|s| s.kind == ReportKind::Stranded).for_each(|source| source.used = true);
            StrandedWord::Reported
        }
        None if settings.no_stranded => StrandedWord::SaidNone,
        None => StrandedWord::NotStated,
    };
    for volume in gathered.volumes {
        if let Some(&at) = roster.by_fnsku.get(&volume.fnsku) {
            let facts = &mut roster.facts[at];
            facts.volume.get_or_insert((volume.volume, Some(volume.unit)));
            facts.storage = facts.storage.take().or(volume.storage);
        }
    }
    let mut skus = roster.facts;
    skus.sort_by(|a, b| a.sku.cmp(&b.sku));
    let mut unknown: Vec<String> = settings.excluded.iter().cloned().collect();
    for facts in &mut skus {
        facts.excluded = settings.excluded.contains(facts.sku.as_str());
        unknown.retain(|sku| sku != facts.sku.as_str());
    }
    if !unknown.is_empty() {
        notes.push(Note::ExcludedUnknown { skus: unknown });
    }
    if let Some(kept) = kept_snapshots(&gathered.kept, &skus, inventory, as_of) {
        snapshots.insert(0, kept);
    }
    snapshots.extend(column_average(&skus));
    Account {
        as_of,
        marketplace: gathered.marketplace,
        skus,
        inventory,
        snapshots,
        stranded,
        in_stock_known,
        ledger: ledger.and_then(|ledger| ledger.days.span),
        sources: files,
        notes,
        partial: false,
        passed_over: Refused(Vec::new()),
    }
}

/// Takes an inventory report of the day. The first one decides; a later one fills in SKUs and figures that are missing,
/// but states no stock for a SKU that is left to the ledger.
fn take_stock(
    roster: &mut Roster,
    file: StockFile,
    rank: usize,
    notes: &mut Vec<Note>,
) -> std::sync::Arc<str> {
    let StockFile { file, kind, mut rows, .. } = file;
    let shared = stock::shared(&rows);
    if rank == 0 && !shared.repeats.is_empty() {
        notes.push(Note::SharedStock {
            skus: shared.repeats.len() as u64,
            units: shared.units,
            report: kind,
        });
    }
    for (at, row) in rows.drain(..).enumerate() {
        roster.label(&row.sku, row.fnsku.as_ref());
        let known = roster.sku(&row.sku);
        let repeats = shared.repeats.contains(&at);
        let stated = |units: Units| Fact::stated(units, kind);
        if rank == 0 {
            known.shares_stock |= repeats;
            // Amazon Fulfilled Inventory has a row per condition: what rows of one SKU state adds up.
            if let Some(units) = row.on_hand {
                let units = if repeats { Units::ZERO } else { units };
                known.on_hand = Some(stated(known.on_hand.map_or(units, |fact| fact.value + units)));
            }
            if !repeats {
                known.other_stored +=
                    row.reserved.unwrap_or_default() + row.unfulfillable.unwrap_or_default();
            }
        } else if known.on_hand.is_none() {
            known.is_ghost = true;
            known.on_hand = row.on_hand.map(|units| stated(if repeats { Units::ZERO } else { units }));
        }
        let sold_elsewhere = shared.repeated_sales.contains(&at);
        let sales = |units: Option<Units>| {
            units.map(|units| stated(if sold_elsewhere { Units::ZERO } else { units }))
        };
        known.excess_stated =
            known.excess_stated.or(row.excess.map(|units| if repeats { Units::ZERO } else { units }));
        known.shipped_60 = known.shipped_60.or(sales(row.shipped_60));
        known.shipped_90 = known.shipped_90.or(sales(row.shipped_90));
        known.sell_through = known.sell_through.or(row.sell_through);
        known.volume = known.volume.or(row.volume.map(|volume| (volume, row.volume_unit)));
        known.storage = known.storage.take().or(row.storage);
    }
    file
}

struct Ledger {
    facts: HashMap<Sku, LedgerFacts>,
    days: Days,
}

fn take_ledger(roster: &mut Roster, shards: Shards<Balances>, days: Days) -> Ledger {
    let mut facts: HashMap<Sku, LedgerFacts> = HashMap::new();
    let mut nameless = Vec::new();
    for (key, balances) in shards.into_entries() {
        let (sku, fnsku) = ledger::key_parts(&key);
        if sku.is_empty() {
            nameless.push((fnsku.to_owned(), balances));
            continue;
        }
        let sku = Sku::from(sku);
        if !fnsku.is_empty() {
            roster.label(&sku, Some(&Fnsku::from(fnsku)));
        }
        facts.entry(sku).or_default().add(&balances);
    }
    for (fnsku, balances) in nameless {
        facts.entry(roster.labelled(&fnsku)).or_default().add(&balances);
    }
    facts.keys().for_each(|sku| _ = roster.sku(sku));
    Ledger { facts, days }
}

/// Does a report with these days tell the day `age` days ago?
fn reaches(days: Days, as_of: AsOf, age: u16) -> bool {
    days.span.is_some_and(|(first, last)| {
        first <= as_of.back(age) && as_of.age(last) <= i64::from(age) + if age == 0 { SLACK } else { 0 }
    })
}

/// Gives every SKU what the ledger says of it; one that is missing from a ledger that reaches has had nothing.
fn settle_ledger(
    roster: &mut Roster,
    ledger: &Ledger,
    as_of: AsOf,
    reaches: &dyn Fn(u16) -> bool,
    inventory: Option<ReportKind>,
    notes: &mut Vec<Note>,
) {
    const KIND: ReportKind = ReportKind::LedgerSummary;
    let Some((first, last)) = ledger.days.span else { return };
    if as_of.age(last) > 0 {
        notes.push(Note::LedgerEndsEarly { last, days: as_of.age(last) });
    }
    let (mut stated, mut counted) = (Units::ZERO, Units::ZERO);
    let (mut ghosts, mut ghost_units) = (0, Units::ZERO);
    let (today, month, season) =
        (reaches(0), reaches(0) && reaches(IN_STOCK_DAYS - 1), reaches(0) && reaches(SELL_THROUGH_DAYS - 1));
    let nothing = LedgerFacts::default();
    for facts in &mut roster.facts {
        let known = ledger.facts.get(&facts.sku);
        let told = known.unwrap_or(&nothing);
        if today && facts.on_hand.is_none() {
            let units = ledger::units(told.snapshots[0]);
            facts.on_hand = Some(Fact::derived(units, KIND));
            facts.is_ghost = inventory.is_some();
            if facts.is_ghost && known.is_some() {
                ghosts += 1;
                ghost_units += units;
            }
        }
        if reaches(0) && reaches(WEIGHT_DAYS - 1) {
            facts.shipped_60.get_or_insert(Fact::derived(ledger::units(told.shipped_60), KIND));
        }
        if season {
            let shipped = ledger::units(told.shipped_90);
            match facts.shipped_90 {
                Some(fact) => {
                    stated += fact.value;
                    counted += shipped;
                }
                None => facts.shipped_90 = Some(Fact::derived(shipped, KIND)),
            }
            facts.days_on_offer_90 = Some(count(told.in_stock | told.sold, SELL_THROUGH_DAYS));
        }
        if month {
            facts.days_in_stock_30 = Some(count(told.in_stock, IN_STOCK_DAYS));
        }
        let before = i64::from(told.first_age) < as_of.age(first);
        facts.is_new =
            known.is_some() && before && told.first_age < SELL_THROUGH_DAYS && told.first_start == 0;
    }
    if ghosts > 0
        && let Some(report) = inventory
    {
        notes.push(Note::Ghosts { skus: ghosts, units: ghost_units, report });
    }
    disagree(inventory, stated, KIND, counted, notes);
}

fn count(bits: DayBits, days: u16) -> u16 {
    u16::try_from((bits & ((1 << days) - 1)).count_ones()).unwrap_or(days)
}

/// Notes where two reports differ by more than 2 % and ten units in what was shipped.
fn disagree(
    stated_by: Option<ReportKind>,
    stated: Units,
    other: ReportKind,
    counted: Units,
    notes: &mut Vec<Note>,
) {
    let gap = stated.saturating_sub(counted) + counted.saturating_sub(stated);
    if let Some(report) = stated_by
        && gap > Units::new(10)
        && gap.get() * 50 > stated.max(counted).get()
    {
        notes.push(Note::ShippedDisagree { report, stated, other, counted });
    }
}

fn ledger_snapshots(ledger: &Ledger, as_of: AsOf, reaches: &dyn Fn(u16) -> bool) -> Snapshots {
    let units = [0, 1, 2, 3].map(|i| {
        let total: u64 = ledger.facts.values().map(|facts| facts.snapshots[i]).sum();
        reaches(SNAPSHOT_AGES[i]).then(|| ledger::units(total))
    });
    Snapshots {
        source: SnapshotSource::Ledger,
        units,
        days: SNAPSHOT_AGES.map(|age| as_of.back(age)),
        average: None,
    }
}

/// Takes a sales report: SKUs without stated sales get its units, if it reaches over the window. True where it was used.
fn take_sales(
    roster: &mut Roster,
    kind: ReportKind,
    days: Days,
    as_of: AsOf,
    amounts: &dyn Fn(&Sku) -> [u64; 2],
    offered: &dyn Fn(&Sku) -> DayBits,
    notes: &mut Vec<Note>,
) -> bool {
    let Some((first, last)) = days.span else { return false };
    // A day without a sale leaves no row, so the edges are let slip a little, and said.
    let covers = |window: u16| as_of.age(first) + SLACK >= i64::from(window) - 1 && as_of.age(last) <= SLACK;
    let (mut used, mut stated, mut counted, mut by) = (false, Units::ZERO, Units::ZERO, None);
    for facts in &mut roster.facts {
        let [shipped_60, shipped_90] = amounts(&facts.sku).map(ledger::units);
        if covers(WEIGHT_DAYS) && facts.shipped_60.is_none() {
            facts.shipped_60 = Some(Fact::derived(shipped_60, kind));
            used = true;
        }
        if covers(SELL_THROUGH_DAYS) {
            match facts.shipped_90 {
                Some(Fact { value, origin: super::Origin::Stated(report) }) => {
                    by = Some(report);
                    stated += value;
                    counted += shipped_90;
                }
                Some(_) => {}
                None => {
                    facts.shipped_90 = Some(Fact::derived(shipped_90, kind));
                    used = true;
                }
            }
            if facts.days_on_offer_90.is_none() && offered(&facts.sku) != 0 {
                used = true;
            }
        }
    }
    if used && (as_of.age(first) < i64::from(SELL_THROUGH_DAYS) - 1 || as_of.age(last) > 0) {
        notes.push(Note::SalesEdge { report: kind, first, last });
    }
    disagree(by, stated, kind, counted, notes);
    used
}

/// Takes the detailed ledger: sales where nothing else has them and, without a summary, past stock worked back from now.
fn take_events(
    roster: &mut Roster,
    shards: Shards<Events>,
    days: Days,
    as_of: AsOf,
    rebuild: bool,
    notes: &mut Vec<Note>,
) -> Option<Snapshots> {
    const KIND: ReportKind = ReportKind::LedgerDetail;
    let mut events: HashMap<Sku, Events> = HashMap::new();
    for (key, found) in shards.into_entries() {
        let name = String::from_utf8_lossy(key.bytes()).into_owned();
        // Rows that name the label alone were keyed by it.
        let sku = if roster.by_sku.contains_key(&Sku::from(&*name)) {
            Sku::from(&*name)
        } else {
            roster.labelled(&name)
        };
        roster.sku(&sku);
        events.insert(sku, found);
    }
    let nothing = Events::default();
    let amounts = |sku: &Sku| {
        let found = events.get(sku).unwrap_or(&nothing);
        [found.shipped(WEIGHT_DAYS), found.shipped(SELL_THROUGH_DAYS)]
    };
    take_sales(roster, KIND, days, as_of, &amounts, &|_| 0, notes);
    if !rebuild || !reaches(days, as_of, 0) || !reaches(days, as_of, IN_STOCK_DAYS - 1) {
        return None;
    }
    let reaches_back = SNAPSHOT_AGES.map(|age| age == 0 || reaches(days, as_of, age - 1));
    let mut units = [Units::ZERO; 4];
    for facts in roster.facts.iter_mut().filter(|facts| !facts.shares_stock) {
        let now = facts.on_hand_units().get();
        let found = events.get(&facts.sku).unwrap_or(&nothing);
        for (sum, age) in units.iter_mut().zip(SNAPSHOT_AGES) {
            *sum += ledger::units(found.stock(now, age));
        }
        let stocked = (0..IN_STOCK_DAYS).filter(|&age| found.stock(now, age) > 0).count();
        facts.days_in_stock_30 = u16::try_from(stocked).ok();
    }
    let mut known = units.into_iter().zip(reaches_back).map(|(units, known)| known.then_some(units));
    let units = [(); 4].map(|()| known.next().flatten());
    Some(Snapshots {
        source: SnapshotSource::Ledger,
        units,
        days: SNAPSHOT_AGES.map(|age| as_of.back(age)),
        average: None,
    })
}

/// Inventory reports kept from the snapshot days, each within three days; the nearest counts, of two the earlier.
fn kept_snapshots(
    kept: &[(NaiveDate, Units)],
    skus: &[SkuFacts],
    inventory: Option<ReportKind>,
    as_of: AsOf,
) -> Option<Snapshots> {
    inventory?;
    let mut units = [None; 4];
    let mut days = SNAPSHOT_AGES.map(|age| as_of.back(age));
    // Only what the report itself states: the other days have no ledger to add to it.
    units[0] = Some(skus.iter().filter(|facts| !facts.is_ghost).map(SkuFacts::on_hand_units).sum());
    for (i, age) in SNAPSHOT_AGES.iter().enumerate().skip(1) {
        let gap = |day: &NaiveDate| (as_of.age(*day) - i64::from(*age)).abs();
        let near = kept.iter().filter(|(day, _)| gap(day) <= SLACK).min_by_key(|(day, _)| (gap(day), *day));
        if let Some((day, total)) = near {
            units[i] = Some(*total);
            days[i] = *day;
        }
    }
    units[1..].iter().any(Option::is_some).then_some(Snapshots {
        source: SnapshotSource::KeptReports,
        units,
        days,
        average: None,
    })
}

/// The average stock that Amazon's sell-through column implies: units shipped ÷ sell-through, SKU by SKU. A SKU that
/// sold nothing has a sell-through of 0, which says nothing of its stock; today's units stand for its average.
#[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
fn column_average(skus: &[SkuFacts]) -> Option<Snapshots> {
    skus.iter().any(|facts| facts.sell_through.is_some()).then_some(())?;
    let (mut average, mut unsold_skus, mut unsold_units) = (0.0, 0, Units::ZERO);
    for facts in skus {
        match (facts.sell_through, facts.shipped_90) {
            (Some(ratio), Some(shipped)) if ratio > 0.0 => average += shipped.value.get() as f64 / ratio,
            _ => {
                let units = facts.on_hand_units();
                average += units.get() as f64;
                unsold_skus += u64::from(units > Units::ZERO);
                unsold_units += units;
            }
        }
    }
    Some(Snapshots {
        source: SnapshotSource::SellThroughColumn,
        units: [None; 4],
        days: [NaiveDate::MIN; 4],
        average: Some(Average { units: average, unsold_skus, unsold_units }),
    })
}
