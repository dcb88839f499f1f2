//! Reading whole accounts from damaged, odd and oddly encoded files: never a panic, never a silent wrong figure.

#![allow(clippy::unwrap_used)] // a test that cannot build its input has failed

mod beside;
mod bytes;
mod cuts;
mod examination;
mod lenient;
mod long;
mod odd;
mod surprises;

use ipi::account::{Account, ReadError, Settings};
use ipi::report::{Plan, Source};
use std::collections::BTreeSet;
use std::sync::Arc;

fn settings(threads: usize, piece: u64, chunk: usize) -> Settings {
    Settings {
        marketplace: None,
        as_of: None,
        no_stranded: false,
        lenient: false,
        excluded: BTreeSet::new(),
        steer: None,
        plan: Plan { threads, piece, chunk, read: Arc::default() },
    }
}

fn sources(files: &[(&str, &[u8])]) -> Vec<Source> {
    files.iter().map(|(name, bytes)| Source::new(name, bytes.to_vec())).collect()
}

fn account(files: &[(&str, &[u8])], settings: &Settings) -> Result<Account, ReadError> {
    Account::read(&sources(files), settings)
}

/// Everything that figures are made of, and nothing that says where it stood.
fn facts(account: &Account) -> String {
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}\n{:?}",
        account.as_of, account.marketplace, account.stocks, account.snapshots, account.stranded
    )
}

const INVENTORY: [&str; 9] = [
    "snapshot-date",
    "sku",
    "fnsku",
    "product-name",
    "available",
    "units-shipped-t30",
    "units-shipped-t90",
    "marketplace",
    "estimated-excess-quantity",
];

const LEDGER: [&str; 11] = [
    "Date",
    "FNSKU",
    "ASIN",
    "MSKU",
    "Title",
    "Disposition",
    "Starting Warehouse Balance",
    "Customer Shipments",
    "Ending Warehouse Balance",
    "Location",
    "Store",
];

/// Rows as a file with this delimiter; quoted all over where that is a comma.
fn file(header: &[&str], rows: &[Vec<String>], delimiter: &str, line_end: &str) -> String {
    let cell = |cell: &str| if delimiter == "," { format!("\"{cell}\"") } else { cell.to_owned() };
    let mut text = header.iter().map(|name| cell(name)).collect::<Vec<_>>().join(delimiter) + line_end;
    for row in rows {
        text += &(row.iter().map(|c| cell(c)).collect::<Vec<_>>().join(delimiter) + line_end);
    }
    text
}

/// A ledger of some SKUs over the last `days` days of June 2026: each sells a unit a day from a stock that starts with 500.
fn ledger(skus: usize, days: u32, title: impl Fn(u32, usize) -> String) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for day in 31 - days..=30 {
        for sku in 0..skus {
            let left = 500 + u32::try_from(sku).unwrap() - day;
            rows.push(vec![
                format!("06/{day:02}/2026"),
                format!("X{sku:03}"),
                format!("B{sku:03}"),
                format!("SKU-{sku}"),
                title(day, sku),
                "SELLABLE".into(),
                (left + 1).to_string(),
                "-1".into(),
                left.to_string(),
                "US".into(),
                String::new(),
            ]);
        }
    }
    rows
}
