//! The dated prior: every number the estimate starts from, each with the reason for it.
//!
//! The level, its scatter and the slopes of excess and sell-through are fitted from `fixtures/score/observations.csv`
//! (`tests/score_fit.rs` refits them and compares); the rest is stated here and in `docs/model.md` with its source.

use crate::factor::FactorKind;

/// How one factor moves the score, as believed before any official score of the account is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// The factor.
    pub factor: FactorKind,
    /// Points per step of the factor's [`measure`].
    pub mean: f64,
    /// Standard deviation of that belief.
    pub sd: f64,
    /// The reading of the reference account, in the unit of [`Readings`](crate::factor::Readings): also what a
    /// factor that nobody stated is taken to be, on average.
    pub reference: f64,
    /// How far accounts scatter around the reference, as a standard deviation in steps of the measure.
    pub scatter: f64,
    /// Where these numbers come from.
    pub source: &'static str,
}

/// A share of the prior that stands for one way the account may behave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice<T> {
    /// The value under this choice.
    pub value: T,
    /// How likely it is before any score is seen; the weights of a list add up to 1.
    pub weight: f64,
}

/// All that the estimate starts from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Model {
    /// Name and date, printed with every estimate.
    pub name: &'static str,
    /// Mean score of accounts, brought to the reference readings, in points.
    pub level: f64,
    /// Standard deviation of that level between accounts, in points.
    pub level_sd: f64,
    /// The four slopes, in the order of [`FactorKind::ALL`].
    pub slopes: [Slope; 4],
    /// Error of one official score around level plus factors, as a standard deviation in points.
    pub noise: f64,
    /// How far the level may walk in a week, as a standard deviation in points.
    pub walks: &'static [Choice<f64>],
    /// Over how many weeks the readings are averaged before they count.
    pub windows: &'static [Choice<usize>],
    /// Share of its distance from the reference that an unread factor keeps from one week to the next, where it moves as
    /// much as the factors of the series do.
    pub persistence: f64,
    /// How much of that movement an account's unread factors make, as a share of its standard deviation.
    pub drifts: &'static [Choice<f64>],
    /// How far the pace of the level may change in a week without readings, as a standard deviation in points a week.
    pub paces: &'static [Choice<f64>],
    /// Share of the pace that is left a week later.
    pub damping: f64,
}

/// The longest window that a [`Model`] may average over, in weeks.
pub const LONGEST_WINDOW: usize = 13;

/// The model in use.
pub const MODEL: Model = Model {
    name: "ipi-dlm/2026-11-26",
    // Fitted: mean over 14 accounts that published a score, brought to the reference readings.
    level: 566.0,
    // Fitted: the 14 scores scatter by 152, but Amazon said in December 2021 that fewer than 10 % of sellers would be
    // limited at 400, which allows 130 around this mean; 118 of it are left when the factors' share is taken off.
    level_sd: 120.0,
    slopes: [
        Slope {
            factor: FactorKind::Excess,
            // Fitted on the one weekly series; published claims of -12 to -15 per point do not fit any real series.
            mean: -2.4,
            // Half the mean: one account cannot tell how much accounts differ.
            sd: 1.2,
            // Amazon's own border between fair and good.
            reference: 10.0,
            scatter: 10.0,
            source: "weekly series of one US account, 2021-W09 to W18; border fair/good from dashboards 2021-2023",
        },
        Slope {
            factor: FactorKind::SellThrough,
            // Fitted like excess: 54 points per 1.0 around the reference, 30 around 2.7, 4 around 7.
            mean: 230.0,
            sd: 115.0,
            // Median of the published readings.
            reference: 1.5,
            // 0.18 of the measure: most accounts between 0.6 and 2.9.
            scatter: 0.18,
            source: "weekly series of one US account, 2021-W09 to W18; median of seven published readings",
        },
        Slope {
            factor: FactorKind::Stranded,
            // Not measurable in the series; "a very distant third" by those who ranked the factors. Bound to its sign.
            mean: -0.5,
            sd: 1.0,
            reference: 0.5,
            scatter: 1.5,
            source: "judged: nothing measurable in the weekly series, ranked a distant third by sellers",
        },
        Slope {
            factor: FactorKind::InStock,
            // Amazon: short delays in restocking cost no points; not measurable in the series either.
            mean: -0.3,
            sd: 0.5,
            reference: 95.0,
            scatter: 5.0,
            source: "judged: Amazon's FAQ of 2020 on short restocking delays; nothing measurable in the weekly series",
        },
    ],
    // Rounding to whole points (0.3) and a reading taken on another day of the week than the score.
    noise: 1.0,
    // The series walks some 2 points a week beside its factors, and eight changes that other accounts published are 0 to 4
    // points with all their factors in them; other accounts may be rougher, and the account's own scores decide.
    walks: &[
        Choice { value: 0.5, weight: 0.15 },
        Choice { value: 1.0, weight: 0.25 },
        Choice { value: 2.0, weight: 0.25 },
        Choice { value: 4.0, weight: 0.2 },
        Choice { value: 7.0, weight: 0.1 },
        Choice { value: 12.0, weight: 0.05 },
    ],
    // Amazon calls the score an average over time without saying over what; the account's own scores decide.
    windows: &[
        Choice { value: 1, weight: 1.0 / 3.0 },
        Choice { value: 2, weight: 1.0 / 3.0 },
        Choice { value: 3, weight: 1.0 / 3.0 },
    ],
    // An unread factor forgets half of its distance in 23 weeks, as excess and sell-through do in the series.
    persistence: 0.97,
    // Judged: steady scores prove steady factors, and nothing public tells how much other accounts' factors move.
    drifts: &[
        Choice { value: 0.1, weight: 0.3 },
        Choice { value: 0.35, weight: 0.3 },
        Choice { value: 1.0, weight: 0.4 },
    ],
    // Judged on the published series, which rises by 6 points a week for two months. The weights lean to a pace because
    // steady scores unlearn it within weeks, while an account that moves is wrong every week until it is learnt.
    paces: &[
        Choice { value: 0.0, weight: 0.1 },
        Choice { value: 1.0, weight: 0.3 },
        Choice { value: 3.0, weight: 0.6 },
    ],
    damping: 0.9,
};

/// Sell-through at which 63 % of its possible gain is reached.
///
/// Amazon's dashboard draws sell-through 1, 2 and 7 at 30 %, 50 % and 70 % of its bar and calls 7 excellent; this
/// constant gives 39 %, 63 % and 97 % of the gain: the same first half, and level from 7 on.
pub const SATURATION: f64 = 2.0;

/// The reading of a factor on the scale on which the model is linear; each step up moves the score one way only.
///
/// - excess and stranded: percentage points, 0–100, as read;
/// - sell-through: `1 − exp(−s ÷ 2)`, 0–1, so that the step from 1 to 2 counts seven times the step from 5 to 6;
/// - in-stock rate: the shortfall `100 − rate` in percentage points.
///
/// A reading outside its range is taken at the nearer end.
///
/// ```
/// use ipi::factor::FactorKind;
/// use ipi::score::measure;
/// assert_eq!(measure(FactorKind::Excess, 12.5), 12.5);
/// assert_eq!(measure(FactorKind::InStock, 86.0), 14.0);
/// assert!((measure(FactorKind::SellThrough, 2.0) - 0.632_120_558_8).abs() < 1e-9);
/// ```
#[must_use]
pub fn measure(factor: FactorKind, reading: f64) -> f64 {
    match factor {
        FactorKind::Excess | FactorKind::Stranded => reading.clamp(0.0, 100.0),
        FactorKind::SellThrough => 1.0 - (-reading.max(0.0) / SATURATION).exp(),
        FactorKind::InStock => 100.0 - reading.clamp(0.0, 100.0),
    }
}

/// By how much the measure of sell-through rises for each step of the ratio, between two ratios: the slope of the chord.
///
/// `(m(b) − m(a)) ÷ (b − a)` with `m(s) = 1 − e^(−s ÷ 2)`, which is `−e^(−a ÷ 2) · expm1(−(b − a) ÷ 2) ÷ (b − a)`; where the two
/// are the same, the slope there, `e^(−a ÷ 2) ÷ 2`.
///
/// ```
/// use ipi::score::chord;
/// // m(1) = 0.393469, m(1.5) = 0.527633: 0.134164 ÷ 0.5.
/// assert!((chord(1.5, 1.0) - 0.268_328).abs() < 1e-6);
/// assert!((chord(2.0, 2.0) - 0.183_940).abs() < 1e-6);
/// assert_eq!(chord(1.0, 1.5), chord(1.5, 1.0));
/// ```
#[must_use]
pub fn chord(a: f64, b: f64) -> f64 {
    // The same from either side, to the last digit.
    let (a, step) = (a.min(b).max(0.0), (a - b).abs());
    let slope = (-a / SATURATION).exp();
    if step == 0.0 { slope / SATURATION } else { -slope * (-step / SATURATION).exp_m1() / step }
}

/// `1` where a higher [`measure`] may only raise the score, `-1` where it may only lower it.
pub(super) const fn sign(factor: FactorKind) -> f64 {
    match factor {
        FactorKind::SellThrough => 1.0,
        FactorKind::Excess | FactorKind::Stranded | FactorKind::InStock => -1.0,
    }
}
