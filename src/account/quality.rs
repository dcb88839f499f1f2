//! Is this input fit to be judged? What is not is a problem like any other: refused, or passed over on request.

use super::Account;
use super::intake::{Opened, Troubles};
use crate::dates::AsOf;
use crate::report::{Code, Problem, ReportKind, StrandedStock};
use crate::units::Units;
use chrono::{Datelike as _, NaiveDate};
use std::sync::Arc;

/// An inventory report that lists less than this share of the SKUs with stock is one of the broken deliveries.
const LISTED: f64 = 0.75;
/// With fewer SKUs missing than this it may be chance.
const MISSING: u64 = 5;

/// Checks the joined account and adds what is wrong with it.
pub(super) fn check(account: &Account, troubles: &mut Troubles) {
    rows_missing(account, troubles);
}

/// A stranded report does not say of which day it is; but what it lists cannot have been stranded later than that. Time
/// zones may make a day's difference.
pub(super) fn is_of_the_day(
    rows: &[StrandedStock],
    as_of: AsOf,
    opened: &[Opened],
    troubles: &mut Troubles,
) -> bool {
    let newest = rows.iter().filter_map(|row| row.since).max().filter(|&day| as_of.age(day) < -1);
    let file = opened.iter().find(|opened| opened.report.kind == ReportKind::Stranded && !opened.aside);
    if let (Some(newest), Some(opened)) = (newest, file) {
        let detail = format!("it lists units stranded since {newest}; judged is {}", as_of.day());
        troubles.file(Code::StaleReport, &opened.file.file, detail);
    }
    newest.is_none()
}

/// A ledger by week or by month looks like one of every day with most days missing: each balance would be carried over days
/// that it is not of, and days without stock would go unseen. `days` are those with rows, in order.
pub(super) fn is_daily(days: &[NaiveDate], file: &Arc<str>, troubles: &mut Troubles) -> bool {
    let (Some(first), true) = (days.first(), days.len() > 2) else { return true };
    let weekly = days.iter().all(|&day| (day - *first).num_days() % 7 == 0);
    let monthly = days.iter().all(|day| day.day() == first.day());
    let month_ends = days.iter().all(|day| day.succ_opt().is_none_or(|next| next.day() == 1));
    if weekly || monthly || month_ends {
        let by = if weekly { "week" } else { "month" };
        troubles.file(Code::NotDaily, file, format!("its {} days are a {by} apart", days.len()));
        return false;
    }
    true
}

/// On some days the inventory report comes with half or a twentieth of its rows. The ledger, or another inventory
/// report, knows better.
#[allow(clippy::cast_precision_loss)]
fn rows_missing(account: &Account, troubles: &mut Troubles) {
    let Some(kind) = account.inventory else { return };
    let stocked = account.skus.iter().filter(|facts| facts.on_hand_units() > Units::ZERO);
    let (mut listed, mut missing) = (0_u64, 0_u64);
    for facts in stocked {
        if facts.is_listed { listed += 1 } else { missing += 1 }
    }
    if missing < MISSING || listed as f64 >= LISTED * (listed + missing) as f64 {
        return;
    }
    let file = account.sources.iter().find(|source| source.kind == kind && source.used);
    if let Some(source) = file {
        let detail = format!("it lists {listed} SKUs with stock, other reports know {missing} more");
        troubles.problems.push(Problem::of_file(Code::RowsMissing, &source.file).detail(detail));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(days: &[(i32, u32, u32)]) -> bool {
        let days: Vec<_> = days.iter().map(|&(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap()).collect();
        let mut troubles = Troubles::default();
        let daily = is_daily(&days, &"ledger".into(), &mut troubles);
        assert_eq!(daily, troubles.problems.is_empty());
        !daily
    }

    #[test]
    fn ledgers_by_week_and_by_month_are_told_from_sparse_ones() {
        assert!(refused(&[(2026, 6, 7), (2026, 6, 14), (2026, 6, 28)]));
        assert!(refused(&[(2026, 4, 1), (2026, 5, 1), (2026, 6, 1)]));
        assert!(refused(&[(2026, 4, 30), (2026, 5, 31), (2026, 6, 30)]));
        // The four snapshot days alone, days in a row, and too few days to tell.
        assert!(!refused(&[(2026, 4, 1), (2026, 5, 1), (2026, 5, 31), (2026, 6, 30)]));
        assert!(!refused(&[(2026, 6, 7), (2026, 6, 8), (2026, 6, 14)]));
        assert!(!refused(&[(2026, 5, 31), (2026, 6, 30)]));
    }
}
