//! What kinds of things are wrong with an input: the stable name of each, why it matters, what to do.

use crate::places::Contradiction;
use std::fmt;

/// What kind of thing is wrong. The name in kebab-case is stable; scripts may look for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // each is explained, to the user, by `why`
pub enum Code {
    Unreadable,
    EmptyFile,
    HeaderOnly,
    WebPage,
    NotATable,
    UnknownReport,
    DuplicateColumn,
    SameDayTwice,
    OpenQuote,
    StrayQuote,
    NulByte,
    NotUtf8,
    CellCount,
    RunTogether,
    NotWhole,
    Negative,
    TooLarge,
    MixedDates,
    NotADate,
    BlankKey,
    DamagedSku,
    MixedMarketplaces,
    OtherMarketplace,
    SeveralMarketplaces,
    RowsMissing,
    StaleReport,
    NotDaily,
    TooLong,
    RowsTwice,
    NoSellable,
    ColumnsSwapped,
    BlankColumn,
    LedgerBroken,
    HeaderAgain,
    MonthOnly,
    UnknownDate,
    DateOrder,
    MixedDecimals,
    Wrapped,
    Translated,
    Unfinished,
    Workbook,
    NoReportInside,
    NotUnpacked,
    UndatedTwice,
    ByLastUpdate,
    SeveralCountries,
    UnknownCentres,
    DaysDisagree,
    MixedPlaces,
    TooManyOpen,
}

impl Code {
    /// What is wrong with a file whose places contradict each other.
    #[must_use]
    pub(crate) const fn of_places(contradiction: &Contradiction) -> Code {
        match contradiction {
            Contradiction::SeveralCountries(_) => Code::SeveralCountries,
            Contradiction::UnknownCentres { .. } => Code::UnknownCentres,
        }
    }

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.words().0
    }

    /// Why it matters, in a few words.
    #[must_use]
    pub const fn why(self) -> &'static str {
        self.words().1
    }

    /// What to do next.
    #[must_use]
    pub const fn next(self) -> &'static str {
        self.words().2
    }

    /// Name, why, next step.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        const AGAIN: &str = "download the report again";
        const UNTOUCHED: &str = "download the report again and do not save it from a spreadsheet";
        match self {
            Code::Unreadable => {
                ("unreadable", "the file cannot be read", "check the path, or download the file again")
            }
            Code::EmptyFile => ("empty-file", "the file is empty: the download did not finish", AGAIN),
            Code::HeaderOnly => (
                "header-only",
                "there is a header and no row",
                "choose a period and marketplace that hold data, or remove the file",
            ),
            Code::WebPage => (
                "web-page",
                "this is a web page, not a report",
                "sign in to Seller Central and download it again",
            ),
            Code::NotATable => {
                ("not-a-table", "this is not a table of text", "download the report as .csv or .txt")
            }
            Code::UnknownReport => (
                "unknown-report",
                "the header is that of no report that ipi reads",
                "see the list of reports in `ipi check --help`, or remove the file",
            ),
            Code::DuplicateColumn => ("duplicate-column", "two columns have this name", UNTOUCHED),
            Code::SameDayTwice => (
                "same-day-twice",
                "two reports of one kind and day would be counted twice",
                "keep the one to be judged, remove the other",
            ),
            Code::OpenQuote => ("open-quote", "the file ends inside a quoted cell: it was cut off", AGAIN),
            Code::StrayQuote => (
                "stray-quote",
                "a quotation mark in the row has no partner, so its end cannot be told",
                UNTOUCHED,
            ),
            Code::NulByte => ("nul-byte", "a NUL byte has no place in a report: the file is damaged", AGAIN),
            Code::NotUtf8 => (
                "not-utf8",
                "the line holds bytes that are no UTF-8 text, as the rest of the file is",
                UNTOUCHED,
            ),
            Code::CellCount => ("cell-count", "the row does not fit the header", AGAIN),
            Code::RunTogether => (
                "run-together",
                "two records stand on one line, as in Amazon's restock exports of early 2026",
                "download the report again, or leave it out: the other inventory reports tell most of it",
            ),
            Code::NotWhole => ("not-whole", "is not a whole number", UNTOUCHED),
            Code::Negative => ("negative", "units cannot be negative here", UNTOUCHED),
            Code::TooLarge => ("too-large", "no seller has so many units of one SKU", UNTOUCHED),
            Code::NotADate => ("not-a-date", "is not a date that exists", UNTOUCHED),
            Code::MixedDates => {
                ("mixed-dates", "some dates of this file are month first and some day first", UNTOUCHED)
            }
            Code::BlankKey => ("blank-key", "the row does not say which SKU it is about", AGAIN),
            Code::DamagedSku => (
                "damaged-sku",
                "a spreadsheet has turned the SKU into a number and lost its digits",
                UNTOUCHED,
            ),
            Code::MixedMarketplaces => (
                "mixed-marketplaces",
                "several marketplaces are in one file, and each has a score of its own",
                "name one with --marketplace, or download one file per marketplace",
            ),
            Code::OtherMarketplace => (
                "other-marketplace",
                "the file is about another marketplace than the one judged",
                "download it for that marketplace, or leave it out",
            ),
            Code::SeveralMarketplaces => (
                "several-marketplaces",
                "the inventory reports are about several marketplaces, and each has a score of its own",
                "name one with --marketplace, or keep the files of each in a folder of its own",
            ),
            Code::RowsMissing => (
                "rows-missing",
                "Amazon sometimes delivers this report with most rows missing",
                "request the report again in an hour",
            ),
            Code::StaleReport => (
                "stale-report",
                "the report is of another day than the one judged",
                "download all reports on the same day",
            ),
            Code::NotDaily => (
                "not-daily",
                "the ledger is not one of every day",
                "download Inventory Ledger, Summary view, Daily, by Country",
            ),
            Code::TooLong => ("too-long", "a row is longer than any report's", AGAIN),
            Code::RowsTwice => (
                "rows-twice",
                "SKUs of one condition and marketplace have two rows of one day, and would count twice",
                "download the report again, and put nothing else into its file",
            ),
            Code::NoSellable => (
                "no-sellable",
                "no row of the ledger has the disposition SELLABLE, so nothing in it counts as stock",
                "set the language of Seller Central to English and download it again",
            ),
            Code::ColumnsSwapped => {
                ("columns-swapped", "columns hold what another column's name says", UNTOUCHED)
            }
            Code::BlankColumn => ("blank-column", "a column that the factors need says nothing", AGAIN),
            Code::LedgerBroken => (
                "ledger-broken",
                "rows or days of the ledger are missing: a day must begin with what the last one ended with",
                "download Inventory Ledger, Summary view, Daily, by Country, with all days in one file",
            ),
            Code::HeaderAgain => (
                "header-again",
                "the header stands here once more: two downloads stand one after the other in this file",
                "keep each download in a file of its own",
            ),
            Code::MonthOnly => (
                "month-only",
                "is a month, not a day",
                "download the report by day: the Inventory Ledger as Summary view, Daily, by Country",
            ),
            Code::UnknownDate => {
                ("unknown-date", "is no date, or one in a form that ipi does not read", UNTOUCHED)
            }
            Code::DateOrder => (
                "date-order",
                "no date of this file tells whether the day or the month comes first, and a spreadsheet has rewritten them",
                UNTOUCHED,
            ),
            Code::MixedDecimals => (
                "mixed-decimals",
                "some numbers of this file have a decimal point and some a decimal comma",
                UNTOUCHED,
            ),
            Code::Wrapped => (
                "wrapped",
                "a spreadsheet has put the rows of this comma file into one quoted cell each, and not this one",
                UNTOUCHED,
            ),
            Code::Translated => (
                "translated",
                "the header is not in English, and ipi knows reports by their English column names",
                "set the language of Seller Central to English at the top of its pages, and download the report again",
            ),
            Code::Unfinished => (
                "unfinished",
                "the browser has not finished this download",
                "wait until it has, or download the report again and remove this file",
            ),
            Code::Workbook => (
                "workbook",
                "this is a spreadsheet that cannot be read",
                "download the report as .csv or .txt, or export the sheet as CSV",
            ),
            Code::NoReportInside => (
                "no-report-inside",
                "nothing in it is a report",
                "see the list of reports in `ipi check --help`, or leave it out",
            ),
            Code::TooManyOpen => (
                "too-many-open",
                "this computer lets a program have no more files open at once",
                "raise the limit with `ulimit -n 4096`, and try again",
            ),
            Code::NotUnpacked => (
                "not-unpacked",
                "the archive is one that ipi cannot unpack",
                "unpack it yourself, and give the files that are in it",
            ),
            Code::UndatedTwice => (
                "undated-twice",
                "two reports of one kind do not say of which day they are, so the newer one cannot be told",
                "remove the older of the two, or put it into a folder named by its day, such as 2026-11-16",
            ),
            Code::ByLastUpdate => (
                "by-last-update",
                "the orders were chosen by the day of their last update, so not all that were bought on a day are there",
                "download All Orders by order date: Reports > Fulfillment > Sales > All Orders, by Order Date",
            ),
            Code::MixedPlaces => (
                "mixed-places",
                "the ledger is by country, by fulfilment centre or without places, not one of them alone, and would count twice",
                "download Inventory Ledger, Summary view, Daily, by Country, and remove the others",
            ),
            Code::DaysDisagree => (
                "days-disagree",
                "two files tell other rows of the same days, and none knows which are right",
                "keep the files of one marketplace in a folder; if one of the two is not whole, download it again",
            ),
            Code::SeveralCountries => (
                "several-countries",
                "the stock of several countries is in one file, and each marketplace has a score of its own",
                "name one with --marketplace",
            ),
            Code::UnknownCentres => (
                "unknown-centres",
                "the stock of another country is in the file, and not all of its fulfilment centres are known, so the two \
                 cannot be told apart",
                "download Inventory Ledger, Summary view, Daily, by Country, instead",
            ),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
