//! Any bytes at all: an answer or a refusal, never a panic.

use super::{INVENTORY, LEDGER, account, settings, sources};
use ipi::account::Examination;
use proptest::prelude::*;

/// Beginnings that lead into every reader.
fn beginnings() -> Vec<Vec<u8>> {
    let shipments = "shipment-id\tshipment-date\tsku\tquantity-shipped\n";
    let orders = "amazon-order-id\tpurchase-date\torder-status\tfulfillment-channel\tsku\tquantity\n";
    let stranded = "date-stranded\tstatus-primary\tsku\tfulfillable-qty\n";
    let detail = "Date,FNSKU,MSKU,Event Type,Quantity,Disposition\n";
    let business = "(Child) ASIN,Units Ordered\n";
    let fees = "fnsku\titem-volume\tvolume-units\tmonth-of-charge\n";
    let mut all = vec![Vec::new(), b"\xff\xfe".to_vec(), b"\xfe\xff".to_vec(), b"\xef\xbb\xbf".to_vec()];
    all.extend([shipments, orders, stranded, detail, business, fees].map(|text| text.as_bytes().to_vec()));
    all.push((INVENTORY.join(",") + "\n").into_bytes());
    all.push((LEDGER.join("\t") + "\r\n").into_bytes());
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn of_any_kind(
        beginning in prop::sample::select(beginnings()),
        body in prop::collection::vec(any::<u8>(), 0..300),
        threads in 1_usize..4,
        piece in 1_u64..90,
    ) {
        let bytes = [beginning, body].concat();
        let settings = settings(threads, piece, 16);
        _ = account(&[("any", &bytes)], &settings);
        _ = Examination::of(&sources(&[("any", &bytes), ("again", &bytes)]), &settings);
    }

    /// Closer to what rows look like, so that more of the reading is reached.
    #[test]
    fn that_look_like_rows(
        beginning in prop::sample::select(beginnings()),
        rows in prop::collection::vec("(2026-06-[0-3][0-9]|[0-3]?[0-9]/[0-3][0-9]/2026|[A-Z]{1,2}|-?[0-9]{0,12}|\"|\u{e9}|[,\t]){1,30}", 0..12),
        lenient: bool,
    ) {
        let bytes = [beginning, rows.join("\n").into_bytes()].concat();
        let mut settings = settings(2, 50, 16);
        settings.lenient = lenient;
        settings.as_of = Some("2026-06-30".parse().unwrap());
        _ = account(&[("any", &bytes)], &settings);
        _ = Examination::of(&sources(&[("any", &bytes)]), &settings);
    }
}
