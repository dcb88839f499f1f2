//! The estimate, what each factor adds, the interval, and what that means against the lines.

use super::Explained;
use crate::assess::Assessment;
use crate::factor::FactorKind;
use crate::output::notes;
use crate::output::words::{capital, count, percent, rounded, short_percent, tenths};
use crate::policy::{SAFE_CHANCE, Verdict};
use crate::score::{Contribution, Estimate, MODEL, Slope, measure};

pub(super) fn explained(assessment: &Assessment) -> Vec<Explained> {
    let mut all = Vec::new();
    all.extend(official(assessment));
    match &assessment.estimate {
        Some(estimate) => all.extend(score(estimate, assessment)),
        None => all.push(Explained {
            figure: "score".into(),
            name: "Score".into(),
            shown: "not estimated".into(),
            unit: "points",
            inputs: "There is nothing to estimate it from: no factor that counts is stated, or the marketplace is not known.".into(),
            ..Explained::default()
        }),
    }
    all.extend(assessment.verdict.iter().flat_map(lines));
    all
}

fn official(assessment: &Assessment) -> Option<Explained> {
    let shown = assessment.official?;
    Some(Explained {
        figure: "official_score".into(),
        name: format!("Official score of {}", shown.day),
        value: Some(shown.score),
        unit: "points",
        shown: shown.score.to_string(),
        inputs: "Noted by you with ipi log.".into(),
        seller_central: "Inventory > Inventory Performance, the score at the top",
        ..Explained::default()
    })
}

fn score(estimate: &Estimate, assessment: &Assessment) -> Vec<Explained> {
    let parts: Vec<_> =
        estimate.contributions.iter().map(|part| part.points).chain([estimate.clamped]).collect();
    let mut calculation = rounded(estimate.base).to_string();
    for points in parts.iter().map(|points| rounded(*points)).filter(|points| *points != 0.0) {
        calculation += &if points < 0.0 { format!(" - {}", -points) } else { format!(" + {points}") };
    }
    let learnt = match estimate.anchors {
        0 => "No official score is noted, so the base is that of an ordinary account.".to_owned(),
        scores => {
            format!("The base is learnt from {}.", count(scores as u64, "official score", "official scores"))
        }
    };
    let mut all = vec![Explained {
        figure: "score".into(),
        name: "Estimate of the score".into(),
        value: Some(estimate.points.get()),
        unit: "points",
        shown: estimate.points.to_string(),
        formula: "base + what each factor adds, held within 0-1000".into(),
        calculation,
        inputs: learnt,
        rule: format!("Model {}; Amazon does not publish its own.", estimate.model),
        seller_central: "Inventory > Inventory Performance, the score at the top",
    }];
    all.extend(estimate.contributions.iter().map(|part| contribution(part, estimate, assessment)));
    let reasons: Vec<_> = estimate.explain.iter().map(notes::width).collect();
    let tail = short_percent((1.0 - estimate.interval) / 2.0);
    let end = |figure: &str, name: &str, value: f64, share: &str| Explained {
        figure: figure.into(),
        name: name.into(),
        value: Some(value),
        unit: "points",
        shown: format!("{value:.0}"),
        formula: format!("the score below which {share} of the model's distribution lies"),
        inputs: if figure == "score_low" {
            let deviation =
                format!("Its mean is {:.1}, its deviation {:.1} points.", estimate.mean, estimate.deviation);
            [vec![deviation], reasons.clone()].concat().join(" ")
        } else {
            String::new()
        },
        ..Explained::default()
    };
    all.push(end("score_low", "Lower end of the interval", estimate.low.get(), &tail));
    let rest = short_percent((1.0 + estimate.interval) / 2.0);
    all.push(end("score_high", "Upper end of the interval", estimate.high.get(), &rest));
    all
}

/// Points and slopes agree to so much where the reading of the day alone decides.
const SAME: f64 = 1e-6;

fn contribution(part: &Contribution, estimate: &Estimate, assessment: &Assessment) -> Explained {
    let factor = part.factor;
    let mut line = Explained {
        figure: format!("{}_points", factor.key()),
        name: format!("{} adds", factor.title()),
        value: Some(part.points),
        unit: "points",
        shown: format!("{} points", tenths(part.points)),
        ..Explained::default()
    };
    let slopes = FactorKind::ALL.into_iter().zip(estimate.slopes).zip(MODEL.slopes);
    let Some(((_, slope), prior)) = slopes.into_iter().find(|((of, _), _)| *of == factor) else {
        return line;
    };
    let reading = assessment.readings.get(factor);
    let from = |reading: f64| slope * (measure(factor, reading) - measure(factor, prior.reference));
    line.formula = words(factor, &prior);
    match reading {
        Some(reading) if (from(reading) - part.points).abs() < SAME => {
            line.calculation = sum(factor, slope, reading, prior.reference);
            // The model's own to the last digit until scores have told something about the slope.
            let is_prior = (slope - prior.mean).abs() < SAME;
            line.rule =
                format!("Slope: {}.", if is_prior { prior.source } else { "as learnt from your scores" });
        }
        _ => {
            line.inputs = match part.weeks_old {
                0 => "The mean of this week and those before, as far as they count.".into(),
                weeks => format!("By the reading of {} ago.", count(weeks, "week", "weeks")),
            };
            line.inputs += &format!(" A step that lasts is worth {} points.", rounded(slope));
        }
    }
    line
}

fn words(factor: FactorKind, prior: &Slope) -> String {
    let ordinary = prior.reference;
    match factor {
        FactorKind::Excess | FactorKind::Stranded => {
            format!("(percent - {ordinary}, that of an ordinary account) x slope")
        }
        FactorKind::SellThrough => {
            format!(
                "(m(sell-through) - m({ordinary}, that of an ordinary account)) x slope, with m(s) = 1 - e^(-s/2)"
            )
        }
        FactorKind::InStock => format!("({ordinary}, that of an ordinary account - percent) x slope"),
    }
}

fn sum(factor: FactorKind, slope: f64, reading: f64, ordinary: f64) -> String {
    // More digits than the page shows, so that it comes out the same by hand.
    let (slope, reading) = (rounded(slope), format!("{reading:.6}"));
    match factor {
        FactorKind::Excess | FactorKind::Stranded => format!("({reading} - {ordinary}) * {slope}"),
        FactorKind::SellThrough => format!("(EXP(-{ordinary} / 2) - EXP(-{reading} / 2)) * {slope}"),
        FactorKind::InStock => format!("({ordinary} - {reading}) * {slope}"),
    }
}

fn lines(verdict: &Verdict) -> Vec<Explained> {
    let mut all = Vec::new();
    match verdict.threshold {
        Some(row) => all.push(Explained {
            figure: "threshold".into(),
            name: "Line in force".into(),
            value: Some(f64::from(row.threshold)),
            unit: "points",
            shown: row.threshold.to_string(),
            inputs: format!("In force since {}.", row.period.from),
            rule: format!("{} ({}).", capital(row.certainty.meaning()), row.source),
            ..Explained::default()
        }),
        None => all.push(Explained {
            figure: "threshold".into(),
            name: "Line in force".into(),
            unit: "points",
            shown: "not known".into(),
            inputs: format!("No line is known for {} on {}.", notes::place(verdict.marketplace), verdict.day),
            ..Explained::default()
        }),
    }
    let chance = |figure: String, name: String, chance: Option<f64>| Explained {
        figure,
        name,
        value: chance,
        unit: "probability",
        shown: match (chance, verdict.official) {
            (Some(chance), Some(_)) => percent(chance),
            (chance, _) => chance.map_or("not known".into(), notes::chance),
        },
        formula: match verdict.official {
            Some(_) => "below it or not, by the official score".into(),
            None => "share of the model's distribution below the line".into(),
        },
        ..Explained::default()
    };
    if let Some(row) = verdict.threshold {
        let name = format!("Chance of being below {}", row.threshold);
        let mut line = chance("chance_below_threshold".into(), name, verdict.chance_below);
        line.rule = format!(
            "Up to {} the verdict is \"above\", from {} on \"below\".",
            short_percent(SAFE_CHANCE),
            short_percent(1.0 - SAFE_CHANCE)
        );
        all.push(line);
    }
    let in_force = verdict.threshold.map(|row| row.threshold);
    for line in verdict.lines.iter().filter(|line| Some(line.threshold) != in_force) {
        let points = line.threshold;
        all.push(chance(
            format!("chance_below_{points}"),
            format!("Chance of being below {points}"),
            line.chance_below,
        ));
    }
    if let Some(next) = verdict.next {
        all.push(Explained {
            figure: "next_date".into(),
            name: "Next date".into(),
            value: None,
            unit: "date",
            shown: next.date.to_string(),
            inputs: format!(
                "{}, counted from {}: {}.",
                count(next.days_left, "day", "days"),
                verdict.day,
                next.what.title()
            ),
            rule: format!("{} ({}).", capital(next.certainty.meaning()), next.source),
            ..Explained::default()
        });
        let mut then = chance(
            "chance_below_next".into(),
            format!("Chance of being below on {}", next.date),
            verdict.chance_below_next,
        );
        then.shown = verdict.chance_below_next.map_or("not known".into(), notes::chance);
        then.formula = "share of the model's distribution then: the figures of today, and the doubt of the weeks between".into();
        all.push(then);
    }
    all
}
