//! How stocks went: what was sold of each, newer days counting more, and what moved since a day. Kept beside the balances
//! where somebody asks for it, in one reading with them.

use super::balances::{Balances, Change, DayBits, LedgerKey, Names};
use super::ledger::{Folded, Stocks, Wanted};
use super::shards::Fold;
use super::steering::{Demand, Moves, Steer, Steering};
use crate::dates::{AsOf, SELL_THROUGH_DAYS};
use crate::report::{Flow, LedgerFlow, LedgerRow, SKU_WORDS};
use chrono::NaiveDate;

/// What is kept of which days.
#[derive(Debug)]
pub(super) struct Course {
    /// What a day counts, by its age.
    weights: Vec<u64>,
    /// Days younger than this one moved what is asked for.
    since_age: u16,
}

impl Course {
    /// What is asked for; `None` where nothing is that a ledger would have to be read for.
    pub(super) fn of(steer: Option<Steer>, as_of: AsOf) -> Option<Course> {
        let steer = steer.filter(|steer| steer.demand || steer.since.is_some())?;
        let since_age = steer.since.map_or(0, |since| u16::try_from(as_of.age(since)).unwrap_or(0));
        Some(Course { weights: (0..SELL_THROUGH_DAYS).map(Demand::weight).collect(), since_age })
    }

    /// The weights of the days of which a bit is set, of those that are younger than `told` days.
    pub(super) fn weigh(&self, days: DayBits, told: i64) -> u64 {
        let known = self.weights.iter().enumerate();
        let on_offer =
            known.filter(|&(age, _)| days >> age & 1 == 1 && i64::try_from(age).is_ok_and(|age| age < told));
        on_offer.map(|(_, weight)| weight).sum()
    }

    /// What a day counts, by its age.
    pub(super) fn weight(&self, age: u16) -> u64 {
        self.weights.get(usize::from(age)).copied().unwrap_or(0)
    }

    /// Does the day that lies so far back belong to those that are asked for?
    pub(super) fn is_since(&self, age: u16) -> bool {
        age < self.since_age
    }
}

/// Takes down what is kept of the stocks, while they are settled one after the other.
pub(super) struct Keeping<'a> {
    steering: Option<&'a mut Steering>,
    course: Option<&'a Course>,
    /// So many days back the ledger tells.
    told: i64,
    demand: bool,
    moves: bool,
    went: (u64, Moves),
}

impl<'a> Keeping<'a> {
    /// Fewer days tell nothing of what is sold.
    const LEAST_DAYS: i64 = 14;

    /// Into `steering`, as far as it was asked for and a ledger that begins on `first` tells it.
    pub(super) fn of(
        steering: Option<&'a mut Steering>,
        (steer, course): (Option<Steer>, Option<&'a Course>),
        as_of: AsOf,
        (first, sales): (NaiveDate, bool),
    ) -> Keeping<'a> {
        let told = as_of.age(first) + 1;
        let asked = steer.unwrap_or_default();
        Keeping {
            steering,
            course,
            told,
            demand: asked.demand && sales && told >= Self::LEAST_DAYS,
            // What moved on a day is told by that day's rows.
            moves: asked.since.is_some_and(|since| since >= first.pred_opt().unwrap_or(first)),
            went: (0, Moves::default()),
        }
    }

    /// So many stocks are to come: lists that grow by copying leave holes.
    pub(super) fn expect(&mut self, stocks: usize) {
        let Some(steering) = &mut self.steering else { return };
        steering.ledger.reserve_exact(stocks);
        steering.demand.reserve_exact(if self.demand { stocks } else { 0 });
        steering.moves.reserve_exact(if self.moves { stocks } else { 0 });
    }

    /// One more label or place of the stock.
    pub(super) fn went(&mut self, (sold, moves): (u64, Moves)) {
        self.went.0 += sold;
        self.went.1 = self.went.1.and(moves);
    }

    /// The stock is settled: its units on the snapshot days, and the days on which it was on offer.
    pub(super) fn stock(&mut self, snapshots: [u64; 4], on_offer: DayBits) {
        let (sold, moves) = std::mem::take(&mut self.went);
        let Some(steering) = &mut self.steering else { return };
        steering.ledger.push(snapshots.map(|units| u32::try_from(units).unwrap_or(u32::MAX)));
        let Some(course) = self.course else { return };
        if self.demand {
            steering.demand.push(Demand { sold, on_offer: course.weigh(on_offer, self.told) });
        }
        if self.moves {
            steering.moves.push(moves);
        }
    }
}

/// The ledger of one label at one place, with how it went.
#[derive(Debug, Default)]
pub(super) struct Tracked {
    balances: Balances,
    /// Units shipped, weighted.
    sold: u64,
    /// Sold, received, returned, removed, lost, found: what moved, as small as it can be.
    moved: [u32; 6],
    /// Transferred, and whatever else.
    net: [i32; 2],
}

/// What one ledger row says.
#[derive(Clone, Copy, Debug)]
pub(super) struct TrackedChange {
    change: Change,
    weight: u64,
    moves: Option<Flow>,
}

impl Fold for Tracked {
    type Key = LedgerKey;
    type Change = TrackedChange;
    type Aside = Names;

    fn touch(&self) -> u32 {
        self.balances.touch()
    }

    fn fold(&mut self, TrackedChange { change, weight, moves }: TrackedChange) -> bool {
        let shipped = u64::from(change.balance.shipped);
        self.sold += weight * shipped;
        if let Some(flow) = moves {
            let Flow { received, returned, removed, lost, found, transferred, other } = flow;
            let came = [received, returned, removed, lost, found].map(|units| units.max(0).unsigned_abs());
            let [received, returned, removed, lost, found] = came;
            let moved = [change.balance.shipped, received, returned, removed, lost, found];
            for (sum, units) in self.moved.iter_mut().zip(moved) {
                *sum = sum.saturating_add(units);
            }
            for (sum, units) in self.net.iter_mut().zip([transferred, other]) {
                *sum = sum.saturating_add(units);
            }
        }
        self.balances.fold(change)
    }

    fn put_aside(names: &mut Names, key: &LedgerKey, change: &TrackedChange) {
        Balances::put_aside(names, key, &change.change);
    }
}

impl Folded for Tracked {
    type More = Flow;
    type Summary = LedgerFlow;
    const BY_DAY: bool = true;

    fn change(wanted: &Wanted<'_>, age: u16, row: &LedgerRow<'_, Flow>) -> TrackedChange {
        let course = wanted.course;
        TrackedChange {
            change: Balances::of_row(age, row),
            weight: course.map_or(0, |course| course.weight(age)),
            moves: course.filter(|course| course.is_since(age)).map(|_| row.more),
        }
    }
}

impl Stocks for Tracked {
    fn balances(&self) -> &Balances {
        &self.balances
    }

    fn went(&self) -> (u64, Moves) {
        let [sold, received, returned, removed, lost, found] = self.moved.map(u64::from);
        let [transferred, other] = self.net.map(i64::from);
        (self.sold, Moves { sold, received, returned, removed, lost, found, transferred, other })
    }

    fn sku(change: &TrackedChange) -> [u64; SKU_WORDS] {
        change.change.sku
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_are_told_and_on_offer_are_weighed() {
        let steer = Steer { demand: true, ..Steer::default() };
        let course = Course::of(Some(steer), AsOf::new("2026-10-31".parse().unwrap())).unwrap();
        // Today, and the day thirty days ago, which counts half; not the one of sixty days ago, which nothing tells.
        let days = 1 | 1 << 30 | 1 << 60;
        assert_eq!(course.weigh(days, 50), Demand::ONE + Demand::ONE / 2);
        assert_eq!(course.weigh(days, 61), Demand::ONE + Demand::ONE / 2 + Demand::ONE / 4);
        assert!(!course.is_since(0));
    }

    #[test]
    fn what_moved_since_a_day_is_of_the_days_after_it() {
        let since = Some("2026-10-24".parse().unwrap());
        let steer = Steer { since, ..Steer::default() };
        let course = Course::of(Some(steer), AsOf::new("2026-10-31".parse().unwrap())).unwrap();
        assert_eq!([0, 6, 7].map(|age| course.is_since(age)), [true, true, false]);
        assert!(Course::of(Some(Steer::default()), AsOf::new("2026-10-31".parse().unwrap())).is_none());
    }
}
