//! The four reports, and which of them lie in a folder together.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum File {
    Planning,
    Ledger,
    Shipments,
    Stranded,
}

impl File {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            File::Planning => "planning.csv",
            File::Ledger => "ledger.txt",
            File::Shipments => "shipments.txt",
            File::Stranded => "stranded.txt",
        }
    }

    pub(crate) const fn sku_column(self) -> &'static str {
        if matches!(self, File::Ledger) { "MSKU" } else { "sku" }
    }

    pub(crate) const fn title_column(self) -> &'static str {
        if matches!(self, File::Ledger) { "Title" } else { "product-name" }
    }

    pub(crate) const fn day_column(self) -> &'static str {
        match self {
            File::Planning => "snapshot-date",
            File::Ledger => "Date",
            File::Shipments => "shipment-date",
            File::Stranded => "date-stranded",
        }
    }
}

/// Which reports lie in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Set {
    All,
    PlanningLedger,
    Planning,
    Ledger,
    PlanningShipments,
    LedgerStranded,
}

pub(crate) const SETS: [Set; 6] =
    [Set::All, Set::PlanningLedger, Set::Planning, Set::Ledger, Set::PlanningShipments, Set::LedgerStranded];

impl Set {
    pub(crate) const fn files(self) -> &'static [File] {
        use File::{Ledger, Planning, Shipments, Stranded};
        match self {
            Set::All => &[Planning, Ledger, Shipments, Stranded],
            Set::PlanningLedger => &[Planning, Ledger, Stranded],
            Set::Planning => &[Planning, Stranded],
            Set::Ledger => &[Ledger],
            Set::PlanningShipments => &[Planning, Shipments, Stranded],
            Set::LedgerStranded => &[Ledger, Stranded],
        }
    }
}
