//! Chance that is the same everywhere: numbers from a seed, and the distributions that a forecast draws from.
//!
//! The seed of a stock comes from its name, so that what one stock does depends neither on the others nor on their order nor
//! on threads; the same question is answered by the same numbers.

use crate::score::Mixture;

/// Entries of the table of normal deviates.
const STEPS: usize = 1 << BITS;
const BITS: u32 = 10;

/// Numbers from a seed (splitmix64: Steele, Lea & Flood 2014).
#[derive(Clone, Copy, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// The dice of one course of a stock.
    pub(super) fn new(seed: u64, course: u64) -> Dice {
        let mut dice = Dice(seed ^ course.wrapping_mul(0xD134_2543_DE82_EF95));
        Dice(dice.next())
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number between 0 and 1, neither included.
    #[allow(clippy::cast_precision_loss)] // 52 bits and a half fit
    pub(super) fn share(&mut self) -> f64 {
        ((self.next() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// A number below `n`, which is small.
    #[allow(clippy::cast_possible_truncation)] // below n
    pub(super) fn below(&mut self, n: u32) -> u32 {
        (((self.next() >> 32) * u64::from(n)) >> 32) as u32
    }

    /// A place in a table of [`STEPS`] entries.
    #[allow(clippy::cast_possible_truncation)] // ten bits
    fn step(&mut self) -> usize {
        (self.next() >> (64 - BITS)) as usize
    }

    /// How many come of a Poisson distribution.
    ///
    /// By going through its chances one by one where few are expected, else by the normal distribution that it comes close
    /// to.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not below 0, and a day's sales are no billions
    pub(super) fn poisson(&mut self, mean: f64, tables: &Tables) -> u32 {
        if mean <= 0.0 {
            return 0;
        }
        if mean >= Tables::MANY {
            let many = mean + mean.sqrt() * self.normal(tables);
            return many.max(0.0).round().min(1e9) as u32;
        }
        let mut left = self.share();
        let mut chance = (-mean).exp();
        let mut count = 0_u32;
        while left > chance && count < 200 {
            left -= chance;
            count += 1;
            chance *= mean * tables.inverse[count as usize];
        }
        count
    }

    /// A number of a gamma distribution of rate 1 (Marsaglia & Tsang 2000).
    pub(super) fn gamma(&mut self, shape: f64, tables: &Tables) -> f64 {
        if shape <= 0.0 {
            return 0.0;
        }
        if shape < 1.0 {
            let part = self.share().powf(1.0 / shape);
            return self.gamma(shape + 1.0, tables) * part;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        // One in twenty is thrown again, at most.
        for _ in 0..64 {
            let z = self.normal(tables);
            let v = (1.0 + c * z).powi(3);
            if v > 0.0 && self.share().ln() < 0.5 * z * z + d - d * v + d * v.ln() {
                return d * v;
            }
        }
        shape
    }

    /// A normal deviate.
    pub(super) fn normal(&mut self, tables: &Tables) -> f64 {
        tables.normal[self.step()]
    }

    /// A factor of a table.
    pub(super) fn factor(&mut self, table: &[f64; STEPS]) -> f64 {
        table[self.step()]
    }
}

/// The seed of a stock (FNV-1a of its name).
pub(super) fn seed(name: &str) -> u64 {
    name.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// What is worked out once for all stocks.
pub(super) struct Tables {
    /// Normal deviates, each as likely: mean 0, variance 1.
    normal: [f64; STEPS],
    /// 1 ÷ n.
    inverse: [f64; 201],
    /// By what a stock's pace may differ from what was seen of it, today.
    pub(super) level: [f64; STEPS],
    /// By what it may change in a week.
    pub(super) week: [f64; STEPS],
    /// By what Amazon's own forecast may differ from ours.
    pub(super) amazon: [f64; STEPS],
}

impl Tables {
    /// From so many on a Poisson distribution is drawn as a normal one.
    const MANY: f64 = 40.0;

    pub(super) fn new(level_sd: f64, week_sd: f64, amazon_sd: f64) -> Tables {
        let mut normal = [0.0; STEPS];
        for (i, deviate) in normal.iter_mut().enumerate() {
            *deviate = quantile(i, STEPS);
        }
        // The middles of equal shares scatter a little less than the whole.
        let variance: f64 = normal.iter().map(|z| z * z).sum::<f64>() / float(STEPS);
        normal.iter_mut().for_each(|z| *z /= variance.sqrt());
        let factors = |sd: f64| {
            let raw = normal.map(|z| (sd * z).exp());
            let mean = raw.iter().sum::<f64>() / float(STEPS);
            raw.map(|factor| factor / mean)
        };
        let mut inverse = [0.0; 201];
        inverse.iter_mut().enumerate().skip(1).for_each(|(n, inverse)| *inverse = 1.0 / float(n));
        let (level, week, amazon) = (factors(level_sd), factors(week_sd), factors(amazon_sd));
        Tables { normal, inverse, level, week, amazon }
    }
}

/// Factors that stand for an account's common course: as many as there are courses, each as likely, with mean 1.
pub(super) fn common(courses: usize, sd: f64) -> Vec<f64> {
    let raw: Vec<f64> = (0..courses).map(|i| (sd * quantile(i, courses)).exp()).collect();
    let mean = raw.iter().sum::<f64>() / float(courses);
    raw.into_iter().map(|factor| factor / mean).collect()
}

/// The normal deviate in the middle of the `i`-th of `n` equal shares.
fn quantile(i: usize, n: usize) -> f64 {
    Mixture::normal(0.0, 1.0).quantile((float(i) + 0.5) / float(n))
}

#[allow(clippy::cast_precision_loss)] // counts far below 2^53
pub(super) fn float(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and variance of many draws.
    fn moments(mut draw: impl FnMut() -> f64) -> (f64, f64) {
        let all: Vec<f64> = (0..20_000).map(|_| draw()).collect();
        let mean = all.iter().sum::<f64>() / 20_000.0;
        (mean, all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 20_000.0)
    }

    fn near(found: (f64, f64), mean: f64, variance: f64) {
        // Five standard errors of the mean, a tenth of the variance.
        let close = (found.0 - mean).abs() < 5.0 * (variance / 20_000.0).sqrt();
        assert!(close && (found.1 / variance - 1.0).abs() < 0.1, "{found:?} {mean} {variance}");
    }

    #[test]
    fn draws_have_the_moments_of_their_distributions() {
        let (tables, mut dice) = (Tables::new(0.3, 0.2, 0.25), Dice::new(seed("LAMP"), 5));
        for mean in [0.02, 0.7, 6.0, 39.0, 41.0, 300.0] {
            near(moments(|| f64::from(dice.poisson(mean, &tables))), mean, mean);
        }
        for shape in [0.3, 1.0, 7.5, 900.0] {
            near(moments(|| dice.gamma(shape, &tables)), shape, shape);
        }
        // A lognormal factor of mean 1 has the variance exp(0.3²) − 1.
        near(moments(|| dice.factor(&tables.level)), 1.0, 0.3_f64.powi(2).exp() - 1.0);
        near(moments(|| dice.share()), 0.5, 1.0 / 12.0);
        near(moments(|| f64::from(dice.below(7))), 3.0, 4.0);
        assert_eq!((dice.poisson(0.0, &tables), dice.gamma(0.0, &tables)), (0, 0.0));
    }

    #[test]
    fn few_units_are_sold_as_often_as_the_printed_table_says() {
        let (tables, mut dice) = (Tables::new(0.3, 0.2, 0.25), Dice::new(1, 2));
        let mut times = [0_u32; 4];
        for _ in 0..20_000 {
            if let Some(times) = times.get_mut(dice.poisson(1.0, &tables) as usize) {
                *times += 1;
            }
        }
        // Poisson of mean 1: 0.3679, 0.3679, 0.1839, 0.0613.
        for (times, chance) in times.into_iter().zip([0.3679, 0.3679, 0.1839, 0.0613]) {
            assert!((f64::from(times) / 20_000.0 - chance).abs() < 0.015);
        }
    }

    #[test]
    fn the_common_course_has_mean_one_and_its_scatter() {
        for courses in [32, 256] {
            let common = common(courses, 0.12);
            let mean = common.iter().sum::<f64>() / float(courses);
            let variance = common.iter().map(|factor| (factor - mean).powi(2)).sum::<f64>() / float(courses);
            assert!((mean - 1.0).abs() < 1e-12 && (variance.sqrt() - 0.12).abs() < 0.005, "{variance}");
        }
    }

    #[test]
    fn a_name_has_its_own_chance_and_keeps_it() {
        let first = |name: &str, course| Dice::new(seed(name), course).next();
        assert_eq!(first("LAMP", 3), first("LAMP", 3));
        assert_ne!(first("LAMP", 3), first("LAMP", 4));
        assert_ne!(first("LAMP", 3), first("MAT", 3));
    }
}
