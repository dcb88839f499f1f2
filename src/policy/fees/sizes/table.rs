//! The table of size limits.

use super::SizeRule;
use crate::evidence::{Certainty, Period, day};
use crate::ids::Marketplace;
use crate::policy::fees::{Basis, Tier};
use crate::sides::{Length, LengthUnit};
use crate::weight::{Weight, WeightUnit};

const AMERICA: &[Marketplace] = &[Marketplace::US];
pub(super) const EUROPE: &[Marketplace] = &{
    use Marketplace::{BE, DE, ES, FR, IT, NL, PL, SE, UK};
    [BE, DE, ES, FR, IT, NL, PL, SE, UK]
};
const BEFORE: Period = Period::between(day(2018, 2, 22), day(2024, 2, 4));
const AFTER: Period = Period::since(day(2024, 2, 5));

const US_2023: Basis = Basis {
    certainty: Certainty::Official,
    days_assumed: true,
    source: "https://sellercentral.amazon.com/gp/help/external/201105770?locale=th-TH",
    note: "the last day is stated, the first is ours; small standard-size ended at 12 oz until about 2021",
};
const US_2024: Basis = Basis {
    certainty: Certainty::Quoted,
    days_assumed: false,
    source: "https://huzaifa.org/amazon-new-product-size-tiers-2024-fee/",
    note: "small bulky came in 2026 with limits not found: large bulky here, which costs the same as far as known",
};
const EU_2026: Basis = Basis {
    certainty: Certainty::ThirdParty,
    days_assumed: true,
    source: "https://m.media-amazon.com/images/G/02/sell/images/260410-FBA-Rate-Card-EN.pdf",
    note: "the European card of April 2026 as a third party's table gives it; the tiers may be older than the card",
};
const JP_2026: Basis = Basis {
    certainty: Certainty::ThirdParty,
    days_assumed: true,
    source: "a third party's table of 2026 sizes",
    note: "the small tier is missing there; the group is the same",
};

/// One row of [`TABLE`]: the weight in hundredths of a pound or kilogram, lengths in hundredths of an inch or centimetre, zero
/// where there is no limit.
const fn row(
    marketplaces: &'static [Marketplace],
    period: Period,
    tier: Tier,
    weight: u32,
    [a, b, c, around]: [u32; 4],
    basis: Basis,
) -> SizeRule {
    let american = matches!(marketplaces, [Marketplace::US]);
    let (pounds, inches) = if american {
        (WeightUnit::Pounds, LengthUnit::Inches)
    } else {
        (WeightUnit::Kilograms, LengthUnit::Centimetres)
    };
    const fn length(number: u32, unit: LengthUnit) -> Option<Length> {
        if number == 0 { None } else { Some(Length::hundredths(number, unit)) }
    }
    SizeRule {
        marketplaces,
        period,
        tier,
        weight: if weight == 0 { None } else { Some(Weight::thousandths(weight * 10, pounds)) },
        sides: [length(a, inches), length(b, inches), length(c, inches)],
        length_and_girth: length(around, inches),
        basis,
    }
}

/// Every size limit known; of those of one marketplace and day the first that a unit fits is its tier.
#[rustfmt::skip]
pub const TABLE: &[SizeRule] = &{
    use Tier::{BulkyOversize, ExtraLarge, ExtraLargeEnvelope, HeavyOversize, LargeBulky, LargeEnvelope, LargeOversize, LargeStandard, LightEnvelope};
    use Tier::{MediumOversize, Oversize, SmallOversize, SmallParcel, SmallStandard, SpecialOversize, Standard, StandardEnvelope, StandardOversize, StandardParcel};
    let (since_2026, jp) = (Period::since(day(2026, 4, 17)), Period::since(day(2024, 1, 1)));
    [
        row(AMERICA, BEFORE, SmallStandard, 100, [1_500, 1_200, 75, 0], US_2023),
        row(AMERICA, BEFORE, LargeStandard, 2_000, [1_800, 1_400, 800, 0], US_2023),
        row(AMERICA, BEFORE, SmallOversize, 7_000, [6_000, 3_000, 0, 13_000], US_2023),
        row(AMERICA, BEFORE, MediumOversize, 15_000, [10_800, 0, 0, 13_000], US_2023),
        row(AMERICA, BEFORE, LargeOversize, 15_000, [10_800, 0, 0, 16_500], US_2023),
        row(AMERICA, BEFORE, SpecialOversize, 0, [0; 4], US_2023),
        row(AMERICA, AFTER, SmallStandard, 100, [1_500, 1_200, 75, 0], US_2024),
        row(AMERICA, AFTER, LargeStandard, 2_000, [1_800, 1_400, 800, 0], US_2024),
        row(AMERICA, AFTER, LargeBulky, 5_000, [5_900, 3_300, 3_300, 13_000], US_2024),
        row(AMERICA, AFTER, ExtraLarge, 0, [0; 4], US_2024),
        row(EUROPE, since_2026, LightEnvelope, 10, [3_300, 2_300, 250, 0], EU_2026),
        row(EUROPE, since_2026, StandardEnvelope, 46, [3_300, 2_300, 250, 0], EU_2026),
        row(EUROPE, since_2026, LargeEnvelope, 96, [3_300, 2_300, 400, 0], EU_2026),
        row(EUROPE, since_2026, ExtraLargeEnvelope, 96, [3_300, 2_300, 600, 0], EU_2026),
        row(EUROPE, since_2026, SmallParcel, 390, [3_500, 2_500, 1_200, 0], EU_2026),
        row(EUROPE, since_2026, StandardParcel, 1_190, [4_500, 3_400, 2_600, 0], EU_2026),
        row(EUROPE, since_2026, SmallOversize, 176, [6_100, 4_600, 4_600, 0], EU_2026),
        row(EUROPE, since_2026, StandardOversize, 2_300, [12_000, 6_000, 6_000, 0], EU_2026),
        row(EUROPE, since_2026, BulkyOversize, 2_300, [17_500, 0, 0, 36_000], EU_2026),
        row(EUROPE, since_2026, HeavyOversize, 3_150, [17_500, 0, 0, 36_000], EU_2026),
        row(EUROPE, since_2026, SpecialOversize, 0, [0; 4], EU_2026),
        row(&[Marketplace::JP], jp, Standard, 900, [4_500, 3_500, 2_000, 0], JP_2026),
        row(&[Marketplace::JP], jp, Oversize, 0, [0; 4], JP_2026),
    ]
};
