//! What each stock brings into the sums of the four factors: the same sums, taken apart, so that they can be put together
//! again with a stock changed, added or left out.
//!
//! A part has nothing of a stock that the factor leaves out, for whatever reason; so the sum over all parts is the factor, to
//! the last unit.

use super::excess::{self, leaves_new_out};
use super::{LeftOut, Readings, SellThrough, sell_through, stranded};
use crate::account::{Account, PastStock, SnapshotSource, StockFacts};
use crate::dates::{IN_STOCK_DAYS, SNAPSHOT_AGES};
use crate::factor::{FactorKind, FactorSet, Factors};
use crate::ids::Sku;
use crate::units::Units;
use chrono::NaiveDate;

/// What one stock brings into the sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The name under which the stock is listed.
    pub sku: Sku,
    /// Units on hand, of which the excess share is taken; none of a new product where these do not count.
    pub on_hand: Units,
    /// Excess units.
    pub excess: Units,
    /// Stranded units.
    pub stranded: Units,
    /// Units of which the stranded share is taken.
    pub stranded_of: Units,
    /// Units shipped in 90 days.
    pub shipped_90: Units,
    /// Units on the four snapshot days, today first; all none where only an average is known.
    pub snapshots: [Units; SNAPSHOT_AGES.len()],
    /// Mean of the snapshots, or the average that Amazon's sell-through column implies.
    pub average: f64,
    /// Units shipped in 60 days: its weight in the in-stock rate; none of an excluded product.
    pub weight: Units,
    /// Of the last 30 days those that ended without stock.
    pub days_out: u16,
}

/// The parts of an account, and which factors they make.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// In the order of the account's stocks, which is that of their names; then what only past days know.
    pub list: Vec<Part>,
    /// Factors that count and have a figure.
    pub stated: FactorSet,
    /// The days of the snapshots; `None` where only averages are known.
    pub days: Option<[NaiveDate; SNAPSHOT_AGES.len()]>,
}

/// The sums over parts, of which the factors are ratios.
///
/// ```
/// use ipi::factor::parts::Sums;
/// use ipi::factor::FactorSet;
/// use ipi::units::Units;
/// let mut sums = Sums { on_hand: Units::new(300), excess: Units::new(150), ..Sums::default() };
/// assert_eq!(sums.readings(FactorSet { sell_through: false, stranded: false, in_stock: false, ..FactorSet::FOUR }).excess_pct,
///     Some(50.0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Units of which the excess share is taken.
    pub on_hand: Units,
    /// Excess units.
    pub excess: Units,
    /// Stranded units.
    pub stranded: Units,
    /// Units of which the stranded share is taken.
    pub stranded_of: Units,
    /// Units shipped in 90 days.
    pub shipped_90: Units,
    /// Units on the snapshot days.
    pub snapshots: [Units; SNAPSHOT_AGES.len()],
    /// Averages, where only these are known; else not looked at.
    pub average: Option<f64>,
    /// Units shipped in 60 days.
    pub weight: Units,
    /// Units shipped in 60 days × days out of stock of the last 30.
    pub weighted_out: u64,
}

impl Part {
    /// A stock that brings nothing.
    #[must_use]
    pub fn new(sku: Sku) -> Part {
        Part {
            sku,
            on_hand: Units::ZERO,
            excess: Units::ZERO,
            stranded: Units::ZERO,
            stranded_of: Units::ZERO,
            shipped_90: Units::ZERO,
            snapshots: [Units::ZERO; SNAPSHOT_AGES.len()],
            average: 0.0,
            weight: Units::ZERO,
            days_out: 0,
        }
    }
}

impl Sums {
    /// Of no part, with snapshots or, where only these are known, averages.
    #[must_use]
    pub fn empty(with_snapshots: bool) -> Sums {
        Sums { average: (!with_snapshots).then_some(0.0), ..Sums::default() }
    }

    /// Adds a part.
    pub fn add(&mut self, part: &Part) {
        self.on_hand += part.on_hand;
        self.excess += part.excess;
        self.stranded += part.stranded;
        self.stranded_of += part.stranded_of;
        self.shipped_90 += part.shipped_90;
        for (sum, units) in self.snapshots.iter_mut().zip(part.snapshots) {
            *sum += units;
        }
        if let Some(average) = &mut self.average {
            *average += part.average;
        }
        self.weight += part.weight;
        self.weighted_out += part.weight.get() * u64::from(part.days_out);
    }

    /// Takes away a part that was added.
    pub fn take(&mut self, part: &Part) {
        let less = |sum: &mut Units, units: Units| *sum = sum.saturating_sub(units);
        less(&mut self.on_hand, part.on_hand);
        less(&mut self.excess, part.excess);
        less(&mut self.stranded, part.stranded);
        less(&mut self.stranded_of, part.stranded_of);
        less(&mut self.shipped_90, part.shipped_90);
        for (sum, units) in self.snapshots.iter_mut().zip(part.snapshots) {
            less(sum, units);
        }
        if let Some(average) = &mut self.average {
            *average -= part.average;
        }
        less(&mut self.weight, part.weight);
        let out = part.weight.get() * u64::from(part.days_out);
        self.weighted_out = self.weighted_out.saturating_sub(out);
    }

    /// The four figures, as far as they are stated and there is something to divide by: those that [`Factors`] gives, to
    /// the last digit.
    #[must_use]
    pub fn readings(&self, stated: FactorSet) -> Readings {
        let only = |factor: FactorKind, figure: Option<f64>| figure.filter(|_| stated.has(factor));
        #[allow(clippy::cast_precision_loss)] // sums of report cells stay far below 2^53
        let sell_through = match self.average {
            Some(average) => (average > 0.0).then(|| self.shipped_90.get() as f64 / average),
            None => sell_through::ratio(self.shipped_90, self.snapshots).map(|(_, ratio)| ratio),
        };
        let days = self.weight.get() * u64::from(IN_STOCK_DAYS);
        let in_stock = Units::new(days.saturating_sub(self.weighted_out)).ratio(Units::new(days));
        Readings {
            excess_pct: only(FactorKind::Excess, self.excess.ratio(self.on_hand)).map(|share| share * 100.0),
            sell_through: only(FactorKind::SellThrough, sell_through),
            stranded_pct: only(FactorKind::Stranded, self.stranded.ratio(self.stranded_of))
                .map(|share| share * 100.0),
            in_stock_pct: only(FactorKind::InStock, in_stock).map(|rate| rate * 100.0),
        }
    }

    /// Mean stock of the snapshots, or the average that is implied.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // sums of report cells stay far below 2^53
    pub fn mean_stock(&self) -> f64 {
        self.average.unwrap_or_else(|| {
            let sum: Units = self.snapshots.into_iter().sum();
            sum.get() as f64 / SNAPSHOT_AGES.len() as f64
        })
    }
}

/// An account whose factors can be taken apart: the same as [`Parts`] without a list of them, for whoever looks at each once.
#[derive(Debug)]
pub struct Apart<'a> {
    account: &'a Account,
    basis: Option<Basis>,
    new_out: bool,
    /// Factors that count and have a figure.
    pub stated: FactorSet,
}

impl<'a> Apart<'a> {
    /// Of an account of which steering was read (`Settings::steer`); without it no part has stock of past days, and
    /// sell-through is not stated.
    #[must_use]
    pub fn of(account: &'a Account, factors: &Factors) -> Apart<'a> {
        let has = |factor| factors.unstated(factor).is_none();
        let basis = factors.sell_through.as_ref().ok().and_then(|found| Basis::of(account, found));
        let stated = FactorSet {
            excess: has(FactorKind::Excess),
            sell_through: basis.is_some(),
            stranded: has(FactorKind::Stranded),
            in_stock: has(FactorKind::InStock),
        };
        let new_out = leaves_new_out(account.marketplace, account.as_of.day());
        Apart { account, basis, new_out, stated }
    }

    /// The parts, in the order of the account's stocks; then what only past days know.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        let steering = self.account.steering.as_ref();
        let gone = steering.into_iter().flat_map(|steering| &steering.gone);
        let gone = gone.filter_map(|(sku, past)| self.basis.as_ref()?.gone(sku, *past));
        self.account.stocks.iter().enumerate().map(|(at, facts)| self.part(at, facts)).chain(gone)
    }

    fn part(&self, at: usize, facts: &StockFacts) -> Part {
        let Apart { account, stated, .. } = *self;
        let is_left_out = LeftOut::default().takes(account, facts);
        let mut part = Part::new(facts.sku.clone());
        if stated.excess && !is_left_out && !(self.new_out && facts.is_new) {
            part.on_hand = facts.on_hand_units();
            part.excess = excess::of_stock(facts).unwrap_or_default();
        }
        if stated.stranded {
            part.stranded = facts.stranded.unwrap_or_default();
            part.stranded_of = stranded::on_hand(facts);
        }
        if let Some(basis) = &self.basis {
            let is_known = basis.sources.is_some() || facts.has_average();
            let shipped = facts.shipped_90.filter(|_| !is_left_out && is_known);
            part.shipped_90 = shipped.map(|fact| fact.value).unwrap_or_default();
            let past = account.steering.as_ref().map(|steering| steering.stock(at).past);
            basis.fill(&mut part, past.unwrap_or_default(), facts);
        }
        if stated.in_stock && !facts.excluded {
            part.weight = facts.shipped_60.map(|fact| fact.value).unwrap_or_default();
            part.days_out = IN_STOCK_DAYS.saturating_sub(facts.days_in_stock_30.unwrap_or(0));
        }
        part
    }

    /// The sums over all parts.
    #[must_use]
    pub fn sums(&self) -> Sums {
        let mut sums = Sums::empty(self.days().is_some());
        self.parts().for_each(|part| sums.add(&part));
        sums
    }

    /// The days of the snapshots; `None` where only averages are known.
    #[must_use]
    pub fn days(&self) -> Option<[NaiveDate; SNAPSHOT_AGES.len()]> {
        self.basis.as_ref().and_then(|basis| basis.days)
    }
}

impl Parts {
    /// Takes the factors of an account apart, of which steering was read (`Settings::steer`).
    #[must_use]
    pub fn of(account: &Account, factors: &Factors) -> Parts {
        let apart = Apart::of(account, factors);
        Parts { list: apart.parts().collect(), stated: apart.stated, days: apart.days() }
    }

    /// The sums over all parts.
    #[must_use]
    pub fn sums(&self) -> Sums {
        let mut sums = Sums::empty(self.days.is_some());
        self.list.iter().for_each(|part| sums.add(part));
        sums
    }

    /// The four figures.
    #[must_use]
    pub fn readings(&self) -> Readings {
        self.sums().readings(self.stated)
    }

    /// The place of a stock by the name under which it is listed.
    #[must_use]
    pub fn find(&self, sku: &str) -> Option<usize> {
        self.list.iter().position(|part| part.sku.as_str() == sku)
    }
}

/// Where the stock of past days comes from, for each of the four snapshots.
#[derive(Debug)]
struct Basis {
    sources: Option<[SnapshotSource; SNAPSHOT_AGES.len()]>,
    days: Option<[NaiveDate; SNAPSHOT_AGES.len()]>,
}

impl Basis {
    /// That of the factor; `None` where the stock of single SKUs on those days was not kept.
    fn of(account: &Account, found: &SellThrough) -> Option<Basis> {
        let [a, b, c, d] = found.snapshots.as_slice() else {
            return Some(Basis { sources: None, days: None });
        };
        account.steering.as_ref()?;
        let of = [a, b, c, d];
        Some(Basis {
            sources: Some(of.map(|snapshot| snapshot.source)),
            days: Some(of.map(|snapshot| snapshot.day)),
        })
    }

    fn fill(&self, part: &mut Part, past: PastStock, facts: &StockFacts) {
        match self.sources {
            Some(sources) => part.set_snapshots(of_sources(sources, past)),
            None => part.average = implied(facts),
        }
    }

    /// The part of a SKU of which only past days are known, where it had stock on any of them.
    fn gone(&self, sku: &Sku, past: PastStock) -> Option<Part> {
        let snapshots = of_sources(self.sources?, past);
        let mut part = Part::new(sku.clone());
        part.set_snapshots(snapshots);
        (part.average > 0.0).then_some(part)
    }
}

impl Part {
    /// Sets the stock of the snapshot days, and with it their mean.
    #[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
    pub fn set_snapshots(&mut self, snapshots: [Units; SNAPSHOT_AGES.len()]) {
        self.snapshots = snapshots;
        let sum: Units = snapshots.into_iter().sum();
        self.average = sum.get() as f64 / SNAPSHOT_AGES.len() as f64;
    }
}

fn of_sources(
    sources: [SnapshotSource; SNAPSHOT_AGES.len()],
    past: PastStock,
) -> [Units; SNAPSHOT_AGES.len()] {
    let mut at = 0..SNAPSHOT_AGES.len();
    sources.map(|source| {
        let units = match source {
            SnapshotSource::KeptReports => past.kept,
            SnapshotSource::Ledger | SnapshotSource::SellThroughColumn => past.ledger,
        };
        Units::new(units.zip(at.next()).map_or(0, |(units, i)| units[i]).into())
    })
}

/// The average that Amazon's sell-through column implies of a stock; today's units where it says nothing.
#[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
fn implied(facts: &StockFacts) -> f64 {
    match facts.implied_average {
        Some(implied) if implied > 0.0 => implied,
        _ if facts.is_listed || facts.shipped_90.is_some() => facts.on_hand_units().get() as f64,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factor::in_stock;

    #[test]
    fn what_was_added_can_be_taken_away() {
        let mut part = Part::new(Sku::from("LAMP"));
        (part.on_hand, part.excess, part.weight, part.days_out) =
            (Units::new(200), Units::new(150), Units::new(30), 6);
        part.set_snapshots([200, 210, 220, 210].map(Units::new));
        assert_eq!(part.average, 210.0);
        let mut sums = Sums::default();
        sums.add(&part);
        assert_eq!((sums.mean_stock(), sums.weighted_out), (210.0, 180));
        // 180 of 30 × 30 weighted days are missing: 80 %.
        assert_eq!(sums.readings(FactorSet::FOUR).in_stock_pct, Some(80.0));
        sums.take(&part);
        assert_eq!(sums, Sums::default());
    }

    #[test]
    fn the_rate_is_that_of_the_factor() {
        // Amazon's own example: velocity 2 at half of the days, 3 at all of them.
        let sums = Sums { weight: Units::new(5), weighted_out: 30, ..Sums::default() };
        let known = in_stock::rate([(Units::new(2), 15), (Units::new(3), 30)]).map(|(_, rate)| rate * 100.0);
        assert_eq!(sums.readings(FactorSet::FOUR).in_stock_pct, known);
    }
}
