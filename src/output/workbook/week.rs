//! The two workbooks: of one sheet, and of everything that is told of a week.

use super::book::Book;
use super::table::Around;
use super::{WorkbookError, course, factors, is_unwritable, sources, summary};
use crate::history::Account;
use crate::output::history::{self, Series};
use crate::output::sheet::{Cell, Sheet};
use crate::output::weekly::Weekly;
use crate::output::words;
use crate::output::{forecast, plan, skus, why};
use crate::skus::Selection;
use std::panic::{AssertUnwindSafe, resume_unwind};

/// A workbook of one sheet.
///
/// # Errors
/// Where it cannot be written.
pub fn sheet(sheet: Sheet<'_>) -> Result<Vec<u8>, WorkbookError> {
    caught(|| one(sheet))
}

fn one(sheet: Sheet<'_>) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(sheet.name, None)?;
    book.table(sheet, &Around { without: "No rows.", ..Around::default() })?;
    book.finish()
}

/// A workbook of everything that is told of a week: Summary, Factors, SKUs, Plan, Why, Forecast, Run-out, History, Course and
/// Sources. What could not be told has its reason on its sheet.
///
/// # Errors
/// Where it cannot be written.
pub fn week(week: &Weekly<'_>) -> Result<Vec<u8>, WorkbookError> {
    caught(|| whole(week))
}

/// The writer of workbooks panics where its temporary file cannot be written any more: that is an error like any other.
fn caught(make: impl FnOnce() -> Result<Vec<u8>, WorkbookError>) -> Result<Vec<u8>, WorkbookError> {
    std::panic::catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|panic| {
        if is_unwritable(panic.as_ref()) {
            return Err(WorkbookError(NO_ROOM.into()));
        }
        resume_unwind(panic)
    })
}

const NO_ROOM: &str = "its temporary file cannot be written; next: make room in the temporary folder, or set TMPDIR to another one";

fn whole(week: &Weekly<'_>) -> Result<Vec<u8>, WorkbookError> {
    let day = week.assessment.as_of;
    let of = week.account.map_or(String::new(), |account| format!(" of {account}"));
    let mut book = Book::new(&format!("IPI{of}, {}", words::week(day)), Some(day))?;
    let course = course::of(week);
    summary::add(&mut book, week, &course)?;
    factors::add(&mut book, week.assessment)?;
    let selection = Selection::default();
    let none = Around { without: "No report names a SKU.", ..Around::default() };
    book.table(skus::sheet(week.skus, &selection, week.account), &none)?;
    plan(&mut book, week)?;
    told(&mut book, "Why", week.why.map(|told| why::sheet(&told)), "Nothing changed.")?;
    told(&mut book, "Forecast", week.forecast.map(|found| forecast::weeks_sheet(found, week.account)), "")?;
    told(
        &mut book,
        "Run-out",
        week.forecast.map(|found| forecast::run_out_sheet(found, week.account)),
        "No SKU is likely to run out in these weeks.",
    )?;
    series(&mut book, week)?;
    book.table(course::sheet(&course), &Around { without: "No week has a score.", ..Around::default() })?;
    sources::add(&mut book, week.assessment)?;
    book.finish()
}

/// A sheet, or the reason why there is none.
fn told(
    book: &mut Book,
    name: &'static str,
    sheet: Result<Sheet<'_>, &str>,
    without: &str,
) -> Result<(), WorkbookError> {
    match sheet {
        Ok(sheet) => book.table(sheet, &Around { without, ..Around::default() })?,
        Err(reason) => book.table(untold(name, reason), &Around::default())?,
    };
    Ok(())
}

/// A sheet that says why nothing else stands on it.
fn untold(name: &'static str, reason: &str) -> Sheet<'static> {
    Sheet::new(name, ["not_told"], [vec![Cell::from(words::sentence(reason))]])
}

fn plan(book: &mut Book, week: &Weekly<'_>) -> Result<(), WorkbookError> {
    let without = week.plan.as_ref().map(|shown| summary::verdict(&plan::page(shown))).unwrap_or_default();
    told(book, "Plan", week.plan.map(|shown| plan::sheet(&shown)), &without)
}

fn series(book: &mut Book, week: &Weekly<'_>) -> Result<(), WorkbookError> {
    let account = week.account.and_then(|account| account.parse::<Account>().ok()).unwrap_or_default();
    let sheet = match week.assessment.marketplace {
        Some(marketplace) if !week.series.is_empty() => {
            let series = Series { account: &account, marketplace, weeks: week.series };
            return book.table(history::sheet(&series), &Around::default()).map(|_| ());
        }
        Some(_) => "no week is kept: ipi score keeps one at each run, unless --no-history is said",
        None => "the marketplace is not known, and the history is kept by marketplace",
    };
    book.table(untold("History", sheet), &Around::default()).map(|_| ())
}
