//! The normal distribution: its curve, the chance of being below a point, and the point for a chance.

/// Share of cases that lie inside the interval.
pub(super) const INTERVAL: f64 = 0.90;

/// Chance that a standard normal number is below `z`.
///
/// Sum of the series `½ + φ(z)·(z + z³/3 + z⁵/15 + …)` (Marsaglia, *Evaluating the Normal Distribution*, 2004), good to
/// 1e-14; past eight deviations it is 0 or 1.
pub(super) fn below(z: f64) -> f64 {
    if z.is_nan() {
        return 0.5;
    }
    if z.abs() > 8.0 {
        return if z > 0.0 { 1.0 } else { 0.0 };
    }
    let (mut term, mut sum, mut odd) = (z, z, 1.0);
    while term.abs() > 1e-17 * (1.0 + sum.abs()) {
        odd += 2.0;
        term *= z * z / odd;
        sum += term;
    }
    (0.5 + density(z) * sum).clamp(0.0, 1.0)
}

/// Height of the curve at `z`.
pub(super) fn density(z: f64) -> f64 {
    (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt()
}

/// The point below which a standard normal number lies with chance `p`: halving eight deviations until nothing is left.
pub(super) fn point(p: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if below(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_printed_table() {
        // Abramowitz & Stegun, table 26.1.
        for (z, p) in [
            (0.0, 0.5),
            (1.0, 0.841_344_746_068_543),
            (2.0, 0.977_249_868_051_821),
            (-3.0, 0.001_349_898_031_630),
        ] {
            assert!((below(z) - p).abs() < 1e-13, "{z}");
        }
        assert!((point(0.95) - 1.644_853_626_951_473).abs() < 1e-12);
        assert!((point(0.05) + point(0.95)).abs() < 1e-12);
        assert_eq!((below(9.0), below(f64::NEG_INFINITY)), (1.0, 0.0));
    }
}
