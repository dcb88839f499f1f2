//! The ends of ledger rows, which are read once and remembered.

use super::super::{LedgerRow, LedgerSummary};
use super::{Plan, Report, Sink, Source, plan};
use proptest::prelude::*;

/// Every row in words.
#[derive(Default)]
struct Told(Vec<String>);

impl Sink<LedgerSummary> for Told {
    fn row(&mut self, row: LedgerRow<'_>, _: u64) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let LedgerRow { day, sku, fnsku, location, balance, more: () } = row;
        self.0.push(format!("{day} {} {} {} {balance:?}", text(&sku), text(&fnsku), text(&location)));
    }
}

/// What the rows of a ledger say, and how many of its rows are wrong.
fn told(header: &str, rows: &[String], plan: &Plan) -> (Vec<String>, u64) {
    let file = format!("{header}\n{}\n", rows.join("\n")).into_bytes();
    let mut report = Report::open(&Source::new("file", file)).expect("it is a ledger");
    let reading =
        report.read_alone::<LedgerSummary, Told>(plan, Told::default).expect("memory does not fail");
    (reading.sinks.into_iter().flat_map(|told| told.0).collect(), reading.left_out)
}

const NAMES: &str = "Date\tFNSKU\tASIN\tMSKU\tTitle\tDisposition\tStarting Warehouse Balance\tReceipts\tCustomer Shipments\
                     \tEnding Warehouse Balance\tUnknown Events\tLocation";

fn one_of(cells: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::sample::select(cells).prop_map(String::from)
}

/// The cells of a row up to its disposition.
fn front() -> impl Strategy<Value = Vec<String>> {
    let of_three = (one_of(&["06/30/2026", "06/29/2026"]), "X00[0-9]", "[A-C]{1,3}");
    of_three.prop_map(|(day, fnsku, sku)| vec![day, fnsku, "B0".into(), sku, "A \"title\"".into()])
}

/// The rest of its cells; now and then one is wrong.
fn end() -> impl Strategy<Value = Vec<String>> {
    let numbers = proptest::collection::vec(one_of(&["0", "0", "0", "1", "12", "-1", "", "x"]), 5);
    let places = one_of(&["US", "US", "CA", "A warehouse far away"]);
    (one_of(&["SELLABLE", "sellable", "DEFECTIVE"]), numbers, places)
        .prop_map(|(disposition, numbers, place)| [vec![disposition], numbers, vec![place]].concat())
}

proptest! {
    /// A row says the same among others as by itself, whatever the order of columns.
    #[test]
    fn say_what_they_say_alone(
        fronts in proptest::collection::vec((front(), 0..4_usize), 1..40), ends in [end(), end(), end(), end()],
        turn in 0..12_usize, quoted: bool, wide in 0..2_usize,
    ) {
        // Few ends, so that each comes again.
        let rows = fronts.iter().map(|(front, end)| [front.clone(), ends[*end].clone()].concat());
        let line = |cells: &[String]| {
            let mut cells = cells.to_vec();
            cells.rotate_left(turn);
            if quoted {
                cells = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
            }
            cells.join("\t") + &"\t".repeat(wide)
        };
        let names: Vec<_> = NAMES.split('\t').map(String::from).collect();
        let lines: Vec<_> = rows.map(|cells| line(&cells)).collect();
        let plan = plan(1, 1 << 20, 1 << 12);
        let alone: Vec<_> = lines.chunks(1).map(|row| told(&line(&names), row, &plan)).collect();
        let expected = (
            alone.iter().flat_map(|(said, _)| said.clone()).collect::<Vec<_>>(),
            alone.iter().map(|(_, wrong)| wrong).sum(),
        );
        prop_assert_eq!(told(&line(&names), &lines, &plan), expected);
    }
}

#[test]
fn that_are_wrong_are_wrong_each_time() {
    let row = "06/30/2026\tX001\tB0\tA\tTitle\tSELLABLE\tmany\t0\t0\t1\t0\tUS".to_string();
    let good = row.replace("many", "1");
    let rows = [row.clone(), good.clone(), row.clone(), row, good];
    let (said, wrong) = told(NAMES, &rows, &plan(1, 1 << 20, 1 << 12));
    assert_eq!((said.len(), wrong), (2, 3));
}
