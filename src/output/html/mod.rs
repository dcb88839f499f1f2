//! One HTML page that needs nothing else: no script, no network.

use super::page::Page;
use super::weekly::Weekly;

/// Draws a page of any report.
#[must_use]
pub fn page(page: &Page) -> String {
    super::markdown::render(page)
}

/// Draws everything that is told of a week.
#[must_use]
pub fn week(week: &Weekly<'_>) -> String {
    page(&super::score::page(week.assessment, &week.told(true)))
}
