//! The costs that a seller names in a spreadsheet: read whole, or refused whole with all its problems.

use super::SkuCosts;
use crate::money::Money;
use crate::spreadsheet::{NotText, Problem, Problems, Row, rows, shown};
use std::collections::BTreeMap;

/// The columns that are read; the case of their names and their order do not matter, and others are let be. Amounts are those
/// of one unit.
pub const COLUMNS: [&str; 6] =
    ["sku", "unit_cost", "removal_per_unit", "disposal_per_unit", "liquidation_per_unit", "storage_per_unit"];

const EXAMPLE: &str =
    "write for example a head sku,unit_cost,removal_per_unit and below it MAT-YOGA-6MM,4.20,1.04";

/// Says of a name whether the reports know it, and else which one may be meant.
pub type Known<'a> = dyn Fn(&str) -> Result<(), Option<String>> + 'a;

/// Reads the bytes of a file called `file`: what is said of each SKU. A blank cell says nothing, and a SKU may stand once.
///
/// ```
/// use ipi::plan::costs_of_file;
/// let known = |sku: &str| if sku == "LAMP" { Ok(()) } else { Err(Some("LAMP".to_owned())) };
/// let costs = costs_of_file("costs.csv", b"SKU;Unit_Cost;removal_per_unit\r\nLAMP;4.20;\r\n", &known).unwrap();
/// assert_eq!(costs["LAMP"].unit_cost.unwrap().to_string(), "4.20");
/// assert_eq!(costs["LAMP"].removal, None);
///
/// let problems = costs_of_file("costs.csv", b"sku,unit_cost\nLMAP,4.20\n", &known).unwrap_err();
/// assert_eq!(problems.to_string(), "costs.csv:2: column \"sku\": \"LMAP\" is not known: no report names it; did you mean LAMP?");
/// ```
///
/// # Errors
/// Every problem of the file, where it has any.
pub fn costs_of_file(
    file: &str,
    bytes: &[u8],
    known: &Known<'_>,
) -> Result<BTreeMap<String, SkuCosts>, Problems> {
    let mut reader = Reader { file, known, problems: Vec::new() };
    let costs = reader.all(bytes);
    if reader.problems.is_empty() { Ok(costs) } else { Err(Problems(reader.problems)) }
}

struct Reader<'a> {
    file: &'a str,
    known: &'a Known<'a>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, line: usize, column: Option<&'static str>, what: String, why: &str, next: &str) {
        let file = self.file.into();
        self.problems.push(Problem { file, line, column, what, why: why.into(), next: next.into() });
    }

    fn all(&mut self, bytes: &[u8]) -> BTreeMap<String, SkuCosts> {
        let mut costs = BTreeMap::new();
        let all = match rows(bytes) {
            Ok(all) => all,
            Err(NotText { what, why, next }) => {
                self.problem(1, None, what.into(), why, next);
                return costs;
            }
        };
        let Some((head, rows)) = all.split_first() else {
            self.problem(1, None, "the file is empty".into(), "the first line names the columns", EXAMPLE);
            return costs;
        };
        let Some(places) = self.head(head) else { return costs };
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (line, cells) in rows {
            if cells.iter().skip(head.1.len()).any(|cell| !cell.is_empty()) {
                let what = format!("the row has {} cells, the head has {}", cells.len(), head.1.len());
                let why = "a comma within a number or a name splits a cell in two";
                self.problem(
                    *line,
                    None,
                    what,
                    why,
                    "write 4.20 with a point, and put such a name in quotes",
                );
                continue;
            }
            let cell =
                |column: usize| places[column].and_then(|place| cells.get(place)).map_or("", String::as_str);
            let sku = cell(0);
            let mut money = |column: usize| self.money(*line, COLUMNS[column], cell(column));
            let said = SkuCosts {
                unit_cost: money(1),
                removal: money(2),
                disposal: money(3),
                liquidation: money(4),
                storage: money(5),
            };
            if let Some(first) = seen.get(sku) {
                let what = format!("{} stands twice", shown(sku));
                let why = format!("line {first} says something of it already");
                self.problem(*line, Some(COLUMNS[0]), what, &why, "take one of the rows out");
            } else if self.sku(*line, sku) {
                seen.insert(sku, *line);
                costs.insert(sku.to_owned(), said);
            }
        }
        costs
    }

    /// Where each of [`COLUMNS`] stands: the SKU, and one amount at least.
    fn head(&mut self, (line, names): &Row) -> Option<[Option<usize>; COLUMNS.len()]> {
        let before = self.problems.len();
        let places = COLUMNS.map(|name| {
            let mut found = names.iter().enumerate().filter(|(_, cell)| cell.eq_ignore_ascii_case(name));
            let (place, again) = (found.next().map(|(place, _)| place), found.next().is_some());
            if again {
                let next = "take one of them out";
                self.problem(*line, Some(name), "stands twice".into(), "only one can count", next);
            }
            place
        });
        let why = "the first line names the columns sku and one of unit_cost, removal_per_unit, disposal_per_unit, \
                   liquidation_per_unit, storage_per_unit";
        if places[0].is_none() {
            self.problem(*line, Some(COLUMNS[0]), "is missing".into(), why, EXAMPLE);
        } else if places[1..].iter().all(Option::is_none) {
            self.problem(*line, None, "no column with an amount is there".into(), why, EXAMPLE);
        }
        (self.problems.len() == before).then_some(places)
    }

    fn sku(&mut self, line: usize, text: &str) -> bool {
        if text.is_empty() {
            let why = "costs are those of one SKU";
            self.problem(line, Some(COLUMNS[0]), "is empty".into(), why, "fill in the SKU");
            return false;
        }
        let Err(meant) = (self.known)(text) else { return true };
        let next =
            meant.map_or("write it as the reports do".into(), |meant| format!("did you mean {meant}?"));
        let what = format!("{} is not known", shown(text));
        self.problem(line, Some(COLUMNS[0]), what, "no report names it", &next);
        false
    }

    fn money(&mut self, line: usize, column: &'static str, text: &str) -> Option<Money> {
        if text.is_empty() {
            return None;
        }
        match Money::parse(text) {
            Some(money) if money >= Money::ZERO || column == COLUMNS[4] => return Some(money),
            Some(_) => {
                let what = format!("{} is below 0", shown(text));
                self.problem(
                    line,
                    Some(column),
                    what,
                    "a cost is none",
                    "write the cost of one unit, such as 1.04",
                );
            }
            None => {
                let what = format!("{} is not an amount", shown(text));
                let why = "an amount is a number with a point and up to four decimals, without the currency";
                self.problem(line, Some(column), what, why, "write the amount of one unit, such as 1.04");
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let known = |sku: &str| if ["LAMP", "MAT"].contains(&sku) { Ok(()) } else { Err(None) };
        let told = costs_of_file("costs.csv", text.as_bytes(), &known).map_err(|problems| problems.0);
        told.unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_problem_is_told_with_its_line() {
        let found = problems(
            "sku,unit_cost,removal_per_unit\r\nLAMP,4,1\r\n\r\nMTA,x,1\r\nLAMP,4,1\r\n,4,-1\r\nMAT,4,20,1\r\n",
        );
        let begins = [
            "costs.csv:4: column \"unit_cost\": \"x\" is not an amount",
            "costs.csv:4: column \"sku\": \"MTA\" is not known: no report names it; write it as the reports do",
            "costs.csv:5: column \"sku\": \"LAMP\" stands twice: line 2 says something of it already",
            "costs.csv:6: column \"removal_per_unit\": \"-1\" is below 0",
            "costs.csv:6: column \"sku\": is empty",
            "costs.csv:7: the row has 4 cells, the head has 3",
        ];
        assert_eq!(found.len(), begins.len(), "{found:#?}");
        for (found, begin) in found.iter().zip(begins) {
            assert!(found.starts_with(begin), "{found}");
        }
    }

    #[test]
    fn a_head_is_needed() {
        assert!(problems("")[0].starts_with("costs.csv:1: the file is empty"));
        assert!(problems("unit_cost\n4\n")[0].starts_with("costs.csv:1: column \"sku\": is missing"));
        assert!(problems("sku,price\nLAMP,4\n")[0].contains("no column with an amount is there"));
        assert!(problems("sku,sku,unit_cost\n")[0].contains("column \"sku\": stands twice"));
    }
}
