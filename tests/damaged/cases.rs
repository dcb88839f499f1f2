//! The damages: what is done to a report, and what has to come of it.

use super::Set::{self, Ledger, LedgerStranded, Planning};
use super::table::{Table, date};
use crate::dice::Dice;
use chrono::{Datelike as _, Duration};

/// What has to come of a damage.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    /// The same figures, and nothing new to say.
    Same,
    /// The same figures; something may be said.
    Read,
    /// Refused, a factor not stated, or a code that the undamaged account does not have.
    Told,
    /// Told, but in these sets nothing in the files can tell it; and why.
    Untellable(&'static [Set], &'static str),
}

/// How a report is damaged.
#[derive(Clone, Copy)]
pub(crate) enum Harm {
    /// In its cells.
    Cells(fn(&mut Table, &mut Dice)),
    /// In its bytes.
    Bytes(fn(String) -> Vec<u8>),
}

pub(crate) type Case = (&'static str, Outcome, Harm);

use Harm::{Bytes, Cells};
use Outcome::{Read, Same, Told, Untellable};

/// The ledger stands without the planning report, which counts the stock of the same day.
const ALONE: &[Set] = &[Ledger, LedgerStranded];
const SOLD_OUT: &str = "so few that sold lately may have sold out since, and FBA Inventory leaves those out";
const GONE: &str = "stocks that are gone from a ledger with all their days leave no gap";
const EARLIER: &str = "it is whole as the ledger of an earlier day, and the page names that day";
const LIST: &str = "a list of what is stranded says nowhere how long it is";
const UNDATED: &str = "no other report of this set has a date or counts this stock";

fn day_first(cell: &str) -> String {
    date(cell).format("%d/%m/%Y").to_string()
}

fn twice(table: &mut Table, every: usize) {
    let rows = std::mem::take(&mut table.rows);
    let again = |(at, row): (usize, Vec<String>)| vec![row; if at % every == 0 { 2 } else { 1 }];
    table.rows = rows.into_iter().enumerate().flat_map(again).collect();
}

fn shift_days(table: &mut Table, days: i64) {
    let column = table.file.day_column();
    let form = if column == "Date" { "%m/%d/%Y" } else { "%Y-%m-%d" };
    table.rewrite(column, |cell| (date(cell) + Duration::days(days)).format(form).to_string());
}

/// The places are fulfilment centres, each stock in one of them.
fn by_centre(table: &mut Table) {
    let (sku, place) = (table.column("MSKU"), table.column("Location"));
    for row in &mut table.rows {
        let sum: usize = row[sku].bytes().map(usize::from).sum();
        row[place] = ["PHX7", "ONT8", "TEB9"][sum % 3].into();
    }
}

pub(crate) const LEDGER: &[Case] = &[
    ("rows in another order", Same, Cells(|t, d| d.shuffle(&mut t.rows))),
    ("oldest day first", Same, Cells(|t, _| t.rows.reverse())),
    ("columns in another order", Same, Cells(Table::reorder_columns)),
    ("dates in ISO form", Same, Cells(|t, _| t.rewrite("Date", |c| date(c).to_string()))),
    ("dates day first", Read, Cells(|t, _| t.rewrite("Date", day_first))),
    ("stock by fulfilment centre", Read, Cells(|t, _| by_centre(t))),
    ("line ends of Windows", Same, Bytes(|s| s.replace('\n', "\r\n").into())),
    ("a byte order mark", Same, Bytes(|s| format!("\u{feff}{s}").into())),
    ("a tenth of the rows dropped", Told, Cells(|t, d| t.keep(|_, _| !d.chance(10)))),
    ("four tenths of the rows dropped", Told, Cells(|t, d| t.keep(|_, _| !d.chance(40)))),
    ("half of the rows of a day dropped", Told, Cells(|t, _| t.halve_day(30))),
    ("half of the rows of today dropped", Told, Cells(|t, _| t.halve_day(0))),
    ("every second day", Told, Cells(|t, _| t.keep_days(|ago| ago % 2 == 0))),
    ("weekly", Told, Cells(|t, _| t.keep_days(|ago| ago % 7 == 0))),
    ("weekly and today", Told, Cells(|t, _| t.keep_days(|ago| ago % 7 == 3 || ago == 0))),
    ("weekdays", Told, Cells(|t, _| t.keep_days(|ago| (ago + 1) % 7 > 1))),
    ("a month missing", Told, Cells(|t, _| t.keep_days(|ago| !(31..=60).contains(&ago)))),
    ("a week missing", Told, Cells(|t, _| t.keep_days(|ago| !(40..=46).contains(&ago)))),
    ("the day of a snapshot missing", Told, Cells(|t, _| t.keep_days(|ago| ago != 30))),
    ("today missing", Untellable(ALONE, EARLIER), Cells(|t, _| t.keep_days(|ago| ago > 0))),
    ("three days missing", Untellable(ALONE, EARLIER), Cells(|t, _| t.keep_days(|ago| ago > 2))),
    ("the last 60 days alone", Told, Cells(|t, _| t.keep_days(|ago| ago < 60))),
    ("cut within its oldest day", Told, Cells(|t, _| t.rows.truncate(t.rows.len() - 20))),
    (
        "cut within its newest day",
        Told,
        Cells(|t, _| {
            t.rows.reverse();
            t.rows.truncate(t.rows.len() - 20);
        }),
    ),
    ("its last tenth cut", Told, Cells(|t, _| t.rows.truncate(t.rows.len() * 9 / 10))),
    ("cut within a row", Told, Bytes(|s| s.as_bytes()[..s.len() - 30].into())),
    ("a tenth of the rows twice", Read, Cells(|t, _| twice(t, 10))),
    ("all rows twice", Read, Cells(|t, _| twice(t, 1))),
    (
        "all rows again without a place",
        Told,
        Cells(|t, _| {
            let whole = t.rows.clone();
            t.blank("Location");
            t.rows.extend(whole);
        }),
    ),
    (
        "shipments and returns swapped",
        Told,
        Cells(|t, _| t.swap_headers("Customer Shipments", "Customer Returns")),
    ),
    ("shipments and receipts swapped", Told, Cells(|t, _| t.swap_headers("Customer Shipments", "Receipts"))),
    ("names and labels swapped", Told, Cells(|t, _| t.swap_headers("MSKU", "FNSKU"))),
    (
        "start and end swapped",
        Told,
        Cells(|t, _| {
            t.swap_headers("Starting Warehouse Balance", "Ending Warehouse Balance");
        }),
    ),
    (
        "dates day first, of which only days up to 12 are left",
        Told,
        Cells(|t, _| {
            let column = t.column("Date");
            t.rows.retain(|row| date(&row[column]).day() <= 12);
            t.rewrite("Date", day_first);
        }),
    ),
    (
        "a tenth of the dates day first",
        Told,
        Cells(|t, _| t.rewrite_where("Date", |at, _| at % 10 == 0, day_first)),
    ),
    ("dates ten days older", Untellable(ALONE, EARLIER), Cells(|t, _| shift_days(t, -10))),
    ("shipments blank", Told, Cells(|t, _| t.blank("Customer Shipments"))),
    ("shipments all zero", Told, Cells(|t, _| t.rewrite("Customer Shipments", |_| "0".into()))),
    ("ends blank", Told, Cells(|t, _| t.blank("Ending Warehouse Balance"))),
    ("dispositions blank", Told, Cells(|t, _| t.blank("Disposition"))),
    (
        "dispositions in another language",
        Told,
        Cells(|t, _| {
            t.rewrite("Disposition", |c| if c == "SELLABLE" { "VENDIBLE" } else { "DAÑADO" }.into());
        }),
    ),
    (
        "another disposition for a tenth of the SKUs",
        Told,
        Cells(|t, d| {
            let (some, column) = (t.some_skus(10, d), t.column("MSKU"));
            t.rewrite_where("Disposition", |_, row| some.contains(&row[column]), |_| "DEFECTIVE".into());
        }),
    ),
    (
        "another disposition in some weeks for a tenth of the SKUs",
        Told,
        Cells(|t, d| {
            let (some, column) = (t.some_skus(10, d), t.column("MSKU"));
            let chosen = |_: usize, row: &[String]| some.contains(&row[column]) && row[0].starts_with("09");
            t.rewrite_where("Disposition", chosen, |_| "DEFECTIVE".into());
        }),
    ),
    ("a tenth of the SKUs gone", Untellable(ALONE, GONE), Cells(|t, d| t.lose_skus(10, d))),
    ("four tenths of the SKUs gone", Untellable(ALONE, GONE), Cells(|t, d| t.lose_skus(40, d))),
    (
        "one centre missing",
        Untellable(ALONE, GONE),
        Cells(|t, _| {
            by_centre(t);
            t.keep(|_, row| row.last().is_some_and(|place| place != "ONT8"));
        }),
    ),
    (
        "one centre missing for a month",
        Told,
        Cells(|t, _| {
            by_centre(t);
            t.keep(|_, row| row.last().is_some_and(|place| place != "ONT8") || !row[0].starts_with("09"));
        }),
    ),
    ("values shifted by a column", Told, Cells(|t, _| t.shift_cells())),
    ("a column of days gone", Told, Cells(|t, _| t.remove("Date"))),
    ("two downloads one after the other", Told, Bytes(|s| format!("{s}{s}").into())),
];

pub(crate) const PLANNING: &[Case] = &[
    ("rows in another order", Same, Cells(|t, d| d.shuffle(&mut t.rows))),
    ("columns in another order", Same, Cells(Table::reorder_columns)),
    (
        "a column that nobody knows",
        Same,
        Cells(|t, _| {
            t.header.push("new-thing".into());
            t.rows.iter_mut().for_each(|row| row.push("x".into()));
        }),
    ),
    ("line ends of Linux", Same, Bytes(|s| s.replace("\r\n", "\n").into())),
    ("a tenth of the rows dropped", Untellable(&[Planning], SOLD_OUT), Cells(|t, d| t.lose_skus(10, d))),
    ("four tenths of the rows dropped", Untellable(&[Planning], GONE), Cells(|t, d| t.lose_skus(40, d))),
    (
        "its second half cut at the end of a row",
        Untellable(&[Planning], GONE),
        Cells(|t, _| {
            t.rows.truncate(t.rows.len() / 2);
        }),
    ),
    ("all rows twice", Told, Cells(|t, _| twice(t, 1))),
    ("a tenth of the rows twice", Told, Cells(|t, _| twice(t, 10))),
    ("excess blank", Told, Cells(|t, _| t.blank("estimated-excess-quantity"))),
    (
        "excess renamed",
        Told,
        Bytes(|s| s.replacen("estimated-excess-quantity", "excess-estimated", 1).into()),
    ),
    ("excess gone", Told, Cells(|t, _| t.remove("estimated-excess-quantity"))),
    (
        "excess of one SKU 9999",
        Told,
        Cells(|t, _| {
            t.rewrite_where("estimated-excess-quantity", |at, _| at == 5, |_| "9999".into());
        }),
    ),
    (
        "available blank in every third row",
        Told,
        Cells(|t, _| {
            t.rewrite_where("available", |at, _| at % 3 == 0, |_| String::new());
        }),
    ),
    ("available blank", Told, Cells(|t, _| t.blank("available"))),
    ("60 days above 90 days", Told, Cells(|t, _| t.swap_headers("units-shipped-t60", "units-shipped-t90"))),
    ("names and labels swapped", Told, Cells(|t, _| t.swap_headers("sku", "fnsku"))),
    (
        "available and unfulfillable swapped",
        Told,
        Cells(|t, _| t.swap_headers("available", "unfulfillable-quantity")),
    ),
    ("values shifted by a column", Told, Cells(|t, _| t.shift_cells())),
    ("its date ten days older", Untellable(&[Planning], UNDATED), Cells(|t, _| shift_days(t, -10))),
    ("its date ten days newer", Untellable(&[Planning], UNDATED), Cells(|t, _| shift_days(t, 10))),
    (
        "sales blank",
        Told,
        Cells(|t, _| {
            for name in ["units-shipped-t7", "units-shipped-t30", "units-shipped-t60", "units-shipped-t90"] {
                t.blank(name);
            }
        }),
    ),
    ("decimal commas", Told, Cells(|t, _| t.rewrite("available", |c| format!("{c},5")))),
    ("quotes dropped", Told, Bytes(|s| s.replace('"', "").into())),
];

pub(crate) const SHIPMENTS: &[Case] = &[
    ("rows in another order", Same, Cells(|t, d| d.shuffle(&mut t.rows))),
    ("columns in another order", Same, Cells(Table::reorder_columns)),
    ("a tenth of the rows dropped", Told, Cells(|t, d| t.keep(|_, _| !d.chance(10)))),
    ("four tenths of the SKUs gone", Told, Cells(|t, d| t.lose_skus(40, d))),
    ("its last tenth cut", Told, Cells(|t, _| t.rows.truncate(t.rows.len() * 9 / 10))),
    ("its second half cut", Told, Cells(|t, _| t.rows.truncate(t.rows.len() / 2))),
    ("a month missing", Told, Cells(|t, _| t.keep_days(|ago| !(31..=60).contains(&ago)))),
    ("all rows twice", Told, Cells(|t, _| twice(t, 1))),
    ("quantities blank", Told, Cells(|t, _| t.blank("quantity-shipped"))),
    ("quantities all zero", Told, Cells(|t, _| t.rewrite("quantity-shipped", |_| "0".into()))),
    ("dates ten days older", Told, Cells(|t, _| shift_days(t, -10))),
    ("unknown SKUs", Told, Cells(|t, _| t.rewrite("sku", |c| format!("Q-{c}")))),
    ("values shifted by a column", Told, Cells(|t, _| t.shift_cells())),
];

/// The sets with a stranded report.
const LISTED: &[Set] = &[Set::All, Set::PlanningLedger, Planning, Set::PlanningShipments, LedgerStranded];

pub(crate) const STRANDED: &[Case] = &[
    ("rows in another order", Same, Cells(|t, d| d.shuffle(&mut t.rows))),
    ("columns in another order", Same, Cells(Table::reorder_columns)),
    ("cut at the end of a row", Untellable(LISTED, LIST), Cells(|t, _| t.rows.truncate(t.rows.len() / 2))),
    ("four tenths of the rows dropped", Untellable(LISTED, LIST), Cells(|t, d| t.lose_skus(40, d))),
    ("quantities blank", Told, Cells(|t, _| t.blank("fulfillable-qty"))),
    (
        "quantities blank in every third row",
        Told,
        Cells(|t, _| {
            t.rewrite_where("fulfillable-qty", |at, _| at % 3 == 0, |_| String::new());
        }),
    ),
    (
        "sellable and unsellable swapped",
        Told,
        Cells(|t, _| t.swap_headers("fulfillable-qty", "unfulfillable-qty")),
    ),
    (
        "one quantity 9999",
        Told,
        Cells(|t, _| t.rewrite_where("fulfillable-qty", |at, _| at == 1, |_| "9999".into())),
    ),
    ("all rows twice", Told, Cells(|t, _| twice(t, 1))),
    ("cut within a row", Told, Bytes(|s| s.as_bytes()[..s.len() - 12].into())),
    ("two downloads one after the other", Told, Bytes(|s| format!("{s}{s}").into())),
];
