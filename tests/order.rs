//! The order in which files are named is no part of what comes of them, and neither is their being named or lying in a folder.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const INVENTORY: &str = "snapshot-date,sku,fnsku,available,units-shipped-t30,units-shipped-t60,units-shipped-t90,marketplace\n\
                         2026-06-30,MUG,X1,45,10,20,30,US\n2026-06-30,TEA,X2,5,1,2,3,US\n";
/// A row whose movements do not lead to its balance, and one below zero.
const LEDGER: &str = "Date,FNSKU,ASIN,MSKU,Title,Disposition,Starting Warehouse Balance,In Transit Between Warehouses,\
                      Receipts,Customer Shipments,Customer Returns,Vendor Returns,Warehouse Transfer In/Out,Found,Lost,\
                      Damaged,Disposed,Other Events,Ending Warehouse Balance,Unknown Events,Location\n\
                      06/29/2026,X1,B1,MUG,t,SELLABLE,45,0,0,-1,0,0,0,0,0,0,0,0,45,0,US\n\
                      06/30/2026,X2,B2,TEA,t,SELLABLE,-5,0,0,0,0,0,0,0,0,0,0,0,-5,0,US\n";
const STRANDED: &str =
    "date-stranded\tstatus-primary\tsku\tfulfillable-qty\n2026-06-12T08:00:00-07:00\tx\tTEA\t9\n";
/// A quantity that is none.
const BAD: &str = "amazon-order-id\tshipment-id\tpurchase-date\tshipment-date\tsku\tquantity-shipped\n\
                   1\t1\t2026-06-01T00:00:00+00:00\t2026-06-02T00:00:00+00:00\tMUG\t1x\n";

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in [
        ("a.csv", INVENTORY),
        ("a (1).csv", INVENTORY),
        ("ledger.csv", LEDGER),
        ("stranded", STRANDED),
        ("shipped.txt", BAD),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn ipi(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipi"));
    command.args(args).current_dir(folder).env("IPI_MAX_AGE", "off").output().unwrap()
}

fn permutations(names: &[&'static str]) -> Vec<Vec<&'static str>> {
    if names.is_empty() {
        return vec![Vec::new()];
    }
    let with = |i: usize| {
        let mut rest = names.to_vec();
        let first = rest.remove(i);
        permutations(&rest).into_iter().map(move |rest| [&[first], rest.as_slice()].concat())
    };
    (0..names.len()).flat_map(with).collect()
}

#[test]
fn every_order_of_the_files_gives_the_same_bytes() {
    let folder = folder();
    let names = ["a.csv", "a (1).csv", "ledger.csv", "stranded", "shipped.txt"];
    for command in [
        &["check"][..],
        &["check", "-f", "json"],
        &["check", "-q"],
        &["score", "--no-history", "--lenient", "-f", "json"],
        &["score", "--no-history"],
    ] {
        let inside = ipi(folder.path(), &[command, &["."]].concat());
        let text = String::from_utf8([&inside.stdout[..], &inside.stderr].concat()).unwrap();
        assert!(text.contains("not-whole"), "{text}");
        // Every order of the two that show all, and one other order of the rest.
        let all = command.len() > 2;
        for order in permutations(&names).into_iter().rev().take(if all { usize::MAX } else { 1 }) {
            let output = ipi(folder.path(), &[command, &order].concat());
            assert_eq!(output, inside, "{command:?} {order:?}");
        }
    }
}

#[test]
fn a_check_sees_what_only_the_factors_show() {
    let folder = folder();
    let output = ipi(folder.path(), &["check", "-q", "a.csv", "stranded"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("more stranded units than units on hand"), "{told}");
}
