//! From which reports the sums of an account come.

use crate::account::{Account, Fact, Origin, StockFacts};
use crate::output::words::count;
use crate::report::ReportKind;
use crate::units::Units;

/// Units by the report that tells them: "394 by FBA Inventory (15 SKUs), 24 from Inventory Ledger, Summary (3 SKUs)".
pub(super) fn by_report(account: &Account, units: impl Fn(&StockFacts) -> Option<Fact<Units>>) -> String {
    let mut sums: Vec<(bool, ReportKind, Units, u64)> = Vec::new();
    for fact in account.stocks.iter().filter_map(units).filter(|fact| fact.value > Units::ZERO) {
        let (stated, kind) = match fact.origin {
            Origin::Stated(kind) => (true, kind),
            Origin::Derived(kind) => (false, kind),
        };
        match sums.iter_mut().find(|(of, by, ..)| (*of, *by) == (stated, kind)) {
            Some((.., sum, skus)) => {
                *sum += fact.value;
                *skus += 1;
            }
            None => sums.push((stated, kind, fact.value, 1)),
        }
    }
    sums.sort_by_key(|(stated, _, sum, _)| std::cmp::Reverse((*stated, *sum)));
    let told = sums.iter().map(|(stated, kind, sum, skus)| {
        let how = if *stated { "stated by" } else { "counted in" };
        format!("{sum} {how} {} ({})", kind.title(), count(*skus, "SKU", "SKUs"))
    });
    told.collect::<Vec<_>>().join(", ")
}

/// Excess units that Amazon states, and those that are worked out.
pub(super) fn excess(account: &Account) -> String {
    use crate::factor::excess::{derived_for, leaves_new_out};
    let new_out = leaves_new_out(account.marketplace, account.as_of.day());
    let (mut stated, mut worked_out) = ((Units::ZERO, 0_u64), (Units::ZERO, 0_u64));
    for facts in account.stocks.iter().filter(|facts| !(new_out && facts.is_new)) {
        match facts.excess_stated {
            Some(units) => {
                stated.0 += units.min(facts.on_hand_units());
                stated.1 += 1;
            }
            None if facts.on_hand_units() > Units::ZERO => {
                if let Some(units) = derived_for(facts) {
                    worked_out.0 += units;
                    worked_out.1 += 1;
                }
            }
            None => {}
        }
    }
    let told = [
        (stated.1 > 0).then(|| {
            format!(
                "{} stated by Amazon in FBA Inventory, column estimated-excess-quantity ({})",
                stated.0,
                count(stated.1, "SKU", "SKUs")
            )
        }),
        (worked_out.1 > 0).then(|| {
            format!(
                "{} worked out as on hand - 90 x shipped in 90 days / days on offer, rounded down ({})",
                worked_out.0,
                count(worked_out.1, "SKU", "SKUs")
            )
        }),
    ];
    told.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
