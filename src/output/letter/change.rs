//! The score, and what became of it since the last week of which one is known.

use crate::assess::Assessment;
use crate::dates::{week_start, weeks_between};
use crate::history::SeriesWeek;
use crate::output::weekly::Weekly;
use crate::score::Estimate;
use chrono::NaiveDate;

/// The score that a letter is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Score {
    /// Amazon's own, of the week of the reports.
    Official(f64),
    /// An estimate.
    About {
        /// The middle, in points.
        points: f64,
        /// Half the width of the 90 % interval, in points.
        doubt: f64,
    },
    /// None is known.
    Unknown,
}

impl Score {
    /// That of an assessment.
    #[must_use]
    pub fn of(assessment: &Assessment) -> Score {
        let official = assessment.verdict.as_ref().and_then(|verdict| verdict.official);
        let about = |estimate: &Estimate| Score::About {
            points: estimate.points.get(),
            doubt: (estimate.high.get() - estimate.low.get()) / 2.0,
        };
        official.map(Score::Official).or(assessment.estimate.as_ref().map(about)).unwrap_or(Score::Unknown)
    }

    /// Its points, where it is known.
    #[must_use]
    pub fn points(self) -> Option<f64> {
        match self {
            Score::Official(points) | Score::About { points, .. } => Some(points),
            Score::Unknown => None,
        }
    }
}

/// What became of the score since an earlier week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Points, whole; below 0 where it fell.
    pub points: f64,
    /// The score of the earlier week, in points.
    pub then: f64,
    /// It was Amazon's own.
    pub official: bool,
    /// It was an estimate and the score is Amazon's own: two kinds of figure, between which nothing need have changed.
    pub corrected: bool,
    /// Its day.
    pub since: NaiveDate,
    /// Weeks between.
    pub weeks: i64,
}

impl Change {
    /// Since the last week before that of the reports of which the history knows a score: Amazon's own where it was noted, else
    /// the estimate that was kept then. `None` where there is none, now or then.
    #[must_use]
    pub fn of(week: &Weekly<'_>) -> Option<Change> {
        let day = week.assessment.as_of;
        let score = Score::of(week.assessment);
        let now = score.points()?;
        let before =
            week.series.iter().rfind(|past| past.monday < week_start(day) && known(past).is_some())?;
        let (since, then, official) = known(before)?;
        Some(Change {
            points: (now - then).round() + 0.0,
            then,
            official,
            corrected: !official && matches!(score, Score::Official(_)),
            since,
            weeks: weeks_between(since, day),
        })
    }

    /// `up 2`, `down 9`, `unchanged`; `down 9 in 3 weeks` where weeks lie between of which nothing is known; `9 below the
    /// estimate` where Amazon's own score follows an estimate.
    #[must_use]
    pub fn words(&self) -> String {
        let words = match self.points {
            up if up > 0.0 && self.corrected => format!("{up:.0} above the estimate"),
            down if down < 0.0 && self.corrected => format!("{:.0} below the estimate", -down),
            _ if self.corrected => "as estimated".into(),
            up if up > 0.0 => format!("up {up:.0}"),
            down if down < 0.0 => format!("down {:.0}", -down),
            _ => "unchanged".into(),
        };
        if self.weeks > 1 && !self.corrected { format!("{words} in {} weeks", self.weeks) } else { words }
    }
}

/// The day and the score of a week, and whether it was Amazon's own.
pub(super) fn known(week: &SeriesWeek) -> Option<(NaiveDate, f64, bool)> {
    let official = week.official.and_then(|official| Some((official.day, official.score?, true)));
    official.or(week.run.as_ref().map(|run| (run.day, run.points.get(), false)))
}
