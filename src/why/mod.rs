//! Why the score changed between two days: factor, SKU and cause, in parts that add up to the change.
//!
//! The estimate is asked four times ([`Blocks`]): as it was recorded, by the model of today, with the time that passed, with the
//! figures of today, with the scores that came. The block of the figures is taken apart further: each factor is a share of two
//! sums over SKUs ([`Split`]), each SKU's part in them changed by what moved, by the days that rolled off, by demand ([`Kind`]).
//! Every step is exact, so the parts add up: to the change of the factor, of the block, of the estimate.
//!
//! ```
//! use ipi::account::Moves;
//! use ipi::factor::{FactorSet, Part, Parts};
//! use ipi::units::Units;
//! use ipi::why::{Question, Side, Why};
//!
//! // Excess alone is stated: of 300 units 150, a week later of 368 units 152.
//! let stated = FactorSet { sell_through: false, stranded: false, in_stock: false, ..FactorSet::FOUR };
//! let part = |sku: &str, on_hand, excess| Part { on_hand: Units::new(on_hand), excess: Units::new(excess), ..Part::new(sku.into()) };
//! let then = Parts { list: vec![part("CUP", 40, 0), part("LAMP", 200, 150), part("MAT", 60, 0)], stated, days: None };
//! let now = Parts { list: vec![part("CUP", 28, 0), part("LAMP", 190, 142), part("MAT", 150, 10)], stated, days: None };
//! let sold = |sold| Moves { sold, ..Moves::default() };
//! let side = |day: &str, parts| Side {
//!     day: day.parse().unwrap(), readings: Parts::readings(parts), parts: Some(parts), other_names: &[], past: &[],
//! };
//! let why = Why::of(&Question {
//!     set: FactorSet::FOUR,
//!     before: side("2026-11-22", &then),
//!     after: side("2026-11-29", &now),
//!     recorded: None,
//!     moves: &[sold(12), sold(10), Moves { received: 104, ..sold(14) }],
//! }).unwrap();
//! let told: Vec<_> = why.by_sku().iter().map(|total| format!("{} {:+.4}", total.sku, total.points)).collect();
//! assert_eq!(told, ["MAT +22.2826", "CUP -3.9391", "LAMP +2.5261"]);
//! // 50 % to 41.3 % at -2.4 points for each per cent.
//! assert!((why.change() - 20.869_565).abs() < 1e-6);
//! ```

mod biggest;
mod blocks;
mod cause;
mod excess;
mod in_stock;
mod pairs;
mod ratio;
mod sell_through;
mod share;
mod stranded;

pub use biggest::{Group, Subject};
pub use blocks::Blocks;
pub use cause::{Cause, Kind, SkuChange};
pub use share::Split;

use crate::account::Moves;
use crate::dates::SNAPSHOT_AGES;
use crate::factor::{FactorKind, FactorSet, Parts, Readings, Sums};
use crate::ids::Sku;
use crate::score::{Estimate, Shown, Week, measure};
use blocks::Steps;
use chrono::NaiveDate;
use pairs::{Pair, pairs};
use ratio::Ratio;

/// One of the two days.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The day.
    pub day: NaiveDate,
    /// The four figures.
    pub readings: Readings,
    /// The figures taken apart by SKU; `None` where only they are known.
    pub parts: Option<&'a Parts>,
    /// Other names of a SKU, with its place in the list of parts.
    pub other_names: &'a [(Sku, usize)],
    /// What is known now of the weeks before the day, and of its own.
    pub past: &'a [Week],
}

/// Where the figures of the first day come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The history kept each SKU.
    History,
    /// The history kept the four figures, and no SKU.
    FiguresOnly,
    /// The reports were read for that day.
    Reports,
}

impl Basis {
    /// The word that stands for it in machine formats.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Basis::History => "history",
            Basis::FiguresOnly => "history-figures-only",
            Basis::Reports => "reports",
        }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Which factors count.
    pub set: FactorSet,
    /// The first day.
    pub before: Side<'a>,
    /// The second day.
    pub after: Side<'a>,
    /// The estimate as it was recorded on the first day, in points.
    pub recorded: Option<f64>,
    /// What moved between the days, by place in the parts of the second; empty where no ledger tells.
    pub moves: &'a [Moves],
}

/// Why the estimate changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The first day.
    pub from: NaiveDate,
    /// The second day.
    pub to: NaiveDate,
    /// The estimate of the first day: as it was recorded, else as the model of today has it.
    pub points_then: f64,
    /// The estimate of the second day.
    pub points_now: f64,
    /// The estimate of the first day was recorded then.
    pub is_recorded: bool,
    /// The change by what made it.
    pub blocks: Blocks,
    /// Official scores that were not known on the first day, oldest first; each with a day of the week for which it counts.
    pub new_scores: Vec<Shown>,
    /// Until the first day no official score was known at all: what the new ones moved is how wrong the estimate was, not what
    /// became of the account.
    pub is_first_score: bool,
    /// The block of the figures by factor.
    pub factors: Vec<FactorChange>,
    /// Points of the block of the figures that belong to no factor: nothing but rounding, unless several factors began or ceased
    /// to be stated.
    pub other_readings: f64,
    /// The days whose stock was averaged and those that took their place, today first; `None` where only averages are known.
    pub rolled: Option<[(NaiveDate, NaiveDate); SNAPSHOT_AGES.len()]>,
    /// The change in few parts, the largest first; they add up to it.
    pub groups: Vec<Group>,
}

/// What one factor did.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorChange {
    /// The factor.
    pub factor: FactorKind,
    /// Its figure then and now, in the unit of [`Readings`].
    pub readings: (Option<f64>, Option<f64>),
    /// Points that it brought or took: `skus`, `earlier_weeks` and `untold` together.
    pub points: f64,
    /// What changed it by SKU, the largest first.
    pub skus: Vec<SkuChange>,
    /// The estimate averages figures over up to three weeks: what those of the weeks before do to it.
    pub earlier_weeks: f64,
    /// What no SKU is known for: all of it where the figures are not known by SKU, or where the factor was not stated on one
    /// of the days; else nothing but rounding.
    pub untold: f64,
}

impl Why {
    /// Says why the estimate changed; `None` where one of the days has none.
    #[must_use]
    pub fn of(question: &Question<'_>) -> Option<Why> {
        let Question { set, before, after, recorded, moves } = question;
        let steps = Steps::of(*set, before, after)?;
        let blocks = steps.blocks(*recorded);
        let pairs = pairs(before, after, moves);
        let sums = before.parts.zip(after.parts).map(|(then, now)| (then.sums(), now.sums()));
        let factors = FactorKind::ALL.into_iter().filter(|&factor| set.has(factor));
        let mut factors: Vec<_> = factors
            .map(|factor| {
                let apart = pairs.as_deref().zip(sums.as_ref());
                FactorChange::of(factor, question, &steps, apart)
            })
            .collect();
        let told: f64 = factors.iter().map(|change| change.points).sum();
        let mut other_readings = blocks.readings - told;
        // What scores taught without a factor is taken back where it comes to be stated: that is its doing.
        let mut new =
            factors.iter_mut().filter(|change| change.readings.0.is_some() != change.readings.1.is_some());
        if let (Some(change), None) = (new.next(), new.next()) {
            change.points += other_readings;
            change.untold += other_readings;
            other_readings = 0.0;
        }
        let rolled = before.parts.and_then(|then| then.days).zip(after.parts.and_then(|now| now.days));
        let new_scores = blocks::new_scores(before, after);
        let mut why = Why {
            from: before.day,
            to: after.day,
            points_then: recorded.unwrap_or(steps.then.points.get()),
            points_now: steps.now.points.get(),
            is_recorded: recorded.is_some(),
            is_first_score: !new_scores.is_empty() && !blocks::is_scored(before),
            new_scores,
            blocks,
            other_readings,
            rolled: rolled.map(|(then, now)| std::array::from_fn(|k| (then[k], now[k]))),
            groups: Vec::new(),
            factors,
        };
        why.groups = biggest::groups(&why);
        why.factors.iter_mut().for_each(FactorChange::largest_first);
        Some(why)
    }

    /// By how much the estimate changed, in points.
    #[must_use]
    pub fn change(&self) -> f64 {
        self.points_now - self.points_then
    }

    /// The same without what the first official score moved, where there is one.
    #[must_use]
    pub fn change_of_account(&self) -> f64 {
        if self.is_first_score { self.change() - self.blocks.official } else { self.change() }
    }

    /// What each SKU did through all factors, the largest first.
    #[must_use]
    pub fn by_sku(&self) -> Vec<SkuTotal<'_>> {
        let mut all: Vec<_> = self.by_name().into_iter().map(SkuTotal::of).collect();
        all.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()).then(a.sku.cmp(b.sku)));
        all
    }

    /// The changes through each SKU, in the order of their names.
    fn by_name(&self) -> Vec<OfSku<'_>> {
        let mut all: Vec<(&Sku, FactorKind, &SkuChange)> = Vec::new();
        for change in &self.factors {
            all.extend(change.skus.iter().map(|sku| (&sku.sku, change.factor, sku)));
        }
        all.sort_by_key(|(sku, factor, _)| (*sku, *factor));
        let mut joined: Vec<OfSku<'_>> = Vec::new();
        for (sku, factor, change) in all {
            match joined.last_mut() {
                Some((same, parts)) if *same == sku => parts.push((factor, change)),
                _ => joined.push((sku, vec![(factor, change)])),
            }
        }
        joined
    }
}

/// What one SKU did through all factors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SkuTotal<'a> {
    /// The SKU.
    pub sku: &'a Sku,
    /// Points by factor, in the order of [`FactorKind::ALL`].
    pub by_factor: [f64; 4],
    /// All together.
    pub points: f64,
    /// Its largest cause.
    pub main: Option<&'a Cause>,
}

impl<'a> SkuTotal<'a> {
    fn of((sku, parts): OfSku<'a>) -> SkuTotal<'a> {
        let mut total = SkuTotal { sku, by_factor: [0.0; 4], points: 0.0, main: None };
        for (factor, change) in parts {
            total.by_factor[place(factor)] += change.points;
            let causes = change.causes.iter().chain(total.main);
            total.main = causes.max_by(|a, b| a.points.abs().total_cmp(&b.points.abs()));
        }
        SkuTotal { points: total.by_factor.iter().sum(), ..total }
    }
}

/// A SKU and what it did through each factor.
type OfSku<'a> = (&'a Sku, Vec<(FactorKind, &'a SkuChange)>);

/// The place of a factor in every list of the four.
fn place(factor: FactorKind) -> usize {
    FactorKind::ALL.iter().position(|&other| other == factor).unwrap_or(0)
}

impl FactorChange {
    fn of(
        factor: FactorKind,
        question: &Question<'_>,
        steps: &Steps,
        apart: Option<(&[Pair<'_>], &(Sums, Sums))>,
    ) -> FactorChange {
        let brings = |estimate: &Estimate| {
            let it = estimate.contributions.iter().find(|contribution| contribution.factor == factor);
            it.map_or(0.0, |contribution| contribution.points)
        };
        let points = brings(&steps.moved) - brings(&steps.later);
        let readings = (question.before.readings.get(factor), question.after.readings.get(factor));
        let mut change =
            FactorChange { factor, readings, points, skus: Vec::new(), earlier_weeks: 0.0, untold: points };
        // A factor that was not stated on one of the days has no figure that changed.
        let (Some(then), Some(now)) = readings else { return change };
        let slope = steps.later.slopes[place(factor)];
        let by_figure = slope * (measure(factor, now) - measure(factor, then));
        change.earlier_weeks = points - by_figure;
        let is_stated = |side: &Side<'_>| side.parts.is_some_and(|parts| parts.stated.has(factor));
        if let Some((pairs, (then, now))) =
            apart.filter(|_| is_stated(&question.before) && is_stated(&question.after))
        {
            let ratio = Ratio::of(factor, then, now, slope);
            change.skus = ratio.map(|ratio| ratio.by_sku(question, pairs)).unwrap_or_default();
        }
        change.untold = by_figure - change.skus.iter().map(|sku| sku.points).sum::<f64>();
        change
    }

    fn largest_first(&mut self) {
        self.skus.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()).then_with(|| a.sku.cmp(&b.sku)));
    }
}
