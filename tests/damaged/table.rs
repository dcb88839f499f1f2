//! A report as cells, so that it can be damaged, and as the bytes that Seller Central would send.

use super::File;
use super::account::today;
use crate::dice::Dice;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A report: its header, its rows, and how it is written.
#[derive(Clone)]
pub(crate) struct Table {
    pub(crate) file: File,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) delimiter: &'static str,
    pub(crate) line_end: &'static str,
}

impl Table {
    pub(crate) fn column(&self, name: &str) -> usize {
        self.header.iter().position(|own| own == name).unwrap_or_else(|| panic!("no column {name}"))
    }

    /// Keeps the rows whose place and cells say so.
    pub(crate) fn keep(&mut self, mut wanted: impl FnMut(usize, &[String]) -> bool) {
        let mut at = 0;
        self.rows.retain(|row| {
            at += 1;
            wanted(at - 1, row)
        });
    }

    /// Keeps the days that are so many days before the day judged.
    pub(crate) fn keep_days(&mut self, wanted: impl Fn(i64) -> bool) {
        let column = self.column(self.file.day_column());
        self.rows.retain(|row| wanted(ago(&row[column])));
    }

    /// Drops half of the rows of one day.
    pub(crate) fn halve_day(&mut self, day: i64) {
        let column = self.column(self.file.day_column());
        self.keep(|at, row| ago(&row[column]) != day || at % 2 == 0);
    }

    /// Keeps the rows of the SKUs that the dice leave.
    pub(crate) fn lose_skus(&mut self, percent: u64, dice: &mut Dice) {
        let column = self.column(self.file.sku_column());
        let lost = self.some_skus(percent, dice);
        self.rows.retain(|row| !lost.contains(&row[column]));
    }

    /// Some of the SKUs, at least one.
    pub(crate) fn some_skus(&self, percent: u64, dice: &mut Dice) -> BTreeSet<String> {
        let column = self.column(self.file.sku_column());
        let mut all: Vec<_> =
            self.rows.iter().map(|row| row[column].clone()).collect::<BTreeSet<_>>().into_iter().collect();
        dice.shuffle(&mut all);
        let some = all.len() * usize::try_from(percent).unwrap() / 100;
        all.into_iter().take(some.max(1)).collect()
    }

    /// Writes every cell of a column anew.
    pub(crate) fn rewrite(&mut self, column: &str, new: impl Fn(&str) -> String) {
        self.rewrite_where(column, |_, _| true, new);
    }

    /// Writes the cells of a column anew in the rows chosen.
    pub(crate) fn rewrite_where(
        &mut self,
        column: &str,
        chosen: impl Fn(usize, &[String]) -> bool,
        new: impl Fn(&str) -> String,
    ) {
        let column = self.column(column);
        for (at, row) in self.rows.iter_mut().enumerate() {
            if chosen(at, row) {
                row[column] = new(&row[column]);
            }
        }
    }

    pub(crate) fn blank(&mut self, column: &str) {
        self.rewrite(column, |_| String::new());
    }

    pub(crate) fn remove(&mut self, column: &str) {
        let column = self.column(column);
        self.header.remove(column);
        self.rows.iter_mut().for_each(|row| drop(row.remove(column)));
    }

    /// Exchanges the names of two columns and leaves the cells where they are.
    pub(crate) fn swap_headers(&mut self, one: &str, other: &str) {
        let (one, other) = (self.column(one), self.column(other));
        self.header.swap(one, other);
    }

    /// Moves every cell after the title by one column to the right; the last comes first.
    pub(crate) fn shift_cells(&mut self) {
        let from = self.column(self.file.title_column()) + 1;
        self.rows.iter_mut().for_each(|row| row[from..].rotate_right(1));
    }

    pub(crate) fn reorder_columns(&mut self, dice: &mut Dice) {
        let mut order: Vec<_> = (0..self.header.len()).collect();
        dice.shuffle(&mut order);
        for cells in std::iter::once(&mut self.header).chain(&mut self.rows) {
            *cells = order.iter().map(|&i| cells[i].clone()).collect();
        }
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for row in std::iter::once(&self.header).chain(&self.rows) {
            let cells: Vec<_> = row.iter().map(|cell| self.written(cell)).collect();
            text.push_str(&cells.join(self.delimiter));
            text.push_str(self.line_end);
        }
        text
    }

    fn written(&self, cell: &str) -> String {
        let quoted = self.file == File::Ledger || self.delimiter == "," && cell.contains([',', '"']);
        if quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
    }
}

/// How many days before the day judged a cell's day lies.
pub(crate) fn ago(cell: &str) -> i64 {
    (today() - date(cell)).num_days()
}

/// The day of a cell as the undamaged reports write it.
pub(crate) fn date(cell: &str) -> NaiveDate {
    let form = if cell.as_bytes()[2] == b'/' { "%m/%d/%Y" } else { "%Y-%m-%d" };
    NaiveDate::parse_from_str(&cell[..10], form).unwrap()
}
