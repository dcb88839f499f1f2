//! FBA Inventory (Manage Inventory Health, inventory planning): the report that carries Amazon's own excess figure.
//!
//! One file per marketplace. It leaves out most SKUs that are out of stock, and on bad days rows at random. Its
//! `days-of-supply`, `weeks-of-cover` and `Inventory Supply at FBA` count inbound units and are not read. Units in
//! transfer between centres are on hand: they have a column of their own since June 2026, and stood among the reserved
//! ones before, with a column of their own from early 2026 on.

use super::cells::Cells;
use super::columns::{Columns, columns};
use super::condition::Condition;
use super::rows::Export;
use super::stock::Stock;
use crate::units::Units;
use crate::volume::{StorageType, VolumeUnit};

columns! {
    DAY: required "snapshot-date";
    SKU: required "sku";
    FNSKU: optional "fnsku";
    CONDITION: optional "condition";
    AVAILABLE: required "available";
    TRANSFER: optional "fc-transfer";
    RESERVED_TRANSFER: optional "Reserved FC Transfer";
    SHIPPED_30: required "units-shipped-t30";
    SHIPPED_60: optional "units-shipped-t60";
    SHIPPED_90: required "units-shipped-t90";
    SELL_THROUGH: optional "sell-through";
    VOLUME: optional "item-volume";
    VOLUME_UNIT: optional "volume-unit-measurement";
    STORAGE: optional "storage-type";
    MARKETPLACE: optional "marketplace";
    EXCESS: optional "estimated-excess-quantity";
    RESERVED: optional "Total Reserved Quantity" | "reserved-quantity";
    UNFULFILLABLE: optional "unfulfillable-quantity";
}

pub(crate) struct FbaInventory;

impl Export for FbaInventory {
    type Row<'a> = Stock;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Stock> {
        let mut stock = Stock::of(&cells.key_beside(SKU, FNSKU)?);
        stock.day = Some(cells.day(DAY)?);
        stock.fnsku = cells.label(FNSKU);
        stock.condition = Condition::of_cell(cells.raw(CONDITION));
        stock.marketplace = cells.text(MARKETPLACE).and_then(|text| text.parse().ok());
        // In the form of early 2026 they stand among the reserved ones.
        let reserved_transfer = cells.units(RESERVED_TRANSFER).unwrap_or_default();
        let transfer = cells.units(TRANSFER).unwrap_or(reserved_transfer);
        stock.on_hand = cells.units(AVAILABLE).map(|available| (available + transfer).cell());
        stock.reserved =
            cells.side_units(RESERVED).map(|units| units.saturating_sub(reserved_transfer).cell());
        stock.unfulfillable = cells.side_units(UNFULFILLABLE).map(Units::cell);
        stock.excess = cells.units(EXCESS).map(Units::cell);
        stock.shipped_30 = cells.side_units(SHIPPED_30).map(Units::cell);
        stock.shipped_60 = cells.units(SHIPPED_60).map(Units::cell);
        stock.shipped_90 = cells.units(SHIPPED_90).map(Units::cell);
        stock.sell_through = cells.side_number(SELL_THROUGH);
        stock.volume = cells.side_number(VOLUME);
        stock.volume_unit = cells.text(VOLUME_UNIT).and_then(|text| VolumeUnit::named(&text));
        stock.storage = cells.text(STORAGE).and_then(|text| StorageType::named(&text));
        Some(stock)
    }
}
