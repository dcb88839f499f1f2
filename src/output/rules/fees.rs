//! The fees for stock as rows that are alike for all of them, whatever a fee goes by.

mod page;
mod sheet;
mod tables;
mod told;

use super::Scope;
use super::wire::{Days, Evidence, days, evidence};
use crate::evidence::Period;
use crate::ids::Marketplace;
use crate::money::Currency;
use crate::policy::fees::weights::Rounding;
use crate::policy::fees::{Basis, Goods};
use serde::Serialize;

pub(super) use page::section;
pub(super) use sheet::rows as sheet_rows;

/// Which fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Fee {
    Storage,
    StorageUtilisation,
    AgedInventory,
    Removal,
    LiquidationRecovery,
    LiquidationProcessing,
    LowInventory,
}

impl Fee {
    pub(super) const ALL: [Fee; 7] = [
        Fee::Storage,
        Fee::StorageUtilisation,
        Fee::AgedInventory,
        Fee::Removal,
        Fee::LiquidationRecovery,
        Fee::LiquidationProcessing,
        Fee::LowInventory,
    ];

    /// The word that stands for it in the sheet.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Fee::Storage => "storage-fee",
            Fee::StorageUtilisation => "storage-utilisation-fee",
            Fee::AgedInventory => "aged-inventory-fee",
            Fee::Removal => "removal-fee",
            Fee::LiquidationRecovery => "liquidation-recovery",
            Fee::LiquidationProcessing => "liquidation-processing-fee",
            Fee::LowInventory => "low-inventory-fee",
        }
    }
}

/// What the ends of a rate measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Scale {
    /// Weeks of the utilisation ratio: from, to below.
    Weeks,
    /// Days in storage: both ends included.
    AgeDays,
    /// Days of supply: from, to below.
    SupplyDays,
    /// The weight of a unit: above, up to.
    Pounds,
    /// The weight of a unit: above, up to.
    Kilograms,
}

impl Scale {
    pub(super) const fn key(self) -> &'static str {
        match self {
            Scale::Weeks => "weeks",
            Scale::AgeDays => "age_days",
            Scale::SupplyDays => "supply_days",
            Scale::Pounds => "pounds",
            Scale::Kilograms => "kilograms",
        }
    }
}

/// What a rate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Per {
    CubicFeet,
    CubicMetres,
    Unit,
    Price,
}

impl Per {
    const fn volume(unit: crate::volume::VolumeUnit) -> Per {
        match unit {
            crate::volume::VolumeUnit::CubicFeet => Per::CubicFeet,
            _ => Per::CubicMetres,
        }
    }

    pub(super) const fn key(self) -> &'static str {
        match self {
            Per::CubicFeet => "cubic_feet",
            Per::CubicMetres => "cubic_metres",
            Per::Unit => "unit",
            Per::Price => "price",
        }
    }
}

/// One figure of a fee.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Rate {
    pub(super) season: Option<&'static str>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    /// `None` where it was not seen.
    pub(super) rate: Option<f64>,
    /// What each unit costs at least.
    pub(super) least: Option<f64>,
    /// What each further unit of weight costs beside it.
    pub(super) more: Option<f64>,
}

/// One row of a table of fees.
#[derive(Serialize)]
pub(super) struct StockFee {
    pub(super) fee: Fee,
    pub(super) marketplaces: Vec<Marketplace>,
    #[serde(flatten)]
    pub(super) days: Days,
    pub(super) days_assumed: bool,
    /// The group of sizes or the size tier.
    pub(super) size: Option<&'static str>,
    pub(super) goods: Option<Goods>,
    /// Above and up to these pounds, where a tier has more than one row.
    pub(super) pounds: Option<[Option<f64>; 2]>,
    pub(super) currency: Option<Currency>,
    pub(super) per: Per,
    pub(super) scale: Option<Scale>,
    pub(super) rates: Vec<Rate>,
    pub(super) disposal: Option<bool>,
    /// How the weight above the last step counts.
    pub(super) weight_rounding: Option<Rounding>,
    pub(super) apparel_from_days: Option<u16>,
    /// The share of what is recovered that Amazon keeps.
    pub(super) referral_share: Option<f64>,
    #[serde(flatten)]
    pub(super) evidence: Evidence,
}

/// Fees of which nothing is known in a marketplace on the day asked for.
#[derive(Serialize)]
pub(super) struct UnknownFee {
    pub(super) fee: Fee,
    pub(super) marketplaces: Vec<Marketplace>,
}

impl StockFee {
    fn new(
        fee: Fee,
        marketplaces: Vec<Marketplace>,
        period: Period,
        (currency, per): (Option<Currency>, Per),
        basis: Basis,
    ) -> StockFee {
        StockFee {
            fee,
            marketplaces,
            days: days(period),
            days_assumed: basis.days_assumed,
            size: None,
            goods: None,
            pounds: None,
            currency,
            per,
            scale: None,
            rates: Vec::new(),
            disposal: None,
            weight_rounding: None,
            apparel_from_days: None,
            referral_share: None,
            evidence: evidence(basis.certainty, basis.source, basis.note),
        }
    }
}

/// The rows that a scope asks for, fee by fee.
pub(super) fn rows(scope: Scope) -> Vec<StockFee> {
    let holds = |period: Period| scope.on.is_none_or(|day| period.holds(day));
    let all = tables::storage(scope)
        .chain(tables::utilisation(scope))
        .chain(tables::aged(scope))
        .chain(tables::removal(scope))
        .chain(tables::liquidation(scope))
        .chain(tables::low_inventory(scope));
    all.filter(|(period, row)| holds(*period) && !row.marketplaces.is_empty()).map(|(_, row)| row).collect()
}

/// Of which fees nothing is known, where a day is asked for: each with its marketplaces.
pub(super) fn unknown(scope: Scope, known: &[StockFee]) -> Vec<UnknownFee> {
    let Some(_) = scope.on else { return Vec::new() };
    let without = |fee| {
        let known: Vec<_> =
            known.iter().filter(|row| row.fee == fee).flat_map(|row| &row.marketplaces).collect();
        scope.among(Marketplace::ALL).filter(|it| !known.contains(&it)).collect::<Vec<_>>()
    };
    let all = Fee::ALL.map(|fee| UnknownFee { fee, marketplaces: without(fee) });
    all.into_iter().filter(|row| !row.marketplaces.is_empty()).collect()
}
