//! How long each stage takes, on reports made up in memory: split (where fields end), decode (rows with every cell
//! checked), look up and fold (rows into SKUs), and all of it; beside them the csv crate on the same bytes.
//!
//! `cargo bench`, or `cargo bench -- decode` for one stage. Bytes and rows per second are printed for each.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use chrono::{Days, NaiveDate};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ipi::account::{Account, Settings, stages as account};
use ipi::report::{Plan, Source, stages as report};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

const SKUS: usize = 1500;
const DAYS: u16 = 95;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()
}

fn sku(i: usize) -> String {
    format!("AB-{:06}-FBA", (i * 48_271) % 1_000_003)
}

/// Tab-separated, every field in quotes, newest day first: the ledger as it is downloaded.
fn ledger() -> Vec<u8> {
    let names = "Date FNSKU ASIN MSKU Title Disposition Starting_Warehouse_Balance In_Transit_Between_Warehouses Receipts \
                 Customer_Shipments Customer_Returns Vendor_Returns Warehouse_Transfer_In/Out Found Lost Damaged Disposed \
                 Other_Events Ending_Warehouse_Balance Unknown_Events Location";
    let header: Vec<_> = names.split(' ').map(|name| format!("\"{}\"", name.replace('_', " "))).collect();
    let mut text = header.join("\t") + "\n";
    for age in 0..DAYS {
        let date = (today() - Days::new(age.into())).format("%m/%d/%Y");
        for i in 0..SKUS {
            let start = (i * 7 + usize::from(age)) % 90 + 1;
            let title = "Café Lumière Stainless Steel Water Bottle, 32 oz, Crème - Dishwasher Safe";
            let end = start - 1;
            let number = i * 31;
            writeln!(
                text,
                "\"{date}\"\t\"X00{number:07}\"\t\"B0{number:08}\"\t\"{}\"\t\"{title}\"\t\"SELLABLE\"\t\"{start}\"\t\"0\"\t\"0\"\t\"-1\"\
                 \t\"0\"\t\"0\"\t\"0\"\t\"0\"\t\"0\"\t\"0\"\t\"0\"\t\"0\"\t\"{end}\"\t\"0\"\t\"US\"",
                sku(i)
            )
            .unwrap();
        }
    }
    text.into_bytes()
}

/// Tab-separated without quotes, CRLF: Amazon Fulfilled Shipments, a third of its columns.
fn shipments() -> Vec<u8> {
    let mut text = String::from(
        "amazon-order-id\tmerchant-order-id\tshipment-id\tshipment-item-id\tpurchase-date\tpayments-date\tshipment-date\
         \treporting-date\tbuyer-name\tsku\tproduct-name\tquantity-shipped\tcurrency\titem-price\tship-city\tfulfillment-channel\r\n",
    );
    for age in 0..DAYS {
        let day = today() - Days::new(age.into());
        let time = format!("{day}T11:22:33+00:00");
        for i in (0..SKUS).step_by(3) {
            write!(
                text,
                "111-{i:07}-0000000\t\tD{i:08}\tD{i:08}1\t{time}\t{time}\t{time}\t{time}\t\t{}\tFrying pan 12\" - Ölwerk\t1\tUSD\t19.99\
                 \tAustin\tAFN\r\n",
                sku(i)
            )
            .unwrap();
        }
    }
    text.into_bytes()
}

/// Comma-separated, quotes where needed: FBA Inventory with the columns that are read and as many others.
fn planning() -> Vec<u8> {
    let others: Vec<_> = (0..40).map(|i| format!("other-{i}")).collect();
    let mut text = format!(
        "snapshot-date,sku,fnsku,asin,product-name,available,units-shipped-t30,units-shipped-t60,units-shipped-t90,\
         sell-through,item-volume,marketplace,estimated-excess-quantity,{}\r\n",
        others.join(",")
    );
    let blank = "0.00,".repeat(39) + "0.00";
    for i in 0..SKUS * 10 {
        let number = i * 31;
        write!(
            text,
            "{},{},X00{number:07},B0{number:08},\"Pan, 12\"\" black\",{},10,20,30,1.20,0.21,US,{},{blank}\r\n",
            today(),
            sku(i),
            i % 80,
            i % 9
        )
        .unwrap();
    }
    text.into_bytes()
}

fn reports() -> [(&'static str, u8, bool, Vec<u8>); 3] {
    [
        ("ledger", b'\t', true, ledger()),
        ("shipments", b'\t', false, shipments()),
        ("planning", b',', true, planning()),
    ]
}

fn settings(threads: usize) -> Settings {
    Settings {
        marketplace: None,
        as_of: Some(today()),
        no_stranded: true,
        lenient: false,
        excluded: BTreeSet::new(),
        steer: None,
        plan: Plan::with_threads(threads),
    }
}

fn split(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("split");
    for (name, delimiter, quoted, bytes) in reports() {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        let header = bytes.split(|&byte| byte == b'\n').next().unwrap();
        let width = 1 + header.iter().filter(|&&byte| byte == delimiter).count();
        // By the chunk, as files are read.
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                bytes
                    .chunks(256 << 10)
                    .map(|chunk| report::split(black_box(chunk), delimiter, quoted, width).0)
                    .sum::<usize>()
            });
        });
    }
}

fn decode(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decode");
    for (name, delimiter, _, bytes) in reports() {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        let source = Source::new(name, bytes.clone());
        let plan = Plan::with_threads(1);
        group.bench_function(name, |bencher| bencher.iter(|| report::decode(&source, &plan).unwrap()));
        // The measure: the csv crate visiting every field, nothing checked.
        group.bench_function(BenchmarkId::new("csv-crate", name), |bencher| {
            bencher.iter(|| {
                let mut reader = csv::ReaderBuilder::new();
                let mut reader = reader.delimiter(delimiter).flexible(true).from_reader(bytes.as_slice());
                let (mut record, mut length) = (csv::ByteRecord::new(), 0);
                while reader.read_byte_record(&mut record).unwrap() {
                    length += record.iter().map(<[u8]>::len).sum::<usize>();
                }
                length
            });
        });
    }
}

fn fold(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("look-up-and-fold");
    // The table of the few fits into a cache near the processor, that of the many does not.
    for count in [1_000, 50_000] {
        let mut skus: Vec<_> = (0..count).map(sku).collect();
        skus.sort();
        skus.dedup();
        let days = u16::try_from(150_000 / skus.len()).unwrap().clamp(3, 90);
        group.throughput(Throughput::Elements(skus.len() as u64 * u64::from(days)));
        group.bench_function(BenchmarkId::new("ledger", count), |bencher| {
            bencher.iter(|| account::fold_ledger(&skus, days, today()));
        });
        group.bench_function(BenchmarkId::new("sales", count), |bencher| {
            bencher.iter(|| account::fold_sales(&skus, days, today()));
        });
    }
}

fn whole(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("whole");
    let reports = reports();
    let sources: Vec<_> = reports.iter().map(|(name, .., bytes)| Source::new(name, bytes.clone())).collect();
    for source in &sources {
        group.throughput(Throughput::Bytes(source.len()));
        group.bench_function(source.name().to_string(), |bencher| {
            bencher.iter(|| Account::read(std::slice::from_ref(source), &settings(1)).unwrap().stocks.len());
        });
    }
    group.throughput(Throughput::Bytes(sources.iter().map(Source::len).sum()));
    for threads in [1, 2] {
        group.bench_function(BenchmarkId::new("all-threads", threads), |bencher| {
            bencher.iter(|| Account::read(&sources, &settings(threads)).unwrap().stocks.len());
        });
    }
}

criterion_group! {
    name = stages;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .without_plots();
    targets = split, decode, fold, whole
}
criterion_main!(stages);
