//! Small accounts of which every plan can be tried.

use super::invented::{Dice, Done, Stock, account, cents, done, mean, plan};

/// What may be taken out: excess units, and of what sells not the last one.
fn most(stock: &Stock) -> u64 {
    if stock.sold_60 == 0 { stock.excess } else { stock.excess.min(stock.on_hand - 1) }
}

/// The least that any choice costs that reaches the points; fixing a listing is free, so all are fixed.
fn cheapest(stocks: &[Stock], points: f64) -> Option<i64> {
    let mut choice: Vec<Done> =
        stocks.iter().map(|stock| Done { fixed: stock.stranded > 0, removed: 0 }).collect();
    let mut best = None;
    loop {
        if mean(stocks, &choice) >= points - 1e-9 {
            let price = cents(stocks, &choice);
            best = Some(best.map_or(price, |best: i64| best.min(price)));
        }
        let Some(at) = (0..stocks.len()).find(|&at| choice[at].removed < most(&stocks[at])) else {
            return best;
        };
        choice[at].removed += 1;
        choice[..at].iter_mut().for_each(|done| done.removed = 0);
    }
}

#[test]
fn no_plan_is_cheaper() {
    let (mut reached, mut beyond) = (0, 0);
    let mut wrong = Vec::new();
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let stocks = 2 + usize::try_from(dice.below(5)).unwrap();
        let most = [0, 0, 60, 24, 12, 8, 6][stocks];
        let stocks = account(&mut dice, stocks, most);
        let nothing = mean(&stocks, &vec![Done::default(); stocks.len()]);
        if nothing.is_infinite() {
            continue;
        }
        let points = nothing + f64::from(u32::try_from(dice.below(1200)).unwrap()) / 10.0;
        let found = plan(&stocks, points, None);
        let chosen = done(&stocks, &found);
        assert!(
            (mean(&stocks, &chosen) - found.after.mean).abs() < 1e-9,
            "{seed}: what it says is what it does"
        );
        match cheapest(&stocks, points) {
            Some(least) => {
                reached += 1;
                let price = cents(&stocks, &chosen);
                if !found.reached || found.after.mean < points || price != least {
                    wrong.push(format!("{seed}: {least} cents are enough, not {price} ({})", found.reached));
                }
            }
            None => {
                beyond += 1;
                if found.reached {
                    wrong.push(format!("{seed}: {points} is out of reach"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
    assert!(reached > 150 && beyond > 50, "{reached} {beyond}");
}
