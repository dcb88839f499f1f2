//! Gains taken apart by stock: what a change of one stock is worth on the way from nothing done to a plan.
//!
//! A share R = N ÷ D that goes from N₀ ÷ D₀ to N₁ ÷ D₁ changes by α·ΔN − β·ΔD with α = (D₀ + D₁) ÷ 2·D₀·D₁ and
//! β = (N₀ + N₁) ÷ 2·D₀·D₁: exact at that plan, and additive over stocks. Sell-through is taken times the chord of its measure.
//! So the gains of all stocks add up to the gain of the plan, which a gradient at the start does not give: the first units
//! taken out move a large share little, the last ones move a small one much.

use super::field::{Choice, Field, State};
use crate::dates::{IN_STOCK_DAYS, SNAPSHOT_AGES};
use crate::factor::{FactorKind, Part, Sums};
use crate::score::{SATURATION, measure};

/// Points per unit of everything that a part brings, on one day.
#[derive(Clone, Copy, Debug, Default)]
struct Worth {
    excess: f64,
    on_hand: f64,
    shipped: f64,
    average: f64,
    stranded: f64,
    stranded_of: f64,
    weighted_out: f64,
    weight: f64,
}

/// What changes are worth on every day that is looked at.
pub(super) struct Chords(Vec<Worth>);

impl Chords {
    /// From nothing done to a state.
    pub(super) fn to(field: &Field<'_>, state: &State) -> Chords {
        let of = |at| {
            let (before, weights) = field.day(at);
            Worth::of(before, &state[at], weights, field.baseline.looks[at].parts.stated)
        };
        Chords((0..field.days()).map(of).collect())
    }

    /// Points that a candidate adds with a choice.
    pub(super) fn gain(&self, field: &Field<'_>, at: usize, choice: Choice) -> f64 {
        self.value(field, at, choice) - self.value(field, at, Choice::NOTHING)
    }

    /// What a candidate brings with a choice, in points; only differences of it mean anything.
    pub(super) fn value(&self, field: &Field<'_>, at: usize, choice: Choice) -> f64 {
        let candidate = &field.candidates[at];
        let day = |(day, worth): (usize, &Worth)| worth.times(&field.part(candidate, choice, day));
        self.0.iter().enumerate().map(day).sum()
    }
}

impl Worth {
    fn of(before: &Sums, after: &Sums, weights: [f64; 4], stated: crate::factor::FactorSet) -> Worth {
        let [excess, sell_through, stranded, in_stock] = weights;
        let mut worth = Worth::default();
        let on = |factor| stated.has(factor);
        if let Some((part, whole)) = split(
            (number(before.excess.get()), number(before.on_hand.get())),
            (number(after.excess.get()), number(after.on_hand.get())),
        )
        .filter(|_| on(FactorKind::Excess))
        {
            (worth.excess, worth.on_hand) = (100.0 * excess * part, 100.0 * excess * whole);
        }
        let through = |sums: &Sums| (number(sums.shipped_90.get()), sums.mean_stock());
        if let Some((part, whole)) =
            split(through(before), through(after)).filter(|_| on(FactorKind::SellThrough))
        {
            let chord = sell_through * slope(ratio(through(before)), ratio(through(after)));
            (worth.shipped, worth.average) = (chord * part, chord * whole);
        }
        if let Some((part, whole)) = split(
            (number(before.stranded.get()), number(before.stranded_of.get())),
            (number(after.stranded.get()), number(after.stranded_of.get())),
        )
        .filter(|_| on(FactorKind::Stranded))
        {
            (worth.stranded, worth.stranded_of) = (100.0 * stranded * part, 100.0 * stranded * whole);
        }
        let days = f64::from(IN_STOCK_DAYS);
        let out = |sums: &Sums| (number(sums.weighted_out), number(sums.weight.get()) * days);
        if let Some((part, whole)) = split(out(before), out(after)).filter(|_| on(FactorKind::InStock)) {
            (worth.weighted_out, worth.weight) = (100.0 * in_stock * part, 100.0 * in_stock * whole * days);
        }
        worth
    }

    fn times(&self, part: &Part) -> f64 {
        let out = part.weight.get() * u64::from(part.days_out);
        self.excess * number(part.excess.get())
            + self.on_hand * number(part.on_hand.get())
            + self.shipped * number(part.shipped_90.get())
            + self.average * part.average
            + self.stranded * number(part.stranded.get())
            + self.stranded_of * number(part.stranded_of.get())
            + self.weighted_out * number(out)
            + self.weight * number(part.weight.get())
    }
}

/// α and −β of a share; `None` where there is nothing to divide by.
fn split((n0, d0): (f64, f64), (n1, d1): (f64, f64)) -> Option<(f64, f64)> {
    let both = 2.0 * d0 * d1;
    (both > 0.0).then(|| ((d0 + d1) / both, -(n0 + n1) / both))
}

fn ratio((part, whole): (f64, f64)) -> f64 {
    part / whole
}

/// The chord of sell-through's measure, and its slope where both ends are one.
fn slope(from: f64, to: f64) -> f64 {
    if (to - from).abs() < 1e-9 {
        return (-from / SATURATION).exp() / SATURATION;
    }
    let at = |ratio| measure(FactorKind::SellThrough, ratio);
    (at(to) - at(from)) / (to - from)
}

#[allow(clippy::cast_precision_loss)] // sums of report cells stay far below 2^53
fn number(units: u64) -> f64 {
    units as f64
}

/// The units at which the gain of a candidate bends as more and more are taken, without the ends.
pub(super) fn bends(field: &Field<'_>, at: usize) -> Vec<u64> {
    let candidate = &field.candidates[at];
    let mut bends = Vec::with_capacity(8);
    for day in 0..field.days() {
        let part = field.part(candidate, Choice::NOTHING, day);
        bends.extend([part.excess, part.stranded, part.on_hand].map(crate::units::Units::get));
        let snapshots: [u64; SNAPSHOT_AGES.len()] = part.snapshots.map(crate::units::Units::get);
        bends.extend(snapshots);
    }
    bends.sort_unstable();
    bends.dedup();
    bends
}
