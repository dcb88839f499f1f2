//! Which rows are one stock, and what is compared between reports. Every case is a small change of one plain account, whose
//! figures are worked by hand: 30 on hand, 90 shipped; balances of 30, 60, 120 and 120 today and 30, 60 and 90 days ago make a
//! mean of 82.5, so sell-through is 90 ÷ 82.5 = 12/11; sold on all of its days, so in stock 100 %.

#![allow(clippy::unwrap_used, clippy::panic)]

use ipi::account::{Account, Examination, ReadError, Settings};
use ipi::assess::Assessment;
use ipi::factor::Factors;
use ipi::report::{Plan, Source};
use ipi::score::Past;
use std::collections::BTreeSet;

const PLAN: &str = "snapshot-date,sku,fnsku,condition,available,fc-transfer,units-shipped-t30,units-shipped-t60,\
                    units-shipped-t90,estimated-excess-quantity,sell-through,marketplace\n";
const LEDGER: &str = "Date,FNSKU,MSKU,Disposition,Starting Warehouse Balance,In Transit Between Warehouses,Receipts,\
                      Customer Shipments,Customer Returns,Ending Warehouse Balance,Location\n";
const MANAGED: &str = "sku\tfnsku\tcondition\tafn-warehouse-quantity\tafn-fulfillable-quantity\tafn-unsellable-quantity\
                       \tafn-reserved-quantity\tafn-total-quantity\tper-unit-volume\n";

/// The row of the plain product in FBA Inventory.
fn plan() -> String {
    planned("A", "X001", "New", 30, 90, 0)
}

fn planned(sku: &str, fnsku: &str, condition: &str, on_hand: u32, shipped: u32, excess: u32) -> String {
    let (third, two_thirds) = (shipped / 3, shipped * 2 / 3);
    format!(
        "2026-10-31,{sku},{fnsku},{condition},{on_hand},0,{third},{two_thirds},{shipped},{excess},1.5,US\n"
    )
}

/// The rows of the plain product in the ledger, under a SKU and a label at a place.
fn ledger(sku: &str, fnsku: &str, place: &str) -> String {
    let row = |day, start, shipped, end| {
        format!("{day}/2026,{fnsku},{sku},SELLABLE,{start},0,0,-{shipped},0,{end},{place}\n")
    };
    let rows = [
        row("08/01", 120, 0, 120),
        row("10/01", 120, 60, 60),
        row("10/30", 60, 29, 31),
        row("10/31", 31, 1, 30),
    ];
    rows.concat()
}

fn settings() -> Settings {
    Settings {
        marketplace: None,
        as_of: None,
        no_stranded: true,
        lenient: false,
        excluded: BTreeSet::new(),
        steer: None,
        plan: Plan::with_threads(2),
    }
}

fn sources(files: &[(&str, String)]) -> Vec<Source> {
    files.iter().map(|(name, text)| Source::new(name, text.clone().into_bytes())).collect()
}

/// What comes of some files: the factors, and the codes of what is noted.
fn judged(files: &[(&str, String)]) -> (Factors, Vec<&'static str>) {
    let account = Account::read(&sources(files), &settings()).unwrap_or_else(|error| panic!("{error}"));
    let assessment = Assessment::of(&account, &[], |_, _, _| Past::default());
    (assessment.factors.unwrap(), assessment.notes.iter().map(ipi::account::Note::code).collect())
}

/// The codes of the problems for which files are refused; a check finds the same.
fn refused(files: &[(&str, String)]) -> Vec<&'static str> {
    let problems = match Account::read(&sources(files), &settings()) {
        Err(ReadError::Refused(refused)) => refused.0,
        other => panic!("{other:?}"),
    };
    let codes: Vec<_> = problems.iter().map(|problem| problem.code.name()).collect();
    let examined = Examination::of(&sources(files), &settings()).problems;
    assert_eq!(examined.iter().map(|problem| problem.code.name()).collect::<Vec<_>>(), codes);
    codes
}

/// Excess and on hand, shipped and the sum of four snapshots, weight and weighted days and stocks.
type Figures = ((u64, u64), (u64, u64), (u64, u64, u64));

const PLAIN: Figures = ((0, 30), (90, 330), (60, 1800, 1));

#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss)]
fn figures(factors: &Factors) -> Figures {
    let (excess, sold, stocked) = (
        factors.excess.as_ref().unwrap(),
        factors.sell_through.as_ref().unwrap(),
        factors.in_stock.as_ref().unwrap(),
    );
    let snapshots = sold.snapshots.iter().map(|snapshot| snapshot.units.get()).sum();
    let weight = stocked.weight_units_60d.get();
    let days = (stocked.rate * weight as f64 * 30.0).round() as u64;
    (
        (excess.excess_units.get(), excess.on_hand_units.get()),
        (sold.shipped_90d_units.get(), snapshots),
        (weight, days, stocked.skus),
    )
}

/// Plain figures, whatever else is said.
fn is_plain(files: &[(&str, String)], codes: &[&str]) {
    let (factors, told) = judged(files);
    assert_eq!(figures(&factors), PLAIN, "{told:?}");
    assert!(codes.iter().all(|code| told.contains(code)), "{told:?}");
    let odd = ["stock-disagree", "shipped-disagree", "ghosts", "ledger-jumps"];
    assert!(!odd.iter().any(|code| told.contains(code)), "{told:?}");
}

fn files(plan: impl AsRef<str>, ledger: impl AsRef<str>) -> [(&'static str, String); 2] {
    [("plan.csv", PLAN.to_owned() + plan.as_ref()), ("ledger.csv", LEDGER.to_owned() + ledger.as_ref())]
}

#[test]
fn the_plain_account() {
    is_plain(&files(plan(), ledger("A", "X001", "US")), &[]);
}

#[test]
fn a_product_listed_anew_is_the_stock_of_its_label() {
    is_plain(&files(plan(), ledger("A-OLD", "X001", "US")), &[]);
    // In the middle of the window the ledger goes over to the new name.
    let rows = ledger("A", "X001", "US").replacen("X001,A,", "X001,A-OLD,", 2);
    is_plain(&files(plan(), rows), &[]);
    // Without FBA Inventory the ledger stands alone, under both names.
    let rows = ledger("A", "X001", "US").replacen("X001,A,", "X001,A-OLD,", 2);
    let (factors, _) = judged(&[("ledger.csv", LEDGER.to_owned() + &rows)]);
    assert_eq!(factors.in_stock.unwrap().skus, 1);
}

#[test]
fn equal_balances_under_two_names_or_in_two_rows_count_once() {
    let twice = ledger("A", "X001", "US") + &ledger("A2", "X001", "US");
    is_plain(&files(plan(), twice), &["rows-again"]);
    let twice = ledger("A", "X001", "US").repeat(2);
    is_plain(&files(plan(), twice), &["rows-again"]);
    let listed = plan() + &planned("A2", "X001", "New", 30, 90, 0);
    is_plain(&files(listed, ledger("A", "X001", "US").repeat(2)), &["rows-again", "shared-stock"]);
}

#[test]
fn different_balances_of_a_label_add_up() {
    // 10 more units are under another name, and none of those moves: 40, 70, 130 and 130.
    let still = ["08/01", "10/01", "10/30", "10/31"]
        .map(|day| format!("{day}/2026,X001,B,SELLABLE,10,0,0,0,0,10,US\n"));
    let account = files(planned("A", "X001", "New", 40, 90, 0), ledger("A", "X001", "US") + &still.concat());
    let (factors, codes) = judged(&account);
    assert_eq!(figures(&factors), ((0, 40), (90, 370), (60, 1800, 1)));
    assert!(!codes.contains(&"rows-again"), "{codes:?}");
}

#[test]
fn sales_go_to_the_stock_of_the_name_they_are_under() {
    let listed = "A-OLD\tX001\tUnknown\t30\t30\t0\t0\t30\t\nB-LIVE\tX001\tNew\t30\t30\t0\t0\t30\t0.5\n";
    let sold: String = (0..90)
        .map(|age| {
            let day = chrono::NaiveDate::from_ymd_opt(2026, 10, 31).unwrap() - chrono::Days::new(age);
            format!("S{age}\t{day}T08:00:00+00:00\tB-LIVE\t1\n")
        })
        .collect();
    let account = |dead: &str| {
        let (listed, sold) = (
            listed.replace("A-OLD", dead),
            format!("shipment-id\tshipment-date\tsku\tquantity-shipped\n{sold}"),
        );
        let files = [("managed.txt", MANAGED.to_owned() + &listed), ("sold.txt", sold)];
        let settings = Settings { as_of: chrono::NaiveDate::from_ymd_opt(2026, 10, 31), ..settings() };
        Account::read(&sources(&files), &settings).unwrap()
    };
    // 30 on hand are less than the 90 that 90 days need, so nothing is excess, whatever the closed listing is called.
    for dead in ["A-OLD", "Z-OLD"] {
        let account = account(dead);
        let [stock] = account.stocks.as_slice() else { panic!("one stock") };
        assert_eq!(stock.names().map(ipi::ids::Sku::as_str).collect::<Vec<_>>(), ["B-LIVE", dead]);
        assert_eq!((stock.on_hand_units().get(), stock.shipped_90.unwrap().value.get()), (30, 90));
        assert_eq!(stock.volume.map(|(volume, _)| volume), Some(0.5));
    }
}

#[test]
fn rows_of_one_sku_that_differ_add_up_in_every_fact() {
    // 30 new units without excess and 2 used ones that are all excess: 2 of 32.
    let listed = plan() + &planned("A", "X002", "Used", 2, 0, 2);
    let rows = ledger("A", "X001", "US") + "08/01/2026,X002,A,SELLABLE,2,0,0,0,0,2,US\n";
    let (factors, _) = judged(&files(listed, rows));
    assert_eq!(figures(&factors), ((2, 32), (90, 338), (60, 1800, 1)));
}

#[test]
fn rows_of_two_days_are_not_two_stocks_and_equal_rows_are_refused() {
    let days = plan() + &planned("A", "X001", "New", 31, 90, 0).replace("2026-10-31", "2026-10-30");
    is_plain(&files(days, ledger("A", "X001", "US")), &["mixed-days"]);
    assert_eq!(refused(&files(plan().repeat(2), ledger("A", "X001", "US"))), ["rows-twice"]);
}

#[test]
fn a_sku_that_a_spreadsheet_changed_is_known_by_its_label() {
    for (written, code) in [
        ("482910", "sku-damaged"),
        ("00482910 ", "sku-damaged"),
        ("4.8E+05", "sku-rounded"),
        ("other", "excess-compared"),
    ] {
        is_plain(
            &files(planned(written, "X001", "New", 30, 90, 0), ledger("00482910", "X001", "US")),
            &[code],
        );
    }
}

#[test]
fn units_in_transfer_count_everywhere_or_nowhere() {
    // 20 of the 30 are in transfer today: not in the balance, but in a column of their own.
    let moved = ledger("A", "X001", "US").replace("SELLABLE,31,0,0,-1,0,30", "SELLABLE,31,20,0,-1,0,10");
    is_plain(&files(plan().replace("New,30,0,", "New,10,20,"), moved.clone()), &[]);
    // FBA Inventory of an older form has no column for them: nowhere, then. 10 + 60 + 120 + 120.
    let older = |text: String| text.replace("fc-transfer,", "").replace("New,30,0,", "New,10,");
    let account =
        [("plan.csv", older(PLAN.to_owned() + &plan())), ("ledger.csv", LEDGER.to_owned() + &moved)];
    assert_eq!(figures(&judged(&account).0), ((0, 10), (90, 310), (60, 1800, 1)));
    // The form of early 2026 has them among the reserved ones.
    let early = |text: String| {
        text.replace("fc-transfer,", "Reserved FC Transfer,").replace("New,30,0,", "New,10,20,")
    };
    is_plain(
        &[("plan.csv", early(PLAN.to_owned() + &plan())), ("ledger.csv", LEDGER.to_owned() + &moved)],
        &[],
    );
}

#[test]
fn a_ledger_that_contradicts_todays_stock_is_a_fault() {
    let both = ledger("A", "X001", "US") + &ledger("B", "X001", "CA").replace("120", "240");
    let files = files(plan(), both);
    let (_, codes) = judged(&files);
    assert!(codes.contains(&"foreign-rows"), "{codes:?}");
    let doubled = ledger("A", "X001", "US") + "08/01/2026,X001,A,SELLABLE,100,0,0,0,0,100,US\n";
    let (_, codes) = judged(&self::files(
        plan(),
        doubled.replace("08/01/2026,X001,A,SELLABLE,120", "08/02/2026,X001,A,SELLABLE,120"),
    ));
    assert!(codes.contains(&"ledger-jumps") || codes.contains(&"stock-disagree"), "{codes:?}");
}

#[test]
fn ledgers_that_tell_of_damage_are_refused() {
    let of = |rows: String| refused(&files(plan(), rows));
    let rows = ledger("A", "X001", "US");
    assert_eq!(of(rows.replace("SELLABLE", "VERKAUFBAR")), ["no-sellable"]);
    // The row of the first of October, which ships 60, is gone.
    let gone: String =
        rows.lines().filter(|row| !row.starts_with("10/01")).map(|row| row.to_owned() + "\n").collect();
    assert_eq!(of(gone), ["ledger-broken"]);
    assert_eq!(of(rows.clone() + &ledger("A", "X001", "")), ["mixed-places"]);
    let monthly =
        "09/30/2026,X001,A,SELLABLE,60,0,0,-20,0,40,US\n10/31/2026,X001,A,SELLABLE,40,0,0,-10,0,30,US\n";
    assert_eq!(of(monthly.into()), ["not-daily"]);
    assert_eq!(
        of(rows.replace(",-60,", ",,").replace(",-29,", ",,").replace(",-1,", ",,").replace(",-0,", ",,")),
        ["blank-column"]
    );
}

#[test]
fn a_ledger_of_which_no_row_can_be_read_is_not_passed_over() {
    let of = |rows: String| refused(&files(plan(), rows));
    let row = "10/31/2026,X001,A,SELLABLE,31,0,0,-1,0,30,US\n";
    assert_eq!(of(row.replace("10/31/2026", "10/2026").repeat(2)), ["month-only"]);
    assert_eq!(of(row.replace("10/31/2026", "########")), ["unknown-date"]);
    assert_eq!(of(row.replace(",30,US", ",1.5,US")), ["not-whole"]);
    // All of it lies in Canada, and the score of the United States is asked for: nothing of it tells days without stock.
    assert_eq!(of(ledger("A", "X001", "CA")), ["other-marketplace"]);
    // Beside a ledger of the United States it says nothing and does no harm.
    let mut both = files(plan(), ledger("A", "X001", "US")).to_vec();
    both.push(("canada.csv", LEDGER.to_owned() + &ledger("A", "X001", "CA")));
    is_plain(&both, &["foreign-rows"]);
}

#[test]
fn a_closed_listing_of_the_same_name_is_the_same_stock() {
    let listed = plan() + &planned("A", "X001", "Unknown", 30, 90, 0);
    is_plain(&files(listed, ledger("A", "X001", "US")), &["shared-stock"]);
}

#[test]
fn sales_of_what_the_ledger_never_had_do_not_count() {
    let sold: String = (1..=90)
        .map(|age| {
            let day = chrono::NaiveDate::from_ymd_opt(2026, 10, 31).unwrap() - chrono::Days::new(90 - age);
            format!("S{age}\t{day}T08:00:00+00:00\tOTHER\t5\n")
        })
        .collect();
    let mut all = files(plan(), ledger("A", "X001", "US")).to_vec();
    all.push(("sold.txt", format!("shipment-id\tshipment-date\tsku\tquantity-shipped\n{sold}")));
    let (factors, codes) = judged(&all);
    assert_eq!(figures(&factors), PLAIN);
    assert!(codes.contains(&"sold-elsewhere"), "{codes:?}");
}

#[test]
fn places_are_known_in_any_spelling_and_not_counted_twice() {
    let of = |rows: String| refused(&files(plan(), rows));
    let rows = ledger("A", "X001", "US");
    is_plain(&files(plan(), rows.clone() + &ledger("A", "X001", " united states")), &["rows-again"]);
    assert_eq!(of(rows.clone() + &ledger("A", "X001", "PHX6")), ["mixed-places"]);
    assert_eq!(of(rows.clone() + &ledger("A", "X001", " - ")), ["mixed-places"]);
}

#[test]
fn what_somebody_filled_in_is_no_name() {
    // Four products under one SKU are four stocks; of one with a list behind it the report is refused.
    let rows: String = (1..5).map(|n| ledger("N/A", &format!("X00{n}"), "US")).collect();
    let (factors, codes) = judged(&[("ledger.csv", LEDGER.to_owned() + &rows)]);
    assert_eq!(factors.in_stock.unwrap().skus, 4);
    assert!(codes.contains(&"nameless"), "{codes:?}");
    let listed: String = (10..30).map(|n| planned("0", &format!("X0{n}"), "New", n, 90, 0)).collect();
    assert_eq!(refused(&[("plan.csv", PLAN.to_owned() + &listed)]), ["columns-swapped"]);
    let total = plan() + &planned("B", "X002", "New", 12, 90, 0) + &planned("Total", "", "", 42, 180, 0);
    let account = Account::read(&sources(&[("plan.csv", PLAN.to_owned() + &total)]), &settings()).unwrap();
    let on_hand: u64 = account.stocks.iter().map(|stock| stock.on_hand_units().get()).sum();
    assert_eq!(on_hand, 42);
}

#[test]
fn units_in_transfer_hold_for_the_day_of_their_row() {
    // Alone, the ledger's column counts: 4 units between centres today, and 7 on a day of October after which the stock of
    // another label has no row and no balance any more.
    let moving = ledger("A", "X001", "US").replace("SELLABLE,31,0,0,-1", "SELLABLE,31,4,0,-1")
        + "10/05/2026,X002,B,SELLABLE,5,7,0,-5,0,0,US\n";
    let (factors, told) = judged(&[("ledger.csv", LEDGER.to_owned() + &moving)]);
    assert_eq!(factors.excess.unwrap().on_hand_units.get(), 34);
    assert!(told.contains(&"in-transfer"), "{told:?}");
    // A sold 90 and was in stock on 30 days; B sold 5, had stock until the 4th and 7 between centres on the 5th: 4 days.
    let stocked = factors.in_stock.unwrap();
    assert_eq!((stocked.weight_units_60d.get(), stocked.skus), (95, 2));
    assert!((stocked.rate - (90.0 * 30.0 + 5.0 * 4.0) / (95.0 * 30.0)).abs() < 1e-12);
}

#[test]
fn an_inventory_report_of_another_day_is_said_to_be_missed() {
    let as_of = Settings { as_of: Some("2026-11-09".parse().unwrap()), ..settings() };
    let account = Account::read(&sources(&[("plan.csv", PLAN.to_owned() + &plan())]), &as_of).unwrap();
    let missed = account.notes.iter().find(|note| note.code() == "inventory-older").unwrap();
    assert!(missed.is_fault());
    let older = plan().replace("2026-10-31", "2026-10-24");
    let (_, told) = judged(&[("new.csv", PLAN.to_owned() + &plan()), ("old.csv", PLAN.to_owned() + &older)]);
    assert!(!told.contains(&"inventory-older"), "{told:?}");
}

const STRANDED: &str = "primary-action\tdate-stranded\tstatus-primary\tsku\tfnsku\tfulfillable-qty\n";

#[test]
fn a_file_left_out_says_nothing_not_even_zero() {
    let lenient = Settings { lenient: true, no_stranded: false, ..settings() };
    let stranded = |files: &[(&str, &str)]| {
        let mut all = vec![("plan.csv", PLAN.to_owned() + &plan())];
        all.extend(files.iter().map(|(name, rows)| (*name, STRANDED.to_owned() + rows)));
        let account = Account::read(&sources(&all), &lenient).unwrap();
        let factors = Assessment::of(&account, &[], |_, _, _| Past::default()).factors.unwrap();
        factors.stranded.ok().map(|stranded| stranded.stranded_units.get())
    };
    let (two, three) =
        ("Relist\t2026-10-20\tStranded\tA\tX001\t2\n", "Relist\t2026-10-20\tStranded\tA\tX001\t3\n");
    assert_eq!(stranded(&[("s.txt", two)]), Some(2));
    assert_eq!(stranded(&[("s.txt", "")]), None);
    // Of two that do not say their day neither is taken for the newer one.
    assert_eq!(stranded(&[("s.txt", two), ("t.txt", three)]), None);
    assert_eq!(stranded(&[("t.txt", two), ("s.txt", three)]), None);
}

#[test]
fn of_inventory_reports_of_two_marketplaces_neither_is_guessed() {
    let canada = plan().replace(",US\n", ",CA\n");
    let both = [("a.csv", PLAN.to_owned() + &canada), ("b.csv", PLAN.to_owned() + &plan())];
    assert_eq!(refused(&both), ["several-marketplaces"; 2]);
    let lenient = Settings { lenient: true, ..settings() };
    let all = [&both[..], &[("ledger.csv", LEDGER.to_owned() + &ledger("A", "X001", "US"))]].concat();
    let account = Account::read(&sources(&all), &lenient).unwrap();
    assert_eq!((account.inventory, account.marketplace.map(|m| m.code())), (None, Some("US")));
    let asked = Settings { marketplace: Some("US".parse().unwrap()), ..settings() };
    assert!(Account::read(&sources(&all), &asked).unwrap().inventory.is_some());
}

/// Subtotals and a total that a spreadsheet has added below what is stranded are no SKUs.
#[test]
fn totals_of_what_is_stranded_are_not_stranded() {
    let stranded = |rows: &str| {
        let head = "primary-action\tdate-stranded\tstatus-primary\tsku\tfnsku\tfulfillable-qty\n";
        let all =
            [&files(plan(), ledger("A", "X001", "US"))[..], &[("s.txt", head.to_owned() + rows)]].concat();
        let settings = Settings { no_stranded: false, ..settings() };
        let account = Account::read(&sources(&all), &settings).unwrap();
        let assessment = Assessment::of(&account, &[], |_, _, _| Past::default());
        let told = assessment.notes.iter().any(|note| note.code() == "total-row");
        (assessment.factors.unwrap().stranded.unwrap().stranded_units.get(), told)
    };
    let (one, two) = ("\t2026-10-01\tInactive\tA\tX001\t7\n", "\t2026-10-02\tInactive\tA\tX001\t4\n");
    let total = |name: &str, units: u32| format!("\t\t\t{name}\t\t{units}\n");
    assert_eq!(stranded(&[one, two].concat()), (11, false));
    assert_eq!(stranded(&([one, two].concat() + &total("Total", 11))), (11, true));
    let subtotals =
        one.to_owned() + &total("X Total", 7) + two + &total("Y Total", 4) + &total("Grand Total", 11);
    assert_eq!(stranded(&subtotals), (11, true));
    // Another number is a SKU's own.
    assert_eq!(stranded(&([one, two].concat() + &total("OTHER", 12))), (23, false));
}

#[test]
fn totals_and_subtotals_of_an_inventory_report_are_no_stock() {
    let (one, two) = (planned("A", "X001", "New", 30, 90, 9), planned("B", "X002", "New", 20, 30, 0));
    let total = |name, units| planned(name, "", "", units, 0, 0);
    let on_hand = |rows: &str| {
        let (factors, told) = judged(&[("plan.csv", PLAN.to_owned() + rows)]);
        (factors.excess.unwrap().on_hand_units.get(), told.contains(&"total-row"))
    };
    assert_eq!(on_hand(&[&*one, &two].concat()), (50, false));
    assert_eq!(on_hand(&[&*one, &two, &total("Grand", 50)].concat()), (50, true));
    assert_eq!(on_hand(&[&*total("TOTAL", 50), &one, &two].concat()), (50, true));
    let subtotals = [&*one, &total("A-Total", 30), &two, &total("B-Total", 20), &total("Grand", 50)].concat();
    assert_eq!(on_hand(&subtotals), (50, true));
    // As many as one above it, and no total below: a product whose label is not told.
    assert_eq!(on_hand(&[&*one, &total("C", 30), &two].concat()), (80, false));
}

/// Where no report names the marketplace that is asked for, sales of others alone are no sales of nothing.
#[test]
fn sales_of_other_marketplaces_alone_are_not_taken_for_none() {
    let managed = "A\tX001\tNew\t30\t30\t0\t0\t30\t0.1\n";
    let stock = ("managed.txt", MANAGED.to_owned() + managed);
    let sold = |site: &str| {
        let head = "shipment-id\tshipment-date\tsku\tquantity-shipped\tsales-channel\n".to_owned();
        let row =
            |n: u32| format!("S{n}\t2026-{:02}-{:02}T08:00:00-07:00\tA\t1\t{site}\n", 8 + n / 30, 1 + n % 30);
        ("sold.txt", head + &(0..91).map(row).collect::<String>())
    };
    let asked = |marketplace: &str, files: &[(&str, String)]| {
        let marketplace = Some(marketplace.parse().unwrap());
        let settings = Settings { marketplace, as_of: Some("2026-10-31".parse().unwrap()), ..settings() };
        let problems = Examination::of(&sources(files), &settings).problems;
        problems.iter().map(|problem| problem.code.name()).collect::<Vec<_>>()
    };
    assert_eq!(asked("DE", &[stock.clone(), sold("Amazon.com")]), ["other-marketplace"]);
    assert!(asked("US", &[stock.clone(), sold("Amazon.com")]).is_empty());
    // A report that names the marketplace says that the account sells there, and sold nothing.
    let named =
        ("plan.csv", PLAN.to_owned() + &planned("A", "X001", "New", 30, 0, 0).replace(",US\n", ",DE\n"));
    assert!(asked("DE", &[named, sold("Amazon.fr")]).is_empty());
}

/// A list of stranded units that did not change within a week is no copy of the one before: each is of its own week.
#[test]
fn an_undated_report_that_says_the_same_every_week_counts_every_week() {
    let stranded = "primary-action\tdate-stranded\tstatus-primary\tsku\tfnsku\tfulfillable-qty\n\
                    Relist\t2026-09-01\tInactive\tA\tX001\t3\n";
    let older = plan().replace("2026-10-31", "2026-10-24");
    let files = [
        ("2026-W43/plan.csv", format!("{PLAN}{older}")),
        ("2026-W43/stranded.txt", stranded.to_owned()),
        ("2026-W44/plan.csv", format!("{PLAN}{}", plan())),
        ("2026-W44/stranded.txt", stranded.to_owned()),
    ];
    let settings = Settings { no_stranded: false, ..settings() };
    let account = Account::read(&sources(&files), &settings).unwrap_or_else(|error| panic!("{error}"));
    let assessment = Assessment::of(&account, &[], |_, _, _| Past::default());
    assert_eq!(assessment.factors.unwrap().stranded.unwrap().stranded_units.get(), 3);
    // Two of one week are one download.
    let mut twice = files.to_vec();
    twice.push(("2026-W44/stranded (1).txt", stranded.to_owned()));
    let account = Account::read(&sources(&twice), &settings).unwrap_or_else(|error| panic!("{error}"));
    assert!(account.notes.iter().any(|note| note.code() == "copy"), "{:?}", account.notes);
}

/// More cannot be stranded than is there: what one report knows of and the other does not is there too.
#[test]
fn more_stranded_than_on_hand_is_all_of_it_and_no_more() {
    let stranded = "primary-action\tdate-stranded\tstatus-primary\tsku\tfnsku\tfulfillable-qty\n\
                    Relist\t2026-10-01\tStranded\tA\tX001\t40\n";
    let files = [("p.csv", PLAN.to_owned() + &plan()), ("s.txt", stranded.to_owned())];
    let settings = Settings { no_stranded: false, ..settings() };
    let account = Account::read(&sources(&files), &settings).unwrap();
    let assessment = Assessment::of(&account, &[], |_, _, _| Past::default());
    let found = assessment.factors.unwrap().stranded.unwrap();
    // 40 of the 30 that the report of the stock has, and 10 more.
    assert_eq!((found.stranded_units.get(), found.on_hand_units.get()), (40, 40));
    assert!(found.share <= 1.0 && assessment.notes.iter().any(|note| note.code() == "stranded-exceeds"));
}
