//! Small accounts of which every plan can be tried.

use super::invented::{Dice, Done, Stock, account, cents, done, mean, plan};

/// What may be taken out: excess units, and of what sells not the last one.
fn most(stock: &Stock) -> u64 {
    if stock.sold_60 == 0 { stock.excess } else { stock.excess.min(stock.on_hand - 1) }
}

/// What may be held back: excess units of a shipment of which they are a tenth or more, and not of what is out of stock.
fn held(stock: &Stock) -> u64 {
    let units = most(stock).min(stock.coming);
    if units * 10 >= stock.coming && stock.coming < stock.on_hand { units } else { 0 }
}

/// The least that any choice costs that reaches the points; fixing a listing is free, so all are fixed.
fn cheapest(stocks: &[Stock], points: f64) -> Option<i64> {
    let mut choice: Vec<Done> =
        stocks.iter().map(|stock| Done { fixed: stock.stranded > 0, removed: 0, held: 0 }).collect();
    let mut best = None;
    loop {
        if mean(stocks, &choice) >= points - 1e-9 {
            let price = cents(stocks, &choice);
            best = Some(best.map_or(price, |best: i64| best.min(price)));
        }
        // The next choice, as a counter goes on: units held back first, then those that are taken out.
        let digit = |at: usize| (at / 2, at.is_multiple_of(2));
        let is_full = |choice: &[Done], at: usize| {
            let (stock, is_held) = digit(at);
            let (done, of) = (&choice[stock], &stocks[stock]);
            if is_held {
                done.held >= held(of)
            } else {
                done.removed >= (most(of) - held(of)).min(of.on_hand - of.coming)
            }
        };
        let Some(at) = (0..2 * stocks.len()).find(|&at| !is_full(&choice, at)) else {
            return best;
        };
        for lower in 0..=at {
            let (stock, is_held) = digit(lower);
            let done = &mut choice[stock];
            let units = if is_held { &mut done.held } else { &mut done.removed };
            *units = if lower == at { *units + 1 } else { 0 };
        }
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
        let mut stocks = account(&mut dice, stocks, most);
        // Part of the first stock is still on its way, every other time.
        if seed % 2 == 1 && stocks[0].stranded == 0 {
            stocks[0].coming = dice.below(stocks[0].on_hand);
        }
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
