//! How wrong the score model is: on the published weekly series, in the variants that Amazon's words suggest, and on
//! simulated accounts that differ from it.
//!
//! `cargo test --test score_backtest -- --nocapture` prints the tables of `docs/model.md`.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a test that meets nothing should fail there; tables on request

#[path = "score_data/accounts.rs"]
mod accounts;
#[path = "score_data/mod.rs"]
mod data;

use accounts::{Dice, Nature, replay, simulate};
use data::{observations, series};
use ipi::factor::{FactorKind, FactorSet, Readings};
use ipi::score::{Backtest, Choice, Horizon, MODEL, Model, Week, backtest, measure};

const ONE: &[Choice<usize>] = &[Choice { value: 1, weight: 1.0 }];
const TWO: &[Choice<usize>] = &[Choice { value: 2, weight: 1.0 }];
const FOUR: &[Choice<usize>] = &[Choice { value: 4, weight: 1.0 }];
const EIGHT: &[Choice<usize>] = &[Choice { value: 8, weight: 1.0 }];

fn line(name: &str, test: &Backtest) -> String {
    let cell = |h: &Horizon| match (h.rmse, h.bias, h.coverage, h.rmse_no_change) {
        (Some(rmse), Some(bias), Some(coverage), Some(still)) => {
            format!("{rmse:.2} ({bias:+.1}; {:.0} %; n {}; still {still:.1})", coverage * 100.0, h.n)
        }
        _ => "none".into(),
    };
    format!("{name:28} | {}", test.horizons.iter().map(cell).collect::<Vec<_>>().join(" | "))
}

fn rmse(test: &Backtest) -> Vec<f64> {
    test.horizons.iter().map(|h| h.rmse.unwrap()).collect()
}

#[test]
fn the_published_series_is_met_better_than_by_the_first_draft() {
    let test = backtest(&MODEL, FactorSet::FOUR, &series(&observations()));
    println!("{}", line("model", &test));
    let counts: Vec<_> = test.horizons.iter().map(|h| (h.weeks, h.n)).collect();
    assert_eq!(counts, [(1, 9), (2, 8), (4, 6), (8, 2)]);
    for (horizon, draft) in test.horizons.iter().zip([4.0, 5.2, 7.4, 11.7]) {
        assert!(horizon.rmse.unwrap() <= draft, "{horizon:?}");
        assert!(horizon.rmse.unwrap() < horizon.rmse_no_change.unwrap(), "{horizon:?}");
        assert!((0.85..=1.0).contains(&horizon.coverage.unwrap()), "{horizon:?}");
    }
    // Steps of the published scores, by hand: 0 5 6 6 6 11 8 4 4.
    assert!((test.horizons[0].rmse_no_change.unwrap() - (350.0_f64 / 9.0).sqrt()).abs() < 1e-9);
}

/// Each reading becomes the better one of itself and the mean over all weeks so far.
fn better_of_recent_and_long(weeks: &[Week]) -> Vec<Week> {
    let better = |n: usize, factor: FactorKind| {
        let known: Vec<f64> = weeks[..=n].iter().filter_map(|week| week.readings.get(factor)).collect();
        let now = weeks[n].readings.get(factor)?;
        #[allow(clippy::cast_precision_loss)]
        let long = known.iter().sum::<f64>() / known.len() as f64;
        let lower_is_better = measure(factor, 2.0) > measure(factor, 1.0)
            && matches!(factor, FactorKind::Excess | FactorKind::Stranded);
        Some(if lower_is_better { now.min(long) } else { now.max(long) })
    };
    let week = |n: usize| Week {
        readings: Readings {
            excess_pct: better(n, FactorKind::Excess),
            sell_through: better(n, FactorKind::SellThrough),
            stranded_pct: better(n, FactorKind::Stranded),
            in_stock_pct: better(n, FactorKind::InStock),
        },
        ..weeks[n]
    };
    (0..weeks.len()).map(week).collect()
}

#[test]
fn the_variants_are_compared() {
    let weeks = series(&observations());
    let over = |windows, weeks: &[Week]| backtest(&Model { windows, ..MODEL }, FactorSet::FOUR, weeks);
    let model = backtest(&MODEL, FactorSet::FOUR, &weeks);
    let snapshot = over(ONE, &weeks);
    let two = over(TWO, &weeks);
    let four = over(FOUR, &weeks);
    let eight = over(EIGHT, &weeks);
    let better = over(ONE, &better_of_recent_and_long(&weeks));
    for (name, test) in [
        ("model: 1, 2 or 3 weeks", &model),
        ("snapshot", &snapshot),
        ("mean of 2 weeks", &two),
        ("mean of 4 weeks", &four),
        ("mean of 8 weeks", &eight),
        ("better of recent and long", &better),
    ] {
        println!("{}", line(name, test));
    }
    let mut flat = MODEL;
    for slope in &mut flat.slopes {
        (slope.mean, slope.sd) = (0.0, 0.0);
    }
    println!("{}", line("no factors", &backtest(&flat, FactorSet::FOUR, &weeks)));
    let mut halved = MODEL;
    let mut larger = MODEL;
    let mut unknown = MODEL;
    for j in 0..2 {
        halved.slopes[j].mean *= 0.5;
        larger.slopes[j].mean *= 1.5;
        (unknown.slopes[j].mean, unknown.slopes[j].sd) = (0.0, [5.0, 250.0][j]);
    }
    for (name, start) in [("halved", &halved), ("half as large again", &larger), ("unknown", &unknown)] {
        let test = backtest(start, FactorSet::FOUR, &weeks);
        println!("{}", line(&format!("slopes {name} at first"), &test));
        for horizon in &test.horizons {
            assert!(horizon.rmse.unwrap() < horizon.rmse_no_change.unwrap(), "{name} {horizon:?}");
            assert!(horizon.coverage.unwrap() >= 0.85, "{name} {horizon:?}");
        }
    }
    // What the page says: a short mean wins near by, a long one loses, "whichever is better" wins nothing to speak of.
    assert!(rmse(&model)[0] < 0.6 * rmse(&snapshot)[0] && rmse(&two)[0] < 0.6 * rmse(&snapshot)[0]);
    assert!(rmse(&eight)[2] > rmse(&snapshot)[2]);
    assert!(rmse(&better)[0] > 0.8 * rmse(&snapshot)[0]);
}

/// RMSE, share inside and RMSE of "no change" by look-ahead, over 40 simulated accounts.
fn figures(model: &Model, nature: Nature) -> [(f64, f64, f64); 4] {
    let mut dice = Dice(20_261_123);
    let accounts: Vec<_> = (0..40).map(|_| simulate(&mut dice, nature)).collect();
    replay(model, &accounts).map(|h| (h.rmse.unwrap(), h.coverage.unwrap(), h.rmse_no_change.unwrap()))
}

#[test]
fn the_wrong_window_costs_more_than_leaving_it_open() {
    let calm = Nature::PLAIN;
    for window in [1, 2] {
        let nature = Nature { window, ..calm };
        let with = |windows| figures(&Model { windows, ..MODEL }, nature)[0].0;
        let (open, one, two) = (with(MODEL.windows), with(ONE), with(TWO));
        println!("window {window}, one week ahead: open {open:.1}, one week {one:.1}, two weeks {two:.1}");
        let (right, wrong) = if window == 1 { (one, two) } else { (two, one) };
        assert!(open < 1.25 * right && wrong > 1.5 * right);
    }
}

#[test]
fn the_interval_covers_on_accounts_unlike_the_series() {
    let calm = Nature::PLAIN;
    for (name, nature) in [
        ("as the prior", calm),
        ("very calm", Nature { walk: 1.0, ..calm }),
        ("rough", Nature { walk: 6.0, ..calm }),
        ("very rough", Nature { walk: 10.0, ..calm }),
        ("means of 2 weeks", Nature { window: 2, ..calm }),
        ("means of 4 weeks", Nature { window: 4, ..calm }),
        ("other slopes", Nature { spread: 0.8, ..calm }),
        ("one reading in five missing", Nature { missing: 0.2, ..calm }),
        ("all of it", Nature { walk: 6.0, window: 3, spread: 0.6, missing: 0.1, ..calm }),
    ] {
        let found = figures(&MODEL, nature);
        let cells = found
            .map(|(rmse, inside, still)| format!("{rmse:.1} ({:.0} %; still {still:.1})", 100.0 * inside));
        println!("{name:28} | {}", cells.join(" | "));
        for (rmse, inside, still) in found {
            // Very rough accounts, and those that differ in everything, are covered somewhat too rarely.
            let least = if matches!(name, "very rough" | "all of it") { 0.82 } else { 0.85 };
            assert!((least..=1.0).contains(&inside), "{name}: {inside}");
            assert!(rmse < still, "{name}");
        }
    }
}
