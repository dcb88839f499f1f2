//! The account measured anew: what the sums make of the four figures, and the figures of the score.

use super::{Holding, Holdings, What, When, effect};
use crate::factor::{FactorKind, FactorSet, Parts, Readings, Sums};
use crate::score::{Estimate, Learnt, measure};
use crate::units::{Points, Units};

/// What comes of a state of the account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The four figures.
    pub readings: Readings,
    /// The middle of the estimate, in points, before it is held within 0–1000.
    pub mean: f64,
}

impl Outcome {
    /// The estimate as it is shown, in points within 0–1000.
    #[must_use]
    pub fn points(&self) -> f64 {
        Points::clamped(self.mean).get()
    }
}

/// The model that learnt the account's past, the account's parts, and what both say of the day.
#[derive(Clone, Debug)]
pub struct Gauge<'a> {
    learnt: Learnt<'static>,
    estimate: Estimate,
    parts: &'a Parts,
    holdings: &'a Holdings,
    sums: Sums,
    today: Outcome,
    /// Points per step of each measure at once.
    slopes_now: [f64; 4],
    /// Figures that the parts do not make.
    others: Readings,
}

impl<'a> Gauge<'a> {
    /// The gauge of a day: `readings` are the figures of the day, of which those stand that the parts do not make. `None` where
    /// there is no estimate.
    #[must_use]
    pub fn new(
        learnt: Learnt<'static>,
        parts: &'a Parts,
        holdings: &'a Holdings,
        readings: Readings,
    ) -> Option<Gauge<'a>> {
        let sums = parts.sums();
        let others = unmade(readings, parts.stated);
        let now = sums.readings(parts.stated).or(others);
        let estimate = learnt.estimate(&now)?;
        let today = Outcome { readings: now, mean: estimate.mean };
        let slopes_now = FactorKind::ALL.map(|factor| {
            let Some((moved, step)) = moved(&now, factor) else { return 0.0 };
            learnt.estimate(&moved).map_or(0.0, |other| (other.mean - estimate.mean) / step)
        });
        Some(Gauge { learnt, estimate, parts, holdings, sums, today, slopes_now, others })
    }

    /// The parts.
    #[must_use]
    pub fn parts(&self) -> &'a Parts {
        self.parts
    }

    /// The units that actions can take hold of, of the part at a place.
    #[must_use]
    pub fn holding(&self, place: usize) -> Holding {
        self.holdings.at(place)
    }

    /// Is the stock at a place known today, and not from past days only?
    #[must_use]
    pub fn knows(&self, place: usize) -> bool {
        self.holdings.knows(place)
    }

    /// Today, with nothing done.
    #[must_use]
    pub fn today(&self) -> Outcome {
        self.today
    }

    /// The estimate of today.
    #[must_use]
    pub fn estimate(&self) -> &Estimate {
        &self.estimate
    }

    /// Factors that the parts do not make, so that no action moves them.
    #[must_use]
    pub fn unmoved(&self, set: FactorSet) -> Vec<FactorKind> {
        let counts = |factor: &FactorKind| set.has(*factor) && !self.parts.stated.has(*factor);
        FactorKind::ALL.into_iter().filter(counts).collect()
    }

    /// The sums after actions, each a place with what is done there; several on one stock follow each other.
    #[must_use]
    pub fn sums(&self, actions: &[(usize, What, Units)], when: When) -> Sums {
        let mut sums = self.sums;
        let mut places: Vec<usize> = actions.iter().map(|&(place, ..)| place).collect();
        places.sort_unstable();
        places.dedup();
        for place in places {
            let Some(before) = self.parts.list.get(place) else { continue };
            let mut part = before.clone();
            for &(_, what, units) in actions.iter().filter(|&&(at, ..)| at == place) {
                part = effect::after(&part, what, units, &self.holdings.at(place), when);
            }
            sums.take(before);
            sums.add(&part);
        }
        sums
    }

    /// What comes of sums at once: the model is asked for the figures of today.
    #[must_use]
    pub fn at_once(&self, sums: &Sums) -> Outcome {
        let readings = self.figures(sums);
        let mean = self.learnt.estimate(&readings).map_or(self.today.mean, |estimate| estimate.mean);
        Outcome { readings, mean }
    }

    /// What comes of sums that last: every week that the model averages over has them. The estimate is affine in the measures
    /// of the figures, so that full slopes × change of the measure is exact however large the change is.
    #[must_use]
    pub fn in_full(&self, sums: &Sums) -> Outcome {
        let readings = self.figures(sums);
        Outcome { readings, mean: self.today.mean + self.change(&self.estimate.slopes, &readings) }
    }

    /// Points at once and in full of one action, as [`WhatIf`](super::WhatIf) gives them, but for many: the model is not asked
    /// anew, because its answer is affine in the measures.
    #[must_use]
    pub fn changes(&self, place: usize, what: What, units: Units) -> (f64, f64) {
        let today = self.today.points();
        let points = |mean: f64| Points::clamped(mean).get();
        let change = |slopes: &[f64; 4], what, when| {
            let sums = self.sums(&[(place, what, units)], when);
            points(self.today.mean + self.change(slopes, &self.figures(&sums)))
        };
        if what == What::Hold {
            return (0.0, today - change(&self.estimate.slopes, What::Receive, When::IN_FULL));
        }
        // A lower price sells nothing on its first day.
        let at_once = match what {
            What::MarkDown => today,
            _ => change(&self.slopes_now, what, When::AT_ONCE),
        };
        (at_once - today, change(&self.estimate.slopes, what, When::IN_FULL) - today)
    }

    fn change(&self, slopes: &[f64; 4], readings: &Readings) -> f64 {
        let factors = FactorKind::ALL.into_iter().zip(slopes);
        let changes = factors.filter_map(|(factor, slope)| {
            let (before, after) = (self.today.readings.get(factor)?, readings.get(factor)?);
            Some(slope * (measure(factor, after) - measure(factor, before)))
        });
        changes.sum()
    }

    fn figures(&self, sums: &Sums) -> Readings {
        sums.readings(self.parts.stated).or(self.others)
    }
}

/// Of figures those that parts do not make at all; a factor of which nothing is left is another matter.
pub(super) fn unmade(readings: Readings, stated: FactorSet) -> Readings {
    Readings {
        excess_pct: readings.excess_pct.filter(|_| !stated.excess),
        sell_through: readings.sell_through.filter(|_| !stated.sell_through),
        stranded_pct: readings.stranded_pct.filter(|_| !stated.stranded),
        in_stock_pct: readings.in_stock_pct.filter(|_| !stated.in_stock),
    }
}

/// Figures of which one is moved by a step that stays within its range and is large against rounding, and that step of its
/// measure; `None` where it is not stated.
pub(super) fn moved(readings: &Readings, factor: FactorKind) -> Option<(Readings, f64)> {
    let figure = readings.get(factor)?;
    let to = match factor {
        FactorKind::SellThrough => figure + 1.0,
        _ if figure < 50.0 => figure + 10.0,
        _ => figure - 10.0,
    };
    let mut moved = *readings;
    match factor {
        FactorKind::Excess => moved.excess_pct = Some(to),
        FactorKind::SellThrough => moved.sell_through = Some(to),
        FactorKind::Stranded => moved.stranded_pct = Some(to),
        FactorKind::InStock => moved.in_stock_pct = Some(to),
    }
    Some((moved, measure(factor, to) - measure(factor, figure)))
}
