//! One evaluation of the score before a quarter, and what its checks decide.

use crate::evidence::{Certainty, Period};
use chrono::{Days, NaiveDate};

/// One evaluation: its checks and the days that it decides on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The first check; `None` where there is only one.
    pub first: Option<NaiveDate>,
    /// The second check, or the only one.
    pub last: NaiveDate,
    /// Are the checks known only by the week that begins on the day given?
    pub by_week: bool,
    /// The days on which storage is limited for whom the checks found below the threshold.
    pub limits: Period,
    /// How sure the days are.
    pub certainty: Certainty,
    /// Link to what they rest on.
    pub source: &'static str,
}

impl Evaluation {
    /// Is storage limited? Only a score below the threshold at every check limits it; `None` where a check that could
    /// still save the account has no score yet.
    ///
    /// ```
    /// use ipi::ids::Marketplace::US;
    /// use ipi::policy::calendar::deciding;
    /// let single = deciding(US, "2021-02-15".parse().unwrap()).unwrap();
    /// assert_eq!(single.first, None);
    /// assert_eq!(single.limited(None, Some(449.0), 450), Some(true));
    /// ```
    #[must_use]
    pub fn limited(&self, first: Option<f64>, last: Option<f64>, threshold: u16) -> Option<bool> {
        match self.first {
            Some(_) => limited(first, last, threshold),
            None => last.map(|score| score < f64::from(threshold)),
        }
    }

    /// Does `day` lie between the first check and the end of the limits that follow?
    #[must_use]
    pub fn concerns(&self, day: NaiveDate) -> bool {
        let first = self.first.unwrap_or(self.last);
        first <= day && self.limits.until.is_none_or(|until| day <= until)
    }

    /// The last day on which `check` may be held.
    pub(super) fn end(&self, check: NaiveDate) -> NaiveDate {
        if self.by_week { check + Days::new(6) } else { check }
    }
}

/// Do two checks limit storage? Only if both are below; a score equal to the threshold is enough. `None` where the
/// missing score decides.
///
/// ```
/// use ipi::policy::calendar::limited;
/// assert_eq!(limited(Some(399.0), Some(398.0), 400), Some(true));
/// assert_eq!(limited(Some(400.0), Some(300.0), 400), Some(false)); // Amazon's own example
/// assert_eq!(limited(None, Some(410.0), 400), Some(false));
/// assert_eq!(limited(Some(399.0), None, 400), None);
/// ```
#[must_use]
pub fn limited(first: Option<f64>, second: Option<f64>, threshold: u16) -> Option<bool> {
    let below = |score: Option<f64>| score.map(|score| score < f64::from(threshold));
    match (below(first), below(second)) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}
