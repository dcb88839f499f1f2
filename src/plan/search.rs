//! The cheapest choices that reach the points wanted, each measured by exact sums.
//!
//! Chords are drawn from nothing done to the plan at hand and the plan is filled anew by them, until it stays the same: at that
//! plan the gains of its stocks add up exactly. What whole units leave over is mended unit by unit, then the dearest is given up
//! as long as the points last, then stocks are tried against each other where there are few. Nothing is called out of reach
//! before everything was taken and measured.

use super::Price;
use super::chord::Chords;
use super::field::{Candidate, Choice, Field, State};
use super::fill::{Limits, fill};
use crate::money::Money;
use crate::units::Units;

/// Rounds in which chords settle: 3 to 9 are enough, by experience.
pub(super) const ROUNDS: usize = 16;
/// Up to so many candidates, every round is trimmed.
const MANY: usize = 2_000;
/// Up to so many candidates, stocks are tried against each other.
const FEW: usize = 24;

/// Choices, and what comes of them.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) choices: Vec<Choice>,
    /// The mean of the score, in points.
    pub(super) mean: f64,
}

/// What a set of choices costs: units without a known fee, money, then units and actions, of which fewer are better.
type Cost = (u64, i64, u64, u64);

/// The cheapest choices that bring the mean to `wanted`, or where none do, those that bring it highest.
pub(super) fn search(field: &Field<'_>, wanted: f64, budget: Option<Money>) -> Result<Found, Found> {
    let found = cheapest(field, wanted, budget);
    // A listing that is put right only for its units to be taken out is work for nothing.
    let tidy = |found: Found| {
        let mut search = Search::at(field, wanted, budget, found.choices);
        for (at, candidate) in field.candidates.iter().enumerate() {
            let now = search.choices[at];
            let less = Choice { fix: Units::ZERO, ..now };
            let is_idle = now.fix > Units::ZERO && now.remove >= candidate.fix;
            if is_idle && search.with(at, less) >= search.mean {
                search.take(at, less);
            }
        }
        search.found()
    };
    found.map(tidy).map_err(tidy)
}

fn cheapest(field: &Field<'_>, wanted: f64, budget: Option<Money>) -> Result<Found, Found> {
    let points = wanted - field.base;
    if points <= 0.0 {
        return Ok(Found { choices: vec![Choice::NOTHING; field.candidates.len()], mean: field.base });
    }
    let all = everything(field, budget);
    if all.mean < wanted {
        return Err(all);
    }
    let mut best: Option<Found> = None;
    let keep = |found: &Found, best: &mut Option<Found>| {
        let is_cheaper =
            best.as_ref().is_none_or(|best| cost(field, &found.choices) < cost(field, &best.choices));
        if found.mean >= wanted && is_cheaper {
            *best = Some(found.clone());
        }
    };
    // From both ends: a gradient may call out of reach what is not, and what is settled on may differ.
    for begin in [vec![Choice::NOTHING; field.candidates.len()], all.choices.clone()] {
        let mut choices = begin;
        for _ in 0..ROUNDS {
            let chords = Chords::to(field, &field.state(&choices));
            let next = fill(field, &chords, Limits { points, budget });
            if next == choices {
                break;
            }
            choices = next;
            let mut search = Search::at(field, wanted, budget, choices.clone());
            if search.mend(&chords) {
                // Of many stocks none makes a difference that is worth the time before the end.
                if field.candidates.len() <= MANY {
                    search.trim(&chords);
                }
                keep(&search.found(), &mut best);
            }
        }
    }
    keep(&all, &mut best);
    // What is free may make a dearer unit needless, in the end.
    let mut choices = best.unwrap_or(all).choices;
    for (choice, candidate) in choices.iter_mut().zip(&field.candidates) {
        let free = Choice { fix: candidate.fix, ..*choice };
        *choice = free;
    }
    let mut search = Search::at(field, wanted, budget, choices);
    search.trim(&Chords::to(field, &search.state));
    if field.candidates.len() <= FEW {
        search.swap();
    }
    search.shorten(&Chords::to(field, &search.state));
    Ok(search.found())
}

/// All that gains anything, as far as the budget goes: chords are drawn anew until the score rises no more.
fn everything(field: &Field<'_>, budget: Option<Money>) -> Found {
    let nothing = vec![Choice::NOTHING; field.candidates.len()];
    let whole = |candidate: &Candidate| Choice {
        restock: candidate.restock.is_some(),
        cut: 0,
        fix: candidate.fix,
        hold: candidate.hold,
        remove: if candidate.price == Price::FREE || budget.is_none() {
            candidate.remove
        } else {
            Units::ZERO
        },
    };
    let all: Vec<Choice> = field.candidates.iter().map(whole).collect();
    let mut best = Found { choices: nothing.clone(), mean: field.base };
    // The first units may lower the score and the last ones raise it, so that the way is begun at both ends.
    for mut choices in [nothing, all] {
        for _ in 0..ROUNDS {
            let state = field.state(&choices);
            let mean = field.mean(&state);
            if mean > best.mean {
                best = Found { choices: choices.clone(), mean };
            }
            let next = fill(field, &Chords::to(field, &state), Limits { points: f64::INFINITY, budget });
            if next == choices {
                break;
            }
            choices = next;
        }
    }
    best
}

/// What choices cost.
pub(super) fn cost(field: &Field<'_>, choices: &[Choice]) -> Cost {
    let mut sum = (0, 0, 0, 0);
    for (candidate, choice) in field.candidates.iter().zip(choices) {
        let units = choice.remove.get();
        sum.1 += candidate.cut(*choice).map_or(0, |cut| cut.cost.ten_thousandths());
        sum.3 += u64::from(choice.restock) + u64::from(choice.cut > 0);
        match candidate.price {
            Price::Known(money) => sum.1 += money.times(units).ten_thousandths(),
            Price::Unknown(_) => sum.0 += units,
        }
        sum.2 += units + choice.hold.get();
        sum.3 += [choice.fix, choice.hold, choice.remove].iter().filter(|units| **units > Units::ZERO).count()
            as u64;
    }
    sum
}

pub(super) struct Search<'f, 'a> {
    pub(super) field: &'f Field<'a>,
    pub(super) wanted: f64,
    pub(super) budget: Option<Money>,
    pub(super) choices: Vec<Choice>,
    pub(super) state: State,
    pub(super) mean: f64,
}

impl<'f, 'a> Search<'f, 'a> {
    pub(super) fn at(
        field: &'f Field<'a>,
        wanted: f64,
        budget: Option<Money>,
        choices: Vec<Choice>,
    ) -> Search<'f, 'a> {
        let state = field.state(&choices);
        let mean = field.mean(&state);
        Search { field, wanted, budget, choices, state, mean }
    }

    fn found(&self) -> Found {
        Found { choices: self.choices.clone(), mean: self.mean }
    }

    /// The mean with another choice of a candidate.
    fn with(&self, at: usize, choice: Choice) -> f64 {
        let mut state = self.state.clone();
        self.field.change(&mut state, at, self.choices[at], choice);
        self.field.mean(&state)
    }

    fn take(&mut self, at: usize, choice: Choice) {
        self.field.change(&mut self.state, at, self.choices[at], choice);
        self.choices[at] = choice;
        self.mean = self.field.mean(&self.state);
    }

    fn money_left(&self) -> Option<Money> {
        let spent = Money::from_ten_thousandths(cost(self.field, &self.choices).1);
        self.budget.map(|budget| budget - spent)
    }

    /// Adds what is still missing: of every candidate the units that would do, of which the cheapest are taken; the most
    /// points where none alone does.
    fn mend(&mut self, chords: &Chords) -> bool {
        let mut order: Vec<usize> = (0..self.field.candidates.len()).collect();
        let price =
            |at: usize| self.field.candidates[at].price.known().map_or(i64::MAX, Money::ten_thousandths);
        let each = |at: usize| {
            let candidate = &self.field.candidates[at];
            let all = Choice {
                fix: candidate.fix,
                hold: candidate.hold,
                remove: candidate.remove,
                ..Choice::NOTHING
            };
            chords.gain(self.field, at, all).max(1e-12) / candidate.remove.get().max(1) as f64
        };
        if self.mean < self.wanted {
            let keys: Vec<f64> = order.iter().map(|&at| price(at) as f64 / each(at)).collect();
            order.sort_by(|&a, &b| keys[a].total_cmp(&keys[b]));
        }
        for at in order {
            if self.mean >= self.wanted {
                return true;
            }
            let candidate = &self.field.candidates[at];
            let (place, price) = (self.choices[at], candidate.price);
            let afford = match (self.money_left(), price.known()) {
                (Some(left), Some(money)) if money > Money::ZERO => {
                    u64::try_from(left.ten_thousandths() / money.ten_thousandths()).unwrap_or(0)
                }
                _ => u64::MAX,
            };
            let free = Choice {
                fix: candidate.fix,
                hold: candidate.hold,
                restock: candidate.restock.is_some(),
                ..place
            };
            if free != place && self.with(at, free) > self.mean {
                self.take(at, free);
            }
            let place = self.choices[at];
            let more = (candidate.remove.get() - place.remove.get()).min(afford);
            if more == 0 || self.mean >= self.wanted {
                continue;
            }
            let to = |units: u64| Choice { remove: place.remove + Units::new(units), ..place };
            let units = least(1, more, |units| self.with(at, to(units)) >= self.wanted).unwrap_or(more);
            if self.with(at, to(units)) > self.mean {
                self.take(at, to(units));
            }
        }
        self.mean >= self.wanted
    }

    /// Gives up what costs money and is not needed, what costs most for its points first.
    fn trim(&mut self, chords: &Chords) {
        let candidates = &self.field.candidates;
        let chosen = |at: &usize| self.choices[*at] != Choice::NOTHING;
        let mut order: Vec<(bool, f64, usize)> = (0..candidates.len())
            .filter(chosen)
            .map(|at| {
                let gain = chords.gain(self.field, at, self.choices[at]).max(1e-12);
                let units = self.choices[at].remove.get() as f64;
                let price = candidates[at].price;
                let money =
                    price.known().map_or(f64::INFINITY, |money| money.ten_thousandths() as f64 * units);
                (price.known().is_none() && units > 0.0, money / gain, at)
            })
            .collect();
        order.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        for &(.., at) in &order {
            let now = self.choices[at];
            let lower = (0..now.cut).find(|cut| self.with(at, Choice { cut: *cut, ..now }) >= self.wanted);
            if let Some(cut) = lower {
                self.take(at, Choice { cut, ..now });
            }
            let now = self.choices[at];
            let keeps = |kept: u64| self.with(at, Choice { remove: Units::new(kept), ..now }) >= self.wanted;
            let fewer = now.remove.get().checked_sub(1);
            if let Some(kept) = fewer.and_then(|fewer| least(0, fewer, keeps)) {
                self.take(at, Choice { remove: Units::new(kept), ..now });
            }
        }
    }

    /// Gives up what is free and not needed, what gains least first: a short list is sooner done.
    fn shorten(&mut self, chords: &Chords) {
        let mut free: Vec<(f64, usize)> = (0..self.choices.len())
            .filter(|&at| self.choices[at] != Choice::NOTHING)
            .map(|at| {
                let free = Choice { cut: 0, remove: Units::ZERO, ..self.choices[at] };
                (chords.gain(self.field, at, free), at)
            })
            .collect();
        free.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (_, at) in free {
            let less: [fn(Choice) -> Choice; 3] = [
                |choice| Choice { restock: false, ..choice },
                |choice| Choice { hold: Units::ZERO, ..choice },
                |choice| Choice { fix: Units::ZERO, ..choice },
            ];
            for less in less {
                let less = less(self.choices[at]);
                if less != self.choices[at] && self.with(at, less) >= self.wanted {
                    self.take(at, less);
                }
            }
        }
    }
}

/// The least number from `low` to `high` that does, where all above one that does do as well.
pub(super) fn least(low: u64, high: u64, does: impl Fn(u64) -> bool) -> Option<u64> {
    if low > high || !does(high) {
        return None;
    }
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low + (high - low) / 2;
        if does(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}
