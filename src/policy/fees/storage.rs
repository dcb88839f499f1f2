//! The monthly fee for storage, by volume; from October to December it is higher.
//!
//! Amazon charges the mean daily volume of a calendar month, in the month after. What stands here is the fee for a volume that
//! lies there all month long.

use super::{Basis, Goods, Group, Item, Unknown, by_volume};
use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use crate::money::{Amount, Currency};
use crate::units::Units;
use crate::volume::VolumeUnit;
use chrono::{Datelike as _, NaiveDate};

/// The fee for one group of sizes and kind of goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StorageRule {
    /// Where.
    pub marketplaces: &'static [Marketplace],
    /// The days of storage.
    pub period: Period,
    /// The group of sizes.
    pub group: Group,
    /// The kind of goods; what has no row of its own goes by the ordinary one, but for dangerous goods.
    pub goods: Goods,
    /// The currency.
    pub currency: Currency,
    /// The volume that the rates are for.
    pub per: VolumeUnit,
    /// Minor units a month from January to September; `None` where that was not seen.
    pub january: Option<u32>,
    /// Minor units a month from October to December; `None` where that was not seen.
    pub october: Option<u32>,
    /// What it rests on.
    pub basis: Basis,
}

impl StorageRule {
    /// The rate of the month that holds `day`.
    fn rate(&self, day: NaiveDate) -> Option<u32> {
        if day.month() >= 10 { self.october } else { self.january }
    }
}

const US_2024: &str = "https://sellercentral.amazon.com/gp/help/external/GJ9NNG7RK4TU6E3Z";
const US_2023: Basis = Basis {
    certainty: Certainty::Official,
    days_assumed: false,
    source: US_2024,
    note: "for oversize two texts have 0.53 instead of 0.56",
};
const US_NOW: Basis = Basis {
    certainty: Certainty::Official,
    days_assumed: false,
    source: US_2024,
    note: "texts of 2026 still have it; one has 2.04 for standard size in the last quarter of 2026",
};
const US_DANGEROUS: Basis = Basis {
    certainty: Certainty::Quoted,
    days_assumed: false,
    source: "https://sellercentral.amazon.com/help/hub/reference/external/G3EDYEF6KUCFQTNM",
    note: "",
};
const CARD: &str = "https://m.media-amazon.com/images/G/02/sell/images/260630-FBA-Rate-Card-EN1.pdf";
const UK_2026: Basis = Basis {
    certainty: Certainty::Quoted,
    days_assumed: false,
    source: CARD,
    note: "alike in the cards of February and July 2026; another text has 1.37 for standard size in the last quarter",
};
const DE_2026: Basis = Basis {
    certainty: Certainty::ThirdParty,
    days_assumed: false,
    source: CARD,
    note: "the card as a third party's table gives it; no apparel and dangerous goods in there",
};
const CA_2026: Basis = Basis {
    certainty: Certainty::ThirdParty,
    days_assumed: false,
    source: "https://sell.amazon.ca/pricing",
    note: "the page as a third party's table gives it",
};
const EU_2021: Basis = Basis {
    certainty: Certainty::Official,
    days_assumed: true,
    source: "https://sellercentral.amazon.co.uk/gp/help/external/help.html?itemID=200612770&language=zh_CN",
    note: "the page is of about 2021; the last day is ours",
};
const JP_2020: Basis = Basis {
    certainty: Certainty::ThirdParty,
    days_assumed: true,
    source: "https://asianbamboo.jp/2020/07/22/",
    note: "stated as 5.16 for 1,000 cm³, for small and standard size; no other figure found; the last day is ours",
};

const US: &[Marketplace] = &[Marketplace::US];
const UK: &[Marketplace] = &[Marketplace::UK];
const DE: &[Marketplace] = &[Marketplace::DE];
const FR: &[Marketplace] = &[Marketplace::FR];
const SE: &[Marketplace] = &[Marketplace::SE];
const CA: &[Marketplace] = &[Marketplace::CA];
const JP: &[Marketplace] = &[Marketplace::JP];
const CONTINENT: &[Marketplace] =
    &[Marketplace::DE, Marketplace::ES, Marketplace::IT, Marketplace::NL, Marketplace::PL];

/// One row of [`TABLE`].
const fn row(
    marketplaces: &'static [Marketplace],
    period: Period,
    (group, goods): (Group, Goods),
    (currency, per): (Currency, VolumeUnit),
    [january, october]: [Option<u32>; 2],
    basis: Basis,
) -> StorageRule {
    StorageRule { marketplaces, period, group, goods, currency, per, january, october, basis }
}

/// Every fee known.
#[rustfmt::skip]
pub const TABLE: &[StorageRule] = &{
    use Goods::{Apparel, Dangerous, Ordinary};
    use Group::{Oversize, Standard};
    const USD: (Currency, VolumeUnit) = (Currency::Usd, VolumeUnit::CubicFeet);
    const GBP: (Currency, VolumeUnit) = (Currency::Gbp, VolumeUnit::CubicFeet);
    const EUR: (Currency, VolumeUnit) = (Currency::Eur, VolumeUnit::CubicMetres);
    const SEK: (Currency, VolumeUnit) = (Currency::Sek, VolumeUnit::CubicMetres);
    const CAD: (Currency, VolumeUnit) = (Currency::Cad, VolumeUnit::CubicMetres);
    const JPY: (Currency, VolumeUnit) = (Currency::Jpy, VolumeUnit::CubicMetres);
    let before = Period::between(day(2023, 2, 1), day(2024, 3, 31));
    let now = Period::since(day(2024, 4, 1));
    let old = Period::between(day(2021, 6, 8), day(2023, 12, 31));
    let (february, july) = (Period::since(day(2026, 2, 1)), Period::since(day(2026, 7, 1)));
    [
        row(US, before, (Standard, Ordinary), USD, [Some(87), Some(240)], US_2023),
        row(US, before, (Oversize, Ordinary), USD, [Some(56), Some(140)], US_2023),
        row(US, now, (Standard, Ordinary), USD, [Some(78), Some(240)], US_NOW),
        row(US, now, (Oversize, Ordinary), USD, [Some(56), Some(140)], US_NOW),
        row(US, now, (Standard, Dangerous), USD, [Some(99), Some(363)], US_DANGEROUS),
        row(US, now, (Oversize, Dangerous), USD, [Some(78), Some(243)], US_DANGEROUS),
        row(UK, old, (Standard, Ordinary), GBP, [Some(71), Some(100)], EU_2021),
        row(UK, old, (Standard, Apparel), GBP, [Some(43), Some(60)], EU_2021),
        row(UK, old, (Oversize, Ordinary), GBP, [Some(46), Some(64)], EU_2021),
        row(UK, february, (Standard, Ordinary), GBP, [Some(76), Some(151)], UK_2026),
        row(UK, february, (Standard, Apparel), GBP, [Some(62), Some(82)], UK_2026),
        row(UK, february, (Oversize, Ordinary), GBP, [Some(55), Some(87)], UK_2026),
        row(UK, february, (Standard, Dangerous), GBP, [Some(74), Some(130)], UK_2026),
        row(UK, february, (Oversize, Dangerous), GBP, [Some(70), Some(111)], UK_2026),
        row(CONTINENT, old, (Standard, Ordinary), EUR, [Some(2_782), Some(3_852)], EU_2021),
        row(CONTINENT, old, (Standard, Apparel), EUR, [Some(1_669), Some(2_311)], EU_2021),
        row(CONTINENT, old, (Oversize, Ordinary), EUR, [Some(1_800), Some(2_500)], EU_2021),
        row(FR, old, (Standard, Ordinary), EUR, [Some(2_865), Some(3_968)], EU_2021),
        row(FR, old, (Standard, Apparel), EUR, [Some(1_719), Some(2_381)], EU_2021),
        row(FR, old, (Oversize, Ordinary), EUR, [Some(1_854), Some(2_575)], EU_2021),
        row(SE, old, (Standard, Ordinary), SEK, [Some(29_210), Some(40_450)], EU_2021),
        row(SE, old, (Standard, Apparel), SEK, [Some(17_550), Some(24_290)], EU_2021),
        row(SE, old, (Oversize, Ordinary), SEK, [Some(18_900), Some(26_300)], EU_2021),
        row(DE, july, (Standard, Ordinary), EUR, [Some(2_754), Some(5_220)], DE_2026),
        row(DE, july, (Oversize, Ordinary), EUR, [Some(2_178), Some(3_449)], DE_2026),
        row(CA, Period::since(day(2026, 1, 1)), (Standard, Ordinary), CAD, [Some(4_000), Some(7_700)], CA_2026),
        row(CA, Period::since(day(2026, 1, 1)), (Oversize, Ordinary), CAD, [Some(2_800), Some(4_900)], CA_2026),
        row(JP, Period::between(day(2020, 7, 1), day(2023, 12, 31)), (Standard, Ordinary), JPY, [Some(5_160), None], JP_2020),
    ]
};

/// What storing `units` costs for the whole month that holds `day`.
///
/// # Errors
///
/// What is not known: the table, the figure, the tier or the volume.
///
/// ```
/// use ipi::ids::Marketplace::{FR, US};
/// use ipi::policy::fees::{Item, Tier, Unknown, storage::month};
/// use ipi::units::Units;
/// use ipi::volume::{Volume, VolumeUnit::CubicFeet};
/// let lamp = Item { tier: Some(Tier::LargeStandard), volume: Volume::new(0.25, CubicFeet), ..Item::default() };
/// let cost = |marketplace, day: &str| month(marketplace, day.parse().unwrap(), &lamp, Units::new(210));
/// // 210 × 0.25 cu ft = 52.5 cu ft, × $0.78 = $40.95; in October × $2.40 = $126.00.
/// assert_eq!(cost(US, "2026-09-30").unwrap().to_string(), "USD 40.95");
/// assert_eq!(cost(US, "2026-10-01").unwrap().to_string(), "USD 126.00");
/// assert_eq!(cost(FR, "2026-10-01"), Err(Unknown::NoTable));
/// ```
pub fn month(marketplace: Marketplace, day: NaiveDate, item: &Item, units: Units) -> Result<Amount, Unknown> {
    let here = |row: &&StorageRule| row.marketplaces.contains(&marketplace) && row.period.holds(day);
    if !TABLE.iter().any(|row| here(&row)) {
        return Err(Unknown::NoTable);
    }
    let group = item.group()?;
    let of = |goods| TABLE.iter().filter(here).find(|row| row.group == group && row.goods == goods);
    let usual = || of(Goods::Ordinary).filter(|_| item.goods != Goods::Dangerous);
    let row = of(item.goods).or_else(usual).ok_or(Unknown::NoRate)?;
    let rate = row.rate(day).ok_or(Unknown::NoRate)?;
    let volume = item.volume.ok_or(Unknown::NoVolume)?;
    Ok(by_volume(row.currency, rate, row.per, volume.times(units)))
}

#[cfg(test)]
mod tests {
    use super::super::Tier;
    use super::*;
    use crate::volume::Volume;

    fn item(tier: Tier, goods: Goods, cubic_feet: f64) -> Item {
        let volume = Volume::new(cubic_feet, VolumeUnit::CubicFeet);
        Item { tier: Some(tier), goods, volume, weight: None }
    }

    fn cost(at: Marketplace, on: NaiveDate, item: &Item) -> Result<String, Unknown> {
        month(at, on, item, Units::new(1)).map(|amount| amount.to_string())
    }

    #[test]
    fn months_groups_and_goods_have_their_rates() {
        let (standard, bulky) = (Tier::SmallStandard, Tier::LargeBulky);
        let us = |tier, goods, on| cost(Marketplace::US, on, &item(tier, goods, 10.0));
        assert_eq!(us(standard, Goods::Ordinary, day(2024, 3, 31)), Ok("USD 8.70".into()));
        assert_eq!(us(standard, Goods::Ordinary, day(2024, 4, 1)), Ok("USD 7.80".into()));
        assert_eq!(us(bulky, Goods::Ordinary, day(2026, 12, 31)), Ok("USD 14.00".into()));
        assert_eq!(us(standard, Goods::Dangerous, day(2026, 12, 31)), Ok("USD 36.30".into()));
        // Apparel has no rate of its own in the United States, dangerous goods none in Germany.
        assert_eq!(us(standard, Goods::Apparel, day(2026, 1, 1)), Ok("USD 7.80".into()));
        let on = day(2026, 11, 1);
        assert_eq!(
            cost(Marketplace::UK, on, &item(Tier::SmallParcel, Goods::Apparel, 10.0)),
            Ok("GBP 8.20".into())
        );
        let dangerous = item(Tier::SmallParcel, Goods::Dangerous, 10.0);
        assert_eq!(cost(Marketplace::DE, on, &dangerous), Err(Unknown::NoRate));
    }

    #[test]
    fn a_rate_by_the_cubic_metre_is_exact() {
        // 10 cu ft are 0.28316846592 m³, × €52.20 = €14.7814; × ¥5,160 = ¥1,461.15 in whole yen.
        let ten = item(Tier::Standard, Goods::Ordinary, 10.0);
        assert_eq!(cost(Marketplace::DE, day(2026, 10, 1), &ten), Ok("EUR 14.78".into()));
        assert_eq!(cost(Marketplace::JP, day(2022, 9, 1), &ten), Ok("JPY 1461".into()));
        assert_eq!(cost(Marketplace::JP, day(2022, 10, 1), &ten), Err(Unknown::NoRate));
    }

    #[test]
    fn what_is_missing_is_named_and_never_nothing() {
        let on = day(2026, 11, 1);
        let whole = item(Tier::Standard, Goods::Ordinary, 1.0);
        for marketplace in [Marketplace::FR, Marketplace::IT, Marketplace::ES, Marketplace::JP] {
            for on in [day(2024, 1, 1), on] {
                assert_eq!(cost(marketplace, on, &whole), Err(Unknown::NoTable), "{marketplace} {on}");
            }
        }
        assert_eq!(cost(Marketplace::UK, day(2025, 1, 1), &whole), Err(Unknown::NoTable));
        assert_eq!(cost(Marketplace::US, on, &Item { tier: None, ..whole }), Err(Unknown::NoTier));
        assert_eq!(cost(Marketplace::US, on, &Item { volume: None, ..whole }), Err(Unknown::NoVolume));
    }

    #[test]
    fn periods_are_sound_do_not_overlap_and_every_row_has_a_link() {
        for (i, row) in TABLE.iter().enumerate() {
            assert!(row.period.is_sound() && row.basis.source.starts_with("https://"), "{row:?}");
            assert!(row.january.is_some_and(|rate| rate > 0) && row.october != Some(0), "{row:?}");
            for other in TABLE[..i].iter().filter(|it| (it.group, it.goods) == (row.group, row.goods)) {
                let shared = row.marketplaces.iter().any(|it| other.marketplaces.contains(it));
                assert!(!shared || !row.period.overlaps(other.period), "{row:?} {other:?}");
            }
        }
    }
}
