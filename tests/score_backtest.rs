//! How wrong the score model is: on the published weekly series, in the variants that Amazon's words suggest, and on
//! simulated accounts that differ from it.
//!
//! `cargo test --test score_backtest -- --nocapture` prints the tables of `docs/model.md`.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a test that meets nothing should fail there; tables on request

#[path = "score_data/mod.rs"]
mod data;

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

/// Numbers that look random and are the same on every machine.
struct Dice(u64);

impl Dice {
    /// Even between 0 and 1 (Knuth's MMIX multiplier, upper bits).
    fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX)
    }

    /// Normal with mean 0 and deviation 1: the sum of twelve even numbers.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }
}

/// How a simulated account behaves.
#[derive(Clone, Copy)]
struct Nature {
    /// Weekly step of the level beside the factors.
    walk: f64,
    /// Over how many weeks the factors count.
    window: usize,
    /// Spread of the true slopes around the prior's, as a deviation of their logarithm.
    spread: f64,
    /// Share of readings that are missing.
    missing: f64,
}

/// 30 weeks of an account, in the words of the model's readings.
fn simulate(dice: &mut Dice, nature: Nature) -> Vec<Week> {
    let mut level = MODEL.level + MODEL.level_sd * dice.normal();
    let slopes = MODEL.slopes.map(|slope| slope.mean * (nature.spread * dice.normal()).exp());
    let mut state = [0, 1, 2, 3].map(|_| dice.normal());
    let scatter = [8.0, 0.6, 1.0, 4.0];
    let mut effects: Vec<f64> = Vec::new();
    let start: chrono::NaiveDate = "2024-01-01".parse().unwrap();
    let weeks = (0..30).map(|n| {
        for value in &mut state {
            *value = 0.96 * *value + 0.28 * dice.normal();
        }
        let reading = |j: usize, max: f64| {
            (MODEL.slopes[j].reference + scatter[j] * state[j]).clamp(if j == 1 { 0.05 } else { 0.0 }, max)
        };
        let readings = [reading(0, 100.0), reading(1, 20.0), reading(2, 100.0), reading(3, 100.0)];
        effects.push(
            (0..4)
                .map(|j| {
                    let slope = &MODEL.slopes[j];
                    slopes[j] * (measure(slope.factor, readings[j]) - measure(slope.factor, slope.reference))
                })
                .sum(),
        );
        level += nature.walk * dice.normal();
        let recent = &effects[effects.len().saturating_sub(nature.window)..];
        #[allow(clippy::cast_precision_loss)]
        let effect = recent.iter().sum::<f64>() / recent.len() as f64;
        let score = (level + effect + dice.normal()).round().clamp(0.0, 1000.0);
        let stated = readings.map(|reading| (dice.even() >= nature.missing).then_some(reading));
        Week {
            day: start + chrono::Days::new(7 * n),
            score: Some(score),
            readings: Readings {
                excess_pct: stated[0],
                sell_through: stated[1],
                stranded_pct: stated[2],
                in_stock_pct: stated[3],
            },
        }
    });
    weeks.collect()
}

#[test]
fn the_interval_covers_on_accounts_unlike_the_series() {
    let calm = Nature { walk: 3.0, window: 1, spread: 0.4, missing: 0.0 };
    for (name, nature) in [
        ("as the prior", calm),
        ("very calm", Nature { walk: 1.0, ..calm }),
        ("rough", Nature { walk: 6.0, ..calm }),
        ("very rough", Nature { walk: 10.0, ..calm }),
        ("means of 2 weeks", Nature { window: 2, ..calm }),
        ("means of 4 weeks", Nature { window: 4, ..calm }),
        ("other slopes", Nature { spread: 0.8, ..calm }),
        ("one reading in five missing", Nature { missing: 0.2, ..calm }),
        ("all of it", Nature { walk: 6.0, window: 3, spread: 0.6, missing: 0.1 }),
    ] {
        let mut dice = Dice(20_261_123);
        let mut sums = [(0.0, 0.0, 0.0, 0.0); 4]; // cases, squared errors, inside, squared steps
        for _ in 0..40 {
            let test = backtest(&MODEL, FactorSet::FOUR, &simulate(&mut dice, nature));
            for (sum, h) in sums.iter_mut().zip(&test.horizons) {
                #[allow(clippy::cast_precision_loss)]
                let n = h.n as f64;
                sum.0 += n;
                sum.1 += n * h.rmse.unwrap().powi(2);
                sum.2 += n * h.coverage.unwrap();
                sum.3 += n * h.rmse_no_change.unwrap().powi(2);
            }
        }
        let cells = sums.map(|(n, squares, inside, still)| {
            format!(
                "{:.1} ({:.0} %; still {:.1})",
                (squares / n).sqrt(),
                100.0 * inside / n,
                (still / n).sqrt()
            )
        });
        println!("{name:28} | {}", cells.join(" | "));
        for (n, squares, inside, still) in sums {
            assert!((0.84..=1.0).contains(&(inside / n)), "{name}: {}", inside / n);
            assert!(squares < still, "{name}");
        }
    }
}
