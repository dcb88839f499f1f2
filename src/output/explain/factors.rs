//! The four factors, their snapshots and their bands.

use super::{Explained, inputs};
use crate::account::{Account, SnapshotSource, StrandedWord};
use crate::assess::Assessment;
use crate::dates::{AsOf, IN_STOCK_DAYS, SELL_THROUGH_DAYS, SNAPSHOT_AGES, WEIGHT_DAYS};
use crate::factor::bands::{self, Band};
use crate::factor::{FactorKind, Factors};
use crate::output::notes;
use crate::output::words::{capital, count, one_decimal, percent, rounded};
use crate::units::Units;

pub(super) fn explained(assessment: &Assessment, account: Option<&Account>) -> Vec<Explained> {
    FactorKind::ALL.into_iter().flat_map(|factor| of(factor, assessment, account)).collect()
}

fn of(factor: FactorKind, assessment: &Assessment, account: Option<&Account>) -> Vec<Explained> {
    let value = assessment.readings.get(factor);
    let is_ratio = factor == FactorKind::SellThrough;
    let mut line = Explained {
        figure: factor.key().into(),
        name: factor.title().into(),
        value: value.map(|value| if is_ratio { value } else { value / 100.0 }),
        unit: if is_ratio { "ratio" } else { "share" },
        shown: match value {
            Some(value) if is_ratio => format!("{value:.2}"),
            Some(value) => percent(value / 100.0),
            None => "not stated".into(),
        },
        formula: formula(factor).into(),
        seller_central: place(factor),
        ..Explained::default()
    };
    let reason = assessment.factors.as_ref().and_then(|factors| factors.unstated(factor));
    if let Some(reason) = reason {
        line.inputs = capital(&notes::unstated(reason, assessment.marketplace));
        if !assessment.set.has(factor) {
            line.shown = "does not count".into();
            line.seller_central = "";
        }
        return vec![line];
    }
    let Some(value) = value else {
        line.inputs = "Not given.".into();
        return vec![line];
    };
    let mut all = Vec::new();
    match &assessment.factors {
        Some(factors) => {
            line.calculation = calculation(factor, factors);
            line.inputs = told(factor, assessment, account);
            line.rule = rule(factor).into();
            all.push(line);
            if is_ratio {
                all.extend(snapshots(factors));
            }
        }
        None => {
            line.inputs = "Typed in, as Amazon's dashboard shows it.".into();
            line.formula = String::new();
            all.push(line);
        }
    }
    all.extend(band(factor, value, assessment));
    all
}

const fn formula(factor: FactorKind) -> &'static str {
    match factor {
        FactorKind::Excess => "units beyond 90 days of supply / units on hand",
        FactorKind::SellThrough => "units shipped in 90 days / mean of the units on hand on four days",
        FactorKind::Stranded => "sellable units without an active listing / units on hand",
        FactorKind::InStock => {
            "days in stock of the last 30, weighted by units shipped in 60 days / (30 x units shipped in 60 days)"
        }
    }
}

/// Whose words the formula follows.
const fn rule(factor: FactorKind) -> &'static str {
    match factor {
        FactorKind::Excess => {
            "Amazon: over 90 days of supply on forecast demand (https://sellercentral.amazon.com/gp/help/external/202174810)."
        }
        FactorKind::SellThrough => {
            "Amazon: sold and shipped units of 90 days by the stock of today and 30, 60 and 90 days ago \
             (https://sellercentral.amazon.ca/gp/help/external/GZJF4DY2W6MERBAL)."
        }
        FactorKind::Stranded => {
            "Amazon: units not available for purchase (https://sellercentral.amazon.com/gp/help/external/202174810)."
        }
        FactorKind::InStock => {
            "Amazon's dashboard: time in stock in the last 30 days, weighted by units sold in the last 60."
        }
    }
}

/// Where Seller Central shows it.
const fn place(factor: FactorKind) -> &'static str {
    match factor {
        FactorKind::Excess => "Inventory > Inventory Performance, Excess inventory",
        FactorKind::SellThrough => "Inventory > Inventory Performance, FBA sell-through",
        FactorKind::Stranded => "Inventory > Inventory Performance, Stranded inventory",
        FactorKind::InStock => "Inventory > Inventory Performance, FBA in-stock rate",
    }
}

fn calculation(factor: FactorKind, factors: &Factors) -> String {
    let text = match factor {
        FactorKind::Excess => factors
            .excess
            .as_ref()
            .ok()
            .map(|found| format!("{} / {}", found.excess_units.get(), found.on_hand_units.get())),
        FactorKind::SellThrough => factors.sell_through.as_ref().ok().map(|found| {
            let shipped = found.shipped_90d_units.get();
            let days: Vec<_> =
                found.snapshots.iter().map(|snapshot| snapshot.units.get().to_string()).collect();
            match days.as_slice() {
                [] => format!("{shipped} / {}", rounded(found.average_on_hand_units)),
                days => format!("{shipped} / (({}) / {})", days.join(" + "), days.len()),
            }
        }),
        FactorKind::Stranded => factors
            .stranded
            .as_ref()
            .ok()
            .map(|found| format!("{} / {}", found.stranded_units.get(), found.on_hand_units.get())),
        FactorKind::InStock => factors.in_stock.as_ref().ok().map(|found| {
            let weight = found.weight_units_60d.get();
            // Whole by construction: the rate is these days ÷ what stands below.
            #[allow(clippy::cast_precision_loss)] // sums of report cells stay far below 2^53
            let days = (found.rate * (weight * u64::from(IN_STOCK_DAYS)) as f64).round();
            format!("{days} / ({IN_STOCK_DAYS} * {weight})")
        }),
    };
    text.unwrap_or_default()
}

/// Where the numbers come from.
fn told(factor: FactorKind, assessment: &Assessment, account: Option<&Account>) -> String {
    let Some(account) = account else { return String::new() };
    let day = AsOf::new(assessment.as_of);
    let since = |days: u16| format!("{} to {}", day.back(days - 1), assessment.as_of);
    let on_hand = || inputs::by_report(account, |facts| facts.on_hand);
    match factor {
        FactorKind::Excess => {
            format!(
                "Beyond 90 days: {}. On hand on {}: {}.",
                inputs::excess(account),
                assessment.as_of,
                on_hand()
            )
        }
        FactorKind::SellThrough => {
            let shipped = inputs::by_report(account, |facts| facts.shipped_90);
            format!("Shipped {}: {shipped}.", since(SELL_THROUGH_DAYS))
        }
        FactorKind::Stranded => {
            let skus =
                account.stocks.iter().filter(|facts| facts.stranded.is_some_and(|units| units > Units::ZERO));
            let stranded = match account.stranded {
                StrandedWord::SaidNone => "none, by your word".into(),
                _ => format!("{} of Stranded Inventory", count(skus.count() as u64, "SKU", "SKUs")),
            };
            format!("Stranded: {stranded}. On hand: {}.", on_hand())
        }
        FactorKind::InStock => {
            let shipped = inputs::by_report(account, |facts| facts.shipped_60);
            format!(
                "Days that ended with stock: {}, by the ledger. Shipped {}: {shipped}.",
                since(IN_STOCK_DAYS),
                since(WEIGHT_DAYS)
            )
        }
    }
}

/// The stock of the four days.
fn snapshots(factors: &Factors) -> Vec<Explained> {
    let Ok(found) = &factors.sell_through else { return Vec::new() };
    let of = |(snapshot, age): (&crate::factor::sell_through::Snapshot, u16)| {
        #[allow(clippy::cast_precision_loss)]
        let value = snapshot.units.get() as f64;
        Explained {
            figure: format!("on_hand_{age}_days_ago"),
            name: match (snapshot.source, age) {
                (SnapshotSource::Ledger, 0) => format!("Stock by the ledger on {}", snapshot.day),
                (SnapshotSource::Ledger, age) => {
                    format!("Stock by the ledger {age} days ago, on {}", snapshot.day)
                }
                (_, 0) => format!("On hand on {}", snapshot.day),
                (_, age) => format!("On hand {age} days ago, on {}", snapshot.day),
            },
            value: Some(value),
            unit: "units",
            shown: snapshot.units.to_string(),
            inputs: match snapshot.source {
                SnapshotSource::KeptReports => "All units of the inventory report kept from that day.".into(),
                SnapshotSource::Ledger => {
                    "The sellable ending balances of that day, all SKUs together; they hold what is reserved for orders too.".into()
                }
                SnapshotSource::SellThroughColumn => "What Amazon's sell-through column implies.".into(),
            },
            ..Explained::default()
        }
    };
    let mut all: Vec<_> = found.snapshots.iter().zip(SNAPSHOT_AGES).map(of).collect();
    let days: Vec<_> = found.snapshots.iter().map(|snapshot| snapshot.units.get().to_string()).collect();
    all.push(Explained {
        figure: "average_on_hand".into(),
        name: "Mean of the units on hand".into(),
        value: Some(found.average_on_hand_units),
        unit: "units",
        shown: one_decimal(found.average_on_hand_units),
        formula: match days.len() {
            0 => "sum of units shipped / sell-through over the rows of FBA Inventory".into(),
            _ => "mean of the four days".into(),
        },
        calculation: match days.len() {
            0 => String::new(),
            count => format!("({}) / {count}", days.join(" + ")),
        },
        ..Explained::default()
    });
    all
}

/// Its colour on the dashboard.
fn band(factor: FactorKind, value: f64, assessment: &Assessment) -> Option<Explained> {
    let band = assessment.band(factor)?;
    let own = |rule: &&bands::BandRule| rule.factor == factor && rule.band == band;
    let rule = bands::TABLE.iter().find(own);
    let edge = |edge: f64| if factor == FactorKind::SellThrough { edge.to_string() } else { percent(edge) };
    let within = rule.filter(|_| band != Band::Unknown).map(|rule| match rule.high {
        Some(high) if high == rule.low => format!("at {}", edge(high)),
        Some(high) => format!("{} to {}", edge(rule.low), edge(high)),
        None => format!("{} and more", edge(rule.low)),
    });
    let certainty = rule.and_then(|rule| rule.certainty_in(assessment.marketplace, Some(assessment.as_of)));
    Some(Explained {
        figure: format!("{}_band", factor.key()),
        name: format!("Band of {}", factor.title()),
        value: Some(if factor == FactorKind::SellThrough { value } else { value / 100.0 }),
        unit: if factor == FactorKind::SellThrough { "ratio" } else { "share" },
        shown: band.key().into(),
        formula: within.unwrap_or_else(|| "nobody has shown where the bands of such a value begin".into()),
        rule: match (rule, certainty) {
            (Some(rule), Some(certainty)) => {
                format!("{} ({}): {}.", capital(certainty.meaning()), rule.source, rule.note)
            }
            _ => String::new(),
        },
        seller_central: "the colour of its bar on the same page",
        ..Explained::default()
    })
}
