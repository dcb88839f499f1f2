//! The kinds of exports: the only list of them. What a file is, is told by which kind's columns it has.

use super::code::Code;
use super::columns::{Column, Columns, Header};
use super::problem::Problem;
use super::rows::Export;
use super::table::Table;
use super::translated::language;
use serde::Serialize;

macro_rules! kinds {
    (read { $($kind:ident $reader:ty, $title:literal, $place:literal;)* }
     beside { $($beside:ident [$($signature:literal),*], $beside_title:literal;)* }) => {
        /// A kind of export that `ipi` recognises.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs)]
        pub enum ReportKind {
            $($kind,)*
            $($beside,)*
        }

        impl ReportKind {
            /// The kinds that say something about the factors or about storage.
            pub const READ: &[ReportKind] = &[$(ReportKind::$kind,)*];
            /// The kinds that are known and say nothing about them.
            pub const BESIDE: &[ReportKind] = &[$(ReportKind::$beside,)*];

            /// The name in Seller Central.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(ReportKind::$kind => $title,)*
                    $(ReportKind::$beside => $beside_title,)*
                }
            }

            /// Where in Seller Central it is downloaded.
            #[must_use]
            pub const fn place(self) -> &'static str {
                match self {
                    $(ReportKind::$kind => $place,)*
                    $(ReportKind::$beside => "",)*
                }
            }

            pub(super) fn columns(self) -> &'static Columns {
                match self {
                    $(ReportKind::$kind => <$reader as Export>::columns(),)*
                    $(ReportKind::$beside => {
                        static COLUMNS: Columns =
                            Columns::new(&[$(Column { names: &[$signature], required: true },)*]);
                        &COLUMNS
                    })*
                }
            }
        }
    };
}

kinds! {
    read {
    FbaInventory super::FbaInventory, "FBA Inventory", "Reports > Fulfillment > Inventory > FBA Inventory";
    InventoryAge super::InventoryAge, "Inventory Age", "no longer offered; kept downloads are read";
    InventoryHealth super::InventoryHealth, "Inventory Health", "no longer offered; kept downloads are read";
    Stranded super::Stranded, "Stranded Inventory", "Inventory > Fix stranded inventory > Download";
    Restock super::Restock, "Restock Inventory", "Reports > Fulfillment > Inventory > Restock Inventory";
    ManageInventory super::ManageInventory, "Manage FBA Inventory",
        "Reports > Fulfillment > Inventory > Manage FBA Inventory";
    AfnInventory super::AfnInventory, "Amazon Fulfilled Inventory",
        "Reports > Fulfillment > Inventory > Amazon Fulfilled Inventory";
    LedgerSummary super::LedgerSummary, "Inventory Ledger, Summary",
        "Reports > Fulfillment > Inventory > Inventory Ledger (Summary view, Daily, by Country, 120 days or more)";
    LedgerDetail super::LedgerDetail, "Inventory Ledger, Detailed",
        "Reports > Fulfillment > Inventory > Inventory Ledger (Detailed view)";
    DailyHistory super::DailyHistory, "Daily Inventory History", "no longer offered; kept downloads are read";
    Shipments super::Shipments, "Amazon Fulfilled Shipments",
        "Reports > Fulfillment > Sales > Amazon Fulfilled Shipments";
    CustomerShipmentSales super::CustomerShipmentSales, "Customer Shipment Sales",
        "Reports > Fulfillment > Sales > Customer Shipment Sales";
    Orders super::Orders, "All Orders", "Reports > Fulfillment > Sales > All Orders";
    Business super::Business, "Business report", "Reports > Business Reports > Detail Page Sales and Traffic by Child Item";
    StorageFees super::StorageFees, "Monthly Storage Fees", "Reports > Fulfillment > Payments > Monthly Storage Fees";
    }
    beside {
    MonthlyHistory ["month", "average-quantity", "end-quantity", "detailed-disposition"], "Monthly Inventory History";
    AfnByCountry ["seller-sku", "fulfillment-channel-sku", "country", "quantity-for-local-fulfillment"],
        "Amazon Fulfilled Inventory by Country";
    Reserved ["reserved_qty", "reserved_customerorders", "reserved_fc-processing"], "Reserved Inventory";
    Removals ["request-date", "order-id", "order-type", "requested-quantity", "disposed-quantity"], "Removal Orders";
    AgedSurcharge ["snapshot-date", "qty-charged", "amount-charged"], "Aged Inventory Surcharge";
    OverageFees ["charged_date", "storage_usage_volume", "storage_limit_volume"], "Storage Overage Fees";
    }
}

impl ReportKind {
    /// Does it say of which day it is?
    #[must_use]
    pub const fn tells_its_day(self) -> bool {
        !matches!(
            self,
            ReportKind::Stranded
                | ReportKind::Restock
                | ReportKind::ManageInventory
                | ReportKind::AfnInventory
                | ReportKind::AfnByCountry
                | ReportKind::Reserved
        )
    }

    /// Does it say how much stock there is now?
    #[must_use]
    pub const fn is_inventory(self) -> bool {
        matches!(
            self,
            ReportKind::FbaInventory
                | ReportKind::InventoryAge
                | ReportKind::InventoryHealth
                | ReportKind::ManageInventory
                | ReportKind::AfnInventory
                | ReportKind::Restock
        )
    }
}

/// A header that is of no known kind, and what comes nearest.
pub(super) struct Unknown {
    nearest: Option<(ReportKind, Vec<&'static str>)>,
}

/// Which kind a header is of.
pub(super) fn recognise(header: &Header) -> Result<ReportKind, Unknown> {
    let all = ReportKind::READ.iter().chain(ReportKind::BESIDE).copied();
    let found: Vec<_> = all.map(|kind| (kind, header.find(kind.columns()))).collect();
    let whole = found.iter().filter(|(_, found)| found.missing.is_empty());
    if let Some((kind, _)) = whole.max_by_key(|(_, found)| found.matched) {
        return Ok(*kind);
    }
    let near = found.into_iter().filter(|(_, found)| found.matched > found.missing.len());
    let nearest = near.max_by_key(|(_, found)| found.matched).map(|(kind, found)| (kind, found.missing));
    Err(Unknown { nearest })
}

impl Unknown {
    /// Does it have more than half of a report's columns?
    pub(super) fn is_near(&self) -> bool {
        self.nearest.is_some()
    }

    pub(super) fn problem(self, table: &Table) -> Problem {
        let quoted = |names: &mut dyn Iterator<Item = &str>| {
            names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
        };
        let line = Some(table.header_line);
        let problem = |code| Problem { line, ..Problem::of_file(code, table.source.name()) };
        if let Some((language, names)) = language(&table.header) {
            let names = quoted(&mut names.into_iter().take(4).map(cut));
            return problem(Code::Translated).detail(format!("it looks {language}: {names}"));
        }
        let detail = match self.nearest {
            Some((kind, missing)) => {
                format!("closest is {}, but without {}", kind.title(), quoted(&mut missing.into_iter()))
            }
            None => {
                format!("it begins with {}", quoted(&mut table.header.iter().take(4).map(|name| cut(name))))
            }
        };
        problem(Code::UnknownReport).detail(detail)
    }
}

/// The beginning of a name, short enough for a message.
fn cut(name: &str) -> &str {
    name.char_indices().nth(40).map_or(name, |(at, _)| &name[..at])
}
