//! What a file of sales or events tells beside its rows: which days, how densely, and what of it does not count.

use super::ledger::Days;
use super::note::Note;
use crate::dates::AsOf;
use crate::ids::Marketplace;
use crate::report::ReportKind;
use crate::units::Units;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Ages up to which rows are counted by the day: more than any file of orders reaches back.
const REACH: usize = 1100;

/// Orders chosen by their last change: as many as this were bought well before the first change, over as many days, and
/// come so many times as thinly as the later ones.
const EARLY: u64 = 5;
const EARLY_DAYS: usize = 7;
const THINNER: u64 = 4;
/// Days after which nearly every order of Amazon's has been shipped, and so has changed.
const SHIPPED_BY: usize = 3;

/// Rows that are left out, and their units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lot {
    pub(super) rows: u64,
    pub(super) units: u64,
}

impl Lot {
    pub(super) fn add(&mut self, units: u64) {
        self.join(Lot { rows: 1, units });
    }

    fn join(&mut self, other: Lot) {
        self.rows += other.rows;
        self.units += other.units;
    }
}

/// What one file tells, or all of a kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) days: Days,
    /// Something is wrong with the file.
    pub(super) is_damaged: bool,
    /// Rows of every day, by its age; whether they count or not.
    pub(super) rows: Vec<u32>,
    /// The first day on which an order changed.
    pub(super) first_change: Option<NaiveDate>,
    /// Ordered in the window and not yet shipped.
    pub(super) not_shipped: Lot,
    /// Sold in the window on sites of other marketplaces.
    pub(super) other_sites: Lot,
    /// The marketplaces whose orders counted.
    pub(super) sites: BTreeSet<Marketplace>,
    last_site: Option<Marketplace>,
    /// Places of stock.
    pub(super) places: BTreeSet<Box<str>>,
    /// Rows of days that another file tells too: age and identity.
    pub(super) seen: Vec<(u16, u64)>,
    /// The same of days that no other file tells, where rows that stand twice are looked for.
    pub(super) alone: Vec<(u16, u64)>,
}

impl Told {
    /// Counts a row of the day `age` days ago.
    #[inline(always)]
    pub(super) fn count(&mut self, age: usize) {
        match self.rows.get_mut(age) {
            Some(rows) => *rows += 1,
            None => self.count_first(age),
        }
    }

    #[cold]
    fn count_first(&mut self, age: usize) {
        if age < REACH {
            self.rows.resize(age + 1, 0);
            self.rows[age] = 1;
        }
    }

    /// Takes in the day of an order's last change.
    #[inline]
    pub(super) fn change(&mut self, day: Option<NaiveDate>) {
        if let Some(day) = day
            && self.first_change.is_none_or(|first| day < first)
        {
            self.first_change = Some(day);
        }
    }

    /// Units sold on a marketplace's site count.
    #[inline(always)]
    pub(super) fn sold_on(&mut self, site: Marketplace) {
        if self.last_site != Some(site) {
            self.last_site = Some(site);
            self.sites.insert(site);
        }
    }

    /// Adds what another piece or file tells.
    pub(super) fn join(&mut self, other: Told) {
        self.days.join(other.days);
        self.rows.resize(self.rows.len().max(other.rows.len()), 0);
        for (sum, more) in self.rows.iter_mut().zip(other.rows) {
            *sum += more;
        }
        self.change(other.first_change);
        self.not_shipped.join(other.not_shipped);
        self.other_sites.join(other.other_sites);
        self.sites.extend(other.sites);
        self.places.extend(other.places);
        self.seen.extend(other.seen);
        self.alone.extend(other.alone);
    }

    /// How many rows stand there once more.
    pub(super) fn again(&mut self) -> u64 {
        self.alone.sort_unstable();
        self.alone.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64
    }

    /// Notes what of a sales report does not count.
    pub(super) fn note_left_out(
        &self,
        report: ReportKind,
        judged: Option<Marketplace>,
        notes: &mut Vec<Note>,
    ) {
        let Lot { rows, units } = self.not_shipped;
        if units > 0 {
            notes.push(Note::NotShipped { report, rows, units: Units::new(units) });
        }
        let Lot { rows, units } = self.other_sites;
        if let (Some(marketplace), true) = (judged, units > 0) {
            notes.push(Note::OtherSites { report, marketplace, rows, units: Units::new(units) });
        }
        let mut sites = self.sites.iter();
        let first = sites.next();
        if judged.is_none() && first.is_some_and(|first| sites.any(|site| !first.keeps_stock_in(*site))) {
            notes.push(Note::SeveralSites { report, marketplaces: self.sites.iter().copied().collect() });
        }
    }

    /// Were the orders chosen by the day of their last change? Then no order changed before the first day asked for,
    /// and of those bought before it only the few that changed late are there. Returns the oldest purchase and the first
    /// change.
    ///
    /// Orders chosen by purchase begin as densely as they go on, and the first of them change within a few days: no
    /// number of them is older than the first change.
    pub(super) fn chosen_by_change(&self, as_of: AsOf) -> Option<(NaiveDate, NaiveDate)> {
        let first_change = self.first_change?;
        let change_age = usize::try_from(as_of.age(first_change)).ok()?;
        let early_from = change_age + SHIPPED_BY + 1;
        let early: u64 = self.rows.get(early_from..)?.iter().map(|&rows| u64::from(rows)).sum();
        let later = &self.rows[..early_from - SHIPPED_BY];
        let newest = later.iter().position(|&rows| rows > 0)?;
        let later_rows: u64 = later.iter().map(|&rows| u64::from(rows)).sum();
        let (early_days, later_days) = (self.rows.len() - early_from, later.len() - newest);
        let thin = early * THINNER * later_days as u64 <= later_rows * early_days as u64;
        let (oldest, _) = self.days.span?;
        (early >= EARLY && early_days >= EARLY_DAYS && thin).then_some((oldest, first_change))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, 1).unwrap() + chrono::Days::new(day.into())
    }

    /// Rows as pairs of days of purchase and of change, counted from the first of June; judged is the sixtieth day.
    fn chosen_by_change(rows: impl IntoIterator<Item = (u32, u32)>) -> bool {
        let (as_of, mut told) = (AsOf::new(day(60)), Told::default());
        for (bought, changed) in rows {
            told.days.add(day(bought));
            told.count(usize::try_from(as_of.age(day(bought))).unwrap());
            told.change(Some(day(changed)));
        }
        told.chosen_by_change(as_of).is_some()
    }

    #[test]
    fn orders_that_thin_out_before_the_first_change_were_chosen_by_it() {
        // From day 30 on five a day; before it one order in three days, changed late.
        let dense = (30..60).flat_map(|bought| [(bought, bought + 1); 5]);
        let thin = (5..29).step_by(3).map(|bought| (bought, 31));
        assert!(chosen_by_change(dense.clone().chain(thin.clone())));
        // Four of them are no proof, and neither are many that one change before them explains.
        assert!(!chosen_by_change(dense.clone().chain(thin.clone().take(4))));
        assert!(!chosen_by_change(dense.chain(thin).chain([(5, 6)])));
    }

    #[test]
    fn orders_chosen_by_purchase_are_not_taken_for_others() {
        // Shipped a day or two later; the first ones late; all of them touched thirty days later.
        assert!(!chosen_by_change((0..60).flat_map(|bought| [(bought, bought + 1), (bought, bought + 2)])));
        assert!(!chosen_by_change((0..60).map(|bought| (bought, bought + 2 + bought % 9))));
        assert!(!chosen_by_change((0..60).map(|bought| (bought, bought + 30))));
        // A small seller: an order every six days, the first of them changed after three weeks.
        assert!(!chosen_by_change((0..10).map(|n| (n * 6, n * 6 + if n == 0 { 21 } else { 2 }))));
    }
}
