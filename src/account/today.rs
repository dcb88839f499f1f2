//! The stock of the day, as the inventory reports have it: one of them decides, the others fill in what it leaves out.

use super::facts::Fact;
use super::note::Note;
use super::roster::{Roster, Standing};
use super::snapshots::Kept;
use super::stock::StockFile;
use crate::report::{Condition, Stock};
use crate::units::{CellUnits, Units};
use crate::volume::{StorageType, VolumeUnit};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Takes the inventory report that decides what is on hand.
pub(super) fn decide(roster: &mut Roster, file: StockFile, notes: &mut Vec<Note>) {
    let kind = file.kind;
    roster.facts.reserve_exact(file.rows.len());
    let repeated = each(roster, file, Standing::Listed, |roster, place, stated| {
        let known = &mut roster.facts[place];
        known.is_listed = true;
        known.on_hand = stated.on_hand.map(|units| Fact::stated(units, kind));
        known.other_stored = stated.other_stored;
        known.excess_stated = stated.excess;
        known.shipped_60 = stated.shipped_60.map(|units| Fact::stated(units, kind));
        known.shipped_90 = stated.shipped_90.map(|units| Fact::stated(units, kind));
        known.implied_average = stated.implied_average;
        known.volume = stated.volume;
        known.storage = stated.storage;
    });
    if repeated.skus > 0 {
        let Repeated { skus, units } = repeated;
        notes.push(Note::SharedStock { skus, units, report: kind });
    }
}

/// Takes an inventory report of the day that another decides: it fills in what that one does not state. A stock that the
/// deciding one leaves out gets its units from it only where the ledger has not told.
pub(super) fn fill_in(roster: &mut Roster, file: StockFile) {
    let kind = file.kind;
    each(roster, file, Standing::Known, |roster, place, stated| {
        let known = &mut roster.facts[place];
        if known.on_hand.is_none() {
            known.on_hand = stated.on_hand.map(|units| Fact::stated(units, kind));
        }
        known.volume = known.volume.or(stated.volume);
        known.storage = known.storage.take().or(stated.storage);
    });
}

/// What is kept of a report of a day before: its units on hand, each stock once, and, where `by_stock`, those of each.
pub(super) fn kept(file: StockFile, day: NaiveDate, by_stock: bool) -> Kept {
    let (name, kind) = (file.file.clone(), file.kind);
    let mut total = Units::ZERO;
    let mut roster = Roster::default();
    each(&mut roster, file, Standing::Listed, |roster, place, stated| {
        let units = stated.on_hand.unwrap_or_default();
        total += units;
        roster.facts[place].on_hand = stated.on_hand.map(|units| Fact::stated(units, kind));
    });
    let stocks = if by_stock { roster.facts } else { Vec::new() };
    Kept { day, units: total, file: name, stocks }
}

/// SKUs whose rows repeat the stock of another, and the units that would have been counted again.
#[derive(Default)]
struct Repeated {
    skus: u64,
    units: Units,
}

/// Gives every stock in a report its place and calls `take` with what its rows state.
fn each(
    roster: &mut Roster,
    file: StockFile,
    standing: Standing,
    mut take: impl FnMut(&mut Roster, usize, Stated),
) -> Repeated {
    let mut several: BTreeMap<usize, Vec<Stock>> = BTreeMap::new();
    let mut in_order = Vec::new();
    // Where the roster knows names already, rows of one stock need not share a name.
    let all = !roster.facts.is_empty();
    let mut involved = file.involved.into_iter().peekable();
    for (at, row) in file.rows.into_iter().enumerate() {
        if involved.next_if_eq(&at).is_some() || all {
            in_order.push(row);
        } else {
            let place = place(roster, &row, standing);
            take(roster, place, Stated::of(row));
        }
    }
    in_order.sort_by(|a, b| order(a).cmp(&order(b)));
    for row in in_order {
        let place = place(roster, &row, standing);
        several.entry(place).or_default().push(row);
    }
    let mut repeated = Repeated::default();
    for (place, rows) in several {
        let stated = Stated::together(rows, &mut repeated);
        take(roster, place, stated);
    }
    repeated
}

fn place(roster: &mut Roster, row: &Stock, standing: Standing) -> usize {
    let standing = if row.condition == Condition::Dead { Standing::Closed } else { standing };
    roster.place(row.sku.as_str(), row.fnsku.as_ref().map(crate::ids::Fnsku::as_str), standing)
}

/// Rows of one stock in an order that depends on nothing but what they say: live listings first.
fn order(row: &Stock) -> impl Ord + '_ {
    (row.condition, &row.sku, &row.fnsku, row.on_hand, row.reserved, row.unfulfillable)
}

/// What the rows of one stock state together.
#[derive(Default)]
struct Stated {
    on_hand: Option<Units>,
    /// Units reserved, and units that cannot be sold.
    other_stored: Units,
    excess: Option<Units>,
    shipped_60: Option<Units>,
    shipped_90: Option<Units>,
    implied_average: Option<f64>,
    volume: Option<(f64, Option<VolumeUnit>)>,
    storage: Option<StorageType>,
}

impl Stated {
    /// What one row states.
    fn of(row: Stock) -> Stated {
        let units = |cell: Option<CellUnits>| cell.map(Units::from);
        Stated {
            on_hand: units(row.on_hand),
            other_stored: units(row.reserved).unwrap_or_default()
                + units(row.unfulfillable).unwrap_or_default(),
            excess: units(row.excess),
            shipped_60: units(row.shipped_60),
            shipped_90: units(row.shipped_90),
            implied_average: row.sell_through.map(|ratio| match units(row.shipped_90) {
                Some(shipped) if ratio > 0.0 => as_number(shipped) / ratio,
                _ => 0.0,
            }),
            // Nothing takes no room: a volume of 0 is one that was never measured.
            volume: row.volume.filter(|volume| *volume > 0.0).map(|volume| (volume, row.volume_unit)),
            storage: row.storage,
        }
    }

    /// What several rows state, which are in their order.
    ///
    /// Manage FBA Inventory lists one label under several SKUs with the same quantities; added up, they count stock twice
    /// (21–27 % too much in real files). Rows of several SKUs with one label that agree in every quantity of stock are
    /// one stock; the sales are those of each, unless they agree too. Rows that differ, say in condition, are stocks beside
    /// each other, and all that they state adds up.
    fn together(rows: Vec<Stock>, repeated: &mut Repeated) -> Stated {
        let mut stocks: Vec<(Stock, Stated)> = Vec::new();
        for row in rows {
            let same = |(first, _): &&mut (Stock, Stated)| {
                let stored = |row: &Stock| (row.on_hand, row.reserved, row.unfulfillable);
                (first.sku != row.sku || row.condition == Condition::Dead)
                    && first.fnsku.is_some()
                    && first.fnsku == row.fnsku
                    && stored(first) == stored(&row)
            };
            match stocks.iter_mut().find(same) {
                Some((first, stated)) => {
                    repeated.skus += 1;
                    repeated.units += row.on_hand.map_or(Units::ZERO, Units::from);
                    stated.repeat(first, Stated::of(row.clone()), &row);
                }
                None => stocks.push((row.clone(), Stated::of(row))),
            }
        }
        let mut all = Stated::default();
        let implied =
            stocks.iter().any(|(_, stated)| stated.implied_average.is_some_and(|average| average > 0.0));
        for (_, mut stated) in stocks {
            if implied && stated.implied_average.is_none_or(|average| average <= 0.0) {
                // What did not sell has an average too: what there is now.
                stated.implied_average = stated.on_hand.map(as_number);
            }
            all.beside(stated);
        }
        all
    }

    /// Adds a row of the same units: its sales, if they are not those of the first, and what the first does not state.
    fn repeat(&mut self, first: &Stock, again: Stated, row: &Stock) {
        let sales = |row: &Stock| (row.shipped_60, row.shipped_90);
        // Amazon works out the excess of a listing from the sales of that listing: where they differ, the listing that
        // sells is right about the units.
        if again.shipped_90 > self.shipped_90 && again.excess.is_some() {
            self.excess = again.excess;
        }
        self.excess = self.excess.or(again.excess);
        if sales(first) != sales(row) {
            add(&mut self.shipped_60, again.shipped_60);
            add(&mut self.shipped_90, again.shipped_90);
        }
        if self.implied_average.is_none_or(|average| average <= 0.0) {
            self.implied_average = again.implied_average.or(self.implied_average);
        }
        self.volume = self.volume.or(again.volume);
        self.storage = self.storage.take().or(again.storage);
    }

    /// Adds a stock beside this one.
    fn beside(&mut self, other: Stated) {
        add(&mut self.on_hand, other.on_hand);
        self.other_stored += other.other_stored;
        add(&mut self.excess, other.excess);
        add(&mut self.shipped_60, other.shipped_60);
        add(&mut self.shipped_90, other.shipped_90);
        if let Some(average) = other.implied_average {
            *self.implied_average.get_or_insert_default() += average;
        }
        self.volume = self.volume.or(other.volume);
        self.storage = self.storage.take().or(other.storage);
    }
}

fn add(sum: &mut Option<Units>, more: Option<Units>) {
    if let Some(more) = more {
        *sum.get_or_insert_default() += more;
    }
}

#[allow(clippy::cast_precision_loss)] // units of one stock stay far below 2^53
fn as_number(units: Units) -> f64 {
    units.get() as f64
}
