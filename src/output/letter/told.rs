//! What a letter tells, before it is drawn.

use super::subject::{score, stands};
use super::{Change, Occasion, Score};
use crate::assess::Assessment;
use crate::factor::FactorKind;
use crate::ids::printable;
use crate::output::page::{Block, Fact, Page, Tone};
use crate::output::weekly::Weekly;
use crate::output::words::{capital, count};
use crate::output::{notes, score as page, why};
use crate::policy::calendar::{Event, next_date};
use chrono::NaiveDate;

/// What a letter tells, top to bottom. What there is nothing to say of is empty.
pub(super) struct Told {
    /// Score, change and verdict: the first line that a phone shows.
    pub(super) lead: String,
    /// What to do first: the second.
    pub(super) todo: String,
    /// What makes the figures doubtful.
    pub(super) faults: Vec<String>,
    /// Whose score it is, of which day, and where it stands.
    pub(super) about: String,
    pub(super) verdict: String,
    pub(super) tone: Tone,
    /// The factors, and the SKUs that cost most.
    pub(super) facts: Vec<Fact>,
    /// Storage limits that are passed.
    pub(super) over: String,
    /// What changed, and why.
    pub(super) why: String,
    /// The next date that matters.
    pub(super) next: String,
    /// How old the reports are.
    pub(super) age: String,
    /// Why the letter was written.
    pub(super) sent: Commands,
    /// Where there is more to see.
    pub(super) more: Commands,
}

impl Told {
    pub(super) fn of(week: &Weekly<'_>, occasion: &Occasion<'_>) -> Told {
        let assessment = week.assessment;
        let (verdict, tone) = verdict(assessment);
        let factors = FactorKind::ALL.into_iter().filter(|&factor| assessment.set.has(factor));
        let facts = factors.map(|factor| page::fact(factor, assessment));
        let faults = assessment.notes.iter().filter(|note| page::is_first(note)).map(notes::note);
        let todo = page::todo(assessment, week.beside.costliest);
        Told {
            lead: lead(week),
            todo: if todo.is_empty() { "Nothing that has to be done first.".into() } else { todo },
            faults: faults.collect(),
            about: about(week),
            verdict,
            tone,
            facts: facts.chain(page::costs(&week.told(false))).collect(),
            over: page::over(assessment),
            why: changed(week),
            next: coming(assessment, occasion.today),
            age: old(assessment, occasion.today),
            sent: sent(occasion),
            more: more(occasion),
        }
    }
}

fn lead(week: &Weekly<'_>) -> String {
    let assessment = week.assessment;
    let now = Score::of(assessment);
    let own = if matches!(now, Score::Official(_)) { " (Amazon's own score)" } else { "" };
    let change = Change::of(week).map_or(String::new(), |change| format!(", {}", change.words()));
    let stands = assessment.verdict.as_ref().and_then(stands);
    let stands = stands.map_or(String::new(), |stands| format!(": {stands}"));
    format!("IPI {}{own}{change}{stands}.", score(now))
}

fn about(week: &Weekly<'_>) -> String {
    let assessment = week.assessment;
    let place = assessment.marketplace.map_or("marketplace not known".into(), notes::place);
    let account = week.account.map_or(String::new(), |name| format!("{}, ", printable(name)));
    let partial = if assessment.partial { " PARTIAL: something was left out." } else { "" };
    let estimate = match (Score::of(assessment), &assessment.estimate) {
        (Score::About { .. }, Some(known)) => {
            format!(" 9 times in 10 the score lies in {}-{}.", known.low, known.high)
        }
        (Score::Official(_), Some(known)) => format!(" The estimate from the reports is {}.", known.points),
        _ => " There is too little in the reports for an estimate.".into(),
    };
    format!("{account}{}, {place}.{estimate}{partial}", assessment.as_of)
}

fn verdict(assessment: &Assessment) -> (String, Tone) {
    let mut drawn = Page::default();
    page::verdict(&mut drawn, assessment);
    match drawn.blocks.pop() {
        Some(Block::Verdict(text, tone)) => (text, tone),
        Some(Block::Text(text)) => (text, Tone::Plain),
        _ => (String::new(), Tone::Plain),
    }
}

/// What changed: by the history, and taken apart where that is known.
fn changed(week: &Weekly<'_>) -> String {
    let since = Change::of(week);
    let told = since.map(|change| {
        let own = if change.official { "Amazon's own " } else { "" };
        let then = format!("{own}{:.0} on {}", change.then, change.since);
        match change.points {
            _ if change.corrected => {
                format!("{}: {then}.", capital(&change.words()))
            }
            0.0 => format!("Unchanged: {then}."),
            points => {
                format!("{} {:.0} from {then}.", if points > 0.0 { "Up" } else { "Down" }, points.abs())
            }
        }
    });
    match (&week.why, told) {
        // The same day, and the same points: the reason alone is new.
        (Ok(why), Some(_)) if since.is_some_and(|change| same(&change, why)) => {
            why::paragraph(why.why, Some(why.why.from))
        }
        // Another score than the one above: the estimate that was made then.
        (Ok(why), Some(told)) => {
            let (then, day) = (why.why.points_then, why.why.from);
            let paragraph = why::paragraph(why.why, None);
            let (direction, causes) = paragraph.split_once(':').unwrap_or((&paragraph, ""));
            format!(
                "{told} Against the estimate of {then:.0} on {day}, {}:{causes}",
                direction.to_lowercase()
            )
        }
        (Ok(why), None) => why::paragraph(why.why, Some(why.why.from)),
        (Err(_), Some(told)) => told,
        // What would mend it is nothing for a letter.
        (Err(reason), None) => {
            let reason = reason.split("; next:").next().unwrap_or(reason);
            format!("What changed is not known: {}.", reason.trim_end_matches('.'))
        }
    }
}

fn same(change: &Change, why: &why::Told<'_>) -> bool {
    change.since == why.why.from && change.points == why.why.change().round() + 0.0
}

/// Days since the day judged; `None` where that day is still to come.
pub(super) fn age(assessment: &Assessment, today: NaiveDate) -> Option<i64> {
    Some((today - assessment.as_of).num_days()).filter(|days| *days >= 0)
}

fn old(assessment: &Assessment, today: NaiveDate) -> String {
    let day = assessment.as_of;
    match age(assessment, today) {
        None => format!("The reports are of {day}."),
        Some(0) => format!("The reports are of today, {day}."),
        Some(days) => {
            let next = if days > super::OLD_DAYS { ": download this week's" } else { "" };
            format!("The reports are of {day}, {} ago{next}.", count(days, "day", "days"))
        }
    }
}

/// The next date that matters from the day of the letter on.
pub(super) fn next(assessment: &Assessment, today: NaiveDate) -> Option<Event> {
    let from = today.max(assessment.as_of);
    assessment.marketplace.and_then(|marketplace| next_date(marketplace, from))
}

fn coming(assessment: &Assessment, today: NaiveDate) -> String {
    let Some(next) = next(assessment, today) else { return String::new() };
    let when = match next.days_left {
        0 if next.date == today => "today".to_owned(),
        0 => format!("the week of {}", next.date),
        days => format!("{}, in {}", next.date, count(days, "day", "days")),
    };
    // The chance is that of the date which follows the reports.
    let judged = assessment.verdict.as_ref().filter(|v| v.next.is_some_and(|event| event.date == next.date));
    let chance = judged.and_then(|verdict| verdict.chance_below_next).map_or(String::new(), |chance| {
        format!("; as things stand, {} chance of being below", notes::chance(chance))
    });
    format!("Next: {when}: {}{chance}.", next.what.short())
}

/// Commands to be typed, and what they are for.
pub(super) struct Commands {
    pub(super) head: String,
    pub(super) commands: Vec<String>,
}

pub(super) fn sent(occasion: &Occasion<'_>) -> Commands {
    let head = match occasion.met {
        [] => "Written by:".into(),
        met => format!("Sent because {}:", met.join(", and ")),
    };
    Commands { head, commands: vec![printable(occasion.command)] }
}

fn more(occasion: &Occasion<'_>) -> Commands {
    let reports = printable(occasion.reports);
    let commands = vec![format!("ipi score{reports} --details"), format!("ipi skus{reports}")];
    Commands { head: "More:".into(), commands }
}
