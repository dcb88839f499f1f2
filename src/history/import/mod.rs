//! A seller's spreadsheet of past weeks, saved as CSV: read whole, or refused whole with all its problems.

pub use crate::spreadsheet::{Problem, Problems};

use super::Official;
use super::figure::{self, FIRST_DAY, Wrong, other_scale};
use crate::dates::week_start;
use crate::factor::{FactorKind, Readings};
use crate::spreadsheet::{Cell, NotText, Order, rows, shown};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The columns that are read; the case of their names and their order do not matter.
pub const COLUMNS: [&str; 6] =
    ["date", "score", "excess_pct", "sell_through", "stranded_pct", "in_stock_pct"];

/// The same in the order of [`COLUMNS`] where `ipi` itself has written the file, with shares of 0–1 for percentages; its other
/// columns say nothing of the dashboard.
pub const OWN: [&str; 6] = [
    "official_date",
    "official",
    "official_excess_share",
    "official_sell_through",
    "official_stranded_share",
    "official_in_stock_rate",
];

/// What stood beside [`COLUMNS`] in what `ipi` wrote at first.
const BESIDE: [&str; 14] = [
    "week",
    "account",
    "marketplace",
    "estimate_date",
    "estimate_points",
    "estimate_low",
    "estimate_high",
    "computed_excess_pct",
    "computed_sell_through",
    "computed_stranded_pct",
    "computed_in_stock_pct",
    "model",
    "partial",
    "sources",
];

/// What a spreadsheet holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// One entry for each row that states a figure.
    pub entries: Vec<Official>,
    /// Rows that state none; nothing is told of those that `ipi` itself has written.
    pub blank_rows: usize,
    /// Names of the columns that are not read.
    pub unread: Vec<String>,
    /// Whose history it is, account and marketplace, where `ipi` itself has written the file.
    pub of: BTreeSet<(String, String)>,
    /// `ipi` itself has written the file.
    pub own: bool,
}

/// Reads the bytes of a file called `file`; days after `today` are refused, and unless they are to be taken `as_is`,
/// figures that seem to be in another scale than the dashboard's.
///
/// ```
/// use ipi::history::import::read;
/// let today = "2026-06-30".parse().unwrap();
/// let sheet = read("scores.csv", b"Date;Score\r\n2021-W10;514\r\n", today, false).unwrap();
/// assert_eq!((sheet.entries[0].day.to_string().as_str(), sheet.entries[0].score), ("2021-03-08", Some(514.0)));
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
const HEAD: &str = "the first line names the columns date, score, excess_pct, sell_through, stranded_pct, in_stock_pct; \
                    date and one other are needed";
const EXAMPLE: &str = "write for example a head date,score and below it 2021-W10,514";

struct Reader<'a> {
    file: &'a str,
    today: NaiveDate,
    as_is: bool,
    sheet: Sheet,
    /// The order of its dates.
    order: Order,
    /// Weeks met so far, with their lines.
    seen: BTreeMap<NaiveDate, usize>,
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
        if self.sheet.own {
            let place = |name: &str| names.iter().position(|cell| cell == name).unwrap_or_default();
            let (account, marketplace) = (place("account"), place("marketplace"));
            let cell = |cells: &[String], place: usize| cells.get(place).cloned().unwrap_or_default();
            let of = rows.iter().map(|(_, cells)| (cell(cells, account), cell(cells, marketplace)));
            self.sheet.of = of.collect();
        }
        self.order = Order::of(rows.iter().map(|(_, cells)| head.cell(cells, 0)));
        for (line, cells) in rows {
            self.row(*line, cells, &head);
        }
    }

    /// Where each of [`COLUMNS`] stands.
    fn head(&mut self, line: usize, cells: &[String]) -> Option<Head> {
        let before = self.problems.len();
        let has = |names: &[&str]| names.iter().all(|name| cells.iter().any(|cell| cell == name));
        if has(&OWN) {
            self.sheet.own = true;
            let place = |name: &str| cells.iter().position(|cell| cell == name);
            return Some(Head { places: OWN.map(place), width: cells.len(), shares: true });
        }
        self.sheet.own = has(&BESIDE);
        let mut places = [None; COLUMNS.len()];
        for (place, cell) in cells.iter().enumerate() {
            match COLUMNS.iter().position(|name| name.eq_ignore_ascii_case(cell)) {
                Some(column) if places[column].is_some() => {
                    let name = COLUMNS[column];
                    self.problem(
                        line,
                        Some(name),
                        "stands twice",
                        "only one can count",
                        "take one of them out",
                    );
                }
                Some(column) => places[column] = Some(place),
                None if cell.is_empty() || (self.sheet.own && BESIDE.contains(&cell.as_str())) => {}
                None => self.sheet.unread.push(cell.clone()),
            }
        }
        if places[0].is_none() {
            self.problem(line, Some(COLUMNS[0]), "is missing", HEAD, EXAMPLE);
        } else if places[1..].iter().all(Option::is_none) {
            self.problem(line, Some(COLUMNS[1]), "is missing", HEAD, EXAMPLE);
        }
        (self.problems.len() == before).then_some(Head { places, width: cells.len(), shares: false })
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
                    self.problem(line, Some(COLUMNS[column]), what, wrong.why, wrong.next);
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
            self.sheet.blank_rows += usize::from(!self.sheet.own);
            return;
        }
        if !head.shares {
            self.scale(line, readings);
        }
        let Some(day) = self.day(line, cell(0)) else { return };
        self.sheet.entries.push(Official { day, score, readings });
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

    fn day(&mut self, line: usize, text: &str) -> Option<NaiveDate> {
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
            Cell::Day(day) => return self.once(line, text, day),
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
                self.problem(line, Some(COLUMNS[0]), "is empty", why, "fill in the date");
                return None;
            }
            Cell::NoDate => (
                "is not a date".to_owned(),
                "a date is a day, such as 2021-03-08, or an ISO week, such as 2021-W10",
                "write it in one of these forms",
            ),
        };
        self.problem(line, Some(COLUMNS[0]), format!("{} {what}", shown(text)), why, next);
        None
    }

    /// The day, if no other row is of its week.
    fn once(&mut self, line: usize, text: &str, day: NaiveDate) -> Option<NaiveDate> {
        if let Some(earlier) = self.seen.insert(week_start(day), line) {
            let what = format!("{} is in the same week as line {earlier}", shown(text));
            self.problem(
                line,
                Some(COLUMNS[0]),
                what,
                "one score counts for a week",
                "keep one of the two rows",
            );
            return None;
        }
        Some(day)
    }
}

/// A share of 0–1 as a percentage, without the noise of the multiplication.
fn share(text: &str) -> Result<f64, Wrong> {
    match text.parse::<f64>() {
        Ok(share) => figure::percentage(&((share * 1e12).round() / 1e10).to_string()),
        Err(_) => figure::percentage(text),
    }
}

/// The first line.
struct Head {
    places: [Option<usize>; COLUMNS.len()],
    width: usize,
    /// Percentages are written as shares.
    shares: bool,
}

impl Head {
    /// The cell of one of [`COLUMNS`] in a row; empty where there is none.
    fn cell<'r>(&self, cells: &'r [String], column: usize) -> &'r str {
        self.places[column].and_then(|place| cells.get(place)).map_or("", String::as_str)
    }
}
