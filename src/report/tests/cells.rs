//! What a cell may say, and what is refused.

use super::{Plan, Report, ReportKind, Sink, Source};
use crate::report::cells::Cells;
use crate::report::columns::{Columns, columns};
use crate::report::rows::Export;
use crate::report::table::Table;

columns! {
    UNITS: optional "units";
    MOVEMENT: optional "movement";
    GROUPED: optional "grouped";
    NUMBER: optional "number";
    KEY: optional "key";
    SIDE: optional "side";
    SINCE: optional "since";
}

struct Figures;

impl Export for Figures {
    type Row<'a> = String;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<String> {
        let shown =
            |units: Option<crate::units::Units>| units.map_or("-".into(), |units| units.get().to_string());
        let (units, movement) = (cells.units(UNITS), cells.movement(MOVEMENT));
        let (grouped, number) = (cells.grouped_units(GROUPED), cells.side_number(NUMBER));
        if !cells.raw(KEY).is_empty() {
            _ = cells.key(KEY);
        }
        let (side, since) = (cells.side_units(SIDE), cells.side_day(SINCE));
        Some(format!("{} {movement} {} {number:?} {} {since:?}", shown(units), shown(grouped), shown(side)))
    }
}

struct Kept(Vec<String>);

impl Sink<Figures> for Kept {
    fn row(&mut self, row: String, _: u64) {
        self.0.push(row);
    }
}

/// One cell under one column: what it is read as, or the code of what is wrong, or that it is odd.
fn cell(column: &str, text: &str) -> String {
    of_file(&format!("{column}\tother\n{text}\tx\n"))
}

/// What comes of the first row of a file.
fn of_file(text: &str) -> String {
    let bytes = text.as_bytes().to_vec();
    let table = Table::open(&Source::new("file", bytes)).expect("it is a table");
    let mut report = Report { kind: ReportKind::Business, table, order: None };
    let mut reading = report
        .read_alone::<Figures, Kept>(&Plan::with_threads(1), || Kept(Vec::new()))
        .expect("it is in memory");
    let problems = report.problems(&mut reading).expect("it is in memory");
    let odd = report.oddities(&mut reading).expect("it is in memory");
    match (problems.first(), odd.is_empty()) {
        (Some(problem), _) => problem.code.name().into(),
        (None, false) => "odd".into(),
        (None, true) => reading.sinks.remove(0).0.remove(0),
    }
}

fn figure(column: &str, text: &str) -> String {
    let at = ["units", "movement", "grouped", "number", "side", "since"]
        .iter()
        .position(|name| *name == column)
        .expect("known");
    let read = cell(column, text);
    read.split(' ').nth(at).unwrap_or(&read).to_owned()
}

#[test]
fn units() {
    for (text, units) in [
        ("0", "0"),
        ("7", "7"),
        ("007", "7"),
        (" 12 ", "12"),
        ("12.0", "12"),
        ("+3", "3"),
        ("\"45\"", "45"),
        ("", "-"),
        ("  ", "-"),
        ("-0", "0"),
        ("4000000000", "4000000000"),
    ] {
        assert_eq!(figure("units", text), units, "{text:?}");
    }
    for text in [
        "1.2e", "1e3", "12.5", "1.000", "12.000", "1,234", "1 234", "--", "N/A", "NaN", "inf", "0x10", "-",
        ".5", "１２", "½",
    ] {
        assert_eq!(cell("units", text), "not-whole", "{text:?}");
    }
    for text in ["-5", "-5.0"] {
        assert_eq!(cell("units", text), "negative", "{text:?}");
    }
    for text in ["99999999999999999999", "18446744073709551616", "99999999999", "-99999999999999999999"] {
        assert_eq!(cell("units", text), "too-large", "{text:?}");
    }
}

#[test]
fn movements_have_a_sign() {
    for (text, units) in [("-1", "-1"), ("1", "1"), ("", "0"), ("-12.00", "-12")] {
        assert_eq!(figure("movement", text), units, "{text:?}");
    }
    assert_eq!(cell("movement", "1-"), "not-whole");
}

#[test]
fn thousands_are_set_apart_in_business_reports_only() {
    for (text, units) in [
        ("12,131", "12131"),
        ("12.131", "12131"),
        ("12\u{a0}131", "12131"),
        ("1,234,567", "1234567"),
        ("25", "25"),
    ] {
        assert_eq!(figure("grouped", text), units, "{text:?}");
    }
    for text in ["1,23", "12,13,1", "1234,567", "1.5"] {
        assert_eq!(cell("grouped", text), "odd", "{text:?}");
    }
}

#[test]
fn numbers_with_a_fraction() {
    assert_eq!(figure("number", "0.210729"), "Some(0.210729)");
    assert_eq!(figure("number", "12.20    "), "Some(12.2)");
    assert_eq!(figure("number", ""), "None");
    for text in ["-1.0", "1,5", "1e5", "NaN", "inf", "Infinite", "$3", "."] {
        assert_eq!(cell("number", text), "odd", "{text:?}");
    }
}

#[test]
fn what_no_factor_needs_may_be_odd() {
    for (text, units) in [("7", "7"), ("12.0", "12"), ("", "-")] {
        assert_eq!(figure("side", text), units, "{text:?}");
    }
    for text in ["-1", "N/A", "12.5", "99999999999"] {
        assert_eq!(cell("side", text), "odd", "{text:?}");
    }
    assert_eq!(figure("since", "2026-10-09T08:00:00-07:00"), "Some(2026-10-09)");
    assert_eq!(figure("since", "Oct 9, 2026"), "Some(2026-10-09)");
    assert_eq!(figure("since", ""), "None");
    for text in ["10/09/2026 9:12 AM", "N/A", "2026-10-32"] {
        assert_eq!(cell("since", text), "odd", "{text:?}");
    }
}

#[test]
fn a_decimal_comma_is_read_where_no_comma_stands_between_cells() {
    let number = |text: &str| of_file(&format!("number;units\n{text}\n"));
    assert_eq!(number("0,35;12"), "12 0 - Some(0.35) - None");
    assert_eq!(number("0.35;12"), "12 0 - Some(0.35) - None");
    assert_eq!(number("0,35;12,00"), "12 0 - Some(0.35) - None");
    assert_eq!(number("0,35;12.00"), "mixed-decimals");
    assert_eq!(number("1,2,3;12"), "odd");
    assert_eq!(number("0,35;1,000"), "not-whole");
    assert_eq!(number("0,35;12,5"), "not-whole");
    assert_eq!(of_file("number,units\n\"0,35\",12\n"), "odd");
}

#[test]
fn codes_that_a_spreadsheet_has_eaten() {
    for sku in ["1.98469E+11", "1,98469E+11", "2E+05", "9.78014E+12"] {
        assert_eq!(cell("key", sku), "damaged-sku", "{sku}");
    }
    for sku in ["019846904380", "B+12", "TEE+10", "1.2.3E+11", "E+11", "AB-E+1", "1.98469E-11"] {
        assert_ne!(cell("key", sku), "damaged-sku", "{sku}");
    }
}
