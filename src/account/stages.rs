//! The look-up of a row's SKU and the folding of the row, without reading, for the benches: no part of the library's
//! interface.

use super::balances::Balances;
use super::ledger::{LedgerSink, Locations, Wanted};
use super::overlap::{Held, Share};
use super::sales::{Judged, SalesSink};
use super::shards::Shards;
use crate::dates::AsOf;
use crate::report::{
    Balance, Identity, LedgerRow, LedgerSummary, Packed, Sale, Shipments, Sign, Sink, Standing,
};
use crate::units::Units;
use chrono::NaiveDate;
use std::hint::black_box;

/// Folds `days` days of ledger rows of all SKUs, as one thread does.
pub fn fold_ledger(skus: &[String], days: u16, today: NaiveDate) {
    let as_of = AsOf::new(today);
    let wanted = Wanted { as_of, marketplace: None, elsewhere: &|_, _| false, repeats: None, course: None };
    let (locations, shards) = (Locations::default(), Shards::<Balances>::new());
    let mut sink = LedgerSink::<Balances>::new(&wanted, &locations, &shards);
    for age in 0..days {
        let day = as_of.back(age);
        for sku in skus {
            let row = LedgerRow {
                day,
                sku: Packed::new(sku.as_bytes()),
                fnsku: Packed::new(b"X001234567"),
                location: Packed::new(b"US"),
                balance: Balance::new([6, 0, 5], 1, &[(Sign::Sellable, true)]),
                more: (),
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
    let held = Held::default();
    let share = Share { file: 0, rules: &[], held: &held };
    let mut sink = SalesSink::new(Judged { as_of, marketplace: None, alone: false }, &shards, &share);
    for age in 0..days {
        let day = as_of.back(age);
        for sku in skus {
            let row = Sale {
                day,
                sku: Packed::new(sku.as_bytes()),
                units: Units::new(1),
                standing: Standing::Shipped,
                site: Packed::new(b"Amazon.com"),
                identity: Identity::default(),
                updated: None,
            };
            Sink::<Shipments>::row(&mut sink, row, 0);
        }
    }
    Sink::<Shipments>::end(&mut sink);
    drop(sink);
    black_box(&shards);
}
