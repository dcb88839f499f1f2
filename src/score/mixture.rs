//! A weighted mean of normal distributions: what the filters foretell together.

use super::normal::{below, density, point};

/// One normal distribution and its share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Its share of the mixture; the shares add up to 1.
    pub weight: f64,
    /// Its mean, in points.
    pub mean: f64,
    /// Its standard deviation, in points: above 0.
    pub deviation: f64,
}

/// The distribution of an official score: one normal for each way in which the account may behave.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture {
    parts: Vec<Part>,
}

impl Mixture {
    /// A mixture of `parts`, of which there is at least one. Equal ones become one: many ways to behave make no difference
    /// to an account that reads all its factors, or none.
    pub(super) fn new(mut parts: Vec<Part>) -> Self {
        parts.sort_by(|a, b| a.mean.total_cmp(&b.mean).then(a.deviation.total_cmp(&b.deviation)));
        parts.dedup_by(|next, kept| {
            let equal = (next.mean, next.deviation) == (kept.mean, kept.deviation);
            if equal {
                kept.weight += next.weight;
            }
            equal
        });
        Mixture { parts }
    }

    /// A single normal distribution.
    #[must_use]
    pub fn normal(mean: f64, deviation: f64) -> Self {
        Mixture { parts: vec![Part { weight: 1.0, mean, deviation }] }
    }

    /// The same around its middle, with a further doubt of so many points, which is independent of the rest.
    ///
    /// ```
    /// use ipi::score::Mixture;
    /// assert_eq!(Mixture::normal(500.0, 3.0).widened(4.0), Mixture::normal(500.0, 5.0));
    /// ```
    #[must_use]
    pub fn widened(&self, deviation: f64) -> Self {
        let widened = |part: &Part| Part { deviation: part.deviation.hypot(deviation), ..*part };
        Mixture { parts: self.parts.iter().map(widened).collect() }
    }

    /// The normals it is made of.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.parts.iter().map(|part| part.weight * part.mean).sum()
    }

    /// The standard deviation: that within the parts, and that between their means.
    #[must_use]
    pub fn deviation(&self) -> f64 {
        let mean = self.mean();
        let square = |part: &Part| part.weight * (part.deviation.powi(2) + (part.mean - mean).powi(2));
        self.parts.iter().map(square).sum::<f64>().sqrt()
    }

    /// The chance, 0–1, of a value below `x`.
    ///
    /// ```
    /// use ipi::score::Mixture;
    /// assert!((Mixture::normal(500.0, 10.0).below(490.0) - 0.158_655_253_9).abs() < 1e-9);
    /// ```
    #[must_use]
    pub fn below(&self, x: f64) -> f64 {
        let chance: f64 =
            self.parts.iter().map(|part| part.weight * below((x - part.mean) / part.deviation)).sum();
        chance.clamp(0.0, 1.0)
    }

    /// The value below which lies a share `p` of the cases, 0 < `p` < 1, to a millionth of a point.
    ///
    /// It lies between the least and the greatest of the parts' own; Newton's steps find it, halved where they would leave
    /// what is left of that span.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        let z = point(p);
        let own = |part: &Part| part.mean + z * part.deviation;
        let mut low = self.parts.iter().map(own).fold(f64::INFINITY, f64::min);
        let mut high = self.parts.iter().map(own).fold(f64::NEG_INFINITY, f64::max);
        let mut x = self.mean() + z * self.deviation();
        while high - low > 1e-6 {
            if x.is_nan() || x <= low || x >= high {
                x = f64::midpoint(low, high);
            }
            let over = self.below(x) - p;
            if over > 0.0 {
                high = x;
            } else {
                low = x;
            }
            let steep: f64 = self
                .parts
                .iter()
                .map(|part| part.weight * density((x - part.mean) / part.deviation) / part.deviation)
                .sum();
            let next = x - over / steep;
            if (next - x).abs() < 1e-7 {
                return next;
            }
            x = next;
        }
        f64::midpoint(low, high)
    }

    /// How far the mixture was from what came: the continuous ranked probability score, in points; 0 is perfect, and of a
    /// forecast without spread it is the error itself (Gneiting & Raftery 2007; for mixtures of normals Grimit et al. 2006).
    ///
    /// ```
    /// use ipi::score::Mixture;
    /// // A hit by a normal costs (√2 − 1) ÷ √π = 0.2337 of its deviation.
    /// assert!((Mixture::normal(500.0, 10.0).crps(500.0) - 2.3369).abs() < 1e-4);
    /// ```
    #[must_use]
    pub fn crps(&self, official: f64) -> f64 {
        // Mean distance from 0 of a normal with this mean and variance.
        let distance = |mean: f64, variance: f64| {
            let deviation = variance.sqrt();
            let z = mean / deviation;
            2.0 * deviation * density(z) + mean * (2.0 * below(z) - 1.0)
        };
        let mut sum = 0.0;
        for (i, a) in self.parts.iter().enumerate() {
            sum += a.weight * distance(official - a.mean, a.deviation.powi(2));
            sum -= 0.5 * a.weight.powi(2) * distance(0.0, 2.0 * a.deviation.powi(2));
            for b in &self.parts[..i] {
                sum -= a.weight
                    * b.weight
                    * distance(a.mean - b.mean, a.deviation.powi(2) + b.deviation.powi(2));
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Half N(0, 1), half N(10, 1).
    fn two() -> Mixture {
        let part = |mean| Part { weight: 0.5, mean, deviation: 1.0 };
        Mixture::new(vec![part(0.0), part(10.0)])
    }

    #[test]
    fn mean_and_deviation_are_those_of_the_whole() {
        assert_eq!(two().mean(), 5.0);
        assert!((two().deviation() - 26.0_f64.sqrt()).abs() < 1e-12); // 1 within, 5² between
    }

    #[test]
    fn quantiles_are_those_of_the_parts_where_these_lie_apart() {
        // 5 % of the whole are 10 % of the lower part: −1.281552 of the normal table.
        assert!((two().quantile(0.05) + 1.281_552).abs() < 1e-5);
        assert!((two().quantile(0.95) - 11.281_552).abs() < 1e-5);
        assert!((two().below(5.0) - 0.5).abs() < 1e-12);
        // Between the parts lies almost nothing, and the middle is found none the less.
        assert!((two().quantile(0.5) - 5.0).abs() < 1e-3);
    }

    #[test]
    fn one_part_is_a_normal() {
        let one = Mixture::normal(500.0, 20.0);
        assert!((one.quantile(0.05) - (500.0 - 1.644_853_627 * 20.0)).abs() < 1e-6);
        assert!((one.crps(500.0) - 20.0 * 0.233_695).abs() < 1e-4);
        assert!((one.crps(700.0) - (200.0 - 20.0 / std::f64::consts::PI.sqrt())).abs() < 1e-6); // far off: |error| − σ ÷ √π
    }

    #[test]
    fn the_score_of_a_mixture_is_the_square_of_what_its_curve_misses() {
        // The definition: the integral of (F(x) − [x ≥ official])², here in steps of 1/100.
        let (mixture, official) = (two(), 3.0);
        let sum: f64 = (-1000..2000)
            .map(|step| {
                let x = (f64::from(step) + 0.5) / 100.0;
                (mixture.below(x) - if x >= official { 1.0 } else { 0.0 }).powi(2) / 100.0
            })
            .sum();
        assert!((mixture.crps(official) - sum).abs() < 1e-4, "{sum}");
    }
}
