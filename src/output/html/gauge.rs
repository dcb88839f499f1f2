//! The gauge: the score on its scale with its interval, the lines, and the one in force.

use super::scale::{Scale, anchor, number};
use crate::assess::Assessment;
use crate::units::Points;

/// What the gauge shows; places are percentages of its width.
pub(super) struct Gauge {
    pub(super) told: String,
    /// Up to where a score is short of the line in force.
    pub(super) force: Option<String>,
    pub(super) below: Option<String>,
    /// What the interval is.
    pub(super) span: String,
    pub(super) from: String,
    pub(super) width: String,
    pub(super) mark: String,
    pub(super) anchor: &'static str,
    pub(super) points: String,
    pub(super) lines: Vec<GaugeLine>,
}

/// A line across the gauge.
pub(super) struct GaugeLine {
    pub(super) class: &'static str,
    pub(super) at: String,
    pub(super) top: u16,
    pub(super) bottom: u16,
    pub(super) label: u16,
    pub(super) dx: i8,
    pub(super) anchor: &'static str,
    pub(super) text: String,
}

impl Gauge {
    /// The gauge of an account; `None` where neither a score nor an estimate is known.
    pub(super) fn of(assessment: &Assessment) -> Option<Gauge> {
        let scale = Scale { figures: (0.0, Points::MAX), places: (0.0, 100.0) };
        let verdict = assessment.verdict.as_ref();
        let official = verdict.and_then(|verdict| verdict.official);
        let estimate = assessment.estimate.as_ref();
        let points = official.or(estimate.map(|estimate| estimate.points.get()))?;
        let (low, high) = estimate.map_or((points, points), |it| (it.low.get(), it.high.get()));
        let force = verdict.and_then(|verdict| verdict.threshold).map(|row| row.threshold);
        let mut lines: Vec<u16> = verdict.iter().flat_map(|it| it.lines.map(|line| line.threshold)).collect();
        lines.extend(force);
        lines.sort_unstable();
        lines.dedup();
        let named = |line: &u16| match Some(*line) == force {
            true => format!("{line}, in force"),
            false => line.to_string(),
        };
        let score = match official {
            Some(score) => format!("official score {score:.0}"),
            None => format!("estimate about {points:.0}"),
        };
        let span = match estimate {
            Some(it) => format!("90 % interval {} to {}", it.low, it.high),
            None => "no estimate".into(),
        };
        let words: Vec<_> = lines.iter().map(named).collect();
        let words = if words.is_empty() { String::new() } else { format!("; lines: {}", words.join("; ")) };
        Some(Gauge {
            told: format!("{score}, {span}{words}."),
            force: force.map(|line| scale.at(line.into())),
            below: force.map(|line| format!("below the line of {line} in force")),
            span,
            from: scale.at(low),
            // An interval of a few points is still to be seen.
            width: number((scale.place(high) - scale.place(low)).max(0.6)),
            mark: scale.at(points),
            anchor: anchor(scale.place(points)),
            points: format!("{points:.0}"),
            lines: lines
                .iter()
                .enumerate()
                .map(|(at, &line)| self::line(&scale, at, line, &lines, force))
                .collect(),
        })
    }
}

/// Lines stand close: the lowest has its name on the left, the highest on the right, and what is between below both.
fn line(scale: &Scale, at: usize, line: u16, all: &[u16], force: Option<u16>) -> GaugeLine {
    let is_force = Some(line) == force;
    let (is_first, is_last) = (at == 0 && all.len() > 1, at + 1 == all.len());
    let label = if is_first || is_last { 88 } else { 104 };
    GaugeLine {
        class: if is_force { "force" } else { "other" },
        at: scale.at(line.into()),
        top: 44,
        bottom: label - 8,
        label,
        dx: if is_first { -4 } else { 4 },
        anchor: if is_first { "end" } else { "start" },
        text: if is_force { format!("{line} in force") } else { line.to_string() },
    }
}
