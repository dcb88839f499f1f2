//! A seller's spreadsheet of past weeks, saved as CSV: read whole, or refused whole with all its problems.

mod head;

pub use crate::spreadsheet::{Problem, Problems};
pub use head::{COLUMNS, OWN};

use super::figure::{self, FIRST_DAY, Wrong, other_scale};
use super::{Account, Official};
use crate::dates::week_start;
use crate::factor::{FactorKind, Readings};
use crate::ids::Marketplace;
use crate::spreadsheet::{Cell, NotText, Order, rows, shown};
use chrono::NaiveDate;
use head::{ACCOUNT, EXAMPLE, HEAD, Head, MARKETPLACE};
use std::collections::BTreeMap;
use std::str::FromStr;

/// What a spreadsheet holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// One entry for each row that states a figure.
    pub entries: Vec<Entry>,
    /// Rows that state none.
    pub blank_rows: usize,
    /// Names of the columns that are not read.
    pub unread: Vec<String>,
    /// `ipi` itself has written the file.
    pub own: bool,
}

/// What Amazon showed, and to whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The account, where the row names one.
    pub account: Option<Account>,
    /// The marketplace, where the row names one.
    pub marketplace: Option<Marketplace>,
    /// The figures of a day.
    pub official: Official,
}

/// Reads the bytes of a file called `file`; days after `today` are refused, and unless they are to be taken `as_is`,
/// figures that seem to be in another scale than the dashboard's.
///
/// ```
/// use ipi::history::import::read;
/// let today = "2026-06-30".parse().unwrap();
/// let sheet = read("scores.csv", b"Date;Score\r\n2021-W10;514\r\n", today, false).unwrap();
/// let shown = sheet.entries[0].official;
/// assert_eq!((shown.day.to_string().as_str(), shown.score), ("2021-03-08", Some(514.0)));
///
/// // Beside `official`, the column `score` is the estimate of `ipi`.
/// let row = b"date,week,account,marketplace,score,low,high,official\n2021-03-12,2021-W10,Shop 2,UK,531.25,520,540,514\n";
/// let sheet = read("weeks.csv", row, today, false).unwrap();
/// assert_eq!((sheet.entries[0].account.as_ref().unwrap().as_str(), sheet.entries[0].official.score), ("Shop 2", Some(514.0)));
///
/// let problems = read("scores.csv", b"date,score\n2021-W10,51x\n", today, false).unwrap_err();
/// assert!(problems.to_string().starts_with("scores.csv:2: column \"score\": \"51x\" is not a number: "));
/// ```
///
/// # Errors
/// Every problem of the file, where it has any.
pub fn read(file: &str, bytes: &[u8], today: NaiveDate, as_is: bool) -> Result<Sheet, Problems> {
    let mut reader = Reader {
        file,
        today,
        as_is,
        sheet: Sheet::default(),
        order: Order::default(),
        seen: BTreeMap::new(),
        problems: Vec::new(),
    };
    reader.file(bytes);
    if reader.problems.is_empty() && reader.sheet.entries.is_empty() && !reader.sheet.own {
        reader.problem(1, None, "there is no row with a figure", NOTHING, EXAMPLE);
    }
    if reader.problems.is_empty() { Ok(reader.sheet) } else { Err(Problems(reader.problems)) }
}

const NOTHING: &str = "each row below the head needs a date and a score or a factor";
/// Whose week it is, as far as the row says, and the Monday.
type Key = (Option<Account>, Option<Marketplace>, NaiveDate);

struct Reader<'a> {
    file: &'a str,
    today: NaiveDate,
    as_is: bool,
    sheet: Sheet,
    /// The order of its dates.
    order: Order,
    /// Weeks met so far, with whose they are, and their lines and places among the entries.
    seen: BTreeMap<Key, (usize, usize)>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(
        &mut self,
        line: usize,
        column: Option<&'static str>,
        what: impl Into<String>,
        why: &str,
        next: &str,
    ) {
        let file = self.file.into();
        self.problems.push(Problem {
            file,
            line,
            column,
            what: what.into(),
            why: why.into(),
            next: next.into(),
        });
    }

    fn file(&mut self, bytes: &[u8]) {
        let all = match rows(bytes) {
            Ok(all) => all,
            Err(NotText { what, why, next }) => return self.problem(1, None, what, why, next),
        };
        let Some(((line, names), rows)) = all.split_first() else {
            return self.problem(1, None, "the file is empty", HEAD, EXAMPLE);
        };
        let Some(head) = self.head(*line, names) else { return };
        self.order = Order::of(rows.iter().map(|(_, cells)| head.cell(cells, 0)));
        for (line, cells) in rows {
            self.row(*line, cells, &head);
        }
    }

    fn row(&mut self, line: usize, cells: &[String], head: &Head) {
        if cells.iter().skip(head.width).any(|cell| !cell.is_empty()) {
            let what = format!("the row has {} cells, the head has {}", cells.len(), head.width);
            let next = "write 12.3 with a point, and put text that holds the separator in quotes";
            return self.problem(line, None, what, "a decimal comma splits a cell in two", next);
        }
        let cell = |column: usize| head.cell(cells, column);
        let before = self.problems.len();
        let mut figure = |column: usize, parse: fn(&str) -> Result<f64, Wrong>| match cell(column) {
            "" => None,
            text => parse(text)
                .map_err(|wrong| {
                    let what = format!("{} {}", shown(text), wrong.what);
                    self.problem(line, Some(head.names[column]), what, wrong.why, wrong.next);
                })
                .ok(),
        };
        let score = figure(1, figure::score);
        let percentage = if head.shares { share } else { figure::percentage };
        let readings = Readings {
            excess_pct: figure(2, percentage),
            sell_through: figure(3, figure::sell_through),
            stranded_pct: figure(4, percentage),
            in_stock_pct: figure(5, percentage),
        };
        let nothing = self.problems.len() == before && score.is_none() && readings.is_empty();
        if nothing {
            self.sheet.blank_rows += 1;
            return;
        }
        if !head.shares {
            self.scale(line, readings);
        }
        let account = self.whose::<Account>(line, ACCOUNT, head.account(cells));
        let marketplace = self.whose::<Marketplace>(line, MARKETPLACE, head.marketplace(cells));
        let Some(day) = self.day(line, head.names[0], cell(0)) else { return };
        let (Some(account), Some(marketplace)) = (account, marketplace) else { return };
        let entry = Entry { account, marketplace, official: Official { day, score, readings } };
        let key = (entry.account.clone(), entry.marketplace, week_start(day));
        match self.seen.get(&key) {
            None => {
                self.seen.insert(key, (line, self.sheet.entries.len()));
                self.sheet.entries.push(entry);
            }
            // One score may be the nearest to the days of two rows; what the later row says was known later.
            Some(&(_, earlier)) if head.repeats => self.sheet.entries[earlier] = entry,
            Some((earlier, _)) => {
                let what = format!("{} is in the same week as line {earlier}", shown(cell(0)));
                let next = "keep one of the two rows";
                self.problem(line, Some(head.names[0]), what, "one score counts for a week", next);
            }
        }
    }

    /// Whose row it is: `Some(None)` where it does not say.
    fn whose<T: FromStr<Err: ToString>>(
        &mut self,
        line: usize,
        column: &'static str,
        text: &str,
    ) -> Option<Option<T>> {
        if text.is_empty() {
            return Some(None);
        }
        let read = text.parse::<T>().map(Some);
        read.map_err(|why: T::Err| {
            let what = format!("{} is not read", shown(text));
            self.problem(line, Some(column), what, &why.to_string(), "correct it, or take the column out");
        })
        .ok()
    }

    /// Asks about figures that seem to be in another scale than the dashboard's.
    fn scale(&mut self, line: usize, readings: Readings) {
        let Some(meant) = other_scale(readings).filter(|_| !self.as_is) else { return };
        for (column, factor) in (2..).zip(FactorKind::ALL) {
            if let (Some(figure), Some(meant)) = (readings.get(factor), meant.get(factor))
                && figure.to_bits() != meant.to_bits()
            {
                self.problem(
                    line,
                    Some(COLUMNS[column]),
                    format!("{figure} looks like another scale"),
                    "the dashboard shows percentages, and sell-through as a ratio",
                    &format!("write {meant} if that is meant, or say --as-is"),
                );
            }
        }
    }

    fn day(&mut self, line: usize, column: &'static str, text: &str) -> Option<NaiveDate> {
        let (what, why, next) = match self.order.read(text) {
            Cell::Day(day) if day > self.today => (
                "lies in the future".to_owned(),
                "no score is known for it yet",
                "correct the date; today is the last day that can be noted",
            ),
            Cell::Day(day) if day < FIRST_DAY => (
                format!("lies before {FIRST_DAY}"),
                "Amazon introduced the index in July 2018",
                "correct the date",
            ),
            Cell::Day(day) => return Some(day),
            Cell::Open => (
                "can be two days".to_owned(),
                "no date of the file tells whether the day or the month comes first",
                "write dates as 2021-03-08",
            ),
            Cell::Mixed => (
                "can be two days".to_owned(),
                "some dates of the file have the day first and some the month",
                "write dates as 2021-03-08",
            ),
            Cell::NoDate if text.is_empty() => {
                let why = "the row states figures, but not for when";
                self.problem(line, Some(column), "is empty", why, "fill in the date");
                return None;
            }
            Cell::NoDate => (
                "is not a date".to_owned(),
                "a date is a day, such as 2021-03-08, or an ISO week, such as 2021-W10",
                "write it in one of these forms",
            ),
        };
        self.problem(line, Some(column), format!("{} {what}", shown(text)), why, next);
        None
    }
}

/// A share of 0–1 as a percentage, without the noise of the multiplication.
fn share(text: &str) -> Result<f64, Wrong> {
    match text.parse::<f64>() {
        Ok(share) => figure::percentage(&((share * 1e12).round() / 1e10).to_string()),
        Err(_) => figure::percentage(text),
    }
}
