//! Going on leaves out what is wrong, and counts nothing of it.

use super::{INVENTORY, LEDGER, account, facts, file, ledger, settings};
use ipi::account::{Account, StrandedWord};

const SHIPMENTS: &str = "shipment-id\tshipment-date\tsku\tquantity-shipped\n";

/// 90 days of sales, of which `skip` come first.
fn shipments(skip: u32, days: u32) -> String {
    let row = |n: u32| {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 4, 2).unwrap() + chrono::Days::new((skip + n).into());
        format!("S{n}\t{day}\tSKU-0\t2\n")
    };
    SHIPMENTS.to_owned() + &(0..days).map(row).collect::<String>()
}

fn going_on(files: &[(&str, &str)]) -> Account {
    let mut settings = settings(2, 400, 100);
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
    let both = going_on(&[("ledger", &ledger), ("sold", &sold), ("again", &again)]);
    // By hand: two units a day on 90 days.
    assert_eq!(both.stocks[0].shipped_90.map(|fact| fact.value.get()), Some(180));
    assert_eq!(facts(&both), facts(&alone));
    assert!(both.partial && !alone.partial);
    assert_eq!(both.sources.iter().filter(|source| source.used).count(), 2);
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
    assert!(both.partial && !alone.partial);
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
