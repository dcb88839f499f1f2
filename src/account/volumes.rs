//! Volumes of units into facts, where no inventory report of the day states one.

use super::roster::Roster;
use crate::ids::Marketplace;
use crate::report::FeeVolume;
use crate::volume::Volume;
use std::cmp::Reverse;

/// Takes the volumes of the storage fees. A label has a row for each fulfilment centre, and they may differ: the country
/// judged goes before others, the newest month before older ones, and then the greatest volume counts, since room that is
/// not there is worse than room that is left.
pub(super) fn take(roster: &mut Roster, mut rows: Vec<FeeVolume>, judged: Option<Marketplace>) {
    let size = |row: &FeeVolume| Volume::new(row.volume, row.unit);
    rows.retain(|row| size(row).is_some_and(Volume::is_possible));
    rows.sort_by(|a, b| {
        let order = |row: &FeeVolume| {
            let elsewhere = judged.is_some() && row.country != judged;
            (elsewhere, Reverse(row.month.clone()), Reverse(size(row)), row.unit)
        };
        a.fnsku.cmp(&b.fnsku).then_with(|| order(a).cmp(&order(b)))
    });
    for row in rows {
        if let Some(place) = roster.labelled(&row.fnsku) {
            let facts = &mut roster.facts[place];
            facts.volume.get_or_insert((row.volume, Some(row.unit)));
            facts.storage = facts.storage.take().or(row.storage);
        }
    }
}
