//! Storage in use, and what the stock costs.

use super::Explained;
use crate::assess::Assessment;
use crate::costs::Consequences;
use crate::ids::printable;
use crate::output::score::{cost_lines, volume_unit};
use crate::output::words::{one_decimal, units};
use crate::units::Units;

pub(super) fn explained(assessment: &Assessment, costs: Option<&Consequences>) -> Vec<Explained> {
    let unit = volume_unit(assessment);
    let stored = assessment.storage.iter().filter(|used| used.units > Units::ZERO).map(|used| {
        let known = used.units_without_volume < used.units;
        let missing = match used.units_without_volume {
            Units::ZERO => String::new(),
            units => format!("Not stated for {units} of them. "),
        };
        Explained {
            figure: format!("storage_{}", used.storage_type.as_str()),
            name: format!("Storage of type {}", printable(used.storage_type.as_str())),
            value: known.then(|| used.volume.to(unit)),
            unit: unit.key(),
            shown: match known {
                true => format!("{} {}", one_decimal(used.volume.to(unit)), unit.symbol()),
                false => "not stated".into(),
            },
            formula: format!("sum of units x volume of a unit, over {}", units(used.units)),
            inputs: format!("{missing}On hand, reserved and unsellable units; volumes of FBA Inventory or Monthly Storage Fees."),
            seller_central: "Inventory > Inventory Performance, Capacity monitor",
            ..Explained::default()
        }
    });
    let costs = costs.into_iter().flat_map(cost_lines).map(|line| Explained {
        figure: line.key.into(),
        name: line.name,
        shown: line.told,
        inputs: inputs(line.key).into(),
        unit: "money",
        ..Explained::default()
    });
    stored.chain(costs).collect()
}

/// What a cost is the sum of.
fn inputs(key: &str) -> &'static str {
    match key {
        "storage_this_month" | "storage_next_month" => {
            "Each SKU's units x volume of a unit x the month's rate, or Amazon's own figure, added up."
        }
        "aged_due" => "Units in each band of age x the surcharge of a unit, added up.",
        "low_inventory_fee_30d" => "Each SKU's units shipped in 30 days x the fee of a unit, added up.",
        "lost_sales_30d" => "Each SKU's days out of stock x units a day on offer x your price, added up.",
        _ => "",
    }
}
