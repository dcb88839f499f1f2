//! The shipments that a seller names in a spreadsheet: read whole, or refused whole with all its problems.

use super::Shipment;
use crate::ids::Sku;
use crate::spreadsheet::{Cell, NotText, Order, Problem, Problems, Row, rows, shown};
use crate::units::Units;
use chrono::NaiveDate;

/// The columns that are read; the case of their names and their order do not matter, and others are let be.
pub const COLUMNS: [&str; 3] = ["sku", "units", "date"];

const EXAMPLE: &str = "write for example a head sku,units,date and below it MAT-YOGA-6MM,200,2026-12-05";

/// What the account knows of SKUs.
pub trait Skus {
    /// Is it one of the account's?
    fn knows(&self, sku: &str) -> bool;
    /// The one that may be meant by a name that is not.
    fn nearest(&self, sku: &str) -> Option<String>;
}

/// Reads the bytes of a file called `file`: days up to `as_of` are refused, because what came by then stands in the reports, and
/// SKUs that no report knows.
///
/// ```
/// use ipi::forecast::shipments::{Skus, read};
/// struct Lamp;
/// impl Skus for Lamp {
///     fn knows(&self, sku: &str) -> bool { sku == "LAMP" }
///     fn nearest(&self, _: &str) -> Option<String> { Some("LAMP".into()) }
/// }
/// let as_of = "2026-10-31".parse().unwrap();
/// let shipments = read("in.csv", b"SKU;Units;Date\r\nLAMP;1,200;5.12.2026\r\n", as_of, &Lamp).unwrap();
/// assert_eq!((shipments[0].units.get(), shipments[0].day.to_string().as_str()), (1200, "2026-12-05"));
///
/// let problems = read("in.csv", b"sku,units,date\nLMAP,12,2026-12-05\n", as_of, &Lamp).unwrap_err();
/// assert_eq!(problems.to_string(), "in.csv:2: column \"sku\": \"LMAP\" is not known: no report names it; did you mean LAMP?");
/// ```
///
/// # Errors
/// Every problem of the file, where it has any.
pub fn read(file: &str, bytes: &[u8], as_of: NaiveDate, skus: &dyn Skus) -> Result<Vec<Shipment>, Problems> {
    let mut reader = Reader { file, as_of, skus, problems: Vec::new() };
    let shipments = reader.all(bytes);
    if reader.problems.is_empty() { Ok(shipments) } else { Err(Problems(reader.problems)) }
}

struct Reader<'a> {
    file: &'a str,
    as_of: NaiveDate,
    skus: &'a dyn Skus,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, line: usize, column: Option<&'static str>, what: String, why: &str, next: &str) {
        let file = self.file.into();
        self.problems.push(Problem { file, line, column, what, why: why.into(), next: next.into() });
    }

    fn all(&mut self, bytes: &[u8]) -> Vec<Shipment> {
        let all = match rows(bytes) {
            Ok(all) => all,
            Err(NotText { what, why, next }) => {
                self.problem(1, None, what.into(), why, next);
                return Vec::new();
            }
        };
        let Some((head, rows)) = all.split_first() else {
            self.problem(1, None, "the file is empty".into(), "the first line names the columns", EXAMPLE);
            return Vec::new();
        };
        let Some(places) = self.head(head) else { return Vec::new() };
        if rows.is_empty() {
            self.problem(
                head.0,
                None,
                "there is no row below the head".into(),
                "each row is a shipment",
                EXAMPLE,
            );
        }
        let cell = |row: &Row, place: usize| row.1.get(place).cloned().unwrap_or_default();
        let dates: Vec<String> = rows.iter().map(|row| cell(row, places[2])).collect();
        let order = Order::of(dates.iter().map(String::as_str));
        let width = head.1.len();
        let mut shipments = Vec::new();
        for (row, date) in rows.iter().zip(&dates) {
            if row.1.iter().skip(width).any(|cell| !cell.is_empty()) {
                let what = format!("the row has {} cells, the head has {width}", row.1.len());
                let why = "a comma within a number or a name splits a cell in two";
                self.problem(row.0, None, what, why, "put such a cell in quotes");
                continue;
            }
            let sku = self.sku(row.0, &cell(row, places[0]));
            let units = self.units(row.0, &cell(row, places[1]));
            let day = self.day(row.0, date, order.read(date));
            if let (Some(sku), Some(units), Some(day)) = (sku, units, day) {
                shipments.push(Shipment { sku, units, day });
            }
        }
        shipments
    }

    /// Where each of [`COLUMNS`] stands.
    fn head(&mut self, (line, names): &Row) -> Option<[usize; COLUMNS.len()]> {
        let places = COLUMNS.map(|name| {
            let mut found = names.iter().enumerate().filter(|(_, cell)| cell.eq_ignore_ascii_case(name));
            let (place, again) = (found.next().map(|(place, _)| place), found.next().is_some());
            if again {
                self.problem(
                    *line,
                    Some(name),
                    "stands twice".into(),
                    "only one can count",
                    "take one of them out",
                );
            }
            if place.is_none() {
                let why = "the first line names the columns sku, units, date";
                self.problem(*line, Some(name), "is missing".into(), why, EXAMPLE);
            }
            place.filter(|_| !again)
        });
        let [sku, units, date] = places;
        Some([sku?, units?, date?])
    }

    fn sku(&mut self, line: usize, text: &str) -> Option<Sku> {
        if text.is_empty() {
            let why = "a shipment is of one SKU";
            self.problem(line, Some(COLUMNS[0]), "is empty".into(), why, "fill in the SKU");
            return None;
        }
        if !self.skus.knows(text) {
            let meant = self.skus.nearest(text);
            let next =
                meant.map_or("write it as the reports do".into(), |meant| format!("did you mean {meant}?"));
            self.problem(
                line,
                Some(COLUMNS[0]),
                format!("{} is not known", shown(text)),
                "no report names it",
                &next,
            );
            return None;
        }
        Some(Sku::from(text))
    }

    fn units(&mut self, line: usize, text: &str) -> Option<Units> {
        let (what, why) = match whole(text) {
            Some(units) if units <= Units::MAX_CELL => return Some(Units::new(units)),
            Some(_) => ("is too large", "no shipment has thousands of millions of units"),
            None if text.is_empty() => ("is empty", "a shipment has units; 0 says that nothing comes"),
            None if text.starts_with('-') => ("is below 0", "what is taken out is no shipment"),
            None => ("is not a whole number", "units are whole"),
        };
        let what = if text.is_empty() { what.into() } else { format!("{} {what}", shown(text)) };
        self.problem(line, Some(COLUMNS[1]), what, why, "write the units, such as 200");
        None
    }

    fn day(&mut self, line: usize, text: &str, cell: Cell) -> Option<NaiveDate> {
        let (what, why, next) = match cell {
            Cell::Day(day) if day > self.as_of => return Some(day),
            Cell::Day(_) => (
                "lies in the past",
                format!("the reports are of {}, and hold what came by then", self.as_of),
                "write the day from which the units can be bought, or take the row out",
            ),
            Cell::Open => (
                "can be two days",
                "no date of the file tells whether the day or the month comes first".into(),
                "write dates as 2026-12-05",
            ),
            Cell::Mixed => (
                "can be two days",
                "some dates of the file have the day first and some the month".into(),
                "write dates as 2026-12-05",
            ),
            Cell::NoDate if text.is_empty() => {
                ("is empty", "nobody knows when the shipment comes".into(), "fill in the date")
            }
            Cell::NoDate => match crate::dates::meant(text) {
                Some(meant) => ("is no day", format!("{meant} may be meant"), "write dates as 2026-12-05"),
                None => ("is no day", "a date is a day, such as 2026-12-05".into(), "write it in that form"),
            },
        };
        let what = if text.is_empty() { what.into() } else { format!("{} {what}", shown(text)) };
        self.problem(line, Some(COLUMNS[2]), what, &why, next);
        None
    }
}

/// A whole number, its thousands set apart by commas or not.
fn whole(text: &str) -> Option<u64> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.split(',');
    let first = parts.next().filter(|first| is_digits(first))?;
    let rest: Vec<&str> = parts.collect();
    let grouped =
        rest.iter().all(|part| part.len() == 3 && is_digits(part)) && (rest.is_empty() || first.len() <= 3);
    grouped.then(|| text.replace(',', "").parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Known;

    impl Skus for Known {
        fn knows(&self, sku: &str) -> bool {
            ["LAMP", "MAT"].contains(&sku)
        }

        fn nearest(&self, sku: &str) -> Option<String> {
            sku.starts_with('M').then(|| "MAT".into())
        }
    }

    fn problems(text: &str) -> Vec<String> {
        let as_of = "2026-10-31".parse().unwrap();
        let told = read("in.csv", text.as_bytes(), as_of, &Known).map_err(|problems| problems.0);
        told.unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_problem_is_told_with_its_line() {
        let found = problems(
            "date,sku,units\r\n2026-10-31,LAMP,4\r\n\r\n2026-12-05,MTA,x\r\n2026-02-30,CUP,-1\r\n,MAT,1.5\r\n2026-12-05,MAT,3,4\r\n",
        );
        let begins = [
            "in.csv:2: column \"date\": \"2026-10-31\" lies in the past: the reports are of 2026-10-31",
            "in.csv:4: column \"sku\": \"MTA\" is not known: no report names it; did you mean MAT?",
            "in.csv:4: column \"units\": \"x\" is not a whole number",
            "in.csv:5: column \"sku\": \"CUP\" is not known: no report names it; write it as the reports do",
            "in.csv:5: column \"units\": \"-1\" is below 0",
            "in.csv:5: column \"date\": \"2026-02-30\" is no day: 2026-02-28 may be meant",
            "in.csv:6: column \"units\": \"1.5\" is not a whole number",
            "in.csv:6: column \"date\": is empty",
            "in.csv:7: the row has 4 cells, the head has 3",
        ];
        assert_eq!(found.len(), begins.len(), "{found:#?}");
        for (found, begin) in found.iter().zip(begins) {
            assert!(found.starts_with(begin), "{found}");
        }
    }

    #[test]
    fn a_head_is_needed_and_rows() {
        assert!(problems("")[0].starts_with("in.csv:1: the file is empty"));
        assert!(problems("sku,units\nLAMP,1\n")[0].starts_with("in.csv:1: column \"date\": is missing"));
        assert!(
            problems("sku,units,date,Units\n")[0].starts_with("in.csv:1: column \"units\": stands twice")
        );
        assert!(problems("sku,units,date\n")[0].starts_with("in.csv:1: there is no row below the head"));
        assert!(problems("PK\u{3}\u{4}")[0].contains("Excel workbook"));
        let dates = "sku,units,date\nLAMP,1,3/4/2027\n";
        assert!(problems(dates)[0].starts_with("in.csv:2: column \"date\": \"3/4/2027\" can be two days"));
    }

    #[test]
    fn thousands_may_be_set_apart() {
        let read =
            ["1,200", "1200", "0", "12,00", "1,2,3", "1.200", "", ",200", "99999999999999999999"].map(whole);
        assert_eq!(read, [Some(1200), Some(1200), Some(0), None, None, None, None, None, Some(u64::MAX)]);
    }
}
