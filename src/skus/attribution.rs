//! The estimate taken apart by SKU: base and points that add up to the score.
//!
//! For a fixed past the estimate is affine in the four measures. A SKU's points are the integral of the slopes along the
//! straight way from an account of the same size with nothing in excess, nothing stranded, nothing out of stock and every
//! SKU at the reference sell-through, to the account as it is (integrated gradients; Sundararajan, Taly & Yan 2017). They add
//! up exactly, and stock that does not sell never gets points for it.

use crate::dates::IN_STOCK_DAYS;
use crate::factor::{FactorKind, FactorSet, Part, Parts, Sums};
use crate::score::{Estimate, MODEL, chord, measure};
use crate::units::Units;

/// Points of one SKU by factor, below nothing where it costs points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SkuPoints {
    /// Of its units beyond 90 days of supply.
    pub excess: f64,
    /// Of its sales against its stock.
    pub sell_through: f64,
    /// Of its stranded units.
    pub stranded: f64,
    /// Of its days out of stock.
    pub in_stock: f64,
}

impl SkuPoints {
    /// Of all factors together.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.excess + self.sell_through + self.stranded + self.in_stock
    }

    /// Of one factor.
    #[must_use]
    pub const fn of(&self, factor: FactorKind) -> f64 {
        match factor {
            FactorKind::Excess => self.excess,
            FactorKind::SellThrough => self.sell_through,
            FactorKind::Stranded => self.stranded,
            FactorKind::InStock => self.in_stock,
        }
    }
}

/// How the estimate comes about: `base` + the points of all SKUs + `clamped` = `score`, to a billionth.
///
/// Worked by hand, slopes −2.4, 230, −0.5 and −0.3, no past: three SKUs with 300 units on hand, 360 shipped ÷ 360 on average.
///
/// ```
/// use ipi::factor::{FactorSet, Part, Parts};
/// use ipi::ids::Sku;
/// use ipi::score::{Question, estimate};
/// use ipi::skus::Attribution;
/// use ipi::units::Units;
/// let part = |sku: &str, [h, e, t, q, b, w]: [u64; 6], days_out| {
///     let mut part = Part::new(Sku::from(sku));
///     (part.on_hand, part.excess) = (Units::new(h), Units::new(e));
///     (part.stranded, part.stranded_of) = (Units::new(t), Units::new(h));
///     (part.shipped_90, part.weight, part.days_out) = (Units::new(q), Units::new(w), days_out);
///     part.set_snapshots([Units::new(b); 4]);
///     part
/// };
/// let list = vec![
///     part("LAMP", [200, 150, 0, 50, 210, 30], 0),
///     part("MAT", [60, 0, 0, 180, 75, 120], 0),
///     part("CUP", [40, 0, 12, 130, 75, 80], 6),
/// ];
/// let days = Some(["2026-10-31"; 4].map(|day| day.parse().unwrap()));
/// let parts = Parts { list, stated: FactorSet::FOUR, days };
/// let day = "2026-10-31".parse().unwrap();
/// let question = Question { day, set: FactorSet::FOUR, readings: parts.readings(), past: &[] };
/// let estimate = estimate(&question).unwrap();
/// let found = Attribution::of(&parts, &parts.sums(), &estimate);
/// let near = |found: f64, by_hand: f64| assert!((found - by_hand).abs() < 5e-5, "{found} is not {by_hand}");
/// near(found.points[0].excess, -120.0);
/// near(found.points[0].sell_through, -45.4295);
/// near(found.points[1].sell_through, 11.5717);
/// near(found.points[2].sell_through, 3.0001);
/// near(found.points[2].stranded, -2.0);
/// near(found.points[2].in_stock, -2.0870);
/// near(found.points[2].total(), -1.0869);
/// // The score of this account is the model's for these readings; the base is what is left of it.
/// let sum: f64 = found.points.iter().map(|points| points.total()).sum();
/// assert!((found.base + sum + found.clamped - found.score).abs() < 1e-9);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The estimate.
    pub score: f64,
    /// Ends of its interval.
    pub interval: (f64, f64),
    /// What no SKU of today accounts for: the account with all in order, and what earlier weeks still weigh.
    pub base: f64,
    /// Part of the base: what each factor's earlier weeks add, because windows of up to three weeks are averaged.
    pub earlier_weeks: [f64; 4],
    /// Points cut off (negative) or added at the ends of the scale.
    pub clamped: f64,
    /// Points of each SKU, in the order of the parts.
    pub points: Vec<SkuPoints>,
}

impl Attribution {
    /// Takes an estimate apart. `sums` are those of the parts.
    #[must_use]
    pub fn of(parts: &Parts, sums: &Sums, estimate: &Estimate) -> Attribution {
        let valuation = Valuation::of(sums, parts.stated, estimate.slopes);
        let readings = sums.readings(parts.stated);
        let earlier_weeks = FactorKind::ALL.map(|factor| {
            let contribution =
                estimate.contributions.iter().find(|contribution| contribution.factor == factor);
            let Some((contribution, reading)) = contribution.zip(readings.get(factor)) else { return 0.0 };
            let [slope, reference] =
                [estimate.slopes[factor as usize], MODEL.slopes[factor as usize].reference];
            contribution.points - slope * (measure(factor, reading) - measure(factor, reference))
        });
        let points: Vec<SkuPoints> = parts.list.iter().map(|part| valuation.points(part)).collect();
        let sum: f64 = points.iter().map(SkuPoints::total).sum();
        Attribution {
            score: estimate.points.get(),
            interval: (estimate.low.get(), estimate.high.get()),
            base: estimate.mean - sum,
            earlier_weeks,
            clamped: estimate.clamped,
            points,
        }
    }
}

/// What a unit of each kind is worth in an account of this size; nothing for a factor without a figure.
pub(super) struct Valuation {
    excess: f64,
    stranded: f64,
    sell_through: f64,
    in_stock: f64,
}

/// The sell-through of an account in order: that of the reference account.
const REFERENCE: f64 = MODEL.slopes[FactorKind::SellThrough as usize].reference;

impl Valuation {
    pub(super) fn of(sums: &Sums, stated: FactorSet, slopes: [f64; 4]) -> Valuation {
        let readings = sums.readings(stated);
        let per = |slope: f64, whole: f64| if whole > 0.0 { slope / whole } else { 0.0 };
        let stock = sums.mean_stock();
        let ratio = if stock > 0.0 { number(sums.shipped_90) / stock } else { REFERENCE };
        let counts =
            |factor: FactorKind| if readings.get(factor).is_some() { slopes[factor as usize] } else { 0.0 };
        let [excess, sell_through, stranded, in_stock] = FactorKind::ALL.map(counts);
        Valuation {
            excess: per(excess * 100.0, number(sums.on_hand)),
            sell_through: per(sell_through * chord(REFERENCE, ratio), stock),
            stranded: per(stranded * 100.0, number(sums.stranded_of)),
            in_stock: per(in_stock * 100.0, number(sums.weight) * f64::from(IN_STOCK_DAYS)),
        }
    }

    pub(super) fn points(&self, part: &Part) -> SkuPoints {
        let out = number(part.weight) * f64::from(part.days_out);
        SkuPoints {
            excess: self.excess * number(part.excess),
            sell_through: self.sell_through * (number(part.shipped_90) - REFERENCE * part.average),
            stranded: self.stranded * number(part.stranded),
            in_stock: self.in_stock * out,
        }
    }
}

#[allow(clippy::cast_precision_loss)] // sums of report cells stay far below 2^53
fn number(units: Units) -> f64 {
    units.get() as f64
}
