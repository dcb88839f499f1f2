//! Why the excess share changed.

use super::cause::Causes;
use super::pairs::Pair;
use super::{Kind, Split};

/// Adds the causes through one SKU. `points` are those of the whole share, 0 to 1; `held` are its units on both days that do not
/// count, because it was new.
///
/// Excess is what is beyond demand: `e = max(0, h − d)`. So demand is `d = h − e` on a day with excess; on a day without, it is
/// taken to be no more than it must: the stock of that day, or the demand of the other day where that is more (both stocks
/// where neither day has excess). What of the change of `e` goes with the stock is the mean of what it would be at the demand
/// of either day; the rest goes with the demand.
///
/// Each unit that moved costs `points × (α·γ − β)`, with `γ` the part of a unit of stock that became excess.
pub(super) fn add(causes: &mut Causes, pair: &Pair<'_>, held: (f64, f64), split: Split, points: f64) {
    let stock = pair.figure(|part| part.on_hand.get());
    let excess = pair.figure(|part| part.excess.get());
    if pair.after.is_none() {
        return causes.add(Kind::ReportGap, -stock.0, points * split.change(-excess.0, -stock.0));
    }
    let (mut then, mut now) =
        (State { stock: stock.0, excess: excess.0 }, State { stock: stock.1, excess: excess.1 });
    if then.stock == 0.0 && held.0 > 0.0 && now.stock > 0.0 {
        then = now.at_the_same_demand(held.0);
        causes.add(Kind::Matured, then.stock, points * split.change(then.excess, then.stock));
    } else if now.stock == 0.0 && held.1 > 0.0 && then.stock > 0.0 {
        now = then.at_the_same_demand(held.1);
        causes.add(Kind::LeftCount, -now.stock, points * split.change(-now.excess, -now.stock));
    } else if held != (0.0, 0.0) && then.stock == 0.0 && now.stock == 0.0 {
        return;
    }
    let step = Step::of(then, now);
    let each = points * (split.alpha * step.per_unit - split.beta);
    causes.moved(now.stock - then.stock, pair.moves, pair.untold(), each);
    // Demand that falls makes excess; what is told is the demand.
    causes.add(Kind::Demand, -step.by_demand, points * split.alpha * step.by_demand);
}

/// Stock and what of it is excess.
#[derive(Clone, Copy, Debug, PartialEq)]
struct State {
    stock: f64,
    excess: f64,
}

impl State {
    /// What is demanded at the least.
    fn demand(self) -> f64 {
        self.stock - self.excess
    }

    /// Another stock at the same demand; without excess the demand is not known to be less.
    fn at_the_same_demand(self, stock: f64) -> State {
        let excess = if self.excess > 0.0 { (stock - self.demand()).max(0.0) } else { 0.0 };
        State { stock, excess }
    }
}

/// A change of excess: the part of each unit of stock that became excess, and what demand did.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    per_unit: f64,
    by_demand: f64,
}

impl Step {
    fn of(then: State, now: State) -> Step {
        let (had, has) = (then.excess > 0.0, now.excess > 0.0);
        let (demand_then, demand_now) = match (had, has) {
            (true, true) => (then.demand(), now.demand()),
            (true, false) => (then.demand(), now.stock.max(then.demand())),
            (false, true) => (then.stock.max(now.demand()), now.demand()),
            (false, false) => (then.stock.max(now.stock), then.stock.max(now.stock)),
        };
        let at = |demand: f64| (now.stock - demand).max(0.0) - (then.stock - demand).max(0.0);
        let by_stock = f64::midpoint(at(demand_then), at(demand_now));
        let change = now.stock - then.stock;
        let per_unit = if change == 0.0 {
            // Units came and went: what each of them did is what one unit more would do.
            f64::midpoint(f64::from(u8::from(had)), f64::from(u8::from(has)))
        } else {
            by_stock / change
        };
        Step { per_unit, by_demand: now.excess - then.excess - by_stock }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(stock: f64, excess: f64) -> State {
        State { stock, excess }
    }

    #[test]
    fn stock_and_demand_share_the_change() {
        // 200 → 190 units, demand 50 → 48: of 8 units less, 10 go with the stock, and 2 came with the demand.
        assert_eq!(
            Step::of(state(200.0, 150.0), state(190.0, 142.0)),
            Step { per_unit: 1.0, by_demand: 2.0 }
        );
        // 60 → 150 units at a demand of 140: 10 of the 90 units that came are excess.
        assert_eq!(
            Step::of(state(60.0, 0.0), state(150.0, 10.0)),
            Step { per_unit: 10.0 / 90.0, by_demand: 0.0 }
        );
        assert_eq!(
            Step::of(state(150.0, 10.0), state(60.0, 0.0)),
            Step { per_unit: 10.0 / 90.0, by_demand: 0.0 }
        );
        assert_eq!(Step::of(state(40.0, 0.0), state(28.0, 0.0)), Step { per_unit: 0.0, by_demand: 0.0 });
        // The stock is the same, and demand fell from at least 100 to 70.
        assert_eq!(Step::of(state(100.0, 0.0), state(100.0, 30.0)), Step { per_unit: 0.5, by_demand: 30.0 });
        // 60 → 40 units while demand fell from 50 to 30: at 50 the stock takes 10 units of excess away, at 30 it takes 20.
        assert_eq!(Step::of(state(60.0, 10.0), state(40.0, 10.0)), Step { per_unit: 0.75, by_demand: 15.0 });
        // Demand fell from 50 to 30 while the stock grew from 60 to 90: 30 of 50 units by stock, 20 by demand.
        assert_eq!(Step::of(state(60.0, 10.0), state(90.0, 60.0)), Step { per_unit: 1.0, by_demand: 20.0 });
    }
}
