//! The same SKU on both days.

use super::{Kind, Side};
use crate::account::Moves;
use crate::factor::Part;
use crate::ids::Sku;
use std::collections::HashMap;

/// A SKU as it was and as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    /// Its name now; where it is gone, that of then.
    pub(super) sku: &'a Sku,
    /// What it brought then; `None` where it was not known.
    pub(super) before: Option<&'a Part>,
    /// What it brings now; `None` where it is gone from all reports.
    pub(super) after: Option<&'a Part>,
    /// What moved in between, where a ledger tells it.
    pub(super) moves: Option<Moves>,
}

impl Pair<'_> {
    /// A figure of both days, 0 where the SKU was not known.
    #[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
    pub(super) fn figure(&self, of: impl Fn(&Part) -> u64) -> (f64, f64) {
        let figure = |part: Option<&Part>| part.map_or(0, &of) as f64;
        (figure(self.before), figure(self.after))
    }

    /// What a change of stock is that no movement explains.
    pub(super) fn untold(&self) -> Kind {
        let nothing_moved = self.moves.is_none_or(|moves| moves == Moves::default());
        let is_empty = |part: &Part| part.stranded_of.get() == 0 && part.on_hand.get() == 0;
        match self.moves {
            _ if self.after.is_none_or(is_empty) && nothing_moved && self.before.is_some() => Kind::ReportGap,
            None => Kind::Stock,
            Some(_) => Kind::NotTold,
        }
    }
}

/// All SKUs of both days in the order of their names, so that the order of neither list is part of any sum.
pub(super) fn pairs<'a>(before: &Side<'a>, after: &Side<'a>, moves: &[Moves]) -> Option<Vec<Pair<'a>>> {
    let (then, now) = (before.parts?, after.parts?);
    let by_name = |list: &'a [Part]| -> HashMap<&'a str, usize> {
        list.iter().enumerate().map(|(at, part)| (part.sku.as_str(), at)).collect()
    };
    let (names_then, names_now) = (by_name(&then.list), by_name(&now.list));
    let mut was: Vec<Option<usize>> =
        now.list.iter().map(|part| names_then.get(part.sku.as_str()).copied()).collect();
    // A product that was listed anew has another name, and is the same.
    for (name, at) in after.other_names {
        if let (Some(then), Some(was)) = (names_then.get(name.as_str()), was.get_mut(*at))
            && !names_now.contains_key(name.as_str())
        {
            was.get_or_insert(*then);
        }
    }
    for (name, at) in before.other_names {
        if let Some(now) = names_now.get(name.as_str())
            && then.list.get(*at).is_some_and(|part| !names_now.contains_key(part.sku.as_str()))
        {
            was[*now].get_or_insert(*at);
        }
    }
    let mut met = vec![false; then.list.len()];
    let mut all: Vec<Pair<'a>> = Vec::with_capacity(now.list.len());
    for (at, part) in now.list.iter().enumerate() {
        // Two products of now that were one: the first of them has its past.
        let before = was[at].filter(|&then| !std::mem::replace(&mut met[then], true));
        let before = before.and_then(|then_at| then.list.get(then_at));
        all.push(Pair { sku: &part.sku, before, after: Some(part), moves: moves.get(at).copied() });
    }
    let gone = then.list.iter().zip(met).filter(|(_, met)| !met);
    all.extend(gone.map(|(part, _)| Pair { sku: &part.sku, before: Some(part), after: None, moves: None }));
    all.sort_by_key(|pair| pair.sku);
    Some(all)
}
