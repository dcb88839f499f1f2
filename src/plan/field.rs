//! The field of a plan: every stock with which something can be done, and what the score comes to for any choice.
//!
//! The estimate is affine in the measures of the figures of every day that is looked at. So the model is asked once for each
//! figure of each day, and from then on a choice is measured by exact sums, their ratios, and these weights.

use super::effect::{self, Sale, When};
use super::gauge::{moved, unmade};
use super::{Baseline, Holding, Price, What};
use crate::factor::{FactorKind, Part, Readings, Sums};
use crate::money::Money;
use crate::score::measure;
use crate::units::Units;

/// A stock with which something can be done.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Its place among the parts.
    pub(super) place: usize,
    pub(super) holding: Holding,
    /// Stranded units that can be put on sale again.
    pub(super) fix: Units,
    /// Units on their way that can be held back.
    pub(super) hold: Units,
    /// Units that can be taken out.
    pub(super) remove: Units,
    /// Units that can be sent of what is out of stock, and from when they are sold.
    pub(super) restock: Option<Sale>,
    /// Lower prices: what more is sold by each, and what it has cost by the plan's day.
    pub(super) cuts: Vec<Cut>,
    /// By what kind of order, and what a unit costs.
    pub(super) way: What,
    pub(super) price: Price,
}

/// A lower price.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    /// By how much, in percent.
    pub(super) percent: u8,
    /// What is sold beside.
    pub(super) sale: Sale,
    /// What is given up on all units sold up to the day of the plan.
    pub(super) cost: Money,
}

/// What is done with a candidate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// Is it restocked?
    pub(super) restock: bool,
    /// Which of the cuts is made, counted from 1; 0 is none.
    pub(super) cut: usize,
    pub(super) fix: Units,
    pub(super) hold: Units,
    pub(super) remove: Units,
}

impl Choice {
    pub(super) const NOTHING: Choice =
        Choice { restock: false, cut: 0, fix: Units::ZERO, hold: Units::ZERO, remove: Units::ZERO };
}

impl Candidate {
    /// The lower price of a choice.
    pub(super) fn cut(&self, choice: Choice) -> Option<&Cut> {
        self.cuts.get(choice.cut.checked_sub(1)?)
    }
}

/// One day that is looked at.
struct Day {
    sums: Sums,
    measures: [Option<f64>; 4],
    /// Points per step of the measure of each factor.
    weights: [f64; 4],
    when: When,
}

/// The field.
pub(super) struct Field<'a> {
    pub(super) baseline: &'a Baseline,
    pub(super) candidates: Vec<Candidate>,
    days: Vec<Day>,
    /// The mean of the score where nothing is done, in points.
    pub(super) base: f64,
}

/// The sums of every day that is looked at.
pub(super) type State = Vec<Sums>;

impl<'a> Field<'a> {
    /// `None` where there is no estimate.
    pub(super) fn new(baseline: &'a Baseline, candidates: Vec<Candidate>) -> Option<Field<'a>> {
        let sums: Vec<Sums> = baseline.looks.iter().map(|look| look.parts.sums()).collect();
        let readings: Vec<Readings> = figures(baseline, &sums);
        let base = baseline.estimate(&readings)?.mean;
        let days = sums.iter().enumerate().map(|(at, sums)| {
            let weight = |factor| weight(baseline, &readings, at, factor, base);
            Day {
                sums: *sums,
                measures: measures(&readings[at]),
                weights: FactorKind::ALL.map(weight),
                when: When::on(baseline.looks[at].day, baseline.start),
            }
        });
        Some(Field { baseline, candidates, days: days.collect(), base })
    }

    /// Nothing done.
    pub(super) fn start(&self) -> State {
        self.days.iter().map(|day| day.sums).collect()
    }

    /// The part of a candidate on a day, with what is done.
    pub(super) fn part(&self, candidate: &Candidate, choice: Choice, at: usize) -> Part {
        let look = &self.baseline.looks[at];
        let when = self.days[at].when;
        let mut part = look.parts.list[candidate.place].clone();
        if choice.hold > Units::ZERO {
            let arrived = look.arrived.get(candidate.place).copied().unwrap_or_default();
            effect::held(&mut part, arrived.map(|units| units.min(choice.hold)));
        }
        if let Some(sale) = candidate.restock.filter(|_| choice.restock) {
            effect::restocked(&mut part, &sale, &candidate.holding, look.day);
        }
        if let Some(cut) = candidate.cut(choice) {
            effect::sold(&mut part, &cut.sale, &candidate.holding, look.day);
        }
        part = effect::after(&part, candidate.way, choice.remove, &candidate.holding, when);
        effect::after(&part, What::Fix, choice.fix, &candidate.holding, when)
    }

    /// Goes from one choice of a candidate to another.
    pub(super) fn change(&self, state: &mut State, at: usize, from: Choice, to: Choice) {
        if from == to {
            return;
        }
        let candidate = &self.candidates[at];
        for (day, sums) in state.iter_mut().enumerate() {
            sums.take(&self.part(candidate, from, day));
            sums.add(&self.part(candidate, to, day));
        }
    }

    /// The sums of all choices.
    pub(super) fn state(&self, choices: &[Choice]) -> State {
        let mut state = self.start();
        for (at, choice) in choices.iter().enumerate() {
            self.change(&mut state, at, Choice::NOTHING, *choice);
        }
        state
    }

    /// The mean of the score, in points; below everything where a figure has gone because nothing is left to take it of.
    pub(super) fn mean(&self, state: &State) -> f64 {
        let mut mean = self.base;
        for (at, (day, sums)) in self.days.iter().zip(state).enumerate() {
            let now = measures(&self.baseline.figures_of(at, sums));
            for (j, weight) in day.weights.into_iter().enumerate() {
                match (day.measures[j], now[j]) {
                    (Some(before), Some(now)) => mean += weight * (now - before),
                    (Some(_), None) => return f64::NEG_INFINITY,
                    _ => {}
                }
            }
        }
        mean
    }

    /// The weights and sums of a day: what chords are drawn from.
    pub(super) fn day(&self, at: usize) -> (&Sums, [f64; 4]) {
        (&self.days[at].sums, self.days[at].weights)
    }

    pub(super) fn days(&self) -> usize {
        self.days.len()
    }
}

impl Baseline {
    /// The figures that sums of a day make, and those that no sums make.
    pub(super) fn figures_of(&self, at: usize, sums: &Sums) -> Readings {
        let stated = self.looks[at].parts.stated;
        sums.readings(stated).or(unmade(self.others, stated))
    }
}

/// The figures of every day that is looked at.
pub(super) fn figures(baseline: &Baseline, state: &[Sums]) -> Vec<Readings> {
    state.iter().enumerate().map(|(at, sums)| baseline.figures_of(at, sums)).collect()
}

fn measures(readings: &Readings) -> [Option<f64>; 4] {
    FactorKind::ALL.map(|factor| readings.get(factor).map(|figure| measure(factor, figure)))
}

/// Points per step of the measure of a factor on one of the days: asked of the model by moving that figure.
fn weight(baseline: &Baseline, readings: &[Readings], at: usize, factor: FactorKind, base: f64) -> f64 {
    let Some((other, step)) = moved(&readings[at], factor).filter(|_| baseline.set.has(factor)) else {
        return 0.0;
    };
    let mut readings = readings.to_vec();
    readings[at] = other;
    let mean = baseline.estimate(&readings).map_or(base, |estimate| estimate.mean);
    (mean - base) / step
}
