//! What spreadsheets, editors and line ends inside titles do to files.

use super::super::{Balance, DateOrder, LedgerRow, LedgerSummary, Sign};
use super::{Report, Sink, Source, plainly, plan, read};
use crate::report::{Oddity, Problem};

#[derive(Default)]
struct Days(Vec<String>);

impl Sink<LedgerSummary> for Days {
    fn row(&mut self, row: LedgerRow<'_>, _: u64) {
        let Balance { end, shipped, .. } = row.balance;
        let place = if row.balance.is(Sign::Sellable) { "sellable" } else { "other" };
        self.0.push(format!("{} {end} {shipped} {place}", row.day));
    }
}

/// A ledger of these days, in a report that has been read, and what came of it.
fn ledger(days: &[&str]) -> (Report, Vec<String>, Vec<Problem>) {
    let row = |day: &&str| format!("{day}\tX1\tA\tSELLABLE\t9\t-1\t8\n");
    let header = "Date\tFNSKU\tMSKU\tDisposition\tStarting Warehouse Balance\tCustomer Shipments\tEnding Warehouse Balance\n";
    let text = header.to_owned() + &days.iter().map(row).collect::<String>();
    let mut report = Report::open(&Source::new("ledger", text.into_bytes())).expect("it is a ledger");
    let (told, problems) = days_of(&mut report);
    (report, told, problems)
}

fn days_of(report: &mut Report) -> (Vec<String>, Vec<Problem>) {
    let plan = plan(2, 40, 32);
    let mut reading =
        report.read_alone::<LedgerSummary, Days>(&plan, Days::default).expect("it is in memory");
    let problems = report.problems(&mut reading).expect("it is in memory");
    let days = reading.sinks.into_iter().flat_map(|days| days.0);
    (days.map(|told| told[..10].to_owned()).collect(), problems)
}

fn codes(problems: &[Problem]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.code.name()).collect()
}

#[test]
fn a_file_tells_whether_it_decides_the_order_of_its_dates() {
    for (days, order) in [
        (&["07/04/2026", "07/05/2026"][..], Some(DateOrder::Open)),
        (&["7/4/2026", "7/31/2026"], Some(DateOrder::Decided { day_first: false })),
        (&["4/7/2026", "31/7/2026"], Some(DateOrder::Decided { day_first: true })),
        (&["2026-07-04"], None),
    ] {
        let (report, told, problems) = ledger(days);
        assert_eq!((report.date_order(), codes(&problems)), (order, vec![]), "{days:?}");
        assert_eq!(told[0], "2026-07-04");
    }
}

#[test]
fn an_open_order_can_be_set_and_a_decided_one_cannot() {
    let (mut report, told, _) = ledger(&["07/04/2026", "08/04/2026"]);
    assert_eq!(told, ["2026-07-04", "2026-08-04"]);
    report.set_day_first(true);
    assert_eq!(days_of(&mut report), (vec!["2026-04-07".into(), "2026-04-08".into()], vec![]));
    let (mut report, ..) = ledger(&["07/04/2026", "07/31/2026"]);
    report.set_day_first(true);
    assert_eq!(days_of(&mut report), (vec!["2026-07-04".into(), "2026-07-31".into()], vec![]));
}

#[test]
fn dates_that_a_spreadsheet_has_rewritten_need_a_word_on_their_order() {
    let (mut report, told, problems) = ledger(&["7/4/2026", "8/4/2026"]);
    assert_eq!((told.len(), codes(&problems)), (0, vec!["date-order"]));
    report.set_day_first(true);
    assert_eq!(days_of(&mut report), (vec!["2026-04-07".into(), "2026-04-08".into()], vec![]));
}

#[test]
fn of_dates_in_two_orders_none_is_taken() {
    let (_, told, problems) = ledger(&["10.01.2026", "10.02.2026", "10/13/2026", "yesterday"]);
    assert_eq!(told.len(), 0);
    assert_eq!(codes(&problems), ["mixed-dates", "unknown-date"]);
    assert_eq!((problems[0].line, problems[1].line), (Some(4), Some(5)));
}

#[test]
fn a_line_end_inside_a_cell_is_a_blank_wherever_the_file_is_cut() {
    let text = "a\tb\tc\n1\t2\t3\n4\tfive\r\nand\n\nsix\t7\r\n8\t9\n1\t2\t3\nx\ty\nz\tw\n";
    let rows = [["1", "2", "3"], ["4", "five\r and  six", "7"], ["1", "2", "3"], ["x", "y z", "w"]];
    for plan in [plan(1, 1 << 20, 1 << 20), plan(3, 1, 1), plan(2, 9, 16), plan(3, 20, 7)] {
        let outcome = read(text.as_bytes(), &plan);
        assert_eq!(outcome.cells(), rows);
        assert_eq!(outcome.odd, [Oddity::Joined { rows: 2, line: 3 }]);
        // The row that is short by itself, in the line that an editor shows.
        assert_eq!((outcome.problems.len(), outcome.problems[0].line), (1, Some(7)));
    }
    // Between commas, quotes say where a cell ends.
    assert_eq!(plainly(b"a,b,c\n1,x\ny,3\n4,5,6\n").problems[0].more, 1);
}

#[test]
fn blank_rows_are_no_rows() {
    let header =
        "Date;FNSKU;MSKU;Disposition;Starting Warehouse Balance;Customer Shipments;Ending Warehouse Balance";
    let text = format!("{header}\n2026-06-30;X1;A;SELLABLE;9;-1;8\n;;;;;;\n\"\";\"\";;;;;\n;\n\"\"\n\n");
    for (text, rows) in [(&text[..], 1), (&text.replace("2026-06-30;X1;A;SELLABLE;9;-1;8", ";;;;;;"), 0)] {
        let mut report =
            Report::open(&Source::new("ledger", text.as_bytes().to_vec())).expect("it is a ledger");
        let mut reading = report
            .read_alone::<LedgerSummary, Days>(&plan(1, 99, 99), Days::default)
            .expect("it is in memory");
        assert_eq!((reading.rows, reading.left_out), (rows, 0));
        let problems = report.problems(&mut reading).expect("it is in memory");
        assert_eq!(codes(&problems), if rows == 0 { vec!["header-only"] } else { vec![] });
    }
    // A row without a day that says something is wrong.
    assert_eq!(codes(&ledger(&[""]).2), ["not-a-date"]);
}

#[test]
fn a_first_line_may_say_what_stands_between_cells() {
    for text in ["sep=;\na;b;c\n1,5;2;3\n", "\u{feff}SEP=;;;\r\n\r\na;b;c\r\n1,5;2;3\r\n"] {
        assert_eq!(plainly(text.as_bytes()).cells(), [["1,5", "2", "3"]]);
    }
    assert_eq!(plainly(b"sep=,\na,b,c\n1;5,2,3\n").cells(), [["1;5", "2", "3"]]);
}

#[test]
fn rows_in_one_cell_each_are_taken_out_of_it() {
    let text = "\u{feff}\"\"\"a\"\",b,\"\"c\"\"\"\r\n1,2,3\r\n\"4,\"\"five, \"\"\"\"six\"\"\"\"\"\",7\"\r\n\"8,\"\"9\"\"\"\r\n";
    for plan in [plan(1, 1 << 20, 1 << 20), plan(3, 4, 5)] {
        let outcome = read(text.as_bytes(), &plan);
        assert_eq!(outcome.cells(), [["1", "2", "3"], ["4", "five, \"six\"", "7"]]);
        assert_eq!((outcome.problems.len(), outcome.problems[0].line), (1, Some(4)));
    }
}

#[test]
fn a_header_that_stands_again_is_one_problem() {
    let (_, told, problems) = ledger(&["2026-06-29", "2026-06-30"]);
    assert_eq!((told.len(), problems.len()), (2, 0));
    let header = "Date\tFNSKU\tMSKU\tDisposition\tStarting Warehouse Balance\tCustomer Shipments\tEnding Warehouse Balance";
    let row = "2026-06-30\tX1\tA\tSELLABLE\t9\t-1\t8";
    for again in
        [header.to_owned(), header.to_uppercase(), format!("\u{feff}{header}"), format!("{header}\tLocation")]
    {
        let text = format!("{header}\n{row}\n{again}\n{row}\n{again}\n{row}\n");
        let mut report = Report::open(&Source::new("ledger", text.into_bytes())).expect("it is a ledger");
        let (told, problems) = days_of(&mut report);
        assert_eq!((told.len(), codes(&problems)), (3, vec!["header-again"]), "{again}");
        assert_eq!((problems[0].line, &problems[0].also[..]), (Some(3), &[5][..]));
    }
}
