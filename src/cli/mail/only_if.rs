//! When a letter is worth sending. What cannot be judged is: a week is not to be lost for want of a figure.

#![cfg_attr(not(feature = "mail"), allow(dead_code))]

use ipi::output::letter::{Change, Score};
use ipi::output::weekly::Weekly;
use ipi::output::words::count;
use std::fmt;
use std::str::FromStr;

/// A condition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum OnlyIf {
    /// The score is another than in the last week known.
    Changed,
    /// The score is below the line in force.
    Below,
    /// A SKU cannot wait, or the figures are doubtful.
    Alert,
    /// The score moved by so many points since the last week known.
    Points(u16),
}

impl FromStr for OnlyIf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let points = |text: &str| text.strip_suffix("-points").or(text.strip_suffix("-point"))?.parse().ok();
        match text {
            "changed" => Ok(OnlyIf::Changed),
            "below" => Ok(OnlyIf::Below),
            "alert" => Ok(OnlyIf::Alert),
            _ => points(text)
                .filter(|points| (1..=1000).contains(points))
                .map(OnlyIf::Points)
                .ok_or_else(|| "write changed, below, alert, or points such as 10-points".into()),
        }
    }
}

impl fmt::Display for OnlyIf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OnlyIf::Changed => f.write_str("changed"),
            OnlyIf::Below => f.write_str("below"),
            OnlyIf::Alert => f.write_str("alert"),
            OnlyIf::Points(points) => write!(f, "{points}-points"),
        }
    }
}

/// Why a letter goes out: nothing where there is no condition, else the conditions that are met, in words.
///
/// # Errors
/// Why it does not: in words too.
pub(super) fn met(conditions: &[OnlyIf], week: &Weekly<'_>) -> Result<Vec<String>, String> {
    let judged = conditions.iter().map(|condition| condition.judge(week));
    let (met, not): (Vec<_>, Vec<_>) = judged.partition(Result::is_ok);
    if met.is_empty() && !not.is_empty() {
        return Err(not.into_iter().filter_map(Result::err).collect::<Vec<_>>().join(", and "));
    }
    let mut met: Vec<_> = met.into_iter().filter_map(Result::ok).collect();
    met.dedup();
    Ok(met)
}

impl OnlyIf {
    /// Is it met? Either way, why.
    fn judge(self, week: &Weekly<'_>) -> Result<String, String> {
        match self {
            OnlyIf::Changed => moved(week, 1.0),
            OnlyIf::Points(points) => moved(week, f64::from(points)),
            OnlyIf::Below => below(week),
            OnlyIf::Alert => alert(week),
        }
    }
}

fn moved(week: &Weekly<'_>, least: f64) -> Result<String, String> {
    if Score::of(week.assessment) == Score::Unknown {
        return Ok("there is no score".into());
    }
    match Change::of(week) {
        None => Ok("no earlier score is known to compare with".into()),
        Some(change) if change.points.abs() >= least => Ok(format!("the score is {}", change.words())),
        Some(change) if change.points == 0.0 => Err(format!("the score is that of {}", change.since)),
        Some(change) => {
            Err(format!("the score is {} since {}, less than {least} points", change.words(), change.since))
        }
    }
}

fn below(week: &Weekly<'_>) -> Result<String, String> {
    let Some(points) = Score::of(week.assessment).points() else { return Ok("there is no score".into()) };
    let line = week.assessment.verdict.as_ref().and_then(|verdict| verdict.threshold);
    match line.map(|row| row.threshold) {
        None => Ok("no line is known".into()),
        Some(line) if points < f64::from(line) => Ok(format!("the score is below {line}")),
        Some(line) => Err(format!("the score, {points:.0}, is not below {line}")),
    }
}

fn alert(week: &Weekly<'_>) -> Result<String, String> {
    if week.assessment.notes.iter().any(ipi::account::Note::is_fault) {
        return Ok("the figures are doubtful".into());
    }
    match week.skus.lines.iter().filter(|line| line.alert.is_some()).count() {
        0 => Err("no SKU has an alert".into()),
        skus => Ok(format!("{} cannot wait", count(skus as u64, "SKU", "SKUs"))),
    }
}
