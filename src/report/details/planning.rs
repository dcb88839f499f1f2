//! FBA Inventory and its forerunners, Inventory Age and Inventory Health: names, prices, fees, shipments on their way, advice.

use super::super::cells::Cells;
use super::super::columns::{Column, columns};
use super::super::rows::Export;
use super::{Advice, Details, Extra, Inbound, money, price, word, yes};

columns! {
    SKU: required "sku";
    FNSKU: optional "fnsku";
    DAY: optional "snapshot-date";
    MARKETPLACE: optional "marketplace";
    CURRENCY: optional "currency";
    TITLE: optional "product-name";
    ASIN: optional "asin";
    GROUP: optional "product-group";
    SHIPPED_30: optional "units-shipped-t30" | "units-shipped-last-30-days";
    PRICE: optional "your-price";
    REVENUE_90: optional "sales-shipped-last-90-days";
    STORAGE: optional "estimated-storage-cost-next-month";
    INBOUND: optional "inbound-quantity" | "in-bound-quantity";
    WORKING: optional "inbound-working";
    SHIPPED: optional "inbound-shipped";
    RECEIVING: optional "inbound-received";
    SHORT_DAYS: optional "Short term historical days of supply";
    LONG_DAYS: optional "Long term historical days of supply";
    EXEMPT: optional "Exempted from Low-Inventory-Level fee?" | "Exempted from Low-Inventory cost coverage fee?";
    CHARGED: optional "Low-Inventory-Level fee applied in current week?"
        | "Low-Inventory cost coverage fee applied in current week?";
    PENDING: optional "pending-removal-quantity" | "qty-with-removals-in-progress";
    ACTION: optional "recommended-action";
    REMOVAL: optional "recommended-removal-quantity";
    ADVISED: optional "recommended-sales-price";
    ALERT: optional "alert";
    SAVING: optional "estimated-cost-savings-of-recommended-actions" | "Estimated cost savings of removal";
    REPLENISH: optional "Recommended ship-in quantity";
    REPLENISH_BY: optional "Recommended ship-in date";
}

pub(crate) struct Planning;

impl Export for Planning {
    const COLUMNS: &'static [Column] = COLUMNS;
    type Row<'a> = Extra;
    type Kept = ();

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Extra> {
        let mut row = Extra::of(cells, Some(SKU), FNSKU)?;
        row.day = cells.day_if_any(DAY);
        row.marketplace = cells.text(MARKETPLACE).and_then(|text| text.parse().ok());
        let [all, working, shipped, receiving] =
            [INBOUND, WORKING, SHIPPED, RECEIVING].map(|column| cells.side_units(column));
        *row.details = Details {
            title: word(cells, TITLE),
            asin: word(cells, ASIN),
            group: word(cells, GROUP),
            currency: word(cells, CURRENCY),
            price: price(cells, PRICE),
            shipped_30: cells.side_units(SHIPPED_30),
            revenue_90: money(cells, REVENUE_90),
            storage_next_month: money(cells, STORAGE),
            inbound: Inbound { all, working, shipped, receiving },
            historical_days: [SHORT_DAYS, LONG_DAYS].map(|column| cells.side_number(column)),
            low_inventory_exempt: yes(cells, EXEMPT),
            low_inventory_charged: yes(cells, CHARGED),
            pending_removal: cells.side_units(PENDING),
            amazon: Advice {
                action: word(cells, ACTION),
                removal: cells.side_units(REMOVAL),
                price: price(cells, ADVISED),
                alert: word(cells, ALERT),
                saving: money(cells, SAVING),
                replenish: cells.side_units(REPLENISH),
                replenish_by: cells.day_if_any(REPLENISH_BY),
            },
            ..Details::default()
        };
        Some(row)
    }
}
