//! The filters against the same model written down at once: all scores of an account as one joint normal distribution for
//! each way it may behave, with no filter, no recursion and none of the program's formulas.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss)] // see the other tests of the score

use chrono::{Days, NaiveDate};
use ipi::factor::{FactorSet, Readings};
use ipi::score::{Learnt, MODEL, Week, measure};

/// One way to behave.
#[derive(Clone, Copy)]
struct Nature {
    walk: f64,
    window: usize,
    drift: f64,
    pace: f64,
    weight: f64,
}

fn natures() -> Vec<Nature> {
    let mut natures = Vec::new();
    for walk in MODEL.walks {
        for window in MODEL.windows {
            for drift in MODEL.drifts {
                for pace in MODEL.paces {
                    natures.push(Nature {
                        walk: walk.value,
                        window: window.value,
                        drift: drift.value,
                        pace: pace.value,
                        weight: walk.weight * window.weight * drift.weight * pace.weight,
                    });
                }
            }
        }
    }
    natures
}

/// The share of its distance that the level keeps in a week, so that it scatters in the long run as accounts do: where the
/// variances of level and pace and their covariance are the same before and after a week.
fn kept(nature: Nature, paced: bool) -> f64 {
    let scatter = |kept: f64| {
        let pace = if paced { nature.pace.powi(2) / (1.0 - MODEL.damping.powi(2)) } else { 0.0 };
        let both = pace / (1.0 - kept * MODEL.damping);
        (nature.walk.powi(2) + pace + 2.0 * kept * MODEL.damping * both) / (1.0 - kept.powi(2))
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if scatter(middle) < MODEL.level_sd.powi(2) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The scores of `weeks` weeks as sums of independent shocks of variance 1, beside their means. With `distances` all factors
/// are read every week; without, none ever is.
fn scores(nature: Nature, weeks: usize, distances: Option<&[[f64; 4]]>) -> (Vec<f64>, Vec<Vec<f64>>) {
    let size = 2 + 4 + weeks * 7;
    let kept = kept(nature, distances.is_none());
    let mut next = 0;
    let mut shock = |of: f64| {
        let mut row = vec![0.0; size];
        row[next] = of;
        next += 1;
        row
    };
    let plus = |a: &[f64], by: f64, b: &[f64]| a.iter().zip(b).map(|(a, b)| a + by * b).collect::<Vec<f64>>();
    let mut level = shock(MODEL.level_sd);
    let mut pace = shock(nature.pace / (1.0 - MODEL.damping.powi(2)).sqrt());
    let scatter = |j: usize| {
        (MODEL.slopes[j].mean.powi(2) + MODEL.slopes[j].sd.powi(2)).sqrt() * MODEL.slopes[j].scatter
    };
    let slopes =
        [0, 1, 2, 3].map(|j| shock(if distances.is_some() { MODEL.slopes[j].sd } else { scatter(j) }));
    let mut effects = slopes.clone();
    let share = nature.drift.powi(2) * (1.0 - MODEL.persistence.powi(2));
    let (mut means, mut rows) = (Vec::new(), Vec::new());
    for week in 0..weeks {
        if week > 0 {
            pace = plus(&shock(nature.pace), MODEL.damping, &pace);
            level = plus(&shock(nature.walk), kept, &level);
            if distances.is_none() {
                level = plus(&level, 1.0, &pace);
            }
            for (j, effect) in effects.iter_mut().enumerate() {
                *effect = plus(&shock(scatter(j) * share.sqrt()), (1.0 - share).sqrt(), effect);
            }
        }
        let mut row = plus(&level, 1.0, &shock(MODEL.noise));
        let mut mean = MODEL.level;
        for j in 0..4 {
            match distances {
                None => row = plus(&row, 1.0, &effects[j]),
                Some(distances) => {
                    let from = (week + 1).saturating_sub(nature.window);
                    let last = &distances[from..=week];
                    let distance = last.iter().map(|distances| distances[j]).sum::<f64>() / last.len() as f64;
                    row = plus(&row, distance, &slopes[j]);
                    mean += MODEL.slopes[j].mean * distance;
                }
            }
        }
        means.push(mean);
        rows.push(row);
    }
    (means, rows)
}

/// How likely the scores are under one nature, as a logarithm, and what follows for the week after them.
fn conditional(nature: Nature, official: &[f64], distances: Option<&[[f64; 4]]>) -> (f64, f64, f64) {
    let n = official.len();
    let (means, rows) = scores(nature, n + 1, distances);
    // Cholesky's root of the covariances of all n + 1 scores; its last row is the answer.
    let mut root = vec![vec![0.0; n + 1]; n + 1];
    for i in 0..=n {
        for k in 0..=i {
            let covariance: f64 = rows[i].iter().zip(&rows[k]).map(|(a, b)| a * b).sum();
            let left = covariance - (0..k).map(|m| root[i][m] * root[k][m]).sum::<f64>();
            root[i][k] = if i == k { left.sqrt() } else { left / root[k][k] };
        }
    }
    let mut white = Vec::new();
    let mut log = 0.0;
    for i in 0..n {
        let surprise = official[i] - means[i] - (0..i).map(|m| root[i][m] * white[m]).sum::<f64>();
        white.push(surprise / root[i][i]);
        log -= 0.5 * white[i] * white[i] + f64::ln(root[i][i]);
    }
    (log, means[n] + (0..n).map(|m| root[n][m] * white[m]).sum::<f64>(), root[n][n])
}

/// Chance that a standard normal number is below `z`: the area under the curve by Simpson's rule.
fn below(z: f64) -> f64 {
    let height = |x: f64| (-x * x / 2.0).exp() / std::f64::consts::TAU.sqrt();
    let (steps, end) = (400, z.clamp(-9.0, 9.0));
    let step = end / f64::from(steps);
    let sum: f64 = (0..=steps)
        .map(|i| {
            let weight = if i == 0 || i == steps { 1.0 } else { f64::from(2 + 2 * (i % 2)) };
            weight * height(f64::from(i) * step)
        })
        .sum();
    0.5 + sum * step / 3.0
}

fn compare(official: &[f64], readings: Option<&[Readings]>) {
    let distances: Option<Vec<[f64; 4]>> = readings.map(|readings| {
        let of = |readings: &Readings| {
            MODEL
                .slopes
                .map(|s| measure(s.factor, readings.get(s.factor).unwrap()) - measure(s.factor, s.reference))
        };
        readings.iter().map(of).collect()
    });
    let mut parts: Vec<(f64, f64, f64)> = natures()
        .into_iter()
        .map(|nature| {
            let (log, mean, deviation) = conditional(nature, official, distances.as_deref());
            (nature.weight.ln() + log, mean, deviation)
        })
        .collect();
    let best = parts.iter().map(|part| part.0).fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = parts.iter().map(|part| (part.0 - best).exp()).sum();
    parts.iter_mut().for_each(|part| part.0 = (part.0 - best).exp() / sum);
    let chance = |x: f64| -> f64 { parts.iter().map(|(w, mean, sd)| w * below((x - mean) / sd)).sum() };

    let first: NaiveDate = "2024-01-01".parse().unwrap();
    let of = |n: usize| readings.map_or(Readings::default(), |readings| readings[n]);
    let past: Vec<Week> = (0..official.len())
        .map(|n| Week { day: first + Days::new(7 * n as u64), score: Some(official[n]), readings: of(n) })
        .collect();
    let day = first + Days::new(7 * official.len() as u64);
    let estimate = Learnt::new(&MODEL, FactorSet::FOUR, &past, day).estimate(&of(official.len())).unwrap();
    let mean: f64 = parts.iter().map(|(weight, mean, _)| weight * mean).sum();
    // The program leaves out what the scores made very unlikely.
    assert!((estimate.mean - mean).abs() < 0.02, "{} {mean}", estimate.mean);
    for (end, share) in [(estimate.low.get(), 0.05), (estimate.high.get(), 0.95)] {
        assert!((chance(end) - share).abs() < 0.001, "{} at {end}", chance(end));
    }
    for line in [mean - 12.0, mean - 4.0, mean + 7.0] {
        assert!((estimate.chance_below(line) - chance(line)).abs() < 0.001, "{line}");
    }
}

#[test]
fn scores_without_factors_teach_what_the_joint_distribution_says() {
    compare(&[512.0], None);
    compare(&[514.0, 514.0, 519.0, 525.0, 531.0, 537.0], None);
    compare(&[412.0, 411.0, 412.0, 413.0, 413.0, 412.0, 410.0, 411.0], None);
    compare(&[690.0, 655.0, 701.0, 720.0], None);
}

#[test]
fn scores_with_all_factors_teach_what_the_joint_distribution_says() {
    let readings = [(18.0, 1.25), (16.0, 1.3), (15.5, 1.4), (12.0, 1.35), (11.0, 1.5), (9.0, 1.7)];
    let readings: Vec<Readings> = readings
        .into_iter()
        .map(|(excess, sell_through)| Readings {
            excess_pct: Some(excess),
            sell_through: Some(sell_through),
            stranded_pct: Some(1.0),
            in_stock_pct: Some(93.0),
        })
        .collect();
    // As the slopes of the prior say, give or take a point, so that no sign is ever in doubt.
    compare(&[514.0, 521.0, 528.0, 534.0, 545.0], Some(&readings));
    compare(&[514.0], Some(&readings[..2]));
}
