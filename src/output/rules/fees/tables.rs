//! The tables of fees as rows that are alike for all of them.

use super::{Fee, Per, Rate, Scale, StockFee};
use crate::evidence::Period;
use crate::money::Amount;
use crate::output::rules::Scope;
use crate::policy::fees::Tier;
use crate::policy::fees::weights::Ladder;
use crate::policy::fees::{aged, liquidation, low_inventory, removal, storage, utilisation};
use crate::weight::WeightUnit;
use std::slice::from_ref;

impl StockFee {
    fn with_ladder(self, ladder: &Ladder) -> StockFee {
        let major = |minor: u32| Amount::new(ladder.currency, minor.into()).major();
        let weight = |thousandths: u32| f64::from(thousandths) / 1_000.0;
        let mut low = 0.0;
        let mut rates: Vec<_> = ladder
            .steps
            .iter()
            .map(|&(up_to, minor)| {
                let from = std::mem::replace(&mut low, weight(up_to));
                Rate { low: Some(from), high: Some(low), rate: Some(major(minor)), ..Rate::default() }
            })
            .collect();
        let above = Rate { low: Some(low), rate: Some(major(ladder.above)), ..Rate::default() };
        rates.push(Rate { more: Some(major(ladder.more)), ..above });
        let scale = if ladder.unit == WeightUnit::Kilograms { Scale::Kilograms } else { Scale::Pounds };
        StockFee { scale: Some(scale), rates, weight_rounding: Some(ladder.rounding), ..self }
    }
}

pub(super) type Dated = (Period, StockFee);

pub(super) fn storage(scope: Scope) -> impl Iterator<Item = Dated> {
    storage::TABLE.iter().map(move |rule| {
        let major = |minor: u32| Amount::new(rule.currency, minor.into()).major();
        let season = |season, rate: Option<u32>| Rate {
            season: Some(season),
            rate: rate.map(major),
            ..Rate::default()
        };
        let money = (Some(rule.currency), Per::volume(rule.per));
        let here = scope.among(rule.marketplaces).collect();
        let row = StockFee {
            size: Some(rule.group.key()),
            goods: Some(rule.goods),
            rates: vec![season("jan-sep", rule.january), season("oct-dec", rule.october)],
            ..StockFee::new(Fee::Storage, here, rule.period, money, rule.basis)
        };
        (rule.period, row)
    })
}

/// The rows of one group are steps of one fee.
pub(super) fn utilisation(scope: Scope) -> impl Iterator<Item = Dated> {
    let alike = |a: &utilisation::UtilisationRule, b: &utilisation::UtilisationRule| {
        (a.marketplace, a.period, a.group) == (b.marketplace, b.period, b.group)
    };
    utilisation::TABLE.chunk_by(alike).filter_map(move |steps| {
        let rule = steps.first()?;
        let major = |minor: u32| Amount::new(rule.currency, minor.into()).major();
        let rates = [false, true].into_iter().flat_map(|late| {
            steps.iter().enumerate().map(move |(i, step)| Rate {
                season: Some(if late { "oct-dec" } else { "jan-sep" }),
                low: Some(step.weeks.into()),
                high: steps.get(i + 1).map(|next| next.weeks.into()),
                rate: if late { step.october } else { Some(step.january) }.map(major),
                ..Rate::default()
            })
        });
        let here = scope.among(from_ref(&rule.marketplace)).collect();
        let money = (Some(rule.currency), Per::volume(rule.per));
        let row = StockFee {
            size: Some(rule.group.key()),
            scale: Some(Scale::Weeks),
            rates: rates.collect(),
            ..StockFee::new(Fee::StorageUtilisation, here, rule.period, money, rule.basis)
        };
        Some((rule.period, row))
    })
}

pub(super) fn aged(scope: Scope) -> impl Iterator<Item = Dated> {
    aged::TABLE.iter().map(move |rule| {
        let major = |minor: u32| Amount::new(rule.currency, minor.into()).major();
        let rate = |band: &aged::AgedBand| Rate {
            low: Some(band.ages.from.into()),
            high: band.ages.until.map(Into::into),
            rate: band.rate.map(major),
            least: (band.least > 0).then(|| major(band.least)),
            ..Rate::default()
        };
        let here = scope.among(from_ref(&rule.marketplace)).collect();
        let money = (Some(rule.currency), Per::volume(rule.per));
        let row = StockFee {
            scale: Some(Scale::AgeDays),
            rates: rule.bands.iter().map(rate).collect(),
            apparel_from_days: rule.apparel_from,
            ..StockFee::new(Fee::AgedInventory, here, rule.period, money, rule.basis)
        };
        (rule.period, row)
    })
}

pub(super) fn removal(scope: Scope) -> impl Iterator<Item = Dated> {
    removal::TABLE.iter().map(move |rule| {
        let here = scope.among(rule.marketplaces).collect();
        let money = (Some(rule.ladder.currency), Per::Unit);
        let row = StockFee {
            size: Some(rule.group.key()),
            disposal: Some(rule.disposal),
            ..StockFee::new(Fee::Removal, here, rule.period, money, rule.basis)
        };
        (rule.period, row.with_ladder(&rule.ladder))
    })
}

pub(super) fn liquidation(scope: Scope) -> impl Iterator<Item = Dated> {
    let share = |thousandths: u16| f64::from(thousandths) / 1_000.0;
    let recovery = liquidation::RECOVERY.iter().map(move |rule| {
        let here = scope.among(rule.marketplaces).collect();
        let row = StockFee {
            rates: vec![Rate { low: Some(share(rule.low)), high: Some(share(rule.high)), ..Rate::default() }],
            referral_share: Some(share(rule.referral)),
            ..StockFee::new(Fee::LiquidationRecovery, here, rule.period, (None, Per::Price), rule.basis)
        };
        (rule.period, row)
    });
    let processing = liquidation::PROCESSING.iter().map(move |rule| {
        let here = scope.among(from_ref(&rule.marketplace)).collect();
        let money = (Some(rule.ladder.currency), Per::Unit);
        let row = StockFee {
            size: Some(rule.group.key()),
            ..StockFee::new(Fee::LiquidationProcessing, here, rule.period, money, rule.basis)
        };
        (rule.period, row.with_ladder(&rule.ladder))
    });
    recovery.chain(processing)
}

pub(super) fn low_inventory(scope: Scope) -> impl Iterator<Item = Dated> {
    let pounds = |weight: crate::weight::Weight| weight.to(WeightUnit::Pounds);
    let lighter = |tier: Tier| {
        low_inventory::TABLE
            .iter()
            .find(|row| row.tier == tier && row.at_most.is_some())
            .and_then(|row| row.at_most)
    };
    low_inventory::TABLE.iter().map(move |rule| {
        let major = |minor: u32| Amount::new(rule.currency, minor.into()).major();
        let mut low = 0.0;
        let rate = |&(below, minor): &(u16, u32)| {
            let from = std::mem::replace(&mut low, f64::from(below));
            Rate { low: Some(from), high: Some(low), rate: Some(major(minor)), ..Rate::default() }
        };
        let above = lighter(rule.tier).filter(|_| rule.at_most.is_none()).map(pounds);
        let bounds = [above, rule.at_most.map(pounds)];
        let here = scope.among(from_ref(&rule.marketplace)).collect();
        let money = (Some(rule.currency), Per::Unit);
        let row = StockFee {
            size: Some(rule.tier.key()),
            pounds: bounds.iter().any(Option::is_some).then_some(bounds),
            scale: Some(Scale::SupplyDays),
            rates: rule.steps.iter().map(rate).collect(),
            ..StockFee::new(Fee::LowInventory, here, rule.period, money, rule.basis)
        };
        (rule.period, row)
    })
}
