//! How fast a stock sells: a discounted gamma-Poisson model.
//!
//! Units sold in a day are taken to be Poisson around a pace, and the paces of an account's stocks to scatter as a gamma
//! distribution does. Newer days count more, days out of stock do not count at all: the mean of the last 30 days would
//! take a product that had run out for one that nobody wants. (Discounted conjugate model: West & Harrison, *Bayesian
//! Forecasting and Dynamic Models*, ch. 14; the moments are those of an empirical Bayes estimate, Robbins 1956.)

use crate::account::{Demand, StockFacts};
use crate::dates::SELL_THROUGH_DAYS;

/// What was seen of a stock: units sold, and the days on which it could be bought, both with the weight of their age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// Units, weighted.
    pub sold: f64,
    /// Days, weighted.
    pub days: f64,
}

impl Seen {
    /// What the ledger tells day by day; without one the 90 days that a report states, all of the same weight; `None` where
    /// no report states sales. The second says whether it is the ledger's.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // units of one SKU stay far below 2^53
    pub fn of(facts: &StockFacts, demand: Option<Demand>) -> Option<(Seen, bool)> {
        // A ledger that does not list the stock tells nothing of it.
        if let Some(demand) = demand.filter(|demand| demand.on_offer > 0) {
            let (sold, days) = demand.numbers();
            return Some((Seen { sold, days }, true));
        }
        let shipped = facts.shipped_90?.value.get() as f64;
        let days = facts.days_on_offer_90.unwrap_or(SELL_THROUGH_DAYS);
        Some((Seen { sold: shipped, days: days.into() }, false))
    }
}

/// What is believed of a stock's pace before anything is seen of it: a gamma distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// Its shape: units that it stands for.
    pub shape: f64,
    /// Its rate: days that it stands for.
    pub rate: f64,
}

/// Sum of the squared weights of 90 days ÷ sum of the weights: so much of a Poisson count's variance is left in a discounted
/// one. (1 − 4⁻³) ÷ (1 − 4^(−1/30)) ÷ ((1 − 2⁻³) ÷ (1 − 2^(−1/30))).
const DISCOUNTED_NOISE: f64 = 0.569;
/// Shapes beyond this say that all stocks sell alike, shapes below that each sells as it likes.
const SHAPES: (f64, f64) = (0.02, 100.0);
/// The shape where too few stocks are known to tell.
const USUAL_SHAPE: f64 = 0.5;

impl Prior {
    /// That of an account, from the mean and the scatter of its stocks' paces; `None` where nothing was sold at all.
    ///
    /// The mean pace is m = Σx ÷ ΣT. Around it the paces x ÷ T scatter by themselves and by chance; what is left of the
    /// scatter when the share of chance is taken off, v, makes a = m² ÷ v and b = m ÷ v.
    ///
    /// ```
    /// use ipi::forecast::demand::{Prior, Seen};
    /// // Three stocks on offer for 10 days each sold 1, 2 and 9: m = 12 ÷ 30 = 0.4. Σ T·(x ÷ T − m)² = 0.9 + 0.4 + 2.5 = 3.8, of
    /// // which chance explains 2 × 0.569 × 0.4 = 0.4552; 3.3448 ÷ (30 − 300 ÷ 30) = 0.16724.
    /// let seen = [1.0, 2.0, 9.0].map(|sold| Seen { sold, days: 10.0 });
    /// let prior = Prior::of(&seen).unwrap();
    /// assert!((prior.shape - 0.16 / 0.16724).abs() < 1e-9 && (prior.rate - 0.4 / 0.16724).abs() < 1e-9);
    /// ```
    #[must_use]
    pub fn of(seen: &[Seen]) -> Option<Prior> {
        let offered = || seen.iter().filter(|seen| seen.days > 0.0);
        let (sold, days) =
            offered().fold((0.0, 0.0), |(sold, days), seen| (sold + seen.sold, days + seen.days));
        if sold <= 0.0 {
            return None;
        }
        let mean = sold / days;
        let stocks: f64 = offered().map(|_| 1.0).sum();
        let scatter: f64 = offered().map(|seen| seen.days * (seen.sold / seen.days - mean).powi(2)).sum();
        let squares: f64 = offered().map(|seen| seen.days * seen.days).sum();
        let apart = days - squares / days;
        let shape = if apart > 0.0 {
            let variance = (scatter - (stocks - 1.0) * DISCOUNTED_NOISE * mean) / apart;
            if variance > 0.0 { (mean * mean / variance).clamp(SHAPES.0, SHAPES.1) } else { SHAPES.1 }
        } else {
            USUAL_SHAPE
        };
        Some(Prior { shape, rate: shape / mean })
    }

    /// What is believed of the pace of a stock of which so much was seen.
    ///
    /// ```
    /// use ipi::forecast::demand::{Prior, Seen};
    /// // (2 + 9) ÷ (10 + 30) = 0.275 a day; in 30 days 8.25, with a variance of 8.25 × (1 + 30 ÷ 40).
    /// let pace = Prior { shape: 2.0, rate: 10.0 }.after(Seen { sold: 9.0, days: 30.0 });
    /// assert_eq!(pace.a_day(), 0.275);
    /// let (mean, variance) = pace.over(30.0);
    /// assert!((mean - 8.25).abs() < 1e-12 && (variance - 14.4375).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn after(self, seen: Seen) -> Pace {
        Pace { shape: self.shape + seen.sold, rate: self.rate + seen.days }
    }
}

/// What is believed of the pace of one stock: a gamma distribution of units a day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pace {
    /// Its shape; 0 for a stock that sells nothing.
    pub shape: f64,
    /// Its rate, in days.
    pub rate: f64,
}

impl Pace {
    /// The mean, in units a day.
    #[must_use]
    pub fn a_day(self) -> f64 {
        if self.shape > 0.0 { self.shape / self.rate } else { 0.0 }
    }

    /// Mean and variance of what is asked for in so many days, if the pace stays: a negative binomial distribution.
    #[must_use]
    pub fn over(self, days: f64) -> (f64, f64) {
        let mean = self.a_day() * days;
        (mean, if self.shape > 0.0 { mean * (1.0 + days / self.rate) } else { 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stocks_that_sell_alike_are_told_from_such_that_do_not() {
        let alike = [9.0, 10.0, 11.0, 10.0].map(|sold| Seen { sold, days: 38.0 });
        assert_eq!(Prior::of(&alike).map(|prior| prior.shape), Some(SHAPES.1));
        let apart = [0.0, 0.0, 0.0, 400.0].map(|sold| Seen { sold, days: 38.0 });
        let prior = Prior::of(&apart).unwrap();
        assert!(prior.shape < 0.3, "{prior:?}");
        assert!((prior.shape / prior.rate - 400.0 / 152.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_sold_tells_nothing_and_one_stock_tells_its_mean() {
        assert_eq!(Prior::of(&[Seen { sold: 0.0, days: 30.0 }]), None);
        assert_eq!(Prior::of(&[]), None);
        let one = Prior::of(&[Seen { sold: 15.0, days: 30.0 }]).unwrap();
        assert_eq!((one.shape, one.rate), (USUAL_SHAPE, 1.0));
    }
}
