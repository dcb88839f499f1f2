//! FBA Inventory and its forerunners, Inventory Age and Inventory Health: names, prices, ages, charges, shipments on their way,
//! advice.

use super::super::cells::Cells;
use super::super::columns::{Columns, columns};
use super::super::rows::Export;
use super::{Advice, Ages, Details, Extra, Inbound, money, price, word, yes};
use crate::money::Money;
use crate::units::Units;

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
    TO_90: optional "inv-age-0-to-90-days";
    TO_180: optional "inv-age-91-to-180-days";
    TO_270: optional "inv-age-181-to-270-days";
    TO_365: optional "inv-age-271-to-365-days";
    TO_455: optional "inv-age-366-to-455-days";
    OVER_455: optional "inv-age-456-plus-days";
    OVER_365: optional "inv-age-365-plus-days";
    UNITS_181: optional "quantity-to-be-charged-ais-181-210-days";
    COST_181: optional "estimated-ais-181-210-days";
    UNITS_211: optional "quantity-to-be-charged-ais-211-240-days";
    COST_211: optional "estimated-ais-211-240-days";
    UNITS_241: optional "quantity-to-be-charged-ais-241-270-days";
    COST_241: optional "estimated-ais-241-270-days";
    UNITS_271: optional "quantity-to-be-charged-ais-271-300-days";
    COST_271: optional "estimated-ais-271-300-days";
    UNITS_301: optional "quantity-to-be-charged-ais-301-330-days";
    COST_301: optional "estimated-ais-301-330-days";
    UNITS_331: optional "quantity-to-be-charged-ais-331-365-days";
    COST_331: optional "estimated-ais-331-365-days";
    UNITS_366: optional "quantity-to-be-charged-ais-366-455-days";
    COST_366: optional "estimated-ais-366-455-days";
    UNITS_456: optional "quantity-to-be-charged-ais-456-plus-days";
    COST_456: optional "estimated-ais-456-plus-days";
    UNITS_365: optional "quantity-to-be-charged-ais-365-plus-days" | "qty-to-be-charged-ltsf-12-mo";
    COST_365: optional "estimated-ais-365-plus-days" | "estimated-ltsf-next-charge" | "projected-ltsf-12-mo";
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

/// Units to be charged and the charge, band by band. A report has the last band or the two before it, never all three.
const CHARGES: [(usize, usize); 9] = [
    (UNITS_181, COST_181),
    (UNITS_211, COST_211),
    (UNITS_241, COST_241),
    (UNITS_271, COST_271),
    (UNITS_301, COST_301),
    (UNITS_331, COST_331),
    (UNITS_366, COST_366),
    (UNITS_456, COST_456),
    (UNITS_365, COST_365),
];

pub(crate) struct Planning;

impl Export for Planning {
    type Row<'a> = Extra;
    type Kept = ();

    fn columns() -> &'static Columns {
        &COLUMNS
    }

    fn row<'a>(cells: &mut Cells<'a, '_>) -> Option<Extra> {
        let mut row = Extra::of(cells, Some(SKU), FNSKU)?;
        row.day = cells.day_if_any(DAY);
        row.marketplace = cells.text(MARKETPLACE).and_then(|text| text.parse().ok());
        let [all, working, shipped, receiving] =
            [INBOUND, WORKING, SHIPPED, RECEIVING].map(|column| cells.side_units(column));
        let new_bands = cells.has(TO_455) || cells.has(OVER_455);
        *row.details = Details {
            title: word(cells, TITLE),
            asin: word(cells, ASIN),
            group: word(cells, GROUP),
            currency: word(cells, CURRENCY),
            price: price(cells, PRICE),
            shipped_30: cells.side_units(SHIPPED_30),
            revenue_90: money(cells, REVENUE_90),
            ages: Ages {
                to_90: cells.side_units(TO_90),
                to_180: cells.side_units(TO_180),
                to_270: cells.side_units(TO_270),
                to_365: cells.side_units(TO_365),
                to_455: cells.side_units(TO_455),
                over_455: cells.side_units(OVER_455),
                // Where a report has old and new bands beside each other the old one holds the two new ones.
                over_365: if new_bands { None } else { cells.side_units(OVER_365) },
            },
            aged_charge: charge(cells),
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

/// What will be charged for age, over all bands; `None` where no band states an amount.
fn charge(cells: &mut Cells<'_, '_>) -> Option<(Units, Money)> {
    let new_bands = cells.has(UNITS_366) || cells.has(UNITS_456);
    let bands = CHARGES.into_iter().filter(|&(units, _)| !(new_bands && units == UNITS_365));
    let mut sum = None;
    for (units, cost) in bands {
        if let Some(cost) = money(cells, cost) {
            let (all_units, all) = sum.get_or_insert((Units::ZERO, Money::ZERO));
            *all_units += cells.side_units(units).unwrap_or_default();
            *all += cost;
        }
    }
    sum
}
