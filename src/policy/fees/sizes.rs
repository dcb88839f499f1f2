//! Which size tier a unit falls into by its sides and its weight, and the weight that Amazon goes by.

mod table;

use super::{Basis, Tier, Unknown};
use crate::evidence::Period;
use crate::ids::Marketplace;
use crate::sides::{Length, LengthUnit, Sides};
use crate::volume::VolumeUnit;
use crate::weight::{Weight, WeightUnit};
use chrono::NaiveDate;
use table::EUROPE;

pub use table::TABLE;

/// What a unit of a tier may weigh and measure at most; `None` where that is not limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeRule {
    /// Where.
    pub marketplaces: &'static [Marketplace],
    /// The days.
    pub period: Period,
    /// The tier.
    pub tier: Tier,
    /// The weight: in the United States the shipping weight, in Europe and Japan the unit's own.
    pub weight: Option<Weight>,
    /// The longest side, the median and the shortest one.
    pub sides: [Option<Length>; 3],
    /// The longest side and once around the others.
    pub length_and_girth: Option<Length>,
    /// What it rests on.
    pub basis: Basis,
}

impl SizeRule {
    fn takes(&self, marketplace: Marketplace, sides: Sides, weight: Weight) -> bool {
        let within = |length: Length, most: Option<Length>| most.is_none_or(|most| length <= most);
        let [longest, median, shortest] = self.sides;
        let weight = match marketplace {
            Marketplace::US => weighed(marketplace, self.tier, sides, weight).unwrap_or(weight),
            _ => weight,
        };
        within(sides.longest(), longest)
            && within(sides.median(), median)
            && within(sides.shortest(), shortest)
            && within(sides.length_and_girth(), self.length_and_girth)
            && self.weight.is_none_or(|most| weight <= most)
    }
}

/// The tier of a unit by its sides and its own weight, packed.
///
/// # Errors
///
/// [`Unknown::NoTable`] where no limits are known there and then.
///
/// ```
/// use ipi::ids::Marketplace::{CA, UK, US};
/// use ipi::policy::fees::{Tier, Unknown, sizes::tier};
/// use ipi::sides::{LengthUnit::*, Sides};
/// use ipi::weight::{Weight, WeightUnit::*};
/// let day = "2026-11-15".parse().unwrap();
/// let mug = Sides::new([5.0, 4.5, 4.5], Inches).unwrap();
/// assert_eq!(tier(US, day, mug, Weight::new(14.0, Ounces).unwrap()), Ok(Tier::LargeStandard)); // over 0.75 in
/// // 12.7 × 11.43 × 11.43 cm: thicker than an envelope, within 35 × 25 × 12 cm.
/// assert_eq!(tier(UK, day, mug, Weight::new(400.0, Grams).unwrap()), Ok(Tier::SmallParcel));
/// assert_eq!(tier(CA, day, mug, Weight::new(400.0, Grams).unwrap()), Err(Unknown::NoTable));
/// ```
pub fn tier(marketplace: Marketplace, day: NaiveDate, sides: Sides, weight: Weight) -> Result<Tier, Unknown> {
    let here = |row: &&SizeRule| row.marketplaces.contains(&marketplace) && row.period.holds(day);
    let fitting = TABLE.iter().filter(here).find(|row| row.takes(marketplace, sides, weight));
    fitting.map(|row| row.tier).ok_or(Unknown::NoTable)
}

/// The weight that Amazon goes by: the greater of the unit's own weight and of its volume divided by 139 cubic inches per pound
/// in the United States, 5,000 cm³ per kilogram in Europe and 6,000 in Japan; for small, light or very large tiers its own.
///
/// # Errors
///
/// [`Unknown::NoTable`] where no divisor is known.
///
/// ```
/// use ipi::ids::Marketplace::US;
/// use ipi::policy::fees::{Tier, sizes::shipping_weight};
/// use ipi::sides::{LengthUnit::Inches, Sides};
/// use ipi::weight::{Weight, WeightUnit::Pounds};
/// let pillow = Sides::new([18.0, 14.0, 6.95], Inches).unwrap();
/// let weight = shipping_weight(US, Tier::LargeStandard, pillow, Weight::new(2.0, Pounds).unwrap());
/// // 18 × 14 × 6.95 = 1,751.4 cu in, ÷ 139 = 12.6 lb, more than the 2 lb that it weighs.
/// assert!((weight.unwrap().to(Pounds) - 12.6).abs() < 1e-9);
/// ```
pub fn shipping_weight(
    marketplace: Marketplace,
    tier: Tier,
    sides: Sides,
    weight: Weight,
) -> Result<Weight, Unknown> {
    weighed(marketplace, tier, sides, weight).ok_or(Unknown::NoTable)
}

fn weighed(marketplace: Marketplace, tier: Tier, sides: Sides, weight: Weight) -> Option<Weight> {
    use Tier::{
        ExtraLarge, ExtraLargeEnvelope, LargeEnvelope, LargeStandard, LightEnvelope, SmallEnvelope,
        SmallStandard, SpecialOversize, StandardEnvelope,
    };
    let pounds = |number: u32| Weight::thousandths(number * 1_000, WeightUnit::Pounds);
    let own = match tier {
        SmallStandard | SpecialOversize => true,
        LargeStandard => weight <= pounds(1),
        ExtraLarge => weight > pounds(150),
        LightEnvelope | SmallEnvelope | StandardEnvelope | LargeEnvelope | ExtraLargeEnvelope => true,
        _ => false,
    };
    // The grains of volume that weigh as much as one unit of weight.
    let cubic_centimetre = u128::from(VolumeUnit::CubicCentimetres.grains());
    let (unit, grains) = match marketplace {
        Marketplace::US => (WeightUnit::Pounds, 139 * u128::from(VolumeUnit::CubicFeet.grains()) / 1_728),
        Marketplace::JP => (WeightUnit::Kilograms, 6_000 * cubic_centimetre),
        _ if EUROPE.contains(&marketplace) => (WeightUnit::Kilograms, 5_000 * cubic_centimetre),
        _ => return None,
    };
    // What is large and flat counts as two inches thick in the United States.
    let sides = match (marketplace, tier.group()) {
        (Marketplace::US, super::Group::Oversize) => {
            sides.at_least(Length::hundredths(200, LengthUnit::Inches))
        }
        _ => sides,
    };
    let by_volume = sides.volume().grains() * u128::from(unit.grains()) / grains;
    let by_volume = Weight::of_grains(u64::try_from(by_volume).unwrap_or(u64::MAX));
    Some(if own { weight } else { weight.max(by_volume) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::day;
    use LengthUnit::{Centimetres, Inches};
    use Marketplace::{JP, UK, US};
    use WeightUnit::{Kilograms, Pounds};

    fn american(on: NaiveDate, sides: [f64; 3], pounds: f64) -> Result<Tier, Unknown> {
        tier(US, on, Sides::new(sides, Inches).unwrap(), Weight::new(pounds, Pounds).unwrap())
    }

    #[test]
    fn an_edge_belongs_to_the_smaller_tier_and_the_day_picks_the_table() {
        let (old, new) = (day(2024, 2, 4), day(2024, 2, 5));
        assert_eq!(american(new, [15.0, 12.0, 0.75], 1.0), Ok(Tier::SmallStandard));
        assert_eq!(american(new, [15.0, 12.0, 0.76], 1.0), Ok(Tier::LargeStandard));
        assert_eq!(american(new, [15.0, 12.0, 0.75], 1.01), Ok(Tier::LargeStandard));
        assert_eq!(american(new, [18.0, 14.0, 8.0], 20.0), Ok(Tier::LargeStandard));
        assert_eq!(american(old, [18.5, 14.0, 8.0], 20.0), Ok(Tier::SmallOversize));
        assert_eq!(american(new, [18.5, 14.0, 8.0], 20.0), Ok(Tier::LargeBulky));
        assert_eq!(american(new, [18.0, 14.0, 8.0], 50.1), Ok(Tier::ExtraLarge));
        // 40 + 2 × (22 + 23) = 130 in around, but 40 × 22 × 23 ÷ 139 = 145.6 lb by volume.
        assert_eq!(american(new, [40.0, 22.0, 23.0], 10.0), Ok(Tier::ExtraLarge));
        assert_eq!(american(old, [40.0, 22.0, 23.0], 10.0), Ok(Tier::MediumOversize));
        assert_eq!(american(old, [109.0, 10.0, 10.0], 10.0), Ok(Tier::SpecialOversize));
    }

    #[test]
    fn european_and_japanese_sizes_go_by_the_weight_of_the_unit() {
        let on = day(2026, 7, 1);
        let of = |marketplace, sides, kilograms| {
            let weight = Weight::new(kilograms, Kilograms).unwrap();
            tier(marketplace, on, Sides::new(sides, Centimetres).unwrap(), weight)
        };
        assert_eq!(of(UK, [33.0, 23.0, 2.5], 0.1), Ok(Tier::LightEnvelope));
        assert_eq!(of(UK, [33.0, 23.0, 2.5], 0.47), Ok(Tier::LargeEnvelope));
        assert_eq!(of(UK, [45.0, 34.0, 26.0], 11.9), Ok(Tier::StandardParcel));
        assert_eq!(of(UK, [45.0, 34.0, 26.0], 12.0), Ok(Tier::StandardOversize));
        assert_eq!(of(UK, [60.0, 40.0, 40.0], 1.7), Ok(Tier::SmallOversize));
        assert_eq!(of(UK, [150.0, 50.0, 50.0], 30.0), Ok(Tier::HeavyOversize)); // 150 + 200 = 350 cm
        assert_eq!(of(UK, [176.0, 5.0, 5.0], 1.0), Ok(Tier::SpecialOversize));
        assert_eq!(of(JP, [45.0, 35.0, 20.0], 9.0), Ok(Tier::Standard));
        assert_eq!(of(JP, [45.0, 35.0, 20.0], 9.1), Ok(Tier::Oversize));
    }

    #[test]
    fn what_is_large_and_flat_counts_as_two_inches_thick() {
        let panel = Sides::new([50.0, 20.0, 1.0], Inches).unwrap();
        let weight = shipping_weight(US, Tier::LargeBulky, panel, Weight::new(8.0, Pounds).unwrap()).unwrap();
        // 50 × 20 × 2 = 2,000 cu in, ÷ 139 = 14.388 lb.
        assert!((weight.to(Pounds) - 14.388).abs() < 1e-3);
        assert!(american(day(2026, 7, 1), [50.0, 20.0, 1.0], 8.0) == Ok(Tier::LargeBulky));
    }

    #[test]
    fn every_unit_has_a_tier_where_limits_are_known() {
        for (marketplace, on) in [(US, day(2020, 1, 1)), (US, day(2026, 1, 1)), (UK, day(2026, 5, 1))] {
            for side in [0.1, 10.0, 40.0, 300.0] {
                let sides = Sides::new([side, side, side], Centimetres).unwrap();
                for kilograms in [0.0, 0.3, 12.0, 900.0] {
                    assert!(tier(marketplace, on, sides, Weight::new(kilograms, Kilograms).unwrap()).is_ok());
                }
            }
        }
        for rule in TABLE {
            assert!(rule.period.is_sound() && !rule.basis.source.is_empty());
        }
    }
}
