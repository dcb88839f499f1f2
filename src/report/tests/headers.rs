//! Every version of every export's header, as the exports have carried them over the years and marketplaces.

use crate::report::{Report, ReportKind, Source};

/// Kind, version, and column names in their order.
fn versions() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    include_str!("headers.txt")
        .lines()
        .map(|line| {
            let cells: Vec<_> = line.split('\t').collect();
            (cells[0], cells[1], cells[2].split('|').collect())
        })
        .collect()
}

fn kind(header: &str) -> String {
    match Report::open(&Source::new("file", header.as_bytes().to_vec())) {
        Ok(report) => format!("{:?}", report.kind),
        Err(problems) => format!("{problems:?}"),
    }
}

#[test]
fn each_is_recognised_however_it_is_written() {
    let versions = versions();
    assert_eq!(versions.len(), 54);
    for (expected, version, names) in versions {
        let quoted = |name: &&str| format!("\"{name}\"");
        let mut turned = names.clone();
        turned.reverse();
        let ways = [
            names.join("\t"),
            names.iter().map(quoted).collect::<Vec<_>>().join(","),
            format!("\u{feff}{}\r\n", names.iter().map(quoted).collect::<Vec<_>>().join(";")),
            format!("\r\n\n{}\t\n", names.join("\t").to_uppercase()),
            names.join("\t").replace([' ', '-'], "_"),
            names.join("\t").replace([' ', '-', '_'], ""),
            format!("new-column\t{}\tother", turned.join("\t")),
        ];
        for way in ways {
            assert_eq!(kind(&way), expected, "{version}: {way}");
        }
    }
}

#[test]
fn every_kind_has_a_version() {
    let kinds: Vec<_> = versions().into_iter().map(|(kind, ..)| kind).collect();
    for kind in ReportKind::READ.iter().chain(ReportKind::BESIDE) {
        assert!(kinds.contains(&format!("{kind:?}").as_str()), "{kind:?}");
    }
}

#[test]
fn without_a_required_column_the_nearest_kind_is_named() {
    let told = kind("snapshot-date,sku,available-units,units-shipped-t30,units-shipped-t90");
    assert!(told.contains("closest is FBA Inventory, but without \\\"available\\\""), "{told}");
}

#[test]
fn an_export_of_something_else_is_none_of_ours() {
    for header in [
        "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email",
        "sku,asin,price,quantity",
        "return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\tdetailed-disposition\treason",
        "name;value",
    ] {
        assert!(kind(header).contains("UnknownReport"), "{header}");
    }
}

#[test]
fn a_translated_header_is_told_to_be_one() {
    let told = kind("Datum\tFNSKU\tASIN\tMSKU\tTitel\tBestand\tLagerort");
    assert!(told.contains("Translated") && told.contains("it looks German"), "{told}");
    // A column of another language beside those that are needed is no harm.
    assert_eq!(kind("(Child) ASIN,Units Ordered,Titel,Menge"), "Business");
}
