//! Larger accounts, whose plan is held against the least that a linear program finds for the chords of that same plan.

use super::invented::{Dice, Done, Stock, account, cents, done, mean, plan};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

/// Points that one unit less of an excess stock is worth on the way to a plan, with the stranded share as it is.
#[allow(clippy::cast_precision_loss)]
fn worth(stocks: &[Stock], chosen: &[Done]) -> f64 {
    let sum = |of: &dyn Fn(&Stock) -> u64| stocks.iter().map(of).sum::<u64>() as f64;
    let gone: u64 = chosen.iter().map(|done| done.removed).sum();
    let gone = gone as f64;
    let (h, e) = (sum(&|stock| stock.on_hand), sum(&|stock| stock.excess));
    let (q, b) = (sum(&|stock| stock.sold_90), sum(&|stock| stock.snapshots.iter().sum()) / 4.0);
    let through = |ratio: f64| 1.0 - (-ratio / 2.0).exp();
    // Excess and on hand fall by the same number; of the average a quarter of it.
    let share = |d0: f64, d1: f64, n0: f64, n1: f64| ((d0 + d1) - (n0 + n1)) / (2.0 * d0 * d1);
    let excess = 240.0 * share(h, h - gone, e, e - gone);
    let (s0, s1) = (q / b, q / (b - gone / 4.0));
    let sold = 230.0 * (through(s1) - through(s0)) / gone;
    excess + sold
}

#[test]
#[allow(clippy::cast_precision_loss)]
fn a_plan_costs_hardly_more_than_its_bound() {
    for (seed, stocks, within) in [(1, 40, 1.02), (2, 200, 1.005), (3, 1_000, 1.002), (4, 1_000, 1.002)] {
        let mut stocks = account(&mut Dice(seed), stocks, 300);
        stocks.iter_mut().for_each(|stock| stock.stranded = 0);
        let points = mean(&stocks, &vec![Done::default(); stocks.len()]) + 60.0;
        let found = plan(&stocks, points, None);
        assert!(found.reached);
        let chosen = done(&stocks, &found);
        let each = worth(&stocks, &chosen);
        let gone: u64 = chosen.iter().map(|done| done.removed).sum();
        let gain = found.after.mean - found.nothing.mean;
        assert!((gain - each * gone as f64).abs() < 1e-6, "the gains of the chord add up");

        let mut program = Problem::new(OptimizationDirection::Minimize);
        let units: Vec<_> = stocks
            .iter()
            .map(|stock| program.add_var(stock.cents as f64, (0.0, stock.excess as f64)))
            .collect();
        let gains: Vec<_> = units.iter().map(|unit| (*unit, each)).collect();
        program.add_constraint(gains, ComparisonOp::Ge, points - found.nothing.mean);
        let SolveOutcome::Solution(solved) = program.solve().unwrap() else { panic!("the program is small") };
        let least = solved.objective();
        let price = cents(&stocks, &chosen) as f64;
        assert!(price >= least - 1e-6 && price <= least * within, "{seed}: {price} cents, at least {least}");
    }
}
