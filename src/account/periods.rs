//! Sales and events come in one file per period. Files that tell the same days would count them twice.

use super::intake::{Anew, Opened, Troubles};
use super::ledger::Days;
use super::shards::{Fold, Shards};
use crate::report::{Code, ReportKind};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The periods of the files of one kind.
#[derive(Default)]
pub(super) struct Periods {
    told: Vec<(Arc<str>, NaiveDate, NaiveDate)>,
    repeats: BTreeSet<Arc<str>>,
}

impl Periods {
    /// Begins anew with the first file; files known to repeat another stay known.
    pub(super) fn begin(&mut self) {
        self.told.clear();
    }

    /// Does the file tell days that no file before it tells, as far as is known?
    pub(super) fn wants(&self, file: &Arc<str>) -> bool {
        !self.repeats.contains(file)
    }

    /// Takes the days of a file. False, with a problem, where a file before it tells them too.
    ///
    /// One day may be in both: a period ends at midnight where the seller lives, the times in the file are of another
    /// zone, and the rest of the last day comes with the next period.
    pub(super) fn take(&mut self, file: &Arc<str>, days: Days, troubles: &mut Troubles) -> bool {
        let Some((first, last)) = days.span else { return true };
        let twin = self.told.iter().find(|&&(_, from, to)| {
            let shared = (last.min(to) - first.max(from)).num_days() + 1;
            shared > 1 || (first, last) == (from, to)
        });
        if let Some((other, from, to)) = twin {
            let detail = format!("its days {first} to {last} overlap those of {other}, {from} to {to}");
            troubles.file(Code::SameDayTwice, file, detail);
            self.repeats.insert(file.clone());
            return false;
        }
        self.told.push((file.clone(), first, last));
        true
    }
}

/// Folds all files of one kind into one table. `read` adds a file to the table and tells its days.
///
/// A file that is not what it seemed, or tells days of another, spoils what was folded: then it begins anew, without the
/// file that repeats.
pub(super) fn fold<A: Fold>(
    opened: &mut [Opened],
    kind: ReportKind,
    troubles: &mut Troubles,
    read: impl Fn(&mut Opened, &Shards<'_, A>, &mut Troubles) -> Result<Days, Anew>,
) -> Option<(Shards<'static, A>, Days)> {
    let mut periods = Periods::default();
    'anew: loop {
        let shards = Shards::new();
        let mut days = Days::default();
        let mut new_troubles = Troubles::default();
        periods.begin();
        for opened in opened.iter_mut().filter(|opened| opened.report.kind == kind) {
            if !periods.wants(&opened.file.file) {
                continue;
            }
            let Ok(here) = read(opened, &shards, &mut new_troubles) else { continue 'anew };
            opened.file.days = here.span;
            if !periods.take(&opened.file.file, here, troubles) {
                troubles.take(new_troubles, &opened.file);
                continue 'anew;
            }
            days.join(here);
        }
        troubles.problems.extend(new_troubles.problems);
        troubles.rows += new_troubles.rows;
        return days.span.is_some().then_some((shards, days));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(periods: &[(u32, u32)]) -> Vec<bool> {
        let day = |day| NaiveDate::from_ymd_opt(2026, 6, day).unwrap();
        let (mut all, mut troubles) = (Periods::default(), Troubles::default());
        let take = |(i, &(first, last)): (usize, &(u32, u32))| {
            let days = Days { span: Some((day(first), day(last))) };
            all.take(&i.to_string().into(), days, &mut troubles)
        };
        periods.iter().enumerate().map(take).collect()
    }

    #[test]
    fn periods_that_follow_each_other_may_share_a_day_in_any_order() {
        assert_eq!(taken(&[(1, 10), (21, 30), (10, 21)]), [true, true, true]);
        assert_eq!(taken(&[(1, 10), (11, 11), (12, 20)]), [true, true, true]);
    }

    #[test]
    fn periods_that_share_more_are_repeats() {
        assert_eq!(taken(&[(1, 10), (9, 20), (20, 30)]), [true, false, true]);
        assert_eq!(taken(&[(1, 30), (10, 20)]), [true, false]);
        assert_eq!(taken(&[(5, 5), (5, 5)]), [true, false]);
    }
}
