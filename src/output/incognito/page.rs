//! The rows as a page for people.

use super::Public;
use crate::output::page::{Align, Page, Table};
use crate::output::sheet::{Cell, Row};
use crate::output::words::{percent, printable, tenths};

/// What stands at the foot of each page.
const FOOT: &str = "Names and amounts are hidden (--incognito). The same number is the same SKU or file on this page, and may be another on the \
                    next.";

/// The columns of a page, which has room for fewer than a file, with their names there.
const SHOWN: [(&str, &str); 40] = [
    ("sku", "SKU"),
    ("file", "File"),
    ("row", "Row"),
    ("kind", "Report"),
    ("code", "Code"),
    ("figure", "Figure"),
    ("factor", "Factor"),
    ("cause", "Cause"),
    ("date", "Date"),
    ("week", "Week"),
    ("action", "Do"),
    ("alert", "Alert"),
    ("value", "Value"),
    ("score", "Score"),
    ("low", "Low"),
    ("high", "High"),
    ("score_low", "Low"),
    ("score_high", "High"),
    ("official", "Official"),
    ("line", "Line"),
    ("threshold", "Line"),
    ("band", "Band"),
    ("reason", "Reason"),
    ("chance", "Chance"),
    ("excess_share", "Excess"),
    ("sell_through", "Sell-\nthrough"),
    ("stranded_share", "Stranded"),
    ("in_stock_rate", "In stock"),
    ("days", "Days"),
    ("days_out", "Days\nout"),
    ("days_out_30d", "Days\nout"),
    ("cover_days", "Cover,\ndays"),
    ("points", "Points"),
    ("points_total", "Points"),
    ("points_excess", "of\nexcess"),
    ("points_sell_through", "of sell-\nthrough"),
    ("points_stranded", "of\nstranded"),
    ("points_in_stock", "of\nin stock"),
    ("points_on_date", "Points"),
    ("counts_from", "From"),
];

/// What is said of all rows once, where all have the same.
const ABOUT: [&str; 4] = ["date", "as_of", "marketplace", "partial"];

/// Scores by another name.
const POINTS: [&str; 3] = ["low", "high", "official"];

impl Public {
    /// A page of what is left, below what is told already; where nothing is, the name of the report stands above.
    #[must_use]
    pub fn page(&self, mut page: Page) -> Page {
        let about: Vec<_> = (0..self.head.len()).filter(|&at| self.is_said_once(at)).collect();
        if page.blocks.is_empty() {
            let said = about.iter().filter_map(|&at| self.rows.first()?.get(at));
            let said = said.filter(|cell| !matches!(cell, Cell::Empty | Cell::Flag(_)));
            let said: String = said.map(|cell| format!(", {}", shown("", "", cell))).collect();
            let partial = if self.is_partial() { " - PARTIAL" } else { "" };
            page.heading(format!("{}{said}{partial}", self.name));
        }
        if self.rows.is_empty() {
            page.text("It has no rows: what it says stands in its sentences. Run it without --incognito to read them.");
        }
        let columns: Vec<_> = self.columns().filter(|(at, _)| !about.contains(at)).collect();
        let named = |&(at, name): &(usize, &str)| {
            let is_text = |row: &Row<'_>| matches!(row.get(at), None | Some(Cell::Empty | Cell::Text(_)));
            (name.to_owned(), if self.rows.iter().all(is_text) { Align::Left } else { Align::Right })
        };
        let unit = self.head.iter().position(|column| column == "unit");
        let row = |row: &Row<'static>| {
            let unit = unit.and_then(|at| row.get(at)).map_or(String::new(), |cell| shown("", "", cell));
            columns.iter().map(|&(at, _)| shown(&self.head[at], &unit, &row[at])).collect()
        };
        page.table(Table {
            columns: columns.iter().map(named).collect(),
            rows: self.rows.iter().map(row).collect(),
        });
        page.text(FOOT);
        page
    }

    /// The columns of the page in which something is left.
    fn columns(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let is_blank =
            |at: usize| self.rows.iter().all(|row| matches!(row.get(at), None | Some(Cell::Empty)));
        let place = |name: &str| self.head.iter().position(|column| column == name);
        // Where points are told by factor, or scores beside all four factors, there is no room for more.
        let (by_factor, of_weeks) = (place("points_total").is_some(), place("week").is_some());
        let fits = move |name: &str| {
            !(by_factor && ["alert", "sell_through"].contains(&name)
                || of_weeks && ["week", "threshold"].contains(&name))
        };
        let shown = SHOWN.into_iter().filter(move |(name, _)| fits(name));
        let shown = shown.filter_map(move |(name, title)| Some((place(name)?, title)));
        shown.filter(move |(at, _)| !is_blank(*at))
    }

    fn is_said_once(&self, at: usize) -> bool {
        let first = self.rows.first().and_then(|row| row.get(at));
        ABOUT.contains(&self.head[at].as_ref()) && self.rows.iter().all(|row| row.get(at) == first)
    }

    fn is_partial(&self) -> bool {
        let at = self.head.iter().position(|column| column == "partial");
        at.is_some_and(|at| self.rows.iter().any(|row| row.get(at) == Some(&Cell::Flag(true))))
    }
}

/// A cell for people: shares in percent, points with their sign.
fn shown(column: &str, unit: &str, cell: &Cell<'_>) -> String {
    let is_share = ["share", "probability"].contains(&unit)
        || ["share", "rate", "chance"].iter().any(|part| column.split('_').any(|word| word == *part));
    match cell {
        Cell::Empty => String::new(),
        // Names of the program's own are words here.
        Cell::Text(text) => printable(text).replace('_', " "),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(share) if is_share => percent(*share),
        Cell::Number(points) if column.starts_with("points") => tenths(*points),
        Cell::Number(points)
            if unit == "points"
                || column.contains("score")
                || unit.is_empty() && POINTS.contains(&column) =>
        {
            format!("{points:.0}")
        }
        // As on the page of SKUs: nobody is told that there is a day's stock more than there is.
        Cell::Number(days) if column.contains("days") => format!("{:.0}", days.floor()),
        Cell::Number(number) => format!("{number:.2}"),
        Cell::Day(day) => day.to_string(),
        Cell::Flag(flag) => if *flag { "yes" } else { "no" }.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Public, shown};
    use crate::output::page::{Block, Page};
    use crate::output::sheet::{Cell, Sheet};

    #[test]
    fn days_of_supply_are_those_of_the_page_of_skus() {
        // 62 units at 8 in 90 days.
        assert_eq!(shown("cover_days", "", &Cell::Number(697.5)), "697");
    }

    #[test]
    fn a_week_of_the_history_has_room_on_a_page() {
        let head = ["date", "week", "score", "low", "high", "threshold", "excess_share"];
        let row = |score| {
            let text = |text: &'static str| Cell::Text(text.into());
            let numbers = [score, 337.987, 734.34, 400.0, 0.177].map(Cell::Number);
            [[text("2026-10-31"), text("2026-W44")].to_vec(), numbers.to_vec()].concat()
        };
        let page = Public::of(Sheet::new("History", head, [row(536.2), row(512.0)])).page(Page::default());
        let table = page.blocks.iter().find_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        let table = table.unwrap();
        let names: Vec<_> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Score", "Low", "High", "Excess"]);
        assert_eq!(table.rows[0], ["536", "338", "734", "17.7 %"]);
    }

    #[test]
    fn a_report_without_rows_says_so() {
        let page = Public::of(Sheet::new("Plan", ["sku"], [])).page(Page::default());
        assert!(format!("{page:?}").contains("It has no rows"));
    }
}
