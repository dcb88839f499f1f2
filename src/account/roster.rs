//! Which names are one stock: the seller's codes and Amazon's labels, while reports add what they know.
//!
//! The label (FNSKU) on the units is what a stock is known by; a SKU is a name for it. So a row belongs to the stock of its
//! label, and only a label that was not met before, or none, lets the SKU decide. What is found does not depend on the
//! order of rows, because whoever has several rows to add does so in the order of their codes.

use super::facts::StockFacts;
use crate::ids::{Fnsku, Sku, is_rounded};
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasher;

/// How good a name is: of several the best stands for the stock, and of equals the first in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// A listing in the inventory report that decides.
    Listed,
    /// A listing in another inventory report.
    Known,
    /// A closed listing.
    Closed,
    /// A name in the ledger, or anywhere else.
    Mentioned,
    /// No name at all: the label stands for one.
    Label,
}

/// The stocks known so far. Each has a place that stays while the roster grows.
#[derive(Default)]
pub(super) struct Roster {
    pub(super) facts: Vec<StockFacts>,
    standings: Vec<Standing>,
    /// Places by the name that stands first in their facts.
    by_sku: HashTable<u32>,
    /// Places by other names: there are few.
    other_names: BTreeMap<Sku, u32>,
    /// Places by the label that stands in their facts.
    by_fnsku: HashTable<u32>,
    /// Places by labels that are not the first of their stock: there are few.
    other_labels: BTreeMap<Fnsku, u32>,
    hasher: RandomState,
    /// How many SKUs were rounded by a spreadsheet, and the first of them in order.
    pub(super) rounded: u64,
    pub(super) rounded_first: Option<String>,
}

impl Roster {
    /// The place of the stock that a row is about, which is added where it is new. A row gives a SKU, a label, or both.
    pub(super) fn place(&mut self, sku: &str, fnsku: Option<&str>, standing: Standing) -> usize {
        // What a spreadsheet has rounded may be any of several products: then the label alone says which it is.
        let sku = if fnsku.is_some() && is_rounded(sku.as_bytes()) {
            self.rounded += 1;
            self.rounded_first =
                self.rounded_first.take().map_or(Some(sku.into()), |first| Some(first.min(sku.into())));
            ""
        } else {
            sku
        };
        let label = fnsku.map(Fnsku::from);
        let labelled = label.as_ref().and_then(|label| self.labelled(label));
        let named = if sku.is_empty() { None } else { self.find(sku) };
        let place = match (labelled, named) {
            (Some(place), None) if !sku.is_empty() => {
                self.add_name(place, sku, standing);
                place
            }
            (Some(place), _) => place,
            (None, Some(place)) => place,
            (None, None) if sku.is_empty() => self.add(fnsku.unwrap_or_default(), Standing::Label),
            (None, None) => self.add(sku, standing),
        };
        if let Some(label) = label.filter(|_| labelled.is_none()) {
            self.label(place, label);
        }
        if !sku.is_empty() {
            self.rate(place, sku, standing);
        }
        place
    }

    /// The place of the stock with this name.
    pub(super) fn find(&self, sku: &str) -> Option<usize> {
        let hash = self.hasher.hash_one(sku);
        let first = self.by_sku.find(hash, |&at| self.facts[at as usize].sku.as_str() == sku);
        // Nearly always there are no others to look among.
        let other = || if self.other_names.is_empty() { None } else { self.other_names.get(&Sku::from(sku)) };
        first.or_else(other).map(|&at| at as usize)
    }

    /// The place of the stock with this label.
    pub(super) fn labelled(&self, fnsku: &Fnsku) -> Option<usize> {
        let of = |at: &u32| self.facts[*at as usize].fnsku.as_ref() == Some(fnsku);
        let first = self.by_fnsku.find(self.hasher.hash_one(fnsku), of);
        first.or_else(|| self.other_labels.get(fnsku)).map(|&at| at as usize)
    }

    /// Is this SKU known as a name of the stock with this label?
    pub(super) fn knows(&self, fnsku: &str, sku: &str) -> bool {
        self.labelled(&Fnsku::from(fnsku)).is_some_and(|place| {
            let facts = &self.facts[place];
            sku.is_empty() || facts.names().any(|name| name.as_str() == sku)
        })
    }

    #[allow(clippy::cast_possible_truncation)] // there are fewer than 2^32 SKUs in any file that fits on a disk
    fn add(&mut self, name: &str, standing: Standing) -> usize {
        let Roster { facts, by_sku, hasher, .. } = self;
        facts.push(StockFacts::new(Sku::from(name)));
        by_sku.insert_unique(hasher.hash_one(name), facts.len() as u32 - 1, |&at| {
            hasher.hash_one(facts[at as usize].sku.as_str())
        });
        self.standings.push(standing);
        self.facts.len() - 1
    }

    /// For each SKU the place of the one stock of which a name is what a spreadsheet may have made it of.
    pub(super) fn like(&self, skus: BTreeSet<String>) -> Vec<(usize, String)> {
        let mut likes: HashMap<String, Option<usize>> = skus.iter().map(|sku| (plain(sku), None)).collect();
        let mut several = BTreeSet::new();
        for (place, facts) in self.facts.iter().enumerate() {
            for name in facts.names() {
                let Some(known) = likes.get_mut(&plain(name.as_str())) else { continue };
                if known.is_some_and(|known| known != place) {
                    several.insert(plain(name.as_str()));
                }
                *known = Some(place);
            }
        }
        let one = |sku: String| {
            let like = plain(&sku);
            let place = likes.get(&like).copied().flatten().filter(|_| !several.contains(&like));
            place.map(|place| (place, sku))
        };
        skus.into_iter().filter_map(one).collect()
    }

    /// Gives a stock another name.
    #[allow(clippy::cast_possible_truncation)] // as in `add`
    pub(super) fn add_name(&mut self, place: usize, name: &str, standing: Standing) {
        let name = Sku::from(name);
        self.other_names.insert(name.clone(), place as u32);
        let names = self.facts[place].other_names.get_or_insert_default();
        let at = names.partition_point(|known| *known < name);
        names.insert(at, name.clone());
        self.rate(place, name.as_str(), standing);
    }

    /// Lets a name stand for its stock, where it is better than the one that does.
    #[allow(clippy::cast_possible_truncation)] // as in `add`
    fn rate(&mut self, place: usize, name: &str, standing: Standing) {
        let first = self.facts[place].sku.as_str();
        if first == name {
            self.standings[place] = self.standings[place].min(standing);
            return;
        }
        if (standing, name) >= (self.standings[place], first) {
            return;
        }
        let Some(names) = &mut self.facts[place].other_names else { return };
        let Ok(at) = names.binary_search_by(|known| known.as_str().cmp(name)) else { return };
        let better = names.remove(at);
        let hash = self.hasher.hash_one(self.facts[place].sku.as_str());
        if let Ok(entry) = self.by_sku.find_entry(hash, |&known| known as usize == place) {
            entry.remove();
        }
        self.other_names.remove(&better);
        let worse = std::mem::replace(&mut self.facts[place].sku, better);
        self.standings[place] = standing;
        self.other_names.insert(worse.clone(), place as u32);
        if let Some(names) = &mut self.facts[place].other_names {
            names.insert(names.partition_point(|known| *known < worse), worse);
        }
        let Roster { facts, by_sku, hasher, .. } = self;
        let hash = hasher.hash_one(facts[place].sku.as_str());
        by_sku.insert_unique(hash, place as u32, |&at| hasher.hash_one(facts[at as usize].sku.as_str()));
    }

    /// Notes a label that no stock has yet. Of several labels of a stock the first in order stands in its facts.
    #[allow(clippy::cast_possible_truncation)] // as in `add`
    fn label(&mut self, place: usize, fnsku: Fnsku) {
        match self.facts[place].fnsku.clone() {
            Some(known) if fnsku > known => {
                self.other_labels.insert(fnsku, place as u32);
                return;
            }
            Some(known) => {
                let hash = self.hasher.hash_one(&known);
                if let Ok(entry) = self.by_fnsku.find_entry(hash, |&at| at as usize == place) {
                    entry.remove();
                }
                self.other_labels.insert(known, place as u32);
            }
            None => {}
        }
        let hash = self.hasher.hash_one(&fnsku);
        self.facts[place].fnsku = Some(fnsku);
        let Roster { facts, by_fnsku, hasher, .. } = self;
        let of = |at: &u32| facts[*at as usize].fnsku.as_ref().map_or(0, |fnsku| hasher.hash_one(fnsku));
        by_fnsku.insert_unique(hash, place as u32, of);
    }
}

/// What a spreadsheet leaves of a SKU: neither blanks at the ends nor case, nor zeros before digits.
fn plain(sku: &str) -> String {
    let trimmed = sku.trim().to_lowercase();
    let digits = trimmed.bytes().all(|b| b.is_ascii_digit());
    if digits { trimmed.trim_start_matches('0').to_owned() } else { trimmed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_decides_and_a_sku_is_a_name() {
        let mut roster = Roster::default();
        let live = roster.place("B-LIVE", Some("X001"), Standing::Listed);
        assert_eq!(roster.place("A-OLD", Some("X001"), Standing::Closed), live);
        assert_eq!(roster.place("A-OLD", None, Standing::Mentioned), live);
        // The SKU lets a label that is new join its stock; a label that is known wins over the SKU.
        assert_eq!(roster.place("B-LIVE", Some("X000"), Standing::Mentioned), live);
        let other = roster.place("C", Some("X002"), Standing::Listed);
        assert_eq!(roster.place("B-LIVE", Some("X002"), Standing::Listed), other);
        assert_eq!(roster.place("", Some("X000"), Standing::Mentioned), live);
        let facts = &roster.facts[live];
        assert_eq!(facts.names().map(Sku::as_str).collect::<Vec<_>>(), ["B-LIVE", "A-OLD"]);
        assert_eq!(facts.fnsku.as_ref().map(Fnsku::as_str), Some("X000"));
        assert!(roster.knows("X001", "A-OLD") && !roster.knows("X002", "A-OLD"));
    }

    #[test]
    fn the_best_name_stands_first_whatever_the_order() {
        let names = [
            ("A", Standing::Closed),
            ("C", Standing::Listed),
            ("B", Standing::Listed),
            ("D", Standing::Known),
        ];
        for turn in 0..4 {
            let mut roster = Roster::default();
            let mut turned = names;
            turned.rotate_left(turn);
            for (name, standing) in turned {
                roster.place(name, Some("X001"), standing);
            }
            assert_eq!(roster.facts.len(), 1);
            let found: Vec<_> = roster.facts[0].names().map(Sku::as_str).collect();
            assert_eq!(found, ["B", "A", "C", "D"], "{turn}");
            assert!(["A", "B", "C", "D"].iter().all(|name| roster.find(name) == Some(0)));
        }
    }
}
