//! Fees that go by the weight of a unit: steps, and from the last one on so much for every pound or kilogram more.

use crate::money::{Amount, Currency};
use crate::weight::{Weight, WeightUnit};
use serde::Serialize;

/// How the weight above the last step counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    /// Every pound or kilogram begun.
    Begun,
    /// To the gram.
    Exact,
}

/// The fee of one unit by its weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// The currency.
    pub currency: Currency,
    /// The unit of weight.
    pub unit: WeightUnit,
    /// Up to so many thousandths of the unit, this weight included: so many minor units.
    pub steps: &'static [(u32, u32)],
    /// Minor units above the last step.
    pub above: u32,
    /// Minor units beside them for every further unit of weight above the last step.
    pub more: u32,
    /// How that weight counts.
    pub rounding: Rounding,
}

impl Ladder {
    /// The weight of the last step, above which the fee grows, in thousandths of the unit.
    #[must_use]
    pub fn last(&self) -> u32 {
        self.steps.last().map_or(0, |&(weight, _)| weight)
    }

    /// The fee of a unit of this weight.
    pub(super) fn fee(&self, weight: Weight) -> Amount {
        let (minor, parts) = self.exact(weight);
        Amount::rounded(self.currency, minor, parts)
    }

    /// The fee before it is rounded: so many minor units ÷ so many parts.
    pub(super) fn exact(&self, weight: Weight) -> (u128, u128) {
        let unit = self.unit.grains();
        let at_most = |&&(step, _): &&(u32, u32)| weight <= Weight::thousandths(step, self.unit);
        if let Some(&(_, minor)) = self.steps.iter().find(at_most) {
            return (u128::from(minor) * u128::from(unit), unit.into());
        }
        let over = weight.grains().saturating_sub(Weight::thousandths(self.last(), self.unit).grains());
        let counted = match self.rounding {
            Rounding::Begun => over.div_ceil(unit).saturating_mul(unit),
            Rounding::Exact => over,
        };
        let minor = u128::from(self.above) * u128::from(unit) + u128::from(self.more) * u128::from(counted);
        (minor, unit.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use WeightUnit::Kilograms;

    const LADDER: Ladder = Ladder {
        currency: Currency::Gbp,
        unit: Kilograms,
        steps: &[(200, 49), (1_000, 157)],
        above: 203,
        more: 80,
        rounding: Rounding::Begun,
    };

    fn pence(ladder: &Ladder, kilograms: f64) -> u64 {
        ladder.fee(Weight::new(kilograms, Kilograms).unwrap()).minor
    }

    #[test]
    fn a_step_takes_in_its_edge() {
        let fees = [0.0, 0.2, 0.2001, 1.0].map(|weight| pence(&LADDER, weight));
        assert_eq!(fees, [49, 49, 157, 157]);
    }

    #[test]
    fn above_the_last_step_each_unit_begun_or_each_gram_counts() {
        // 203 + 80 × 1, 203 + 80 × 1, 203 + 80 × 2.
        assert_eq!([1.001, 2.0, 2.001].map(|weight| pence(&LADDER, weight)), [283, 283, 363]);
        let exact = Ladder { rounding: Rounding::Exact, ..LADDER };
        // 203 + 80 × 0.25 = 223; 203 + 80 × 0.00625 = 203.5, half a penny up.
        assert_eq!([1.25, 1.006_25].map(|weight| pence(&exact, weight)), [223, 204]);
    }
}
