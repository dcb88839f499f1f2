//! Inventory Ledger, Summary view: the balance of every SKU at the end of every day, and what moved.
//!
//! One row per SKU, disposition, location and day. Names with spaces, or without (the form of 2020–23).

use super::cells::{Cells, SKU_WORDS};
use super::code::Code;
use super::columns::{Columns, columns};
use super::memo::Memo;
use super::packed::Packed;
use super::rows::Export;
use chrono::NaiveDate;

columns! {
    DAY: required "Date";
    FNSKU: required "FNSKU";
    SKU: required "MSKU";
    DISPOSITION: required "Disposition";
    START: required "Starting Warehouse Balance";
    TRANSIT: optional "In Transit Between Warehouses";
    RECEIPTS: optional "Receipts";
    SHIPMENTS: required "Customer Shipments";
    RETURNS: optional "Customer Returns";
    VENDOR_RETURNS: optional "Vendor Returns";
    TRANSFERS: optional "Warehouse Transfer In/Out";
    FOUND: optional "Found";
    LOST: optional "Lost";
    DAMAGED: optional "Damaged";
    DISPOSED: optional "Disposed";
    OTHER: optional "Other Events";
    END: required "Ending Warehouse Balance";
    UNKNOWN: optional "Unknown Events";
    LOCATION: optional "Location" | "Country";
}

pub(crate) struct LedgerSummary;

/// The balance of a SKU in one disposition at one location at the end of a day.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a, M = ()> {
    pub(crate) day: NaiveDate,
    /// Merchant SKU; may be blank, then the FNSKU tells.
    pub(crate) sku: Packed<'a, SKU_WORDS>,
    pub(crate) fnsku: Packed<'a, 2>,
    /// Country, or fulfilment centre.
    pub(crate) location: Packed<'a, 1>,
    pub(crate) balance: Balance,
    /// What moved, where that is read.
    pub(crate) more: M,
}

/// What a row says beside what it is about. Two words, no more, which are passed on in registers: it is made for every
/// row, and most rows are told by nothing else.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Balance {
    /// Sellable or not, units at the end of the day; none where they are said to be fewer.
    pub(crate) end: u32,
    /// Units shipped to customers, with the sign taken off: exports write them negative or positive.
    pub(crate) shipped: u32,
    /// Units at the start of the day, then units in transfer, then signs.
    rest: u64,
}

/// What is true of a balance or not.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sign {
    /// Its disposition is SELLABLE.
    Sellable,
    /// Its disposition is none that Amazon's English exports write.
    Foreign,
    /// Units came in from the seller.
    Received,
    /// The balance before + movements is not the balance after.
    Odd,
    /// The balance after is below nothing.
    Negative,
    /// Receipts or returns are below nothing, as only shipments are written.
    Backward,
    /// Units that cannot be sold were shipped to customers.
    ShipsUnsellable,
    /// The cell of units shipped is not blank.
    TellsShipped,
    /// The cell of units at the start is not blank.
    TellsStart,
}

impl Balance {
    const TRANSIT_SHIFT: u32 = 32;
    const SIGNS_SHIFT: u32 = 55;
    /// Units in transfer that one row can hold.
    const MOST_TRANSIT: i64 = (1 << (Self::SIGNS_SHIFT - Self::TRANSIT_SHIFT)) - 1;
    /// Units of one SKU that one place can hold: so few that the sums over all places of a day fit.
    const MOST_HELD: i64 = 10_000_000;
    /// Units of one SKU that one place can ship in a day: so few that the sums over all days and places fit.
    const MOST_SHIPPED: i64 = 1_000_000;

    /// A balance of so many units, of which the `signs` are true. No cell holds a number that does not fit.
    pub(crate) fn new([start, transit, end]: [i64; 3], shipped: i64, signs: &[(Sign, bool)]) -> Self {
        let units = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
        let transit = transit.clamp(0, Self::MOST_TRANSIT);
        let mut balance =
            Balance { end: units(end), shipped: units(shipped.abs()), rest: units(start).into() };
        balance.rest |= transit.cast_unsigned() << Self::TRANSIT_SHIFT;
        for &(sign, is) in signs.iter().chain(&[(Sign::Negative, end < 0)]) {
            balance.rest |= u64::from(is) << (Self::SIGNS_SHIFT + sign as u32);
        }
        balance
    }

    /// Units at the start of the day; none where they are said to be fewer.
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation)] // the lower half is wanted
    pub(crate) fn start(self) -> u32 {
        self.rest as u32
    }

    /// Units in transfer between fulfilment centres at the end of the day. They are not in the balance.
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation)] // the signs are taken off
    pub(crate) fn transit(self) -> u32 {
        (self.rest << (64 - Self::SIGNS_SHIFT) >> (64 - Self::SIGNS_SHIFT + Self::TRANSIT_SHIFT)) as u32
    }

    #[inline(always)]
    pub(crate) fn is(self, sign: Sign) -> bool {
        self.rest >> (Self::SIGNS_SHIFT + sign as u32) & 1 == 1
    }

    /// All signs, to be gathered over many rows.
    #[inline(always)]
    pub(crate) fn signs(self) -> Signs {
        Signs(self.rest >> Self::SIGNS_SHIFT)
    }
}

/// Which signs any of several rows has.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signs(u64);

impl Signs {
    /// Adds those of others.
    #[inline(always)]
    pub(crate) fn join(&mut self, other: Signs) {
        self.0 |= other.0;
    }

    /// Is there one of which every row is noted?
    #[inline(always)]
    pub(crate) fn is_noted(self) -> bool {
        const NOTED: u64 =
            1 << Sign::Odd as u32 | 1 << Sign::Backward as u32 | 1 << Sign::ShipsUnsellable as u32;
        self.0 & NOTED != 0
    }

    /// Are there any beside others?
    #[inline(always)]
    pub(crate) fn add_to(self, others: Signs) -> bool {
        self.0 & !others.0 != 0
    }

    /// Does any row have it?
    pub(crate) fn any(self, sign: Sign) -> bool {
        self.0 >> sign as u32 & 1 == 1
    }
}

impl Export for LedgerSummary {
    type Row<'a> = Row<'a>;
    type Kept = Memo<Balance>;

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    #[inline(always)]
    fn row<'a>(cells: &mut Cells<'a, '_, Memo<Balance>>) -> Option<Row<'a>> {
        let day = cells.day(DAY)?;
        let fnsku = cells.packed(FNSKU);
        let sku = if fnsku.is_empty() { cells.key(SKU)? } else { cells.optional_key(SKU)? };
        let balance = cells.remembered(DISPOSITION, balance)?;
        Some(Row { day, sku, fnsku, location: cells.packed(LOCATION), balance, more: () })
    }
}

/// The same report with what moved beside each balance: more than the factors need.
pub(crate) struct LedgerFlow;

/// Units that came and went on one day, without those shipped to customers, each as its column has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flow {
    pub(crate) received: i32,
    pub(crate) returned: i32,
    /// Sent back to the seller or disposed of, with the sign taken off.
    pub(crate) removed: i32,
    /// Lost or damaged, with the sign taken off.
    pub(crate) lost: i32,
    pub(crate) found: i32,
    pub(crate) transferred: i32,
    pub(crate) other: i32,
}

impl Export for LedgerFlow {
    type Row<'a> = Row<'a, Flow>;
    type Kept = Memo<(Balance, Flow)>;

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_, Self::Kept>) -> Option<Row<'a, Flow>> {
        let day = cells.day(DAY)?;
        let fnsku = cells.packed(FNSKU);
        let sku = if fnsku.is_empty() { cells.key(SKU)? } else { cells.optional_key(SKU)? };
        let (balance, more) = cells.remembered(DISPOSITION, balance_and_flow)?;
        Some(Row { day, sku, fnsku, location: cells.packed(LOCATION), balance, more })
    }
}

#[inline(never)]
fn balance_and_flow(cells: &mut Cells<'_, '_, Memo<(Balance, Flow)>>) -> Option<(Balance, Flow)> {
    let balance = balance(cells)?;
    let mut moved = |column: usize| i32::try_from(cells.movement(column)).unwrap_or(0);
    let mut gone = |columns: [usize; 2]| columns.map(|column| moved(column).saturating_abs()).iter().sum();
    let (removed, lost) = (gone([VENDOR_RETURNS, DISPOSED]), gone([LOST, DAMAGED]));
    let flow = Flow {
        received: moved(RECEIPTS),
        returned: moved(RETURNS),
        removed,
        lost,
        found: moved(FOUND),
        transferred: moved(TRANSFERS),
        other: moved(OTHER),
    };
    Some((balance, flow))
}

#[inline(never)]
fn balance<K>(cells: &mut Cells<'_, '_, K>) -> Option<Balance> {
    let end = cells.balance(END)?;
    let start = cells.movement(START);
    let transit = cells.movement(TRANSIT);
    for (units, most, column) in [
        (start, Balance::MOST_HELD, START),
        (transit, Balance::MOST_TRANSIT, TRANSIT),
        (end, Balance::MOST_HELD, END),
    ] {
        if units.abs() > most {
            cells.fault(Code::TooLarge, column);
        }
    }
    let received = cells.movement(RECEIPTS);
    let shipped = cells.movement(SHIPMENTS);
    if shipped.abs() > Balance::MOST_SHIPPED {
        cells.fault(Code::TooLarge, SHIPMENTS);
    }
    let returned = cells.movement(RETURNS);
    let plus = [TRANSFERS, FOUND, OTHER].map(|column| cells.movement(column));
    let minus = [VENDOR_RETURNS, LOST, DAMAGED, DISPOSED].map(|column| cells.movement(column));
    let unknown = cells.movement(UNKNOWN);
    let plus = start + received + returned + plus.iter().sum::<i64>();
    let minus = shipped + minus.iter().sum::<i64>();
    // What leaves stock is written negative in some exports and positive in others. Unknown events are the gap that
    // Amazon itself could not explain; whether it is within the sum is not documented.
    let adds_up = [plus + minus, plus - minus].into_iter().any(|sum| sum == end || sum + unknown == end);
    let told = |column: usize| cells.raw(column).iter().any(|byte| !byte.is_ascii_whitespace());
    let sellable = cells.is_sellable(DISPOSITION)
        || cells.raw(DISPOSITION).trim_ascii().eq_ignore_ascii_case(b"SELLABLE");
    let signs = [
        (Sign::Sellable, sellable),
        (Sign::Foreign, !sellable && !is_disposition(cells.raw(DISPOSITION))),
        (Sign::Received, received > 0),
        (Sign::Odd, !adds_up),
        (Sign::Backward, received < 0 || returned < 0),
        (Sign::ShipsUnsellable, !sellable && shipped != 0),
        (Sign::TellsShipped, told(SHIPMENTS)),
        (Sign::TellsStart, told(START)),
    ];
    Some(Balance::new([start, transit, end], shipped, &signs))
}

/// Is this one of the states of unsellable stock that Amazon's English exports write? They are told by a word, since the
/// lists on Amazon's pages and in files differ: `CUSTOMER_DAMAGED`, `Fulfillment center damaged`, `DEFECTIVE`, `EXPIRED` …
pub(crate) fn is_disposition(cell: &[u8]) -> bool {
    const WORDS: [&[u8]; 8] = [
        b"damage",
        b"defective",
        b"expired",
        b"unsellable",
        b"unfulfillable",
        b"recall",
        b"research",
        b"dispos",
    ];
    let holds = |word: &&[u8]| cell.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    WORDS.iter().any(holds)
}
