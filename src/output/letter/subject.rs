//! The subject: score, change, verdict, next date. Nothing that a report holds stands in it.

use super::told::{age, next};
use super::{Change, Occasion, Score};
use crate::ids::printable;
use crate::output::weekly::Weekly;
use crate::output::words::count;
use crate::policy::{Grade, Verdict};

/// `IPI 412 (±18), down 9 — above 400, 9 days to the next date`.
pub(super) fn subject(week: &Weekly<'_>, occasion: &Occasion<'_>) -> String {
    let assessment = week.assessment;
    let account = week.account.map_or(String::new(), |name| format!("{}: ", printable(name)));
    let mut subject = format!("{account}IPI {}", score(Score::of(assessment)));
    if let Some(change) = Change::of(week) {
        subject += &format!(", {}", change.words());
    }
    if assessment.partial {
        subject += ", PARTIAL";
    }
    let verdict = assessment.verdict.as_ref().and_then(stands);
    let next = next(assessment, occasion.today).map(|next| match next.days_left {
        0 if next.date == occasion.today => "the next date is today".to_owned(),
        0 => "the next date is this week".to_owned(),
        days => format!("{} to the next date", count(days, "day", "days")),
    });
    let old = age(assessment, occasion.today).filter(|days| *days > super::OLD_DAYS);
    let old = old.map(|days| format!("reports {} old", count(days, "day", "days")));
    let parts: Vec<_> = [verdict, next, old].into_iter().flatten().collect();
    if !parts.is_empty() {
        subject += &format!(" — {}", parts.join(", "));
    }
    subject
}

/// `412 (±18)`, `412`, `not estimated`.
pub(super) fn score(score: Score) -> String {
    match score {
        Score::Official(points) => format!("{points:.0}"),
        Score::About { points, doubt } => format!("{points:.0} (±{doubt:.0})"),
        Score::Unknown => "not estimated".into(),
    }
}

/// `above 400`; `None` where no line is known, or no score.
pub(super) fn stands(verdict: &Verdict) -> Option<String> {
    let (row, chance) = verdict.threshold.zip(verdict.chance_below)?;
    let word = match Grade::of(chance) {
        Grade::Above => "above",
        Grade::ProbablyAbove => "probably above",
        Grade::Open => "open at",
        Grade::ProbablyBelow => "probably below",
        Grade::Below => "below",
    };
    Some(format!("{word} {}", row.threshold))
}
