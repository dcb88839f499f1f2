//! Inventory Ledger, Summary view: the balance of every SKU at the end of every day, and what moved.
//!
//! One row per SKU, disposition, location and day. Names with spaces, or without (the form of 2020–23).

use super::cells::{Cells, SKU_WORDS};
use super::columns::{Column, columns};
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
pub(crate) struct Row<'a> {
    pub(crate) day: NaiveDate,
    /// Merchant SKU; may be blank, then the FNSKU tells.
    pub(crate) sku: Packed<'a, SKU_WORDS>,
    pub(crate) fnsku: Packed<'a, 2>,
    /// Country, or fulfilment centre.
    pub(crate) location: Packed<'a, 1>,
    pub(crate) balance: Balance,
}

/// What a row says beside what it is about. Two words, no more, which are passed on in registers: it is made for every
/// row, and most rows are told by nothing else.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Balance {
    /// Sellable or not, units at the end of the day; none where they are said to be fewer.
    pub(crate) end: u32,
    /// Units shipped to customers, with the sign taken off: exports write them negative or positive.
    pub(crate) shipped: u32,
    signs: u64,
}

/// What is true of a balance or not.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sign {
    /// Its disposition is SELLABLE.
    Sellable,
    /// There were units before.
    Stocked,
    /// Units came in from the seller.
    Received,
    /// The balance before + movements is not the balance after.
    Odd,
    /// The balance after is below nothing.
    Negative,
}

impl Balance {
    /// A balance of `end` units, of which the `signs` are true. No cell holds a number that does not fit.
    pub(crate) fn new(end: i64, shipped: i64, signs: &[(Sign, bool)]) -> Self {
        let units = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        let mut balance = Balance { end: units(end.max(0)), shipped: units(shipped.abs()), signs: 0 };
        for &(sign, is) in signs.iter().chain(&[(Sign::Negative, end < 0)]) {
            balance.signs |= u64::from(is) << sign as u32;
        }
        balance
    }

    #[inline(always)]
    pub(crate) fn is(self, sign: Sign) -> bool {
        self.signs >> sign as u32 & 1 == 1
    }
}

impl Export for LedgerSummary {
    const COLUMNS: &'static [Column] = COLUMNS;
    type Row<'a> = Row<'a>;
    type Kept = Memo<Balance>;

    #[inline(always)]
    fn row<'a>(cells: &mut Cells<'a, '_, Memo<Balance>>) -> Option<Row<'a>> {
        let day = cells.day(DAY)?;
        let fnsku = cells.packed(FNSKU);
        let sku = if fnsku.is_empty() { cells.key(SKU)? } else { cells.optional_key(SKU)? };
        let balance = cells.remembered(DISPOSITION, balance)?;
        Some(Row { day, sku, fnsku, location: cells.packed(LOCATION), balance })
    }
}

#[inline(never)]
fn balance(cells: &mut Cells<'_, '_, Memo<Balance>>) -> Option<Balance> {
    let end = cells.balance(END)?;
    let start = cells.movement(START);
    let received = cells.movement(RECEIPTS);
    let shipped = cells.movement(SHIPMENTS);
    let plus = [RETURNS, TRANSFERS, FOUND, OTHER].map(|column| cells.movement(column));
    let minus = [VENDOR_RETURNS, LOST, DAMAGED, DISPOSED].map(|column| cells.movement(column));
    let unknown = cells.movement(UNKNOWN);
    let plus = start + received + plus.iter().sum::<i64>();
    let minus = shipped + minus.iter().sum::<i64>();
    // What leaves stock is written negative in some exports and positive in others. Unknown events are the gap that
    // Amazon itself could not explain; whether it is within the sum is not documented.
    let adds_up = [plus + minus, plus - minus].into_iter().any(|sum| sum == end || sum + unknown == end);
    let signs = [
        (Sign::Sellable, cells.is_sellable(DISPOSITION)),
        (Sign::Stocked, start > 0),
        (Sign::Received, received > 0),
        (Sign::Odd, !adds_up),
    ];
    Some(Balance::new(end, shipped, &signs))
}
