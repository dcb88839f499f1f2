//! What Amazon charges for keeping and for taking out stock: dated tables, and functions that cost things by them.
//!
//! One file a fee: [`storage`], [`utilisation`], [`aged`], [`removal`], [`liquidation`], [`low_inventory`], and [`mod@overage`], which ended in
//! 2024. [`tiers`] and [`sizes`] tell the group of sizes that most of them go by.
//!
//! No fee is ever taken for nothing because it is not known: a function gives an amount, or says with [`Unknown`] what is
//! missing. Rates are whole minor units, volumes and weights whole numbers; what a fee comes to is worked out exactly and
//! rounded half up to whole minor units at the very end. Taxes and the seller's own agreements are not in it.

pub mod aged;
pub mod liquidation;
pub mod low_inventory;
pub mod overage;
pub mod removal;
pub mod sizes;
pub mod storage;
pub mod tiers;
pub mod utilisation;
pub mod weights;

pub use overage::overage;
pub use tiers::{Group, Tier};

use crate::evidence::{Certainty, Period};
use crate::money::{Amount, Currency};
use crate::volume::{StorageType, Volume, VolumeUnit};
use crate::weight::Weight;
use chrono::NaiveDate;
use serde::Serialize;

/// Why a fee is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unknown {
    /// No table of this fee is known for the marketplace and the day.
    NoTable,
    /// There is a table, but this figure of it was never seen.
    NoRate,
    /// The size tier of the product is not stated, or not finely enough.
    NoTier,
    /// The weight of a unit is not stated.
    NoWeight,
    /// The volume of a unit is not stated.
    NoVolume,
    /// How long the units have been stored is not stated.
    NoAge,
    /// The price is not stated.
    NoPrice,
    /// The historical days of supply are not stated.
    NoDaysOfSupply,
    /// The price is in another currency than the fee.
    OtherCurrency,
}

impl Unknown {
    /// The word that stands for it in every output.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Unknown::NoTable => "no-table",
            Unknown::NoRate => "no-rate",
            Unknown::NoTier => "no-tier",
            Unknown::NoWeight => "no-weight",
            Unknown::NoVolume => "no-volume",
            Unknown::NoAge => "no-age",
            Unknown::NoPrice => "no-price",
            Unknown::NoDaysOfSupply => "no-days-of-supply",
            Unknown::OtherCurrency => "other-currency",
        }
    }

    /// What it means, in a few words.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Unknown::NoTable => "no table is known for this marketplace and day",
            Unknown::NoRate => "the table is known, but not this figure of it",
            Unknown::NoTier => "the size tier is not stated",
            Unknown::NoWeight => "the weight is not stated",
            Unknown::NoVolume => "the volume is not stated",
            Unknown::NoAge => "the age of the stock is not stated",
            Unknown::NoPrice => "the price is not stated",
            Unknown::NoDaysOfSupply => "the historical days of supply are not stated",
            Unknown::OtherCurrency => "the price is in another currency",
        }
    }
}

/// What a row of a table of fees rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// How sure the figures are.
    pub certainty: Certainty,
    /// Is the first or the last day ours, for want of a stated one?
    pub days_assumed: bool,
    /// A link, or a few words where there is none.
    pub source: &'static str,
    /// What else there is to know; empty where nothing is.
    pub note: &'static str,
}

/// The table that a fee was worked out by, in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FeeTable {
    /// The first day on which it holds.
    pub since: NaiveDate,
    /// How sure its figures are.
    pub certainty: Certainty,
    /// Is its first or its last day ours, for want of a stated one?
    pub days_assumed: bool,
}

impl FeeTable {
    const fn of(period: Period, basis: Basis) -> FeeTable {
        FeeTable { since: period.from, certainty: basis.certainty, days_assumed: basis.days_assumed }
    }
}

/// What kind of goods a product is, as far as fees ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goods {
    /// None of the others, or not known to be.
    #[default]
    Ordinary,
    /// Clothing, shoes and bags; in the United States also jewellery and watches, in Britain also eyewear.
    Apparel,
    /// Dangerous goods.
    Dangerous,
}

impl Goods {
    /// The word that stands for it in every output.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Goods::Ordinary => "ordinary",
            Goods::Apparel => "apparel",
            Goods::Dangerous => "dangerous",
        }
    }

    /// What is stored as this type, as far as its name tells.
    ///
    /// ```
    /// use ipi::policy::fees::Goods;
    /// use ipi::volume::StorageType;
    /// let of = |name| Goods::stored_as(&StorageType::named(name).unwrap());
    /// assert_eq!(of("Footwear"), Goods::Apparel);
    /// assert_eq!(of("Flammable"), Goods::Dangerous);
    /// assert_eq!(of("Standard-size"), Goods::Ordinary);
    /// ```
    #[must_use]
    pub fn stored_as(storage: &StorageType) -> Goods {
        match storage.as_str() {
            "apparel" | "footwear" => Goods::Apparel,
            "flammable" | "aerosol" | "dangerous" | "dangerous-goods" | "hazmat" => Goods::Dangerous,
            _ => Goods::Ordinary,
        }
    }

    /// What belongs to this group of products, as FBA Inventory names it, as far as its name tells.
    ///
    /// ```
    /// use ipi::policy::fees::Goods;
    /// assert_eq!(Goods::in_group("gl_shoes"), Goods::Apparel);
    /// assert_eq!(Goods::in_group("gl_kitchen"), Goods::Ordinary);
    /// ```
    #[must_use]
    pub fn in_group(group: &str) -> Goods {
        match group.to_ascii_lowercase().trim_start_matches("gl_") {
            "apparel" | "shoes" | "luggage" | "jewelry" | "watch" => Goods::Apparel,
            _ => Goods::Ordinary,
        }
    }
}

/// One unit of a product, as far as fees ask; what no report states is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Its size tier.
    pub tier: Option<Tier>,
    /// The kind of goods.
    pub goods: Goods,
    /// The space that it takes, packed.
    pub volume: Option<Volume>,
    /// The weight that Amazon goes by, see [`sizes::shipping_weight`]; the unit's own weight where sides are not stated,
    /// which is less for what is light and large.
    pub weight: Option<Weight>,
}

impl Item {
    fn group(&self) -> Result<Group, Unknown> {
        self.tier.map(Tier::group).ok_or(Unknown::NoTier)
    }
}

/// `minor` per `per`, for `volume`.
fn by_volume(currency: Currency, minor: u32, per: VolumeUnit, volume: Volume) -> Amount {
    Amount::rounded(currency, volume.grains().saturating_mul(minor.into()), per.grains().into())
}
