//! What an action does to the part of its stock: the units of the day, and those of the snapshot days from which it counts.
//!
//! | action | excess, on hand | stranded | snapshots | sold | days out |
//! |---|---|---|---|---|---|
//! | remove, dispose, liquidate N | h − N; excess first: max(0, e − N) | stranded first: max(0, t − N) | − N each | | more, where nothing is left |
//! | receive N | h + N; excess what exceeds 90 days of sales | + N where all of it is stranded | + N each | | fewer, where it was out |
//! | ship N | h − N; max(0, e − N) | | − N each | + N | more, where nothing is left |
//! | fix N | | t − N | | | |
//! | hold N | nothing: what is on its way is not on hand yet | | | | |
//!
//! Excess units go first because it is they that nobody is waiting for; stranded units go first because they cannot be sold.
//! Nothing falls below zero: a unit can leave a snapshot only if it was in it.

use super::{Holding, What};
use crate::dates::{AsOf, IN_STOCK_DAYS, SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};
use crate::factor::Part;
use crate::units::Units;
use chrono::NaiveDate;

/// How far an action counts on the day that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// In which of the four snapshots, that of the day first.
    pub snapshots: [bool; SNAPSHOT_AGES.len()],
    /// On how many of the last 30 days.
    pub days: u16,
}

impl When {
    /// On the day itself: only its own snapshot has changed.
    pub const AT_ONCE: When = When { snapshots: [true, false, false, false], days: 1 };
    /// Once all four snapshots have rolled, everything else being as it is.
    pub const IN_FULL: When = When { snapshots: [true; SNAPSHOT_AGES.len()], days: IN_STOCK_DAYS };

    /// On `day`, of an action that counts from `start` on: in the snapshots that were not taken before it.
    ///
    /// ```
    /// use ipi::plan::When;
    /// let day = |text: &str| text.parse().unwrap();
    /// let start = day("2026-10-31");
    /// assert_eq!(When::on(start, start), When::AT_ONCE);
    /// // 31 days later: the day itself and the day 30 days before it, which is 1 November.
    /// assert_eq!(When::on(day("2026-12-01"), start).snapshots, [true, true, false, false]);
    /// assert_eq!(When::on(day("2027-01-29"), start), When::IN_FULL);
    /// assert_eq!(When::on(day("2026-10-30"), start).share(), 0.0);
    /// ```
    #[must_use]
    pub fn on(day: NaiveDate, start: NaiveDate) -> When {
        let passed = (day - start).num_days();
        let days = u16::try_from((passed + 1).clamp(0, IN_STOCK_DAYS.into())).unwrap_or(0);
        When { snapshots: SNAPSHOT_AGES.map(|age| passed >= i64::from(age)), days }
    }

    /// The share of the mean of the four snapshots in which it counts.
    #[must_use]
    pub fn share(self) -> f64 {
        self.snapshots.iter().map(|&counts| if counts { 0.25 } else { 0.0 }).sum()
    }

    fn counts(self) -> bool {
        self.snapshots[0]
    }
}

/// The part after an action on `units` of its stock.
///
/// ```
/// use ipi::factor::Part;
/// use ipi::plan::{Holding, What, When, effect};
/// use ipi::units::Units;
/// let mut lamp = Part::new("LAMP".into());
/// (lamp.on_hand, lamp.excess) = (Units::new(200), Units::new(150));
/// lamp.set_snapshots([200, 210, 220, 210].map(Units::new));
/// let after = |when| effect::after(&lamp, What::Remove, Units::new(100), &Holding::default(), when);
/// let at_once = after(When::AT_ONCE);
/// assert_eq!((at_once.on_hand.get(), at_once.excess.get(), at_once.average), (100, 50, 185.0)); // 210 − 100 ÷ 4
/// assert_eq!(after(When::IN_FULL).average, 110.0); // 210 − 100
/// ```
#[must_use]
pub fn after(part: &Part, what: What, units: Units, holding: &Holding, when: When) -> Part {
    let mut part = part.clone();
    if units == Units::ZERO || !when.counts() {
        return part;
    }
    let before = stock(&part);
    match what {
        What::Remove | What::Dispose | What::Liquidate => {
            part.stranded = part.stranded.saturating_sub(units);
            leave(&mut part, units, when);
        }
        What::Ship | What::MarkDown => {
            leave(&mut part, units, when);
            part.shipped_90 += units;
            part.weight += if holding.excluded { Units::ZERO } else { units };
        }
        What::Receive | What::Restock => arrive(&mut part, units, holding, when),
        What::Fix => part.stranded = part.stranded.saturating_sub(units),
        What::Hold => {}
    }
    match (before > Units::ZERO, stock(&part) > Units::ZERO) {
        (true, false) => part.days_out = (part.days_out + when.days).min(IN_STOCK_DAYS),
        (false, true) => part.days_out = part.days_out.saturating_sub(when.days),
        _ => {}
    }
    part
}

/// Takes units out that would have arrived: so many of each snapshot, and of the day as many as of its own.
pub(super) fn held(part: &mut Part, arrived: [Units; SNAPSHOT_AGES.len()]) {
    let [today, ..] = arrived;
    part.excess = part.excess.saturating_sub(today);
    part.on_hand = part.on_hand.saturating_sub(today);
    part.stranded_of = part.stranded_of.saturating_sub(today);
    if part.snapshots != [Units::ZERO; SNAPSHOT_AGES.len()] {
        let mut at = arrived.into_iter();
        part.set_snapshots(part.snapshots.map(|there| there.saturating_sub(at.next().unwrap_or_default())));
    } else {
        let sum: Units = arrived.into_iter().sum();
        part.average = (part.average - number(sum) / number(Units::new(SNAPSHOT_AGES.len() as u64))).max(0.0);
    }
}

/// Units that are sold day by day from a day on: so many a day, and no more than there are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sale {
    /// The first day.
    pub(super) from: NaiveDate,
    /// Units a day.
    pub(super) a_day: f64,
    /// Units in all.
    pub(super) most: Units,
}

impl Sale {
    /// Units sold up to the end of a day.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    // Not negative, days between two dates, and `as` stops at the type's end.
    pub(super) fn by(&self, day: NaiveDate) -> Units {
        let days = (day - self.from).num_days() + 1;
        if days <= 0 { Units::ZERO } else { Units::new((self.a_day * days as f64) as u64).min(self.most) }
    }

    /// Units sold on the `days` days that end on `day`.
    fn within(&self, day: NaiveDate, days: u16) -> Units {
        self.by(day).saturating_sub(self.by(AsOf::new(day).back(days)))
    }
}

/// Units are sold beside those that are sold anyway.
pub(super) fn sold(part: &mut Part, sale: &Sale, holding: &Holding, day: NaiveDate) {
    held(part, SNAPSHOT_AGES.map(|age| sale.by(AsOf::new(day).back(age))));
    count_sold(part, sale, holding, day);
}

/// Units arrive of what is out of stock, and are sold from then on.
pub(super) fn restocked(part: &mut Part, sale: &Sale, holding: &Holding, day: NaiveDate) {
    let days = (day - sale.from).num_days() + 1;
    if days <= 0 {
        return;
    }
    let there = |age: u16| {
        let on = AsOf::new(day).back(age);
        if on < sale.from { Units::ZERO } else { sale.most.saturating_sub(sale.by(on)) }
    };
    let left = there(0);
    if !holding.too_new {
        part.on_hand += left;
        part.excess += left.saturating_sub(holding.demand_90);
    }
    part.stranded_of += left;
    let mut at = SNAPSHOT_AGES.map(there).into_iter();
    part.set_snapshots(part.snapshots.map(|units| units + at.next().unwrap_or_default()));
    count_sold(part, sale, holding, day);
    let days = u16::try_from(days).unwrap_or(u16::MAX);
    part.days_out = part.days_out.saturating_sub(days.min(IN_STOCK_DAYS));
}

fn count_sold(part: &mut Part, sale: &Sale, holding: &Holding, day: NaiveDate) {
    part.shipped_90 += sale.within(day, SELL_THROUGH_DAYS);
    part.weight += if holding.excluded { Units::ZERO } else { sale.within(day, WEIGHT_DAYS) };
}

/// What is there of it, whichever factor counts it.
fn stock(part: &Part) -> Units {
    part.on_hand.max(part.snapshots[0]).max(part.stranded_of)
}

fn leave(part: &mut Part, units: Units, when: When) {
    part.excess = part.excess.saturating_sub(units);
    part.on_hand = part.on_hand.saturating_sub(units);
    part.stranded_of = part.stranded_of.saturating_sub(units);
    snapshots(part, when, |there| there.saturating_sub(units), -number(units));
}

fn arrive(part: &mut Part, units: Units, holding: &Holding, when: When) {
    // A listing that is not active keeps what arrives from being sold.
    if part.stranded > Units::ZERO && part.stranded == part.stranded_of {
        part.stranded += units;
    }
    part.stranded_of += units;
    if !holding.too_new {
        let room = match part.excess {
            Units::ZERO => holding.demand_90.saturating_sub(part.on_hand),
            _ => Units::ZERO,
        };
        part.excess += units.saturating_sub(room);
        part.on_hand += units;
    }
    snapshots(part, when, |there| there + units, number(units));
}

/// Changes the snapshots in which the action counts; where only an average is known, that by as many quarters.
fn snapshots(part: &mut Part, when: When, change: impl Fn(Units) -> Units, by: f64) {
    if part.snapshots == [Units::ZERO; SNAPSHOT_AGES.len()] && part.average > 0.0 {
        part.average = (part.average + by * when.share()).max(0.0);
        return;
    }
    let mut at = when.snapshots.into_iter();
    part.set_snapshots(
        part.snapshots.map(|there| if at.next() == Some(true) { change(there) } else { there }),
    );
}

#[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
fn number(units: Units) -> f64 {
    units.get() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(on_hand: u64, excess: u64, stranded: u64, snapshots: [u64; 4]) -> Part {
        let mut part = Part::new("LAMP".into());
        (part.on_hand, part.excess) = (Units::new(on_hand), Units::new(excess));
        (part.stranded, part.stranded_of) = (Units::new(stranded), Units::new(on_hand));
        part.set_snapshots(snapshots.map(Units::new));
        part
    }

    fn done(part: &Part, what: What, units: u64, holding: &Holding, when: When) -> Part {
        after(part, what, Units::new(units), holding, when)
    }

    #[test]
    fn nothing_falls_below_zero() {
        let left = done(&part(10, 4, 2, [10, 3, 20, 0]), What::Remove, 5, &Holding::default(), When::IN_FULL);
        assert_eq!((left.on_hand.get(), left.excess.get(), left.stranded.get()), (5, 0, 0));
        assert_eq!(left.snapshots.map(Units::get), [5, 0, 15, 0]);
    }

    #[test]
    fn what_is_all_taken_is_out_of_stock() {
        let mut all = part(10, 0, 0, [10, 10, 10, 10]);
        all.days_out = 3;
        let days = |units, when| done(&all, What::Remove, units, &Holding::default(), when).days_out;
        assert_eq!((days(9, When::AT_ONCE), days(10, When::AT_ONCE), days(10, When::IN_FULL)), (3, 4, 30));
    }

    #[test]
    fn what_arrives_is_excess_beyond_ninety_days_of_sales() {
        let holding = Holding { demand_90: Units::new(50), ..Holding::default() };
        let mut out = part(0, 0, 0, [0, 20, 20, 20]);
        out.days_out = 12;
        let full = done(&out, What::Receive, 60, &holding, When::AT_ONCE);
        assert_eq!((full.on_hand.get(), full.excess.get(), full.days_out), (60, 10, 11));
        assert_eq!(full.snapshots.map(Units::get), [60, 20, 20, 20]);
        assert_eq!(done(&out, What::Receive, 60, &holding, When::IN_FULL).days_out, 0);
        // Where there is too much already all of it is; a new product does not count; a closed listing sells nothing.
        assert_eq!(
            done(&part(60, 10, 0, [60; 4]), What::Receive, 5, &holding, When::AT_ONCE).excess.get(),
            15
        );
        let new = Holding { too_new: true, ..holding };
        assert_eq!(done(&part(0, 0, 0, [0; 4]), What::Receive, 5, &new, When::AT_ONCE).on_hand.get(), 0);
        assert_eq!(
            done(&part(7, 0, 7, [7; 4]), What::Receive, 5, &holding, When::AT_ONCE).stranded.get(),
            12
        );
    }

    #[test]
    fn what_is_sold_counts_as_sold() {
        let sold = done(&part(10, 4, 0, [10; 4]), What::Ship, 3, &Holding::default(), When::AT_ONCE);
        assert_eq!((sold.on_hand.get(), sold.excess.get()), (7, 1));
        assert_eq!((sold.shipped_90.get(), sold.weight.get(), sold.average), (3, 3, 9.25));
        let excluded = Holding { excluded: true, ..Holding::default() };
        assert_eq!(done(&part(10, 4, 0, [10; 4]), What::Ship, 3, &excluded, When::AT_ONCE).weight.get(), 0);
    }

    #[test]
    fn an_average_alone_changes_by_quarters() {
        let mut implied = part(100, 0, 0, [0; 4]);
        implied.average = 80.0;
        let average = |when| done(&implied, What::Remove, 40, &Holding::default(), when).average;
        assert_eq!((average(When::AT_ONCE), average(When::IN_FULL)), (70.0, 40.0));
    }

    #[test]
    fn before_it_begins_nothing_has_happened() {
        let before = When { snapshots: [false; 4], days: 0 };
        let whole = part(10, 4, 2, [10; 4]);
        assert_eq!(done(&whole, What::Remove, 5, &Holding::default(), before), whole);
        assert_eq!(done(&whole, What::Hold, 5, &Holding::default(), When::IN_FULL), whole);
    }
}
