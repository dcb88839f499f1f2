//! In which order the dates of an inventory report stand, where the report by itself does not tell.
//!
//! `10/11/2026` is a day of October or of November. A report of one day cannot tell, but the other reports of the account
//! can: where they end on the other of the two days, that is the one.

use super::intake::Opened;
use super::ledger::SLACK;
use super::stock::StockFile;
use super::{examine, ledgers};
use crate::report::{DateOrder, Plan, ReportKind};
use chrono::{Datelike as _, NaiveDate};

/// Turns the dates of reports that can be read in two orders, where the rest of the account ends on the other day. True
/// where a report has to be read once more.
pub(super) fn settle(opened: &mut [Opened], stock: &[StockFile], plan: &Plan) -> bool {
    let open = |opened: &Opened| {
        let day = stock.iter().find(|file| file.file == opened.file.file)?.day?;
        let other =
            NaiveDate::from_ymd_opt(day.year(), day.day(), day.month()).filter(|other| *other != day)?;
        (opened.report.date_order() == Some(DateOrder::Open)).then_some((day, other))
    };
    let turned: Vec<_> = opened.iter().map(open).collect();
    if turned.iter().all(Option::is_none) {
        return false;
    }
    let sure = stock.iter().filter(|file| {
        opened.iter().zip(&turned).any(|(opened, turned)| opened.file.file == file.file && turned.is_none())
    });
    let days: Vec<NaiveDate> = sure.filter_map(|file| file.day).collect();
    let last = days.into_iter().max().or_else(|| last_of_the_rest(opened, plan));
    let Some(last) = last else { return false };
    let near = |day: NaiveDate| (last - day).num_days().abs() <= SLACK;
    let mut any = false;
    for (opened, turned) in opened.iter_mut().zip(turned) {
        if let Some((day, other)) = turned
            && !near(day)
            && near(other)
        {
            opened.report.set_day_first(true);
            opened.read = false;
            any = true;
        }
    }
    any
}

/// The last day of ledgers and sales.
fn last_of_the_rest(opened: &mut [Opened], plan: &Plan) -> Option<NaiveDate> {
    let ledger = ledgers::last_day(opened, plan);
    let sales = opened.iter_mut().filter(|opened| {
        matches!(
            opened.report.kind,
            ReportKind::Shipments | ReportKind::CustomerShipmentSales | ReportKind::Orders
        )
    });
    ledger.or_else(|| sales.filter_map(|opened| examine::last_day(opened, plan)).max())
}
