//! The table of the monthly storage fee.

use super::StorageRule;
use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use crate::money::Currency;
use crate::policy::fees::{Basis, Goods, Group};
use crate::volume::VolumeUnit;

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

#[cfg(test)]
mod tests {
    use super::*;

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
