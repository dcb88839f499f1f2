//! Going on leaves out what is wrong, and counts nothing of it.

use super::{INVENTORY, LEDGER, account, facts, file, ledger, settings};
use ipi::account::{Account, Settings, StrandedWord};

const SHIPMENTS: &str = "shipment-id\tshipment-date\tsku\tquantity-shipped\n";

/// So many days of sales behind the `skip` first of 90.
fn shipments(skip: u32, days: u32) -> String {
    named_shipments("S", skip, days)
}

fn named_shipments(name: &str, skip: u32, days: u32) -> String {
    let row = |n: u32| {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 4, 2).unwrap() + chrono::Days::new(n.into());
        format!("{name}{n}\t{day}\tSKU-0\t2\n")
    };
    SHIPMENTS.to_owned() + &(skip..skip + days).map(row).collect::<String>()
}

fn going_on(files: &[(&str, &str)]) -> Account {
    going_on_in(settings(2, 400, 100), files)
}

fn going_on_in(mut settings: Settings, files: &[(&str, &str)]) -> Account {
    settings.lenient = true;
    settings.as_of = Some("2026-06-30".parse().unwrap());
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    account(&files, &settings).unwrap()
}

fn daily() -> String {
    file(&LEDGER, &ledger(1, 30, |_, _| String::new()), ",", "\n")
}

#[test]
fn sales_that_overlap_count_once() {
    let (ledger, sold, again) = (daily(), shipments(0, 90), shipments(30, 60));
    let alone = going_on(&[("ledger", &ledger), ("sold", &sold)]);
    let both = going_on(&[("ledger", &ledger), ("sold", &sold), ("sold-again", &again)]);
    // By hand: two units a day on 90 days.
    assert_eq!(both.stocks[0].shipped_90.map(|fact| fact.value.get()), Some(180));
    assert_eq!(facts(&both), facts(&alone));
    assert!(!both.partial && !alone.partial);
    assert_eq!(both.sources.iter().filter(|source| source.used).count(), 3);
    let notes = both.notes.iter().filter(|note| note.code() == "sales-overlap").count();
    assert_eq!(notes, 1, "{:?}", both.notes);
}

#[test]
fn sales_of_the_same_days_that_are_not_the_same_are_left_out() {
    let (ledger, sold, other) = (daily(), shipments(0, 90), named_shipments("CA-", 30, 60));
    let alone = going_on(&[("ledger", &ledger), ("sold", &sold)]);
    let both = going_on(&[("ledger", &ledger), ("sold", &sold), ("other", &other)]);
    assert_eq!(facts(&both), facts(&alone));
    assert!(both.partial && !alone.partial);
    assert_eq!(both.passed_over.0[0].code.name(), "days-disagree");
}

#[test]
fn a_day_that_two_files_share_is_put_together_from_both() {
    let ledger = daily();
    let row = |id: &str, day: &str, units: u32| format!("{id}\t2026-{day}\tSKU-0\t{units}\n");
    // The day between is cut in both, and one shipment of it is in both; two equal rows of one file are two.
    let cut =
        [row("A", "04-02", 1), row("B", "05-01", 2), row("C", "05-01", 4), row("C", "05-01", 4)].concat();
    let first = SHIPMENTS.to_owned() + &cut;
    let cut = [row("C", "05-01", 4), row("D", "05-01", 8), row("E", "06-30", 16)].concat();
    let second = SHIPMENTS.to_owned() + &cut;
    for (one, other) in [("a", "b"), ("b", "a")] {
        for (threads, piece, chunk) in [(1, 4096, 4096), (2, 400, 100), (4, 30, 50)] {
            let files = [("ledger", ledger.as_str()), (one, &first), (other, &second)];
            let read = going_on_in(settings(threads, piece, chunk), &files);
            // By hand: 1 + 2 + 4 + 4 + 8 + 16.
            assert_eq!(read.stocks[0].shipped_90.map(|fact| fact.value.get()), Some(35));
            assert!(!read.partial);
        }
    }
}

/// One unit on each of these days, counted from 2026-04-02.
fn sold_on(days: impl Iterator<Item = u32>) -> String {
    let row = |n: u32| named_shipments("S", n, 1).replace(SHIPMENTS, "");
    SHIPMENTS.to_owned() + &days.map(row).collect::<String>()
}

/// What was shipped in 90 days, in units, and whether days are said to be missing.
fn shipped_and_gap(files: &[&str]) -> (Option<u64>, bool) {
    let ledger = daily();
    let names = ["a", "b", "c"];
    let mut all = vec![("ledger", ledger.as_str())];
    all.extend(names.into_iter().zip(files.iter().copied()));
    let read = going_on(&all);
    let gap = read.notes.iter().any(|note| note.code() == "sales-gap" && note.is_fault());
    (read.stocks[0].shipped_90.map(|fact| fact.value.get()), gap)
}

#[test]
fn a_month_of_sales_that_is_missing_is_noticed_whether_between_files_or_in_one() {
    let (april, june) = (sold_on(0..30), sold_on(60..90));
    assert_eq!(shipped_and_gap(&[&april, &june]), (None, true));
    assert_eq!(shipped_and_gap(&[&sold_on((0..30).chain(60..90))]), (None, true));
    // A week of it is as bad; with the month there all is well: two units a day.
    assert_eq!(shipped_and_gap(&[&april, &sold_on(37..90)]), (None, true));
    assert_eq!(shipped_and_gap(&[&april, &sold_on(30..60), &june]), (Some(180), false));
}

#[test]
fn sales_that_end_early_are_not_used_and_said_to() {
    let ledger = daily();
    let early = |days| {
        let read = going_on(&[("ledger", &ledger), ("sold", &shipments(0, days))]);
        let said = read.notes.iter().any(|note| note.code() == "sales-end-early" && note.is_fault());
        (read.stocks[0].shipped_90.map(|fact| fact.value.get()), said)
    };
    // Three days may be missing, as with a ledger: 87 days of two units.
    assert_eq!(early(87), (Some(174), false));
    assert_eq!(early(86), (None, true));
}

#[test]
fn a_ledger_that_tells_what_was_sold_explains_days_without_sales() {
    let day = |n: u64| chrono::NaiveDate::from_ymd_opt(2026, 4, 1).unwrap() + chrono::Days::new(n);
    let balances = (0..91).map(|n| {
        let mut row = vec![String::new(); LEDGER.len()];
        let cells = [day(n).format("%m/%d/%Y").to_string(), "X000".into(), String::new(), "SKU-0".into()];
        row[..4].clone_from_slice(&cells);
        for (cell, column) in row.iter_mut().zip(LEDGER) {
            match column {
                "Disposition" => *cell = "SELLABLE".into(),
                "Starting Warehouse Balance" | "Ending Warehouse Balance" => *cell = "50".into(),
                "Customer Shipments" => *cell = "0".into(),
                "Location" => *cell = "US".into(),
                _ => {}
            }
        }
        row
    });
    let ledger = file(&LEDGER, &balances.collect::<Vec<_>>(), ",", "\n");
    let sold = sold_on((0..30).chain(60..90));
    let read = going_on(&[("ledger", &ledger), ("sold", &sold)]);
    assert!(read.notes.iter().all(|note| note.code() != "sales-gap"), "{:?}", read.notes);
    assert_eq!(read.stocks[0].shipped_90.map(|fact| fact.value.get()), Some(0));
}

#[test]
fn a_small_seller_may_sell_nothing_for_weeks() {
    // Every fourth day, and nothing from day 41 to 63: 0, 4, … 40 are eleven days, 64, … 88 and 89 are eight.
    let days = || (0..=40).step_by(4).chain((64..=88).step_by(4)).chain([89]);
    assert_eq!(shipped_and_gap(&[&sold_on(days())]), (Some(38), false));
    let (early, late) = (sold_on(days().filter(|&day| day < 50)), sold_on(days().filter(|&day| day > 50)));
    assert_eq!(shipped_and_gap(&[&early, &late]), (Some(38), false));
}

#[test]
fn sales_by_month_add_up_in_any_order() {
    let (ledger, sold) = (daily(), shipments(0, 90));
    let months = [shipments(0, 30), shipments(30, 31), shipments(61, 29)];
    let alone = going_on(&[("ledger", &ledger), ("sold", &sold)]);
    let parts =
        going_on(&[("ledger", &ledger), ("april", &months[0]), ("june", &months[2]), ("may", &months[1])]);
    assert!(!parts.partial);
    assert_eq!(facts(&parts), facts(&alone));
}

#[test]
fn events_that_overlap_count_once() {
    let header =
        "Date,FNSKU,ASIN,MSKU,Title,Event Type,Reference ID,Quantity,Fulfillment Center,Disposition\n";
    let rows = |days: std::ops::RangeInclusive<u32>| {
        let row = |day| format!("06/{day:02}/2026,X000,B0,SKU-0,,Shipments,,-1,ABE2,SELLABLE\n");
        header.to_owned() + &days.map(row).collect::<String>()
    };
    let alone = going_on(&[("events", &rows(1..=30))]);
    let both = going_on(&[("events", &rows(1..=30)), ("again", &rows(20..=28))]);
    assert_eq!(facts(&both), facts(&alone));
    assert!(!both.partial && !alone.partial);
    assert!(both.notes.iter().any(|note| note.code() == "sales-overlap"));
}

#[test]
fn a_ledger_by_week_is_left_out() {
    let mut rows = ledger(1, 30, |_, _| String::new());
    rows.retain(|row| ["09", "16", "23", "30"].contains(&&row[0][3..5]));
    let weekly = file(&LEDGER, &rows, ",", "\n");
    let inventory = file(
        &INVENTORY,
        &[["2026-06-30", "SKU-0", "X000", "", "470", "30", "90", "US", ""].map(str::to_owned).to_vec()],
        ",",
        "\n",
    );
    let read = going_on(&[("weekly", &weekly), ("inventory", &inventory)]);
    assert!(read.partial && !read.in_stock_known);
    assert_eq!(read.passed_over.0[0].code.name(), "not-daily");
    assert_eq!(facts(&read), facts(&going_on(&[("inventory", &inventory)])));
}

#[test]
fn a_stranded_report_of_a_later_day_says_nothing() {
    let stranded =
        "date-stranded\tstatus-primary\tsku\tfulfillable-qty\n2026-07-12T08:00:00-07:00\tx\tSKU-0\t3\n";
    let read = going_on(&[("ledger", &daily()), ("stranded", stranded)]);
    assert_eq!(read.stranded, StrandedWord::NotStated);
    // A day later may be the same day in another time zone.
    let read = going_on(&[("ledger", &daily()), ("stranded", &stranded.replace("07-12", "07-01"))]);
    assert_eq!(read.stranded, StrandedWord::Reported);
}

#[test]
fn a_file_of_two_marketplaces_decides_nothing() {
    let row = |sku: &str, place: &str| {
        ["2026-06-30", sku, "X", "", "470", "30", "90", place, ""].map(str::to_owned).to_vec()
    };
    let mixed = file(&INVENTORY, &[row("SKU-0", "US"), row("SKU-1", "CA")], ",", "\n");
    let read = going_on(&[("ledger", &daily()), ("mixed", &mixed)]);
    assert_eq!(facts(&read), facts(&going_on(&[("ledger", &daily())])));
    assert!(read.partial && read.inventory.is_none());
}
