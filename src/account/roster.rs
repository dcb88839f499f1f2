//! All SKUs by name, while reports add what they know.

use super::facts::{Fact, SkuFacts};
use super::note::Note;
use super::stock::{self, StockFile};
use crate::ids::{Fnsku, Sku};
use crate::units::Units;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::collections::BTreeMap;
use std::hash::BuildHasher;

/// The SKUs known so far. Each has a place that stays while the roster grows.
#[derive(Default)]
pub(super) struct Roster {
    pub(super) facts: Vec<SkuFacts>,
    by_sku: HashTable<u32>,
    /// Places by the label that stands in their facts.
    by_fnsku: HashTable<u32>,
    /// Places by labels that are not the first of their SKU: there are few.
    other_labels: BTreeMap<Fnsku, u32>,
    hasher: RandomState,
}

impl Roster {
    /// The place of a SKU, which is added where it is new.
    #[allow(clippy::cast_possible_truncation)] // there are fewer than 2^32 SKUs in any file that fits on a disk
    pub(super) fn place(&mut self, sku: &str) -> usize {
        let Roster { facts, by_sku, hasher, .. } = self;
        let hash = hasher.hash_one(sku);
        if let Some(&at) = by_sku.find(hash, |&at| facts[at as usize].sku.as_str() == sku) {
            return at as usize;
        }
        facts.push(SkuFacts::new(Sku::from(sku)));
        by_sku.insert_unique(hash, facts.len() as u32 - 1, |&at| {
            hasher.hash_one(facts[at as usize].sku.as_str())
        });
        facts.len() - 1
    }

    /// The place of a SKU that is known.
    pub(super) fn find(&self, sku: &str) -> Option<usize> {
        let hash = self.hasher.hash_one(sku);
        self.by_sku.find(hash, |&at| self.facts[at as usize].sku.as_str() == sku).map(|&at| at as usize)
    }

    /// Notes the label of a SKU. Of several labels of a SKU, and of several SKUs of a label, the first in order stands
    /// for the rest, whatever the order of the rows.
    #[allow(clippy::cast_possible_truncation)] // as in `place`
    pub(super) fn label(&mut self, place: usize, fnsku: &Fnsku) {
        let place = place as u32;
        let known = self.facts[place as usize].fnsku.clone();
        match known {
            Some(known) if known == *fnsku => return,
            Some(known) if *fnsku > known => return self.other_label(fnsku.clone(), place),
            Some(known) => {
                self.unlabel(&known, place);
                self.other_label(known, place);
            }
            None => {}
        }
        self.facts[place as usize].fnsku = Some(fnsku.clone());
        let Roster { facts, by_fnsku, hasher, .. } = self;
        let of = |at: &u32| facts[*at as usize].fnsku.as_ref();
        let hash = hasher.hash_one(fnsku);
        match by_fnsku.find_mut(hash, |at| of(at) == Some(fnsku)) {
            Some(first) if facts[place as usize].sku < facts[*first as usize].sku => *first = place,
            Some(_) => {}
            None => {
                _ = by_fnsku
                    .insert_unique(hash, place, |at| of(at).map_or(0, |fnsku| hasher.hash_one(fnsku)));
            }
        }
    }

    fn other_label(&mut self, fnsku: Fnsku, place: u32) {
        let first = self.other_labels.entry(fnsku).or_insert(place);
        if self.facts[place as usize].sku < self.facts[*first as usize].sku {
            *first = place;
        }
    }

    fn unlabel(&mut self, fnsku: &Fnsku, place: u32) {
        if let Ok(entry) = self.by_fnsku.find_entry(self.hasher.hash_one(fnsku), |&at| at == place) {
            entry.remove();
        }
    }

    /// The place of the SKU that a label belongs to.
    pub(super) fn labelled(&self, fnsku: &Fnsku) -> Option<usize> {
        let of = |at: &u32| self.facts[*at as usize].fnsku.as_ref() == Some(fnsku);
        let first = self.by_fnsku.find(self.hasher.hash_one(fnsku), of);
        let by_sku = |at: &&u32| &self.facts[**at as usize].sku;
        first.into_iter().chain(self.other_labels.get(fnsku)).min_by_key(by_sku).map(|&at| at as usize)
    }

    /// The place for a row that gives only its label: that of the SKU it belongs to, else one of its own.
    pub(super) fn place_of_label(&mut self, fnsku: &str) -> usize {
        self.labelled(&Fnsku::from(fnsku)).unwrap_or_else(|| self.place(fnsku))
    }

    /// Takes the inventory report that decides what is on hand.
    pub(super) fn decide(&mut self, file: StockFile, notes: &mut Vec<Note>) {
        let StockFile { kind, rows, .. } = file;
        let shared = stock::shared(&rows);
        if !shared.repeats.is_empty() {
            let skus = shared.repeats.len() as u64;
            notes.push(Note::SharedStock { skus, units: shared.units, report: kind });
        }
        self.facts.reserve_exact(rows.len());
        for (at, row) in rows.into_iter().enumerate() {
            let place = self.place(row.sku.as_str());
            if let Some(fnsku) = &row.fnsku {
                self.label(place, fnsku);
            }
            let repeats = shared.repeats.contains(&at);
            let repeats_sales = shared.repeated_sales.contains(&at);
            let once = |units: Units| if repeats { Units::ZERO } else { units };
            let sold = |units: Units| Fact::stated(if repeats_sales { Units::ZERO } else { units }, kind);
            let known = &mut self.facts[place];
            known.is_listed = true;
            known.shares_stock |= repeats;
            // Amazon Fulfilled Inventory has a row per condition: what rows of one SKU state adds up.
            if let Some(units) = row.on_hand.map(Units::from).map(once) {
                known.on_hand =
                    Some(Fact::stated(known.on_hand.map_or(units, |fact| fact.value + units), kind));
            }
            let stored = row.reserved.map_or(Units::ZERO, Units::from)
                + row.unfulfillable.map_or(Units::ZERO, Units::from);
            known.other_stored += once(stored);
            known.excess_stated = known.excess_stated.or(row.excess.map(Units::from).map(once));
            known.shipped_60 = known.shipped_60.or(row.shipped_60.map(Units::from).map(sold));
            known.shipped_90 = known.shipped_90.or(row.shipped_90.map(Units::from).map(sold));
            known.sell_through = known.sell_through.or(row.sell_through);
            known.volume = known.volume.or(row.volume.map(|volume| (volume, row.volume_unit)));
            known.storage = known.storage.take().or(row.storage);
        }
    }

    /// Takes an inventory report of the day that another decides: it fills in what that one does not state. A SKU that
    /// the deciding one leaves out gets stock from it only where the ledger has not told.
    pub(super) fn fill_in(&mut self, file: StockFile) {
        let StockFile { kind, rows, .. } = file;
        let shared = stock::shared(&rows);
        let mut taken = vec![false; self.facts.len()];
        for (at, row) in rows.into_iter().enumerate() {
            let place = self.place(row.sku.as_str());
            if let Some(fnsku) = &row.fnsku {
                self.label(place, fnsku);
            }
            taken.resize(self.facts.len(), false);
            let known = &mut self.facts[place];
            let repeats = shared.repeats.contains(&at);
            if let Some(units) = row.on_hand.map(Units::from)
                && (known.on_hand.is_none() || taken[place])
            {
                let units = if repeats { Units::ZERO } else { units };
                known.on_hand =
                    Some(Fact::stated(known.on_hand.map_or(units, |fact| fact.value + units), kind));
                taken[place] = true;
            }
            known.volume = known.volume.or(row.volume.map(|volume| (volume, row.volume_unit)));
            known.storage = known.storage.take().or(row.storage);
        }
    }
}
