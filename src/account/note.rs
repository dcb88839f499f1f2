//! What a reader should know about the figures: values with a code; the words come with the output.

use crate::ids::Marketplace;
use crate::report::ReportKind;
use crate::units::Units;
use chrono::NaiveDate;
use std::sync::Arc;

/// Something about the input that bears on the figures and does not forbid them.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the words are in `output::words`
pub enum Note {
    /// SKUs that other reports know and the inventory report leaves out.
    Ghosts { skus: u64, units: Units, report: ReportKind, are_many: bool },
    /// SKUs that share one FNSKU and its stock, which is counted once.
    SharedStock { skus: u64, units: Units, report: ReportKind },
    /// Two reports state different sales.
    ShippedDisagree { report: ReportKind, stated: Units, other: ReportKind, counted: Units },
    /// Excess as Amazon states it and as it comes out of the files.
    /// For other stocks it is worked out.
    ExcessCompared { stated: Units, derived: Units, skus: u64, others: Units, is_far: bool },
    /// New SKUs left out of the excess share.
    NewLeftOut { skus: u64, units: Units },
    /// The ledger ends before the as-of day; balances are carried on.
    LedgerEndsEarly { last: NaiveDate, days: i64 },
    /// A report without a date is taken to be of the as-of day.
    Undated { file: Arc<str>, report: ReportKind },
    /// Rows of one file are of several days.
    MixedDays { file: Arc<str>, first: NaiveDate, last: NaiveDate },
    /// A file is not of the as-of day and was not used.
    OtherDay { file: Arc<str>, day: NaiveDate },
    /// Ledger rows whose movements do not lead from the start to the end.
    LedgerOdd { file: Arc<str>, rows: u64, line: u64 },
    /// Rows of Manage FBA Inventory whose quantities do not add up.
    ManagedOdd { file: Arc<str>, rows: u64, line: u64 },
    /// Ledger rows with a balance below zero, counted as none.
    NegativeBalance { file: Arc<str>, rows: u64, line: u64 },
    /// Ledger rows of places where another marketplace keeps its stock.
    ForeignRows { file: Arc<str>, rows: u64 },
    /// Days that two ledger files both tell, taken from one of them.
    LedgerOverlap { from: Arc<str>, instead_of: Arc<str>, days: u64 },
    /// The average stock comes from the sell-through column; SKUs without sales have today's stock as their average.
    ImpliedAverage { unsold_skus: u64, unsold_units: Units, from: NaiveDate },
    /// SKUs that the inventory report leaves out have sold, and only that report tells average stocks.
    SoldOut { report: ReportKind, skus: u64, units: Units, from: NaiveDate },
    /// The four snapshots come from more than one source.
    MixedSnapshots,
    /// Stranded units exceed the units on hand of their SKUs.
    StrandedExceeds { skus: u64 },
    /// No report names the marketplace.
    NoMarketplace,
    /// Which factors count in this marketplace is not known.
    FactorsUnknown { marketplace: Marketplace },
    /// A file says nothing about the factors.
    NotUsed { file: Arc<str>, report: ReportKind },
    /// A sales report begins or ends within the window.
    SalesEdge { report: ReportKind, first: NaiveDate, last: NaiveDate },
    /// Files or rows were left out at the user's wish.
    LeftOut { problems: u64, rows: u64 },
    /// SKUs on the exclusion list that no report knows.
    ExcludedUnknown { skus: Vec<String> },
    /// The file's last line has no line end, and its last column is used.
    NoFinalLineEnd { file: Arc<str> },
    /// Ledger balances that do not continue by a few units.
    LedgerJumps {
        units: Units,
        day: Option<NaiveDate>,
        missing: Option<(NaiveDate, NaiveDate)>,
        is_slip: bool,
    },
    /// Ledger rows with receipts or returns below nothing.
    LedgerBackward { file: Arc<str>, rows: u64, line: u64 },
    /// Ledger rows that stand twice and count once.
    RowsAgain { file: Arc<str>, rows: u64, line: u64 },
    /// A disposition that no English ledger has; its units do not count.
    DispositionUnknown { file: Arc<str>, disposition: String, rows: u64 },
    /// Today's stock is another in the ledger than in the inventory report.
    StockDisagree { report: ReportKind, stated: Units, balance: Units, off: Units, skus: u64 },
    /// Rows of the stranded report that do not say how many units are stranded.
    StrandedBlank { file: Arc<str>, rows: u64 },
    /// A stranded report in which no product has a stranded unit.
    StrandedUnsellable { file: Arc<str>, units: Units },
    /// Ledger or sales go on after the day judged, which nobody asked for.
    GoesOn { report: ReportKind, last: NaiveDate, days: i64 },
    /// A SKU that a spreadsheet has changed, recognised by its label.
    SkuDamaged { written: String, really: String, more: u64 },
    /// Stocks of which no report tells sales, left out of a factor.
    SalesUnknown { skus: u64, units: Units, of: Units, from: NaiveDate },
    /// Amazon states more excess units than there are on hand.
    ExcessBeyond { skus: u64, units: Units },
    /// The inventory report states no excess.
    ExcessNotStated { report: ReportKind },
    /// Sell-through is far from what Amazon's column says of the same stocks.
    SellThroughFar { ratio: f64, stated: f64 },
    /// Stocks that the inventory report lists without saying how many units there are.
    OnHandBlank { report: ReportKind, skus: u64 },
    /// Stocks with more units shipped in the shorter window than in the longer.
    WindowsDisagree { report: ReportKind, skus: u64 },
    /// Cells of a column that no factor needs do not fit it, and are taken as not stated.
    OddCells { file: Arc<str>, column: String, cells: u64, line: u64, value: String },
    /// Rows of a tab file that stood on several lines.
    JoinedLines { file: Arc<str>, rows: u64, line: u64 },
    /// A file is in an encoding that might be another.
    EncodingTaken { file: Arc<str>, encoding: &'static str },
    /// Files that nobody named and that are no reports.
    NotRead { files: Vec<Arc<str>> },
    /// A file holds the same as another, which is read.
    Copy { file: Arc<str>, of: Arc<str> },
    /// Reports older than the day judged, where a newer one of their kind is used or none is of that day.
    Older { files: Vec<(Arc<str>, NaiveDate)> },
    /// An inventory report about marketplaces other than the one asked for.
    Elsewhere { file: Arc<str>, marketplaces: Vec<Marketplace> },
    /// Days that two files of sales or events both tell, counted once.
    SalesOverlap { file: Arc<str>, other: Arc<str>, days: u64 },
    /// Days without a row in a report of sales or events that has rows on nearly all others.
    SalesGap { report: ReportKind, first: NaiveDate, last: NaiveDate },
    /// Sales that nothing else tells end before the as-of day, and were not used.
    SalesEndEarly { report: ReportKind, last: NaiveDate, days: i64 },
    /// Orders that have not been shipped yet and are not counted.
    NotShipped { report: ReportKind, rows: u64, units: Units },
    /// Orders of other marketplaces' sites, not counted.
    OtherSites { report: ReportKind, marketplace: Marketplace, rows: u64, units: Units },
    /// Sales of several marketplaces are added up, for no marketplace is named.
    SeveralSites { report: ReportKind, marketplaces: Vec<Marketplace> },
    /// SKUs that sold in the last week and that the inventory report leaves out.
    SoldUnlisted { report: ReportKind, listed: u64, missing: u64, units: Units, of: Units },
    /// The inventory report states no units shipped.
    ShippedNotStated { report: ReportKind },
    /// Ledger rows in which units that cannot be sold were shipped to customers.
    UnsellableShipped { file: Arc<str>, rows: u64, line: u64 },
    /// SKUs that sold and that the ledger never had.
    SoldElsewhere { report: ReportKind, skus: u64, units: Units },
    /// A row that is the sum of all others.
    TotalRow { report: ReportKind, units: Units },
    /// SKUs that a spreadsheet has rounded, recognised by their labels.
    SkuRounded { first: String, rows: u64 },
    /// Units in transfer between fulfilment centres, counted as on hand by the ledger's column.
    InTransfer { units: Units, are_many: bool },
    /// Rows of a sales report that are known by the same numbers as others.
    SalesAgain { report: ReportKind, rows: u64 },
    /// Stranded SKUs that no report of the stock knows.
    StrandedUnknown { skus: u64, units: Units, of: u64 },
    /// Units that left the ledger's stock, and how many of them it says were shipped.
    LeftUnshipped { units: Units, shipped: Units },
    /// No inventory report is of the day judged; this is the newest, and it does not tell what is on hand.
    InventoryOlder { file: Arc<str>, report: ReportKind, day: NaiveDate, days: i64 },
    /// Labels of which the ledger does not say the SKU, and no other report does.
    Nameless { labels: u64 },
}

impl Note {
    /// The stable kebab-case code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Note::Ghosts { .. } => "ghosts",
            Note::SharedStock { .. } => "shared-stock",
            Note::ShippedDisagree { .. } => "shipped-disagree",
            Note::ExcessCompared { .. } => "excess-compared",
            Note::NewLeftOut { .. } => "new-left-out",
            Note::LedgerEndsEarly { .. } => "ledger-ends-early",
            Note::Undated { .. } => "undated",
            Note::MixedDays { .. } => "mixed-days",
            Note::OtherDay { .. } => "other-day",
            Note::LedgerOdd { .. } => "ledger-odd",
            Note::ManagedOdd { .. } => "managed-odd",
            Note::NegativeBalance { .. } => "negative-balance",
            Note::ForeignRows { .. } => "foreign-rows",
            Note::LedgerOverlap { .. } => "ledger-overlap",
            Note::ImpliedAverage { .. } => "implied-average",
            Note::SoldOut { .. } => "sold-out",
            Note::MixedSnapshots => "mixed-snapshots",
            Note::StrandedExceeds { .. } => "stranded-exceeds",
            Note::NoMarketplace => "no-marketplace",
            Note::FactorsUnknown { .. } => "factors-unknown",
            Note::NotUsed { .. } => "not-used",
            Note::SalesEdge { .. } => "sales-edge",
            Note::LeftOut { .. } => "left-out",
            Note::ExcludedUnknown { .. } => "excluded-unknown",
            Note::NoFinalLineEnd { .. } => "no-final-line-end",
            Note::LedgerJumps { .. } => "ledger-jumps",
            Note::LedgerBackward { .. } => "ledger-backward",
            Note::RowsAgain { .. } => "rows-again",
            Note::DispositionUnknown { .. } => "disposition-unknown",
            Note::StockDisagree { .. } => "stock-disagree",
            Note::StrandedBlank { .. } => "stranded-blank",
            Note::StrandedUnsellable { .. } => "stranded-unsellable",
            Note::GoesOn { .. } => "goes-on",
            Note::SkuDamaged { .. } => "sku-damaged",
            Note::SalesUnknown { .. } => "sales-unknown",
            Note::ExcessBeyond { .. } => "excess-beyond",
            Note::ExcessNotStated { .. } => "excess-not-stated",
            Note::SellThroughFar { .. } => "sell-through-far",
            Note::OnHandBlank { .. } => "on-hand-blank",
            Note::WindowsDisagree { .. } => "windows-disagree",
            Note::OddCells { .. } => "odd-cells",
            Note::JoinedLines { .. } => "joined-lines",
            Note::EncodingTaken { .. } => "encoding-taken",
            Note::NotRead { .. } => "not-read",
            Note::Copy { .. } => "copy",
            Note::Older { .. } => "older",
            Note::Elsewhere { .. } => "elsewhere",
            Note::SalesOverlap { .. } => "sales-overlap",
            Note::SalesGap { .. } => "sales-gap",
            Note::SalesEndEarly { .. } => "sales-end-early",
            Note::NotShipped { .. } => "not-shipped",
            Note::OtherSites { .. } => "other-sites",
            Note::SeveralSites { .. } => "several-sites",
            Note::SoldUnlisted { .. } => "sold-unlisted",
            Note::ShippedNotStated { .. } => "shipped-not-stated",
            Note::UnsellableShipped { .. } => "unsellable-shipped",
            Note::Nameless { .. } => "nameless",
            Note::InTransfer { .. } => "in-transfer",
            Note::SalesAgain { .. } => "sales-again",
            Note::StrandedUnknown { .. } => "stranded-unknown",
            Note::LeftUnshipped { .. } => "left-unshipped",
            Note::InventoryOlder { .. } => "inventory-older",
            Note::SkuRounded { .. } => "sku-rounded",
            Note::SoldElsewhere { .. } => "sold-elsewhere",
            Note::TotalRow { .. } => "total-row",
        }
    }

    /// The file that it is about, where it is about one, and the line.
    #[must_use]
    pub fn place(&self) -> (Option<&str>, Option<u64>) {
        match self {
            Note::LedgerOdd { file, line, .. }
            | Note::ManagedOdd { file, line, .. }
            | Note::NegativeBalance { file, line, .. }
            | Note::LedgerBackward { file, line, .. }
            | Note::RowsAgain { file, line, .. }
            | Note::UnsellableShipped { file, line, .. }
            | Note::OddCells { file, line, .. }
            | Note::JoinedLines { file, line, .. } => (Some(file), Some(*line)),
            Note::Undated { file, .. }
            | Note::MixedDays { file, .. }
            | Note::OtherDay { file, .. }
            | Note::ForeignRows { file, .. }
            | Note::LedgerOverlap { instead_of: file, .. }
            | Note::NotUsed { file, .. }
            | Note::DispositionUnknown { file, .. }
            | Note::StrandedBlank { file, .. }
            | Note::StrandedUnsellable { file, .. }
            | Note::NoFinalLineEnd { file }
            | Note::EncodingTaken { file, .. }
            | Note::Copy { file, .. }
            | Note::Elsewhere { file, .. }
            | Note::InventoryOlder { file, .. }
            | Note::SalesOverlap { file, .. } => (Some(file), None),
            _ => (None, None),
        }
    }

    /// The files that it lists, where it is about several.
    #[must_use]
    pub fn files(&self) -> Vec<&str> {
        match self {
            Note::NotRead { files } => files.iter().map(|file| &**file).collect(),
            Note::Older { files } => files.iter().map(|(file, _)| &**file).collect(),
            _ => Vec::new(),
        }
    }

    /// Does it say that something is wrong with a file, as opposed to how a figure came about?
    #[must_use]
    pub const fn is_fault(&self) -> bool {
        matches!(
            self,
            // Reports of the ledger come a day or three late; more, and the figures of the last days are not stated.
            Note::LedgerEndsEarly { days: 4.., .. }
                | Note::MixedDays { .. }
                | Note::Ghosts { are_many: true, .. }
                | Note::LedgerOdd { .. }
                | Note::ManagedOdd { .. }
                | Note::NegativeBalance { .. }
                | Note::ShippedDisagree { .. }
                | Note::StrandedExceeds { .. }
                | Note::ExcludedUnknown { .. }
                | Note::LedgerJumps { is_slip: false, .. }
                | Note::LedgerBackward { .. }
                | Note::RowsAgain { .. }
                | Note::DispositionUnknown { .. }
                | Note::StockDisagree { .. }
                | Note::StrandedBlank { .. }
                | Note::StrandedUnsellable { .. }
                | Note::GoesOn { .. }
                | Note::SkuDamaged { .. }
                | Note::SalesUnknown { .. }
                | Note::ExcessBeyond { .. }
                | Note::SoldUnlisted { .. }
                | Note::SkuRounded { .. }
                | Note::SoldElsewhere { .. }
                | Note::TotalRow { .. }
                | Note::ExcessCompared { is_far: true, .. }
                | Note::UnsellableShipped { .. }
                | Note::SellThroughFar { .. }
                | Note::OnHandBlank { .. }
                | Note::WindowsDisagree { .. }
                | Note::SalesGap { .. }
                | Note::SalesEndEarly { .. }
                | Note::SeveralSites { .. }
                | Note::InventoryOlder { .. }
                | Note::InTransfer { are_many: true, .. }
                | Note::SalesAgain { .. }
                | Note::StrandedUnknown { .. }
                | Note::LeftUnshipped { .. }
        )
    }
}
