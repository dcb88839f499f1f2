//! The fleet by marketplace: how many accounts, and how they stand.

use super::Told;
use crate::policy::Grade;
use std::collections::BTreeMap;

/// How the accounts of a marketplace stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Total {
    /// Rows with a figure.
    pub(super) judged: u64,
    /// Those that are below the line in force, or probably are: a chance of 75 % and more.
    pub(super) below: u64,
    /// Those above it, or probably: a chance of 25 % at most.
    pub(super) above: u64,
    /// Those between.
    pub(super) open: u64,
    /// Those of which no chance is known.
    pub(super) unknown: u64,
    /// Those with storage beyond a limit.
    pub(super) storage_over: u64,
    /// Rows without a figure.
    pub(super) wrong: u64,
}

impl Total {
    fn add(&mut self, told: &Told) {
        if told.wrong.is_some() {
            self.wrong += 1;
            return;
        }
        self.judged += 1;
        self.storage_over += u64::from(told.storage_over.is_some());
        *match told.chance_below.map(Grade::of) {
            Some(Grade::Below | Grade::ProbablyBelow) => &mut self.below,
            Some(Grade::Above | Grade::ProbablyAbove) => &mut self.above,
            Some(_) => &mut self.open,
            None => &mut self.unknown,
        } += 1;
    }
}

/// The totals by the code of the marketplace; `None` stands for rows that tell none.
pub(super) fn by_marketplace(rows: &[Told]) -> BTreeMap<Option<&str>, Total> {
    let mut totals = BTreeMap::<_, Total>::new();
    rows.iter().for_each(|row| totals.entry(row.marketplace.as_deref()).or_default().add(row));
    totals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::fleet::{Failure, Kind};

    #[test]
    fn each_row_counts_once() {
        let row = |marketplace: &str, chance_below| Told {
            marketplace: Some(marketplace.into()),
            chance_below,
            ..Told::default()
        };
        let wrong =
            Told { wrong: Some(Failure { kind: Kind::Died, text: String::new() }), ..row("US", Some(0.9)) };
        let over = Told { storage_over: Some("standard 8 units".into()), ..row("DE", None) };
        let rows = [
            row("US", Some(0.76)),
            row("US", Some(0.5)),
            row("US", Some(0.2)),
            row("US", Some(0.0)),
            wrong,
            over,
        ];
        let totals = by_marketplace(&rows);
        let us = Total { judged: 4, below: 1, above: 2, open: 1, wrong: 1, ..Total::default() };
        let de = Total { judged: 1, unknown: 1, storage_over: 1, ..Total::default() };
        assert_eq!(totals.into_iter().collect::<Vec<_>>(), [(Some("DE"), de), (Some("US"), us)]);
    }
}
