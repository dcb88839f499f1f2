//! The look-up of a row's SKU and the folding of the row, without reading, for the benches: no part of the library's
//! interface.

use super::ledger::{LedgerSink, Locations, Wanted};
use super::sales::SalesSink;
use super::shards::Shards;
use crate::dates::AsOf;
use crate::report::{LedgerBalance, LedgerSummary, Sale, Shipments, Sink};
use crate::units::Units;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::hint::black_box;

/// Folds `days` days of ledger rows of all SKUs, as one thread does.
pub fn fold_ledger(skus: &[String], days: u16, today: NaiveDate) {
    let as_of = AsOf::new(today);
    let wanted = Wanted { as_of, marketplace: None, elsewhere: &|_, _| false };
    let (locations, shards) = (Locations::default(), Shards::new());
    let mut sink = LedgerSink::new(&wanted, &locations, &shards);
    for age in 0..days {
        let day = as_of.back(age);
        for sku in skus {
            let row = LedgerBalance {
                day,
                sku: Cow::Borrowed(sku.as_bytes()),
                fnsku: b"X001234567",
                sellable: true,
                location: b"US",
                start: 6,
                end: 5,
                received: false,
                shipped: 1,
                adds_up: true,
            };
            Sink::<LedgerSummary>::row(&mut sink, row, 0);
        }
    }
    Sink::<LedgerSummary>::end(&mut sink);
    drop(sink);
    black_box(&shards);
}

/// The same for sales.
pub fn fold_sales(skus: &[String], days: u16, today: NaiveDate) {
    let (as_of, shards) = (AsOf::new(today), Shards::new());
    let mut sink = SalesSink::new(as_of, &shards);
    for age in 0..days {
        let day = as_of.back(age);
        for sku in skus {
            let row = Sale { day, sku: Cow::Borrowed(sku.as_bytes()), units: Units::new(1) };
            Sink::<Shipments>::row(&mut sink, row, 0);
        }
    }
    Sink::<Shipments>::end(&mut sink);
    drop(sink);
    black_box(&shards);
}
