//! Rows that do not end, and sums that do not fit.

use super::{LEDGER, account, settings};
use ipi::account::Account;
use ipi::report::{ReadAt, Source};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A header and a row, then one letter without end.
struct Endless {
    head: Vec<u8>,
    length: u64,
    read: Arc<AtomicU64>,
}

impl ReadAt for Endless {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(offset)).unwrap().min(buffer.len());
        buffer[..left].fill(b'a');
        if let Some(head) = usize::try_from(offset).ok().and_then(|from| self.head.get(from..)) {
            let length = head.len().min(left);
            buffer[..length].copy_from_slice(&head[..length]);
        }
        self.read.fetch_add(left as u64, Ordering::Relaxed);
        Ok(left)
    }
}

/// A ledger's rows, each of so many units at the end and so many shipped.
fn ledger(rows: impl Iterator<Item = (i64, i64)>) -> Vec<u8> {
    let mut text = LEDGER.join("\t") + "\n";
    for (number, (end, shipped)) in rows.enumerate() {
        text += &row(number, end, shipped);
    }
    text.into_bytes()
}

fn row(number: usize, end: i64, shipped: i64) -> String {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + chrono::Days::new(number as u64);
    let mut cells = vec![String::from("0"); LEDGER.len()];
    for (name, cell) in LEDGER.iter().zip(&mut cells) {
        *cell = match *name {
            "Date" => day.format("%m/%d/%Y").to_string(),
            "FNSKU" | "MSKU" | "ASIN" => "MUG".into(),
            "Title" => "Mug".into(),
            "Disposition" => "SELLABLE".into(),
            "Starting Warehouse Balance" => (end - shipped).to_string(),
            "Customer Shipments" => shipped.to_string(),
            "Ending Warehouse Balance" => end.to_string(),
            "Location" | "Country" => "US".into(),
            _ => continue,
        };
    }
    cells.join("\t") + "\n"
}

#[test]
fn a_row_that_does_not_end_is_read_as_far_as_a_row_may_be_long() {
    let length = 64 << 30;
    // A second thread reads on until the first has seen that all of it is one row.
    for (threads, most) in [(1, 40 << 20), (2, length / 8)] {
        let read = Arc::new(AtomicU64::new(0));
        let endless = Endless { head: ledger((0..3).map(|_| (10, 0))), length, read: read.clone() };
        let source = Source::new("ledger.txt", endless);
        let error = Account::read(&[source], &settings(threads, 1 << 20, 1 << 20)).unwrap_err();
        let told = error.to_string();
        assert!(told.contains("(over 16 MiB)") && told.contains("[too-long]"), "{told}");
        let read = read.load(Ordering::Relaxed);
        assert!(read < most, "{read} of {length} bytes, {threads} threads");
    }
}

#[test]
fn what_one_row_may_hold_cannot_pass_the_bounds_of_the_sums() {
    let told = |rows: (i64, i64)| {
        let ledger = ledger((0..120).map(|_| rows));
        format!("{:?}", account(&[("ledger.txt", &ledger)], &settings(1, 1 << 20, 4096)).err())
    };
    for (fits, too_much) in [((10, -1_000_000), (10, -1_000_001)), ((10_000_000, 0), (10_000_001, 0))] {
        assert!(!told(fits).contains("TooLarge"), "{}", told(fits));
        assert!(told(too_much).contains("TooLarge"), "{}", told(too_much));
    }
}
