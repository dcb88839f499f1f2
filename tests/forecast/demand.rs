//! The model of demand held against the mean of 30 and of 90 days, where products run out.

use crate::seller::{BEFORE, Habits, Seller, USUAL};
use ipi::account::Demand;
use ipi::forecast::demand::{Prior, Seen};

/// Sum of what was missed ÷ sum of what was asked for, and by how much too little was expected, of the same.
fn errors(expected: &[f64], asked: &[f64]) -> (f64, f64) {
    let all: f64 = asked.iter().sum();
    let missed: f64 = expected.iter().zip(asked).map(|(expected, asked)| (expected - asked).abs()).sum();
    (missed / all, (expected.iter().sum::<f64>() - all) / all)
}

#[test]
fn the_model_misses_less_than_a_mean_does_where_products_run_out() {
    let (mut model, mut mean_30, mut mean_90) = ([vec![], vec![]], [vec![], vec![]], [vec![], vec![]]);
    let mut asked = [vec![], vec![]];
    for seed in 0..20 {
        let seller = Seller::simulate(seed, Habits { careless: 80, ..USUAL });
        let seen: Vec<Seen> = seller
            .products
            .iter()
            .map(|product| {
                let (sold, days) = Demand::numbers(product.demand(BEFORE));
                Seen { sold, days }
            })
            .collect();
        let prior = Prior::of(&seen).unwrap();
        for (product, seen) in seller.products.iter().zip(&seen) {
            for (i, ahead) in [30, 90].into_iter().enumerate() {
                let days = f64::from(ahead);
                // What is asked for, whether or not there is any left to sell.
                asked[i].push(product.asked[BEFORE + 1..=BEFORE + ahead as usize].iter().sum::<u64>() as f64);
                model[i].push(prior.after(*seen).over(days).0);
                mean_30[i].push(product.shipped(BEFORE, 30) as f64 / 30.0 * days);
                mean_90[i].push(product.shipped(BEFORE, 90) as f64 / 90.0 * days);
            }
        }
    }
    for i in [0, 1] {
        let [ours, of_30, of_90] = [&model, &mean_30, &mean_90].map(|all| errors(&all[i], &asked[i]));
        assert!(ours.0 < of_30.0 && ours.0 < of_90.0, "{ours:?} {of_30:?} {of_90:?}");
        // Means of all days lose what was asked for while nothing was left.
        assert!(ours.1.abs() < 0.08 && of_30.1 < -0.15 && of_90.1 < -0.15, "{ours:?} {of_30:?} {of_90:?}");
    }
}
