//! A few stocks tried against each other: what whole units leave over between the dearest and the cheapest of them.

use super::field::{Choice, State};
use super::search::{ROUNDS, Search, cost, least};
use crate::units::Units;

impl Search<'_, '_> {
    /// Tries stocks against each other, three at a time, as long as that is cheaper: every number of the first two near the one at
    /// hand, with the least of the third that does.
    pub(super) fn swap(&mut self) {
        let few = self.field.candidates.len();
        let reach = reach(few);
        for _ in 0..ROUNDS {
            let before = cost(self.field, &self.choices);
            for first in 0..few {
                for second in first..few {
                    for third in (0..few).filter(|third| *third != first && *third != second) {
                        self.shift([first, second, third], reach);
                    }
                }
            }
            if cost(self.field, &self.choices) >= before {
                return;
            }
        }
    }

    fn shift(&mut self, [first, second, third]: [usize; 3], reach: u64) {
        let near = |at: usize| {
            let (now, most) = (self.choices[at].remove.get(), self.field.candidates[at].remove.get());
            now.saturating_sub(reach)..=most.min(now + reach)
        };
        let (firsts, seconds) = (near(first), if second == first { 0..=0 } else { near(second) });
        let most = self.field.candidates[third].remove.get();
        let mut choices = self.choices.clone();
        let mut least_cost = cost(self.field, &choices);
        let mut best = None;
        let mut state = self.state.clone();
        let set = |state: &mut State, choices: &mut Vec<Choice>, at: usize, units: u64| {
            let next = Choice { remove: Units::new(units), ..choices[at] };
            self.field.change(state, at, choices[at], next);
            choices[at] = next;
        };
        for units in firsts {
            set(&mut state, &mut choices, first, units);
            for units in seconds.clone() {
                if second != first {
                    set(&mut state, &mut choices, second, units);
                }
                // What costs more already does so with any number of the third.
                set(&mut state, &mut choices, third, 0);
                if cost(self.field, &choices) >= least_cost {
                    continue;
                }
                let none = choices[third];
                let does = |units: u64| {
                    let mut state = state.clone();
                    let next = Choice { remove: Units::new(units), ..none };
                    self.field.change(&mut state, third, none, next);
                    self.field.mean(&state) >= self.wanted
                };
                let Some(units) = least(0, most, does) else { continue };
                set(&mut state, &mut choices, third, units);
                let price = cost(self.field, &choices);
                let is_affordable = self.budget.is_none_or(|budget| price.1 <= budget.ten_thousandths());
                if price < least_cost && is_affordable {
                    (least_cost, best) = (price, Some(choices.clone()));
                }
            }
        }
        if let Some(choices) = best {
            *self = Search::at(self.field, self.wanted, self.budget, choices);
        }
    }
}

/// How far numbers are tried: as far as some hundred thousand trials go.
fn reach(few: usize) -> u64 {
    const TRIALS: usize = 60_000;
    let triples = (few * few * few / 2).max(1);
    (1..=24)
        .rev()
        .find(|reach: &u64| {
            let side = usize::try_from(2 * reach + 1).unwrap_or(usize::MAX);
            triples * side * side <= TRIALS
        })
        .unwrap_or(1)
}
